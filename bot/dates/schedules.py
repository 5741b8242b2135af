"""The weekly hour of a digest: “monday 9am”."""

from __future__ import annotations

import re
from datetime import time

from bot.dates import spellings, words

DEFAULT = time(9)

_SCHEDULE = re.compile(
    rf"(?:(?:every|on|week) )*(?P<day>{'|'.join(spellings.WEEKDAYS)})(?: (?:at|@))?"
    r"(?: (?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?: (?P<half>[ap])m?)?(?: (?:uhr|h|oclock))?"
    r"| (?P<noon>noon))?"
)


def read_schedule(text: str) -> tuple[int, time] | None:
    """Weekday (Monday is 0) and time, 09:00 where none is said; None if it is no such thing."""
    match = _SCHEDULE.fullmatch(words.normalise(text[:80]))
    if match is None:
        return None
    weekday = spellings.WEEKDAYS.index(match["day"])
    if match["noon"]:
        return weekday, time(12)
    if match["hour"] is None:
        return weekday, DEFAULT
    at = hour_of_day(int(match["hour"]), int(match["minute"] or 0), match["half"])
    return (weekday, at) if at else None


def hour_of_day(hour: int, minute: int = 0, half: str | None = None) -> time | None:
    """A clock time with “a”/“p” where said; None where no clock shows it."""
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute)
