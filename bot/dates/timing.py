"""All the times that a line names: when it may start, when it is due, how it repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates import endings, lines, located, recurring
from bot.dates.model import Deadline, Frame, Reading

_START = re.compile(r"(?<![\w'’-])start(?:s|ing)?(?: on| from| at|:)?:?\s+(?=\S)", re.IGNORECASE)
_EVERY = re.compile(
    r"(?<![\w'’-])(?:repeats? |repeating )?"
    r"(?:(?:on )?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|last)"
    r"(?: [a-z]*day)? (?:of|in) )?(?:every|each)\s+(?=\S)|everyday",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\s*[,;]?\s*(?:$|(?:due|by|before|deadline|until|till|til|no later than|every"
    r"|start|starting)\b|(?:for )?\d{1,3} times\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Timing:
    """The times in a line, and the title that is left."""

    title: str
    due: Reading | None = None
    due_phrase: str = ""
    start: Deadline | None = None
    every: str = ""


def read(text: str, frame: Frame, language: str = "en") -> Timing:
    """Start and repetition first, each with its own words; then the deadline."""
    every, text, first = _take_every(text, frame, language)
    start, text = _take_start(text, frame, language)
    found = located.find(text, frame, language)
    if found:
        return Timing(found.title, found.reading, found.phrase, start, every)
    return Timing(text, Reading(first) if first else None, every if first else "", start, every)


def _take_start(text: str, frame: Frame, language: str) -> tuple[Deadline | None, str]:
    line = lines.Line(text, frame, language)
    for marker in list(_START.finditer(line.masked))[-lines.MOST_MARKERS :]:
        for end in lines.ends_after(line, marker.end()):
            if not _CLOSES.match(line.masked, end):
                continue
            reading = line.read(marker.end(), end)
            if reading:
                return reading.deadline, _without(text, marker.start(), end)
    return None, text


def _take_every(text: str, frame: Frame, language: str) -> tuple[str, str, Deadline | None]:
    line = lines.Line(text, frame, language)
    for marker in list(_EVERY.finditer(line.masked))[-2:]:
        for end in lines.ends_after(line, marker.end(), any_start=True):
            phrase = text[marker.start() : end].strip(" ,;.")
            if "\ue000" in line.masked[marker.start() : end] or not _CLOSES.match(line.masked, end):
                continue
            every = recurring.read(phrase, language)
            if every:
                phrase, end = _with_end(line, marker.start(), end, phrase)
                first = every.first(frame.now)
                return phrase, _without(text, marker.start(), end), first
    return "", text, None


def _with_end(line: lines.Line, start: int, end: int, phrase: str) -> tuple[str, int]:
    """The rule with the end that follows it, “until 30 june” or “5 times”, and where that stops."""
    times = endings.TIMES.match(line.masked, end)
    stops = [times.end()] if times else lines.ends_after(line, end, any_start=True)
    for stop in stops:
        whole = line.text[start:stop].strip(" ,;.")
        kept = endings.bounded(whole, line.frame, line.language)
        if kept and endings.split(kept)[1]:
            return kept, stop
    return phrase, end


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip(' ,;')} {text[end:].lstrip(' ,;')}".strip()
