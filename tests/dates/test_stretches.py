"""Stretches of days, as people say when they are away."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot import dates

NOW = datetime(2026, 11, 25, 10, 15, tzinfo=ZoneInfo("Europe/Lisbon"))
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("3-14 aug", "2027-08-03", "2027-08-14"),
        ("from 3 aug to 14 aug", "2027-08-03", "2027-08-14"),
        ("20 dec to 5 jan", "2026-12-20", "2027-01-05"),
        ("2026-12-21 to 2027-01-02", "2026-12-21", "2027-01-02"),
        ("2026-12-21–2027-01-02", "2026-12-21", "2027-01-02"),
        ("monday until friday", "2026-11-30", "2026-12-04"),
        ("monday-friday", "2026-11-30", "2026-12-04"),
        ("until friday", "2026-11-25", "2026-11-27"),
        ("today until friday", "2026-11-25", "2026-11-27"),
        ("tomorrow", "2026-11-26", "2026-11-26"),
        ("next week", "2026-11-30", "2026-12-06"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("in august", "2027-08-01", "2027-08-31"),
        ("for 2 weeks", "2026-11-25", "2026-12-08"),
        ("20-30 nov", "2026-11-20", "2026-11-30"),
        ("20-30 nov 2027", "2027-11-20", "2027-11-30"),
        ("yesterday", "2026-11-24", "2026-11-24"),
    ],
)
def test_days_are_understood_first_and_last_included(words: str, first: str, last: str) -> None:
    found = dates.read_stretch(words, NOW, order="DMY")
    assert found is not None
    assert [day.isoformat() for day in found] == [first, last]


def test_the_persons_own_language_is_understood() -> None:
    german = dates.read_stretch("3. bis 14. august", NOW, language="de", order="DMY")
    assert german == dates.read_stretch("3-14 aug", NOW)


@pytest.mark.parametrize("words", ["", "off", "rubbish", "for 0 days", "-" * 300])
def test_what_names_no_days_is_none(words: str) -> None:
    assert dates.read_stretch(words, NOW) is None


def test_a_weekday_that_ends_the_days_is_the_coming_one() -> None:
    friday = NOW.replace(day=27)
    for words, last in (
        ("today until friday", 4),
        ("today until monday", 30),
        ("tomorrow to monday", 30),
    ):
        found = dates.read_stretch(words, friday)
        assert found is not None
        assert found[0].day == (28 if "tomorrow" in words else 27)
        assert found[1].day == last
