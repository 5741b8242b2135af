"""What stands behind a key, whatever its noun: for one person, or for everybody in a place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import models
from ..errors import NotFound
from . import access, people
from .actor import Actor

Item = models.Task | models.Milestone | models.Risk | models.Project | models.Program

LOOKUPS: dict[str, Any] = {"": access.task, "M": access.milestone, "R": access.risk}
TABLES: dict[str, Any] = {"": models.Task, "M": models.Milestone, "R": models.Risk}


def find(actor: Actor, key: str) -> Item | None:
    """What the actor may see under this key, or None."""
    match = access.ITEM.fullmatch(key)
    if match is None:
        return access.find_project(actor, key) or access.find_program(actor, key)
    try:
        found: Item = LOOKUPS[match[2]](actor, key)
    except NotFound:
        return None
    return found


def item(actor: Actor, key: str) -> Any:
    """What the actor may see under this key; refuses where there is nothing."""
    found = find(actor, key)
    if found is None:
        raise NotFound(f"I cannot find {key}: it is gone, or not yours to see.")
    return found


def find_for_all(actor: Actor, key: str, *, strangers: bool = False) -> Item | None:
    """The same, where everybody in the actor's conversation may read it too; else None.

    Where `strangers` of other workspaces are there, only what lives there is for everybody.
    """
    found = find(actor, key)
    workspace_id = actor.who.workspace_id
    channel = people.find_channel(actor.session, workspace_id, actor.channel)
    if strangers and not _lives_in(channel, found):
        return None
    if found is None or isinstance(found, models.Program):
        return found
    return find_in(actor.session, workspace_id, channel, key)


def _lives_in(channel: models.Channel | None, item: Item | None) -> bool:
    if channel is None or item is None or isinstance(item, models.Program):
        return False
    project = item if isinstance(item, models.Project) else item.project
    return project.channel_id == channel.id


def find_in(
    session: Session, workspace_id: int, channel: models.Channel | None, key: str
) -> Item | None:
    """The item or project with this key that a whole conversation may read, or None."""
    readable = access.visible_in(channel, workspace_id)
    match = access.ITEM.fullmatch(key)
    if match is None:
        return session.scalars(
            select(models.Project).where(readable, models.Project.key == key)
        ).one_or_none()
    table = TABLES[match[2]]
    found: Item | None = session.scalars(
        select(table)
        .join(models.Project, models.Project.id == table.project_id)
        .where(
            readable,
            models.Project.key == match[1],
            table.number == int(match[3]),
            table.deleted_at.is_(None),
        )
    ).one_or_none()
    return found
