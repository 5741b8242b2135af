"""Ranges: “july 13-15”, “3-4pm”, “aug 8 - aug 12”. The end is the deadline."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.dates import days, pieces, spellings
from bot.dates.model import Deadline, Frame, Reading

Reader = Callable[[str, Frame], Reading | None]
MOST_SPLITS = 6

_MONTHS = "|".join(spellings.MONTHS)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_HOUR = r"\d{1,2}(?:[:.]\d{2})?"
_TO = r" ?(?:-|to|until) ?"
_AND = r" ?(?:-|to|until|and) ?"
SPLIT = re.compile(r" ?(?:-|\bto\b|\buntil\b|/) ?")
SPLIT_BETWEEN = re.compile(r" and ")
_LEAD = re.compile(r"^(?:from|between|in between|starting|since|on) ")
_DAYS = re.compile(
    rf"(?:the )?(?P<a>{_NTH}){_AND}(?:the )?(?P<rest>{_NTH} (?:of )?(?:{_MONTHS}).*)"
)
_MONTH = re.compile(
    rf"(?P<month>{_MONTHS}) (?P<a>{_NTH}){_TO}(?:the )?(?P<b>{_NTH})(?![:\d])(?P<rest>.*)"
)
_HOURS = re.compile(
    rf"(?P<before>.*?)(?:from |between |around |at )?(?P<a>{_HOUR}){_AND}"
    rf"(?P<b>{_HOUR}) (?P<ap>[ap]m?)(?P<after>.*)"
)
_BARE_HOURS = re.compile(
    rf"(?P<before>.*\S) (?:from |between |at )?(?P<a>{_HOUR}){_AND}(?P<b>{_HOUR})"
)
_AT = re.compile(r"\b((?:from|to|until|and|between) )at (?=\d)")
_H = re.compile(r"(?<![\d:])(\d{1,2}) h(?: (\d\d))?\b")  # “13h”, “9h30”
_HALF = re.compile(
    rf"(?P<before>.*?)(?P<a>{_HOUR}) (?P<ap>[ap]m?){_AND}(?P<b>{_HOUR})(?P<after>(?: .*)?)"
)


def read(text: str, frame: Frame, inner: Reader) -> Reading | None:
    """The end, with the start to choose instead; `inner` reads each side."""
    split = SPLIT_BETWEEN if "between " in text else SPLIT
    text = _AT.sub(r"\1", text)
    if re.search(r"\d\d h|h \d\d", text):
        text = _H.sub(lambda m: f"{m[1]}:{m[2] or '00'}", text)
    text = _LEAD.sub("", text)
    for sides in _sides(text, split):
        reading = _pair(*sides, frame, inner)
        if reading:
            return reading
    return None


def _sides(text: str, split: re.Pattern[str]) -> list[tuple[str, str]]:
    """The ways to cut the phrase in two, each side made whole by what the other says."""
    found = []
    m = _MONTH.fullmatch(text)
    if m:
        month, rest = m["month"], m["rest"]
        found.append((f"{month} {m['a']}{rest}", f"{month} {m['b']}{rest}"))
    m = _DAYS.fullmatch(text)
    if m:
        found.append((f"{m['a']} {m['rest'].partition(' ')[2]}", m["rest"]))
    m = _HOURS.fullmatch(text)
    if m and not re.search(r"\d ?$", m["before"]):
        before, after = m["before"], f" {m['ap']}{m['after']}"
        found.append((f"{before}{m['a']}{after}", f"{before}{m['b']}{after}"))
    m = _HALF.fullmatch(text)
    if m:
        half = (
            m["ap"][0]
            if _minutes(m["b"]) % 720 > _minutes(m["a"]) % 720
            else "pa"["ap".index(m["ap"][0])]
        )
        found.append((f"{m['before']}{m['a']} {m['ap']}", f"{m['b']} {half}m{m['after']}"))
    cuts = list(split.finditer(text))[:MOST_SPLITS]
    inside = [cut for cut in cuts if 0 < cut.start() < cut.end() < len(text)]
    found += [(text[: cut.start()], text[cut.end() :]) for cut in inside]
    m = _BARE_HOURS.fullmatch(text)
    if m and m["before"].split()[-1] not in spellings.MONTHS:
        found += _office_hours(m["before"], _minutes(m["a"]), _minutes(m["b"]))
    return found


def _minutes(hour: str) -> int:
    """“9:30” in minutes."""
    hours, _, minutes = hour.replace(".", ":").partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _office_hours(before: str, start: int, end: int) -> list[tuple[str, str]]:
    """“monday 11-4” is in the day, “monday 3-8” after noon."""
    if start < 8 * 60 and "morning" not in before:
        start += 720
    end += 720 * (end <= start)
    if not start < end < 1440:
        return []
    first, last = (f"{each // 60:02}:{each % 60:02}" for each in (start, end))
    return [(f"{before} {first}", last)]


def _pair(first_text: str, last_text: str, frame: Frame, read: Reader) -> Reading | None:
    first = read(_LEAD.sub("", first_text), frame)
    last = read(last_text, frame) if first else None
    if first is None or last is None:
        return None
    start, end = first.deadline, last.deadline
    if start == end:
        return None
    if end.time and pieces.names_no_day(last_text, frame):
        end = Deadline(start.day, end.time)  # “thursday from 9 to 11”
        if start.time and end.time and end.time <= start.time:
            end = Deadline(start.day + timedelta(days=1), end.time)  # “10pm - 1am”
    elif start.time and pieces.names_no_day(first_text, frame):
        start = Deadline(end.day, start.time)  # “1pm-2pm tomorrow”
    if end.day == start.day and end.time and start.time and end.time <= start.time:
        end = Deadline(end.day + timedelta(days=1), end.time)
    if end.day < start.day:
        end = Deadline(_after_start(end.day, start.day), end.time)
    return Reading(end, start)


def _after_start(end: date, start: date) -> date:
    """An end that names no year, or only a weekday, comes after its start."""
    if (start - end).days < 8:
        return end + timedelta(days=7)
    years = (days.make(start.year + more, end.month, end.day) for more in (0, 1))
    return next((day for day in years if day and day >= start), end)
