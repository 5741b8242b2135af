"""Stretches of days, first and last included: “3-14 aug”, “next week”, “until friday”."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates import lines, periods, ranges, spans, words
from bot.dates.model import Frame

Stretch = tuple[date, date]

_PERIOD = re.compile(rf"(?:in |during |all )?{periods.PERIOD}")
_SPAN = re.compile(rf"(?:for )?({spans.SPAN})")
_LEAD = re.compile(r"(?:from|on|for|between|starting) ", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|til|through|to) (.+)", re.IGNORECASE)
# The “3” of “3 to 14 august” has its month behind the other side: not cut here.
_SIDES = re.compile(r"(?!(?:the )?\d+(?:st|nd|rd|th)? )(.+?) (?:to|until|through|-) (.+)")
_DASH = re.compile(r"\s*[-–—]\s*")
_YEAR = re.compile(r"\d{4}")
FAR = timedelta(days=300)


def read(text: str, frame: Frame, language: str = "en") -> Stretch | None:
    """The days that a phrase names; None if it names none."""
    found = _read(text, frame, language)
    if found is None or found[0] - frame.today < FAR or _YEAR.search(text):
        return found
    # “20-30 nov” said on the 25th is not next year's: it has begun.
    earlier = _read(text, Frame(frame.now - timedelta(days=60), frame.order), language)
    return earlier if earlier and earlier[0] <= frame.today <= earlier[1] else found


def _read(text: str, frame: Frame, language: str) -> Stretch | None:
    phrase = words.normalise(text, language)
    if m := _PERIOD.fullmatch(phrase):
        found = periods.candidates(m, frame)
        period = next((each for each in found if each.last >= frame.today), found[-1])
        return period.first, period.last
    if m := _SPAN.fullmatch(phrase):
        after = spans.add(frame.today, spans.read_span(m[1]))
        return (frame.today, after - timedelta(days=1)) if after and after > frame.today else None
    text = _LEAD.sub("", text, count=1)
    if m := _UNTIL.fullmatch(text):
        last = lines.read_phrase(m[1], frame, language)
        return (frame.today, last.deadline.day) if last else None
    return _days(text, frame, language) or _days(_DASH.sub(" to ", text, count=1), frame, language)


def _days(text: str, frame: Frame, language: str) -> Stretch | None:
    """A range of days, or one day."""
    if m := _SIDES.fullmatch(words.normalise(text, language)):
        sides = [lines.read_phrase(each, frame, language) for each in m.groups()]
        first, last = (each.deadline.day if each else None for each in sides)
        if first and last and 0 < (first - last).days <= 7 and last.year < date.max.year:
            last += timedelta(days=7)  # “monday until friday”, said on a wednesday
        if first and last and first <= last:
            return first, last
    reading = lines.read_phrase(text, frame, language)
    if reading is None:
        return None
    first = last = reading.deadline.day
    if reading.other and ranges.SPLIT.search(words.normalise(text, language)):
        first, last = sorted((first, reading.other.day))
    return first, last
