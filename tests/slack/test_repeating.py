"""Stories of tasks that repeat: their rule, their next occurrence, and what a change holds for."""

from __future__ import annotations

import pytest

from bot.sandbox.user.people import Outcome, Shown
from tests.world import World


def mine(told: Outcome) -> Shown:
    """The answer that only the asker sees; the task's card changed beside it."""
    return next(each for each in told.messages if each.is_ephemeral)


def test_a_task_repeats_by_a_rule_and_stops(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups")
    told = web.ana.types("#web", "/task repeat WEB-1 every other monday").text
    for words in ("Repeats: WEB-1", "every other monday", "due Mon 30 Nov"):
        assert words in told
    told = web.ana.types("#web", "/task repeat WEB-1 never").text
    assert "Repeats no more: WEB-1" in told
    assert "every other" not in told
    web.ana.types("#web", "/task done WEB-1")
    assert "WEB-2" not in web.ana.types("#web", "/task list all").text


def test_a_due_date_that_is_set_stays(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Check the backups due friday")
    told = web_once.ana.types("#web", "/task repeat WEB-1 every monday").text
    assert "due Fri 27 Nov" in told


@pytest.mark.parametrize("rule", ["now and then", "every", "monday", ""])
def test_what_is_no_rule_is_refused_with_examples(web_once: World, rule: str) -> None:
    web_once.ana.types("#web", "/task add Check the backups")
    told = web_once.ana.types("#web", f"/task repeat WEB-1 {rule}".strip()).text
    assert "“every monday”, “every other friday until 30 june”" in told


def test_a_rule_with_an_end_stops_by_itself(web: World) -> None:
    web.ana.types("#web", "/task add Stand up every day until friday")
    assert "every day until 2026-11-27" in web.ana.types("#web", "/task show WEB-1").text
    web.ana.types("#web", "/task done WEB-1")
    web.ana.types("#web", "/task done WEB-2")
    assert "due Fri 27 Nov" in web.ana.types("#web", "/task show WEB-3").text
    assert "The next one is" not in web.ana.types("#web", "/task done WEB-3").text
    assert "WEB-4" not in web.ana.types("#web", "/task list all").text


def test_five_times_become_an_end(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Stand up")
    told = web_once.ana.types("#web", "/task repeat WEB-1 every monday, 5 times").text
    assert "every monday until 2026-12-28" in told


def test_the_next_one_appears_when_its_day_comes(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups @ben every monday")
    web.at("2026-11-29T23:00:00+00:00")
    assert "WEB-2" not in web.ana.types("#web", "/task list").text
    web.at("2026-11-30T00:01:00+00:00")
    web.tick()
    listed = web.ana.types("#web", "/task list").text
    assert listed.count("Check the backups") == 2
    told = web.ana.types("#web", "/task show WEB-2").text
    assert "due Mon 7 Dec" in told
    assert "@ben" in told
    assert "The next one is WEB-2" in web.ana.types("#web", "/task done WEB-1").text
    assert "WEB-3" not in web.ana.types("#web", "/task list all").text


def test_after_three_weeks_of_silence_only_one_follows(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups every monday")
    web.at("2026-12-21T10:00:00+00:00")
    web.tick()
    assert "due Mon 28 Dec" in web.ana.types("#web", "/task show WEB-2").text
    assert "WEB-3" not in web.ana.types("#web", "/task list all").text


def test_every_other_week_keeps_its_weeks_however_late_it_is_done(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups every other monday")
    web.clock.now = web.clock.now.replace(month=12, day=10)
    web.ana.types("#web", "/task done WEB-1")
    assert "due Mon 14 Dec" in web.ana.types("#web", "/task show WEB-2").text


def test_a_change_holds_for_all_that_follow_until_somebody_says_otherwise(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups every monday")
    told = web.ana.types("#web", "/task assign WEB-1 @ben")
    assert "It repeats: this holds for all that follow too." in told.text
    web.ana.types("#web", "/task done WEB-1")
    assert "@ben" in web.ana.types("#web", "/task show WEB-2").text


def test_only_this_one_leaves_the_next_as_it_was_and_can_be_undone(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups @ana every monday ~2h")
    web.ana.types("#web", "/task estimate WEB-1 4h")
    told = web.ana.types("#web", "/task edit WEB-1 Check all backups @ben")
    told = web.ana.presses(mine(told), "Only this one")
    assert "Only this one: WEB-1" in told.text
    past = web.ana.types("#web", "/task history WEB-1").text
    assert "Only this one: owner, title" in past
    web.ana.types("#web", "/task done WEB-1")
    shown = web.ana.types("#web", "/task show WEB-2").text
    assert "Check the backups" in shown
    assert "@ana" in shown
    assert "~4h" in shown


def test_undo_of_only_this_one_lets_the_change_hold_for_all_again(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups every monday")
    told = web.ana.types("#web", "/task priority WEB-1 high")
    told = web.ana.presses(mine(told), "Only this one")
    web.ana.presses(mine(told), "Undo")
    web.ana.types("#web", "/task done WEB-1")
    assert "high" in web.ana.types("#web", "/task show WEB-2").text


def test_a_moved_date_is_of_one_only_and_the_rhythm_stays(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups due 30 nov 9am")
    web.ana.types("#web", "/task repeat WEB-1 weekly")
    told = web.ana.types("#web", "/task due WEB-1 wed 2 dec 5pm")
    assert "It repeats: this holds for this one only." in told.text
    web.ana.types("#web", "/task done WEB-1")
    assert "due Mon 7 Dec 09:00" in web.ana.types("#web", "/task show WEB-2").text


def test_a_moved_date_for_all_moves_the_rhythm(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups due 30 nov 9am")
    web.ana.types("#web", "/task repeat WEB-1 weekly")
    told = web.ana.types("#web", "/task due WEB-1 wed 2 dec 5pm")
    web.ana.presses(mine(told), "This and all that follow")
    past = web.ana.types("#web", "/task history WEB-1").text
    assert "This and all that follow: due date, due time" in past
    web.ana.types("#web", "/task done WEB-1")
    assert "due Wed 9 Dec 17:00" in web.ana.types("#web", "/task show WEB-2").text


def test_all_that_follow_changes_the_one_that_is_there_but_not_by_hand(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups every monday")
    web.at("2026-11-30T10:00:00+00:00")
    web.ana.types("#web", "/task rename WEB-2 Check them twice")
    told = web.ana.types("#web", "/task edit WEB-1 Check all backups !high")
    assert "It repeats: this holds for this one only." in told.text
    told = web.ana.presses(mine(told), "This and all that follow")
    assert "WEB-2 was changed too." in told.text
    shown = web.ana.types("#web", "/task show WEB-2").text
    assert "Check them twice" in shown
    assert "high" in shown
    web.ana.presses(mine(told), "Undo")
    assert "high" not in web.ana.types("#web", "/task show WEB-2").text


def test_the_form_of_a_repeating_task_says_what_it_applies_to(web: World) -> None:
    web.ana.types("#web", "/task add Check the backups every monday")
    web.ana.fills(web.ana.types("#web", "/task edit WEB-1"),
                  {"Title": "Check all", "Applies to": "Only this one"})  # fmt: skip
    told = web.ana.submits().text
    assert "Saved WEB-1  Check all" in told
    assert "It repeats" not in told
    web.ana.types("#web", "/task done WEB-1")
    assert "Check the backups" in web.ana.types("#web", "/task show WEB-2").text


def test_the_form_of_another_task_does_not_ask(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    assert "Applies to" not in web_once.ana.types("#web", "/task edit WEB-1").text


def test_the_question_leaves_room_for_undo_in_a_row_of_five(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Check the backups every monday @ana")
    told = web_once.ana.types("#web", "/task priority WEB-1 high").messages[0]
    assert told.buttons == ["Only this one", "This and all that follow", "Done", "Edit", "Undo"]
