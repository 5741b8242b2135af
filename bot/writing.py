"""A claimed notice made ready: what it says as the records stand, and whether it may be said."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from . import builders, models
from .disturbing import Quiet
from .operations import cards, manners, notices
from .sending import Ready
from .ui import kit

log = logging.getLogger(__name__)

NOT_YET = 0.5
"""Seconds until what waits for another message is tried again."""
UNKNOWN = 900.0
"""Seconds until a kind that only a newer version knows is looked at again."""
ONCE = {"morning", "nudge", "digest"}
"""Kinds that are not posted a second time where somebody has deleted them: that would ring."""


@dataclass
class Verdict:
    """What becomes of a notice; without anything to send, `state` and `why` say it."""

    state: str = models.SENT
    what: builders.Letter | kit.Modal | None = None
    why: str | None = None
    thread: str = ""
    wait: float = 0.0


def ready(
    session: Session, notice: models.Notice, now: datetime, moment: datetime, quiet: Quiet
) -> Ready | None:
    """All that sending needs, as of `now`; None where it has been postponed.

    Whether it may be said is asked as of the very `moment`.
    """
    person = session.get(models.Person, notice.person_id) if notice.person_id else None
    channel = session.get(models.Channel, notice.channel_id) if notice.channel_id else None
    try:
        with session.begin_nested():
            verdict = _decide(session, notice, person, now, moment, quiet)
    except builders.NotYet:
        verdict = Verdict(models.PLANNED, why="too early", wait=NOT_YET)
    except (DBAPIError, StaleDataError):
        raise  # another look may find what somebody else has changed
    except Exception:
        # One poisoned row must not stop the others.
        log.exception("notice %s could not be built", notice.key)
        verdict = Verdict(models.FAILED, why="could not be built")
    if verdict is None:
        return None
    what = verdict.what
    spot = what.instead if isinstance(what, builders.Letter) else cards.Place.of(notice)
    return Ready(
        id=notice.id,
        key=notice.key,
        by=notice.claimed_by or "",
        kind=notice.kind,
        revision=notice.revision,
        state=verdict.state,
        person_id=notice.person_id,
        person=person.slack_id if person else "",
        dm=(person.dm or "") if person else "",
        channel=channel.slack_id if channel else "",
        tried_at=notice.tried_at,
        what=what,
        thread=verdict.thread,
        spot=spot,
        why=verdict.why,
        wait=verdict.wait,
    )


def _decide(
    session: Session,
    notice: models.Notice,
    person: models.Person | None,
    now: datetime,
    moment: datetime,
    quiet: Quiet,
) -> Verdict | None:
    """What becomes of it now; None where it is postponed."""
    if person is not None and person.left:
        return Verdict(models.FAILED, why="has left")
    stands = cards.Place.of(notice) is not None
    if notice.kind in ONCE and notice.sent_at is not None and not stands:
        return Verdict(why="was deleted")
    late = manners.end(notice, person) < moment
    if late and (stands or notice.tried_at is None):
        return Verdict(models.FOLDED, why="too late")
    if notice.kind not in builders.BUILDERS:
        return Verdict(models.PLANNED, why="unknown kind", wait=UNKNOWN)
    if _is_before_its_day(session, notice, person, moment):
        return None
    what = builders.build(session, notice, person, now)
    # Also where it is not sent: an earlier try is looked for there.
    thread = what.thread if isinstance(what, builders.Letter) else ""
    if what is None:
        return Verdict(models.FOLDED)
    if late:
        return Verdict(models.FOLDED, why="too late", thread=thread)
    if person is None:
        return Verdict(what=what, thread=thread)
    asleep = quiet.until(person.slack_id, moment)
    said = manners.gate(session, notice, person, moment, asleep)
    if isinstance(said, manners.Wait):
        expires_at = notice.expires_at
        if notice.kind not in manners.OF_THEIR_TIME:
            expires_at += said.until - moment  # it is of as much use then as it would be now
        notices.postpone(session, notice, said.until, expires_at)
        return None
    if isinstance(said, manners.Fold):
        return Verdict(models.FOLDED, why=said.why or None, thread=thread)
    return Verdict(what=what, thread=thread)


def _is_before_its_day(
    session: Session, notice: models.Notice, person: models.Person | None, moment: datetime
) -> bool:
    """Whether somebody has moved to where the day of their note has not begun: it waits till then.

    Asked before it is built, for what is due then may not be so yet.
    """
    if notice.kind != "morning" or person is None or notice.sent_ts is not None:
        return False
    begins = manners.working_moment(session, person, moment)
    if begins <= moment or begins.astimezone(ZoneInfo(person.zone)).date() != person.noted_on:
        return False
    notices.postpone(session, notice, begins, notice.expires_at)
    return True
