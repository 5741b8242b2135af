"""Dates as people write them: deadlines, schedules, durations, working days."""

from __future__ import annotations

from datetime import date, datetime

from bot.dates import endings, fallback, lines, located, phrases, stretches, timing
from bot.dates.days import add_working_days, is_working_day, working_days_between
from bot.dates.durations import read_duration, show_duration
from bot.dates.endings import next_occurrence
from bot.dates.impossible import no_such_day
from bot.dates.model import Deadline, Frame, Located, Reading
from bot.dates.numeric import next_such_day
from bot.dates.recurring import Every
from bot.dates.recurring import read as read_every
from bot.dates.schedules import read_schedule
from bot.dates.show import show, show_day
from bot.dates.timing import Timing
from bot.dates.words import normalise
from bot.dates.zones import instant, odd_clock

__all__ = [
    "Deadline",
    "Every",
    "Located",
    "Reading",
    "Timing",
    "add_working_days",
    "instant",
    "is_working_day",
    "locate",
    "next_occurrence",
    "next_such_day",
    "no_such_day",
    "normalise",
    "odd_clock",
    "read_duration",
    "read_every",
    "read_phrase",
    "read_rule",
    "read_schedule",
    "read_stretch",
    "read_timing",
    "show",
    "show_day",
    "show_duration",
    "working_days_between",
]


def read_phrase(
    text: str, now: datetime, *, language: str = "en", order: str = "MDY"
) -> Reading | None:
    """The meaning of a phrase that is nothing but a date; None if it is none."""
    if len(text) > phrases.LONGEST:
        return None
    frame = Frame(now, order)
    reading = lines.read_phrase(text, frame, language)
    if reading is None and (every := read_every(text, language)):
        return Reading(every.first(now))
    return reading or fallback.read(text, frame, language)


def locate(line: str, now: datetime, *, language: str = "en", order: str = "MDY") -> Located | None:
    """The deadline that a line names and the title that is left; None if it names none."""
    return located.find(line, Frame(now, order), language)


def read_timing(line: str, now: datetime, *, language: str = "en", order: str = "MDY") -> Timing:
    """All the times that a line names (start, deadline, repetition) and the title that is left."""
    return timing.read(line, Frame(now, order), language)


def read_rule(
    text: str, now: datetime, *, language: str = "en", order: str = "MDY"
) -> tuple[str, Every] | None:
    """A rule of repetition as a task keeps it, its end as a plain date; None if it is none."""
    if len(text) > phrases.LONGEST:
        return None
    kept = endings.bounded(text, Frame(now, order), language)
    every = read_every(endings.split(kept)[0], language) if kept else None
    return (kept, every) if kept and every else None


def read_stretch(
    text: str, now: datetime, *, language: str = "en", order: str = "MDY"
) -> tuple[date, date] | None:
    """The first and the last of the days that a phrase names; None if it names none."""
    if len(text) > phrases.LONGEST:
        return None
    return stretches.read(text, Frame(now, order), language)
