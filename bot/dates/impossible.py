"""Days that no calendar has: 29 February of a common year, 31 April."""

from __future__ import annotations

import re

from bot.dates import days, words
from bot.dates.spellings import MONTHS

_MARKER = re.compile(
    r"(?:^|(?<=\s))(?:due|by|before|until|till|on|deadline)(?: (?:on|by))?:?\s+", re.IGNORECASE
)
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_YEAR = r"(?:,? (?P<year>(?:19|20)\d\d))?"
_PATTERNS = [
    re.compile(rf"(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}{_YEAR}\b"),
    re.compile(rf"{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}\b(?![:.]\d)"),
    re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
]
_LEAP = 2024


def no_such_day(text: str) -> str:
    """The day that the words after a “due” or “by” name though there is none; else nothing."""
    for marker in list(_MARKER.finditer(text))[-2:]:
        phrase = words.normalise(" ".join(text[marker.end() :].split()[:4]))
        for pattern in _PATTERNS:
            m = pattern.match(phrase)
            if m and (shown := _missing(m["day"], m["month"], m["year"])):
                return shown
    return ""


def _missing(day: str, month: str, year: str | None) -> str:
    number = int(month) if month.isdigit() else MONTHS.index(month) + 1
    if not 1 <= number <= 12:
        return ""
    if days.make(int(year) if year else _LEAP, number, int(day)):
        return ""
    return f"{int(day)} {MONTHS[number - 1].capitalize()} {year or ''}".strip()
