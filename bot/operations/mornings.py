"""The notes of the morning: what they hold as the records stand, alive after they were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from .. import models
from ..planning import nudging
from ..planning.calendar import Calendar
from . import (
    access,
    candidates,
    check_ins,
    manners,
    notices,
    nudges,
    outcomes,
    preferences,
    watching,
)
from .actor import Actor
from .nudges import Told


@dataclass(frozen=True)
class HeldBack:
    """News that did not fit into a day: the task or check-in, and the words."""

    item: Any
    words: str

    @property
    def named(self) -> bool:
        """Whether the words do not say themselves what they are about."""
        return isinstance(self.item, models.Task)


@dataclass(frozen=True)
class Note:
    """What one person is told on a day."""

    mine: Sequence[Told] = field(default_factory=list)
    managed: Sequence[Told] = field(default_factory=list)
    programs: Sequence[Told] = field(default_factory=list)
    check_ins: Sequence[Told] = field(default_factory=list)
    week: Sequence[models.Task] = field(default_factory=list)
    """All that is theirs this week and in no row above, on the day of the week that has it."""
    held_back: Sequence[HeldBack] = field(default_factory=list)
    """What was over the cap since the last note."""
    left: int = 0
    """How many more nudges wait for the next note."""
    calendar: Calendar = field(default_factory=Calendar)
    """The reader's."""

    @property
    def rows(self) -> list[Told]:
        """All nudges, as the note shows them."""
        return [*self.mine, *self.managed, *self.programs, *self.check_ins]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.week or self.held_back or any(row.holds for row in self.rows))


def read(session: Session, notice: models.Notice, person: models.Person, now: datetime) -> Note:
    """What a notice has to say as the records stand.

    What holds no more is left out, but stays where the message stands already: it says so there.
    """
    stands = notice.sent_ts is not None
    at = notice.sent_at if stands and notice.sent_at else now
    rows = session.scalars(
        select(models.Nudge).where(models.Nudge.notice_id == notice.id).order_by(models.Nudge.id)
    ).all()
    reader = candidates.Reader(session, person, at)
    told = _as_told(reader, rows)
    told = _with_outcomes(reader, told, at) if stands else [each for each in told if each.holds]
    told.sort(key=lambda each: nudges.ORDER.index(each.rule))
    by_part: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        by_part[nudges.part(each)].append(each)
    mine = {each.item.id for each in by_part[nudging.OWNER] if each.noun == "task"}
    whole = week(session, person, at) if notice.kind == "morning" else []
    return Note(
        mine=by_part[nudging.OWNER],
        managed=by_part[nudging.MANAGER],
        programs=by_part[nudging.PROGRAM_MANAGER],
        check_ins=by_part["check-ins"],
        week=[task for task in whole if task.id not in mine],
        held_back=_held_back(session, notice, person, at),
        left=int(notice.body or 0),
        calendar=reader.day.calendar,
    )


def _as_told(reader: candidates.Reader, rows: Sequence[models.Nudge]) -> list[Told]:
    """The rows with their items, and whether they still hold; without what is out of sight."""
    asked = {(each.rule, each.item.id): each for each in candidates.of_rows(reader, rows)}
    silent = manners.muted(reader.session, reader.person.id)
    asleep = watching.asleep(reader.session, reader.person, reader.now)
    found = []
    for row in rows:
        each = asked.get((row.rule, row.item_id))
        if each is None:
            continue
        steps = nudging.RULES[row.rule].steps(each.day, each.facts)
        wanted = (row.role, row.step, row.episode)
        still = each.open and row.role in each.roles and not nudges.is_off(each, silent)
        still = still and (row.noun != "task" or row.item_id not in asleep)
        holds = still and any((s.role, s.number, s.episode) == wanted for s in steps)
        what = (row.rule, row.noun, each.item, each.project, *wanted, holds)
        found.append(Told(*what))
    asked_of = [each.item.id for each in found if each.rule == "check_in"]
    said = check_ins.newest(reader.session, asked_of, reader.now) if asked_of else {}
    return [replace(each, said=said.get(each.item.id)) for each in found] if said else found


def _with_outcomes(reader: candidates.Reader, told: list[Told], at: datetime) -> list[Told]:
    """What became of those that hold no more, since the note was sent."""
    over = [each for each in told if not each.holds]
    if not over:
        return told
    silent = manners.muted(reader.session, reader.person.id)
    since = outcomes.Since(
        reader.session,
        reader.person,
        at,
        {(e.rule, e.item.id) for e in over if manners.is_muted(silent, e.rule, e.project.id)},
        watching.asleep(reader.session, reader.person, reader.now),
    )
    became = dict(zip((id(each) for each in over), since.outcomes(over), strict=True))
    return [replace(each, became=became.get(id(each))) for each in told]


def _held_back(
    session: Session, notice: models.Notice, person: models.Person, now: datetime
) -> Sequence[HeldBack]:
    """What did not fit into the days before, as far as the person may still hear of it."""
    table = models.Notice
    found = session.scalars(
        select(table)
        .where(
            table.person_id == notice.person_id,
            table.state == models.FOLDED,
            table.error == notice.key,
        )
        .order_by(table.due_at, table.id)
    ).all()
    lines = []
    for each in found:
        about = models.CheckIn if each.kind == "light" else models.Task
        item: Any = session.get(about, each.subject_id)
        if item is None or item.deleted_at is not None:
            continue
        if each.kind == "light" and check_ins.news(session, each, person, now) is not item:
            continue
        if access.sees_project(session, person, item.project_id):
            lines.append(HeldBack(item, each.body))
    return lines


# ── the whole week ───────────────────────────────────────────────────────────────────────────


def week(session: Session, person: models.Person, now: datetime) -> Sequence[models.Task]:
    """All open tasks of a person due by the end of the week, on the day that has them."""
    told = preferences.of(person)
    today = now.astimezone(ZoneInfo(person.zone)).date()
    if manners.is_muted(manners.muted(session, person.id), "weekly", None):
        return []
    if not is_full_day(manners.calendar(session, person, today), told.full_on, today):
        return []
    return candidates.due_by(session, person, today + timedelta(days=6 - today.weekday()))


def is_full_day(calendar: Calendar, full_on: int, today: date) -> bool:
    """Whether today is the weekday of the full list, or the first that is worked after it."""
    last = today - timedelta(days=(today.weekday() - full_on) % 7)
    days = (last + timedelta(days=n) for n in range((today - last).days))
    return calendar.works(today) and not any(calendar.works(day) for day in days)


# ── keeping what was sent alive ──────────────────────────────────────────────────────────────

ALIVE = timedelta(days=3)
"""So long a note that was sent follows what becomes of its items."""


def redraw(session: Session, items: Iterable[tuple[str, int]], now: datetime) -> None:
    """Have the notes brought up to date that were sent of late and hold one of these items."""
    by_noun: dict[str, set[int]] = defaultdict(set)
    for noun, item_id in items:
        by_noun[noun].add(item_id)
    which = [
        and_(models.Nudge.noun == noun, models.Nudge.item_id.in_(sorted(ids)))
        for noun, ids in sorted(by_noun.items())
    ]
    if which:
        _redraw(session, select(models.Nudge.notice_id).where(or_(*which)), now)


def redraw_own(session: Session, person_id: int, now: datetime) -> None:
    """Have a person's own notes brought up to date: what they want to hear has changed."""
    mine = select(models.Nudge.notice_id).where(models.Nudge.person_id == person_id)
    _redraw(session, mine, now)


def follow(actor: Actor, notice_id: int) -> None:
    """Have a note of the actor's brought up to date, however old: they have just answered in it."""
    table = models.Notice
    which = and_(
        table.id == notice_id,
        table.person_id == actor.who.id,
        table.kind.in_(("morning", "nudge")),
        table.state == models.SENT,
    )
    notices.arm_again(actor.session, which, actor.now, actor.now + ALIVE)
    actor.told = True


def _redraw(session: Session, which: Any, now: datetime) -> None:
    table = models.Notice
    notices.arm_again(
        session,
        and_(
            table.id.in_(which),
            # Also what is being sent just now: it may show what was so a moment ago.
            or_(
                and_(table.state == models.SENT, table.sent_at > now - ALIVE),
                table.state == models.CLAIMED,
            ),
        ),
        now,
        now + ALIVE,
    )
