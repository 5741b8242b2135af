"""Which doubts are asked about, and which only offer the other edge of a period."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot import dates

NOW = datetime(2026, 11, 25, 10, 15, tzinfo=ZoneInfo("Europe/Lisbon"))  # a Wednesday


@pytest.mark.parametrize(
    ("phrase", "doubt"),
    [
        ("next friday", "week"),
        ("wednesday", "week"),
        ("friday after next", "week"),
        ("next weekend", "week"),
        ("the first monday", "week"),
        ("friday at 4", "hour"),
        ("at 9", "hour"),
        ("5:30", "hour"),
        ("friday midnight", "midnight"),
        ("thu 27 nov", "weekday"),
        ("friday or monday", "two"),
        ("2 days before next friday", "week"),
        ("next friday at 5pm", "week"),
    ],
)
def test_people_differ_and_are_asked(phrase: str, doubt: str) -> None:
    reading = dates.read_phrase(phrase, NOW)
    assert reading is not None
    assert (reading.asked, reading.doubt) == (True, doubt)


@pytest.mark.parametrize(
    "phrase",
    ["eow", "next week", "in march", "july 13-20", "early next week", "week 49", "10/2026",
     "first week of december"],
)  # fmt: skip
def test_another_edge_of_the_same_period_is_offered_only(phrase: str) -> None:
    reading = dates.read_phrase(phrase, NOW)
    assert reading is not None
    assert reading.other is not None
    assert not reading.asked


@pytest.mark.parametrize(
    "phrase",
    ["friday", "next tuesday", "tomorrow", "friday 5pm", "17:00", "27 nov", "22/04", "3/4", "eom",
     "in 3 days", "noon", "tomorrow 9am"],
)  # fmt: skip
def test_what_is_clear_has_no_other_meaning(phrase: str) -> None:
    reading = dates.read_phrase(phrase, NOW)
    assert reading is not None
    assert reading.other is None
    assert not reading.asked


def test_3_4_is_asked_where_nothing_tells_the_order() -> None:
    reading = dates.read_phrase("3/4", NOW, order="")
    assert reading is not None
    assert (reading.deadline.day, reading.asked) == (date(2027, 3, 4), True)


@pytest.mark.parametrize(
    ("line", "title", "asked"),
    [
        ("Fix login due friday due monday", "Fix login", True),
        ("Fix login by friday or monday", "Fix login", True),
        ("Finish the draft by friday, due monday", "Finish the draft", True),
        ("Prepare the talk on friday due monday", "Prepare the talk on friday", False),
        ("Pay due invoices by friday", "Pay due invoices", False),
        ("Finish by friday and call Bob", "Finish and call Bob", False),
        ("Fix due friday due friday", "Fix due friday", False),
    ],
)
def test_two_announced_deadlines_are_asked_and_leave_the_title(
    line: str, title: str, asked: bool
) -> None:
    found = dates.locate(line, NOW)
    assert found is not None
    assert (found.title, found.reading.asked) == (title, asked)


@pytest.mark.parametrize(
    ("zone", "day", "at", "odd"),
    [
        ("Europe/Lisbon", date(2027, 3, 28), time(1, 30), "skipped"),
        ("America/New_York", date(2027, 3, 14), time(2, 30), "skipped"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "twice"),
        ("America/New_York", date(2026, 11, 1), time(3, 30), ""),
        ("Europe/Lisbon", date(2027, 3, 28), None, ""),
    ],
)
def test_the_clocks_that_change_leave_out_a_time_or_double_it(
    zone: str, day: date, at: time | None, odd: str
) -> None:
    assert dates.odd_clock(dates.Deadline(day, at), ZoneInfo(zone)) == odd


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Fix due 29 feb 2027", "29 February 2027"),
        ("by february 30", "30 February"),
        ("due 31st of april", "31 April"),
        ("due 2027-02-29", "29 February 2027"),
        ("due 29 feb", ""),
        ("due 29 feb 2028", ""),
        ("Read the report of 31 april", ""),
    ],
)
def test_a_day_that_no_calendar_has_is_named(text: str, missing: str) -> None:
    assert dates.no_such_day(text) == missing
