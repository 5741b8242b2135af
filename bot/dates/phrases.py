"""A whole phrase: its pieces found one after the other and put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from re import Match, Pattern
from zoneinfo import ZoneInfo

from bot.dates import calendar_days, clock, days, feasts, numeric, periods, spans, words, zones
from bot.dates.model import Deadline, Frame, Piece, Reading

LONGEST = 120  # letters; no phrase of time is longer
MOST_PIECES = 6
_HALF_RANGE = re.compile(
    r"(?P<before>.*?)(?P<a>\d{1,2}(?:[:.]\d{2})?) (?P<ap>[ap]m?) ?(?:-|to|until|and) ?"
    r"(?P<b>\d{1,2}(?:[:.]\d{2})?)(?P<after>(?: .*)?)"
)

Rule = Callable[[Match[str], Frame], Piece | None]


def _compiled(rules: list[tuple[str, Rule]]) -> list[tuple[Pattern[str], Rule]]:
    return [(re.compile(pattern), rule) for pattern, rule in rules]


RULES: list[tuple[Pattern[str], Rule]] = _compiled(
    [
        *numeric.RULES,
        *periods.RULES,
        *feasts.RULES,
        *calendar_days.RULES,
        *clock.RULES,
    ]
)

# Words that may stand between and before the pieces and change nothing.
_FILLER = re.compile(
    r"(?:(?:and|on|at|@|of|by|before|due|until|around|about|approx|no later than|not later than"
    r"|latest|in|for|the|after|from|between|sometime|sometimes|anytime|exactly|just|maybe|probably|-|,) )+"
)
_TAIL = re.compile(
    r"(?: (?:about|or so|sharp|latest|at the latest|exactly|the latest|thereabouts|please))+$"
)
_LEAD_IN = re.compile(
    r"(?:(?:on|at|@|by|before|due|until|around|about|no later than|not later than|the|latest|around"
    r"|deadline|sometime|is|for) )+"
)

_SPAN = spans.SPAN
_NOW = r"(?:right )?(?:now|today)"
FROM_NOW = re.compile(
    rf"(?P<lead>in|within|after|\+|next|the next|for the next|over the next|in the next|within the next|within next)?"
    rf" ?(?P<about>about|around|like|less than|no more than|not more than|under|max|at most|~|only|another)? ?~?(?P<span>{_SPAN})(?:'?s? time)?"
    rf"(?P<tail> from {_NOW}| later| after {_NOW}| out| away| time| max| or so| tops)?"
)
_NEXT_UNIT = re.compile(r"^(?:the )?next (hour|minute|fortnight)$")
AGO = re.compile(
    rf"(?P<span>{_SPAN}) (?:ago|back|earlier)|- ?(?P<minus>{_SPAN})|(?:last|past) (?P<past>{_SPAN})"
)
SHIFTED = re.compile(
    rf"(?P<lead>in |within )?(?P<span>{_SPAN}) (?P<way>from|after|following|before|prior to|ahead of|earlier than) "
    r"(?P<base>.+)"
)
PLUS = re.compile(rf"(?P<base>.+?) ?(?P<sign>[+-]) ?(?P<span>{_SPAN})")
IN_A_SPAN = re.compile(
    rf"(?P<base>.+?) in (?P<span>{_SPAN})|in (?P<span2>{_SPAN}) (?P<base2>(?:on|at|@) .+)"
)
NTH_AFTER = re.compile(
    rf"(?:the )?(?P<n>\d)(?:st|nd|rd|th) (?P<wd>{'|'.join(words.WEEKDAYS)}) (?P<way>after|before|following|since) (?P<base>.+)"
    rf"|(?:the )?(?P<wd1>{'|'.join(words.WEEKDAYS)}) (?P<way1>after|before|following) (?P<base1>.+)"
)
WEEK_OF = re.compile(
    r"(?:the )?week (?:of|starting|beginning|commencing|from)(?: on)? (?P<base>.+)"
)
SPLIT = re.compile(r" ?(?:-|\bto\b|\buntil\b|/) ?")
SPLIT_BETWEEN = re.compile(r" and ")
_RANGE_LEAD = re.compile(r"^(?:from|between|in between|starting|since) ")
_DAYS_RANGE = re.compile(
    r"(?:from )?(?:the )?(?P<a>\d{1,2})(?:st|nd|rd|th)? ?(?:-|to|until|and) ?(?:the )?(?P<rest>\d{1,2}(?:st|nd|rd|th)? (?:of )?"
    rf"(?:{'|'.join(words.MONTHS)}).*)"
)
_MONTH_RANGE = re.compile(
    rf"(?:from )?(?P<month>{'|'.join(words.MONTHS)}) (?P<a>\d{{1,2}}(?:st|nd|rd|th)?) ?(?:-|to|until) ?(?:the )?"
    r"(?P<b>\d{1,2}(?:st|nd|rd|th)?)(?![:\d])(?P<rest>.*)"
)
_HOURS_RANGE = re.compile(
    r"(?P<before>.*?)(?:from |between |around |at )?(?P<a>\d{1,2}(?:[:.]\d{2})?) ?(?:-|to|until|and) ?"
    r"(?P<b>\d{1,2}(?:[:.]\d{2})?) (?P<ap>[ap]m?)(?P<after>.*)"
)


def read(text: str, frame: Frame) -> Reading | None:
    """The meaning of a phrase already in one spelling; None unless every word has its place."""
    text = _TAIL.sub("", text.strip())
    if not text or len(text) > LONGEST:
        return None
    for reader in (_from_now, _pieces, _from_now_at, _shifted, _range):
        reading = reader(text, frame)
        if reading:
            return reading
    return _alternatives(text, frame)


def _alternatives(text: str, frame: Frame) -> Reading | None:
    """“friday or monday”: the first, with the second to choose instead."""
    first, found, second = text.partition(" or ")
    if not found or " or " in second:
        return None
    one, two = read(first, frame), read(second, frame)
    return Reading(one.deadline, two.deadline) if one and two else None


def _from_now_at(text: str, frame: Frame) -> Reading | None:
    """“in 2 weeks at 8am”, “3 days from now, 9:30”."""
    if not text[-1].isalnum() or not any(c.isdigit() for c in text):
        return None
    parts = text.split(" ")
    for cut in range(max(1, len(parts) - 4), len(parts)):
        at = clock_time(" ".join(parts[cut:]))
        first = _from_now(" ".join(parts[:cut]), frame) if at else None
        if first and first.deadline.time is None:
            return Reading(Deadline(first.deadline.day, at))
    return None


def _from_now(text: str, frame: Frame) -> Reading | None:
    """“in 3 days”, “2h30m”, “3w later”, “5 minutes ago”."""
    text = _NEXT_UNIT.sub(r"in 1 \1", text)
    text = _LEAD_IN.sub("", text + " ").rstrip() if text[:3] in ("due", "by ", "no ") else text
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


def _vague(typed: str, text: str, span: spans.Span, frame: Frame) -> Deadline | None:
    """“+1m” may be a month; “a few days” may be two."""
    if span.vague:
        return spans.from_now(spans.read_span(text.replace("few", "2")), frame)
    if re.fullmatch(r"\+? ?1 ?m", typed):
        return spans.from_now(spans.Span(months=1), frame)
    return None


def _shifted(text: str, frame: Frame) -> Reading | None:
    """“2 weeks from friday”, “3 days before march 5”, “next tuesday +10 days”, “week of may 4”."""
    m = SHIFTED.fullmatch(text)
    if m:
        return _moved(m["base"], m["span"], -1 if m["way"] in _BACK else 1, frame)
    m = PLUS.fullmatch(text)
    if m:
        return _moved(m["base"], m["span"], -1 if m["sign"] == "-" else 1, frame)
    m = WEEK_OF.fullmatch(text)
    if m:
        base = read(m["base"], frame)
        if base is None:
            return None
        monday = days.monday_of(base.deadline.day)
        return Reading(Deadline(monday), Deadline(monday + timedelta(days=4)))
    m = NTH_AFTER.fullmatch(text)
    if m:
        return _nth_after(m, frame)
    m = IN_A_SPAN.fullmatch(text)
    if m:
        return _in_a_span(m["base"] or m["base2"], m["span"] or m["span2"], frame)
    return None


_BACK = ("before", "prior to", "ahead of", "earlier than")


def _moved(base_text: str, span_text: str, sign: int, frame: Frame) -> Reading | None:
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
    return Reading(moved, move(base.other) if base.other else None) if moved else None


def _nth_after(m: Match[str], frame: Frame) -> Reading | None:
    """“the monday after easter”, “3rd tuesday after march 1”."""
    base = read(m["base"] or m["base1"], frame)
    count = int(m["n"] or 1)
    if base is None or not count:
        return None
    weekday = words.WEEKDAYS.index(m["wd"] or m["wd1"])
    if (m["way"] or m["way1"]) == "before":
        back = (base.deadline.day.weekday() - weekday - 1) % 7 + 1
        day = days.shift(base.deadline.day, -back - 7 * (count - 1))
    else:
        day = days.shift(days.next_weekday(base.deadline.day, weekday), 7 * (count - 1))
    return Reading(Deadline(day)) if day else None


def _in_a_span(base_text: str, span_text: str, frame: Frame) -> Reading | None:
    """“friday in 2 weeks”: that weekday so many weeks on; “in 7 days at 5pm”."""
    span = spans.read_span(span_text)
    far = spans.add(frame.today, span)
    if far is None or span.timed:
        return None
    found = _first_parse(_FILLER.sub("", base_text + " ", count=1).strip(), frame) or _first_parse(
        base_text, frame
    )
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
        return Reading(Deadline(day, at), other)
    return None


def _range(text: str, frame: Frame) -> Reading | None:
    """“july 13-15”, “3-4pm”, “aug 8 - aug 12”: the end, or the start."""
    split = SPLIT_BETWEEN if "between " in text else SPLIT
    text = _RANGE_LEAD.sub("", text)
    m = _MONTH_RANGE.fullmatch(text)
    if m:
        return _pair(
            f"{m['month']} {m['a']}{m['rest']}", f"{m['month']} {m['b']}{m['rest']}", frame
        )
    m = _DAYS_RANGE.fullmatch(text)
    if m:
        _, _, month = m["rest"].partition(" ")
        return _pair(f"{m['a']} {month}", m["rest"], frame)
    m = _HOURS_RANGE.fullmatch(text)
    if m and not re.search(r"\d ?$", m["before"]):
        first = _pair(
            f"{m['before']}{m['a']} {m['ap']}{m['after']}",
            f"{m['before']}{m['b']} {m['ap']}{m['after']}",
            frame,
        )
        if first:
            return first
    m = _HALF_RANGE.fullmatch(text)
    if m:
        a, b = f"{m['before']}{m['a']} {m['ap']}", f"{m['b']} {m['ap']}{m['after']}"
        first = _pair(a, b, frame)
        if first and first.other and first.deadline.day == first.other.day:
            return first
    for found in list(split.finditer(text))[:MOST_PIECES]:
        if not 0 < found.start() < found.end() < len(text):
            continue
        reading = _pair(text[: found.start()], text[found.end() :], frame)
        if reading:
            return reading
    return None


def _pair(first_text: str, last_text: str, frame: Frame) -> Reading | None:
    first = read(_RANGE_LEAD.sub("", first_text), frame)
    last = read(last_text, frame) if first else None
    if first is None or last is None:
        return None
    start, end = first.deadline, last.deadline
    if end.time and _names_no_day(last_text, frame):
        end = Deadline(start.day, end.time)  # “thursday from 9 to 11”
        if start.time and end.time and end.time <= start.time:
            end = Deadline(start.day + timedelta(days=1), end.time)  # “10pm - 1am”
    elif start.time and _names_no_day(first_text, frame):
        start = Deadline(end.day, start.time)  # “1pm-2pm tomorrow”
    if end.day == start.day and end.time and start.time and end.time <= start.time:
        end = Deadline(end.day + timedelta(days=1), end.time)
    if end.day < start.day:
        end = Deadline(_after_start(end.day, start.day), end.time)
    return Reading(end, start)


def _names_no_day(text: str, frame: Frame) -> bool:
    found = _first_parse(text, frame) or ()
    return bool(found) and all(p.kind in ("clock", "zone") for p in found)


def _after_start(end: date, start: date) -> date:
    """An end that names no year, or only a weekday, comes after its start."""
    if (start - end).days < 8:
        return end + timedelta(days=7)
    return days.make(start.year + (end.replace(year=start.year) < start), end.month, end.day) or end


def _pieces(text: str, frame: Frame) -> Reading | None:
    """Days, times, parts of the day and zones in any order."""
    lead = _LEAD_IN.match(text)
    tries = [text] if lead is None else [text, text[lead.end() :]]
    for attempt in tries:
        for found in _parses(attempt, 0, (), frame):
            reading = combine(found, frame)
            if reading:
                return reading
    return None


def _first_parse(text: str, frame: Frame) -> tuple[Piece, ...] | None:
    lead = _LEAD_IN.match(text)
    for attempt in [text] if lead is None else [text, text[lead.end() :]]:
        for found in _parses(attempt, 0, (), frame):
            return found
    return None


def _parses(
    text: str, start: int, found: tuple[Piece, ...], frame: Frame
) -> Iterator[tuple[Piece, ...]]:
    """Every way to take the text apart, the longer rules first."""
    if start >= len(text):
        if found:
            yield found
        return
    if len(found) >= MOST_PIECES:
        return
    for pattern, rule in RULES:
        m = pattern.match(text, start)
        if m is None or m.end() == start or not _at_boundary(text, m.end()):
            continue
        piece = rule(m, frame)
        if piece is None or any(_clash(piece, other) for other in found):
            continue
        yield from _parses(text, _skip(text, m.end()), (*found, piece), frame)
    if found:
        filler = _FILLER.match(text, start)
        if filler:
            yield from _parses(text, filler.end(), found, frame)


def _at_boundary(text: str, end: int) -> bool:
    if end >= len(text) or not (text[end - 1].isalnum() and text[end].isalnum()):
        return True
    return text[end] == "t" and text[end + 1 : end + 2].isdigit()


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,":
        at += 1
    return at


def _clash(piece: Piece, other: Piece) -> bool:
    """Two days or two times in one phrase are no phrase; a weekday may stand beside its day."""
    if {piece.kind, other.kind} == {"day", "weekday"} and "period" in (piece.part, other.part):
        return True  # “next week friday” is one day, and has a rule of its own
    return piece.kind == other.kind or (
        piece.day is not None
        and other.day is not None
        and "weekday" not in (piece.kind, other.kind)
        and piece.day != other.day
    )


def clock_time(text: str) -> time | None:
    """A time of day and nothing else."""
    for found in _parses(_LEAD_IN.sub("", text) if text[:1].isalpha() else text, 0, (), _ANY):
        if len(found) == 1 and found[0].kind == "clock":
            return found[0].time
    for found in _parses(text, 0, (), _ANY):
        if len(found) == 1 and found[0].kind == "clock":
            return found[0].time
    return None


_ANY = Frame(datetime(2000, 1, 3, tzinfo=UTC))  # a time of day is the same on every day


def combine(found: tuple[Piece, ...], frame: Frame) -> Reading | None:
    """One meaning from the pieces of a phrase."""
    by_kind = {piece.kind: piece for piece in found}
    day, other_day = _day(by_kind, frame)
    clock_piece, part, edge = (by_kind.get(k) for k in ("clock", "part", "edge"))
    zone = by_kind.get("zone")
    if clock_piece:
        return _timed(clock_piece, part or edge, zone, day, other_day, frame)
    if part:
        return _part(part, day, other_day, frame)
    if edge:
        day = day or frame.today
        return Reading(
            Deadline(day, edge.time), Deadline(other_day, edge.time) if other_day else None
        )
    if day is None:
        return None  # a zone alone
    return Reading(Deadline(day), Deadline(other_day) if other_day else None)


def _day(by_kind: dict[str, Piece], frame: Frame) -> tuple[date | None, date | None]:
    piece, weekday = by_kind.get("day"), by_kind.get("weekday")
    if piece is None:
        piece = weekday
    elif weekday and piece.day and piece.day.weekday() != weekday.weekday:
        # The weekday contradicts the day: the nearest such weekday may be meant.
        gap = ((weekday.weekday or 0) - piece.day.weekday() + 3) % 7 - 3
        return piece.day, days.shift(piece.day, gap)
    if piece is None:
        for kind in ("clock", "part"):
            owner = by_kind.get(kind)
            if owner and owner.day:
                return owner.day, None
        return None, None
    return piece.day, piece.other_day


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
        placed, _ = clock._in_part(at.hour % 12 or 12, at.minute, name)
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
            return Reading(Deadline(day, at), Deadline(night, at) if night else None)
        else:
            day = night or day
    deadline = _in_zone(day, shown, zone, frame)
    if other_day:
        return Reading(deadline, _in_zone(other_day, shown, zone, frame))
    return Reading(deadline, _in_zone(day, other_at, zone, frame) if other_at else None)


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
    return Reading(first, coming(other_at))


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


def _part(piece: Piece, day: date | None, other_day: date | None, frame: Frame) -> Reading | None:
    """A part of a day: its usual hour, or only the day once that hour is past."""
    name = piece.part or ""
    at = clock.PARTS.get(name) or clock.PARTS[name.split()[-1]]
    if day is None:
        day = frame.today
        if datetime.combine(day, at) <= frame.now.replace(tzinfo=None):
            day += timedelta(days=1)
    elif datetime.combine(day, at) <= frame.now.replace(tzinfo=None):
        return Reading(Deadline(day), Deadline(other_day) if other_day else None)
    return Reading(Deadline(day, at), Deadline(other_day, at) if other_day else None)
