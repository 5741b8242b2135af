"""The second opinion: what a person is to be told, found by looking at every record there is.

Slow and simple on purpose: no index, no join, no narrowing. Only the rules themselves, which have
tables of their own, are the bot's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot import models
from bot.planning import nudging
from bot.planning.calendar import Calendar

from . import town

LEADS = {"urgent": (5, 1), "high": (3, 1), "normal": (3,), "low": (1,)}
HOLIDAYS = {place.country: holidays.country_holidays(place.country) for place in town.PLACES}
BY_ZONE = {place.zone: place for place in town.PLACES}
ASKED_ON = 3
"""Thursday, on which managers are asked how it stands."""


@dataclass(frozen=True)
class Row:
    """One step of one rule for one item, as its reader's turn."""

    rule: str
    noun: str
    item_id: int
    key: str
    role: str
    step: int
    episode: str

    @property
    def of(self) -> tuple[str, str, int, str]:
        """What its steps are counted for."""
        return self.rule, self.noun, self.item_id, self.episode


@dataclass
class Told:
    """What has stood in Slack so far: who heard of which steps, and on which of their days."""

    steps: dict[tuple[str, str, int, str], list[tuple[str, int, int, date]]] = field(
        default_factory=dict
    )

    def hears(self, row: Row, person_id: int, day: date) -> None:
        """Somebody has been told."""
        self.steps.setdefault(row.of, []).append((row.role, row.step, person_id, day))

    def covers(self, row: Row, person_id: int, woke: date | None) -> bool:
        """Whether the reader has heard of it, or of a step of a manager's somebody else has.

        What they heard before a snooze that is over does not count.
        """
        for role, number, who, day in self.steps.get(row.of, []):
            mine = who == person_id and number >= row.step and (woke is None or day >= woke)
            theirs = who != person_id and number == row.step and role != nudging.OWNER
            if role == row.role and (mine or theirs):
                return True
        return False


class Records:
    """All records at one moment."""

    def __init__(self, session: Session, now: datetime) -> None:
        """Reads everything that is not finished."""
        self.now = now
        alive = {"deleted_at": None}
        everybody = session.scalars(select(models.Person)).all()
        self.people = {each.id: each for each in everybody}
        self.projects = session.scalars(
            select(models.Project).options(
                joinedload(models.Project.program).joinedload(models.Program.manager)
            )
        ).all()
        by_id = {each.id: each for each in self.projects}
        tasks = session.scalars(select(models.Task).where(models.Task.status.in_(models.LIVE)))
        stops = session.scalars(select(models.Milestone).filter_by(status=models.OPEN))
        open_risks = session.scalars(select(models.Risk).filter_by(status=models.OPEN))
        self.tasks = [(each, by_id[each.project_id]) for each in tasks]
        self.stops = [(each, by_id[each.project_id]) for each in stops]
        self.risks = [(each, by_id[each.project_id]) for each in open_risks]
        self.mutes = {
            (each.person_id, each.kind, each.project_id)
            for each in session.scalars(select(models.Mute).filter_by(**alive))
        }
        self.snoozed = {
            (each.person_id, each.task_id): each.until
            for each in session.scalars(select(models.Snooze).filter_by(**alive))
        }
        self.absences = session.scalars(select(models.Absence).filter_by(**alive)).all()
        self.said: dict[int, models.CheckIn] = {}
        for each in session.scalars(select(models.CheckIn).order_by(models.CheckIn.id)):
            self.said[each.project_id] = each
        self.blocked: dict[int, datetime] = {}
        steps = select(models.Change.item_id, models.ChangeSet.at).join(models.ChangeSet)
        for task_id, at in session.execute(
            steps.where(models.Change.noun == "task", models.Change.field == "blocked")
        ):
            self.blocked[task_id] = max(at, self.blocked.get(task_id, at))

    # ── a person's day ───────────────────────────────────────────────────────────────────────

    def today(self, person: models.Person) -> date:
        """On their own clock."""
        return self.now.astimezone(ZoneInfo(person.zone)).date()

    def calendar(self, person: models.Person) -> Calendar:
        """Their working week without holidays and days away."""
        place = BY_ZONE[person.zone]
        gone = frozenset(
            each.first + timedelta(days=n)
            for each in self.absences
            if each.person_id == person.id
            for n in range((each.last - each.first).days + 1)
        )
        return Calendar(place.weekdays, HOLIDAYS[place.country], gone)

    def rows(self, person: models.Person) -> list[Row]:
        """The newest step that is this person's turn, of each rule and item."""
        day = nudging.Day(self.today(person), self.calendar(person))
        found = []
        for rule, noun, item, project, roles, facts in self._asked(person, day.today):
            if nudging.RULES[rule].alone or (person.id, rule, project.id) in self.mutes:
                continue
            mine = [s for s in nudging.RULES[rule].steps(day, facts) if s.role in roles]
            if mine:
                found.append(_row(rule, noun, item, project, mine[-1]))
        return found

    def holds(self, person: models.Person, row: Row) -> bool:
        """Whether a row still says what is so."""
        day = nudging.Day(self.today(person), self.calendar(person))
        return any(
            _row(rule, noun, item, project, step) == row
            for rule, noun, item, project, roles, facts in self._asked(person, day.today)
            if (rule, noun, item.id) == (row.rule, row.noun, row.item_id)
            and (person.id, rule, project.id) not in self.mutes
            for step in nudging.RULES[rule].steps(day, facts)
            if step.role in roles
        )

    def woke(self, person: models.Person, row: Row) -> date | None:
        """The day on which a snooze of the row's task ended."""
        until = self.snoozed.get((person.id, row.item_id)) if row.noun == "task" else None
        return until if until is not None and until <= self.today(person) else None

    def week(self, person: models.Person, rows: list[Row]) -> int:
        """How many more tasks are theirs until Sunday, on the day that has the whole week."""
        today, worked = self.today(person), self.calendar(person)
        monday = today - timedelta(days=today.weekday())
        before = [monday + timedelta(days=n) for n in range(today.weekday())]
        if not worked.works(today) or any(worked.works(day) for day in before):
            return 0
        sunday = monday + timedelta(days=6)
        above = {row.item_id for row in rows if row.noun == "task" and row.role == nudging.OWNER}
        mine = [t for t, _ in self.tasks if t.owner_id == person.id and t.id not in above]
        return sum(1 for task in mine if task.due is not None and task.due <= sunday)

    # ── what the rules are asked ─────────────────────────────────────────────────────────────

    def _asked(
        self, person: models.Person, today: date
    ) -> Iterator[tuple[str, str, Any, models.Project, set[str], Any]]:
        for task, project in self.tasks:
            until = self.snoozed.get((person.id, task.id))
            roles = _roles(person, task.owner_id, project)
            if roles and (until is None or until <= today):
                for rule in _rules("task"):
                    yield rule, "task", task, project, roles, self._work(person, task)
        for stop, project in self.stops:
            roles = _roles(person, stop.owner_id, project)
            roles -= set() if stop.owner_id else {nudging.OWNER}
            for rule in _rules("milestone") if roles else ():
                yield rule, "milestone", stop, project, roles, nudging.Stop(stop.due)
        for risk, project in self.risks:
            roles = _roles(person, risk.owner_id, project)
            for rule in _rules("risk") if roles else ():
                yield rule, "risk", risk, project, roles, nudging.Stop(risk.review)
        for project in self.projects:
            roles = _roles(person, None, project) - {nudging.OWNER}
            if roles:
                working = any(each is project for _, each in self.tasks)
                end = nudging.Stop(project.due, unfinished=working)
                yield "project_end", "project", project, project, roles, end
                yield "check_in", "project", project, project, roles, self._standing(project, today)

    def _work(self, person: models.Person, task: models.Task) -> nudging.Work:
        said, blocked = task.on_track_at, None
        if task.blocked:
            blocked = self.blocked[task.id].astimezone(ZoneInfo(person.zone)).date()
        due = task.due
        if task.due_time is not None and task.due_at is not None:
            due = task.due_at.astimezone(ZoneInfo(person.zone)).date()
        return nudging.Work(
            due=due,
            priority=task.priority,
            leads=LEADS[task.priority],
            owned=task.owner_id is not None,
            deadline=str(task.due),
            blocked_since=blocked,
            blocked_at=self.blocked[task.id].isoformat() if task.blocked else "",
            on_track=said is not None,
            late_on_track=said is not None and task.due_at is not None and said > task.due_at,
        )

    def _standing(self, project: models.Project, today: date) -> nudging.Standing:
        zone = ZoneInfo(project.zone)
        slot: date | None = today - timedelta(days=(today.weekday() - ASKED_ON) % 7)
        assert slot is not None
        if (slot - project.created_at.astimezone(zone).date()).days < 3:
            slot = None
        last = self.said.get(project.id)
        day = last.at.astimezone(zone).date() if last else None
        return nudging.Standing(slot, day, last is not None and last.status == models.OFF_TRACK)


def alarm(task: models.Task) -> datetime | None:
    """When a deadline with a clock time is announced: so many hours ahead."""
    hours = {"urgent": 4, "high": 3, "normal": 2}.get(task.priority)
    if hours is None or task.due_time is None or task.due_at is None:
        return None
    return (task.due_at - timedelta(hours=hours)).astimezone(UTC)


def hours(number: int) -> tuple[time, time, int]:
    """From when until when a person may be told something, and how much a day."""
    return (time(8, 30), time(17), 3) if number % 5 == 1 else (time(9), time(18), 5)


def _rules(noun: str) -> list[str]:
    return [name for name, rule in nudging.RULES.items() if rule.noun == noun]


def _roles(person: models.Person, owner_id: int | None, project: models.Project) -> set[str]:
    """As what a person hears of an item; what nobody owns is its manager's."""
    assert project.program is not None
    by_role = {
        nudging.OWNER: owner_id or project.manager_id,
        nudging.MANAGER: project.manager_id,
        nudging.PROGRAM_MANAGER: project.program.manager_id,
    }
    return {role for role, whose in by_role.items() if whose == person.id}


def _row(rule: str, noun: str, item: Any, project: models.Project, step: nudging.Step) -> Row:
    key = project.key if noun == "project" else _key(noun, item, project)
    return Row(rule, noun, item.id, key, step.role, step.number, step.episode)


def _key(noun: str, item: Any, project: models.Project) -> str:
    letter = {"task": "", "milestone": "M", "risk": "R"}[noun]
    return f"{project.key}-{letter}{item.number}"
