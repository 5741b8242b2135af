"""Everything that a person's home page shows, from the records as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from .. import models
from ..errors import NotFound
from . import access, away, handovers, history, people, projects, reports, task_lists
from .actor import Actor

MOST = 100
"""Rows of one part that are read; a page shows fewer."""


@dataclass(frozen=True)
class Held:
    """A task of mine, and what cannot go on before it is done."""

    task: models.Task
    waiting: list[models.Task] = field(default_factory=list)


@dataclass(frozen=True)
class Home:
    """What one person's home page is drawn from."""

    day: reports.Morning
    rest: int
    """How many open tasks are due later or not at all."""
    asked: Sequence[models.Handover]
    """What others ask them to take while they are away."""
    held: Sequence[Held]
    blocked: Sequence[models.Task]
    standings: Sequence[reports.Standing]
    absence: models.Absence | None
    """Where they are away now."""
    last_step: models.ChangeSet | None
    """What an undo would take back."""

    @property
    def empty(self) -> bool:
        """Whether nothing here is theirs yet."""
        return not (self.standings or self.rest or self.asked) and self.day.empty


def gather(session: Session, person: models.Person, now: datetime) -> Home:
    """The home page of a person at an instant, whoever asks for it to be drawn."""
    actor = Actor(session, people.who(person), now)
    day = reports.morning(session, person, now)
    _, total = task_lists.page(actor, task_lists.Filter(owner_id=person.id), size=1)
    return Home(
        day=day,
        rest=total - len(day.overdue) - len(day.today) - len(day.soon),
        asked=handovers.waiting_for(actor),
        held=_held(actor),
        blocked=_blocked(actor),
        standings=reports.standings(session, projects.mine(actor), now),
        absence=away.present(actor),
        last_step=_last_step(actor),
    )


def _held(actor: Actor) -> list[Held]:
    """Open tasks of others that wait for an open one of mine, by mine."""
    mine, theirs = aliased(models.Task), models.Task
    rows = actor.session.execute(
        access.items(actor, theirs)
        .join(models.Dependency, models.Dependency.task_id == theirs.id)
        .join(mine, mine.id == models.Dependency.predecessor_id)
        .add_columns(mine)
        .where(
            models.Dependency.deleted_at.is_(None),
            mine.owner_id == actor.who.id,
            mine.status.in_(models.LIVE),
            mine.deleted_at.is_(None),
            theirs.status.in_(models.LIVE),
            theirs.owner_id.is_distinct_from(actor.who.id),
        )
        .order_by(mine.due_at.is_(None), mine.due_at, mine.id, theirs.number)
        .limit(MOST)
    )
    found: dict[int, Held] = {}
    for waiting, task in rows:
        found.setdefault(task.id, Held(task)).waiting.append(waiting)
    seen = _seen(actor, list(found))
    return [held for held in found.values() if held.task.id in seen]


def _seen(actor: Actor, task_ids: list[int]) -> set[int]:
    """Which of these tasks the actor may see."""
    ids = select(models.Task.id).join(models.Project)
    return set(
        actor.session.scalars(ids.where(access.visible(actor), models.Task.id.in_(task_ids)))
    )


def _blocked(actor: Actor) -> Sequence[models.Task]:
    table = models.Task
    return actor.session.scalars(
        access.items(actor, table)
        .where(table.owner_id == actor.who.id, table.status.in_(models.LIVE), table.blocked != "")
        .order_by(table.due_at.is_(None), table.due_at, table.id)
        .options(joinedload(table.project))
        .limit(MOST)
    ).all()


def _last_step(actor: Actor) -> models.ChangeSet | None:
    try:
        return history.last_step(actor)
    except NotFound:
        return None
