"""What the steps of a rule are counted for, what is asked again, and the table of rules."""

from __future__ import annotations

from datetime import date

import pytest

from bot.planning import nudging
from bot.planning.calendar import Calendar
from bot.planning.nudging import Day, Work

from .march import Facts, blocked, holiday, on, shown, standing, steps, stop, work

EPISODES = [
    pytest.param("due_soon", "thu 12", work("fri 13", leads=(1,)), "2026-03-13", id="a deadline"),
    pytest.param("due_today", "fri 13", work("sun 15"), "2026-03-15", id="a deadline, not today"),
    pytest.param("overdue", "mon 16", work("fri 13"), "2026-03-13", id="a deadline that passed"),
    pytest.param("due_hours", "fri 13", work("fri 13", alarm="15:00"), "15:00", id="an alarm"),
    pytest.param("blocked", "thu 12", blocked("mon 9"), "2026-03-09", id="when it was blocked"),
    pytest.param(
        "unassigned", "fri 13", work("fri 13", owned=False), "2026-03-13", id="nobody's deadline"
    ),
    pytest.param("milestone_ahead", "fri 13", stop("fri 20"), "2026-03-20", id="a milestone ahead"),
    pytest.param("milestone_missed", "mon 23", stop("fri 20"), "2026-03-20", id="one missed"),
    pytest.param("risk_review", "fri 20", stop("fri 20"), "2026-03-20", id="a review"),
    pytest.param("project_end", "thu 19", stop("fri 20"), "2026-03-20", id="an end ahead"),
    pytest.param("project_end", "mon 23", stop("fri 20"), "2026-03-20", id="an end that passed"),
    pytest.param("check_in", "fri 13", standing("thu 12"), "2026-03-12", id="a day to be asked"),
    pytest.param(
        "check_in",
        "tue 17",
        standing("thu 12", "thu 12", red=True),
        "2026-03-16",
        id="two days after a red check-in",
    ),
]


@pytest.mark.parametrize(("rule", "today", "facts", "episode"), EPISODES)
def test_steps_are_counted_for(rule: str, today: str, facts: Facts, episode: str) -> None:
    assert {step.episode for step in steps(rule, on(today), facts)} == {episode}


MOVED: dict[str, tuple[Facts, Facts]] = {
    "due_soon": (work("mon 16", leads=(5,)), work("tue 17", leads=(5,))),
    "due_today": (work("sat 14"), work("sun 15")),
    "overdue": (work("thu 5"), work("fri 6")),
    "due_hours": (work("fri 13", alarm="15:00"), work("fri 13", alarm="16:00")),
    "blocked": (blocked("tue 3"), blocked("wed 4")),
    "unassigned": (work("tue 17", owned=False), work("wed 18", owned=False)),
    "milestone_ahead": (stop("tue 17"), stop("wed 18")),
    "milestone_missed": (stop("wed 11"), stop("thu 12")),
    "risk_review": (stop("thu 12"), stop("fri 13")),
    "project_end": (stop("tue 17"), stop("wed 18")),
    "check_in": (standing("tue 10"), standing("wed 11")),
}


@pytest.mark.parametrize("rule", nudging.RULES)
def test_what_is_moved_begins_anew(rule: str) -> None:
    before, after = (
        {step.episode for step in steps(rule, on("fri 13"), each)} for each in MOVED[rule]
    )
    assert before
    assert after
    assert not before & after


NAMED: dict[str, tuple[Facts, Facts]] = {
    "due_soon": (
        work("mon 16", leads=(5,), deadline="A"),
        work("tue 17", leads=(5,), deadline="A"),
    ),
    "due_today": (work("sat 14", deadline="A"), work("sun 15", deadline="A")),
    "overdue": (work("wed 11", deadline="A"), work("thu 12", deadline="A")),
    "blocked": (blocked("mon 9", blocked_at="A"), blocked("tue 10", blocked_at="A")),
    "unassigned": (
        work("mon 16", owned=False, deadline="A"),
        work("tue 17", owned=False, deadline="A"),
    ),
    "milestone_ahead": (stop("mon 16", deadline="A"), stop("tue 17", deadline="A")),
    "milestone_missed": (stop("wed 11", deadline="A"), stop("thu 12", deadline="A")),
    "risk_review": (stop("thu 12", deadline="A"), stop("fri 13", deadline="A")),
    "project_end": (stop("wed 11", deadline="A"), stop("thu 12", deadline="A")),
}


@pytest.mark.parametrize("rule", NAMED)
def test_what_has_a_name_is_one_episode_on_two_calendars(rule: str) -> None:
    here, there = (
        {step.episode for step in steps(rule, on("fri 13"), each)} for each in NAMED[rule]
    )
    assert here == there == {"A"}


# ── the table itself ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", nudging.RULES.values(), ids=list(nudging.RULES))
def test_a_rule_says_what_it_is_about_and_why(rule: nudging.Rule) -> None:
    assert rule.noun in {"task", "milestone", "risk", "project"}
    assert rule.name
    assert rule.heading
    assert rule.why
    assert not rule.why.endswith(".")


def test_no_two_rules_have_one_name() -> None:
    names = [rule.name for rule in nudging.RULES.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("priority", nudging.LADDERS)
def test_a_ladder_begins_with_the_owner_and_tells_each_working_day_once(priority: str) -> None:
    ladder = nudging.LADDERS[priority]
    days = [day for day, _ in ladder]
    assert ladder[0] == (1, nudging.OWNER)
    assert days == sorted(set(days))
    assert len(ladder) <= 5


def test_no_rule_looks_back_further_than_days_are_counted() -> None:
    stairs = [nudging.MISSED, nudging.REVIEW, nudging.BLOCKED, nudging.END_PAST, nudging.CHECK_IN]
    days = [day for stair in [*nudging.LADDERS.values(), *stairs] for day, _ in stair]
    assert max(days) <= nudging.LONGEST


def test_what_is_more_urgent_reaches_the_manager_earlier() -> None:
    days = [
        next(day for day, role in nudging.LADDERS[priority] if role == nudging.MANAGER)
        for priority in ("urgent", "high", "normal", "low")
    ]
    assert days == sorted(set(days))


# ── what is asked again, and what is far ─────────────────────────────────────────────────────


def test_a_red_light_nobody_answers_is_asked_three_times_not_six() -> None:
    """Said on Thursday the 5th; Thursday the 12th is the next day on which everybody is asked."""
    asked = {
        day: steps("check_in", on(day), standing(slot, "thu 5", red=True))
        for slot, days in (("thu 5", ("fri 6", "mon 9", "wed 11")), ("thu 12", ("thu 12",)))
        for day in days
    }
    assert [shown(each) for each in asked.values()] == ["", "M0", "M0 M1 M2", "M0"]
    assert {step.episode for step in asked["wed 11"]} == {"2026-03-09"}
    assert {step.episode for step in asked["thu 12"]} == {"2026-03-12"}
    late = steps("check_in", on("wed 11"), standing("tue 10", "thu 5", red=True))
    assert {step.episode for step in late} == {"2026-03-09"}


def test_a_check_in_day_that_is_not_worked_keeps_both_reminders() -> None:
    facts, calendar = standing("thu 12"), holiday("thu 12")
    found = [shown(steps("check_in", on(day), facts, calendar)) for day in ("fri 13", "mon 16")]
    assert found == ["M0", "M0 M1"]


def test_the_second_step_of_a_review_on_saturday_counts_from_monday() -> None:
    found = [shown(steps("risk_review", on(day), stop("sat 14"))) for day in ("wed 18", "thu 19")]
    assert found == ["O0", "O0 O1"]


def test_a_heads_up_is_the_same_step_when_others_are_set() -> None:
    before = steps("due_soon", on("thu 19"), work("fri 20", leads=(5, 1)))
    after = steps("due_soon", on("thu 19"), work("fri 20", leads=(1,)))
    assert after == before[1:]


def test_a_deadline_far_away_is_not_counted_day_by_day() -> None:
    counted = []

    class Counting(Calendar):
        def works(self, day: date) -> bool:
            counted.append(day)
            return super().works(day)

    far = Work(due=date(9998, 12, 31), leads=(60,))
    for calendar in (Counting(), Counting(weekdays=frozenset())):
        assert list(nudging.due_soon(Day(on("fri 20"), calendar), far)) == []
    assert len(counted) < 1_000
