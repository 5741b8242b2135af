"""What the records say: how projects stand, what is ahead, what slipped, who is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..planning import freshness, risk_scoring
from . import access, away, check_ins, preferences, statements, watching

AHEAD = timedelta(days=21)
"""This week and the two that follow."""
BACK = timedelta(days=7)
GREEN, AMBER, RED, GREY = "on track", "at risk", "late", "no plan yet"
UNKNOWN = "unknown"
WORST = (GREY, UNKNOWN, GREEN, AMBER, RED)
"""From the least to the most that has to be said of it."""


WORDS = {models.ON_TRACK: GREEN, models.AT_RISK: AMBER, models.OFF_TRACK: RED}
"""The lights of check-ins in the words of the board."""


@dataclass(frozen=True)
class Standing:
    """How one project stands at an instant."""

    project: models.Project
    status: str
    done: int
    total: int
    overdue: int
    days_late: int
    open_risks: int
    next_milestone: models.Milestone | None
    missed: models.Milestone | None
    """The open milestone that is overdue longest."""
    said: models.CheckIn | None = None
    """The manager's last word."""
    unconfirmed_days: int = 0
    """How long nobody has confirmed that it is well, where that is too long."""

    @property
    def percent(self) -> int:
        """Finished tasks of all that are not cancelled, in whole percent."""
        return round(100 * self.done / self.total) if self.total else 0


@dataclass(frozen=True)
class Slip:
    """A milestone whose date was moved back."""

    milestone: models.Milestone
    was: date
    now: date

    @property
    def days(self) -> int:
        """How far it was moved."""
        return (self.now - self.was).days


@dataclass(frozen=True)
class Need:
    """Work that waits for one person or role within a week, by project key."""

    name: str
    role: str
    by_project: dict[str, int]
    overdue: int
    away_until: date | None = None
    """The last day of their absence, where they are away now."""


def standings(
    session: Session, projects: Sequence[models.Project], now: datetime
) -> list[Standing]:
    """How each project stands; a fixed number of queries, however many there are."""
    ids = [project.id for project in projects]
    tasks = _task_counts(session, ids, now)
    risks = _risk_counts(session, ids)
    stops = _open_milestones(session, ids)
    said = check_ins.newest(session, ids, now)
    return [
        _with_word(
            _standing(each, now, tasks[each.id], risks[each.id], stops[each.id]),
            said.get(each.id),
            now,
        )
        for each in projects
    ]


def _with_word(found: Standing, said: models.CheckIn | None, now: datetime) -> Standing:
    """The worse of what the records say and of its manager's word, which fades with time."""
    if preferences.of_project(found.project).check_in_on is None:
        return replace(found, said=said)
    zone = ZoneInfo(found.project.zone)
    since = said.at if said else found.project.created_at
    days = (now.astimezone(zone).date() - since.astimezone(zone).date()).days
    worth = freshness.of(days)
    status = found.status
    if said is not None and worth == freshness.FRESH:
        status = max(status, WORDS[said.status], key=WORST.index)
    if status != GREEN or worth == freshness.FRESH:
        return replace(found, said=said, status=status)
    faded = UNKNOWN if worth == freshness.UNKNOWN else GREEN
    return replace(found, said=said, status=faded, unconfirmed_days=days)


def _standing(
    project: models.Project,
    now: datetime,
    tasks: tuple[int, int, int],
    risks: tuple[int, int],
    stops: Sequence[models.Milestone],
) -> Standing:
    done, total, overdue = tasks
    open_risks, top_score = risks
    today = now.astimezone(ZoneInfo(project.zone)).date()
    passed = [stop for stop in stops if stop.due_at is not None and stop.due_at < now]
    ahead = [stop for stop in stops if stop.due_at is not None and stop.due_at >= now]
    worst = max([(today - stop.due).days for stop in passed if stop.due], default=0)
    past_end = project.due is not None and project.due < today and done < total
    if past_end and project.due is not None:
        worst = max(worst, (today - project.due).days)
    if passed or past_end:
        status = RED
    elif overdue or top_score >= risk_scoring.HIGH_FROM:
        status = AMBER
    else:
        status = GREEN if total or stops else GREY
    return Standing(
        project,
        status,
        done,
        total,
        overdue,
        max(worst, 0),
        open_risks,
        next_milestone=ahead[0] if ahead else None,
        missed=passed[0] if passed else None,
    )


def _task_counts(
    session: Session, ids: list[int], now: datetime
) -> dict[int, tuple[int, int, int]]:
    table = models.Task
    rows = session.execute(
        select(
            table.project_id,
            func.sum(case((table.status == models.DONE, 1), else_=0)),
            func.sum(case((table.status != models.CANCELLED, 1), else_=0)),
            func.sum(case(((table.status.in_(models.LIVE)) & (table.due_at < now), 1), else_=0)),
        )
        .where(table.project_id.in_(ids), table.deleted_at.is_(None))
        .group_by(table.project_id)
    )
    found: dict[int, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    found.update({row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in rows})
    return found


def _risk_counts(session: Session, ids: list[int]) -> dict[int, tuple[int, int]]:
    table = models.Risk
    rows = session.execute(
        select(table.project_id, func.count(), func.max(table.probability * table.impact))
        .where(table.project_id.in_(ids), table.status == models.OPEN, table.deleted_at.is_(None))
        .group_by(table.project_id)
    )
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    found.update({row[0]: (int(row[1]), int(row[2])) for row in rows})
    return found


def _open_milestones(session: Session, ids: list[int]) -> dict[int, list[models.Milestone]]:
    found: dict[int, list[models.Milestone]] = defaultdict(list)
    for each in session.scalars(_milestones(ids)):
        found[each.project_id].append(each)
    return found


def milestones_ahead(
    session: Session, ids: Sequence[int], now: datetime, within: timedelta = AHEAD * 17
) -> Sequence[models.Milestone]:
    """Open milestones from now on, the soonest first."""
    table = models.Milestone
    found: Sequence[models.Milestone] = session.scalars(
        _milestones(ids).where(table.due_at >= now, table.due_at < now + within)
    ).all()
    return found


def missed(session: Session, ids: Sequence[int], now: datetime) -> Sequence[models.Milestone]:
    """Open milestones that are overdue, the longest first."""
    found: Sequence[models.Milestone] = session.scalars(
        _milestones(ids).where(models.Milestone.due_at < now)
    ).all()
    return found


def _milestones(ids: Sequence[int]) -> Any:
    table = models.Milestone
    return (
        select(table)
        .where(
            table.project_id.in_(ids),
            table.status == models.OPEN,
            table.deleted_at.is_(None),
            table.due_at.is_not(None),
        )
        .options(joinedload(table.project), joinedload(table.owner))
        .order_by(table.due_at, table.id)
    )


def slipped(
    session: Session,
    ids: Sequence[int],
    now: datetime,
    since: datetime,
    *,
    earlier: bool = False,
) -> list[Slip]:
    """Open milestones whose date was moved back since an instant, the furthest first.

    With `earlier` also those whose date was moved forward.
    """
    moves = session.execute(
        select(models.Change.item_id, models.Change.old)
        .join(models.ChangeSet, models.ChangeSet.id == models.Change.set_id)
        .join(models.Milestone, models.Milestone.id == models.Change.item_id)
        .where(
            models.Change.noun == "milestone",
            models.Change.field == "due",
            models.ChangeSet.at >= since,
            models.ChangeSet.at <= now,
            models.Milestone.project_id.in_(ids),
        )
        .order_by(models.Change.id)
    ).all()
    first: dict[int, str] = {}
    for item_id, old in moves:
        first.setdefault(item_id, old)
    stops = {each.id: each for each in session.scalars(_milestones(ids))}
    found = []
    for item_id, old in first.items():
        stop = stops.get(item_id)
        if stop is None or not old or stop.due is None:
            continue
        was = date.fromisoformat(old)
        if stop.due > was or (earlier and stop.due < was):
            found.append(Slip(stop, was, stop.due))
    return sorted(found, key=lambda slip: -slip.days)


def top_risks(session: Session, ids: Sequence[int], limit: int = 5) -> Sequence[models.Risk]:
    """The open risks with the highest score."""
    table = models.Risk
    return session.scalars(
        select(table)
        .where(table.project_id.in_(ids), table.status == models.OPEN, table.deleted_at.is_(None))
        .options(joinedload(table.project), joinedload(table.owner))
        .order_by((table.probability * table.impact).desc(), table.id)
        .limit(limit)
    ).all()


def needed(session: Session, ids: Sequence[int], now: datetime) -> list[Need]:
    """Who has work due within a week or overdue, those wanted by most projects first."""
    table = models.Task
    rows = session.execute(
        select(
            models.Person.id,
            models.Person.name,
            table.owner_role,
            models.Project.key,
            func.count(),
            func.sum(case((table.due_at < now, 1), else_=0)),
        )
        .join(models.Project, models.Project.id == table.project_id)
        .outerjoin(models.Person, models.Person.id == table.owner_id)
        .where(
            table.project_id.in_(ids),
            table.status.in_(models.LIVE),
            table.deleted_at.is_(None),
            table.due_at < now + BACK,
        )
        .group_by(models.Person.id, models.Person.name, table.owner_role, models.Project.key)
        .order_by(models.Project.key)
    )
    counts: dict[tuple[int, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    overdue: dict[tuple[int, str, str], int] = defaultdict(int)
    for person_id, name, role, key, count, late in rows:
        whose = (person_id, name, "") if person_id else (0, "", role)
        counts[whose][key] += count
        overdue[whose] += late
    until = away.until(session, [person_id for person_id, _, _ in counts], now)
    found = [
        Need(*whose[1:], dict(by_key), overdue[whose], until.get(whose[0]))
        for whose, by_key in counts.items()
    ]
    return sorted(
        found,
        key=lambda need: (-len(need.by_project), -sum(need.by_project.values()), need.name),
    )


@dataclass(frozen=True)
class Morning:
    """What one person should know at the start of the day."""

    overdue: Sequence[models.Task]
    today: Sequence[models.Task]
    soon: Sequence[models.Task]
    milestones: Sequence[models.Milestone]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.overdue or self.today or self.soon or self.milestones)


SOON = timedelta(days=3)


def morning(session: Session, person: models.Person, now: datetime) -> Morning:
    """A person's day over all projects they may see, and the milestones they answer for."""
    zone = ZoneInfo(person.zone)
    today = now.astimezone(zone).date()
    last = today + SOON
    awake = (models.Task.owner_id == person.id) & ~watching.snoozed(person.id, today)
    mine = _due_by(session, models.Task, person, last, awake)
    stops = _due_by(
        session,
        models.Milestone,
        person,
        last,
        (models.Milestone.owner_id == person.id) | (models.Project.manager_id == person.id),
    )
    days = {task.id: day_of(task, zone) for task in mine}
    late = [task for task in mine if task.due_at < now or days[task.id] < today]
    late_ids = {task.id for task in late}
    rest = [task for task in mine if task.id not in late_ids]
    return Morning(
        overdue=late,
        today=[task for task in rest if days[task.id] == today],
        soon=[task for task in rest if today < days[task.id] <= last],
        milestones=[stop for stop in stops if day_of(stop, zone) <= last],
    )


def _due_by(session: Session, table: Any, person: models.Person, last: date, whose: Any) -> Any:
    return session.scalars(
        select(table)
        .join(models.Project, models.Project.id == table.project_id)
        .where(
            access.visible_to(person),
            whose,
            statements.among(table.status, models.LIVE),
            table.deleted_at.is_(None),
            # A day more: the project's calendar may be a day ahead of the reader's.
            table.due <= last + timedelta(days=1),
        )
        .options(joinedload(table.project), joinedload(table.owner))
        .order_by(table.due_at, table.id)
    ).all()


def day_of(item: Any, zone: ZoneInfo) -> date:
    """The reader's date of a deadline; a day without a time is that day everywhere."""
    if item.due_time is None:
        found: date = item.due
        return found
    at: datetime = item.due_at
    return at.astimezone(zone).date()
