"""The rules of nudging: what is due to be told of an item on a day, and to whom.

Each rule yields its steps that have come by that day, the newest last. Whoever asks tells the
newest one that was not told yet, so that an outage or a holiday costs no flood afterwards.
Days are working days on the reader's calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .calendar import Calendar

OWNER, MANAGER, PROGRAM_MANAGER = "owner", "manager", "program manager"
Stair = Sequence[tuple[int, str]]
"""Working days, and whose turn it is when they have passed."""

LADDERS: dict[str, Stair] = {
    "urgent": ((1, OWNER), (2, MANAGER), (3, OWNER), (4, PROGRAM_MANAGER), (6, OWNER)),
    "high": ((1, OWNER), (2, OWNER), (3, MANAGER), (5, OWNER), (7, PROGRAM_MANAGER)),
    "normal": ((1, OWNER), (3, OWNER), (4, MANAGER), (7, OWNER), (9, PROGRAM_MANAGER)),
    "low": ((1, OWNER), (5, OWNER), (8, MANAGER)),
}
"""Who hears of a late task, so many working days after its deadline: five times at most."""
HOURS_AHEAD = {"urgent": 4, "high": 3, "normal": 2}
"""Hours before a deadline with a clock time, by priority."""
MISSED: Stair = ((1, OWNER), (1, MANAGER), (3, MANAGER), (5, PROGRAM_MANAGER))
STOP_AHEAD: Stair = ((5, OWNER), (5, MANAGER), (1, OWNER), (1, MANAGER))
REVIEW: Stair = ((0, OWNER), (3, OWNER), (6, MANAGER))
BLOCKED: Stair = ((3, OWNER), (3, MANAGER), (6, MANAGER), (9, PROGRAM_MANAGER))
UNASSIGNED: Stair = ((5, MANAGER), (2, MANAGER), (0, MANAGER))
END_AHEAD: Stair = ((10, MANAGER), (5, MANAGER), (1, MANAGER))
END_PAST: Stair = ((1, MANAGER), (5, MANAGER), (8, PROGRAM_MANAGER))
CHECK_IN: Stair = ((0, MANAGER), (1, MANAGER), (2, MANAGER))
"""On the day itself, and two reminders."""
RED_EVERY = 2
"""Working days between two check-ins of a project that is red."""
FARTHEST = 60
"""Working days of the longest heads-up that somebody may set."""
LONGEST = 30
"""Working days after which no rule has a step any more."""
AHEAD = 2
"""Working days before its day on which a check-in counts for it."""


@dataclass(frozen=True)
class Step:
    """One step of a rule: whose turn it is, its number, and what the steps are counted for."""

    role: str
    number: int
    episode: str


@dataclass(frozen=True)
class Day:
    """A day on the reader's calendar."""

    today: date
    calendar: Calendar

    def left(self, until: date) -> int:
        """Working days from tomorrow up to a day; no lead is longer than `FARTHEST`."""
        return self.calendar.between(self.today, until, most=FARTHEST + 1)

    def past(self, since: date) -> int:
        """Working days after a day, up to today; no ladder is longer than `LONGEST`."""
        return self.calendar.between(since, self.today, most=LONGEST)


@dataclass(frozen=True)
class Work:
    """What the rules know of a task; dates as its reader's calendar shows them."""

    due: date | None = None
    deadline: str = ""
    """What names the deadline, the same for all readers; empty: `due` does."""
    priority: str = "normal"
    leads: tuple[int, ...] = ()
    owned: bool = True
    blocked_since: date | None = None
    blocked_at: str = ""
    """What names its being blocked, the same for all readers; empty: `blocked_since` does."""
    on_track: bool = False
    """Whether its owner has said so since the deadline was set."""
    late_on_track: bool = False
    """Whether they have said so when it was late already."""
    escalates: bool = True
    alarm: str = ""
    """The instant at which a deadline with a clock time is announced; empty: never."""

    @property
    def episode(self) -> str:
        """What the steps before and after its deadline are counted for."""
        return self.deadline or str(self.due)


@dataclass(frozen=True)
class Stop:
    """A day that matters: a milestone's, a project's end, a risk's review."""

    due: date | None = None
    escalates: bool = True
    unfinished: bool = True
    """Of a project: whether there is open work."""
    deadline: str = ""
    """What names the day, the same for all readers; empty: `due` does."""

    @property
    def episode(self) -> str:
        """What the steps before and after its day are counted for."""
        return self.deadline or str(self.due)


@dataclass(frozen=True)
class Standing:
    """What the rule of check-ins knows of a project."""

    slot: date | None = None
    """The newest day on which its manager is to be asked; None: never."""
    last: date | None = None
    """When they last said how it stands."""
    red: bool = False


# ── tasks ────────────────────────────────────────────────────────────────────────────────────


def due_soon(day: Day, work: Work) -> Iterator[Step]:
    """Each heads-up before a deadline, also where it is found late."""
    if work.due is None or work.due <= day.today or not work.owned or _silent(work):
        return
    left = day.left(work.due)
    for lead in sorted(work.leads, reverse=True):
        if 0 < left <= lead:
            # Numbered by itself, so that it is the same step when others are set.
            yield Step(OWNER, FARTHEST - lead, work.episode)


def due_today(day: Day, work: Work) -> Iterator[Step]:
    """On the day, or on the last working day before one that is not worked."""
    if work.due is None or not work.owned or _silent(work):
        return
    if work.due >= day.today and day.left(work.due) == 0:
        yield Step(OWNER, 0, work.episode)


def overdue(day: Day, work: Work) -> Iterator[Step]:
    """Up the ladder: owner, project manager, program manager."""
    if work.due is None or work.due >= day.today:
        return
    for step in _passed(LADDERS[work.priority], day.past(work.due), work.episode):
        if step.role == OWNER and (work.blocked_since or work.late_on_track):
            continue
        if step.role == OWNER or work.escalates:
            yield step


def blocked(day: Day, work: Work) -> Iterator[Step]:
    """What stands still for days."""
    if work.blocked_since is not None:
        episode = work.blocked_at or work.blocked_since.isoformat()
        for step in _passed(BLOCKED, day.past(work.blocked_since), episode):
            if step.role != PROGRAM_MANAGER or work.escalates:
                yield step


def unassigned(day: Day, work: Work) -> Iterator[Step]:
    """Nobody's, and due soon; late, it goes up the ladder of what is overdue."""
    if not work.owned and work.due is not None and work.due >= day.today:
        yield from _ahead(UNASSIGNED, day.left(work.due), work.episode)


def due_hours(_day: Day, work: Work) -> Iterator[Step]:
    """Some hours before a deadline with a clock time."""
    if work.alarm and work.owned and not _silent(work):
        yield Step(OWNER, 0, work.alarm)


def _silent(work: Work) -> bool:
    """Whether its owner has said all there is to say before the deadline."""
    return work.on_track or work.blocked_since is not None


# ── milestones, risks, projects ──────────────────────────────────────────────────────────────


def milestone_ahead(day: Day, stop: Stop) -> Iterator[Step]:
    """A week and a day before a milestone."""
    if stop.due is not None and stop.due >= day.today:
        yield from _ahead(STOP_AHEAD, day.left(stop.due), stop.episode)


def milestone_missed(day: Day, stop: Stop) -> Iterator[Step]:
    """A milestone whose day has passed."""
    yield from _after(MISSED, day, stop)


def risk_review(day: Day, stop: Stop) -> Iterator[Step]:
    """A risk that is to be looked at again."""
    if stop.due is not None:
        first = day.calendar.worked_from(stop.due)
        if first <= day.today:
            yield from _passed(REVIEW, day.past(first), stop.episode)


def project_end(day: Day, stop: Stop) -> Iterator[Step]:
    """Before the end of a project with open work, and after it."""
    if stop.due is None or not stop.unfinished:
        return
    if stop.due >= day.today:
        yield from _ahead(END_AHEAD, day.left(stop.due), stop.episode)
    else:
        yield from (
            Step(step.role, step.number + len(END_AHEAD), step.episode)
            for step in _after(END_PAST, day, stop)
        )


def check_in(day: Day, standing: Standing) -> Iterator[Step]:
    """How does it stand? Asked on its day, reminded twice; more often while it is red."""
    slot, last = standing.slot, standing.last
    if slot is None:
        return
    again = day.calendar.next(last, RED_EVERY) if standing.red and last else None
    # What was asked for a red light goes on until its reminders are over.
    if again is not None and slot <= day.calendar.next(again, len(CHECK_IN) - 1):
        if again <= day.today:
            yield from _passed(CHECK_IN, day.past(again), again.isoformat())
    elif last is None or last < day.calendar.next(slot, -AHEAD):
        first = day.calendar.worked_from(slot)
        if first <= day.today:
            yield from _passed(CHECK_IN, day.past(first), slot.isoformat())


def _after(stair: Stair, day: Day, stop: Stop) -> Iterator[Step]:
    if stop.due is None or stop.due >= day.today:
        return
    for step in _passed(stair, day.past(stop.due), stop.episode):
        if step.role != PROGRAM_MANAGER or stop.escalates:
            yield step


def _passed(stair: Stair, days: int, episode: str) -> Iterator[Step]:
    """The steps that have come so many days after."""
    for number, (after, role) in enumerate(stair):
        if days >= after:
            yield Step(role, number, episode)


def _ahead(stair: Stair, days: int, episode: str) -> Iterator[Step]:
    """The steps that have come so many days before."""
    for number, (before, role) in enumerate(stair):
        if days <= before:
            yield Step(role, number, episode)


# ── the table ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Rule:
    """One rule: what it is about, how it is called, and why somebody hears of it."""

    noun: str
    steps: Callable[[Day, Any], Iterable[Step]]
    name: str
    """What a row, a mute and a setting call it, and what a note counts."""
    heading: str
    """What stands above its rows in the note of their owner."""
    why: str
    alone: bool = False
    """Whether it is told by a message of its own, at an instant of its own."""


RULES: dict[str, Rule] = {
    "overdue": Rule("task", overdue, "overdue", "Overdue", "its deadline has passed"),
    "due_hours": Rule(
        *("task", due_hours, "due within hours", "Due within hours", "it is due in a few hours"),
        alone=True,
    ),
    "due_today": Rule(
        *("task", due_today, "due today", "Due today", "it is due before your next working day"),
    ),
    "blocked": Rule("task", blocked, "blocked", "Blocked for days", "it has stood still for days"),
    "milestone_missed": Rule(
        *("milestone", milestone_missed, "milestone missed", "Milestones missed"),
        "its day is past",
    ),
    "project_end": Rule(
        *("project", project_end, "project end", "Projects that end"),
        "its end is near or past, and work is open",
    ),
    "unassigned": Rule(
        *("task", unassigned, "without owner", "Nobody's yet"),
        "it is due soon and nobody has it",
    ),
    "due_soon": Rule("task", due_soon, "due soon", "Due soon", "its deadline is near"),
    "milestone_ahead": Rule(
        *("milestone", milestone_ahead, "milestone ahead", "Milestones ahead"), "it is near"
    ),
    "risk_review": Rule(
        *("risk", risk_review, "risk review", "Risks to look at again"),
        "its review is due",
    ),
    "check_in": Rule(
        *("project", check_in, "check-in", "How does it stand?"),
        "you are asked how it stands",
    ),
}
"""All rules by their names, the gravest first: so a note shows them."""
