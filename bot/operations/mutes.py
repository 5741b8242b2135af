"""What people do not want to hear: a kind of message, a project, or one of the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from .. import models
from ..planning import nudging
from . import access, history, manners
from .actor import Actor

EVERYTHING = manners.EVERYTHING
RULES = frozenset(nudging.RULES)
KINDS = {
    **{name: rule.name for name, rule in nudging.RULES.items()},
    "watch": "news of what I watch",
    "weekly": "the whole week on its first day",
    manners.EVERYTHING: "everything",
}
"""What can be muted, in words."""


def mute(actor: Actor, kind: str, project: models.Project | None) -> bool:
    """Send the actor no more of a kind, of one project or of any; False where that is so."""
    return history.tie(
        actor,
        models.Mute,
        f"muted {said(kind, project)}",
        person_id=actor.who.id,
        kind=kind,
        project_id=project.id if project else None,
    )


def unmute(actor: Actor, mute_id: int) -> models.Mute | None:
    """Send the actor what they had muted; None where it is not muted any more."""
    found = actor.session.get(models.Mute, mute_id)
    if found is None or found.person_id != actor.who.id or found.deleted_at is not None:
        return None
    words = f"unmuted {said(found.kind, found.project)}"
    history.change(actor, found, words, deleted_at=actor.now)
    return found


def listed(actor: Actor) -> Sequence[models.Mute]:
    """What the actor has muted, of projects that they may still see."""
    table = models.Mute
    found = actor.session.scalars(
        select(table)
        .where(table.person_id == actor.who.id, table.deleted_at.is_(None))
        .order_by(table.id)
    ).all()
    return [
        each
        for each in found
        if each.project_id is None or access.sees_project(actor.session, actor.who, each.project_id)
    ]


def said(kind: str, project: models.Project | None) -> str:
    """A mute in words: "overdue in WEB"."""
    if kind == manners.EVERYTHING and project is not None:
        return project.key
    return f"“{KINDS.get(kind, kind)}”" + (f" in {project.key}" if project else "")


def set_all(actor: Actor, kinds: Iterable[str], projects: Sequence[models.Project]) -> None:
    """Mute these kinds everywhere and all of these projects, and nothing else of either sort."""
    wanted: set[tuple[str, int | None]] = {(kind, None) for kind in kinds if kind in KINDS}
    wanted |= {(EVERYTHING, project.id) for project in projects}
    by_id = {project.id: project for project in projects}
    standing = [each for each in listed(actor) if each.project_id is None or _is_whole(each)]
    for each in standing:
        if (each.kind, each.project_id) not in wanted:
            unmute(actor, each.id)
    for kind, project_id in sorted(wanted, key=str):
        if (kind, project_id) not in {(each.kind, each.project_id) for each in standing}:
            mute(actor, kind, by_id.get(project_id) if project_id else None)


def _is_whole(mute: models.Mute) -> bool:
    return mute.kind == EVERYTHING
