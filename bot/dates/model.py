"""What a date phrase was understood to mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True)
class Deadline:
    """A day, and a wall-clock time where one was said, in the reader's zone."""

    day: date
    time: time | None = None


EDGE = "edge"
"""The other meaning is only another edge of one period: end of the week, start of a range."""
ASKED = frozenset({"week", "year", "weekday", "hour", "midnight", "order", "two"})
"""Doubts in which people really differ: which week's Friday, whether the weekday or the day …"""


@dataclass(frozen=True)
class Reading:
    """The meaning taken and, where people differ, the other one to offer."""

    deadline: Deadline
    other: Deadline | None = None
    doubt: str = EDGE

    @property
    def asked(self) -> bool:
        """Whether the two meanings are too far apart to take one of them without asking."""
        return self.doubt in ASKED and self.other not in (None, self.deadline)


@dataclass(frozen=True)
class Located:
    """A deadline found inside a line: the title left over and where the phrase stood."""

    title: str
    reading: Reading
    phrase: str
    marker: str | None
    span: tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """Where and when a phrase is read: everything its meaning depends on."""

    now: datetime
    order: str = "MDY"

    @property
    def today(self) -> date:
        """The reader's present day."""
        return self.now.date()


@dataclass(frozen=True)
class Piece:
    """One part of a phrase: a day, a weekday, a clock time, a part of the day, a zone."""

    kind: str
    day: date | None = None
    other_day: date | None = None
    doubt: str = EDGE
    weekday: int | None = None
    other_time: time | None = None
    minutes: int | None = None  # a zone: its distance from UTC
    zone: str | None = None  # a zone that keeps summer time
    after_midnight: bool = False  # the time belongs to the night that follows the day
    part: str | None = None
    time: time | None = None
