"""Days at the ends of all calendars, and days that only some years have: read or not, no crash."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import dates

NOW = datetime(2026, 11, 25, 10, 15, tzinfo=ZoneInfo("Europe/Lisbon"))
HOW = {"language": "en", "order": "DMY"}


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31 to 9999-12-26",
        "9999-12-31 23:59 to 5pm",
        "0001-01-01 to 9999-12-31",
        "3 working days after 9999-12-31",
        "3 working days before 0001-01-01",
        "the friday after 9999-12-31",
        "10 march 2027 to 2024-02-29",
    ],
)
def test_what_no_calendar_has_is_no_trouble(text: str) -> None:
    dates.read_timing(f"Pay {text}", NOW, **HOW)
    dates.read_stretch(text, NOW, **HOW)
    found = dates.read_phrase(text, NOW, **HOW)
    assert found is None or date.min <= found.deadline.day <= date.max


def test_the_29th_of_february_ends_a_range_in_the_year_that_has_it() -> None:
    found = dates.read_phrase("10 march 2027 to 29 feb", NOW, **HOW)
    assert found is not None
    assert found.deadline.day == date(2028, 2, 29)
