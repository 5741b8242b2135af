"""Everything that gathers around one task, as its reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from .. import models
from . import access, attachments, dependencies, tasks, time_log, watching
from .actor import Actor

LAST = 5
"""So many of the newest notes and replies are shown with a task."""


@dataclass(frozen=True)
class Around:
    """What there is besides the task's own fields; of notes and replies the newest."""

    children: Sequence[models.Task]
    helpers: Sequence[models.Person]
    waits: Sequence[models.Dependency]
    waited_for_by: Sequence[models.Task]
    attachments: Sequence[models.Attachment]
    shares: Sequence[time_log.Share]
    watchers: Sequence[models.Person]
    notes: Sequence[models.Note]
    all_notes: int
    replies: Sequence[models.Reply]
    all_replies: int
    watched: bool
    """Whether the reader watches it."""


def gather(actor: Actor, task: models.Task) -> Around:
    """Look up what gathers around a task."""
    found, all_notes = notes(actor, task, 0, LAST)
    replies, all_replies = _replies(actor, task, LAST)
    watchers = [each for _, each in watching.watchers(actor.session, [task.id])]
    return Around(
        children=tasks.children(actor, task),
        helpers=dependencies.helpers(actor, task),
        waits=dependencies.of(actor, task),
        waited_for_by=_waited_for_by(actor, task),
        attachments=attachments.of(actor, task),
        shares=time_log.shares(actor, task),
        watchers=watchers,
        notes=found,
        all_notes=all_notes,
        replies=replies,
        all_replies=all_replies,
        watched=any(each.id == actor.who.id for each in watchers),
    )


def notes(
    actor: Actor, task: models.Task, page: int, size: int
) -> tuple[Sequence[models.Note], int]:
    """One page of the remarks on a task, the newest first, and how many there are in all."""
    table = models.Note
    alive = select(table).where(table.task_id == task.id, table.deleted_at.is_(None))
    found = alive.options(joinedload(table.author)).order_by(table.id.desc())
    return _page(actor, found, page, size), _count(actor, alive)


def _replies(actor: Actor, task: models.Task, size: int) -> tuple[Sequence[models.Reply], int]:
    """The newest of what the actor may read in the threads of a task's card, and how many."""
    table = models.Reply
    alive = select(table).where(
        table.task_id == task.id, table.deleted_at.is_(None), access.said_in_hearing(actor)
    )
    found = alive.options(joinedload(table.person)).order_by(table.said_at.desc(), table.id.desc())
    return _page(actor, found, 0, size), _count(actor, alive)


def _page(actor: Actor, found: Select[Any], page: int, size: int) -> Sequence[Any]:
    return actor.session.scalars(found.offset(page * size).limit(size)).all()


def _count(actor: Actor, alive: Select[Any]) -> int:
    return actor.session.scalar(select(func.count()).select_from(alive.subquery())) or 0


def _waited_for_by(actor: Actor, task: models.Task) -> Sequence[models.Task]:
    """The tasks that wait for a task, as far as the actor may see them."""
    table = models.Dependency
    return actor.session.scalars(
        access.items(actor, models.Task)
        .join(table, table.task_id == models.Task.id)
        .where(table.predecessor_id == task.id, table.deleted_at.is_(None))
        .order_by(table.id)
    ).all()
