"""What is due to be told as of an instant: idempotent, so that any tick may run it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, union_all, update
from sqlalchemy.orm import Session

from .. import dates, models
from . import actor as actors
from . import (
    digests,
    handing,
    manners,
    mornings,
    notices,
    nudges,
    preferences,
    series,
    tasks,
    telling,
)

FARTHEST = timedelta(days=2)
"""A next note farther away than this was reckoned by a clock that was wrong."""
PAUSE = timedelta(hours=1)
"""Until what could not be planned is tried again."""
TOGETHER = 20
"""People whose notes are planned in one transaction: commands do not wait for hundreds."""
# Each by the index; in one question SQLite would read everybody.
WHOSE_TURN = union_all(
    *(
        select(models.Person.id).where(due)
        for due in (
            models.Person.next_note_at <= bindparam("now"),
            models.Person.next_note_at.is_(None),
            models.Person.next_note_at > bindparam("far"),
        )
    )
)
WHICH_DIGESTS = digests.DUE.with_only_columns(models.Digest.id)


@dataclass(frozen=True)
class Step:
    """Something to be done in a transaction of its own: where it fails, only it does."""

    name: str
    do: Callable[[Session], int | None]
    """Returns how many notices it has planned, where it is about these."""
    apart: Sequence[Step] = ()
    """What to do instead where it fails: its parts, each by itself."""
    failed: Callable[[Session], object] | None = None
    """What to note where it fails, so that it is not tried again at once."""


def steps(session: Session, now: datetime) -> list[Step]:
    """All that has become due, in the order in which it is to be done."""
    found = [
        *_each("what follows task", _come_round, series.of_today(session, now), now),
        # Before the notes: what comes back is in that of the same morning.
        *_each("handover", handing.hand_over, handing.to_hand_over(session, now), now),
        *_each("absence", handing.end, handing.to_end(session, now), now),
    ]
    ids = sorted(session.scalars(WHOSE_TURN, {"now": now, "far": now + FARTHEST}))
    found += [_notes(ids[n : n + TOGETHER], now) for n in range(0, len(ids), TOGETHER)]
    if session.scalars(WHICH_DIGESTS, {"now": now, "far": now + digests.FAR}).first():
        found.append(Step("digests", partial(digests.plan, now=now)))
    return found


def _each(
    name: str, do: Callable[[Session, int, datetime], None], ids: Iterable[int], now: datetime
) -> list[Step]:
    def step(number: int) -> Step:
        return Step(f"{name} {number}", lambda session: do(session, number, now))

    return [step(each) for each in ids]


def _come_round(session: Session, task_id: int, now: datetime) -> None:
    """What follows a repeating task whose day has come, done or not; one, however late."""
    task = series.held(session, task_id, now)
    if task is None:
        return
    bot = actors.of_system(session, task.workspace_id, now)
    if tasks.come_round(bot, task, series.today(task, now) + timedelta(days=1)) is None:
        series.end(bot, task)
    telling.after(bot)


# ── morning notes ────────────────────────────────────────────────────────────────────────────


def _notes(ids: Sequence[int], now: datetime) -> Step:
    """One decision per person and working day, once their clock shows the hour of their note."""
    apart = [
        Step(
            f"the note of person {each}",
            partial(_morning_notes, ids=[each], now=now),
            failed=partial(_look_later, person_id=each, now=now),
        )
        for each in ids
    ]
    return Step(f"{len(ids)} notes", partial(_morning_notes, ids=ids, now=now), apart)


def _morning_notes(session: Session, ids: Sequence[int], now: datetime) -> int:
    table = models.Person
    # In one order, so that two bots that tick at once wait for each other, not in a circle.
    people = session.scalars(select(table).where(table.id.in_(ids)).order_by(table.id)).all()
    return sum(_decide(session, person, now) for person in people)


def _look_later(session: Session, person_id: int, now: datetime) -> None:
    table = models.Person
    session.execute(update(table).where(table.id == person_id).values(next_note_at=now + PAUSE))


def _decide(session: Session, person: models.Person, now: datetime) -> bool:
    """Plan a person's note where it is time, and say when to look again."""
    told, zone = preferences.of(person), ZoneInfo(person.zone)
    today = now.astimezone(zone).date()
    slot = dates.instant(dates.Deadline(today, told.note_at), zone)
    end = dates.instant(dates.Deadline(today, told.until), zone)
    if now < slot and person.noted_on != today:
        person.next_note_at = slot
        return False
    person.next_note_at = dates.instant(
        dates.Deadline(today + timedelta(days=1), told.note_at), zone
    )
    decided = person.left or person.is_bot or person.noted_on == today
    if decided or now >= end or not manners.calendar(session, person, today).works(today):
        return False
    if person.quiet_until is not None and person.quiet_until > now:
        person.next_note_at = min(person.quiet_until, person.next_note_at)
        return False
    person.noted_on = today
    return _morning_note(session, person, now, end)


def _morning_note(session: Session, person: models.Person, now: datetime, end: datetime) -> bool:
    found = nudges.decide(session, person, now)
    if not (found or nudges.is_held_back(session, person) or mornings.week(session, person, now)):
        return False
    assert person.noted_on is not None
    key = manners.note_key(person.id, person.noted_on)
    new = notices.New(
        workspace_id=person.workspace_id,
        key=key,
        kind="morning",
        person_id=person.id,
        due_at=now,
        expires_at=end,
    )
    if not notices.plan(session, new):
        return False
    notice = notices.find(session, person.workspace_id, key)
    assert notice is not None
    nudges.write(session, notice, found)
    nudges.hold_back(session, notice)
    return True
