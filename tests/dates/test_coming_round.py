"""When something that repeats comes round again."""

from __future__ import annotations

from datetime import date

import pytest

from bot import dates

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("every monday", "en"),
        ("every monday", "de"),
        ("jeden montag", "de"),
        ("jeden montag", "en"),
    ],
)
def test_the_rhythm_holds_whatever_language_the_finisher_speaks(text: str, language: str) -> None:
    assert dates.next_occurrence(text, FRIDAY, language) == date(2026, 11, 30)


def test_what_states_no_rhythm_has_no_next_day() -> None:
    assert dates.next_occurrence("now and then", FRIDAY) is None
