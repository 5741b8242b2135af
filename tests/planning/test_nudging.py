"""The rules of nudging: which steps have come by a day, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from bot.planning import nudging
from bot.planning.calendar import Calendar
from bot.planning.nudging import Standing

from .march import (
    SUNDAY_TO_THURSDAY,
    WEEK,
    Facts,
    away,
    blocked,
    holiday,
    on,
    shown,
    standing,
    steps,
    stop,
    work,
)

# ── pictures: who hears on which working day ─────────────────────────────────────────────────

AHEAD = """
                 11     10     9      8      7      6      5      4      3      2      1      0
due soon 5, 1    .      .      .      .      .      .      O55    .      .      .      O59    .
due soon 3       .      .      .      .      .      .      .      .      O57    .      .      .
due soon 0       .      .      .      .      .      .      .      .      .      .      .      .
due soon, none   .      .      .      .      .      .      .      .      .      .      .      .
due today        .      .      .      .      .      .      .      .      .      .      .      O0
without owner    .      .      .      .      .      .      M0     .      .      M1     .      M2
milestone ahead  .      .      .      .      .      .      O0 M1  .      .      .      O2 M3  .
project end      .      M0     .      .      .      .      M1     .      .      .      M2     .
"""
"""Working days left until a Friday, and whose turn with which step it is then.

A heads-up is numbered by itself: 60 less its working days.
"""

AFTER = """
                  0      1      2      3      4      5      6      7      8      9      10
overdue, urgent   .      O0     M1     O2     P3     .      O4     .      .      .      .
overdue, high     .      O0     O1     M2     .      O3     .      P4     .      .      .
overdue, normal   .      O0     .      O1     M2     .      .      O3     .      P4     .
overdue, low      .      O0     .      .      .      O1     .      .      M2     .      .
blocked           .      .      .      O0 M1  .      .      M2     .      .      P3     .
milestone missed  .      O0 M1  .      M2     .      P3     .      .      .      .      .
risk review       O0     .      .      O1     .      .      M2     .      .      .      .
project end       .      M3     .      .      .      M4     .      .      P5     .      .
check-in          M0     M1     M2     .      .      .      .      .      .      .      .
"""
"""Working days past since a Friday, and whose turn with which step it is then."""

PICTURED: dict[str, tuple[str, Facts]] = {
    "due soon 5, 1": ("due_soon", work("fri 20", leads=(5, 1))),
    "due soon 3": ("due_soon", work("fri 20", leads=(3,))),
    "due soon 0": ("due_soon", work("fri 20", leads=(0,))),
    "due soon, none": ("due_soon", work("fri 20")),
    "due today": ("due_today", work("fri 20")),
    "without owner": ("unassigned", work("fri 20", owned=False)),
    "milestone ahead": ("milestone_ahead", stop("fri 20")),
    "project end": ("project_end", stop("fri 20")),
    "overdue, urgent": ("overdue", work("fri 20", priority="urgent")),
    "overdue, high": ("overdue", work("fri 20", priority="high")),
    "overdue, normal": ("overdue", work("fri 20", priority="normal")),
    "overdue, low": ("overdue", work("fri 20", priority="low")),
    "blocked": ("blocked", blocked("fri 20")),
    "milestone missed": ("milestone_missed", stop("fri 20")),
    "risk review": ("risk_review", stop("fri 20")),
    "check-in": ("check_in", standing("fri 20")),
}


def rows(picture: str, sign: int) -> Iterator[Any]:
    """Name, and by working days from the Friday (negative ahead of it) what is new then."""
    heading, *lines = picture.strip("\n").split("\n")
    columns = [sign * int(word) for word in heading.split()]
    for line in lines:
        name, *cells = re.split(" {2,}", line)
        yield pytest.param(name, dict(zip(columns, cells, strict=True)), id=name)


def new(rule: str, facts: Facts, days: int) -> str:
    """What has come since the working day before, so many working days from the Friday."""
    today = WEEK.next(on("fri 20"), days)
    before = steps(rule, WEEK.next(today, -1), facts)
    come = [step for step in steps(rule, today, facts) if step not in before]
    return shown(come) or "."


@pytest.mark.parametrize(("name", "row"), [*rows(AHEAD, -1), *rows(AFTER, 1)])
def test_each_step_has_its_working_day(name: str, row: dict[int, str]) -> None:
    rule, facts = PICTURED[name]
    assert {days: new(rule, facts, days) for days in row} == row


@pytest.mark.parametrize("name", [row.values[0] for row in rows(AFTER, 1)])
def test_after_the_last_step_there_is_silence(name: str) -> None:
    rule, facts = PICTURED[name]
    assert {new(rule, facts, days) for days in range(11, 60)} == {"."}


@pytest.mark.parametrize("name", ["overdue, low", "blocked", "milestone missed", "risk review"])
def test_steps_of_years_ago_have_come(name: str) -> None:
    rule, facts = PICTURED[name]
    after_days, after_years = (
        steps(rule, on("fri 20") + timedelta(days=n), facts) for n in (30, 9000)
    )
    assert after_days
    assert after_years == after_days


# ── tables: what else decides ────────────────────────────────────────────────────────────────


A_WEEK_AWAY = away("mon 9", "tue 10", "wed 11", "thu 12", "fri 13")


class Row(NamedTuple):
    """What a rule says of some facts on a day, in a sentence and in steps as in the pictures."""

    said: str
    today: str
    facts: Facts
    come: str = ""
    calendar: Calendar = WEEK


TABLES: dict[str, list[Row]] = {
    "due_soon": [
        Row("a heads-up is found late", "wed 18", work("fri 20", leads=(5, 1)), "O55"),
        Row("two found late", "thu 19", work("fri 20", leads=(5, 1)), "O55 O59"),
        Row("leads in any order", "fri 13", work("fri 20", leads=(1, 5)), "O55"),
        Row("a lead of 0 beside another", "thu 19", work("fri 20", leads=(1, 0)), "O59"),
        Row("not on the day itself", "fri 20", work("fri 20", leads=(5, 1, 0))),
        Row("not once it is late", "mon 23", work("fri 20", leads=(5, 1, 0))),
        Row("not without an owner", "thu 19", work("fri 20", leads=(1,), owned=False)),
        Row("not once on track", "thu 19", work("fri 20", leads=(1,), on_track=True)),
        Row("not while blocked", "thu 19", blocked("mon 16", due=on("fri 20"), leads=(1,))),
        Row("three days over a weekend", "fri 13", work("wed 18", leads=(3,)), "O57"),
        Row("not four days over a weekend", "thu 12", work("wed 18", leads=(3,))),
        Row("a day before Saturday is Thursday", "thu 12", work("sat 14", leads=(1,)), "O59"),
        Row("Friday before Saturday is its day", "fri 13", work("sat 14", leads=(1,))),
        Row("over a holiday", "fri 13", work("wed 18", leads=(2,)), "O58", holiday("tue 17")),
        Row(
            "over days away", "thu 12", work("wed 18", leads=(2,)), "O58", away("fri 13", "mon 16")
        ),
        Row(
            "weeks may begin on Sunday",
            "thu 12",
            work("sun 15", leads=(1,)),
            "O59",
            SUNDAY_TO_THURSDAY,
        ),
    ],
    "due_today": [
        Row("on Friday what is due on Saturday", "fri 13", work("sat 14"), "O0"),
        Row("on Friday what is due on Sunday", "fri 13", work("sun 15"), "O0"),
        Row("not on Friday what is due on Monday", "fri 13", work("mon 16")),
        Row("not on Thursday where Friday is worked", "thu 12", work("sat 14")),
        Row("on the day before a holiday", "thu 12", work("fri 13"), "O0", holiday("fri 13")),
        Row("before a holiday and a weekend", "thu 12", work("sun 15"), "O0", holiday("fri 13")),
        Row("before days away", "fri 6", work("thu 12"), "O0", A_WEEK_AWAY),
        Row("on Thursday where Friday is none", "thu 12", work("fri 13"), "O0", SUNDAY_TO_THURSDAY),
        Row("not once it is late", "sat 14", work("fri 13")),
        Row("not without an owner", "fri 13", work("fri 13", owned=False)),
        Row("not once on track", "fri 13", work("fri 13", on_track=True)),
        Row("not while blocked", "fri 13", blocked("mon 9", due=on("fri 13"))),
    ],
    "overdue": [
        Row("nothing on the day itself", "fri 6", work("fri 6")),
        Row("nothing on the weekend", "sun 8", work("fri 6")),
        Row("on Monday what was due on Friday", "mon 9", work("fri 6"), "O0"),
        Row("on Monday what was due on Sunday", "mon 9", work("sun 8"), "O0"),
        Row("blocked: its managers hear", "thu 19", blocked("mon 9", due=on("fri 6")), "M2 P4"),
        Row(
            "said to be on track when late",
            "thu 19",
            work("fri 6", on_track=True, late_on_track=True),
            "M2 P4",
        ),
        Row("said to be on track before", "mon 9", work("fri 6", on_track=True), "O0"),
        Row("kept from its managers", "thu 19", work("fri 6", escalates=False), "O0 O1 O3"),
        Row(
            "blocked, kept from its managers",
            "thu 19",
            blocked("mon 9", due=on("fri 6"), escalates=False),
        ),
        Row("nobody's goes up as well", "thu 12", work("fri 6", owned=False), "O0 O1 M2"),
        Row("over a holiday", "tue 10", work("fri 6"), "O0", holiday("mon 9")),
        Row("nothing on a holiday", "mon 9", work("fri 6"), "", holiday("mon 9")),
        Row("after days away it begins", "mon 16", work("fri 6"), "O0", A_WEEK_AWAY),
        Row("on Sunday where that is worked", "sun 15", work("thu 12"), "O0", SUNDAY_TO_THURSDAY),
    ],
    "due_hours": [
        Row("at its alarm", "fri 20", work("fri 20", alarm="15:00"), "O0"),
        Row("on the reader's day before", "thu 19", work("fri 20", alarm="23:00"), "O0"),
        Row("never without an alarm", "fri 20", work("fri 20")),
        Row("not without an owner", "fri 20", work("fri 20", alarm="15:00", owned=False)),
        Row("not once on track", "fri 20", work("fri 20", alarm="15:00", on_track=True)),
        Row("not while blocked", "fri 20", blocked("mon 16", due=on("fri 20"), alarm="15:00")),
    ],
    "blocked": [
        Row("nothing where it is not", "fri 20", work("fri 6")),
        Row("without a deadline too", "thu 12", blocked("mon 9"), "O0 M1"),
        Row("with a deadline that is far", "thu 12", blocked("mon 9", due=on("tue 31")), "O0 M1"),
        Row(
            "on track or not",
            "thu 12",
            blocked("mon 9", on_track=True, late_on_track=True),
            "O0 M1",
        ),
        Row("kept below the program", "fri 20", blocked("mon 9", escalates=False), "O0 M1 M2"),
        Row("a weekend is not counted", "mon 16", blocked("thu 12")),
        Row("blocked on a Saturday", "wed 18", blocked("sat 14"), "O0 M1"),
        Row("over a holiday", "thu 12", blocked("mon 9"), "", holiday("tue 10")),
    ],
    "unassigned": [
        Row("steps found late", "fri 20", work("fri 20", owned=False), "M0 M1 M2"),
        Row("on Friday what is due on Sunday", "fri 13", work("sun 15", owned=False), "M0 M1 M2"),
        Row("somebody's", "fri 20", work("fri 20")),
        Row("left to what is overdue", "sat 21", work("fri 20", owned=False)),
        Row("blocked", "fri 13", blocked("mon 9", due=on("fri 20"), owned=False), "M0"),
        Row("over a holiday", "fri 13", work("mon 23", owned=False), "M0", holiday("wed 18")),
    ],
    "milestone_ahead": [
        Row("found late", "tue 17", stop("fri 20"), "O0 M1"),
        Row("on its day, found late", "fri 20", stop("fri 20"), "O0 M1 O2 M3"),
        Row("nothing once it is missed", "sat 21", stop("fri 20")),
        Row("a day before Saturday is Thursday", "thu 19", stop("sat 21"), "O0 M1 O2 M3"),
        Row("not a day before Monday on Thursday", "thu 19", stop("mon 23"), "O0 M1"),
        Row("kept below the program", "fri 13", stop("fri 20", escalates=False), "O0 M1"),
    ],
    "milestone_missed": [
        Row("nothing on its day", "fri 13", stop("fri 13")),
        Row("nothing on the weekend", "sun 15", stop("fri 13")),
        Row("on Monday that of Saturday", "mon 16", stop("sat 14"), "O0 M1"),
        Row("kept below the program", "fri 27", stop("fri 13", escalates=False), "O0 M1 M2"),
        Row(
            "over days away", "thu 19", stop("fri 13"), "O0 M1", away("mon 16", "tue 17", "wed 18")
        ),
    ],
    "risk_review": [
        Row("nothing before its day", "thu 12", stop("fri 13")),
        Row("found late", "thu 19", stop("fri 13"), "O0 O1"),
        Row("on Monday that of Saturday", "mon 16", stop("sat 14"), "O0"),
        Row("over a holiday", "wed 18", stop("fri 13"), "O0", holiday("tue 17")),
    ],
    "project_end": [
        Row("found late", "wed 18", stop("fri 20"), "M0 M1"),
        Row("on its last day", "fri 20", stop("fri 20"), "M0 M1 M2"),
        Row("ahead, nothing unfinished", "thu 19", stop("fri 20", unfinished=False)),
        Row("after, nothing unfinished", "mon 23", stop("fri 20", unfinished=False)),
        Row("after, nothing on the weekend", "sun 22", stop("fri 20")),
        Row("after, on Monday", "mon 23", stop("fri 20"), "M3"),
        Row("kept below the program", "fri 20", stop("fri 6", escalates=False), "M3 M4"),
        Row("not kept below the program", "fri 20", stop("fri 6"), "M3 M4 P5"),
    ],
    "check_in": [
        Row("never asked", "thu 12", Standing()),
        Row("not before its day", "wed 11", standing("thu 12")),
        Row("on its day", "thu 12", standing("thu 12"), "M0"),
        Row("reminded on Friday", "fri 13", standing("thu 12"), "M0 M1"),
        Row("not on the weekend", "sun 15", standing("thu 12"), "M0 M1"),
        Row("again on Monday", "mon 16", standing("thu 12"), "M0 M1 M2"),
        Row("no third time", "wed 18", standing("thu 12"), "M0 M1 M2"),
        Row("answered a week ago", "thu 12", standing("thu 12", "thu 5"), "M0"),
        Row("answered on the day", "fri 13", standing("thu 12", "thu 12")),
        Row("answered a day later", "mon 16", standing("thu 12", "fri 13")),
        Row("answered two days ahead", "thu 12", standing("thu 12", "tue 10")),
        Row("answered three days ahead", "thu 12", standing("thu 12", "mon 9"), "M0"),
        Row("answered on Friday for Monday", "mon 16", standing("mon 16", "fri 13")),
        Row(
            "answered ahead of days off",
            "thu 12",
            standing("thu 12", "mon 9"),
            "",
            holiday("tue 10"),
        ),
        Row("red, not the next day", "fri 13", standing("thu 12", "thu 12", red=True)),
        Row("red, in two days", "mon 16", standing("thu 12", "thu 12", red=True), "M0"),
        Row("red again, not the next day", "tue 17", standing("thu 12", "mon 16", red=True)),
        Row("red again, in two days", "wed 18", standing("thu 12", "mon 16", red=True), "M0"),
        Row("red, ahead of its day", "thu 12", standing("thu 12", "tue 10", red=True), "M0"),
        Row("red, of weeks ago", "thu 19", standing("thu 19", "mon 2", red=True), "M0"),
        Row("red, the day before its day", "thu 12", standing("thu 12", "wed 11", red=True)),
        Row("red, reminded", "tue 17", standing("thu 12", "thu 12", red=True), "M0 M1"),
        Row("red, reminded twice", "wed 18", standing("thu 12", "thu 12", red=True), "M0 M1 M2"),
        Row("red, but never asked", "mon 16", Standing(None, on("thu 12"), red=True)),
        Row(
            "red, over a holiday",
            "mon 16",
            standing("thu 12", "thu 12", red=True),
            "",
            holiday("fri 13"),
        ),
    ],
}


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        pytest.param(rule, row, id=f"{rule}: {row.said}")
        for rule, table in TABLES.items()
        for row in table
    ],
)
def test_the_steps_that_have_come(rule: str, row: Row) -> None:
    found = steps(rule, on(row.today), row.facts, row.calendar)
    assert shown(found) == row.come


def test_every_rule_has_its_tables() -> None:
    assert set(TABLES) == set(nudging.RULES)
    assert {rule for rule, _ in PICTURED.values()} == set(nudging.RULES) - {"due_hours"}
