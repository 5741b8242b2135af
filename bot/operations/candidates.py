"""What the rules of nudging are asked about: a person's items, and what is known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..planning import nudging
from . import access, away, check_ins, preferences, reports, statements, watching

HORIZON = 10
"""Working days that the longest look ahead of a rule takes; leads may be longer."""
RULES_OF = {
    noun: [name for name, rule in nudging.RULES.items() if rule.noun == noun]
    for noun in ("task", "milestone", "risk", "project")
}


@dataclass(frozen=True)
class Candidate:
    """One item that a rule is asked about, for one reader."""

    rule: str
    noun: str
    item: Any
    project: models.Project
    roles: frozenset[str]
    day: nudging.Day
    facts: Any
    off: frozenset[str]
    """Rules that the project's manager has switched off."""
    open: bool = True
    """Whether it is neither finished nor deleted."""


GONE = select(models.Person.id).where(or_(models.Person.left, models.Person.is_bot))
"""People who cannot be told anything: what they own is nobody's."""
ROLES = (nudging.OWNER, nudging.MANAGER, nudging.PROGRAM_MANAGER)


class Reader:
    """A person on a day: their calendar, without holidays and days away, and what they manage."""

    def __init__(self, session: Session, person: models.Person, now: datetime) -> None:
        """`now` is the instant whose date on the person's clock counts."""
        self.session, self.person, self.now = session, person, now
        self.zone = ZoneInfo(person.zone)
        self.today = now.astimezone(self.zone).date()
        self.preferences = preferences.of(person)

    @cached_property
    def day(self) -> nudging.Day:
        """Today on their calendar."""
        calendar = self.preferences.calendar
        gone = away.days_off(self.session, self.person, self.today)
        return nudging.Day(self.today, replace(calendar, away=gone))

    @cached_property
    def horizon(self) -> date:
        """The last day that a rule may look at."""
        leads = [self.preferences.leads, *self._leads_of_projects()]
        longest = max(
            [HORIZON, *(days for each in leads for some in each.values() for days in some)]
        )
        return self.day.calendar.next(self.today, longest)

    def _leads_of_projects(self) -> Iterator[Mapping[str, Sequence[int]]]:
        """The heads-ups that managers have set by hand."""
        found = self.session.scalars(
            select(models.Project).where(
                models.Project.workspace_id == self.person.workspace_id,
                models.Project.nudging.is_not(None),
                models.Project.deleted_at.is_(None),
            )
        )
        return (preferences.of_project(each).leads for each in found)

    def roles(self, owner: models.Person | None, project: models.Project) -> frozenset[str]:
        """As what the person hears of an item; who is missing is stood in for from above."""
        people = [owner, project.manager, project.program.manager if project.program else None]
        found = set()
        for place, role in enumerate(ROLES):
            there = [person for person in people[place:] if _there(person)]
            if there and there[0] is self.person:
                found.add(role)
        return frozenset(found)


def _there(person: models.Person | None) -> bool:
    """Whether somebody can be told."""
    return person is not None and not person.left and not person.is_bot


# ── asking the records ───────────────────────────────────────────────────────────────────────


def of_person(session: Session, person: models.Person, now: datetime) -> list[Candidate]:
    """Everything that the rules are to be asked about for a person."""
    reader = Reader(session, person, now)
    managed = _managed(reader)
    return [
        *_tasks(reader, _own_tasks(reader)),
        *_tasks(reader, _managed_tasks(reader, managed)),
        *_stops(reader, _milestones(reader, managed)),
        *_risks(reader, _due_risks(reader, managed)),
        *_projects(reader, managed),
    ]


def of_rows(reader: Reader, rows: Sequence[models.Nudge]) -> list[Candidate]:
    """What became of the items of nudges, where the person may still see them."""
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.noun].add(row.item_id)
    return [
        *_tasks(reader, _of(reader, models.Task, ids["task"])),
        *_stops(reader, _of(reader, models.Milestone, ids["milestone"])),
        *_risks(reader, _of(reader, models.Risk, ids["risk"])),
        *_projects(reader, _projects_of(reader, ids["project"])),
    ]


def due_by(session: Session, person: models.Person, last: date) -> Sequence[models.Task]:
    """All open tasks of a person that are due up to a day, the soonest first."""
    table = models.Task
    found: Sequence[models.Task] = session.scalars(
        _seen(person, table)
        .where(table.owner_id == person.id, statements.among(table.status, models.LIVE))
        .where(table.deleted_at.is_(None), table.due <= last)
        .order_by(table.due_at, table.id)
    ).all()
    return found


def _seen(person: models.Person, table: Any) -> Any:
    return (
        select(table)
        .join(models.Project, models.Project.id == table.project_id)
        .where(access.visible_to(person))
        .options(
            joinedload(table.owner),
            joinedload(table.project).joinedload(models.Project.manager),
            joinedload(table.project)
            .joinedload(models.Project.program)
            .joinedload(models.Program.manager),
        )
    )


def _of(reader: Reader, table: Any, ids: Iterable[int]) -> Sequence[Any]:
    wanted = sorted(ids)
    if not wanted:
        return []
    found: Sequence[Any] = reader.session.scalars(
        _seen(reader.person, table).where(table.id.in_(wanted))
    ).all()
    return found


def _managed(reader: Reader) -> Sequence[models.Project]:
    """Projects that the person manages, or whose program they manage."""
    me = reader.person.id
    return _some_projects(
        reader,
        or_(
            models.Project.manager_id == me,
            models.Project.program_id.in_(
                select(models.Program.id).where(
                    models.Program.manager_id == me, models.Program.deleted_at.is_(None)
                )
            ),
        ),
    )


def _projects_of(reader: Reader, ids: Iterable[int]) -> Sequence[models.Project]:
    wanted = sorted(ids)
    return _some_projects(reader, models.Project.id.in_(wanted)) if wanted else []


def _some_projects(reader: Reader, which: ColumnElement[bool]) -> Sequence[models.Project]:
    table = models.Project
    return reader.session.scalars(
        select(table)
        .where(access.visible_to(reader.person), which)
        .options(
            joinedload(table.manager), joinedload(table.program).joinedload(models.Program.manager)
        )
        .order_by(table.key)
    ).all()


def _own_tasks(reader: Reader) -> Sequence[models.Task]:
    table = models.Task
    live = [
        table.owner_id == reader.person.id,
        statements.among(table.status, models.LIVE),
        table.deleted_at.is_(None),
        ~watching.snoozed(reader.person.id, reader.today),
    ]
    soon = reader.horizon + timedelta(days=1)
    found: Sequence[models.Task] = reader.session.scalars(
        _seen(reader.person, table)
        .where(*live, or_(table.due <= soon, table.blocked != ""))
        .order_by(table.due_at, table.id)
    ).all()
    return found


def _managed_tasks(reader: Reader, managed: Sequence[models.Project]) -> Sequence[models.Task]:
    """Of the projects: what is late, blocked, or due soon without anybody to do it."""
    if not managed:
        return []
    table = models.Task
    soon = reader.horizon + timedelta(days=1)
    found: Sequence[models.Task] = reader.session.scalars(
        _seen(reader.person, table)
        .where(
            table.project_id.in_([project.id for project in managed]),
            statements.among(table.status, models.LIVE),
            table.deleted_at.is_(None),
            ~watching.snoozed(reader.person.id, reader.today),
            or_(table.owner_id.is_(None), table.owner_id != reader.person.id),
            or_(
                table.due <= reader.today + timedelta(days=1),
                and_(or_(table.owner_id.is_(None), table.owner_id.in_(GONE)), table.due <= soon),
                table.blocked != "",
            ),
        )
        .order_by(table.due_at, table.id)
    ).all()
    return found


def _milestones(reader: Reader, managed: Sequence[models.Project]) -> Sequence[models.Milestone]:
    table = models.Milestone
    return _whose(reader, managed, table, table.status == models.OPEN, table.due)


def _due_risks(reader: Reader, managed: Sequence[models.Project]) -> Sequence[models.Risk]:
    table = models.Risk
    return _whose(reader, managed, table, table.status == models.OPEN, table.review)


def _whose(
    reader: Reader,
    managed: Sequence[models.Project],
    table: Any,
    which: ColumnElement[bool],
    day: Any,
) -> Sequence[Any]:
    """Open ones with a day that is near, which the person owns or whose project they manage."""
    mine = table.owner_id == reader.person.id
    ids = [project.id for project in managed]
    found: Sequence[Any] = reader.session.scalars(
        _seen(reader.person, table)
        .where(
            or_(mine, table.project_id.in_(ids)) if ids else mine,
            which,
            table.deleted_at.is_(None),
            day <= reader.horizon + timedelta(days=1),
        )
        .order_by(day, table.id)
    ).all()
    return found


# ── what is known of them ────────────────────────────────────────────────────────────────────


def _tasks(reader: Reader, tasks: Sequence[models.Task]) -> Iterator[Candidate]:
    since = _blocked_since(reader, [task.id for task in tasks if task.blocked])
    for task in tasks:
        told = preferences.of_project(task.project)
        due = reports.day_of(task, reader.zone) if task.due else None
        said, at = task.on_track_at, None
        if task.blocked:
            at = since.get(task.id, reader.now)
        facts = nudging.Work(
            due=due,
            deadline=task.due.isoformat() if task.due else "",
            priority=task.priority,
            leads=reader.preferences.leads.get(task.priority, told.leads[task.priority]),
            owned=_there(task.owner),
            blocked_since=at.astimezone(reader.zone).date() if at else None,
            blocked_at=at.isoformat() if at else "",
            on_track=said is not None,
            late_on_track=said is not None and task.due_at is not None and said > task.due_at,
            escalates=told.escalates,
            alarm=moment.isoformat() if (moment := alarm(task)) else "",
        )
        alive = task.deleted_at is None and task.status in models.LIVE
        yield from _each(reader, "task", task, reader.roles(task.owner, task.project), facts, alive)


def alarm(task: models.Task) -> datetime | None:
    """When a deadline with a clock time is announced; None where it has none."""
    hours = nudging.HOURS_AHEAD.get(task.priority)
    if task.due_at is None or task.due_time is None or hours is None:
        return None
    return task.due_at - timedelta(hours=hours)


def _each(
    reader: Reader, noun: str, item: Any, roles: frozenset[str], facts: Any, alive: bool
) -> Iterator[Candidate]:
    project = item if noun == "project" else item.project
    off = preferences.of_project(project).off
    for rule in RULES_OF[noun]:
        yield Candidate(
            rule, noun, item, project, roles, reader.day, _facts(rule, facts), off, alive
        )


def _facts(rule: str, facts: Any) -> Any:
    """A noun whose rules want different facts has them by rule."""
    return facts[rule] if isinstance(facts, dict) else facts


def _stops(reader: Reader, stops: Sequence[models.Milestone]) -> Iterator[Candidate]:
    for stop in stops:
        told = preferences.of_project(stop.project)
        due = reports.day_of(stop, reader.zone) if stop.due else None
        facts = nudging.Stop(due, told.escalates, deadline=str(stop.due))
        alive = stop.deleted_at is None and stop.status == models.OPEN
        roles = reader.roles(stop.owner, stop.project)
        if stop.owner is None:  # the manager's own steps are enough
            roles -= {nudging.OWNER}
        yield from _each(reader, "milestone", stop, roles, facts, alive)


def _risks(reader: Reader, risks: Sequence[models.Risk]) -> Iterator[Candidate]:
    for risk in risks:
        alive = risk.deleted_at is None and risk.status == models.OPEN
        roles = reader.roles(risk.owner, risk.project)
        yield from _each(reader, "risk", risk, roles, nudging.Stop(risk.review), alive)


def _projects(reader: Reader, projects: Sequence[models.Project]) -> Iterator[Candidate]:
    ids = [project.id for project in projects]
    working = _unfinished(reader, ids)
    standing = check_ins.facts(reader.session, projects, reader.today, reader.now)
    for project in projects:
        told = preferences.of_project(project)
        facts = {
            "project_end": nudging.Stop(project.due, told.escalates, project.id in working),
            "check_in": standing[project.id],
        }
        alive = project.deleted_at is None
        roles = reader.roles(None, project) - {nudging.OWNER}
        yield from _each(reader, "project", project, roles, facts, alive)


def _unfinished(reader: Reader, project_ids: Sequence[int]) -> set[int]:
    """The projects that have open tasks."""
    table = models.Task
    if not project_ids:
        return set()
    return set(
        reader.session.scalars(
            select(table.project_id)
            .where(
                table.project_id.in_(project_ids),
                statements.among(table.status, models.LIVE),
                table.deleted_at.is_(None),
            )
            .distinct()
        )
    )


def _blocked_since(reader: Reader, task_ids: Sequence[int]) -> dict[int, datetime]:
    """Since when tasks are blocked: when their reason was last given."""
    if not task_ids:
        return {}
    rows = reader.session.execute(
        select(models.Change.item_id, func.max(models.ChangeSet.at))
        .join(models.ChangeSet, models.ChangeSet.id == models.Change.set_id)
        .where(
            models.Change.noun == "task",
            models.Change.item_id.in_(task_ids),
            models.Change.field == "blocked",
        )
        .group_by(models.Change.item_id)
    )
    return {row[0]: row[1] for row in rows}
