"""Taking a phrase apart: every word must belong to a day, a time or a part of the day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from re import Match, Pattern

from bot.dates import calendar_days, clock, feasts, numeric, periods
from bot.dates.model import Frame, Piece

MOST_PIECES = 6

Rule = Callable[[Match[str], Frame], Piece | None]

RULES: list[tuple[Pattern[str], Rule]] = [
    (re.compile(pattern), rule)
    for rules in (numeric, periods, feasts, calendar_days, clock)
    for pattern, rule in rules.RULES
]

# Words that may stand between the pieces, and before them, and change nothing.
_FILLER = re.compile(
    r"(?:(?:and|on|at|@|of|by|before|due|until|around|about|no later than|not later than|latest"
    r"|in|for|the"
    r"|(?:after|from|between)(?= \d{1,2}(?::\d\d)?(?: [ap]| oclock| h|$| ?-))"
    r"|sometimes?|anytime|exactly|just|maybe|probably|-|,) )+"
)
LEAD_IN = re.compile(
    r"(?:(?:on|at|@|by|before|due|until|around|about|no later than|not later than|the|latest"
    r"|deadline|sometime|is|for) )+"
)
_ANY = Frame(datetime(2000, 1, 3, tzinfo=UTC))  # a time of day is the same on every day


def parses(text: str, frame: Frame) -> Iterator[tuple[Piece, ...]]:
    """Every way to take the text apart, with and without the words that lead in."""
    yield from _parses(text, 0, (), frame)
    lead = LEAD_IN.match(text)
    if lead:
        yield from _parses(text, lead.end(), (), frame)


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
    for found in parses(text, _ANY):
        if len(found) == 1 and found[0].kind == "clock" and not found[0].day:
            return found[0].time
    return None


def names_no_day(text: str, frame: Frame) -> bool:
    """Whether the phrase is a time and says no day."""
    found = next(parses(text, frame), ())
    return bool(found) and all(piece.kind in ("clock", "zone") for piece in found)
