"""Whether somebody may be told something now: hours, days off, quiet, mutes, so many a day.

Asked when a notice is about to be sent, so that what was planned for another day, another zone
or before a mute is decided anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import dates, models
from ..planning.calendar import Calendar
from . import away, notices, preferences, statements

EVERYTHING = "all"
"""The kind of a mute that means whatever there is."""
OVER_THE_CAP = "over the cap"
"""Why a notice was folded whose words stand in the person's next note instead."""
NEWS = {"watch", "told"}
"""Kinds that tell what became of a task."""
FOLDS = {*NEWS, "nudge", "light"}
"""Kinds that fold into the next note when the day is full; others wait for the next day."""
EDITS = {"home", "digest-more"}
"""Kinds that ring nobody."""
OF_THEIR_TIME = {"morning", "nudge", "digest", "digest-more"}
"""Kinds that say how things stand: later the next one says it; others are kept until there is time.
"""
COUNTED = (models.PLANNED, models.CLAIMED, models.SENT)
"""States of what stands or is on its way."""
LONGEST = 400
"""Days to look ahead for one on which somebody works."""


@dataclass(frozen=True)
class Go:
    """It may be sent now."""


@dataclass(frozen=True)
class Wait:
    """It may not be sent before an instant."""

    until: datetime


@dataclass(frozen=True)
class Fold:
    """It is not to be sent, and why."""

    why: str


def rings(notice: models.Notice) -> bool:
    """Whether a notice to a person is a new message, and no edit of what stands."""
    return notice.kind not in EDITS and notice.sent_ts is None


def gate(
    session: Session,
    notice: models.Notice,
    person: models.Person,
    now: datetime,
    not_before: datetime | None = None,
) -> Go | Wait | Fold:
    """What the manners say of a notice to a person, as of now.

    `not_before` is the end of Slack's own do-not-disturb, where the person is in it.
    """
    if not rings(notice):
        return Go()
    if notice.kind in NEWS and _watch_is_muted(session, notice, person):
        return Fold("muted")
    moment = working_moment(session, person, max(now, not_before or now))
    if moment > now:
        if notice.kind == "nudge" and not_before is None:
            return Fold("out of hours")  # the next note has it
        return _wait(notice, person, moment)
    return _count(session, notice, person, now)


def _wait(notice: models.Notice, person: models.Person, moment: datetime) -> Wait | Fold:
    if notice.kind in OF_THEIR_TIME and moment > end(notice, person):
        return Fold("too late by then")
    return Wait(moment)


def note_key(person_id: int, day: date) -> str:
    """The key of somebody's morning note of a day."""
    return f"morning:{person_id}:{day}"


def end(notice: models.Notice, person: models.Person | None) -> datetime:
    """When a notice is of no use any more; a morning note when its day is over for its reader.

    That is decided by where they are now: they may have travelled since it was planned.
    """
    if notice.kind != "morning" or person is None or not rings(notice):
        return notice.expires_at
    day = date.fromisoformat(notice.key.rpartition(":")[2])
    until = dates.Deadline(day, preferences.of(person).until)
    return dates.instant(until, ZoneInfo(person.zone))


def _watch_is_muted(session: Session, notice: models.Notice, person: models.Person) -> bool:
    task = session.get(models.Task, notice.subject_id)
    return task is not None and is_muted(muted(session, person.id), "watch", task.project_id)


# ── so many a day ────────────────────────────────────────────────────────────────────────────


def _count(
    session: Session, notice: models.Notice, person: models.Person, now: datetime
) -> Go | Wait | Fold:
    """Take one of the places that the person's day has."""
    today = now.astimezone(ZoneInfo(person.zone)).date()
    if notice.counted_on == today:
        return Go()  # an earlier try of it has its place
    # Two senders must not both take the last one.
    table = models.Person
    session.execute(select(table.id).where(table.id == person.id).with_for_update(key_share=True))
    if notice.kind != "morning" and places_left(session, person, today) <= 0:
        if notice.kind in FOLDS:
            return Fold(OVER_THE_CAP)
        return _wait(notice, person, _next_morning(session, person, now))
    notice.counted_on = today
    session.flush()
    return Go()


def places_left(session: Session, person: models.Person, today: date) -> int:
    """How many more messages than the morning note the person's day may have."""
    table = models.Notice
    counted = session.scalar(
        select(func.count()).where(
            table.person_id == person.id,
            table.counted_on == today,
            statements.among(table.state, COUNTED),
        )
    )
    kept = _note_is_to_come(session, person, today)
    return preferences.of(person).cap - (counted or 0) - kept


def _note_is_to_come(session: Session, person: models.Person, today: date) -> bool:
    """Whether the day's morning note is not decided yet, or waits and has no place so far."""
    if person.noted_on != today:
        return True
    table = models.Notice
    found = session.scalar(
        select(table.id).where(
            table.workspace_id == person.workspace_id,
            table.key == note_key(person.id, today),
            statements.among(table.state, notices.WAITING),
            table.counted_on.is_distinct_from(today),
        )
    )
    return found is not None


def _next_morning(session: Session, person: models.Person, now: datetime) -> datetime:
    tomorrow = now.astimezone(ZoneInfo(person.zone)).date() + timedelta(days=1)
    midnight = dates.instant(dates.Deadline(tomorrow, time(0)), ZoneInfo(person.zone))
    return working_moment(session, person, midnight)


# ── when ─────────────────────────────────────────────────────────────────────────────────────


def calendar(session: Session, person: models.Person, today: date) -> Calendar:
    """The days that a person works: not their weekend, holidays, days away."""
    told = preferences.of(person)
    gone = away.days_off(session, person, today)
    return Calendar(told.weekdays, told.calendar.holidays, gone)


def working_moment(session: Session, person: models.Person, now: datetime) -> datetime:
    """Now, or the next moment at which a person may be told something; aware UTC."""
    told, zone = preferences.of(person), ZoneInfo(person.zone)
    moment = max(now, person.quiet_until) if person.quiet_until else now
    here = moment.astimezone(zone)
    worked = calendar(session, person, here.date())
    day = here.date()
    if worked.works(day):
        begins = dates.instant(dates.Deadline(day, told.note_at), zone)
        if moment < begins:
            return begins.astimezone(UTC)
        if here.time() < told.until:
            return moment
    for _ in range(LONGEST):
        day += timedelta(days=1)
        if worked.works(day):
            break
    return dates.instant(dates.Deadline(day, told.note_at), zone).astimezone(UTC)


# ── mutes ────────────────────────────────────────────────────────────────────────────────────


def muted(session: Session, person_id: int) -> set[tuple[str, int | None]]:
    """What a person does not want to hear: kinds, each of a project or (None) of any."""
    rows = session.execute(
        select(models.Mute.kind, models.Mute.project_id).where(
            models.Mute.person_id == person_id, models.Mute.deleted_at.is_(None)
        )
    )
    return {(row.kind, row.project_id) for row in rows}


def is_muted(silent: set[tuple[str, int | None]], kind: str, project_id: int | None) -> bool:
    """Whether a kind of message about a project is among them."""
    places = (None, project_id)
    return any((each, place) in silent for each in (kind, EVERYTHING) for place in places)
