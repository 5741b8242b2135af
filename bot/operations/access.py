"""The only lookups there are: each takes the actor and returns what they may see, or refuses.

What lives in a private channel is for the people in that channel; guests see what lives in the
channel they speak in and where they take part, as Slack itself shows them no more. A key that does
not exist, belongs to another workspace or to somebody else's private project gets the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from .. import models
from ..errors import NotFound, Refusal
from .actor import Actor, Who

ITEM = re.compile(r"([A-Z][A-Z0-9]{1,9})-([MR]?)([0-9]{1,9})")
LETTERS = {"task": "", "milestone": "M", "risk": "R"}
"""What stands before the number in a key of each noun."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Condition on `Project`: what the actor may see where they speak."""
    return visible_to(actor.who, actor.channel)


def visible_to(person: Who | models.Person, channel: str = "") -> ColumnElement[bool]:
    """Condition on `Project`: alive, of the person's workspace, and public or theirs."""
    seen = _visible(person.workspace_id, person.slack_id)
    if not person.is_guest:
        return seen
    part = or_(_among_members(person.slack_id), _lives_in(channel), _takes_part(person.id))
    return and_(seen, part)


def _lives_in(channel: str) -> ColumnElement[bool]:
    return exists().where(
        models.Channel.id == models.Project.channel_id, models.Channel.slack_id == channel
    )


def _takes_part(person_id: int) -> ColumnElement[bool]:
    """Manages it, is on its team, or owns one of its tasks."""
    member = exists().where(
        models.ProjectMember.project_id == models.Project.id,
        models.ProjectMember.person_id == person_id,
        models.ProjectMember.deleted_at.is_(None),
    )
    task = aliased(models.Task)  # the question around this one may be about tasks itself
    owner = exists().where(
        task.project_id == models.Project.id,
        task.owner_id == person_id,
        task.deleted_at.is_(None),
    )
    return or_(models.Project.manager_id == person_id, member, owner)


def _visible(workspace_id: Any, slack_id: Any) -> ColumnElement[bool]:
    return and_(
        models.Project.workspace_id == workspace_id,
        models.Project.deleted_at.is_(None),
        or_(_public(), _among_members(slack_id)),
    )


def visible_in(channel: models.Channel | None, workspace_id: int) -> ColumnElement[bool]:
    """Condition on `Project`: what a whole channel may read, its own private projects included."""
    same = models.Project.channel_id == channel.id if channel is not None else _public()
    return and_(
        models.Project.workspace_id == workspace_id,
        models.Project.deleted_at.is_(None),
        or_(_public(), same),
    )


def _public() -> ColumnElement[bool]:
    private = exists().where(
        models.Channel.id == models.Project.channel_id, models.Channel.is_private.is_(True)
    )
    return ~private


def _among_members(slack_id: Any) -> ColumnElement[bool]:
    return exists().where(
        models.ChannelMember.channel_id == models.Project.channel_id,
        models.ChannelMember.slack_id == slack_id,
    )


def find_project(actor: Actor, key: str) -> models.Project | None:
    """The project with this key, or None."""
    return actor.session.scalars(
        projects(actor).where(models.Project.key == key.upper())
    ).one_or_none()


def project(actor: Actor, key: str) -> models.Project:
    """The project with this key."""
    found = find_project(actor, key)
    if found is None:
        raise NotFound(_missing(key, "/project list"))
    return found


def projects(actor: Actor) -> Select[models.Project]:
    """All projects that the actor may see, by key."""
    return select(models.Project).where(visible(actor)).order_by(models.Project.key)


def projects_here(actor: Actor) -> Sequence[models.Project]:
    """The projects that live in or are linked to the conversation, by key."""
    who = actor.who
    asked = {"workspace": who.workspace_id, "person": who.slack_id, "channel": actor.channel}
    return actor.session.scalars(HERE, asked).all()


def _here() -> Select[models.Project]:
    linked = exists().where(
        models.ProjectChannel.project_id == models.Project.id,
        models.ProjectChannel.deleted_at.is_(None),
        models.ProjectChannel.channel_id == models.Channel.id,
        models.Channel.slack_id == bindparam("channel"),
    )
    home = exists().where(
        models.Channel.id == models.Project.channel_id,
        models.Channel.slack_id == bindparam("channel"),
    )
    return (
        select(models.Project)
        .where(_visible(bindparam("workspace"), bindparam("person")), or_(home, linked))
        .options(joinedload(models.Project.channel))
        .order_by(models.Project.key)
    )


HERE = _here()
"""Written once: nearly every command asks it, and writing it takes longer than its answer."""


def find_program(actor: Actor, key: str) -> models.Program | None:
    """The program with this key, or None."""
    return actor.session.scalars(
        programs(actor).where(models.Program.key == key.upper())
    ).one_or_none()


def program(actor: Actor, key: str) -> models.Program:
    """The program with this key."""
    found = find_program(actor, key)
    if found is None:
        raise NotFound(_missing(key, "/program list"))
    return found


def programs(actor: Actor) -> Select[models.Program]:
    """All programs that the actor may see, by key."""
    return select(models.Program).where(visible_programs(actor)).order_by(models.Program.key)


def visible_programs(actor: Actor) -> ColumnElement[bool]:
    """Condition on `Program`: alive and of the workspace; guests see those of what they see."""
    table = models.Program
    alive = and_(table.workspace_id == actor.who.workspace_id, table.deleted_at.is_(None))
    if not actor.who.is_guest:
        return alive
    seen = exists().where(models.Project.program_id == table.id, visible(actor))
    return and_(alive, or_(table.manager_id == actor.who.id, seen))


def task(actor: Actor, key: str) -> models.Task:
    """The task with this key, such as WEB-12."""
    found: models.Task = _item(actor, models.Task, key, "", "/task list")
    return found


def milestone(actor: Actor, key: str) -> models.Milestone:
    """The milestone with this key, such as WEB-M2."""
    found: models.Milestone = _item(actor, models.Milestone, key, "M", "/milestone list")
    return found


def risk(actor: Actor, key: str) -> models.Risk:
    """The risk with this key, such as WEB-R3."""
    found: models.Risk = _item(actor, models.Risk, key, "R", "/risk list")
    return found


def _item(actor: Actor, table: Any, key: str, letter: str, where: str) -> Any:
    match = ITEM.fullmatch(key.strip().upper())
    if match is None or match[2] != letter:
        raise NotFound(_missing(key, where))
    found = actor.session.scalars(
        items(actor, table).where(models.Project.key == match[1], table.number == int(match[3]))
    ).one_or_none()
    if found is None:
        raise NotFound(_missing(key, where))
    return found


def items(actor: Actor, table: Any) -> Select[Any]:
    """All tasks, milestones or risks that the actor may see, with project and owner loaded."""
    return (
        select(table)
        .join(models.Project, models.Project.id == table.project_id)
        .where(visible(actor), table.deleted_at.is_(None))
        .options(joinedload(table.project), joinedload(table.owner))
    )


def said_in_hearing(actor: Actor) -> ColumnElement[bool]:
    """Condition on `Reply`: it was said where the actor may read, wherever its task is by now."""
    member = exists().where(
        models.ChannelMember.channel_id == models.Channel.id,
        models.ChannelMember.slack_id == actor.who.slack_id,
    )
    closed = exists().where(
        models.Channel.workspace_id == actor.who.workspace_id,
        models.Channel.slack_id == models.Reply.channel,
        models.Channel.is_private.is_(True),
        ~member,
    )
    return ~closed


def project_id_of(actor: Actor, item: Any) -> int | None:
    """The project that something in the history belongs to; what is somebody's own has none."""
    if isinstance(item, models.Program | models.Absence | models.Person):
        return None
    if isinstance(item, models.Project):
        return item.id
    if hasattr(item, "task_id"):
        item = actor.session.get_one(models.Task, item.task_id)
    found: int = item.project_id
    return found


def sees_all(actor: Actor, project_ids: set[int]) -> bool:
    """Whether the actor may see each of these projects."""
    seen = actor.session.scalars(
        select(models.Project.id).where(visible(actor), models.Project.id.in_(project_ids))
    )
    return set(seen) == project_ids


def sees_project(session: Session, person: Who | models.Person, project_id: int) -> bool:
    """Whether somebody, wherever they are, may see a project."""
    asked = select(models.Project.id).where(visible_to(person), models.Project.id == project_id)
    return session.scalar(asked) is not None


def may_manage(actor: Actor, about: models.Project | models.Program) -> bool:
    """Whether the actor manages a project or its program, or a program.

    Where nobody does, whoever sees it may, and is no guest.
    """
    there = _managers(about)
    if there:
        return actor.who.id in {person.id for person in there}
    return not actor.who.is_guest


def refuse_others(actor: Actor, about: models.Project | models.Program, what: str) -> None:
    """Refuse what only those may do who manage something (see `may_manage`)."""
    if not may_manage(actor, about):
        names = " or ".join(dict.fromkeys(person.name for person in _managers(about)))
        who = f"Only {names}" if names else "Only a full member of this workspace"
        raise Refusal(f"{who} can {what} for {about.key}: nothing was changed.")


def _managers(about: models.Project | models.Program) -> list[models.Person]:
    program = about if isinstance(about, models.Program) else about.program
    managers = [about.manager, program.manager if program else None]
    return [person for person in managers if person is not None and not person.left]


def is_key_taken(actor: Actor, key: str) -> bool:
    """Whether a project or program has this key, private ones included: they share one set."""
    return any(
        actor.session.scalar(
            select(table.id).where(
                table.workspace_id == actor.who.workspace_id,
                table.key == key,
                table.deleted_at.is_(None),
            )
        )
        for table in (models.Project, models.Program)
    )


def _missing(key: str, where: str) -> str:
    name = " ".join(key.split())[:40] or "that"
    return f"I cannot find {name}: `{where}` shows what there is."
