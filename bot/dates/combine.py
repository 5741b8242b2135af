"""Putting the pieces of a phrase together into one meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.dates import clock, days
from bot.dates.model import EDGE, Deadline, Frame, Piece, Reading


def combine(found: tuple[Piece, ...], frame: Frame) -> Reading | None:
    """One meaning from the pieces of a phrase."""
    by_kind = {piece.kind: piece for piece in found}
    day, other_day, doubt = _day(by_kind, frame)
    clock_piece, part, edge = (by_kind.get(k) for k in ("clock", "part", "edge"))
    zone = by_kind.get("zone")
    if clock_piece:
        reading = _timed(clock_piece, part or edge, zone, day, other_day, frame)
        return replace(reading, doubt=doubt) if other_day and reading else reading
    if part:
        return _part(part, day, other_day, doubt, frame)
    if edge:
        return _either(day or frame.today, other_day, edge.time, doubt)
    if day is None:
        return None  # a zone alone
    return _either(day, other_day, None, doubt)


def _either(day: date, other_day: date | None, at: time | None, doubt: str) -> Reading:
    return Reading(Deadline(day, at), Deadline(other_day, at) if other_day else None, doubt)


def _day(by_kind: dict[str, Piece], frame: Frame) -> tuple[date | None, date | None, str]:
    """The day, the other one that may be meant, and why."""
    piece, weekday = by_kind.get("day"), by_kind.get("weekday")
    if piece is None:
        piece = weekday
    elif weekday and piece.day and piece.day.weekday() != weekday.weekday:
        # The weekday contradicts the day: the nearest such weekday may be meant.
        gap = ((weekday.weekday or 0) - piece.day.weekday() + 3) % 7 - 3
        return piece.day, days.shift(piece.day, gap), "weekday"
    if piece is None:
        for kind in ("clock", "part"):
            owner = by_kind.get(kind)
            if owner and owner.day:
                return owner.day, None, EDGE
        return None, None, EDGE
    return piece.day, piece.other_day, piece.doubt


def _timed(
    piece: Piece,
    part: Piece | None,
    zone: Piece | None,
    day: date | None,
    other_day: date | None,
    frame: Frame,
) -> Reading | None:
    at, other_at = piece.time, piece.other_time
    assert at is not None
    if part and part.part and piece.part == "open":
        name = part.part.split()[-1]
        placed, _ = clock.in_part(at.hour % 12 or 12, at.minute, name)
        at, other_at = placed or at, None
    elif piece.part == "open" and other_at is None:
        pass
    if day is None:
        return _coming_time(at, other_at, zone, piece, frame)
    shown = at
    if piece.after_midnight:
        night = days.shift(day, 1)
        if piece.day or (part and part.part == "night"):
            day = night or day
        elif at == time(0):
            return _either(day, night, at, "midnight")
        else:
            day = night or day
    deadline = _in_zone(day, shown, zone, frame)
    if other_day:
        return Reading(deadline, _in_zone(other_day, shown, zone, frame))
    other = _in_zone(day, other_at, zone, frame) if other_at else None
    return Reading(deadline, other, piece.doubt)


def _coming_time(
    at: time, other_at: time | None, zone: Piece | None, piece: Piece, frame: Frame
) -> Reading:
    """A time without a day: today if it is still to come, else tomorrow."""

    def coming(moment: time) -> Deadline:
        day = frame.today
        if zone:
            day = frame.now.astimezone(_tzinfo(zone)).date()
        found = _in_zone(day, moment, zone, frame)
        if datetime.combine(found.day, found.time or moment) <= frame.now.replace(tzinfo=None):
            found = _in_zone(day + timedelta(days=1), moment, zone, frame)
        return found

    first = coming(at)
    if other_at is None:
        return Reading(first)
    return Reading(first, coming(other_at), piece.doubt)


def _in_zone(day: date, at: time, zone: Piece | None, frame: Frame) -> Deadline:
    if zone is None:
        return Deadline(day, at)
    there = datetime.combine(day, at, tzinfo=_tzinfo(zone)).astimezone(UTC)
    here = there.astimezone(frame.now.tzinfo)
    return Deadline(here.date(), here.time())


def _tzinfo(zone: Piece) -> ZoneInfo | timezone:
    if zone.zone:
        return ZoneInfo(zone.zone)
    return timezone(timedelta(minutes=zone.minutes or 0))


def _part(
    piece: Piece, day: date | None, other_day: date | None, doubt: str, frame: Frame
) -> Reading | None:
    """A part of a day: its usual hour, or only the day once that hour is past."""
    name = piece.part or ""
    at = clock.PARTS.get(name) or clock.PARTS[name.split()[-1]]
    if day is None:
        day = frame.today
        if datetime.combine(day, at) <= frame.now.replace(tzinfo=None):
            day += timedelta(days=1)
    elif datetime.combine(day, at) <= frame.now.replace(tzinfo=None):
        return _either(day, other_day, None, doubt)
    return _either(day, other_day, at, doubt)
