"""Days written in figures: ISO, slashes, dots; day and month in either order."""

from __future__ import annotations

from datetime import date, time, timedelta
from re import Match

from bot.dates import days
from bot.dates.model import Frame, Piece


def full_year(text: str) -> int:
    """“26” is 2026 and “74” is 1974: two figures mean the years around our own."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= 70 else 2000)


def iso(m: Match[str], frame: Frame) -> Piece | None:
    """“2026-04-01”, “2022/11/30”, “2014.12.28”."""
    day = days.make(int(m["y"]), int(m["mo"]), int(m["d"]))
    return Piece("day", day=day) if day else None


def compact(m: Match[str], frame: Frame) -> Piece | None:
    """“20260401”, alone or directly before a “t” and a time."""
    return iso(m, frame)


def iso_time(m: Match[str], frame: Frame) -> Piece | None:
    """The “t17:00:30.5” of an ISO instant."""
    hour, minute = int(m["h"]), int(m["m"])
    if hour > 23 or minute > 59:
        return None
    return Piece("clock", time=time(hour, minute))


def iso_week(m: Match[str], frame: Frame) -> Piece | None:
    """“2026-W14”, “week 14”: its Monday, or the Friday."""
    number = int(m["w"])
    if m["y"]:
        return _week(int(m["y"]), number, m["wd"])
    for year in (frame.today.year, frame.today.year + 1):
        piece = _week(year, number, None)
        if piece and piece.day and piece.day + timedelta(days=4) >= frame.today:
            return piece
    return None


def _week(year: int, number: int, weekday: str | None) -> Piece | None:
    try:
        monday = date.fromisocalendar(year, number, int(weekday or 1))
    except ValueError:
        return None
    return Piece("day", day=monday, other_day=None if weekday else monday + timedelta(days=4))


def with_year(m: Match[str], frame: Frame) -> Piece | None:
    """“3/4/2026”, “13.05.2026”, “8/25/26”, “3-7-2017”."""
    short = m["sep"].strip() == "." and len(m["y"]) == 2 and len(m["a"] + m["b"]) < 4
    if short and frame.order != "DMY":
        return None  # “1.10.30” is a version
    year = full_year(m["y"])
    return _either(_orders(int(m["a"]), int(m["b"]), year, frame), frame)


def without_year(m: Match[str], frame: Frame) -> Piece | None:
    """“3/20”, “22/04”: the next such day, today included."""
    a, b = int(m["a"]), int(m["b"])
    if not (1 <= a <= 31 and 1 <= b <= 31):
        return None
    found = []
    for month, day in _pairs(a, b, frame):
        upcoming = next_such_day(frame.today, month, day)
        if upcoming:
            found.append(upcoming)
    return _either(found, frame)


def next_such_day(today: date, month: int, day: int) -> date | None:
    """The next such day of the year, today included; 29 February waits for its year."""
    for year in range(today.year, today.year + 9):
        found = days.make(year, month, day)
        if found and found >= today:
            return found
    return None


def _pairs(a: int, b: int, frame: Frame) -> list[tuple[int, int]]:
    """(month, day) as the person's order has it, then the other way where that can be."""
    pairs = [(a, b), (b, a)] if frame.order != "DMY" else [(b, a), (a, b)]
    return [pair for pair in pairs if pair[0] <= 12]


def _orders(a: int, b: int, year: int, frame: Frame) -> list[date]:
    found = []
    for month, day in _pairs(a, b, frame):
        made = days.make(year, month, day)
        if made:
            found.append(made)
        elif day <= 31 and a <= 12 and b <= 12:
            return []
    # “02/29/2022” must not turn into another day: only the order may change, never the day.
    return found


def _either(found: list[date], frame: Frame) -> Piece | None:
    if not found:
        return None
    other = None
    if len(found) > 1 and found[0] != found[1] and frame.order not in ("MDY", "DMY"):
        other = found[1]
    return Piece("day", day=found[0], other_day=other, doubt="order")


def dashed(m: Match[str], frame: Frame) -> Piece | None:
    """“2-15”: a day only where it cannot be two of anything else."""
    if max(int(m["a"]), int(m["b"])) <= 12:
        return None
    return without_year(m, frame)


def dotted(m: Match[str], frame: Frame) -> Piece | None:
    """“20.3.” and, where days come first, “20.03”."""
    if not m["end"] and (frame.order != "DMY" or len(m["a"]) + len(m["b"]) < 4):
        return None
    return without_year(m, Frame(frame.now, "DMY") if m["end"] else frame)


def month_and_year(m: Match[str], frame: Frame) -> Piece | None:
    """“09/2026”, “2026-09”: its first day, or the last."""
    first = days.make(int(m["y"]), int(m["mo"]), 1)
    if first is None:
        return None
    return Piece("day", day=first, other_day=days.last_of_month(first.year, first.month))


_END = r"(?![\d./:-]*\d)"

RULES = [
    (r"(?P<y>\d{4})-w(?P<w>\d{1,2})(?:-(?P<wd>[1-7]))?", iso_week),
    (
        r"(?:the )?(?:calendar )?(?:week|wk|cw|kw) (?:no |number )?(?P<w>\d{1,2})"
        r"(?:(?: of)? (?P<y>\d{4}))?"
        r"(?P<wd>)(?! (?:from|after|later|before))",
        iso_week,
    ),
    (r"(?P<y>\d{4})(?P<sep>[-/.])(?P<mo>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?=$|[ t])", iso),
    (r"(?P<y>(?:19|20)\d{2})(?P<mo>\d{2})(?P<d>\d{2})(?=t\d|$)", compact),
    (r"(?P<y>\d{4}) (?P<mo>\d{1,2}) (?P<d>\d{1,2})(?=$)", iso),
    (r" ?t(?P<h>\d{2}):?(?P<m>\d{2})(?::?\d{2}(?:[.,]\d+)?)?", iso_time),
    (
        r"(?P<a>\d{1,2})(?P<sep> ?[/.-] ?)(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})\.?" + _END,
        with_year,
    ),
    (r"(?P<a>\d{1,2}) ?/ ?(?P<b>\d{1,2})" + _END, without_year),
    (r"(?P<a>\d{1,2}) ?- ?(?P<b>\d{1,2})" + _END, dashed),
    (r"(?P<a>\d{1,2})\. ?(?P<b>\d{1,2})(?P<end>\.?)" + _END, dotted),
    (r"(?P<mo>\d{1,2})/(?P<y>\d{4})", month_and_year),
    (r"(?P<y>\d{4})[-/](?P<mo>\d{1,2})", month_and_year),
]
