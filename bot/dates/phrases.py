"""A whole phrase: one meaning, or none unless every word has its place."""

from __future__ import annotations

import re

from bot.dates import combine, pieces, ranges, shifts
from bot.dates.model import Frame, Reading
from bot.dates.spellings import WEEKDAYS

LONGEST = 120  # letters; no phrase of time is longer

_TAIL = re.compile(
    r"(?: (?:about|or so|sharp|latest|at the latest|exactly|the latest|thereabouts|please"
    r"|or (?:earlier|sooner|before|later)))+$"
)
_WEEK_LAST = re.compile(
    rf"(?:on )?({'|'.join(WEEKDAYS)}) (.+) ((?:of )?(?:this|next|the following|the coming) week)"
)


def read(text: str, frame: Frame) -> Reading | None:
    """The meaning of a phrase already in one spelling."""
    text = _TAIL.sub("", text.strip())
    if not text or len(text) > LONGEST:
        return None
    try:
        return _read_one(text, frame) or ranges.read(text, frame, _read_one) or _choice(text, frame)
    except OverflowError:  # before the first or after the last day of all calendars
        return None


def _read_one(text: str, frame: Frame) -> Reading | None:
    """A phrase that names one day or time."""
    if not text:
        return None
    return (
        shifts.from_now(text, frame)
        or _from_pieces(text, frame)
        or shifts.from_now_at(text, frame)
        or shifts.shifted(text, frame, _read_one)
        or _week_last(text, frame)
    )


def _week_last(text: str, frame: Frame) -> Reading | None:
    """“wednesday evening next week”: “wednesday next week evening”."""
    m = _WEEK_LAST.fullmatch(text)
    return _from_pieces(f"{m[1]} {m[3]} {m[2]}", frame) if m else None


def _from_pieces(text: str, frame: Frame) -> Reading | None:
    """Days, times, parts of the day and zones in any order."""
    for found in pieces.parses(text, frame):
        reading = combine.combine(found, frame)
        if reading:
            return reading
    return None


def _choice(text: str, frame: Frame) -> Reading | None:
    """“friday or monday”: two days, of which somebody has to choose."""
    first, found, second = text.partition(" or ")
    if not found:
        return None
    one, two = _read_one(first, frame), _read_one(second, frame)
    return Reading(one.deadline, two.deadline, "two") if one and two else None
