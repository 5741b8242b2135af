"""Lists of tasks: what narrows them, and a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import ColumnElement, and_, case

from .. import dates, models
from . import lists, watching
from .actor import Actor


@dataclass(frozen=True)
class Filter(lists.Filter):
    """What a list of tasks is narrowed to; empty fields do not narrow."""

    status: tuple[str, ...] = models.LIVE
    due_from: date | None = None
    due_to: date | None = None
    label: str = ""
    priority: str = ""
    milestone_id: int | None = None
    blocked: bool = False
    watched_by: int | None = None
    snoozed_by: int | None = None


def page(
    actor: Actor, wanted: Filter, number: int = 0, size: int = 10
) -> tuple[Sequence[models.Task], int]:
    """One page of tasks, the soonest deadline first, and how many there are in all."""
    table = models.Task
    ranks = {name: rank for rank, name in enumerate(models.PRIORITIES)}
    order = (table.due_at.is_(None), table.due_at, case(ranks, value=table.priority), table.id)
    return lists.page(actor, table, _conditions(actor, wanted), order, number, size)


def _conditions(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    table = models.Task
    conditions = wanted.conditions(actor, table)
    if wanted.due_from is not None:
        conditions.append(_on_or_after(actor, wanted.due_from))
    if wanted.due_to is not None:
        conditions.append(
            and_(table.due.is_not(None), ~_on_or_after(actor, wanted.due_to + timedelta(days=1)))
        )
    if wanted.overdue:
        conditions.append(table.due_at < actor.now)
    if wanted.milestone_id is not None:
        conditions.append(table.milestone_id == wanted.milestone_id)
    if wanted.blocked:
        conditions.append(table.blocked != "")
    if wanted.watched_by is not None:
        conditions.append(watching.watched(wanted.watched_by))
    if wanted.snoozed_by is not None:
        conditions.append(watching.snoozed(wanted.snoozed_by, actor.today))
    if wanted.label:
        conditions.append(has_label(wanted.label))
    if wanted.priority:
        conditions.append(table.priority == wanted.priority)
    return conditions


def has_label(label: str) -> ColumnElement[bool]:
    """Condition on `Task`: it has this label."""
    padded = " " + models.Task.labels + " "
    return padded.contains(f" {label} ", autoescape=True)


def _on_or_after(actor: Actor, day: date) -> ColumnElement[bool]:
    """Whether a deadline is on a day of the actor's or later; a day without a time is that day."""
    table = models.Task
    midnight = dates.instant(dates.Deadline(day, time(0)), actor.zone)
    return case((table.due_time.is_(None), table.due >= day), else_=table.due_at >= midnight)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
