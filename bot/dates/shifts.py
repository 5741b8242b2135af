"""Counting from a day: “in 3 days”, “2 weeks from friday”, “week of may 4”."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from re import Match

from bot.dates import days, pieces, spans, spellings, zones
from bot.dates.model import Deadline, Frame, Reading

Reader = Callable[[str, Frame], Reading | None]

_SPAN = spans.SPAN
_NOW = r"(?:right )?(?:now|today)"
_WEEKDAYS = "|".join(spellings.WEEKDAYS)
_NEXT_UNIT = re.compile(r"^(?:the )?next (hour|minute|fortnight)$")
FROM_NOW = re.compile(
    r"(?P<lead>in|within|after|\+|(?:for |over |in |within )?(?:the )?next)?"
    r" ?(?:about|around|like|less than|no more than|not more than|under|max|at most|~|only"
    r"|another)? ?~?"
    rf"(?P<span>{_SPAN})(?:'?s? time)?"
    rf"(?P<tail> from {_NOW}| later| after {_NOW}| out| away| time| max| or so| tops)?"
)
AGO = re.compile(
    rf"(?P<span>{_SPAN}) (?:ago|back|earlier)|- ?(?P<minus>{_SPAN})|(?:last|past) (?P<past>{_SPAN})"
)
SHIFTED = re.compile(
    rf"(?:in |within )?(?P<span>{_SPAN}) "
    r"(?P<way>from|after|following|before|prior to|ahead of|earlier than) (?P<base>.+)"
)
PLUS = re.compile(rf"(?P<base>.+?) ?(?P<sign>[+-]) ?(?P<span>{_SPAN})")
IN_A_SPAN = re.compile(
    rf"(?P<base>.+?) (?:in (?P<span>{_SPAN})|(?P<span1>{_SPAN}) from {_NOW})"
    rf"|in (?P<span2>{_SPAN}) (?P<base2>(?:on|at|@) .+)"
)
NTH_AFTER = re.compile(
    rf"(?:the )?(?P<n>\d)(?:st|nd|rd|th) (?P<wd>{_WEEKDAYS}) (?P<way>after|before|following|since)"
    r" (?P<base>.+)"
    rf"|(?:the )?(?P<wd1>{_WEEKDAYS}) (?P<way1>after|before|following) (?P<base1>.+)"
)
WEEK_OF = re.compile(r"(?:the )?week (?:of|starting|beginning|commencing)(?: on)? (?P<base>.+)")
_ONE_UNIT = re.compile(
    r"^(?:the )?(?=(?:day|week|month|year|fortnight) (?:from|after|before) )(\w+)"
)
_HOUR = re.compile(r"\d{1,2} ?h(?: \d\d)?")  # the “11h” of “9h30 - 11h”
_BACK = ("before", "prior to", "ahead of", "earlier than")


def from_now(text: str, frame: Frame) -> Reading | None:
    """“in 3 days”, “2h30m”, “3w later”, “5 minutes ago”."""
    text = _NEXT_UNIT.sub(r"in 1 \1", text)
    text = (
        pieces.LEAD_IN.sub("", text + " ").rstrip() if text[:3] in ("due", "by ", "no ") else text
    )
    m = FROM_NOW.fullmatch(text)
    sign = 1
    if m:
        found = m["span"]
        if found[0] == "a" and not (m["lead"] or m["tail"]):
            return None  # “a day” is no date, “in a day” is one
        if m["lead"] in ("next", "the next") and found[0].isdigit() is False and "few" not in found:
            return None
    else:
        m = AGO.fullmatch(text)
        if m is None:
            return None
        found, sign = m["span"] or m["minus"] or m["past"], -1
    span = spans.read_span(found)
    deadline = spans.from_now(span, frame, sign)
    if deadline is None:
        return None
    return Reading(deadline, _vague(text, found, span, frame))


def from_now_at(text: str, frame: Frame) -> Reading | None:
    """“in 2 weeks at 8am”, “3 days from now, 9:30”."""
    if not text[-1].isalnum() or not any(c.isdigit() for c in text):
        return None
    parts = text.split(" ")
    for cut in range(max(1, len(parts) - 4), len(parts)):
        at = pieces.clock_time(" ".join(parts[cut:]))
        first = from_now(" ".join(parts[:cut]), frame) if at else None
        if first and first.deadline.time is None:
            return Reading(Deadline(first.deadline.day, at))
    return None


def _vague(typed: str, text: str, span: spans.Span, frame: Frame) -> Deadline | None:
    """“+1m” may be a month; “a few days” may be two."""
    if span.vague:
        return spans.from_now(spans.read_span(text.replace("few", "2")), frame)
    if re.fullmatch(r"\+? ?1 ?m", typed):
        return spans.from_now(spans.Span(months=1), frame)
    return None


def shifted(text: str, frame: Frame, read: Reader) -> Reading | None:
    """“2 weeks from friday”, “3 days before march 5”, “next tuesday +10 days”, “week of may 4”."""
    text = _ONE_UNIT.sub(r"1 \1", text)
    m = SHIFTED.fullmatch(text)
    if m:
        return _moved(m["base"], m["span"], -1 if m["way"] in _BACK else 1, frame, read)
    m = PLUS.fullmatch(text)
    if m and not (m["sign"] == "-" and _HOUR.fullmatch(m["span"])):
        return _moved(m["base"], m["span"], -1 if m["sign"] == "-" else 1, frame, read)
    m = WEEK_OF.fullmatch(text)
    if m:
        base = read(m["base"], frame)
        if base is None:
            return None
        monday = days.monday_of(base.deadline.day)
        return Reading(Deadline(monday), Deadline(monday + timedelta(days=4)))
    m = NTH_AFTER.fullmatch(text)
    if m:
        return _nth_after(m, frame, read)
    m = IN_A_SPAN.fullmatch(text)
    if m:
        span = m["span"] or m["span1"] or m["span2"]
        return _in_a_span(m["base"] or m["base2"], span, frame)
    return None


def _moved(base_text: str, span_text: str, sign: int, frame: Frame, read: Reader) -> Reading | None:
    base = read(base_text, frame)
    if base is None:
        return None
    span = spans.read_span(span_text)

    def move(deadline: Deadline) -> Deadline | None:
        day = spans.add(deadline.day, span, sign)
        if day is None or not span.timed:
            return Deadline(day, deadline.time) if day else None
        if deadline.time is None:
            return None
        start = datetime.combine(day, deadline.time, tzinfo=frame.now.tzinfo)
        end = zones.later(start, timedelta(minutes=sign * span.minutes))
        return Deadline(end.date(), end.time().replace(second=0, microsecond=0))

    moved = move(base.deadline)
    other = move(base.other) if base.other else None
    return Reading(moved, other, base.doubt) if moved else None


def _nth_after(m: Match[str], frame: Frame, read: Reader) -> Reading | None:
    """“the monday after easter”, “3rd tuesday after march 1”."""
    base = read(m["base"] or m["base1"], frame)
    count = int(m["n"] or 1)
    if base is None or not count:
        return None
    weekday = spellings.WEEKDAYS.index(m["wd"] or m["wd1"])
    if (m["way"] or m["way1"]) == "before":
        back = (base.deadline.day.weekday() - weekday - 1) % 7 + 1
        day = days.shift(base.deadline.day, -back - 7 * (count - 1))
    else:
        day = days.shift(days.next_weekday(base.deadline.day, weekday), 7 * (count - 1))
    return Reading(Deadline(day)) if day else None


def _in_a_span(base_text: str, span_text: str, frame: Frame) -> Reading | None:
    """“friday in 2 weeks”: that weekday so many weeks on; “in 7 days at 5pm”."""
    span = spans.read_span(span_text)
    if base_text == "today":
        deadline = spans.from_now(span, frame)
        return Reading(deadline) if deadline else None
    far = spans.add(frame.today, span)
    if far is None or span.timed:
        return None
    found = next(pieces.parses(base_text, frame), None)
    if found is None:
        return None
    clocks = [p for p in found if p.kind == "clock"]
    weekdays = [p for p in found if p.kind == "weekday"]
    if len(found) == len(clocks) == 1:
        return Reading(Deadline(far, clocks[0].time))
    if weekdays and len(found) == len(clocks) + 1 and span.days % 7 == 0 and not span.months:
        weekday = weekdays[0].weekday or 0
        day = days.monday_of(far) + timedelta(days=weekday)
        counted = days.next_weekday(frame.today, weekday) + timedelta(days=span.days)
        at = clocks[0].time if clocks else None
        other = Deadline(counted, at) if counted != day else None
        return Reading(Deadline(day, at), other, "week")
    return None
