"""Where a repetition ends: “every monday until 30 june”, “daily, 5 times”."""

from __future__ import annotations

import re
from datetime import date

from bot.dates import lines, recurring
from bot.dates.model import Frame

_UNTIL = re.compile(
    r",?\s+(?:until|till|til|through|bis|hasta|até|jusqu['’](?:au|à))(?: the| zum| el| al)?\s+",
    re.IGNORECASE,
)
TIMES = re.compile(r",?\s+(?:for )?(?P<n>\d{1,3}) times(?=$|[\s,;.])", re.IGNORECASE)
_KEPT = re.compile(r"(?P<rule>.+) until (?P<last>\d{4}-\d\d-\d\d)")


def bounded(text: str, frame: Frame, language: str = "en") -> str | None:
    """A rule that may have an end, its end as a plain date; None where it is none.

    A count becomes the date of the last time, so that nothing has to be counted later.
    """
    if recurring.read(text, language):
        return text
    if (m := TIMES.search(text)) and m.end() == len(text):
        rule = text[: m.start()]
        every = recurring.read(rule, language)
        if every is None or not int(m["n"]):
            return None
        last = every.first(frame.now).day
        for _ in range(int(m["n"]) - 1):
            last = every.after(last)
        return kept(rule, last)
    for m in _UNTIL.finditer(text):
        rule = text[: m.start()]
        end = lines.read_phrase(text[m.end() :], frame, language)
        if end and recurring.read(rule, language):
            return kept(rule, end.deadline.day)
    return None


def kept(rule: str, last: date) -> str:
    """A rule and its end as a task keeps them."""
    return f"{rule} until {last.isoformat()}"


def split(text: str) -> tuple[str, date | None]:
    """A kept rule without its end, and the end."""
    m = _KEPT.fullmatch(text)
    return (m["rule"], date.fromisoformat(m["last"])) if m else (text, None)


def next_occurrence(
    text: str, last: date, language: str = "en", *, not_before: date | None = None
) -> date | None:
    """The first day after `last`, in the rhythm of a kept rule, that is not before another.

    None where the rule has ended. Who finishes it may speak another language than who wrote it:
    the others are tried as well.
    """
    rule, end = split(text)
    every = recurring.in_any_language(rule, language)
    if every is None:
        return None
    day = every.after(last)
    while not_before and last < day < not_before:
        last, day = day, every.after(day)
    return day if end is None or day <= end else None
