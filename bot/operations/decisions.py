"""What in some projects waits for somebody to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..planning import risk_scoring
from . import reports

BLOCKED_FOR = timedelta(days=5)
NAMED = 8
"""Tasks of nobody's that are named for each project."""
ALL = 1_000
"""More risks than anybody reads of."""


@dataclass(frozen=True)
class Decision:
    """Something that waits for somebody to decide."""

    key: str
    what: str


def of(session: Session, standings: Sequence[reports.Standing], now: datetime) -> list[Decision]:
    """What somebody has to decide, the gravest first."""
    ids = [each.project.id for each in standings]
    found = [
        Decision(stop.key, f"{stop.title} is missed: a new date, or less of it?")
        for stop in reports.missed(session, ids, now)
    ]
    found += [
        Decision(each.project.key, f"{each.said.person.name} needs: {each.said.needs}")
        for each in standings
        if each.said is not None and each.said.needs
    ]
    for task, since in _blocked(session, ids, now):
        days = (now - since).days
        found.append(Decision(task.key, f"{task.title} is blocked for {days} days: {task.blocked}"))
    found += [
        Decision(risk.key, f"{risk.title} is a high risk without a response")
        for risk in reports.top_risks(session, ids, ALL)
        if risk.score >= risk_scoring.HIGH_FROM and not risk.response
    ]
    orphans = _orphans(session, ids, now)
    found += [
        Decision(each.project.key, f"late and nobody's: {_some(keys)}")
        for each in standings
        if (keys := orphans[each.project.id])
    ]
    return found


def _some(keys: Sequence[str]) -> str:
    rest = len(keys) - NAMED
    return ", ".join(keys[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _blocked(
    session: Session, ids: Sequence[int], now: datetime
) -> list[tuple[models.Task, datetime]]:
    """Tasks that stand still for long, each with since when."""
    table = models.Task
    since = (
        select(func.max(models.ChangeSet.at))
        .join(models.Change, models.Change.set_id == models.ChangeSet.id)
        .where(
            models.Change.noun == "task",
            models.Change.field == "blocked",
            models.Change.item_id == table.id,
            models.ChangeSet.at <= now,
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(table, since)
        .where(
            table.project_id.in_(ids),
            table.status.in_(models.LIVE),
            table.deleted_at.is_(None),
            table.blocked != "",
            since < now - BLOCKED_FOR,
        )
        .options(joinedload(table.project))
        .order_by(table.id)
    )
    return [(task, at) for task, at in rows]


def _orphans(session: Session, ids: Sequence[int], now: datetime) -> dict[int, list[str]]:
    table = models.Task
    found: dict[int, list[str]] = defaultdict(list)
    for task in session.scalars(
        select(table)
        .where(
            table.project_id.in_(ids),
            table.status.in_(models.LIVE),
            table.deleted_at.is_(None),
            table.owner_id.is_(None),
            table.due_at < now,
        )
        .options(joinedload(table.project))
        .order_by(table.due_at)
    ):
        found[task.project_id].append(task.key)
    return found
