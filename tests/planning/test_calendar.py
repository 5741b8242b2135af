"""Working days: which they are, the next ones, and how many lie between two days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.planning.calendar import Calendar

WEEK = Calendar()
SUNDAY_TO_THURSDAY = Calendar(frozenset({6, 0, 1, 2, 3}))
WITH_DAYS_OFF = Calendar(holidays={date(2026, 3, 13)}, away={date(2026, 3, 16), date(2026, 3, 17)})
NEVER = Calendar(frozenset())

DAYS = st.sampled_from([date(2026, 1, 1) + timedelta(days=n) for n in range(120)])
CALENDARS = st.builds(
    Calendar,
    weekdays=st.frozensets(st.integers(0, 6)),
    holidays=st.frozensets(DAYS, max_size=5),
    away=st.frozensets(DAYS, max_size=5),
)
WORKED = CALENDARS.filter(lambda calendar: bool(calendar.weekdays))


def march(number: int) -> date:
    """The 9th, 16th and 23rd are Mondays."""
    return date(2026, 3, number)


@pytest.mark.parametrize(
    ("calendar", "worked"),
    [
        pytest.param(WEEK, {9, 10, 11, 12, 13, 16, 17, 18}, id="Monday to Friday"),
        pytest.param(SUNDAY_TO_THURSDAY, {9, 10, 11, 12, 15, 16, 17, 18}, id="Sunday to Thursday"),
        pytest.param(WITH_DAYS_OFF, {9, 10, 11, 12, 18}, id="a holiday on Friday, then away"),
        pytest.param(NEVER, set[int](), id="no day at all"),
    ],
)
def test_the_days_that_are_worked(calendar: Calendar, worked: set[int]) -> None:
    assert {number for number in range(9, 19) if calendar.works(march(number))} == worked


@pytest.mark.parametrize(
    ("calendar", "first", "n", "found"),
    [
        pytest.param(WEEK, 11, 0, 11, id="none after Wednesday is Wednesday"),
        pytest.param(WEEK, 14, 0, 14, id="none after Saturday is Saturday"),
        pytest.param(WEEK, 11, 1, 12, id="the one after Wednesday is Thursday"),
        pytest.param(WEEK, 13, 1, 16, id="the one after Friday is Monday"),
        pytest.param(WEEK, 14, 1, 16, id="the one after Saturday is Monday"),
        pytest.param(WEEK, 11, 5, 18, id="five after Wednesday are a week"),
        pytest.param(WEEK, 16, -1, 13, id="the one before Monday is Friday"),
        pytest.param(WEEK, 15, -1, 13, id="the one before Sunday is Friday"),
        pytest.param(WEEK, 18, -5, 11, id="five before Wednesday are a week"),
        pytest.param(SUNDAY_TO_THURSDAY, 12, 1, 15, id="the one after Thursday is Sunday"),
        pytest.param(WITH_DAYS_OFF, 12, 1, 18, id="days off are passed over"),
        pytest.param(WITH_DAYS_OFF, 18, -1, 12, id="days off are passed over backwards"),
    ],
)
def test_so_many_working_days_from_a_day(
    calendar: Calendar, first: int, n: int, found: int
) -> None:
    assert calendar.next(march(first), n) == march(found)


@pytest.mark.parametrize(
    ("calendar", "first", "last", "days"),
    [
        pytest.param(WEEK, 11, 11, 0, id="none between a day and itself"),
        pytest.param(WEEK, 11, 12, 1, id="the first day is not counted, the last one is"),
        pytest.param(WEEK, 13, 15, 0, id="none from Friday to Sunday"),
        pytest.param(WEEK, 13, 16, 1, id="one from Friday to Monday"),
        pytest.param(WEEK, 14, 16, 1, id="one from Saturday to Monday"),
        pytest.param(WEEK, 9, 23, 10, id="ten in two weeks"),
        pytest.param(WEEK, 16, 13, -1, id="backwards they are negative"),
        pytest.param(SUNDAY_TO_THURSDAY, 12, 15, 1, id="one from Thursday to Sunday"),
        pytest.param(WITH_DAYS_OFF, 12, 17, 0, id="days off are not counted"),
        pytest.param(WITH_DAYS_OFF, 12, 18, 1, id="after days off the count goes on"),
        pytest.param(NEVER, 1, 31, 0, id="none where no day is worked"),
    ],
)
def test_working_days_between_two_days(
    calendar: Calendar, first: int, last: int, days: int
) -> None:
    assert calendar.between(march(first), march(last)) == days


@pytest.mark.parametrize("n", [-3, -1, 1, 3])
def test_looking_for_a_working_day_ends_where_there_is_none(n: int) -> None:
    found = NEVER.next(march(11), n)
    assert not NEVER.works(found)
    assert (found > march(11)) == (n > 0)


def test_a_long_absence_has_an_end() -> None:
    a_year = {march(1) + timedelta(days=n) for n in range(366)}
    assert Calendar(away=a_year).next(march(2)) == date(2027, 3, 2)


def test_each_working_day_is_looked_for_anew() -> None:
    assert Calendar(frozenset({0})).next(march(9), 100) == march(9) + timedelta(weeks=100)


@given(CALENDARS, DAYS, DAYS, st.integers(0, 10))
@settings(max_examples=50, deadline=None)
def test_no_more_are_counted_than_asked_for(
    calendar: Calendar, first: date, last: date, most: int
) -> None:
    all_of_them = calendar.between(first, last)
    found = calendar.between(first, last, most)
    assert abs(found) == min(abs(all_of_them), most)
    assert found * all_of_them >= 0


@given(WORKED, DAYS, st.integers(1, 20))
@settings(max_examples=50, deadline=None)
def test_as_many_lie_between_as_were_gone(calendar: Calendar, first: date, n: int) -> None:
    last = calendar.next(first, n)
    assert calendar.works(last)
    assert calendar.between(first, last) == n


@given(WORKED, DAYS, st.integers(1, 20))
@settings(max_examples=50, deadline=None)
def test_from_a_working_day_the_way_back_is_as_long(
    calendar: Calendar, first: date, n: int
) -> None:
    day = calendar.next(first)
    assert calendar.next(calendar.next(day, n), -n) == day
    assert calendar.between(day, calendar.next(day, -n)) == -n


@given(CALENDARS, DAYS, DAYS)
@settings(max_examples=50, deadline=None)
def test_backwards_the_count_is_the_same_with_another_sign(
    calendar: Calendar, first: date, last: date
) -> None:
    assert calendar.between(first, last) == -calendar.between(last, first)


@given(CALENDARS, DAYS, DAYS, DAYS)
@settings(max_examples=50, deadline=None)
def test_counts_over_a_day_in_the_middle_add_up(
    calendar: Calendar, first: date, middle: date, last: date
) -> None:
    both = calendar.between(first, middle) + calendar.between(middle, last)
    assert both == calendar.between(first, last)
