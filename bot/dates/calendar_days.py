"""Days by name: today, weekdays, days of a month, “in 3 days”."""

from __future__ import annotations

from datetime import date, timedelta
from re import Match

from bot.dates import days, numeric
from bot.dates.model import Frame, Piece
from bot.dates.spellings import MONTHS, WEEKDAYS

WEEKDAY = rf"(?P<wd>{'|'.join(WEEKDAYS)})"
MONTH = rf"(?P<mo>{'|'.join(MONTHS)})"

FROM_TODAY = {
    **{"today": 0, "tomorrow": 1, "day after tomorrow": 2, "overmorrow": 2, "next day": 1},
    **{"day after today": 1, "following day": 1, "same day": 0, "this day": 0},
    **{"yesterday": -1, "day before yesterday": -2, "current day": 0},
}


def named(m: Match[str], frame: Frame) -> Piece | None:
    """“today”, “tomorrow”, “the day after tomorrow”."""
    day = days.shift(frame.today, FROM_TODAY[m["name"]])
    return Piece("day", day=day) if day else None


def asap(m: Match[str], frame: Frame) -> Piece:
    """“asap”: today."""
    return Piece("day", day=frame.today)


def coming(m: Match[str], frame: Frame) -> Piece:
    """“friday”, “this friday”: the next one after today; said on a Friday, today may be meant."""
    weekday = WEEKDAYS.index(m["wd"])
    day = days.next_weekday(frame.today, weekday)
    other = frame.today if frame.today.weekday() == weekday else None
    return Piece("weekday", day=day, other_day=other, weekday=weekday, doubt="week")


def of_next_week(m: Match[str], frame: Frame) -> Piece:
    """“next friday”: Friday of the next calendar week; the coming one where that differs."""
    weekday = WEEKDAYS.index(m["wd"])
    day = days.monday_of(frame.today) + timedelta(days=7 + weekday)
    soon = days.next_weekday(frame.today, weekday)
    other = soon if soon != day else None
    if frame.today.weekday() == 6 and weekday != 6:  # whose week starts on Sunday is a week on
        other = day + timedelta(days=7)
    return Piece("day", day=day, other_day=other, doubt="week")


def of_week(m: Match[str], frame: Frame) -> Piece | None:
    """“wednesday of this week”, “friday next week”, “next week friday”, “friday in 2 weeks”."""
    weekday = WEEKDAYS.index(m["wd"])
    weeks = {"next": 1, "following": 1, "coming": 1, "last": -1, "previous": -1, "past": -1}
    count = weeks.get(m["which"], 0)
    return Piece("day", day=days.monday_of(frame.today) + timedelta(days=7 * count + weekday))


def last_one(m: Match[str], frame: Frame) -> Piece:
    """“last friday”: the one before today."""
    weekday = WEEKDAYS.index(m["wd"])
    back = (frame.today.weekday() - weekday - 1) % 7 + 1
    return Piece("day", day=frame.today - timedelta(days=back))


def after_next(m: Match[str], frame: Frame) -> Piece:
    """“friday after next”: the second one to come."""
    weekday = WEEKDAYS.index(m["wd"])
    day = days.next_weekday(frame.today, weekday) + timedelta(days=7)
    return Piece("day", day=day, other_day=day + timedelta(days=7), doubt="week")


def week_on(m: Match[str], frame: Frame) -> Piece:
    """“friday week”: a week after the coming Friday."""
    weekday = WEEKDAYS.index(m["wd"])
    return Piece("day", day=days.next_weekday(frame.today, weekday) + timedelta(days=7))


def nth_from_now(m: Match[str], frame: Frame) -> Piece | None:
    """“3 fridays from now”."""
    weekday, count = WEEKDAYS.index(m["wd"]), int(m["n"])
    day = days.shift(days.next_weekday(frame.today, weekday), 7 * (count - 1))
    return Piece("day", day=day) if day and count else None


def day_of_month(m: Match[str], frame: Frame) -> Piece | None:
    """“march 20”, “20th of march 2027”, “jan 1 2010”."""
    month, number = MONTHS.index(m["mo"]) + 1, int(m["d"])
    if m["y"]:
        day = days.make(numeric.full_year(m["y"].lstrip("'")), month, number)
        return Piece("day", day=day) if day else None
    found = numeric.next_such_day(frame.today, month, number)
    if found is None:
        return None
    which = m.groupdict().get("which")
    if which in ("next", "following"):
        later = numeric.next_such_day(date(frame.today.year + 1, 1, 1), month, number)
        other = later if later != found else None
        return Piece("day", day=found, other_day=other, doubt="year")
    return Piece("day", day=found)


def number_alone(m: Match[str], frame: Frame) -> Piece | None:
    """“the 20th”: this month, or the next that has such a day once it is past."""
    number = int(m["d"])
    year, month = frame.today.year, frame.today.month
    for _ in range(4):
        day = days.make(year, month, number)
        if day and day >= frame.today:
            unclear = m["bare"] == "the " and number == 2 and not m["on"]
            return Piece("day", day=day, other_day=frame.today if unclear else None)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def weekday_and_number(m: Match[str], frame: Frame) -> Piece | None:
    """“fri 20”: a day only where that day is a Friday."""
    piece = number_alone(m, frame)
    agrees = piece and piece.day and piece.day.weekday() == WEEKDAYS.index(m["wd"])
    return piece if agrees else None


def number_beside(m: Match[str], frame: Frame) -> Piece | None:
    """The “on 15” of “8pm on 15”: beside a time it is a day, alone only a number."""
    return number_alone(m, frame) if m.start() else None


def number_of_month(m: Match[str], frame: Frame) -> Piece | None:
    """“the 5th of next month”, “20 of this month”."""
    steps = {"next": 1, "following": 1, "coming": 1, "last": -1, "previous": -1}
    which = m["which"] or ""
    first = days.add_months(frame.today.replace(day=1), steps.get(which.strip(), 0))
    if first is None:
        return None
    day = days.make(first.year, first.month, int(m["d"]))
    if day and day < frame.today and which.strip() == "the":
        first = days.add_months(first, 1)
        day = days.make(first.year, first.month, int(m["d"])) if first else None
    return Piece("day", day=day) if day else None


_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:(?: of| in)? (?P<y>(?:19|2[01])\d\d|'?\d{2}(?=$| at \d))(?! ?:)(?: ?ad)?)?"

RULES = [
    (r"(?:the )?(?P<name>" + "|".join(sorted(FROM_TODAY, key=len, reverse=True)) + r")", named),
    (r"asap|as soon as possible", asap),
    (
        rf"{WEEKDAY}(?: of| in| from)?(?: the)? (?P<which>this|current|next"
        rf"|following|coming|last|previous|past) week",
        of_week,
    ),
    (
        rf"(?P<which>this|current|next|following|coming|last|previous|past)"
        rf" week(?:s| on)? {WEEKDAY}",
        of_week,
    ),
    (rf"{WEEKDAY} after next", after_next),
    (rf"(?:week on {WEEKDAY})", week_on),
    (rf"{WEEKDAY} week", week_on),
    (rf"(?:next|following) {WEEKDAY}", of_next_week),
    (rf"(?:last|past|previous|this past) {WEEKDAY}", last_one),
    (rf"(?:in )?(?P<n>\d{{1,2}}) {WEEKDAY}(?: from (?:now|today)| later)", nth_from_now),
    (rf"in (?P<n>[2-9]|\d\d) {WEEKDAY}", nth_from_now),
    (
        rf"{WEEKDAY}(?P<on>)(?P<bare> the | )(?P<d>\d{{1,2}})"
        r"(?=$| (?:at|@|by|around|morning|afternoon|evening|night|noon)\b)",
        weekday_and_number,
    ),
    (rf"(?:(?:this|this coming|coming|the coming|the) )?{WEEKDAY}", coming),
    (rf"(?P<y>\d{{4}}) {MONTH} {_DAY}", day_of_month),
    (
        rf"(?:the )?{_DAY}(?: day)?(?: of| in)? (?P<which>next|this|following)? ?{MONTH}{_YEAR}",
        day_of_month,
    ),
    (
        rf"(?:(?P<which>next|this|following) )?{MONTH} (?:the )?{_DAY}(?! ?(?:h"
        rf"|uhr|[ap]m?)\b)(?![:.]\d){_YEAR}",
        day_of_month,
    ),
    (
        rf"(?:the )?{_DAY}(?: day)? (?:of |in )?(?:the )?(?P<which>next |this "
        rf"|current |following |coming |last |previous )month",
        number_of_month,
    ),
    (rf"(?:the )?{_NTH}(?: day)? of (?P<which>the )month", number_of_month),
    (rf"(?P<on>(?:on|by|due|before|until) )?(?P<bare>the |){_NTH}(?! \w)", number_alone),
    (rf"(?P<on>(?:on|by|due|before|until) )(?P<bare>the |){_NTH}", number_alone),
    (r"(?P<on>on )(?P<bare>the )(?P<d>\d{1,2})(?![\d:.])", number_alone),
    (r"(?P<on>)(?P<bare>the )(?P<d>\d{1,2})$", number_alone),
    (r"(?P<on>on )(?P<bare>)(?P<d>\d{1,2})$", number_beside),
    (rf"(?P<on>)(?P<bare>the |){_NTH}", number_alone),
]
