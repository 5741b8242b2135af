"""What is due to be told as of an instant: idempotent, so that any tick may run it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .. import dates, models
from . import actor as actors
from . import away, handing, notices, programs, reports, series, tasks
from .people import NOTE_AT, NOTE_UNTIL

LATE_DIGEST = timedelta(days=6)


def plan(session: Session, now: datetime) -> int:
    """Write the notices that have become due; returns how many."""
    _come_round(session, now)
    handing.keep_up(session, now)  # first: what comes back is in the note of that morning
    return _morning_notes(session, now) + _digests(session, now)


def _come_round(session: Session, now: datetime) -> None:
    """What follows each repeating task whose day has come, done or not; one, however late."""
    for task in series.of_today(session, now):
        bot = actors.of_system(session, task.workspace_id, now)
        tasks.come_round(bot, task, series.today(task, now) + timedelta(days=1))


def _morning_notes(session: Session, now: datetime) -> int:
    """One decision per person and working day, once their clock shows 09:00."""
    planned = 0
    zones = session.scalars(select(models.Person.zone).distinct().order_by(models.Person.zone))
    for zone in zones.all():
        here = now.astimezone(ZoneInfo(zone))
        if not (dates.is_working_day(here.date()) and NOTE_AT <= here.time() < NOTE_UNTIL):
            continue
        for person in _undecided(session, zone, here):
            person.noted_on = here.date()
            planned += _morning_note(session, person, here)
    return planned


def _undecided(session: Session, zone: str, here: datetime) -> Sequence[models.Person]:
    return session.scalars(
        select(models.Person)
        .where(
            models.Person.zone == zone,
            models.Person.left.is_(False),
            models.Person.is_bot.is_(False),
            or_(models.Person.noted_on.is_(None), models.Person.noted_on != here.date()),
            ~away.away_on(models.Person.id, here.date()),
        )
        # In one order, so that two bots that tick at once wait for each other, not in a circle.
        .order_by(models.Person.id)
    ).all()


def _morning_note(session: Session, person: models.Person, here: datetime) -> bool:
    now = here.astimezone(ZoneInfo("UTC"))
    notice = notices.New(
        workspace_id=person.workspace_id,
        key=f"morning:{person.id}:{here.date().isoformat()}",
        kind="morning",
        person_id=person.id,
        due_at=now,
        expires_at=here.replace(hour=NOTE_UNTIL.hour, minute=0, second=0, microsecond=0),
    )
    if reports.morning(session, person, now).empty:
        return False
    return notices.plan(session, notice)


def _digests(session: Session, now: datetime) -> int:
    """Each program's newest slot, however late the tick is; older ones are folded into it."""
    planned = 0
    for program in programs.scheduled(session):
        slot = programs.last_slot(program, now)
        if now - slot < LATE_DIGEST:
            planned += notices.plan(session, programs.digest_notice(program, slot))
    return planned
