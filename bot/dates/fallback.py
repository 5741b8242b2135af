"""The last resort for written-out dates of other languages: dateparser, on a short lead."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import Any

from bot.dates import spoken
from bot.dates.model import Deadline, Frame, Reading

# It guesses where it should not, so it is asked only about a day number beside a written month.
_WORTH_ASKING = re.compile(r"(?=.*(?<![\d.:/-])\d{1,2}(?![\d.:/-]))(?=.*[^\W\d_]{4}).{6,40}")


def read(text: str, frame: Frame, language: str) -> Reading | None:
    """A day, a written month and perhaps a year, in the one language of the person."""
    if not spoken.known(language) or not _WORTH_ASKING.fullmatch(text.strip()):
        return None
    settings = {
        "REQUIRE_PARTS": ["day", "month"],
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": frame.now.replace(tzinfo=None),
        "DATE_ORDER": "MDY" if frame.order == "MDY" else "DMY",
        "PARSERS": ["absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found: datetime | None = load().parse(
        text, languages=[spoken.base(language)], settings=settings
    )
    return Reading(Deadline(found.date())) if found else None


@cache
def load() -> Any:
    """The library, loaded at its first use: it takes a fifth of a second."""
    import dateparser

    return dateparser
