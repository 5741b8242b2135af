"""Projects: found, steered, linked to channels, staffed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from .. import models
from ..errors import Invalid, Refusal
from . import access, history, people, words
from .actor import Actor

TEXTS = ("scope", "objectives", "results")


@dataclass(frozen=True)
class New:
    """What a project is made of; key and name are required."""

    key: str
    name: str
    manager: models.Person | None = None
    channel: models.Channel | None = None
    start: date | None = None
    due: date | None = None
    scope: str = ""
    objectives: str = ""
    results: str = ""
    zone: str = ""
    """IANA name; the manager's zone where it is empty."""


def add(actor: Actor, new: New) -> models.Project:
    """Create a project with its manager on the team; refuses a key that is in use."""
    key = words.key(new.key)
    refuse_taken_key(actor, key)
    _refuse_backwards(new.start, new.due)
    last_task, last_milestone, last_risk = _numbers_used(actor, key)
    manager = new.manager
    project = models.Project(
        workspace_id=actor.who.workspace_id,
        key=key,
        name=words.title(new.name, "name", words.NAME_LIMIT),
        manager_id=manager.id if manager else None,
        channel_id=new.channel.id if new.channel else None,
        zone=new.zone or (manager.zone if manager else actor.who.zone),
        start=new.start,
        due=new.due,
        scope=words.body(new.scope, "scope"),
        objectives=words.body(new.objectives, "objectives"),
        results=words.body(new.results, "results"),
        created_at=actor.now,
        last_task=last_task,
        last_milestone=last_milestone,
        last_risk=last_risk,
    )
    project.manager, project.channel = manager, new.channel
    actor.session.add(project)
    actor.session.flush()
    history.created(actor, "project", project.id, project.name, f"added {key}")
    if manager is not None:
        join(actor, project, manager)
    return project


def _numbers_used(actor: Actor, key: str) -> tuple[int, int, int]:
    """How far projects that had this key have counted: old buttons must not mean new items."""
    table = models.Project
    renamed = actor.session.execute(
        select(models.Change.item_id, models.Change.old)
        .join(table, table.id == models.Change.item_id)
        .where(
            models.Change.noun == "project",
            models.Change.field == "key",
            table.workspace_id == actor.who.workspace_id,
        )
    )
    had_it = [item_id for item_id, old in renamed if old == key]
    found = actor.session.execute(
        select(
            func.max(table.last_task), func.max(table.last_milestone), func.max(table.last_risk)
        ).where(
            table.workspace_id == actor.who.workspace_id,
            or_(table.key == key, table.id.in_(had_it)),
        )
    ).one()
    return found[0] or 0, found[1] or 0, found[2] or 0


def refuse_taken_key(actor: Actor, key: str) -> None:
    """Refuse a key that a project or program has."""
    if access.is_key_taken(actor, key):
        raise Invalid("key", f"The key {key} is in use: choose another one.")


def _refuse_backwards(start: date | None, due: date | None) -> None:
    if start and due and due < start:
        raise Invalid("due", "The end is before the start: choose a later end.")


def edit(actor: Actor, project: models.Project, **fields: Any) -> list[str]:
    """Change fields of a project."""
    if "name" in fields:
        fields["name"] = words.title(fields["name"], "name", words.NAME_LIMIT)
    for name in TEXTS:
        if name in fields:
            fields[name] = words.body(fields[name], name)
    _refuse_backwards(fields.get("start", project.start), fields.get("due", project.due))
    return history.change(actor, project, f"edited {project.key}", **fields)


def link(actor: Actor, project: models.Project, channel: models.Channel) -> bool:
    """Let a channel follow a project; a project without a home gets its home there."""
    if project.channel_id is None:
        history.change(actor, project, f"linked {project.key}", channel_id=channel.id)
        project.channel = channel
        return True
    if project.channel_id == channel.id:
        return False
    return history.tie(
        actor,
        models.ProjectChannel,
        f"linked {project.key}",
        project_id=project.id,
        channel_id=channel.id,
    )


def unlink(actor: Actor, project: models.Project, channel: models.Channel) -> None:
    """Stop a channel from following; a private home cannot be left, it is what keeps secrets."""
    if project.channel_id == channel.id:
        if channel.is_private:
            raise Refusal(
                f"{project.key} lives in this private channel, which decides who may see it: "
                f"`/project link {project.key}` in another channel cannot replace that."
            )
        history.change(actor, project, f"unlinked {project.key}", channel_id=None)
        project.channel = None
        return
    found = actor.session.scalars(
        select(models.ProjectChannel).where(
            models.ProjectChannel.project_id == project.id,
            models.ProjectChannel.channel_id == channel.id,
            models.ProjectChannel.deleted_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise Refusal(f"{project.key} is not linked to #{channel.name}: nothing was changed.")
    history.change(actor, found, f"unlinked {project.key}", deleted_at=actor.now)


def join(actor: Actor, project: models.Project, person: models.Person) -> bool:
    """Put a person on the team; False where they are on it."""
    return history.tie(
        actor,
        models.ProjectMember,
        f"{person.name} joined {project.key}",
        project_id=project.id,
        person_id=person.id,
    )


def leave(actor: Actor, project: models.Project, person: models.Person) -> bool:
    """Take a person off the team; False where they are not on it."""
    found = find_member(actor, project, person)
    if found is None or found.deleted_at is not None:
        return False
    history.change(actor, found, f"{person.name} left {project.key}", deleted_at=actor.now)
    return True


def find_member(
    actor: Actor, project: models.Project, person: models.Person
) -> models.ProjectMember | None:
    """A person's place on a team, past ones included."""
    return actor.session.scalars(
        select(models.ProjectMember).where(
            models.ProjectMember.project_id == project.id,
            models.ProjectMember.person_id == person.id,
        )
    ).one_or_none()


def take_role(actor: Actor, project: models.Project, person: models.Person, role: str) -> int:
    """Map an owner role of an imported plan to a person; returns how many items they now own."""
    people.refuse_outsider(actor, project, person)
    join(actor, project, person)
    member = find_member(actor, project, person)
    assert member is not None
    history.change(actor, member, f"{person.name} is {role} of {project.key}", role=role)
    mapped = 0
    for table in (models.Task, models.Milestone):
        found = actor.session.scalars(
            access.items(actor, table).where(
                table.project_id == project.id,
                table.owner_id.is_(None),
                table.owner_role == role,
            )
        ).all()
        for item in found:
            history.change(actor, item, f"mapped {role}", owner_id=person.id)
        mapped += len(found)
    return mapped


def team(actor: Actor, project: models.Project) -> Sequence[models.ProjectMember]:
    """Who is on the team, by name."""
    return actor.session.scalars(
        select(models.ProjectMember)
        .join(models.Person)
        .where(
            models.ProjectMember.project_id == project.id,
            models.ProjectMember.deleted_at.is_(None),
        )
        .options(joinedload(models.ProjectMember.person))
        .order_by(models.Person.name)
    ).all()


def followers(actor: Actor, project: models.Project) -> Sequence[models.Channel]:
    """The channels that follow the project and that the actor may see, its home first."""
    linked = actor.session.scalars(
        select(models.Channel)
        .join(models.ProjectChannel, models.ProjectChannel.channel_id == models.Channel.id)
        .where(
            models.ProjectChannel.project_id == project.id,
            models.ProjectChannel.deleted_at.is_(None),
        )
        .order_by(models.Channel.name)
    ).all()
    home = [project.channel] if project.channel else []
    return [*home, *(each for each in linked if people.sees_channel(actor, each))]


def listed(actor: Actor) -> Sequence[models.Project]:
    """All projects that the actor may see, with manager and channel."""
    return actor.session.scalars(
        access.projects(actor).options(
            joinedload(models.Project.manager),
            joinedload(models.Project.channel),
            joinedload(models.Project.program),
        )
    ).all()


def mine(actor: Actor) -> Sequence[models.Project]:
    """The projects that the actor manages or is on the team of."""
    member = exists().where(
        models.ProjectMember.project_id == models.Project.id,
        models.ProjectMember.person_id == actor.who.id,
        models.ProjectMember.deleted_at.is_(None),
    )
    return actor.session.scalars(
        access.projects(actor).where(or_(models.Project.manager_id == actor.who.id, member))
    ).all()


def rename_key(actor: Actor, project: models.Project, key: str) -> None:
    """Give a project another key; its items are called by the new one from then on."""
    wanted = words.key(key)
    if wanted != project.key:
        refuse_taken_key(actor, wanted)
        history.change(actor, project, f"renamed {project.key} to {wanted}", key=wanted)
