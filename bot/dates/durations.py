"""Estimates: “3d”, “4h”, “2w”, “2d-5d” in hours of work, and back."""

from __future__ import annotations

import re

HOURS_A_DAY = 8
DAYS_A_WEEK = 5
WEEK_MINUTES = HOURS_A_DAY * DAYS_A_WEEK * 60
LONGEST = 100_000.0  # hours; longer is a slip of the finger

_HOURS = {"m": 1 / 60, "h": 1.0, "d": float(HOURS_A_DAY), "w": float(HOURS_A_DAY * DAYS_A_WEEK)}
_UNIT = r"(?:h(?:ours?|rs?)?|d(?:ays?)?|w(?:eeks?|ks?)?|m(?:in(?:ute)?s?)?)"
_NUMBER = r"\d{1,6}(?:[.,]\d{1,3})?"
_ONE = rf"(?:{_NUMBER} ?{_UNIT}(?: ?{_NUMBER} ?{_UNIT}){{0,3}})"
_RANGE = re.compile(rf"({_ONE}|{_NUMBER})(?: ?(?:-|–|\.\.|to) ?({_ONE}))?", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d.,])(\d{1,6} ?h)(\d\d)$", re.IGNORECASE)  # “1h30”
_PART = re.compile(rf"({_NUMBER}) ?({_UNIT})", re.IGNORECASE)


def read_duration(text: str) -> tuple[float, float] | None:
    """Low and high in hours of work; equal where one figure was given."""
    match = _RANGE.fullmatch(_CLOCK.sub(r"\1 \2m", text.strip().removeprefix("~").strip()))
    if match is None:
        return None
    first, second = match[1], match[2]
    if second is None:
        hours = _hours(first)
        return (hours, hours) if hours else None
    if not _PART.search(first):  # "2-5d": the unit stands once
        unit = _PART.findall(second)[-1][1]
        first += unit
    low, high = _hours(first), _hours(second)
    if not low or not high:
        return None
    return min(low, high), max(low, high)


def _hours(text: str) -> float | None:
    parts = _PART.findall(text)
    total = sum(float(n.replace(",", ".")) * _HOURS[unit[0].lower()] for n, unit in parts)
    return total if 0 < total <= LONGEST else None


def show_duration(low: float | None, high: float | None = None) -> str:
    """“3d”, “4h”, “1d 4h”, or “2d–5d” for a range; nothing for no estimate."""
    if low is None:
        return ""
    if high is None or abs(high - low) < 1e-9:
        return _shown(low)
    # "2d–1w" would be right and surprise whoever typed 2d-5d.
    weeks = _in_weeks(low) and _in_weeks(high)
    return f"{_shown(low, weeks)}–{_shown(high, weeks)}"


def _in_weeks(hours: float) -> bool:
    return round(hours * 60) % WEEK_MINUTES == 0


def _shown(hours: float, weeks: bool = True) -> str:
    minutes = round(hours * 60)
    day = HOURS_A_DAY * 60
    if weeks and minutes and _in_weeks(hours):
        return f"{minutes // WEEK_MINUTES}w"
    days, minutes = divmod(minutes, day)
    whole, minutes = divmod(minutes, 60)
    parts = [f"{days}d" if days else "", f"{whole}h" if whole else ""]
    parts.append(f"{minutes}m" if minutes else "")
    return " ".join(part for part in parts if part) or "0h"
