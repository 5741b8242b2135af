"""Who wants to hear of a task, and who does not want to be reminded of it for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, exists, select
from sqlalchemy.orm import Session

from .. import models
from ..errors import Invalid
from . import history
from .actor import Actor

OF_LATE = timedelta(days=30)
Operation = Callable[[Actor, models.Task], bool]


def watch(actor: Actor, task: models.Task) -> bool:
    """Tell the actor of what becomes of a task; False where that is so already."""
    said = f"watched {task.key}"
    return history.tie(actor, models.Watcher, said, task_id=task.id, person_id=actor.who.id)


def unwatch(actor: Actor, task: models.Task) -> bool:
    """Tell the actor no more; False where they were not told."""
    found = actor.session.scalars(_watches(actor, task)).one_or_none()
    if found is None:
        return False
    history.change(actor, found, f"stopped watching {task.key}", deleted_at=actor.now)
    return True


def watches(actor: Actor, task: models.Task) -> bool:
    """Whether the actor watches a task."""
    return actor.session.scalars(_watches(actor, task)).one_or_none() is not None


def _watches(actor: Actor, task: models.Task) -> Select[models.Watcher]:
    table = models.Watcher
    return select(table).where(
        table.task_id == task.id, table.person_id == actor.who.id, table.deleted_at.is_(None)
    )


def watchers(session: Session, task_ids: Iterable[int]) -> Sequence[Row[int, models.Person]]:
    """Who watches each of these tasks: task id and person, in the order in which they began."""
    return session.execute(
        select(models.Watcher.task_id, models.Person)
        .join(models.Person, models.Person.id == models.Watcher.person_id)
        .where(models.Watcher.task_id.in_(task_ids), models.Watcher.deleted_at.is_(None))
        .order_by(models.Watcher.id)
    ).all()


def watched(person_id: int) -> ColumnElement[bool]:
    """Condition on `Task`: the person watches it."""
    return exists().where(
        models.Watcher.task_id == models.Task.id,
        models.Watcher.person_id == person_id,
        models.Watcher.deleted_at.is_(None),
    )


def snooze(actor: Actor, task: models.Task, until: date) -> bool:
    """Remind the actor of a task on that day again; False where that is so already."""
    if until <= actor.today:
        raise Invalid("due", "Snooze until a day that is to come: “tomorrow”, “monday” or 3d.")
    said = f"snoozed {task.key}"
    me = actor.who.id
    return history.tie(actor, models.Snooze, said, task_id=task.id, person_id=me, until=until)


def wake(actor: Actor, task: models.Task) -> bool:
    """Remind the actor of a task as before; False where it is not snoozed."""
    table = models.Snooze
    found = actor.session.scalars(
        select(table).where(
            table.task_id == task.id,
            table.person_id == actor.who.id,
            table.until > actor.today,
            table.deleted_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return False
    history.change(actor, found, f"woke {task.key}", deleted_at=actor.now)
    return True


def snoozed(person_id: int, today: date) -> ColumnElement[bool]:
    """Condition on `Task`: the person does not want to be reminded of it on that day."""
    return exists().where(
        models.Snooze.task_id == models.Task.id,
        models.Snooze.person_id == person_id,
        models.Snooze.until > today,
        models.Snooze.deleted_at.is_(None),
    )


def asleep(session: Session, person: models.Person, now: datetime) -> dict[int, models.Snooze]:
    """The tasks that a person has snoozed."""
    today = now.astimezone(ZoneInfo(person.zone)).date()
    table = models.Snooze
    found = session.scalars(
        select(table).where(
            table.person_id == person.id, table.until > today, table.deleted_at.is_(None)
        )
    )
    return {each.task_id: each for each in found}


def woken(session: Session, person: models.Person, now: datetime) -> dict[int, date]:
    """The tasks that a person had snoozed until a day of late, and that day."""
    today = now.astimezone(ZoneInfo(person.zone)).date()
    table = models.Snooze
    rows = session.execute(
        select(table.task_id, table.until).where(
            table.person_id == person.id,
            table.until <= today,
            table.until > today - OF_LATE,
            table.deleted_at.is_(None),
        )
    )
    return {row.task_id: row.until for row in rows}
