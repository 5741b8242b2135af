"""From a wall clock in a zone to an instant, through summer time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dates.model import Deadline

END_OF_DAY = time(23, 59)


def instant(deadline: Deadline, zone: ZoneInfo, *, end_of_day: time = END_OF_DAY) -> datetime:
    """The moment (UTC) that a deadline stands for in a zone.

    A time that summer time skips moves forward by the gap; one that happens twice is the first.
    """
    wall = datetime.combine(deadline.day, deadline.time or end_of_day, tzinfo=zone)
    # fold=0 reads a skipped time with the offset before the change: that is the move forward.
    return wall.replace(fold=0).astimezone(UTC)


def odd_clock(deadline: Deadline, zone: ZoneInfo) -> str:
    """Whether a change of the clocks leaves a deadline's time out ("skipped") or doubles it."""
    if deadline.time is None:
        return ""
    wall = datetime.combine(deadline.day, deadline.time, tzinfo=zone)
    if wall.utcoffset() == wall.replace(fold=1).utcoffset():
        return ""
    back = wall.astimezone(UTC).astimezone(zone)
    return "twice" if back.replace(tzinfo=None) == wall.replace(tzinfo=None) else "skipped"


def later(now: datetime, span: timedelta) -> datetime:
    """The wall clock after so much real time has passed, summer time or not."""
    return (now.astimezone(UTC) + span).astimezone(now.tzinfo)


# What people type after a time. Letters that name several zones take the usual one.
FIXED = {
    **dict.fromkeys(("utc", "gmt", "z", "wet"), 0),
    **dict.fromkeys(("cet", "bst", "west", "wat"), 60),
    **dict.fromkeys(("cest", "eet", "sast", "cat"), 120),
    **dict.fromkeys(("eest", "msk", "trt"), 180),
    "gst": 240,
    "pkt": 300,
    "ist": 330,
    **dict.fromkeys(("ict", "wib"), 420),
    **dict.fromkeys(("sgt", "hkt", "awst"), 480),
    **dict.fromkeys(("jst", "kst"), 540),
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "brt": -180,
    "edt": -240,
    **dict.fromkeys(("est", "cdt"), -300),
    **dict.fromkeys(("cst", "mdt"), -360),
    **dict.fromkeys(("mst", "pdt"), -420),
    **dict.fromkeys(("pst", "akdt"), -480),
    "akst": -540,
    "hst": -600,
}
NAMED = {
    **dict.fromkeys(("et", "eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pacific"), "America/Los_Angeles"),
}
