"""Lengths of time: “in 3 days”, “2h30m”, “5 business days from now”, “+1m”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.dates import days, zones
from bot.dates.model import Deadline, Frame

NUMBER = r"(?:\d{1,5}(?:\.\d{1,3})? ?|(?:an?|few) (?![smh]\b))"
UNIT = (
    r"(?:sec|s|minute|m|hour|h|workday|weekday|day|week|fortnight|month|quarter|year)"
    r"(?![a-z])"
)
SPAN = rf"{NUMBER}{UNIT}(?:(?: and)? ?{NUMBER}{UNIT}){{0,4}}"

_ONE = re.compile(rf"({NUMBER})({UNIT})")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MINUTES = {"sec": 1 / 60, "s": 1 / 60, "minute": 1, "m": 1, "hour": 60, "h": 60}


@dataclass
class Span:
    """A length of time in the parts that add up differently."""

    months: float = 0
    days: float = 0
    workdays: int = 0
    minutes: float = 0
    vague: bool = False  # “a few”: three, more or less
    timed: bool = False  # hours or minutes were named


def read_span(text: str) -> Span:
    """The length that a match of SPAN stands for."""
    span = Span()
    for typed, unit in _ONE.findall(text):
        number = typed.strip()
        span.vague |= number == "few"
        count = 3.0 if number == "few" else 1.0 if number[0] == "a" else float(number)
        if unit in _MONTHS:
            span.months += count * _MONTHS[unit]
        elif unit in _DAYS:
            span.days += count * _DAYS[unit]
        elif unit in ("workday", "weekday"):
            span.workdays += int(count)
        else:
            span.minutes += count * _MINUTES[unit]
            span.timed = True
    return span


def add(day: date, span: Span, sign: int = 1) -> date | None:
    """The day so much later (or earlier); hours are left out."""
    months = round(span.months)
    rest = (span.months - months) * 30  # half a month
    found = days.add_months(day, sign * months)
    if found and (span.days or rest):
        found = days.shift(found, sign * int(span.days + rest))
    if found and span.workdays:
        if span.workdays > 20_000:
            return None
        found = days.add_working_days(found, sign * span.workdays)
    return found


def from_now(span: Span, frame: Frame, sign: int = 1) -> Deadline | None:
    """Counted from now: a day, or a minute where hours or minutes were said."""
    day = add(frame.today, span, sign)
    if day is None or not 1900 <= day.year <= 9000:
        return None
    if not span.timed:
        return Deadline(day)
    start = datetime.combine(day, frame.now.timetz())
    end = zones.later(start, timedelta(minutes=sign * span.minutes))
    return Deadline(end.date(), end.time().replace(second=0, microsecond=0))
