"""What holds of the rules of nudging whatever the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.planning import nudging
from bot.planning.calendar import Calendar
from bot.planning.nudging import Standing, Step, Stop, Work

from .march import TASK_RULES, WEEK, days_from, on, steps

# ── what holds of any facts ──────────────────────────────────────────────────────────────────

DAYS = st.sampled_from(days_from(date(2026, 2, 1), 59))
MAYBE = st.none() | DAYS
CALENDARS = st.builds(
    Calendar,
    weekdays=st.just(WEEK.weekdays) | st.frozensets(st.integers(0, 6)),
    holidays=st.frozensets(DAYS, max_size=3),
    away=st.frozensets(DAYS, max_size=6),
)
WORK = st.builds(
    Work,
    due=MAYBE,
    priority=st.sampled_from(sorted(nudging.LADDERS)),
    leads=st.lists(st.integers(0, 10), max_size=3).map(tuple),
    owned=st.booleans(),
    blocked_since=MAYBE,
    on_track=st.booleans(),
    late_on_track=st.booleans(),
    escalates=st.booleans(),
    alarm=st.sampled_from(["", "15:00"]),
)
STOPS = st.builds(Stop, due=MAYBE, escalates=st.booleans(), unfinished=st.booleans())
STANDINGS = st.builds(Standing, slot=MAYBE, last=MAYBE, red=st.booleans())
FACTS = {**dict.fromkeys(nudging.RULES, STOPS), **dict.fromkeys(TASK_RULES, WORK)}
FACTS["check_in"] = STANDINGS


def asked(*rules: str) -> st.SearchStrategy[tuple[str, Any]]:
    """One of the rules, and facts that it may be asked about."""
    return st.sampled_from(rules).flatmap(lambda rule: st.tuples(st.just(rule), FACTS[rule]))


@given(DAYS, st.lists(WORK, min_size=1, max_size=3), CALENDARS)
@settings(max_examples=50, deadline=None)
def test_of_one_late_deadline_there_are_five_steps_at_most(
    due: date, states: list[Work], calendar: Calendar
) -> None:
    """Whatever becomes of the work meanwhile, as long as its deadline stands."""
    numbers = {
        step.number
        for n, today in enumerate(days_from(due, 30))
        for step in steps("overdue", today, replace(states[n % len(states)], due=due), calendar)
    }
    assert numbers <= set(range(5))


@given(asked("overdue", "blocked", "milestone_missed", "risk_review"), DAYS, CALENDARS)
@settings(max_examples=50, deadline=None)
def test_steps_that_have_come_stay(
    rule_and_facts: tuple[str, Any], today: date, calendar: Calendar
) -> None:
    rule, facts = rule_and_facts
    tomorrow = today + timedelta(days=1)
    before = steps(rule, today, facts, calendar)
    assert steps(rule, tomorrow, facts, calendar)[: len(before)] == before


@given(asked("overdue", "blocked", "milestone_missed"), DAYS, CALENDARS)
@settings(max_examples=50, deadline=None)
def test_no_step_comes_on_a_day_that_is_not_worked(
    rule_and_facts: tuple[str, Any], today: date, calendar: Calendar
) -> None:
    rule, facts = rule_and_facts
    calendar = replace(calendar, holidays={today})
    yesterday = today - timedelta(days=1)
    before = steps(rule, yesterday, facts, calendar)
    assert steps(rule, today, facts, calendar) == before


@given(asked(*nudging.RULES), DAYS, CALENDARS)
@settings(max_examples=50, deadline=None)
def test_a_number_is_one_step_of_its_episode_and_later_steps_have_higher_ones(
    rule_and_facts: tuple[str, Any], first: date, calendar: Calendar
) -> None:
    rule, facts = rule_and_facts
    before: set[Step] = set()
    for today in days_from(first, 20):
        found = steps(rule, today, facts, calendar)
        numbers = [step.number for step in found]
        assert numbers == sorted(set(numbers))
        assert len({step.episode for step in found}) <= 1
        for step in set(found) - before:
            earlier = [each.number for each in before if each.episode == step.episode]
            assert step.number > max(earlier, default=-1)
        before.update(found)


@given(st.sampled_from(TASK_RULES), WORK, DAYS, CALENDARS)
@settings(max_examples=50, deadline=None)
def test_work_without_a_deadline_is_told_only_where_blocked_or_with_an_alarm(
    rule: str, facts: Work, today: date, calendar: Calendar
) -> None:
    facts = replace(facts, due=None)
    if steps(rule, today, facts, calendar):
        assert (rule == "blocked" and facts.blocked_since) or (rule == "due_hours" and facts.alarm)


@pytest.mark.parametrize("rule", ["milestone_ahead", "milestone_missed", "risk_review"])
def test_what_has_no_day_is_not_told(rule: str) -> None:
    assert not steps(rule, on("fri 13"), Stop())


def test_a_project_without_an_end_is_not_told() -> None:
    assert not steps("project_end", on("fri 13"), Stop(unfinished=True))


@given(WORK, DAYS, CALENDARS)
@settings(max_examples=50, deadline=None)
def test_of_one_deadline_one_rule_speaks_on_a_day(
    facts: Work, today: date, calendar: Calendar
) -> None:
    rules = ["due_soon", "due_today", "unassigned", "overdue"]
    assert sum(bool(steps(rule, today, facts, calendar)) for rule in rules) <= 1


@given(STOPS, DAYS, CALENDARS)
@settings(max_examples=50, deadline=None)
def test_a_milestone_is_ahead_or_missed_but_not_both(
    facts: Stop, today: date, calendar: Calendar
) -> None:
    rules = ["milestone_ahead", "milestone_missed"]
    assert sum(bool(steps(rule, today, facts, calendar)) for rule in rules) <= 1


@given(DAYS, CALENDARS.filter(lambda calendar: bool(calendar.weekdays)))
@settings(max_examples=50, deadline=None)
def test_due_today_comes_on_the_last_working_day_up_to_a_deadline_and_on_no_other(
    due: date, calendar: Calendar
) -> None:
    last = due if calendar.works(due) else calendar.next(due, -1)
    worked = [day for day in days_from(due - timedelta(days=30), 35) if calendar.works(day)]
    told = [day for day in worked if steps("due_today", day, Work(due=due), calendar)]
    assert told == [day for day in worked if day == last]


@given(asked("overdue", "blocked", "milestone_missed"), DAYS)
@settings(max_examples=50, deadline=None)
def test_for_who_never_works_nothing_goes_up(rule_and_facts: tuple[str, Any], today: date) -> None:
    rule, facts = rule_and_facts
    assert not steps(rule, today, facts, Calendar(frozenset()))
