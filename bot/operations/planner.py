"""What is due to be told as of an instant: idempotent, so that any tick may run it again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, union_all
from sqlalchemy.orm import Session

from .. import dates, models
from . import actor as actors
from . import digests, handing, manners, notices, nudges, preferences, series, tasks

log = logging.getLogger(__name__)

FARTHEST = timedelta(days=2)
"""A next note farther away than this was reckoned by a clock that was wrong."""
PAUSE = timedelta(hours=1)
"""Until what could not be planned is tried again."""
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


def plan(session: Session, now: datetime) -> int:
    """Write the notices that have become due; returns how many."""
    _come_round(session, now)
    handing.keep_up(session, now)  # first: what comes back is in the note of that morning
    return _morning_notes(session, now) + digests.plan(session, now)


def _come_round(session: Session, now: datetime) -> None:
    """What follows each repeating task whose day has come, done or not; one, however late."""
    for task in series.of_today(session, now):
        bot = actors.of_system(session, task.workspace_id, now)
        tasks.come_round(bot, task, series.today(task, now) + timedelta(days=1))


# ── morning notes ────────────────────────────────────────────────────────────────────────────


def _morning_notes(session: Session, now: datetime) -> int:
    """One decision per person and working day, once their clock shows the hour of their note."""
    planned = 0
    for person in _whose_turn(session, now):
        try:
            with session.begin_nested():
                planned += _decide(session, person, now)
        except Exception:
            # One person whose records are broken must not cost the others their note.
            log.exception("the note of person %s could not be planned", person.id)
            person.next_note_at = now + PAUSE
    return planned


def _whose_turn(session: Session, now: datetime) -> Sequence[models.Person]:
    asked = {"now": now, "far": now + FARTHEST}
    ids = session.scalars(WHOSE_TURN, asked).all()
    if not ids:
        return []
    table = models.Person
    # In one order, so that two bots that tick at once wait for each other, not in a circle.
    return session.scalars(select(table).where(table.id.in_(ids)).order_by(table.id)).all()


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
    if not (found or nudges.is_held_back(session, person) or nudges.week(session, person, now)):
        return False
    key = f"morning:{person.id}:{person.noted_on}"
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
    notice = session.scalars(
        select(models.Notice).filter_by(workspace_id=person.workspace_id, key=key)
    ).one()
    nudges.write(session, notice, found)
    nudges.hold_back(session, notice)
    return True
