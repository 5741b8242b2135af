"""Working days of somebody's calendar: weekdays that they work, without public holidays."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

MONDAY_TO_FRIDAY = frozenset(range(5))
LONGEST = 400
"""Days to look for one that is worked; a calendar without any has none."""


@dataclass(frozen=True)
class Calendar:
    """`weekdays` are those worked (Monday is 0); holidays and days away are not."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: Container[date] = frozenset()
    away: Container[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether a day is worked."""
        at_work = day.weekday() in self.weekdays and day not in self.holidays
        return at_work and day not in self.away

    def worked_from(self, day: date) -> date:
        """The first working day that is not before a day."""
        return day if self.works(day) else self.next(day)

    def next(self, day: date, n: int = 1) -> date:
        """The n-th working day after a day; before it where n is negative, itself where it is 0."""
        step = timedelta(days=1 if n > 0 else -1)
        left, tried = abs(n), 0
        while left and tried < LONGEST:
            day += step
            tried += 1
            if self.works(day):
                left, tried = left - 1, 0
        return day

    def between(self, first: date, last: date, most: int | None = None) -> int:
        """How many working days lie after the first day, up to and with the last.

        Not counted any further than `most`, for whoever only asks whether it is so many.
        """
        if last < first:
            return -self.between(last, first, most)
        if most is not None:  # nor for ever, where nothing is worked
            last = min(last, first + timedelta(days=LONGEST))
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(1 for _ in islice(filter(self.works, days), most))
