"""Stories of `/milestone`, typed, pressed and filled in by people."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def beta(web: World) -> World:
    """WEB-M1 is Ben's, on a Friday evening in New York."""
    web.ben.types("#web", "/milestone add Beta @ben due 4 dec 5pm")
    return web


def test_a_milestone_in_one_line_is_answered_with_key_owner_and_weekday(web: World) -> None:
    told = web.ana.types("#web", "/milestone add Code freeze @ben due 23 july -- no more features")
    for words in ("Added WEB-M1", "Code freeze", "@ben", "Fri 23 Jul 2027"):
        assert words in told.text
    assert "no more features" in web.ben.types("#web", "/milestone show WEB-M1").text


def test_a_date_in_the_past_is_kept_only_when_somebody_says_so(web_once: World) -> None:
    asked = web_once.ana.types("#web", "/milestone add Kick-off due yesterday")
    assert "Tue 24 Nov is past." in asked.text
    told = web_once.ana.presses(asked, "Keep it: overdue")
    assert "That date is past: the milestone counts as overdue." in told.text


def test_no_words_open_the_form_while_there_is_none_and_then_list_them(web: World) -> None:
    form = web.ana.types("#web", "/milestone").view
    assert form is not None
    assert set(form.values) == {"Title", "Project", "Due date", "Owner"}
    assert form.values["Project"] == "WEB · Website relaunch"
    web.ana.fills(form, {"Title": "Beta", "Due date": "2026-12-04", "Owner": "ben"})
    told = web.ana.submits()
    for words in ("Added WEB-M1", "Beta", "@ben", "Fri 4 Dec"):
        assert words in told.text
    assert "Open milestones in WEB · 1" in web.ana.types("#web", "/milestone").text
    assert "Only tasks have labels" in web.ana.types("#web", "/milestone list +ui").text


def test_the_form_wants_a_title_and_a_project(web_once: World) -> None:
    web_once.ana.types("#general", "/milestone add")
    assert web_once.ana.submits().errors.keys() == {"title", "project"}
    web_once.ana.fills(None, {"Title": "\u202e \u200b", "Project": "WEB"})
    assert "The title is empty" in web_once.ana.submits().errors["title"]


def test_two_people_edit_one_milestone_and_nothing_typed_is_lost(beta: World) -> None:
    for person in (beta.ana, beta.chloe):
        assert person.types("#web", "/milestone edit WEB-M1").view is not None
    beta.ana.fills(None, {"Title": "Public beta", "Due date": "2026-12-11"})
    assert "Fri 11 Dec 22:00" in beta.ana.submits().text
    beta.chloe.fills(None, {"Title": "Beta one", "Owner": "chloe"})
    again = beta.chloe.submits()
    assert again.view is not None
    assert "ana changed Title meanwhile: Beta → Public beta" in again.view.text
    assert again.view.values["Title"] == "Beta one"
    assert again.view.values["Due date"] == "2026-12-11"
    saved = beta.chloe.submits().text
    assert "Beta one" in saved
    assert "@chloe" in saved


def test_edit_in_one_line_changes_what_it_names(beta: World) -> None:
    told = beta.ana.types("#web", "/milestone edit WEB-M1 Public beta @chloe due 11 dec")
    for words in ("Changed WEB-M1", "Public beta", "@chloe", "Fri 11 Dec"):
        assert words in told.text
    assert "no due date" in beta.ana.types("#web", "/milestone edit WEB-M1 due none").text
    assert "Unchanged" in beta.ana.types("#web", "/milestone edit WEB-M1 @chloe").text


def test_due_moves_it_and_none_takes_the_date_away(beta: World) -> None:
    assert "Fri 11 Dec" in beta.ana.types("#web", "/milestone due WEB-M1 11 dec").text
    assert "No due date" in beta.ana.types("#web", "/milestone due WEB-M1 none").text
    asked = beta.ana.types("#web", "/milestone due")
    assert "When is it due?" in asked.text
    told = beta.ana.chooses(asked, "pick.date", "2026-12-18")
    assert "Due: WEB-M1" in told.text
    assert "Fri 18 Dec" in told.text


def test_an_unclear_date_offers_its_other_reading(beta: World) -> None:
    told = beta.ana.types("#web", "/milestone due WEB-M1 next week")
    assert "Mon 30 Nov" in told.text
    assert "Fri 4 Dec" in beta.ana.presses(told, "Meant Fri 4 Dec?").text


def test_done_counts_the_tasks_that_are_still_open_and_reopen_takes_it_back(beta: World) -> None:
    beta.ana.types("#web", "/task add Fix login for:M1")
    told = beta.ana.types("#web", "/milestone done WEB-M1")
    assert "Reached: WEB-M1" in told.text
    assert "Still open: 1 task" in told.text
    assert "Already reached" in beta.ana.types("#web", "/milestone done WEB-M1").text
    assert "Reopened: WEB-M1" in beta.ana.presses(told, "Reopen").text
    assert "Already open" in beta.ana.types("#web", "/milestone reopen WEB-M1").text


def test_show_has_its_progress_and_what_is_open(beta: World) -> None:
    beta.ana.types("#web", "/task add Fix login for:M1")
    beta.ana.types("#web", "/task add Write the manual for:WEB-M1")
    beta.ana.types("#web", "/task done WEB-1")
    shown = beta.ana.types("#web", "/milestone show WEB-M1").text
    assert "1 of 2 tasks done" in shown
    assert "Write the manual" in shown


def test_delete_keeps_the_tasks_and_undo_brings_all_of_it_back(beta: World) -> None:
    beta.ana.types("#web", "/task add Fix login for:M1")
    told = beta.ana.types("#web", "/milestone delete WEB-M1")
    assert "Deleted WEB-M1" in told.text
    assert "1 task" in told.text
    assert "WEB-M1" not in beta.ana.types("#web", "/task show WEB-1").text
    beta.ana.presses(told, "Undo")
    assert "for WEB-M1" in beta.ana.types("#web", "/task show WEB-1").text


def test_the_delete_button_asks_first(beta: World) -> None:
    told = beta.ana.types("#web", "/milestone show WEB-M1")
    assert beta.ana.presses(told, "Delete", confirm=False).text == ""
    assert "Deleted WEB-M1" in beta.ana.presses(told, "Delete").text


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("", {"Beta", "Late"}),
        ("all", {"Beta", "Late", "Reached"}),
        ("done", {"Reached"}),
        ("overdue", {"Late"}),
        ("@ben", {"Beta"}),
        ("unassigned", {"Late"}),
        ("in:WEB", {"Beta", "Late"}),
    ],
)
def test_a_list_holds_what_its_words_say(web_once: World, words: str, titles: set[str]) -> None:
    web_once.ana.types("#web", "/milestone add Beta @ben due 4 dec")
    web_once.late(web_once.ana, "#web", "/milestone add Late due yesterday")
    web_once.ana.types("#web", "/milestone add Reached")
    web_once.ana.types("#web", "/milestone done WEB-M3")
    lines = web_once.ana.types("#web", f"/milestone list {words}".strip()).text.splitlines()
    assert {line.split()[1] for line in lines if line.startswith("WEB-")} == titles


def test_done_in_a_list_keeps_the_list(beta: World) -> None:
    beta.ana.types("#web", "/milestone add Launch")
    listed = beta.ana.types("#web", "/milestone list")
    told = beta.ana.presses(listed, "Done", beside="WEB-M1")
    assert "WEB-M1 is reached." in told.text
    assert "Launch" in told.text


def test_a_missing_milestone_is_picked(beta: World) -> None:
    asked = beta.ana.types("#general", "/milestone done")
    assert "Which milestone?" in asked.text
    assert "Reached: WEB-M1" in beta.ana.chooses(asked, "pick.milestone", "Beta").text
