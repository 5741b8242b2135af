"""Time that people worked on tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from .. import dates, models
from ..errors import Invalid, NotFound
from . import access, history, words
from .actor import Actor

DAY = 24 * 60


@dataclass(frozen=True)
class Share:
    """What one person worked on a task."""

    person: models.Person
    minutes: int


def log(
    actor: Actor, task: models.Task, minutes: int, day: date, note: str = ""
) -> models.TimeEntry:
    """Note that the actor worked so long on a task; a day has 24 hours and is not to come."""
    shown = dates.show_day(day, actor.today)
    if day > actor.today:
        raise Invalid("day", f"{shown} is still to come: log time when it is worked.")
    if minutes <= 0:
        raise Invalid("time", "No time is nothing to log: write 3h, 90m or 1h30.")
    whole = minutes + _worked(actor, day)
    if whole > DAY:
        long = words.hours(whole)
        raise Invalid("time", f"A day has 24 hours, and that would make {long} on {shown}.")
    entry = models.TimeEntry(
        workspace_id=task.workspace_id,
        task_id=task.id,
        person_id=actor.who.id,
        day=day,
        minutes=minutes,
        note=words.body(note, "note"),
        created_at=actor.now,
    )
    actor.session.add(entry)
    actor.session.flush()
    said = f"logged {words.hours(minutes)} on {task.key}"
    history.created(actor, "time", entry.id, words.hours(minutes), said)
    return entry


def _worked(actor: Actor, day: date) -> int:
    """Minutes that the actor has logged on a day, on whatever task."""
    table = models.TimeEntry
    found = actor.session.scalar(
        select(func.sum(table.minutes)).where(
            table.person_id == actor.who.id, table.day == day, table.deleted_at.is_(None)
        )
    )
    return int(found or 0)


def of(
    actor: Actor, task: models.Task, page: int, size: int
) -> tuple[Sequence[models.TimeEntry], int]:
    """One page of what was logged on a task, the newest first, and how many there are in all."""
    table = models.TimeEntry
    alive = (table.task_id == task.id, table.deleted_at.is_(None))
    total = actor.session.scalar(select(func.count()).select_from(table).where(*alive))
    found = actor.session.scalars(
        select(table)
        .where(*alive)
        .options(joinedload(table.person))
        .order_by(table.day.desc(), table.id.desc())
        .offset(page * size)
        .limit(size)
    ).all()
    return found, total or 0


TOTAL = select(func.sum(models.TimeEntry.minutes)).where(
    models.TimeEntry.task_id == bindparam("task"), models.TimeEntry.deleted_at.is_(None)
)


def total(session: Session, task_id: int) -> int:
    """Minutes worked on a task by everybody."""
    session.flush()  # Core does not do so by itself
    return int(session.connection().scalar(TOTAL, {"task": task_id}) or 0)


def shares(actor: Actor, task: models.Task) -> list[Share]:
    """Who worked how long on a task, the longest first."""
    table = models.TimeEntry
    whole = func.sum(table.minutes)
    rows = actor.session.execute(
        select(models.Person, whole)
        .join(table, table.person_id == models.Person.id)
        .where(table.task_id == task.id, table.deleted_at.is_(None))
        .group_by(models.Person.id)
        .order_by(whole.desc(), models.Person.id)
    )
    return [Share(person, int(minutes)) for person, minutes in rows]


def take_back(actor: Actor, entry_id: int) -> models.Task:
    """Take an entry of the actor's own away; the task that it was on."""
    table = models.TimeEntry
    entry = actor.session.scalars(
        select(table)
        .join(models.Task, models.Task.id == table.task_id)
        .join(models.Project, models.Project.id == models.Task.project_id)
        .where(
            table.id == entry_id,
            table.person_id == actor.who.id,
            table.deleted_at.is_(None),
            models.Task.deleted_at.is_(None),
            access.visible(actor),
        )
    ).one_or_none()
    if entry is None:
        raise NotFound("There is no such entry of yours: nothing was changed.")
    task = actor.session.get_one(models.Task, entry.task_id)
    said = f"took back {words.hours(entry.minutes)} on {task.key}"
    history.change(actor, entry, said, deleted_at=actor.now)
    return task
