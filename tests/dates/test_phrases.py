"""Phrases: what people type and the day they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import dates

NOW = datetime(2026, 3, 11, 10, 15, tzinfo=UTC)  # a Wednesday


def said(text: str, now: datetime = NOW, **how: str) -> str | None:
    reading = dates.read_phrase(text, now, **how)
    if reading is None:
        return None
    at = reading.deadline.time
    return f"{reading.deadline.day}" + (f" {at:%H:%M}" if at else "")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("friday", "2026-03-13"),
        ("next friday", "2026-03-20"),
        ("friday next week", "2026-03-20"),
        ("next week friday", "2026-03-20"),
        ("a week from friday", "2026-03-20"),
        ("in 3 working days", "2026-03-16"),
        ("+5b", "2026-03-18"),
        ("eom", "2026-03-31"),
        ("end of q2", "2026-06-30"),
        ("last working day of may", "2026-05-29"),
        ("3rd friday of march", "2026-03-20"),
        ("2nd to last friday of may", "2026-05-22"),
        ("2027-03-01", "2027-03-01"),
        ("2020-01-01", "2020-01-01"),
        ("the 7th", "2026-04-07"),
        ("feb 29", "2028-02-29"),
        ("in 2 weeks at 8am", "2026-03-25 08:00"),
        ("friday 5pm", "2026-03-13 17:00"),
        ("20 past eight in the evening", "2026-03-11 20:20"),
        ("9am", "2026-03-12 09:00"),
        ("noon", "2026-03-11 12:00"),
        ("tomorrow 17:00 CET", "2026-03-12 16:00"),
        ("day after tommorow", "2026-03-13"),
        ("the monday after easter", "2026-04-06"),
        ("every other monday", "2026-03-16"),
        ("weekdays at 9:15", "2026-03-12 09:15"),
        ("every night at 10", "2026-03-11 22:00"),
        ("on the last monday of every month", "2026-03-30"),
        ("thu 12", "2026-03-12"),
        ("tuesday 31 at 4", "2026-03-31 16:00"),
        ("thursday afternoon next week", "2026-03-19 15:00"),
        ("tuesday two weeks from now", "2026-03-24"),
        ("the week after next", "2026-03-23"),
        ("friday or earlier", "2026-03-13"),
        ("one week before now", "2026-03-04 10:15"),
        ("today in two hours", "2026-03-11 12:15"),
        ("eleven fifty tomorrow", "2026-03-12 11:50"),
        ("quarter to one tomorrow", "2026-03-12 12:45"),
        ("late this afternoon", "2026-03-11 17:00"),
        ("saturday evening at 9:30", "2026-03-14 21:30"),
        ("20270430", "2027-04-30"),
        ("fri jan 15 08:30:00 utc 2027", "2027-01-15 08:30"),
        ("3 june in 2028", "2028-06-03"),
        ("6pm eastern time", "2026-03-11 22:00"),
        ("12:30-14:00", "2026-03-11 14:00"),
        ("13h-16h30", "2026-03-11 16:30"),
        ("11am until 2", "2026-03-11 14:00"),
        ("10pm-4", "2026-03-12 04:00"),
        ("friday 2-5", "2026-03-13 17:00"),
        ("friday 20-22", "2026-03-13 22:00"),
        ("monday 8 to 9", "2026-03-16 09:00"),
        ("1530h", "2026-03-11 15:30"),
    ],
)
def test_a_phrase_is_read(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("de", "übermorgen um 15 Uhr", "2026-03-13 15:00"),
        ("de", "am 20.3.", "2026-03-20"),
        ("de", "letzter Freitag im März", "2026-03-27"),
        ("de", "in 3 Werktagen", "2026-03-16"),
        ("fr", "lundi prochain à 9h", "2026-03-16 09:00"),
        ("fr", "fin mars", "2026-03-31"),
        ("fr", "dans 2 jours ouvrés", "2026-03-13"),
        ("es", "pasado mañana", "2026-03-13"),
        ("es", "viernes a las 3 de la tarde", "2026-03-13 15:00"),
        ("es", "las tres", "2026-03-11 15:00"),
        ("pt", "sexta-feira às 15h", "2026-03-13 15:00"),
        ("pt", "daqui a 3 dias", "2026-03-14"),
        ("de", "friday 5pm", "2026-03-13 17:00"),
        ("de", "in den nächsten zwei wochen", "2026-03-25"),
        ("de", "donnerstag von 9:30 bis 11:00", "2026-03-12 11:00"),
        ("fr", "dans une demi-heure", "2026-03-11 10:45"),
        ("fr", "jeudi de 9h à 11h", "2026-03-12 11:00"),
        ("es", "en 24 horas", "2026-03-12 10:15"),
    ],
)
def test_other_languages_and_english_beside_them(language: str, text: str, meant: str) -> None:
    assert said(text, language=language, order="DMY") == meant


@pytest.mark.parametrize(
    "text",
    [
        *("", "25", "2020", "1-2-3", "02/29/2022", "31 feb", "v1.10.30", "25:12", "may"),
        *("4a", "+am", "in them", "10.1", "32 august", "the second half", "Mar 9th at 28pm"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("next friday", "2026-03-13"),
        ("wednesday", "2026-03-11"),
        ("next month", "2026-04-30"),
        ("at 4", "2026-03-12 04:00"),
        ("eow", "2026-03-15"),
        ("monday march 17", "2026-03-16"),
        ("july 13-15", "2026-07-13"),
        ("friday or monday", "2026-03-16"),
    ],
)
def test_where_people_differ_the_other_reading_is_offered(text: str, other: str) -> None:
    reading = dates.read_phrase(text, NOW)
    assert reading is not None
    assert reading.other is not None
    at = reading.other.time
    assert f"{reading.other.day}" + (f" {at:%H:%M}" if at else "") == other


def test_the_order_of_day_and_month_is_the_readers() -> None:
    assert said("3/4") == "2026-03-04" or said("3/4") == "2027-03-04"
    assert said("3/4", order="DMY") == "2026-04-03"
    unknown = dates.read_phrase("3/4", NOW, order="")
    assert unknown is not None
    assert unknown.other == dates.Deadline(date(2026, 4, 3))


def test_hours_from_now_count_real_time_when_the_clocks_change() -> None:
    before = datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert said("in 2 hours", before) == "2026-03-29 04:30"


@pytest.mark.parametrize(
    ("deadline", "zone", "utc"),
    [
        (dates.Deadline(date(2026, 3, 29), time(2, 30)), "Europe/Berlin", "2026-03-29T01:30"),
        (dates.Deadline(date(2026, 10, 25), time(2, 30)), "Europe/Berlin", "2026-10-25T00:30"),
        (dates.Deadline(date(2026, 3, 11)), "America/New_York", "2026-03-12T03:59"),
    ],
    ids=[
        "a time that summer time skips moves forward",
        "a time that comes twice is the first",
        "a day ends a minute before midnight",
    ],
)
def test_an_instant(deadline: dates.Deadline, zone: str, utc: str) -> None:
    assert dates.instant(deadline, ZoneInfo(zone)).isoformat()[:16] == utc


def test_days_are_shown_with_their_weekday_and_another_year() -> None:
    today = date(2026, 3, 11)
    assert dates.show_day(date(2026, 11, 27), today) == "Fri 27 Nov"
    assert dates.show_day(date(2027, 1, 1), today) == "Fri 1 Jan 2027"
    assert dates.show(dates.Deadline(date(2026, 11, 27), time(17)), today) == "Fri 27 Nov 17:00"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("4h", (4, 4)),
        ("3d", (24, 24)),
        ("~2w", (80, 80)),
        ("2d-5d", (16, 40)),
        ("2-5d", (16, 40)),
        ("1d 4h", (12, 12)),
        ("1.5d", (12, 12)),
        ("30m", (0.5, 0.5)),
        ("5", None),
        ("0d", None),
        ("later", None),
    ],
)
def test_estimates(text: str, hours: tuple[float, float] | None) -> None:
    assert dates.read_duration(text) == hours
    if hours:
        shown = dates.show_duration(*hours)
        assert dates.read_duration(shown) == hours


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("monday 9am", (0, time(9))),
        ("Fri", (4, time(9))),
        ("every tuesday at 16:30", (1, time(16, 30))),
        ("sun noon", (6, time(12))),
        ("monday 25:00", None),
        ("never", None),
    ],
)
def test_the_hour_of_a_digest(text: str, meant: tuple[int, time] | None) -> None:
    assert dates.read_schedule(text) == meant


def test_repetition_goes_on_from_the_last_day() -> None:
    assert dates.next_occurrence("every other monday", date(2026, 3, 16)) == date(2026, 3, 30)
    assert dates.next_occurrence("every month on the 31st", date(2026, 1, 31)) == date(2026, 3, 31)
    assert dates.next_occurrence("every weekday", date(2026, 3, 13)) == date(2026, 3, 16)
    assert dates.next_occurrence("now and then", date(2026, 3, 13)) is None


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(-300, 300))
def test_working_days_are_counted_one_by_one(day: date, n: int) -> None:
    step = timedelta(days=1 if n > 0 else -1)
    expected, left = day, abs(n)
    while left:
        expected += step
        left -= expected.weekday() < 5
    assert dates.add_working_days(day, n) == expected
    if day.weekday() < 5:
        assert dates.working_days_between(day, expected) == n


def test_a_holiday_is_no_working_day() -> None:
    holidays = frozenset({date(2026, 3, 12)})
    assert dates.add_working_days(date(2026, 3, 11), 1, holidays) == date(2026, 3, 13)
    assert not dates.is_working_day(date(2026, 3, 12), holidays)


PARTS = """
next friday 3 march of the end 5pm 12:30 - / . last week in every at 31 1st 2026 days + and or
from before due to q1 half past eod 29 feb 0 99 am utc
"""
WORDS = st.sampled_from(PARTS.split())


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join)),
    st.sampled_from(["en", "de", "fr", "es", "pt", "xx"]),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001
)
def test_no_text_makes_it_raise(text: str, language: str, wall: datetime) -> None:
    now = wall.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    dates.read_phrase(text, now, language=language)
    dates.locate(text, now, language=language)
    dates.read_every(text, language)
    dates.read_schedule(text)
    dates.read_duration(text)


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.times())
def test_what_is_shown_can_be_typed(day: date, at: time) -> None:
    deadline = dates.Deadline(day, at.replace(second=0, microsecond=0))
    reading = dates.read_phrase(dates.show(deadline, date(1980, 1, 1)), NOW)
    assert reading is not None
    assert reading.deadline.day == deadline.day
    assert deadline.time in (reading.deadline.time, reading.other and reading.other.time)
