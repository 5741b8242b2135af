"""`<!date^…>` as a reader sees it: https://docs.slack.dev/messaging/formatting-message-text#date-formatting"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def shown(timestamp: int, form: str, tz: str, now: datetime) -> str:
    """`form` with its tokens filled in, on the wall clock of `tz`; `now` for "today"."""
    at = datetime.fromtimestamp(timestamp, UTC).astimezone(ZoneInfo(tz))
    here = now.astimezone(ZoneInfo(tz))
    return re.sub(r"\{(\w+)\}", lambda found: _token(found[1], at, here), form)


def _token(name: str, at: datetime, here: datetime) -> str:
    pretty = name.removesuffix("_pretty")
    if pretty != name:
        days = (at.date() - here.date()).days
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
        if near:
            return near
    hour = at.hour % 12 or 12
    half = "AM" if at.hour < 12 else "PM"
    match pretty:
        case "date_num":
            return f"{at:%Y-%m-%d}"
        case "date_slash":
            return f"{at:%m/%d/%Y}"
        case "date":
            return f"{at:%B} {_nth(at.day)}, {at.year}"
        case "date_short":
            return f"{at:%b} {at.day}, {at.year}"
        case "date_long" | "date_long_full":
            return f"{at:%A}, {at:%B} {_nth(at.day)}, {at.year}"
        case "day_divider":
            year = "" if at.year == here.year else f", {at.year}"
            return f"{at:%A}, {at:%B} {_nth(at.day)}{year}"
        case "time":
            return f"{hour}:{at:%M} {half}"
        case "time_secs":
            return f"{hour}:{at:%M:%S} {half}"
        case "ago":
            return _ago((here - at).total_seconds())
        case _:
            return f"{{{name}}}"


def _nth(day: int) -> str:
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _ago(seconds: float) -> str:
    size = abs(seconds)
    units = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
    number, unit = next(((int(size // n), name) for n, name in units if size >= n), (0, ""))
    if not unit:
        return "just now"
    words = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{words} ago" if seconds >= 0 else f"in {words}"
