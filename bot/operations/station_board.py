"""The station board of a program: where each project is, what changed, what has to be decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..planning import arrival, risk_scoring
from . import access, check_ins, preferences, reports

SOON = timedelta(days=21)
"""This week and the two that follow."""
BLOCKED_FOR = timedelta(days=5)


@dataclass(frozen=True)
class Arrival:
    """A project's next stop: when it was due at first, and when it will be reached."""

    stop: models.Milestone
    timetable: date
    expected: date

    @property
    def delay(self) -> int:
        """Days that it will be late; negative where it is early."""
        return (self.expected - self.timetable).days


@dataclass(frozen=True)
class Row:
    """One project on the board."""

    standing: reports.Standing
    arrival: Arrival | None = None


@dataclass(frozen=True)
class Decision:
    """Something that waits for somebody to decide."""

    key: str
    what: str


@dataclass(frozen=True)
class Changes:
    """What happened since an instant."""

    since: datetime
    done: int = 0
    added: int = 0
    moved: Sequence[reports.Slip] = field(default_factory=list)
    risks: Sequence[tuple[models.Risk, int]] = field(default_factory=list)
    """Open risks whose score is another one, with what it was; 0 where it is new."""
    closed_risks: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.done or self.added or self.moved or self.risks or self.closed_risks)


@dataclass(frozen=True)
class Board:
    """A program, or one project, as those may read it who get its digest."""

    about: models.Program | models.Project
    rows: Sequence[Row]
    changes: Changes
    decisions: Sequence[Decision]
    ahead: Sequence[models.Milestone]
    risks: Sequence[models.Risk]
    praise: Sequence[models.Milestone]
    """Reached since the last one, on their day or before it."""
    needed: Sequence[reports.Need]
    late: Sequence[models.Task] = field(default_factory=list)
    """Of one project: what is late, the longest first."""
    due: Sequence[models.Task] = field(default_factory=list)
    """Of one project: what is due within a week."""


def read(
    session: Session,
    about: models.Program | models.Project,
    audience: models.Channel | models.Person | None,
    now: datetime,
    since: datetime,
) -> Board:
    """The board for a channel or a person: projects that they may not see are left out."""
    projects = _projects(session, about, audience)
    ids = [project.id for project in projects]
    standings = reports.standings(session, projects, now)
    arrivals = _arrivals(session, ids, now)
    return Board(
        about,
        [Row(each, arrivals.get(each.project.id)) for each in standings],
        changes(session, ids, now, since),
        decisions(session, standings, now),
        reports.milestones_ahead(session, ids, now, SOON),
        reports.top_risks(session, ids),
        _praise(session, projects, now, since),
        reports.needed(session, ids, now),
        *(_work(session, ids, now) if isinstance(about, models.Project) else ()),
    )


def _projects(
    session: Session,
    about: models.Program | models.Project,
    audience: models.Channel | models.Person | None,
) -> Sequence[models.Project]:
    table = models.Project
    if isinstance(audience, models.Person):
        seen = access.visible_to(audience)
    else:
        seen = access.visible_in(audience, about.workspace_id)
    mine = table.program_id if isinstance(about, models.Program) else table.id
    return session.scalars(
        select(table)
        .where(seen, mine == about.id)
        .options(joinedload(table.manager))
        .order_by(table.key)
    ).all()


def _arrivals(session: Session, ids: Sequence[int], now: datetime) -> dict[int, Arrival]:
    """The first open milestone of each project, missed or to come."""
    table = models.Milestone
    stops: dict[int, models.Milestone] = {}
    for stop in session.scalars(
        select(table)
        .where(
            table.project_id.in_(ids),
            table.status == models.OPEN,
            table.deleted_at.is_(None),
            table.due.is_not(None),
        )
        .options(joinedload(table.project))
        .order_by(table.due_at, table.id)
    ):
        stops.setdefault(stop.project_id, stop)
    first = first_dates(session, [stop.id for stop in stops.values()])
    work = _open_work(session, [stop.id for stop in stops.values()])
    found = {}
    for project_id, stop in stops.items():
        assert stop.due is not None
        today = now.astimezone(ZoneInfo(stop.project.zone)).date()
        days = arrival.expected(stop.due, work[stop.id], today)
        found[project_id] = Arrival(stop, first.get(stop.id, stop.due), days)
    return found


def first_dates(session: Session, stop_ids: Sequence[int]) -> dict[int, date]:
    """The day that each milestone was given first, of those whose day was changed."""
    rows = session.execute(
        select(models.Change.item_id, models.Change.old)
        .where(
            models.Change.noun == "milestone",
            models.Change.field == "due",
            models.Change.item_id.in_(stop_ids),
        )
        .order_by(models.Change.id)
    )
    found: dict[int, date] = {}
    for stop_id, old in rows:
        if old:
            found.setdefault(stop_id, date.fromisoformat(old))
    return found


def _open_work(session: Session, stop_ids: Sequence[int]) -> dict[int, list[date]]:
    table = models.Task
    found: dict[int, list[date]] = defaultdict(list)
    rows = session.execute(
        select(table.milestone_id, func.max(table.due))
        .where(
            table.milestone_id.in_(stop_ids),
            table.status.in_(models.LIVE),
            table.deleted_at.is_(None),
            table.due.is_not(None),
        )
        .group_by(table.milestone_id)
    )
    for stop_id, day in rows:
        if stop_id is not None and day is not None:
            found[stop_id].append(day)
    return found


# ── what changed ─────────────────────────────────────────────────────────────────────────────


def changes(session: Session, ids: Sequence[int], now: datetime, since: datetime) -> Changes:
    """What happened in these projects between two instants."""
    table = models.Task
    alive = [table.project_id.in_(ids), table.deleted_at.is_(None)]
    done, added = session.execute(
        select(
            func.count().filter(table.status == models.DONE, table.done_at >= since),
            func.count().filter(table.created_at >= since),
        ).where(*alive, or_(table.done_at >= since, table.created_at >= since))
    ).one()
    closed = session.scalar(
        select(func.count(models.Risk.id)).where(
            models.Risk.project_id.in_(ids),
            models.Risk.deleted_at.is_(None),
            models.Risk.closed_at >= since,
            models.Risk.closed_at <= now,
        )
    )
    moved = reports.slipped(session, ids, now, since, earlier=True)
    return Changes(since, done, added, moved, _risks(session, ids, now, since), closed or 0)


def _risks(
    session: Session, ids: Sequence[int], now: datetime, since: datetime
) -> list[tuple[models.Risk, int]]:
    """Open risks whose score went up or down, or that are new."""
    table = models.Risk
    open_risks = session.scalars(
        select(table)
        .where(table.project_id.in_(ids), table.status == models.OPEN, table.deleted_at.is_(None))
        .options(joinedload(table.project))
    ).all()
    before: dict[int, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(models.Change.item_id, models.Change.field, models.Change.old)
        .join(models.ChangeSet, models.ChangeSet.id == models.Change.set_id)
        .where(
            models.Change.noun == "risk",
            models.Change.field.in_(("probability", "impact")),
            models.Change.item_id.in_([risk.id for risk in open_risks]),
            models.ChangeSet.at >= since,
            models.ChangeSet.at <= now,
        )
        .order_by(models.Change.id)
    )
    for item_id, name, old in rows:
        before[item_id].setdefault(name, int(old))
    found = []
    for risk in open_risks:
        was = before[risk.id]
        score = was.get("probability", risk.probability) * was.get("impact", risk.impact)
        if risk.created_at >= since:
            found.append((risk, 0))
        elif score != risk.score:
            found.append((risk, score))
    return sorted(found, key=lambda each: -each[0].score)


def _praise(
    session: Session, projects: Sequence[models.Project], now: datetime, since: datetime
) -> list[models.Milestone]:
    table = models.Milestone
    ids = [each.id for each in projects if preferences.of_project(each).praises]
    found = session.scalars(
        select(table)
        .where(
            table.project_id.in_(ids),
            table.status == models.DONE,
            table.deleted_at.is_(None),
            table.done_at >= since,
            table.done_at <= now,
            table.done_at <= table.due_at,
        )
        .options(joinedload(table.project), joinedload(table.owner))
        .order_by(table.done_at)
    ).all()
    first = first_dates(session, [each.id for each in found])
    return [each for each in found if each.due and each.due <= first.get(each.id, each.due)]


# ── what has to be decided ───────────────────────────────────────────────────────────────────


def decisions(
    session: Session, standings: Sequence[reports.Standing], now: datetime
) -> list[Decision]:
    """What somebody has to decide, the gravest first."""
    ids = [each.project.id for each in standings]
    found = [
        Decision(each.missed.key, f"{each.missed.title} is missed: a new date, or less of it?")
        for each in standings
        if each.missed is not None
    ]
    said = check_ins.newest(session, ids, now)
    found += [
        Decision(each.project.key, f"{said[each.project.id].person.name} needs: {needs}")
        for each in standings
        if each.project.id in said and (needs := said[each.project.id].needs)
    ]
    for task, since in _blocked(session, ids, now):
        days = (now - since).days
        found.append(Decision(task.key, f"{task.title} is blocked for {days} days: {task.blocked}"))
    for risk in reports.top_risks(session, ids, 10):
        if risk.score >= risk_scoring.HIGH_FROM and not risk.response:
            found.append(Decision(risk.key, f"{risk.title} is a high risk without a response"))
    orphans = _orphans(session, ids, now)
    found += [
        Decision(each.project.key, f"late and nobody's: {', '.join(keys)}")
        for each in standings
        if (keys := orphans[each.project.id])
    ]
    return found


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
        .limit(50)
    ):
        found[task.project_id].append(task.key)
    return found


def _work(
    session: Session, ids: Sequence[int], now: datetime
) -> tuple[Sequence[models.Task], Sequence[models.Task]]:
    """Open tasks that are late, and those due within a week."""
    table = models.Task
    found = session.scalars(
        select(table)
        .where(
            table.project_id.in_(ids),
            table.status.in_(models.LIVE),
            table.deleted_at.is_(None),
            table.due_at < now + timedelta(days=7),
        )
        .options(joinedload(table.project), joinedload(table.owner))
        .order_by(table.due_at, table.id)
        .limit(200)
    ).all()
    late = [task for task in found if task.due_at is not None and task.due_at < now]
    return late, [task for task in found if task not in late]
