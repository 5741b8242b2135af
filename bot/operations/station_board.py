"""The station board of a program: where each project is, what changed, what has to be decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..planning import arrival
from . import access, decisions, preferences, reports

SOON = timedelta(days=21)
About = models.Program | models.Project


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
class Changes:
    """What happened since an instant."""

    since: datetime
    done: int = 0
    added: int = 0
    moved: Sequence[reports.Slip] = field(default_factory=list)
    risks: Sequence[tuple[models.Risk, int]] = field(default_factory=list)
    """Open risks whose score is another one, with what it was; 0 where it is new."""
    closed_risks: int = 0
    reached: Sequence[models.Milestone] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        counted = self.done or self.added or self.closed_risks
        return not (counted or self.moved or self.risks or self.reached)


@dataclass(frozen=True)
class Board:
    """A program, or one project, as those may read it who get its digest."""

    about: About
    rows: Sequence[Row]
    changes: Changes
    decisions: Sequence[decisions.Decision]
    ahead: Sequence[models.Milestone]
    risks: Sequence[models.Risk]
    praise: Sequence[models.Milestone]
    """Reached since the last one, on their day or before it."""
    needed: Sequence[reports.Need]
    said: Sequence[models.CheckIn] = field(default_factory=list)
    """What managers have said since the last one, one check-in of a project."""
    is_empty: bool = False
    """Whether it has no projects at all, also none that may not be seen."""
    late: Sequence[models.Task] = field(default_factory=list)
    """Of one project: what is late, the longest first."""
    due: Sequence[models.Task] = field(default_factory=list)
    """Of one project: what is due within a week."""


def read(
    session: Session,
    about: About,
    seen: Collection[int],
    now: datetime,
    since: datetime,
) -> Board:
    """The board for those who may see these projects (`seen_by`): all others are left out."""
    projects = _projects(session, about, seen)
    ids = [project.id for project in projects]
    standings = reports.standings(session, projects, now)
    arrivals = _arrivals(session, ids, now)
    rows = [Row(each, arrivals.get(each.project.id)) for each in standings]
    changed = changes(session, ids, now, since)
    late, due = _work(session, ids, now) if isinstance(about, models.Project) else ([], [])
    return Board(
        about,
        sorted(rows, key=_worst_first),
        changed,
        decisions.of(session, standings, now),
        reports.milestones_ahead(session, ids, now, SOON),
        reports.top_risks(session, ids, decisions.ALL),
        _praise(session, projects, changed.reached),
        reports.needed(session, ids, now),
        [each.said for each in standings if each.said is not None and each.said.at >= since],
        not rows and _is_empty(session, about),
        late,
        due,
    )


def seen_by(
    session: Session, about: About, audience: models.Channel | models.Person | None
) -> set[int]:
    """The ids of all projects that a channel or a person may see now; of None all that is public.

    What may be seen is always decided as of now, also where a board of the past is read.
    """
    if isinstance(audience, models.Person):
        seen = access.visible_to(audience)
    else:
        seen = access.visible_in(audience, about.workspace_id)
    return set(session.scalars(select(models.Project.id).where(seen)))


def _projects(session: Session, about: About, seen: Collection[int]) -> Sequence[models.Project]:
    table = models.Project
    mine = table.program_id if isinstance(about, models.Program) else table.id
    return session.scalars(
        select(table)
        .where(mine == about.id, table.id.in_(seen), table.deleted_at.is_(None))
        .options(joinedload(table.manager))
        .order_by(table.key)
    ).all()


def _is_empty(session: Session, about: About) -> bool:
    table = models.Project
    asked = select(table.id).where(table.program_id == about.id, table.deleted_at.is_(None))
    return isinstance(about, models.Program) and session.scalar(asked.limit(1)) is None


def _worst_first(row: Row) -> tuple[int, int, str]:
    delay = row.arrival.delay if row.arrival else 0
    return -reports.WORST.index(row.standing.status), -delay, row.standing.project.key


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
    risks, reached = _risks(session, ids, now, since), _reached(session, ids, now, since)
    return Changes(since, done, added, moved, risks, closed or 0, reached)


def _reached(
    session: Session, ids: Sequence[int], now: datetime, since: datetime
) -> Sequence[models.Milestone]:
    """Milestones that were reached between two instants, early, on their day or late."""
    table = models.Milestone
    return session.scalars(
        select(table)
        .where(
            table.project_id.in_(ids),
            table.status == models.DONE,
            table.deleted_at.is_(None),
            table.done_at >= since,
            table.done_at <= now,
        )
        .options(joinedload(table.project), joinedload(table.owner))
        .order_by(table.done_at)
    ).all()


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
    session: Session,
    projects: Sequence[models.Project],
    reached: Sequence[models.Milestone],
) -> list[models.Milestone]:
    """Those that were reached on the day they were given first, or before it."""
    praising = {each.id for each in projects if preferences.of_project(each).praises}
    first = first_dates(session, [each.id for each in reached])
    return [
        each
        for each in reached
        if each.project_id in praising
        and each.due is not None
        and each.due <= first.get(each.id, each.due)
        and each.done_at is not None
        and each.due_at is not None
        and each.done_at <= each.due_at
    ]


# ── the work of one project ──────────────────────────────────────────────────────────────────


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
    ).all()
    late = [task for task in found if task.due_at is not None and task.due_at < now]
    return late, [task for task in found if task not in late]
