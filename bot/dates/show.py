"""Days and deadlines as people read them: always with the weekday."""

from __future__ import annotations

from datetime import date

from bot.dates.model import Deadline

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def show_day(day: date, today: date) -> str:
    """“Fri 27 Nov”, with the year when it is not today's."""
    # Not strftime: its names follow the machine's locale.
    shown = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return shown if day.year == today.year else f"{shown} {day.year}"


def show(deadline: Deadline, today: date) -> str:
    """“Fri 27 Nov 17:00”."""
    shown = show_day(deadline.day, today)
    return f"{shown} {deadline.time:%H:%M}" if deadline.time else shown
