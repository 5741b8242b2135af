"""Digests: in which rhythm a program's or a project's goes where; planned a slot at a time."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import dates, models
from ..errors import Refusal
from . import history, notices, people
from .actor import Actor

log = logging.getLogger(__name__)

USUAL_TIME = time(9)
MOST_LATE = timedelta(days=6)
"""A digest that could not be posted for so long is left to the next one."""
NOW_FOR = timedelta(hours=6)
FAR = timedelta(days=40)
"""A slot farther away than this may have been reckoned by another clock."""
FARTHEST = 400
"""Days that are gone through to find the newest slot."""
# The second and third are for clocks that were put back, the last for what is new.
DUE = (
    select(models.Digest)
    .where(
        or_(
            models.Digest.next_at <= bindparam("now"),
            models.Digest.last_at > bindparam("now"),
            models.Digest.next_at > bindparam("far"),
            models.Digest.next_at.is_(None),
        ),
        models.Digest.deleted_at.is_(None),
    )
    .order_by(models.Digest.id)
)
CLOCK = re.compile(r" (?:at )?(?:noon|\d{1,2}(?:[:.]\d\d)? ?(?:[ap]m?|h|uhr)?)$", re.IGNORECASE)
About = models.Program | models.Project


@dataclass(frozen=True)
class Rhythm:
    """When it comes round, in words and on a clock."""

    words: str
    at: time
    zone: str


def rhythm(text: str, now: datetime, zone: str, language: str = "en") -> Rhythm | None:
    """A rhythm as it is typed: “monday 9am”, “every other friday 16:30”; None if it is none."""
    weekly = dates.read_schedule(text)
    if weekly is not None:
        day, at = weekly
        return Rhythm(f"every {DAYS[day]}", at, zone)
    for words in (text, f"every {text}"):
        every = dates.read_every(words, language)
        if every is not None:
            # The time is kept beside the words.
            bare = CLOCK.sub("", words) if every.time else words
            return Rhythm(bare, every.time or USUAL_TIME, zone)
    return None


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def subscribe(
    actor: Actor,
    about: About,
    told: Rhythm,
    *,
    channel: models.Channel | None = None,
    person: models.Person | None = None,
    form: str = models.BOARD,
) -> models.Digest:
    """Send a digest there in a rhythm; the one that goes there already is changed."""
    fields = {
        "rhythm": told.words,
        "time": told.at,
        "zone": told.zone,
        "deleted_at": None,
    }
    found = next(
        (
            each
            for each in _all(actor.session, about, alive=False)
            if (each.channel, each.person, each.form) == (channel, person, form)
        ),
        None,
    )
    said = f"set the digest of {about.key}"
    if found is None:
        found = models.Digest(
            workspace_id=actor.who.workspace_id,
            program_id=about.id if isinstance(about, models.Program) else None,
            project_id=about.id if isinstance(about, models.Project) else None,
            channel_id=channel.id if channel else None,
            person_id=person.id if person else None,
            form=form,
            created_at=actor.now,
            **fields,
        )
        found.channel, found.person = channel, person
        actor.session.add(found)
        actor.session.flush()
        history.created(actor, "digest", found.id, words(found), said)
    else:
        history.change(actor, found, said, **fields)
    # What is past already was before this rhythm: it is not made up for.
    found.last_at, found.next_at = None, first_after(found, actor.now)
    actor.session.flush()
    return found


def words(digest: models.Digest) -> str:
    """When it comes: “every monday 09:00 (Europe/Berlin)”."""
    said = " ".join(word.title() if word in DAYS else word for word in digest.rhythm.split())
    return f"{said} {digest.time:%H:%M} ({digest.zone})"


def switch_off(
    actor: Actor, about: About, channel: models.Channel | None, person: models.Person | None
) -> int:
    """Send no more digests there, or anywhere; returns how many that ends."""
    ended = 0
    for each in listed(actor.session, about):
        if (channel is None and person is None) or (channel, person) == (each.channel, each.person):
            said = f"stopped the digest of {about.key}"
            history.change(actor, each, said, deleted_at=actor.now)
            ended += 1
    return ended


def listed(session: Session, about: About) -> Sequence[models.Digest]:
    """The rhythms that stand, the oldest first."""
    return _all(session, about, alive=True)


def _all(session: Session, about: About, *, alive: bool) -> Sequence[models.Digest]:
    table = models.Digest
    column = table.program_id if isinstance(about, models.Program) else table.project_id
    query = select(table).where(column == about.id).order_by(table.id)
    if alive:
        query = query.where(table.deleted_at.is_(None))
    return session.scalars(query.options(joinedload(table.channel), joinedload(table.person))).all()


# ── slots ────────────────────────────────────────────────────────────────────────────────────


def first_after(digest: models.Digest, now: datetime) -> datetime:
    """The first slot that is to come, on the calendar of the digest's zone."""
    every = dates.read_every(digest.rhythm)
    here = now.astimezone(ZoneInfo(digest.zone))
    if every is None:
        return now + timedelta(days=7)
    day = every.first(here.replace(hour=0, minute=0, second=0, microsecond=0)).day
    slot = _at(digest, day)
    return slot if slot > now else _at(digest, every.after(day))


def following(digest: models.Digest, slot: datetime) -> datetime:
    """The slot after one."""
    every = dates.read_every(digest.rhythm)
    day = slot.astimezone(ZoneInfo(digest.zone)).date()
    return _at(digest, every.after(day) if every else day + timedelta(days=7))


def _at(digest: models.Digest, day: date) -> datetime:
    at = dates.Deadline(day, digest.time)
    return dates.instant(at, ZoneInfo(digest.zone)).astimezone(UTC)


def plan(session: Session, now: datetime) -> int:
    """The newest slot that has come of each digest; older ones are folded into it."""
    planned = 0
    for digest in session.scalars(DUE, {"now": now, "far": now + FAR}).all():
        try:
            with session.begin_nested():
                planned += _plan(session, digest, now)
        except Exception:
            log.exception("digest %s could not be planned", digest.id)
            digest.next_at = now + timedelta(hours=1)
    return planned


def _plan(session: Session, digest: models.Digest, now: datetime) -> bool:
    if digest.next_at is None:
        digest.next_at = first_after(digest, now)
        return False
    slot = last_slot(digest, now)
    if slot is None:
        return False
    digest.last_at, digest.next_at = slot, following(digest, slot)
    if now - slot >= MOST_LATE:
        return False
    return _write(session, digest, f"digest:{digest.id}:{slot:%Y-%m-%dT%H:%M}", slot, MOST_LATE)


def last_slot(digest: models.Digest, now: datetime) -> datetime | None:
    """The newest slot that has come, whatever was posted before: clocks may go back."""
    every = dates.read_every(digest.rhythm)
    if every is None:
        return None
    if every.interval == 1 and (every.anchored or every.unit == "day"):
        here = now.astimezone(ZoneInfo(digest.zone))
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        for back in range(FARTHEST):
            day = midnight - timedelta(days=back)
            if every.first(day).day == day.date() and _at(digest, day.date()) <= now:
                return _at(digest, day.date())
        return None
    # Every other week counts from the first one.
    decided = digest.last_at is not None and digest.last_at <= now
    slot = digest.last_at if decided and digest.last_at else first_after(digest, digest.created_at)
    if slot > now:
        return None
    while (after := following(digest, slot)) <= now:
        slot = after
    return slot


def _write(
    session: Session, digest: models.Digest, key: str, at: datetime, stays: timedelta
) -> bool:
    """The notice of one slot; its key makes it one."""
    return notices.plan(
        session,
        notices.New(
            workspace_id=digest.workspace_id,
            key=key,
            kind="digest",
            channel_id=digest.channel_id,
            person_id=digest.person_id,
            subject_id=digest.id,
            body=f"{'program' if digest.program_id else 'project'}:{about_id(digest)}:{digest.form}",
            due_at=at,
            expires_at=at + stays,
        ),
    )


def with_details(session: Session, notice: models.Notice) -> None:
    """Have the details of a digest that is being sent follow in its thread."""
    notices.plan(
        session,
        notices.New(
            workspace_id=notice.workspace_id,
            key=f"{notice.key}:more",
            kind="digest-more",
            channel_id=notice.channel_id,
            person_id=notice.person_id,
            subject_id=notice.subject_id,
            body=notice.body,
            due_at=notice.due_at,
            expires_at=notice.expires_at,
        ),
    )


def about_id(digest: models.Digest) -> int:
    """The id of its program or project."""
    found = digest.program_id or digest.project_id
    assert found is not None
    return found


def about(session: Session, notice: models.Notice) -> tuple[About | None, str]:
    """What a digest's notice is about, and in which form; None where that is gone."""
    noun, item_id, form = notice.body.split(":")
    table: type[Any] = models.Program if noun == "program" else models.Project
    found: About | None = session.get(table, int(item_id))
    return (found if found is not None and found.deleted_at is None else None), form


def stands(session: Session, notice: models.Notice) -> bool:
    """Whether a digest is still wanted: its rhythm was not ended since."""
    digest = session.get(models.Digest, notice.subject_id) if notice.subject_id else None
    return digest is None or digest.deleted_at is None


def last_sent(session: Session, notice: models.Notice) -> datetime | None:
    """When the digest before this one was posted there."""
    table = models.Notice
    return session.scalar(
        select(table.due_at)
        .where(
            table.workspace_id == notice.workspace_id,
            table.kind == "digest",
            table.body == notice.body,
            table.channel_id.is_not_distinct_from(notice.channel_id),
            table.person_id.is_not_distinct_from(notice.person_id),
            table.state == models.SENT,
            table.due_at < notice.due_at,
        )
        .order_by(table.due_at.desc())
        .limit(1)
    )


def one_now(
    actor: Actor, about: About, channel: models.Channel | None, form: str = models.BOARD
) -> models.Channel:
    """Plan a digest for this minute; refuses where there is no channel to post it in."""
    target = channel or about.channel
    noun = "program" if isinstance(about, models.Program) else "project"
    if target is None:
        raise Refusal(
            f"{about.key} has no digest channel: "
            f"`/{noun} digest {about.key} monday 9am in #channel` sets one."
        )
    if not target.has_bot:
        name = people.channel_name(actor, target)
        raise Refusal(f"I am not in {name} yet: type `/invite @Stationmaster` there first.")
    once = models.Digest(
        workspace_id=actor.who.workspace_id,
        program_id=about.id if noun == "program" else None,
        project_id=about.id if noun == "project" else None,
        channel_id=target.id,
        form=form,
    )
    minute = f"{actor.now.astimezone(UTC):%Y-%m-%dT%H:%M}"
    key = f"digest-now:{noun}:{about.id}:{target.id}:{form}:{minute}"
    _write(actor.session, once, key, actor.now, NOW_FOR)
    actor.told = True
    return target
