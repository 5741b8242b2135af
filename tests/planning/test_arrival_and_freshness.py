"""When a milestone is expected, and what a manager's word is worth after some days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.planning import arrival, freshness

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def march(number: int) -> date:
    return date(2026, 3, number)


@pytest.mark.parametrize(
    ("due", "open_work", "today", "expected"),
    [
        pytest.param(20, [], 11, 20, id="on its own day where no open work has a day"),
        pytest.param(20, [12, 18], 11, 20, id="on its own day where the work is due before"),
        pytest.param(20, [12, 25], 11, 25, id="with the latest of its work"),
        pytest.param(20, [3], 11, 20, id="late work may still be in time for it"),
        pytest.param(20, [], 20, 20, id="on its own day when that is today"),
        pytest.param(20, [], 21, 21, id="today at the earliest once its day is past"),
        pytest.param(20, [12], 23, 23, id="today at the earliest though its work was due before"),
        pytest.param(20, [27], 23, 27, id="with its work, which is later than today"),
    ],
)
def test_a_milestone_is_expected(due: int, open_work: list[int], today: int, expected: int) -> None:
    found = arrival.expected(march(due), map(march, open_work), march(today))
    assert found == march(expected)


@given(DAYS, st.lists(DAYS, max_size=5), DAYS, DAYS)
@settings(max_examples=50, deadline=None)
def test_more_open_work_brings_no_milestone_forward(
    due: date, open_work: list[date], more: date, today: date
) -> None:
    found = arrival.expected(due, open_work, today)
    assert found >= max(due, today if due < today else due)
    assert arrival.expected(due, [*open_work, more], today) == max(found, more)


@pytest.mark.parametrize(
    ("days", "worth"),
    [
        pytest.param(0, freshness.FRESH, id="said today"),
        pytest.param(7, freshness.FRESH, id="a week ago"),
        pytest.param(10, freshness.FRESH, id="a week and some days of grace"),
        pytest.param(11, freshness.STALE, id="a check-in was missed"),
        pytest.param(21, freshness.STALE, id="two were missed today"),
        pytest.param(22, freshness.UNKNOWN, id="two were missed"),
        pytest.param(1000, freshness.UNKNOWN, id="years ago"),
    ],
)
def test_a_word_is_worth(days: int, worth: str) -> None:
    assert freshness.of(days) == worth


def test_a_word_only_fades() -> None:
    order = [freshness.FRESH, freshness.STALE, freshness.UNKNOWN]
    worths = [order.index(freshness.of(days)) for days in range(60)]
    assert worths == sorted(worths)
