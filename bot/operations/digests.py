"""Digests: in which rhythm a program's or a project's goes where; planned a slot at a time."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError

from .. import dates, models
from ..errors import NotFound, Refusal
from . import access, history, people, postings, station_board
from .actor import Actor

log = logging.getLogger(__name__)

USUAL_TIME = time(9)
MOST_LATE = timedelta(days=6)
"""A digest that could not be posted for so long is left to the next one."""
NOW_FOR = timedelta(hours=6)
TICK = timedelta(minutes=1)
"""What is looked for in one minute may have come in it."""
FAR = timedelta(days=40)
"""A slot farther away than this may have been reckoned by another clock."""
LONGEST = 100
"""Characters of the words of a rhythm."""
# All but the first are for clocks that were put back, the last is for what is new.
DUE = (
    select(models.Digest)
    .where(
        or_(
            models.Digest.next_at <= bindparam("now"),
            models.Digest.last_at > bindparam("now"),
            models.Digest.created_at > bindparam("now"),
            models.Digest.next_at > bindparam("far"),
            models.Digest.next_at.is_(None),
        ),
        models.Digest.deleted_at.is_(None),
    )
    .order_by(models.Digest.id)
)
About = postings.About
Place = models.Channel | models.Person


@dataclass(frozen=True)
class Rhythm:
    """When it comes round, in words and on a clock."""

    words: str
    at: time
    zone: str


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEVERAL = re.compile(r"\b(\d+) (day|week|month|quarter|year)\b")


def rhythm(text: str, now: datetime, zone: str, language: str = "en") -> Rhythm | None:
    """A rhythm as it is typed: “monday 9am”, “tous les lundis 9h”; None if it is none.

    It is kept in English words without the time, which read by themselves mean the same.
    """
    typed = text.strip().lower()
    english = dates.normalise(typed[:LONGEST], language).removeprefix("on ").removeprefix("the ")
    for words in (typed, f"every {typed}", english, f"every {english}"):
        every = dates.read_every(words)
        if every is not None and len(words) <= LONGEST:
            return Rhythm(_without_time(words, every), every.time or USUAL_TIME, zone)
    return None


def _without_time(words: str, every: dates.Every) -> str:
    """The part of the words that means the same days and names no time; else the least of them."""
    parts, least = words.split(), words
    for length in range(len(parts), 0, -1):
        for kept in (" ".join(parts[:length]), " ".join(parts[-length:])):
            read = dates.read_every(kept)
            if read is None or replace(read, time=None) != replace(every, time=None):
                continue
            if read.time is None:
                return kept
            least = kept
    return least


# ── who may, where to ────────────────────────────────────────────────────────────────────────


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
    refuse(actor, about, channel or person, "set the digests")
    if person is not None:
        told = replace(told, zone=person.zone)
    fields = {"rhythm": told.words, "time": told.at, "zone": told.zone, "deleted_at": None}
    found = _there(actor.session, about, channel or person, form)
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
    begin(found, actor.now)
    actor.session.flush()
    return found


def move(actor: Actor, digest: models.Digest, channel: models.Channel) -> None:
    """Send a digest to another channel; one that goes there already is ended for it."""
    about = of(digest)
    refuse(actor, about, channel, "set the digests")
    said = f"moved the digest of {about.key}"
    there = _there(actor.session, about, channel, digest.form)
    if there is not None and there is not digest and there.deleted_at is None:
        history.change(actor, there, said, deleted_at=actor.now)
    history.change(actor, digest, said, channel_id=channel.id, person_id=None, deleted_at=None)
    actor.session.flush()
    actor.session.expire(digest, ["channel", "person"])
    begin(digest, actor.now)


def switch_off(
    actor: Actor, about: About, places: Sequence[Place] = (), form: str = ""
) -> list[models.Digest]:
    """Send no more digests to these places, or anywhere the actor may see; returns what ends.

    One that comes to a person ends only for them or for who manages it; for guests none.
    """
    found = [
        each
        for each in listed(actor.session, about)
        if (not places or (each.channel or each.person) in places)
        and (not form or each.form == form)
    ]
    mine = [each for each in found if each.person_id == actor.who.id]
    if mine and not places and not access.may_manage(actor, about):
        found = mine  # that is what they mean
    ended = [each for each in found if _may_end(actor, about, each)]
    if found and not ended:
        if actor.who.is_guest or any(each.person for each in found):
            access.refuse_others(actor, about, "stop the digests")
        raise Refusal("It goes to a private channel that you are not in: nothing was changed.")
    for each in ended:
        history.change(actor, each, f"stopped the digest of {about.key}", deleted_at=actor.now)
    return ended


def _may_end(actor: Actor, about: About, digest: models.Digest) -> bool:
    if digest.person_id == actor.who.id:
        return True
    if digest.person_id is not None:
        return access.may_manage(actor, about)
    return not actor.who.is_guest and not _is_closed(actor, digest.channel)


def refuse(actor: Actor, about: About, place: Place | None, what: str) -> None:
    """Refuse a digest that the actor may not send there, or that may not be read there.

    Everybody but guests may, where they may speak; to another person only who manages it.
    """
    if actor.who.is_guest:
        raise Refusal(f"Only a full member of this workspace can {what}: nothing was changed.")
    if isinstance(place, models.Person) and place.id != actor.who.id:
        access.refuse_others(actor, about, f"{what} of others")
    if isinstance(place, models.Channel) and _is_closed(actor, place):
        raise Refusal("That is a private channel that you are not in: nothing was changed.")
    if isinstance(about, models.Project) and place is not None:
        _refuse_unseen(actor, about, place)


def _refuse_unseen(actor: Actor, project: models.Project, place: Place) -> None:
    if project.id in station_board.seen_by(actor.session, project, place):
        return
    name = f"#{place.name}" if isinstance(place, models.Channel) else place.name
    home = project.channel
    why = "guests see only what they take part in"
    if home is not None and home.is_private:
        why = f"it lives in #{home.name}, which is private"
    raise Refusal(f"{name} may not see {project.key}: {why}. Nothing was changed.")


def _is_closed(actor: Actor, channel: models.Channel | None) -> bool:
    """Whether it is a private channel without the actor, as far as the bot may know."""
    return channel is not None and channel.has_bot and not people.sees_channel(actor, channel)


# ── what stands ──────────────────────────────────────────────────────────────────────────────


def words(digest: models.Digest) -> str:
    """When it comes: “every Monday 09:00 (Europe/Berlin)”."""
    return f"{round_words(digest)} ({zone(digest)})"


def words_with_place(actor: Actor, digest: models.Digest) -> str:
    """When it comes and where it goes, where the actor may know of it, and what is in the way."""
    place = f" to {digest.person.name}" if digest.person is not None else ""
    channel = digest.channel
    if channel is not None:
        place = f" in {people.channel_name(actor, channel)}"
        if channel.is_archived:
            place += ": it is archived, so nothing comes"
        elif not channel.has_bot:
            place += ": I am not in it, so nothing comes"
    return f"{words(digest)}{place}"


def round_words(digest: models.Digest) -> str:
    """When it comes, on the clock of whoever gets it: “every Monday 09:00”."""
    said = " ".join(word.title() if word in DAYS else word for word in digest.rhythm.split())
    return SEVERAL.sub(r"\1 \2s", said) + f" {digest.time:%H:%M}"


def zone(digest: models.Digest) -> str:
    """Whose clock it goes by: that of the person who gets it, wherever they are now."""
    return digest.person.zone if digest.person is not None else digest.zone


def of(digest: models.Digest) -> About:
    """The program or project that it is a digest of."""
    found = digest.program or digest.project
    assert found is not None
    return found


def own(actor: Actor, digest_id: int) -> models.Digest:
    """A rhythm of something that the actor may see; the same answer for missing and not theirs."""
    found = actor.session.get(models.Digest, digest_id)
    seen = found is not None and found.workspace_id == actor.who.workspace_id
    if found is not None and found.project_id is not None:
        seen = seen and access.sees_project(actor.session, actor.who, found.project_id)
    if found is None or not seen or of(found).deleted_at is not None:
        raise NotFound("That digest is gone: nothing was changed.")
    return found


def listed(session: Session, about: About) -> Sequence[models.Digest]:
    """The rhythms that stand, the oldest first."""
    return [each for each in _all(session, about) if each.deleted_at is None]


def _there(session: Session, about: About, place: Place | None, form: str) -> models.Digest | None:
    """The one that goes or went to a place in a form."""
    found = [
        each
        for each in _all(session, about)
        if (each.channel or each.person, each.form) == (place, form)
    ]
    return min(found, key=lambda each: each.deleted_at is not None, default=None)


def _all(session: Session, about: About) -> Sequence[models.Digest]:
    table = models.Digest
    column = table.program_id if isinstance(about, models.Program) else table.project_id
    query = select(table).where(column == about.id).order_by(table.id)
    return session.scalars(query.options(joinedload(table.channel), joinedload(table.person))).all()


# ── slots ────────────────────────────────────────────────────────────────────────────────────


def begin(digest: models.Digest, now: datetime) -> None:
    """Reckon the first slot anew: what is past by now is not made up for."""
    digest.created_at, digest.last_at = now, None
    digest.next_at = first_after(digest, now)


def begin_anew(actor: Actor) -> None:
    """Have the rhythms begin that this step has set, by whatever verb or by its undo."""
    for digest_id in {made.item_id for made in actor.made if made.noun == "digest"}:
        digest = actor.session.get_one(models.Digest, digest_id)
        if digest.deleted_at is None:
            begin(digest, actor.now)


def _every(digest: models.Digest) -> dates.Every:
    every = dates.read_every(digest.rhythm)
    if every is None:
        raise ValueError(f"no rhythm: {digest.rhythm}")
    return every


def first_after(digest: models.Digest, now: datetime) -> datetime:
    """The first slot that is to come, on the calendar of the digest's zone."""
    every = _every(digest)
    here = now.astimezone(ZoneInfo(zone(digest)))
    day = every.first(here.replace(hour=0, minute=0, second=0, microsecond=0)).day
    slot = _at(digest, day)
    return slot if slot > now else _at(digest, every.after(day))


def following(digest: models.Digest, slot: datetime) -> datetime:
    """The slot after one."""
    return _at(digest, _every(digest).after(slot.astimezone(ZoneInfo(zone(digest))).date()))


def _at(digest: models.Digest, day: date) -> datetime:
    at = dates.Deadline(day, digest.time)
    return dates.instant(at, ZoneInfo(zone(digest))).astimezone(UTC)


def last_slot(digest: models.Digest, now: datetime) -> datetime | None:
    """The newest slot that has come since the rhythm began, whatever was posted: clocks go back."""
    is_known = digest.last_at is not None and digest.last_at <= now
    slot = digest.last_at if is_known else first_after(digest, digest.created_at)
    if slot is None or slot > now:
        return None
    while (after := following(digest, slot)) <= now:
        slot = after
    return slot


def plan(session: Session, now: datetime) -> int:
    """The newest slot that has come of each digest; older ones are folded into it."""
    planned = 0
    for digest in session.scalars(DUE, {"now": now, "far": now + FAR}).all():
        try:
            with session.begin_nested():
                planned += _plan(session, digest, now)
        except (DBAPIError, StaleDataError):
            raise  # another look may find what somebody else has changed
        except Exception:
            log.exception("digest %s could not be planned", digest.id)
            digest.next_at = now + timedelta(hours=1)
    return planned


def _plan(session: Session, digest: models.Digest, now: datetime) -> bool:
    if digest.created_at > now:  # by a clock that was wrong
        begin(digest, now - TICK)
    if digest.next_at is None:
        digest.next_at = first_after(digest, now)
        return False
    slot = last_slot(digest, now)
    digest.last_at, digest.next_at = slot, first_after(digest, now)
    if slot is None:
        return False
    digest.next_at = following(digest, slot)
    if now - slot >= MOST_LATE:
        return False
    key = f"{postings.SLOT}{digest.id}:{slot:%Y-%m-%dT%H:%M}"
    said = postings.body(of(digest), digest.form)
    if not postings.write(session, key, digest, said, slot, MOST_LATE):
        return False
    postings.fold_older(session, digest, key)
    return True


def one_now(actor: Actor, about: About, place: Place, form: str = models.BOARD) -> bool:
    """Plan a digest for this minute; False where it was planned in this minute already."""
    refuse(actor, about, place, "post the digest")
    if isinstance(place, models.Channel) and not place.has_bot:
        name = people.channel_name(actor, place)
        raise Refusal(f"I am not in {name} yet: type `/invite @Stationmaster` there first.")
    is_channel = isinstance(place, models.Channel)
    once = models.Digest(
        workspace_id=actor.who.workspace_id,
        channel_id=place.id if is_channel else None,
        person_id=None if is_channel else place.id,
    )
    said = postings.body(about, form)
    where = f"{'channel' if is_channel else 'person'}:{place.id}"
    minute = f"{actor.now.astimezone(UTC):%Y-%m-%dT%H:%M}"
    key = f"{postings.NOW}{said}:{where}:{minute}"
    actor.told = True
    stays = NOW_FOR if is_channel else MOST_LATE  # a person may be asleep, or away
    return postings.write(actor.session, key, once, said, actor.now, stays)
