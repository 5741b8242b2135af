"""Deadlines between zones: typed on the person's clock, kept on the project's."""

from __future__ import annotations

from datetime import MAXYEAR, UTC, date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from .. import dates
from ..errors import Invalid


class Due(Protocol):
    """Anything with a deadline: a task or a milestone."""

    due: Any
    due_time: Any
    due_at: Any
    project: Any


def kept(deadline: dates.Deadline | None, zone: str) -> dict[str, Any]:
    """The three columns of a deadline: date and time in the project's zone, and the instant.

    A day without a time is over when it ends in that zone.
    """
    if deadline is None:
        return {"due": None, "due_time": None, "due_at": None}
    at = _instant(deadline, ZoneInfo(zone))
    return {"due": deadline.day, "due_time": deadline.time, "due_at": at}


def _instant(deadline: dates.Deadline, here: ZoneInfo) -> datetime:
    """The moment of a deadline; refuses one that not every zone's calendar and Slack can show."""
    if not 1970 < deadline.day.year < MAXYEAR:
        raise Invalid("due", f"{deadline.day} is no date to work towards: choose a nearer one.")
    return dates.instant(deadline, here)


def between(deadline: dates.Deadline | None, here: ZoneInfo, there: str) -> dates.Deadline | None:
    """A wall clock of one zone on the clocks of another; a day without a time stays that day."""
    if deadline is None or deadline.time is None:
        return deadline
    return at(_instant(deadline, here), there)


def at(instant: datetime, zone: str) -> dates.Deadline:
    """An instant on the clocks of a zone."""
    there = instant.astimezone(ZoneInfo(zone))
    return dates.Deadline(there.date(), there.time().replace(second=0, microsecond=0))


def of(item: Due) -> dates.Deadline | None:
    """An item's deadline on its project's clocks."""
    return dates.Deadline(item.due, item.due_time) if item.due else None


def elsewhere(item: Due, there: str) -> dates.Deadline | None:
    """An item's deadline on the clocks of another project: the same moment, or the same day."""
    return between(of(item), zone(item.project.zone), there)


def seen_from(item: Due, zone: ZoneInfo) -> dates.Deadline | None:
    """An item's deadline on the reader's clocks."""
    if item.due is None or item.due_time is None or item.due_at is None:
        return of(item)
    return at(item.due_at, str(zone))


def late(item: Due, now: datetime) -> bool:
    """Whether the deadline is over."""
    return item.due_at is not None and item.due_at < now.astimezone(UTC)


def days_late(item: Due, today: date) -> int:
    """Days since the deadline's date, 0 where it is still to come."""
    return max((today - item.due).days, 0) if item.due else 0


def zone(name: str) -> ZoneInfo:
    """A zone by its IANA name."""
    return ZoneInfo(name)


def write(deadline: dates.Deadline) -> str:
    """A deadline as a button's value carries it: "2026-11-27" or "2026-11-27T17:00"."""
    day = deadline.day.isoformat()
    return f"{day}T{deadline.time:%H:%M}" if deadline.time else day


def read(text: str) -> dates.Deadline:
    """The way back from `write`."""
    day, _, clock = text.partition("T")
    return dates.Deadline(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)
