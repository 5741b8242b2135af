"""Dates that nothing announces: at the very end of a line, or at its very start.

Here a line must be given the benefit of the doubt: “Fix April's laptop” is a title.
"""

from __future__ import annotations

import re

from bot.dates import lines, spans, verbs, words
from bot.dates.lines import Line
from bot.dates.model import Located, Reading

# A phrase after one of these belongs to the words before it: “agenda for monday”.
_OWNED = re.compile(
    r"for|of|from|since|to|into|as|than|vs|versus|after|between|an?|my|our|your|his|her|their|its"
    r"|last|per|like|about|and|or|&|\+|=|via|not|over|under|called|named|during|every|each|other"
    r"|alternate|the|this|that|without|against|für|fuer|de|du|del|da|do|von|vom"
)
# These alone are too little to be a date that nobody announced.
_TOO_LITTLE = re.compile(
    rf"(?:by |before |until |on )?{spans.SPAN}|(?:at |@ |about |around )?\d{{1,4}}(?: h)?"
    r"|asap|as soon as possible|now|noon|lunch"
    r"|the \d(?:st|nd|rd|th)|\d+(?:st|nd|rd|th)|(?:19|20)\d\d(?:\d{4})?|q[1-4](?: \d{4})?|weekend"
    r"|the (?:day|week|month|quarter|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?:the |good )?(?:early |late |mid )?(?:morning|afternoon|evening|night|lunch)"
    r"|24 ?/ ?7|50 ?/ ?50|9 ?/ ?11|this day|\d{1,2}\.\d{1,2}|\d{1,2} ?- ?\d{1,2}"
    r"|\d{1,2} (?:to|past|of|before|after|from|until) \d{1,2}|half \d{1,2}"
    r"|(?:about|around|for|after|from|since) .*"
)
_A_NAME = re.compile(r"tomo?", re.IGNORECASE)  # “Call Tom” is about a person
_CLOCK = re.compile(r"(?:.* )?\d{1,4}(?::\d\d)? (?:[ap]m?|oclock)|(?:.*\D)?\d{1,2}:\d\d.*")
_BARE_TIME = re.compile(r"\d{1,2}:\d\d")
_FRACTION = re.compile(r"(\d{1,2}) ?/ ?(\d{1,2})")
_COUNTED = re.compile(
    r"page|part|step|chapter|section|version|phase|item|line|row|q|ticket|no|pr|mr|issue|bug|task"
    r"|batch|lesson|level|unit|sprint|day|week|episode|season|set|number|test|file|slide|question"
    r"|score|ratio|aspect|psalm|size|round|story|option|level|scene|v|build|release"
)
_POLITE = re.compile(r"(?:please|pls|plz|thanks|thx|ty|asap)", re.IGNORECASE)
# Such a date before a noun names a thing (“March 20 launch plan”); before a plain verb it does not.
_NAMES_A_THING = re.compile(
    r"[a-z]+|(?:the )?\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]+|[a-z]+ \d{1,2}\w*"
)
_SOON = re.compile(r"today|tomorrow|tonight")


def trailing(line: Line) -> Located | None:
    """A phrase that ends the line; marks, smileys and stops after it do not count."""
    last = len(line.spans)
    while last and _counts_for_nothing(line, last - 1):
        last -= 1
    if not last or not line.may_end(*line.spans[last - 1]):
        return None
    end = line.spans[last - 1][1]
    for first in range(max(0, last - lines.MOST_WORDS), last):
        start = line.spans[first][0]
        if not line.may_start(*line.spans[first]):
            continue
        reading = line.read(start, end)
        if reading is None:
            continue
        if not _free(line, first, start, end, reading):
            return None
        return _with_opening_day(line, start, end, reading)
    return None


def _counts_for_nothing(line: Line, index: int) -> bool:
    start, end = line.spans[index]
    shown = line.text[start:end]
    if lines.is_mark(shown) or not any(c.isalnum() for c in line.masked[start:end]):
        return lines.GUARD not in line.masked[start:end] or lines.is_mark(shown)
    return bool(index and _POLITE.fullmatch(line.word(index)))


def _free(line: Line, first: int, start: int, end: int, reading: Reading) -> bool:
    """Whether a phrase that nothing announces is a deadline and no part of the title."""
    if reading.deadline.day < line.frame.today:
        return False
    text = words.normalise(line.masked[start:end], line.language)
    if _A_NAME.fullmatch(lines.bare(line.masked[start:end])):
        return False
    ranged = text.startswith("from ") and reading.other is not None
    if _TOO_LITTLE.fullmatch(text) and not (_CLOCK.fullmatch(text) or ranged):
        return False
    before = line.word(first - 1).casefold() if first else ""
    fraction = _FRACTION.fullmatch(text)
    if _BARE_TIME.fullmatch(text) and _COUNTED.fullmatch(before):
        return False  # “ratio 16:10”
    if fraction and (int(fraction[1]) <= int(fraction[2]) <= 12 or _COUNTED.fullmatch(before)):
        return False
    if not first or line.masked[line.spans[first - 1][1] - 1] in ",;:":
        return True
    return not _OWNED.fullmatch(before)


def _with_opening_day(line: Line, start: int, end: int, reading: Reading) -> Located:
    """“Tomorrow call Bob at 3pm”: the day opens the line and the time closes it."""
    found = lines.found_at(line, start, start, end, reading)
    opening = leading(line) if reading.deadline.time and _says_no_day(line, start, end) else None
    if opening is None or opening.reading.deadline.time or opening.span[1] >= start:
        return found
    whole = line.read_words(f"{opening.phrase} {line.masked[start:end]}")
    if whole is None:
        return found
    rest = lines.Line(opening.title, line.frame, line.language)
    cut = opening.title.rfind(found.phrase)
    if cut < 0:
        return found
    left = lines.found_at(rest, cut, cut, cut + len(found.phrase), whole)
    return Located(left.title, whole, f"{opening.phrase} {found.phrase}", None, found.span)


def _says_no_day(line: Line, start: int, end: int) -> bool:
    """Whether the phrase is a time only: beside another day it still reads as a time."""
    return line.read_words(f"2000-01-03 {line.masked[start:end]}") is not None


def leading(line: Line) -> Located | None:
    """A phrase that opens the line, when a stop or a verb follows it."""
    count = len(line.spans)
    if not count or not line.may_start(*line.spans[0]):
        return None
    start = line.spans[0][0]
    for last in range(min(lines.MOST_WORDS, count), 0, -1):
        end = line.spans[last - 1][1]
        if not line.may_end(*line.spans[last - 1]):
            continue
        reading = line.read(start, end)
        if reading is None or reading.deadline.day < line.frame.today:
            continue
        text = words.normalise(line.masked[start:end], line.language)
        if _TOO_LITTLE.fullmatch(text) and not _CLOCK.fullmatch(text):
            return None
        if _stops(line, last, end) or _title_follows(line, last, text):
            return lines.found_at(line, start, start, end, reading)
    return None


def _stops(line: Line, last: int, end: int) -> bool:
    """Whether a stop parts the phrase from what follows: “friday: …”, “[friday] …”."""
    if last == len(line.spans) or line.masked[end - 1] in ":,;)]":
        return True
    start, stop = line.spans[last]
    return line.masked[start:stop] in ("-", "–", "—", "|", "->", "→")


def _title_follows(line: Line, last: int, text: str) -> bool:
    following = line.word(last)
    if not following or not verbs.is_verb(following):
        return False
    names_a_thing = _NAMES_A_THING.fullmatch(text) and not _SOON.fullmatch(text)
    return not (names_a_thing and verbs.is_noun_too(following))
