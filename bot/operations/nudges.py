"""Nudges: which steps of which rules are due to be told to a person, and what became of them.

A nudge is a row that belongs to the notice which brings it: the row's unique key makes each step
happen once, and a row whose notice was never sent is taken over by the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..planning import nudging
from ..planning.calendar import Calendar
from . import candidates, check_ins, manners, notices, preferences, statements, watching

TOLD = (models.PLANNED, models.CLAIMED, models.SENT)


@dataclass(frozen=True)
class Told:
    """One nudge as a note shows it."""

    rule: str
    noun: str
    item: Any
    project: models.Project
    role: str
    step: int
    episode: str
    holds: bool = True
    """Whether it still says what is so."""
    changed: frozenset[str] = frozenset()
    """Fields of the item that were changed since it was told."""
    by: str = ""
    """Who changed it last."""
    undo: int | None = None
    """The step of the reader's own that made it hold no more."""


@dataclass(frozen=True)
class Note:
    """What one person is told on a day."""

    mine: Sequence[Told] = field(default_factory=list)
    managed: Sequence[Told] = field(default_factory=list)
    programs: Sequence[Told] = field(default_factory=list)
    check_ins: Sequence[Told] = field(default_factory=list)
    week: Sequence[models.Task] = field(default_factory=list)
    """All that is theirs this week, on the day of the week that has it."""
    held_back: Sequence[models.Notice] = field(default_factory=list)
    """What was over the cap since the last note."""

    @property
    def rows(self) -> list[Told]:
        """All nudges, as the note shows them."""
        return [*self.mine, *self.managed, *self.programs, *self.check_ins]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.week or self.held_back or any(row.holds for row in self.rows))


# ── deciding ─────────────────────────────────────────────────────────────────────────────────


def decide(session: Session, person: models.Person, now: datetime) -> list[Told]:
    """The steps that are due to be told to a person now, in the order of the rules."""
    asked = candidates.of_person(session, person, now)
    before = _told_before(session, asked)
    silent = manners.muted(session, person.id)
    found = []
    for each in asked:
        if nudging.RULES[each.rule].alone or _is_off(each, silent):
            continue
        newest = _newest(each)
        if newest is not None and not _was_told(before, each, newest, person.id):
            found.append(_told(each, newest))
    order = list(nudging.RULES)
    return sorted(found, key=lambda told: order.index(told.rule))


def _told(each: candidates.Candidate, step: nudging.Step) -> Told:
    return Told(each.rule, each.noun, each.item, each.project, step.role, step.number, step.episode)


def _newest(each: candidates.Candidate) -> nudging.Step | None:
    """The newest step that is this person's turn."""
    steps = nudging.RULES[each.rule].steps(each.day, each.facts)
    mine = [step for step in steps if step.role in each.roles]
    return mine[-1] if mine else None


def _is_off(each: candidates.Candidate, silent: set[tuple[str, int | None]]) -> bool:
    """Whether the person, or the project's manager, does not want it."""
    return each.rule in each.off or manners.is_muted(silent, each.rule, each.project.id)


Key = tuple[str, str, int, str]


def _told_before(
    session: Session, asked: Sequence[candidates.Candidate]
) -> dict[Key, dict[int, set[int]]]:
    """By rule, item and episode: which steps were told, and to whom."""
    found: dict[Key, dict[int, set[int]]] = {}
    table = models.Nudge
    for noun in sorted({each.noun for each in asked}):
        ids = sorted({each.item.id for each in asked if each.noun == noun})
        if ids:
            rows = session.execute(
                select(table.rule, table.item_id, table.episode, table.step, table.person_id)
                .join(models.Notice, models.Notice.id == table.notice_id)
                .where(
                    table.noun == noun,
                    table.item_id.in_(ids),
                    statements.among(models.Notice.state, TOLD),
                )
            )
            for rule, item_id, episode, step, person_id in rows:
                steps = found.setdefault((rule, noun, item_id, episode), {})
                steps.setdefault(step, set()).add(person_id)
    return found


def _was_told(
    before: dict[Key, dict[int, set[int]]],
    each: candidates.Candidate,
    step: nudging.Step,
    person_id: int,
) -> bool:
    """Whether anybody heard of this step, or this person of a later one."""
    told = before.get((each.rule, each.noun, each.item.id, step.episode), {})
    return step.number in told or any(
        number > step.number and person_id in people for number, people in told.items()
    )


# ── planning ─────────────────────────────────────────────────────────────────────────────────


def write(session: Session, notice: models.Notice, found: Sequence[Told]) -> None:
    """Write what a notice brings; rows of notices that were never sent become its own."""
    table = models.Nudge
    for told in found:
        key = {
            "person_id": notice.person_id,
            "rule": told.rule,
            "noun": told.noun,
            "item_id": told.item.id,
            "episode": told.episode,
            "step": told.step,
        }
        session.execute(delete(table).filter_by(**key))
        session.add(
            table(
                **key,
                workspace_id=notice.workspace_id,
                notice_id=notice.id,
                role=told.role,
                project_id=told.project.id,
                created_at=notice.due_at,
            )
        )
    session.flush()


def hold_back(session: Session, notice: models.Notice) -> None:
    """Let a note have what was over the cap since the one before."""
    table = models.Notice
    session.execute(
        update(table)
        .where(
            table.person_id == notice.person_id,
            table.state == models.FOLDED,
            table.error == manners.OVER_THE_CAP,
        )
        .values(error=notice.key)
        .execution_options(synchronize_session=False)
    )


def is_held_back(session: Session, person: models.Person) -> bool:
    """Whether something over the cap waits for the person's next note."""
    table = models.Notice
    found = session.scalar(
        select(table.id)
        .where(
            table.person_id == person.id,
            table.state == models.FOLDED,
            table.error == manners.OVER_THE_CAP,
        )
        .limit(1)
    )
    return found is not None


# ── reading ──────────────────────────────────────────────────────────────────────────────────


def read(session: Session, notice: models.Notice, person: models.Person, now: datetime) -> Note:
    """What a notice has to say as the records stand.

    What holds no more is left out, but stays where the message stands already: it says so there.
    """
    stands = notice.sent_ts is not None
    at = notice.sent_at if stands and notice.sent_at else now
    rows = session.scalars(
        select(models.Nudge).where(models.Nudge.notice_id == notice.id).order_by(models.Nudge.id)
    ).all()
    told = [each for each in _as_told(session, rows, person, at) if stands or each.holds]
    if stands:
        told = _with_changes(session, told, person, notice.due_at)
    order = list(nudging.RULES)
    told.sort(key=lambda each: order.index(each.rule))
    check_ins = [each for each in told if each.rule == "check_in"]
    rest = [each for each in told if each.rule != "check_in"]
    return Note(
        mine=[each for each in rest if each.role == nudging.OWNER],
        managed=[each for each in rest if each.role == nudging.MANAGER],
        programs=[each for each in rest if each.role == nudging.PROGRAM_MANAGER],
        check_ins=check_ins,
        week=week(session, person, at) if notice.kind == "morning" else [],
        held_back=_held_back(session, notice),
    )


def _as_told(
    session: Session, rows: Sequence[models.Nudge], person: models.Person, at: datetime
) -> Iterator[Told]:
    """The rows with their items, and whether they still hold; without what is out of sight."""
    asked = {
        (each.rule, each.item.id): each for each in candidates.of_rows(session, rows, person, at)
    }
    silent = manners.muted(session, person.id)
    asleep = watching.asleep(session, person, at)
    for row in rows:
        each = asked.get((row.rule, row.item_id))
        if each is None:
            continue
        steps = nudging.RULES[row.rule].steps(each.day, each.facts)
        wanted = (row.role, row.step, row.episode)
        still = each.open and row.role in each.roles and not _is_off(each, silent)
        still = still and (row.noun != "task" or row.item_id not in asleep)
        holds = still and any((s.role, s.number, s.episode) == wanted for s in steps)
        yield Told(
            *(row.rule, row.noun, each.item, each.project, row.role, row.step, row.episode, holds)
        )


def _with_changes(
    session: Session, told: Sequence[Told], person: models.Person, since: datetime
) -> list[Told]:
    """Who has changed what since, of what holds no more."""
    over = _what_changed(session, [each for each in told if not each.holds])
    if not over:
        return list(told)
    table = models.Change
    rows = session.execute(
        select(table.noun, table.item_id, table.field, models.ChangeSet)
        .join(models.ChangeSet, models.ChangeSet.id == table.set_id)
        .where(
            or_(*(and_(table.noun == noun, table.item_id == each) for noun, each in over.values())),
            models.ChangeSet.at >= since,
            models.ChangeSet.undone_at.is_(None),
            models.ChangeSet.undoes_id.is_(None),
        )
        .options(joinedload(models.ChangeSet.actor))
        .order_by(table.id)
    ).all()
    fields: dict[tuple[str, int], set[str]] = defaultdict(set)
    last: dict[tuple[str, int], models.ChangeSet] = {}
    for noun, item_id, name, step in rows:
        fields[noun, item_id].add(name)
        last[noun, item_id] = step
    return [
        _changed(each, fields[place], last.get(place), person)
        for each in told
        for place in [over.get((each.rule, each.item.id), ("", 0))]
    ]


def _what_changed(session: Session, told: Sequence[Told]) -> dict[tuple[str, int], tuple[str, int]]:
    """Noun and id of what has changed, by rule and item: of a check-in, what was said."""
    asked = [each.item.id for each in told if each.rule == "check_in"]
    said = check_ins.newest(session, asked, datetime.max.replace(tzinfo=UTC)) if asked else {}
    return {
        (each.rule, each.item.id): ("check-in", said[each.item.id].id)
        if each.rule == "check_in" and each.item.id in said
        else (each.noun, each.item.id)
        for each in told
    }


def _changed(
    told: Told, fields: set[str], step: models.ChangeSet | None, person: models.Person
) -> Told:
    if told.holds or step is None:
        return told
    by = "" if step.actor is None else "you" if step.actor is person else step.actor.name
    undo = step.id if step.actor is person else None
    return replace(told, changed=frozenset(fields), by=by, undo=undo)


def _held_back(session: Session, notice: models.Notice) -> Sequence[models.Notice]:
    table = models.Notice
    return session.scalars(
        select(table)
        .where(
            table.person_id == notice.person_id,
            table.state == models.FOLDED,
            table.error == notice.key,
        )
        .order_by(table.due_at, table.id)
    ).all()


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


def _redraw(session: Session, which: Any, now: datetime) -> None:
    table = models.Notice
    notices.arm_again(
        session,
        table.id.in_(which) & (table.state == models.SENT) & (table.sent_at > now - ALIVE),
        now,
        now + ALIVE,
    )


def next_role(told: Told) -> str:
    """Who hears of it next, where nothing happens; empty where that is nobody."""
    if told.rule != "overdue":
        return ""
    ladder = nudging.LADDERS[told.item.priority]
    return ladder[told.step + 1][1] if told.step + 1 < len(ladder) else ""
