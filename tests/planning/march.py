"""March 2026 in words: how the tables of the rules name days, facts and steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bot.planning import nudging
from bot.planning.calendar import Calendar
from bot.planning.nudging import Day, Standing, Step, Stop, Work

Facts = Work | Stop | Standing

WEEK = Calendar()
SUNDAY_TO_THURSDAY = Calendar(frozenset({6, 0, 1, 2, 3}))
TASK_RULES = [name for name, rule in nudging.RULES.items() if rule.noun == "task"]


def on(words: str) -> date:
    """“fri 13”, a day of March 2026."""
    name, number = words.split()
    found = date(2026, 3, int(number))
    assert f"{found:%a}".lower() == name
    return found


def holiday(day: str) -> Calendar:
    return Calendar(holidays={on(day)})


def away(*days: str) -> Calendar:
    return Calendar(away=set(map(on, days)))


def work(due: str, **facts: Any) -> Work:
    return Work(due=on(due), **facts)


def blocked(since: str, **facts: Any) -> Work:
    return Work(blocked_since=on(since), **facts)


def stop(due: str, **facts: Any) -> Stop:
    return Stop(due=on(due), **facts)


def standing(slot: str, last: str = "", *, red: bool = False) -> Standing:
    return Standing(on(slot), on(last) if last else None, red)


def shown(found: Iterable[Step]) -> str:
    """“O0 M1”: the owner's turn with step 0, the manager's with step 1."""
    return " ".join(f"{step.role[0].upper()}{step.number}" for step in found)


def steps(rule: str, today: date, facts: Facts, calendar: Calendar = WEEK) -> list[Step]:
    return list(nudging.RULES[rule].steps(Day(today, calendar), facts))


def days_from(first: date, n: int) -> list[date]:
    return [first + timedelta(days=days) for days in range(n)]
