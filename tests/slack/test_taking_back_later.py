"""Stories of steps taken back late, twice, by somebody else, or after others went on."""

from __future__ import annotations

import pytest

from tests.slack import again
from tests.world import World

ADDED, FARE, RENAMED = "2", "2", "3"
"""Ana's second and third step, behind a button; the first one made the project."""


@pytest.mark.parametrize("hours", [24, 7 * 24 - 1])
def test_days_later_a_step_is_still_taken_back(web_once: World, hours: int) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    told = web_once.ana.types("#web", "/task rename WEB-1 Repair login")
    web_once.ana.types("#web", "/task priority WEB-1 high")
    web_once.after(hours=hours)
    assert "Undone: renamed WEB-1" in web_once.ana.presses(told, "Undo").text
    assert "high" in web_once.ana.types("#web", "/task show WEB-1").text
    assert "Undone: edited WEB-1" in web_once.ana.types("#web", "/pm undo").text


def test_after_seven_days_a_line_takes_nothing_back(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    web_once.after(days=7, minutes=1)
    told = web_once.ana.types("#web", "/pm undo").text
    assert told == "There is nothing of yours to undo in the last seven days."


def test_undo_again_takes_back_the_step_before(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    web_once.ana.types("#web", "/task rename WEB-1 Repair login")
    assert "Undone: renamed WEB-1" in web_once.ana.types("#web", "/pm undo").text
    assert "Undone: added WEB-1" in web_once.ana.types("#web", "/pm undo").text
    assert "once more, the one before" in web_once.ana.types("#web", "/pm undo help").text


def test_a_step_is_taken_back_where_its_task_has_gone_since(web_once: World) -> None:
    web_once.ana.types("#mobile", "/project new APP Ticket app")
    web_once.ana.types("#web", "/task add Fix login page")
    told = web_once.ana.types("#web", "/task rename WEB-1 Repair login")
    web_once.ben.types("#web", "/task move WEB-1 APP")
    assert "Undone: renamed WEB-1" in web_once.ana.presses(told, "Undo").text
    assert "APP-1  Fix login page" in web_once.ana.types("#web", "/task show APP-1").text


def test_a_step_is_taken_back_after_its_project_got_another_key(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    told = web_once.ana.types("#web", "/task rename WEB-1 Repair login")
    web_once.ana.types("#web", "/project edit WEB")
    web_once.ana.fills(None, {"Key": "SITE"})
    web_once.ana.submits()
    assert "Undone" in web_once.ana.presses(told, "Undo").text
    assert "SITE-1  Fix login page" in web_once.ana.types("#web", "/task show SITE-1").text


def test_a_finish_whose_next_occurrence_somebody_has_changed_stays(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Check the backups every friday")
    told = web_once.ana.types("#web", "/task done WEB-1")
    web_once.ben.types("#web", "/task priority WEB-2 high")
    refused = web_once.ana.presses(told, "Undo").text
    assert refused.startswith("ben has changed the priority since “finished WEB-1”")
    assert "· done" in web_once.ana.types("#web", "/task show WEB-1").text
    web_once.ben.types("#web", "/pm undo")
    assert "Undone: finished WEB-1" in web_once.ana.types("#web", "/pm undo").text
    assert "I cannot find WEB-2" in web_once.ana.types("#web", "/task show WEB-2").text


@pytest.mark.parametrize("line", ["note WEB-1 I have begun", "log WEB-1 2h", "split WEB-1 Draft"])
def test_a_new_task_that_somebody_has_worked_on_stays(web_once: World, line: str) -> None:
    told = web_once.ana.types("#web", "/task add Fix login page")
    web_once.ben.types("#web", f"/task {line}")
    refused = web_once.ana.presses(told, "Undo").text
    assert refused == "ben has worked on “Fix login page” since: nothing was changed."
    web_once.ben.types("#web", "/pm undo")
    assert "Undone: added WEB-1" in web_once.ana.types("#web", "/pm undo").text


def test_what_was_deleted_with_its_parts_comes_back_with_them(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Launch")
    web_once.ana.types("#web", "/task split WEB-1 Draft; Print")
    asked = web_once.ana.types("#web", "/task delete WEB-1")
    told = web_once.ana.presses(asked, "task.delete.all")
    assert "none" in web_once.ana.types("#web", "/task list").text
    assert "Undone: deleted WEB-3" in web_once.ana.presses(told, "Undo").text
    shown = web_once.ana.types("#web", "/task show WEB-1").text
    assert "Draft" in shown
    assert "Print" in shown


def test_an_accepted_handover_is_taken_back(web_once: World) -> None:
    web_once.ana.types("#web", "/project team WEB @chloe")
    web_once.ana.types("#web", "/task add Send the invoice @ana due tomorrow")
    told = web_once.ana.types("#web", "/pm away today until friday")
    web_once.ana.chooses(told, "away.to", "chloe", beside="WEB-1")
    web_once.ana.presses(told, "Ask them")
    question = web_once.chloe.sees("@stationmaster")[-1]
    web_once.chloe.presses(question, "Accept")
    assert "chloe" in web_once.ana.types("#web", "/task show WEB-1").text
    web_once.chloe.types("#web", "/pm undo")
    assert "@ana" in web_once.ana.types("#web", "/task show WEB-1").text
    home = web_once.chloe.home()
    assert home is not None
    assert "Send the invoice" in home.text  # she is asked again


def test_undo_pressed_again_says_that_it_is_done(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    told = web_once.ana.types("#web", "/task rename WEB-1 Repair login")
    web_once.ana.presses(told, "Undo")
    old = web_once.ana.types("#web", "/task priority WEB-1 high")
    answer = web_once.ana.presses(again.forged(old, "undo", RENAMED), "Undo").text
    assert answer == "That is undone already: nothing was changed."


def test_nobody_takes_back_a_step_of_somebody_else(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    mine = web_once.ben.types("#web", "/task add Draw a picture")
    answer = web_once.ben.presses(again.forged(mine, "undo", ADDED), "Undo").text
    assert answer == "There is no such step of yours to undo."
    assert "Fix login page" in web_once.ana.types("#web", "/task show WEB-1").text


def test_whoever_left_the_private_channel_takes_nothing_back_in_it(web_once: World) -> None:
    web_once.ana.types("#board", "/project new FARE Fare reform")
    web_once.ana.leaves("#board")
    assert "Undone: added WEB" in web_once.ana.types("#web", "/pm undo").text
    made = web_once.ana.types("#web", "/project new APP Ticket app")
    refused = web_once.ana.presses(again.forged(made, "undo", FARE), "Undo").text
    assert refused == "There is no such step of yours to undo."
