"""Dates as people read them: always with their weekday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from .. import dates
from ..operations import deadlines
from . import kit


class Reader(Protocol):
    """For whom something is drawn: whoever acts, or a channel's zone at an instant."""

    @property
    def zone(self) -> ZoneInfo:
        """The reader's zone."""

    @property
    def now(self) -> datetime:
        """Aware UTC."""

    @property
    def today(self) -> date:
        """The reader's own date."""


@dataclass(frozen=True)
class At:
    """A reader that is a place: a channel in a project's zone."""

    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """The date in that zone."""
        return self.now.astimezone(self.zone).date()


def due(item: deadlines.Due, zone: ZoneInfo, today: date) -> str:
    """A deadline on the reader's own clock: "Fri 27 Nov 17:00"; empty where there is none."""
    deadline = deadlines.seen_from(item, zone)
    return dates.show(deadline, today) if deadline else ""


@dataclass(frozen=True)
class Channel(At):
    """Many readers, each with a clock of their own; `zone` is the project's or program's."""


def deadline(reader: Reader, item: deadlines.Due) -> kit.Part:
    """A deadline for its reader.

    A day is a day everywhere; in a channel, an instant is shown by Slack on each reader's clock.
    """
    if not isinstance(reader, Channel) or item.due_at is None or item.due_time is None:
        return due(item, reader.zone, reader.today)
    zone = ZoneInfo(item.project.zone)
    return moment(item.due_at, f"{due(item, zone, reader.today)} {item.due_at.astimezone(zone):%Z}")


def moment(at: datetime, words: str) -> kit.Element:
    """An instant that Slack shows on the reader's clock; `words` where it cannot."""
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": "{day_divider_pretty} {time}",
        "fallback": words,
    }
