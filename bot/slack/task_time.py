"""Time worked on a task: `log`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .. import dates, models
from ..errors import Invalid
from ..operations import access, time_log
from ..operations import words as operation_words
from ..ui import task_details as ui
from . import steps, task_forms, typed, where
from .call import Answer, Call, Handler, Verb

LONGEST = 4
"""Words of a duration ("1 hour 30 minutes") or a day ("20th of november")."""
BACK = (timedelta(days=7), timedelta(days=31), timedelta(days=366))
AHEAD = re.compile(r"(?:next|coming|this|first|second|third|fourth|fifth)\b", re.IGNORECASE)
"""Words that open no day on which somebody has worked: "second review", "next week's plan"."""


def log(call: Call) -> Answer:
    """Log time on a task; with no words, list what was logged."""
    found = where.item(call)
    words = typed.plain(found.words)
    if not words:
        return _listed(call, found.item, 0, said=steps.assumed(found))
    minutes, rest = _duration(words)
    day, note = _day(call, rest)
    time_log.log(call.actor, found.item, minutes, day, note)
    shares = time_log.shares(call.actor, found.item)
    said = [*steps.assumed(found), _what(call, minutes, day, note)]
    if len(shares) > 1:
        said.append(ui.worked(shares))
    return task_forms.shown(call, found.item, "Logged on", said=said)


def _what(call: Call, minutes: int, day: date, note: str) -> str:
    shown = f"{operation_words.hours(minutes)} on {dates.show_day(day, call.actor.today)}"
    return " · ".join(filter(None, [shown, note]))


def _duration(words: str) -> tuple[int, str]:
    """The time that opens the words, in minutes, and what follows."""
    pieces = words.split()
    for length in range(min(LONGEST, len(pieces)), 0, -1):
        hours = dates.read_duration(" ".join(pieces[:length]))
        if hours is None:
            continue
        if hours[0] != hours[1]:
            raise Invalid("time", "Log what was worked, not a range: 3h, 90m or 1h30.")
        return round(hours[0] * 60), " ".join(pieces[length:])
    raise Invalid("time", f"{steps.quoted(pieces[0])} is no time: write 3h, 90m, 1h30 or 1d (8h).")


def _day(call: Call, words: str) -> tuple[date, str]:
    """The day that opens the words, today where none does, and the note that follows."""
    pieces = words.split()
    for length in range(min(LONGEST, len(pieces)), 0, -1):
        day = _worked_on(call, " ".join(pieces[:length]).rstrip(",:"))
        if day is not None:
            return day, " ".join(pieces[length:]).removeprefix("-- ")
    return call.actor.today, words.removeprefix("-- ")


def _worked_on(call: Call, phrase: str) -> date | None:
    """A day in words; one that names no year or week ("monday", "20 nov") is the last such."""
    phrase = phrase.removeprefix("on ")
    if AHEAD.match(phrase):
        return None
    today = call.actor.today
    day = _read(call, phrase, timedelta())
    if day is None or day <= today or not _stands(call, phrase, day):
        return day
    for back in BACK:
        earlier = _read(call, phrase, -back)
        if earlier is not None and earlier <= today:
            return earlier
    return day


def _stands(call: Call, phrase: str, day: date) -> bool:
    """Whether a phrase names a day by itself, unlike "tomorrow", which moves with its reader."""
    nearby = (_read(call, phrase, timedelta(days=shift)) for shift in (-1, 1))
    return day in nearby


def _read(call: Call, phrase: str, shift: timedelta) -> date | None:
    who = call.actor.who
    reading = dates.read_phrase(
        phrase, call.actor.here + shift, language=who.language, order=who.order
    )
    if reading is None or reading.deadline.time is not None:
        return None
    return reading.deadline.day


def _listed(call: Call, task: models.Task, page: int, *, said: list[str]) -> Answer:
    found, total = time_log.of(call.actor, task, page, ui.MOST)
    if not found and page > 0:
        return _listed(call, task, steps.last_page(total, ui.MOST), said=said)
    shares = time_log.shares(call.actor, task)
    return ui.time_logged(
        call.actor, task, found, shares, total, page, call.actor.who.id, said=said
    )


def take_back(call: Call) -> Answer:
    """*Remove* beside an entry of one's own."""
    task = time_log.take_back(call.actor, int(call.value))
    call.actor.session.flush()
    return _listed(call, task, 0, said=["Removed. /pm undo brings it back."])


def turn(call: Call) -> Answer:
    """Another page of what was logged."""
    page, key = call.value.split("|", 1)
    return _listed(call, access.task(call.actor, key), int(page), said=[])


VERBS: dict[str, Verb] = {
    "log": Verb(log, "log WEB-12 3h yesterday review", "Log time worked, or list it"),
}

BUTTONS: dict[str, Handler] = {
    "task.unlog": take_back,
    "times.next": turn,
    "times.prev": turn,
}
