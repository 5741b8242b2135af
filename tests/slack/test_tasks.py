"""Stories of `/task`, typed, pressed and filled in by people."""

from __future__ import annotations

from tests.world import World


def test_a_task_typed_in_one_line_is_answered_with_key_owner_and_weekday(web: World) -> None:
    told = web.ana.types("#web", "/task add Fix login page @ben due friday 5pm !high ~3d")
    assert "WEB-1" in told.text
    assert "Fix login page" in told.text
    assert "@ben" in told.text.lower()
    assert "Fri 27 Nov 17:00" in told.text
    assert told.message is not None
    assert told.message.is_ephemeral
    assert {"Done", "Edit", "Undo"} <= set(told.message.buttons)


def test_done_is_one_press_and_a_second_press_changes_nothing(web: World) -> None:
    told = web.ana.types("#web", "/task add Fix login page")
    assert "Done: WEB-1" in web.ana.presses(told, "Done").text
    again = web.ana.types("#web", "/task done WEB-1")
    assert "Already done" in again.text
    assert "Reopened: WEB-1" in web.ana.presses(again, "Reopen").text


def test_undo_takes_the_task_away_and_a_later_press_on_it_is_answered(web: World) -> None:
    told = web.ana.types("#web", "/task add Fix login page")
    listed = web.ben.types("#web", "/task list")
    assert "Fix login page" in listed.text
    assert "Undone" in web.ana.presses(told, "Undo").text
    assert "I cannot find WEB-1" in web.ben.presses(listed, "Done").text
    assert "none" in web.ben.types("#web", "/task list").text


def test_the_form_makes_a_task_and_shows_errors_under_the_field(web: World) -> None:
    form = web.ana.types("#web", "/task add").view
    assert form is not None
    assert form.title == "New task"
    web.ana.fills(form, {"Title": "Write the press text", "Estimate": "soon"})
    wrong = web.ana.submits()
    assert wrong.errors.keys() == {"estimate"}
    assert "is no estimate" in wrong.errors["estimate"]
    web.ana.fills(None, {"Estimate": "2d", "Due date": "2026-11-30", "Owner": "ben"})
    saved = web.ana.submits()
    assert "WEB-1" in saved.text
    assert "Mon 30 Nov" in saved.text


def test_two_people_edit_one_task_and_nothing_typed_is_lost(web: World) -> None:
    told = web.ana.types("#web", "/task add Fix login page")
    other = web.ben.types("#web", "/task show WEB-1")
    web.ana.presses(told, "Edit")
    web.ben.presses(other, "Edit")
    web.ana.fills(None, {"Title": "Fix the login page"})
    web.ana.submits()
    web.ben.fills(None, {"Title": "Repair login"})
    again = web.ben.submits()
    assert again.view is not None
    assert "ana changed Title" in again.view.text
    assert "Fix the login page" in again.view.text
    assert again.view.values["Title"] == "Repair login"
    assert "Repair login" in web.ben.submits().text


def test_what_the_other_changed_in_another_field_is_kept(web: World) -> None:
    told = web.ana.types("#web", "/task add Fix login page")
    other = web.ben.types("#web", "/task show WEB-1")
    web.ana.presses(told, "Edit")
    web.ben.presses(other, "Edit")
    web.ana.fills(None, {"Due date": "2026-12-04"})
    web.ana.submits()
    web.ben.fills(None, {"Title": "Repair login"})
    saved = web.ben.submits()
    assert "Repair login" in saved.text
    assert "Fri 4 Dec" in saved.text
    assert "meanwhile" in saved.text


def test_a_missing_project_is_asked_with_a_menu_and_the_words_are_kept(web: World) -> None:
    asked = web.ana.types("#general", "/task add Order flowers due friday")
    assert "Which project" in asked.text
    added = web.ana.chooses(asked, "pick.project", "WEB")
    assert "WEB-1" in added.text
    assert "Order flowers" in added.text
    assert "Fri 27 Nov" in added.text


def test_an_unknown_verb_suggests_and_offers_to_make_a_task(web: World) -> None:
    told = web.ana.types("#web", "/task dnoe WEB-1")
    assert "/task done" in told.text
    told = web.ana.types("#web", "/task Buy milk for the opening")
    assert "WEB-1" in web.ana.presses(told, "Add it as a task").text


def test_hostile_titles_are_shown_as_typed_and_ping_nobody(web: World) -> None:
    told = web.ana.types("#web", "/task add <!channel> *loud* & _quiet_ `code` <b>")
    for shown in (
        told,
        web.ben.types("#web", "/task list"),
        web.ben.types("#web", "/task show WEB-1"),
    ):
        assert "PING" not in shown.text
        assert "<!channel> *loud* & _quiet_ `code` <b>" in shown.text


def test_three_hundred_tasks_are_paged(web: World) -> None:
    for number in range(25):
        web.ana.types("#web", f"/task add Item {number}")
    first = web.ben.types("#web", "/task list")
    assert "and 15 more" in first.text
    second = web.ben.presses(first, "Next ▶")
    assert "and 5 more" in second.text
    assert "Item 9" not in second.text.splitlines()


def test_private_projects_look_as_if_they_did_not_exist(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Write to the ministry")
    unknown = web.ben.types("#web", "/task show NOPE-1").text
    private = web.ben.types("#web", "/task show FARE-1").text
    assert private == unknown.replace("NOPE", "FARE")
    assert "ministry" in web.chloe.types("#web", "/task show FARE-1").text
    assert "FARE" not in web.ben.types("#web", "/project list").text
