"""How each kind of notice is written, from the records as they stand when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from . import models
from .operations import (
    access,
    away,
    captures,
    cards,
    check_ins,
    digests,
    handing,
    handovers,
    home,
    mornings,
    notices,
    people,
    postings,
    previews,
    station_board,
    watching,
)
from .operations.actor import Actor
from .ui import away as away_ui
from .ui import captures as captures_ui
from .ui import cards as cards_ui
from .ui import check_ins as check_ins_ui
from .ui import digests as digests_ui
from .ui import home as home_ui
from .ui import kit, when
from .ui import nudges as nudges_ui
from .ui import unfurls as unfurls_ui


@dataclass(frozen=True)
class Letter:
    """A message to send: by itself, in a thread, or instead of one; None takes that one away."""

    message: kit.Message | None
    thread: str = ""
    instead: cards.Place | None = None
    only_instead: bool = False
    """Nothing is posted where nothing stands."""


class NotYet(Exception):  # noqa: N818 - no failure: what it belongs to is not sent yet
    """It is to be sent later."""


def build(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> Letter | kit.Modal | None:
    """What a notice has to say now; None where there is nothing to say any more."""
    written = BUILDERS[notice.kind](session, notice, person, now)
    return Letter(written) if isinstance(written, kit.Message) else written


def _morning(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> Letter | None:
    """A person's day; brought up to date where it stands already."""
    assert person is not None
    found = mornings.read(session, notice, person, now)
    place = cards.Place.of(notice)
    if place is None and found.empty:
        return None
    if notice.kind == "nudge" and not found.rows:
        return Letter(None, instead=place)  # out of their sight by now
    draw = nudges_ui.note if notice.kind == "morning" else nudges_ui.single
    reader = when.At(ZoneInfo(person.zone), notice.sent_at or now)
    return Letter(draw(reader, found, notice), instead=place)


@dataclass(frozen=True)
class Digest:
    """What a digest has to say to those in its place."""

    board: station_board.Board
    form: str
    reader: when.Reader
    rhythm: models.Digest | None


def _board(
    session: Session,
    notice: models.Notice,
    person: models.Person | None,
    now: datetime,
    key: str,
) -> Digest | None:
    """What the digest with a key has to say; None where it is not wanted any more."""
    about, form = postings.about(session, notice)
    rhythm = postings.digest(session, notice)
    if about is None or (rhythm is not None and rhythm.deleted_at is not None):
        return None
    place = person or session.get(models.Channel, notice.channel_id)
    since = postings.since(session, about, form, place, now, key)
    seen = station_board.seen_by(session, about, place)
    found = station_board.read(session, about, seen, now, since)
    if isinstance(about, models.Project) and not found.rows:
        return None  # it moved to where those in the place may not look
    zone = ZoneInfo(person.zone if person else about.zone)
    reader = when.At(zone, now) if person else when.Channel(zone, now)
    return Digest(found, form, reader, rhythm)


def _digest(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> kit.Message | None:
    found = _board(session, notice, person, now, notice.key)
    if found is None:
        return None
    pages = digests_ui.more(found.reader, found.board, found.form)
    postings.with_details(session, notice, len(pages))
    shown = digests_ui.draw(found.reader, found.board, found.form)
    if person is None or found.rhythm is None:
        return shown
    by = postings.set_by(session, found.rhythm)
    who = f"{by.name} has" if by is not None and by is not person else "You have"
    said = f"{who} this sent to you {digests.round_words(found.rhythm)}."
    return digests_ui.personal(shown, said, found.rhythm.id)


def _digest_more(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> Letter | None:
    """A page of the details, in the thread of the digest once that stands."""
    key, page = postings.page(notice)
    above = notices.find(session, notice.workspace_id, key)
    if above is not None and above.state in notices.WAITING:
        if above.due_at > now:
            return None  # it is put off: when it is sent, its details are planned again
        raise NotYet
    place = cards.Place.of(above) if above else None
    if place is None:
        return None
    found = _board(session, notice, person, now, key)
    pages = digests_ui.more(found.reader, found.board, found.form) if found else []
    return Letter(pages[page - 1], thread=place.ts) if page <= len(pages) else None


def _digest_lost(
    session: Session, notice: models.Notice, _person: models.Person | None, _now: datetime
) -> kit.Message | None:
    """That a digest could not be posted, while it still goes to where that failed."""
    rhythm = postings.digest(session, notice)
    channel = notice.key.split(":")[2]  # see `failing.tell`
    if rhythm is None or rhythm.deleted_at is not None or str(rhythm.channel_id) != channel:
        return None
    return digests_ui.lost(notice.body, rhythm.id)


def _words(
    _session: Session, notice: models.Notice, _person: models.Person | None, _now: datetime
) -> kit.Message | None:
    return kit.message(notice.body)


def _light(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> kit.Message | None:
    """A light that went down, for the program's manager."""
    check_in = check_ins.news(session, notice, person, now) if person else None
    return check_ins_ui.went_down(check_in) if check_in else None


# ── the living card ──────────────────────────────────────────────────────────────────────────


def _card(
    session: Session, notice: models.Notice, _person: models.Person | None, now: datetime
) -> Letter | None:
    """The card where it is not posted yet, or what is to stand in its place."""
    task = cards.task_of(session, notice)
    place = cards.Place.of(notice)
    if task is None:
        return None
    project = task.project
    if project.channel_id == notice.channel_id and not (task.deleted_at or project.deleted_at):
        reader = when.Channel(ZoneInfo(project.zone), now)
        return Letter(cards_ui.card(reader, task, cards.progress(session, task)), instead=place)
    if place is None and notice.tried_at is None:
        return None
    left = None  # where an answer was lost, a card may stand that is not known of
    if project.channel_id != notice.channel_id:
        named = cards.may_name(session, notice, project)
        left = cards_ui.moved(task if named else None)
    elif cards.is_talked_about(session, notice):
        left = cards_ui.taken_back(task)
    return Letter(left, instead=place, only_instead=True)


def _said(
    session: Session, notice: models.Notice, _person: models.Person | None, _now: datetime
) -> Letter | None:
    """A line in the thread of a card, once that is posted."""
    card = cards.find(session, notice.subject_id, notice.channel_id)
    place = cards.Place.of(card) if card else None
    if place is not None:
        return Letter(kit.message(notice.body), thread=place.ts)
    if card is not None and card.state in notices.WAITING:
        raise NotYet
    return None


def _watch(
    session: Session, notice: models.Notice, person: models.Person | None, _now: datetime
) -> kit.Message | None:
    """What became of a task, for somebody who still watches it and may still see it."""
    task = session.get(models.Task, notice.subject_id)
    if task is None or task.deleted_at is not None or person is None:
        return None
    if not any(person is each for _, each in watching.watchers(session, [task.id])):
        return None
    if not access.sees_project(session, person, task.project_id):
        return None
    return cards_ui.heard(task, notice.body)


def _told(
    session: Session, notice: models.Notice, person: models.Person | None, _now: datetime
) -> kit.Message | None:
    """What became of a task, for somebody whose own work it touches."""
    task = session.get(models.Task, notice.subject_id)
    if task is None or task.deleted_at is not None or person is None:
        return None
    if not access.sees_project(session, person, task.project_id):
        return None
    return cards_ui.told(task, notice.body)


def _home(
    session: Session, _notice: models.Notice, person: models.Person | None, now: datetime
) -> kit.Modal | None:
    """The home page of somebody who has looked at it of late."""
    assert person is not None
    return home_ui.page(when.At(ZoneInfo(person.zone), now), home.gather(session, person, now))


def _handover(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> kit.Message | None:
    """To whoever is asked: what to take over, or nothing where all is answered or taken back."""
    assert person is not None
    assert notice.subject_id is not None
    actor = Actor(session, people.who(person), now)
    if not any(each.absence_id == notice.subject_id for each in handovers.waiting_for(actor)):
        return None
    return away_ui.question(actor, handovers.asked_of(actor, notice.subject_id))


def _answers(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> kit.Message | None:
    """To whoever will be away: who takes what."""
    assert person is not None
    absence = session.get_one(models.Absence, notice.subject_id)
    actor = Actor(session, people.who(person), now)
    if absence not in away.standing(actor) or away.present(actor) is absence:
        return None  # they are gone and not to be disturbed, or back
    return away_ui.answers(actor, handing.seen_by(session, absence, person))


def _back(
    session: Session, notice: models.Notice, person: models.Person | None, now: datetime
) -> kit.Message | None:
    """To whoever was away: what came back, what was done meanwhile."""
    assert person is not None
    absence = session.get_one(models.Absence, notice.subject_id)
    reader = when.At(ZoneInfo(person.zone), now)
    return away_ui.back(reader, handing.seen_by(session, absence, person))


def _returned(
    session: Session, notice: models.Notice, person: models.Person | None, _now: datetime
) -> kit.Message | None:
    """To whoever had it meanwhile: what went back."""
    assert person is not None
    absence = session.get_one(models.Absence, notice.subject_id)
    found = handing.seen_by(session, absence, person)
    return away_ui.returned([each for each in found if each.receiver_id == person.id])


def _made(
    session: Session, notice: models.Notice, _person: models.Person | None, now: datetime
) -> Letter | None:
    """To the thread of a message: the task that was made of it."""
    task = session.get_one(models.Task, notice.subject_id)
    channel = session.get_one(models.Channel, notice.channel_id)
    place = cards.Place.of(notice)
    if not captures.may_hear(session, channel, task.project):
        return None
    if task.deleted_at is not None:
        return Letter(cards_ui.taken_back(task), instead=place, only_instead=True)
    reader = when.Channel(ZoneInfo(task.project.zone), now)
    return Letter(captures_ui.made(reader, task), thread=notice.body, instead=place)


def _preview(
    session: Session, notice: models.Notice, _person: models.Person | None, now: datetime
) -> Letter | None:
    """To the thread of a message: what a key in it stands for."""
    item, thread = previews.read(session, notice)
    if item is None:
        return None
    zone = item.zone if isinstance(item, models.Project | models.Program) else item.project.zone
    reader = when.Channel(ZoneInfo(zone), now)
    return Letter(unfurls_ui.preview(reader, item), thread=thread)


Written = Letter | kit.Message | kit.Modal | None
Builder = Callable[[Session, models.Notice, models.Person | None, datetime], Written]

BUILDERS: dict[str, Builder] = {
    "morning": _morning,
    "nudge": _morning,
    "digest": _digest,
    "digest-more": _digest_more,
    "digest-lost": _digest_lost,
    "words": _words,
    "light": _light,
    "card": _card,
    "said": _said,
    "watch": _watch,
    "told": _told,
    "home": _home,
    "handover": _handover,
    "answers": _answers,
    "back": _back,
    "returned": _returned,
    "made": _made,
    "preview": _preview,
}
"""How each kind of notice is written, at the time of sending."""
