"""Calendar arithmetic: weekdays, months that clamp, working days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

NO_HOLIDAYS: frozenset[date] = frozenset()


def make(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, days: float) -> date | None:
    """So many days on; None beyond the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def last_of_month(year: int, month: int) -> date:
    """The month's last day."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date | None:
    """The same day so many months on, at most the month's last (31 Jan + 1 = 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return min(
        last_of_month(year, month + 1),
        date(year, month + 1, min(day.day, 28)) + timedelta(days=max(day.day - 28, 0)),
    )


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday strictly after the day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def nth_weekday(first: date, last: date, weekday: int, n: int) -> date | None:
    """The n-th such weekday between two days; counted from the end when n is negative."""
    if n > 0:
        day = next_weekday(first - timedelta(days=1), weekday) + timedelta(weeks=n - 1)
    else:
        day = last - timedelta(days=(last.weekday() - weekday) % 7) + timedelta(weeks=n + 1)
    return day if first <= day <= last else None


def is_working_day(day: date, holidays: frozenset[date] = NO_HOLIDAYS) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(day: date, n: int, holidays: frozenset[date] = NO_HOLIDAYS) -> date:
    """The n-th working day after the day (before it when n is negative); n=0 is the day itself."""
    step = 1 if n > 0 else -1
    left = abs(n)
    # Whole weeks at once, so that a large number costs no more than a small one.
    if not holidays and left > 10:
        weeks = left // 5 - 1
        day += timedelta(weeks=weeks * step)
        left -= weeks * 5
    while left:
        day += timedelta(days=step)
        if is_working_day(day, holidays):
            left -= 1
    return day


def working_days_between(first: date, last: date, holidays: frozenset[date] = NO_HOLIDAYS) -> int:
    """How many working days lie after the first day, up to and with the last."""
    if last < first:
        return -working_days_between(last, first, holidays)
    weeks, rest = divmod((last - first).days, 7)
    count = weeks * 5 + sum((first + timedelta(days=i)).weekday() < 5 for i in range(1, rest + 1))
    return count - sum(1 for day in holidays if first < day <= last and day.weekday() < 5)
