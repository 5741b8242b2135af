"""Deadlines inside lines, and the titles that are left."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot import dates
from bot.dates import lines
from bot.dates.model import Frame

NOW = datetime(2026, 3, 11, 10, 15, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("line", "title", "day"),
    [
        ("Send slides by friday", "Send slides", "2026-03-13"),
        ("Send by friday the slides", "Send the slides", "2026-03-13"),
        ("Submit report due:+3d", "Submit report", "2026-03-14"),
        ("Ship release [due: 2026-03-20]", "Ship release", "2026-03-20"),
        ("Call mom (tomorrow)", "Call mom", "2026-03-12"),
        ("Call mom, tomorrow.", "Call mom", "2026-03-12"),
        ("Fix login due friday, then deploy", "Fix login, then deploy", "2026-03-13"),
        ("tomorrow call Bob at 3pm", "call Bob", "2026-03-12"),
        ("friday: ship the release", "ship the release", "2026-03-13"),
        ("remind me in 2 days to water the plants", "water the plants", "2026-03-13"),
        ("The party is tomorrow", "The party", "2026-03-12"),
        ("Pay due invoices friday", "Pay due invoices", "2026-03-13"),
        ("Draft agenda for monday's meeting by friday", "Draft agenda for monday's meeting",
         "2026-03-13"),
        ('Fix "next friday" on thursday', 'Fix "next friday"', "2026-03-12"),
        ("Upgrade to Ubuntu 24.04 by monday", "Upgrade to Ubuntu 24.04", "2026-03-16"),
        ("Send slides by *friday*", "Send slides", "2026-03-13"),
        ("*Send* slides _due friday_", "*Send* slides", "2026-03-13"),
        ("Send slides by friday :pray:", "Send slides :pray:", "2026-03-13"),
        ("Send slides by fri., please", "Send slides, please", "2026-03-13"),
        ("Send slides @5pm", "Send slides", "2026-03-11"),
        ("Send slides by:5pm", "Send slides", "2026-03-11"),
        ('Send slides due:"next friday"', "Send slides", "2026-03-20"),
        ("Send slides due june", "Send slides", "2026-06-01"),
        ("Send slides by thursday at the latest", "Send slides", "2026-03-12"),
    ],
)  # fmt: skip
def test_the_deadline_goes_and_the_title_stays(line: str, title: str, day: str) -> None:
    found = dates.locate(line, NOW)
    assert found is not None
    assert (found.title, str(found.reading.deadline.day)) == (title, day)


@pytest.mark.parametrize(
    "line",
    [
        "Pay due invoices", "Fix due date picker", "Fix April's laptop", "Today widget is wrong",
        "Agenda for monday", "Move standup to friday", "Change label to today",
        "Sat image pipeline",
        "Call Tom", "Interview April", "Fix the sun", "Review PR 12/5", "Finish chapter 3/20",
        "Upgrade to Ubuntu 22.04", "Bump timeout to 30m", "Set retries at 5", "Group by month",
        "Filter by today button", "Fix bug reported yesterday", "March 20 launch plan",
        'Add "by friday" filter', "Read https://example.com/due/friday", "Support 24/7",
        "Write post about Black Friday", "Work 9 to 5", "Extend trial by 2 weeks",
        "Rename fri to friday", "Rerun job 20260401", "Payments due may be late",
        "Aspect ratio 16:10", "Say good morning",
    ],
)  # fmt: skip
def test_a_title_that_only_looks_like_a_date_stays_whole(line: str) -> None:
    assert dates.locate(line, NOW) is None


def test_a_time_before_the_day_belongs_to_it() -> None:
    found = dates.locate("Demo for the board at 3pm on friday", NOW)
    assert found is not None
    assert found.title == "Demo for the board"
    assert found.reading.deadline == dates.Deadline(date(2026, 3, 13), time(15))
    other = dates.locate("Prepare for the demo at 3pm due friday", NOW)
    assert other is not None
    assert other.title == "Prepare for the demo at 3pm"


def test_a_long_line_costs_a_bounded_number_of_readings() -> None:
    for part in ("due friday or ", "by 3 march - ", "every monday at ", "1 ", "due ", "12:30 to "):
        line = lines.Line((part * 4000)[:4000], Frame(NOW), "en")
        for end in lines.ends_after(line, 0, any_start=True) * 40:
            line.read(0, end)
        assert line.reads <= lines.MOST_READS
        assert len(lines.ends_after(line, 0, any_start=True)) <= lines.MOST_WORDS
