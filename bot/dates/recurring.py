"""Repetition in words: “every other monday”, “every month on the 15th at 9am”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.dates import days, phrases, pieces, spoken, words
from bot.dates.model import Deadline
from bot.dates.spellings import MONTHS, WEEKDAYS

FARTHEST = 366 * 9  # days to look ahead: 29 February comes at least this often


@dataclass(frozen=True)
class Every:
    """A rule of repetition; a field that is empty asks for nothing."""

    unit: str  # day, workday, week, month, year
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()  # negative: from the month's end
    nth: int | None = None  # the n-th of the weekdays in its month
    month: int | None = None
    time: time | None = None

    @property
    def anchored(self) -> bool:
        """Whether the calendar decides the day, and not the day it began."""
        return bool(self.weekdays or self.month_days or self.unit == "workday")

    def first(self, now: datetime) -> Deadline:
        """The first time from now on."""
        day = now.date()
        if self.time and self.time <= now.time():
            day += timedelta(days=1)
        return Deadline(self._from(day), self.time)

    def after(self, last: date) -> date:
        """The next day after one that was kept."""
        if not self.anchored:
            return self._stepped(last)
        if self.interval == 1:
            return self._from(last + timedelta(days=1))
        # The interval counts in whole weeks, months or years from the last one.
        if self.unit == "week":
            rest_of_week = self._from(last + timedelta(days=1))
            if days.monday_of(rest_of_week) == days.monday_of(last):
                return rest_of_week
            return self._from(days.monday_of(last) + timedelta(weeks=self.interval))
        months = self.interval * (12 if self.unit == "year" else 1)
        return self._from(days.add_months(last.replace(day=1), months) or last)

    def _stepped(self, day: date) -> date:
        if self.unit in ("day", "week"):
            return day + timedelta(days=self.interval * (7 if self.unit == "week" else 1))
        return days.add_months(day, self.interval * (12 if self.unit == "year" else 1)) or day

    def _from(self, day: date) -> date:
        for step in range(FARTHEST):
            if self._fits(day + timedelta(days=step)):
                return day + timedelta(days=step)
        return day

    def _fits(self, day: date) -> bool:
        if self.month and day.month != self.month:
            return False
        if self.unit == "workday" and not days.is_working_day(day):
            return False
        if self.month_days:
            length = days.last_of_month(day.year, day.month).day
            return any(day.day == (n if n > 0 else length + 1 + n) for n in self.month_days)
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if self.nth is not None:
            first = day.replace(day=1)
            last = days.last_of_month(day.year, day.month)
            return days.nth_weekday(first, last, day.weekday(), self.nth) == day
        return True


_DAY = "|".join(WEEKDAYS)
_MONTHS = "|".join(MONTHS)
_STEP = r"(?:(?P<step>other|2nd|3rd|4th|alternate|\d{1,3}) )?"
_LIST = rf"(?P<days>(?:{_DAY})s?(?:(?: and| or| -|)? (?:{_DAY})s?)*)"
_NTH = r"(?P<nth>1st|2nd|3rd|4th|5th|last|1|2|3|4|5)"
_DATES = r"(?P<dates>\d{1,2}(?:st|nd|rd|th)(?: and \d{1,2}(?:st|nd|rd|th))*|last day)"
_OF_MONTH = r"(?: of| in)?(?: the| each| every)? month"

_PATTERNS = [
    (
        re.compile(
            rf"every {_STEP}(?P<unit>day|workday|weekday|week|fortnight|month|quarter|year)"
        ),
        "plain",
    ),
    (
        re.compile(
            r"(?P<word>daily|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annually)"
        ),
        "word",
    ),
    (re.compile(rf"(?:every {_STEP}week |(?:bi)?weekly )(?:on )?{_LIST}"), "weekdays"),
    (re.compile(rf"every {_STEP}{_LIST}"), "weekdays"),
    (re.compile(r"every (?P<step>)weekend"), "weekend"),
    (re.compile(r"(?:on )?(?P<unit>weekday)"), "plain"),
    (re.compile(rf"every (?:the )?{_NTH} (?P<days>{_DAY})(?:{_OF_MONTH})?"), "nth"),
    (
        re.compile(rf"(?:the )?{_NTH} (?P<days>{_DAY}) (?:of |in )?(?:every|each) {_STEP}month"),
        "nth",
    ),
    (
        re.compile(rf"(?:every {_STEP}month|monthly) (?:on )?(?:the )?{_NTH} (?P<days>{_DAY})"),
        "nth",
    ),
    (
        re.compile(rf"every (?:the )?{_NTH} (?P<days>{_DAY}) (?:of |in )?(?P<month>{_MONTHS})"),
        "nth",
    ),
    (
        re.compile(rf"(?:the )?{_NTH} (?P<days>{_DAY}) (?:of |in )?every (?P<month>{_MONTHS})"),
        "nth",
    ),
    (re.compile(rf"every (?:the )?(?!2nd$){_DATES}(?:{_OF_MONTH})?"), "dates"),
    (
        re.compile(rf"(?:on )?(?:the )?{_DATES} (?:day )?(?:of |in )?(?:every|each) {_STEP}month"),
        "dates",
    ),
    (re.compile(rf"(?:every {_STEP}month|monthly) (?:on )?(?:the )?{_DATES}"), "dates"),
    (
        re.compile(
            rf"every (?:year on )?(?P<month>{_MONTHS}) (?P<dates>\d{{1,2}}(?:st|nd|rd|th)?)"
        ),
        "dates",
    ),
    (
        re.compile(
            rf"every (?:the )?(?P<dates>\d{{1,2}}(?:st|nd|rd|th)?) (?:of )?(?P<month>{_MONTHS})"
        ),
        "dates",
    ),
    (re.compile(r"every (?P<part>morning|afternoon|evening|night)"), "part"),
]
_WORDS = {
    "daily": ("day", 1),
    "weekly": ("week", 1),
    "biweekly": ("week", 2),
    "fortnightly": ("week", 2),
    "monthly": ("month", 1),
    "quarterly": ("month", 3),
    "yearly": ("year", 1),
    "annually": ("year", 1),
}
_UNITS = {"weekday": ("workday", 1), "fortnight": ("week", 2), "quarter": ("month", 3)}
_PARTS = {"morning": time(9), "afternoon": time(15), "evening": time(19), "night": time(21)}


def read(text: str, language: str = "en") -> Every | None:
    """The rule that the words state; None if they state none."""
    if len(text) > phrases.LONGEST:
        return None
    phrase = words.normalise(text, language).removeprefix("repeat ").removeprefix("repeats ")
    phrase = phrase.removeprefix("on ")
    for rule_text, at in _with_time(phrase):
        for pattern, kind in _PATTERNS:
            m = pattern.fullmatch(rule_text)
            every = _rule(kind, m.groupdict()) if m else None
            if every:
                return replace(every, time=_in_its_part(every, at)) if at else every
    return None


def _with_time(phrase: str) -> Iterator[tuple[str, time | None]]:
    """The phrase whole, then with a time cut off its end or its start."""
    yield phrase, None
    parts = phrase.split(" ")
    for cut in range(len(parts) - 1, 0, -1):
        left, right = " ".join(parts[:cut]), " ".join(parts[cut:])
        if cut >= len(parts) - 5 and (at := _clock(right)):
            yield left.removesuffix(" at").removesuffix(" @"), at
        if cut <= 5 and (at := _clock(left)):
            yield right.removeprefix("on "), at


def _in_its_part(every: Every, at: time) -> time:
    """The nine of “every night at 9” is in the evening."""
    late = every.time and every.time.hour > 12
    return at.replace(hour=at.hour + 12) if late and 0 < at.hour < 12 else at


def _clock(text: str) -> time | None:
    return pieces.clock_time(text)


def _rule(kind: str, m: dict[str, str | None]) -> Every | None:
    step = {"other": 2, "alternate": 2, "2nd": 2, "3rd": 3, "4th": 4}
    given = m.get("step") or "1"
    interval = step.get(given) or int(given)
    if not interval:
        return None
    month = MONTHS.index(m["month"] or "") + 1 if m.get("month") else None
    weekdays = tuple(sorted({WEEKDAYS.index(d) for d in re.findall(_DAY, m.get("days") or "")}))
    if kind == "plain":
        unit, times = _UNITS.get(m["unit"] or "", (m["unit"] or "day", 1))
        return Every(unit, interval * times)
    if kind == "word":
        return Every(*_WORDS[m["word"] or ""])
    if kind == "weekdays":
        return Every("week", interval, weekdays)
    if kind == "weekend":
        return Every("week", 1, (5,))
    if kind == "part":
        return Every("day", time=_PARTS[m["part"] or ""])
    if kind == "nth":
        nth = -1 if m["nth"] == "last" else int((m["nth"] or "1")[0])
        return Every("year" if month else "month", interval, weekdays, nth=nth, month=month)
    if kind == "dates":
        if m["dates"] == "last day":
            return Every("month", interval, month_days=(-1,))
        numbers = tuple(int(n) for n in re.findall(r"\d+", m["dates"] or ""))
        if not all(1 <= n <= 31 for n in numbers):
            return None
        if month and not any(days.make(2024, month, n) for n in numbers):
            return None
        return Every("year" if month else "month", interval, month_days=numbers, month=month)
    return None


def in_any_language(text: str, language: str) -> Every | None:
    """The rule in a language, or else in any other."""
    for each in dict.fromkeys([language, *spoken.LANGUAGES]):
        every = read(text, each)
        if every is not None:
            return every
    return None
