"""Stories of what `/task` does with missing words: the state, a form, a picker, help, a list."""

from __future__ import annotations

import pytest

from tests.world import World


def test_no_words_show_the_tasks_of_the_channel_and_elsewhere_mine(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login @ben")
    assert "Open tasks in WEB · 1" in web_once.ana.types("#web", "/task").text
    elsewhere = web_once.ben.types("#general", "/task").text
    assert "Open tasks: mine" in elsewhere
    assert "Fix login" in elsewhere


@pytest.mark.parametrize(
    "command", ["task", "milestone", "risk", "project", "program", "pm", "task list", "task due"]
)
def test_help_after_anything_explains_and_does_nothing(web_once: World, command: str) -> None:
    told = web_once.ana.types("#web", f"/{command} help")
    assert "/" + command.partition(" ")[0] in told.text
    assert "Did you mean" not in told.text
    assert not told.view


def test_a_missing_task_is_picked_from_a_list_of_what_one_may_see(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Write to the ministry")
    asked = web.ben.types("#general", "/task done")
    assert "Which task?" in asked.text
    assert web.ben.options(asked, "pick.task") == ["WEB-1 · Fix login"]
    assert "Done: WEB-1" in web.ben.chooses(asked, "pick.task", "WEB-1").text


def test_a_missing_person_is_picked_for_the_task_that_was_meant(web: World) -> None:
    web.ana.types("#web", "/task add One")
    asked = web.ana.types("#web", "/task assign WEB-1")
    assert "Who is it for?" in asked.text
    web.ana.types("#web", "/task add Two")
    told = web.ana.chooses(asked, "pick.person", "ben")
    assert "Assigned WEB-1" in told.text
    assert "@ben" in told.text


def test_a_missing_date_is_picked_from_a_calendar(web: World) -> None:
    web.ana.types("#web", "/task add One")
    asked = web.ana.types("#web", "/task due")
    assert "When is it due?" in asked.text
    web.ana.types("#web", "/task add Two")
    told = web.ana.chooses(asked, "pick.date", "2026-12-04")
    assert "Due: WEB-1" in told.text
    assert "Fri 4 Dec" in told.text


def test_a_question_is_answered_once(web: World) -> None:
    asked = web.ana.types("#general", "/task add Order flowers")
    first = web.ana.chooses(asked, "pick.project", "WEB")
    assert "WEB-1" in first.text
    web.ana.types("#web", "/project new APP App")
    asked = web.ana.types("#general", "/task add Order bread <@nobody> & *butter*")
    assert "/task add Order bread <@nobody> & *butter*" in asked.text


def test_a_question_waits_for_a_month(web: World) -> None:
    web.ana.types("#web", "/task add One")
    asked = [web.ana.types("#web", "/task due") for _ in range(2)]
    for days, told in ((29, "Due:"), (2, "That question is too old by now")):
        web.after(days=days)
        web.tick()
        assert told in web.ana.chooses(asked.pop(), "pick.date", "2027-03-01").text


def test_words_that_are_no_verb_become_a_task_even_where_the_project_is_asked(web: World) -> None:
    told = web.ana.types("#general", "/task Flowers for the opening due friday")
    assert "is no verb of /task" in told.text
    asked = web.ana.presses(told, "Add it as a task")
    assert "Which project" in asked.text
    added = web.ana.chooses(asked, "pick.project", "WEB")
    assert "WEB-1  Flowers for the opening" in added.text
    assert "Fri 27 Nov" in added.text


def test_a_form_opens_filled_from_the_channel(web_once: World) -> None:
    form = web_once.ana.types("#web", "/task add").view
    assert form is not None
    assert form.values["Project"] == "WEB · Website relaunch"
    assert set(form.values) == {
        "Title", "Project", "Owner", "Due date", "Due time",
        "Priority", "Estimate", "Milestone", "Description",
    }  # fmt: skip


def test_every_field_of_the_form_is_kept(web: World) -> None:
    web.ana.types("#web", "/milestone add Beta due 1 dec")
    web.ana.types("#web", "/task add")
    web.ana.fills(
        None,
        {
            "Title": "Fix login", "Owner": "ben", "Due date": "2026-11-27", "Due time": "17:00",
            "Priority": "High", "Estimate": "2d-5d", "Milestone": "Beta", "Description": "Safari",
        },
    )  # fmt: skip
    told = web.ana.submits().text
    for words in ("WEB-1", "@ben", "Fri 27 Nov 17:00", "high", "~2d–5d", "for WEB-M1"):
        assert words in told
    form = web.chloe.types("#web", "/task edit WEB-1").view
    assert form is not None
    assert form.values["Due time"] == "18:00"  # Paris
    assert form.values["Description"] == "Safari"
    assert "Nothing changed in" in web.chloe.submits().text


@pytest.fixture
def busy(web_once: World) -> World:
    """A project with tasks of every kind."""
    web_once.late(web_once.ana, "#web", "/task add Late @ben due yesterday")
    for words in (
        "Today @ben due today", "Sunday +ui due sunday",
        "Next week @chloe due next week", "Someday", "Finished @ben", "Given up",
    ):  # fmt: skip
        web_once.ana.types("#web", f"/task add {words}")
    web_once.ana.types("#web", "/task done WEB-6")
    web_once.ana.types("#web", "/task cancel WEB-7")
    web_once.ana.types("#mobile", "/project new APP App")
    web_once.ana.types("#mobile", "/task add Elsewhere @ben")
    return web_once


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("", "Late Today Sunday Next Someday"),
        ("@ben", "Late Today Elsewhere"),
        ("@ben in:WEB", "Late Today"),
        ("today", "Today"),
        ("week", "Late Today Sunday"),
        ("overdue", "Late"),
        ("unassigned", "Sunday Someday"),
        ("done", "Finished"),
        ("all", "Late Today Sunday Next Someday Finished Given"),
        ("+ui", "Sunday"),
        ("in:APP", "Elsewhere"),
    ],
)
def test_a_list_holds_what_its_words_say(busy: World, words: str, titles: str) -> None:
    lines = busy.ana.types("#web", f"/task list {words}".strip()).text.splitlines()
    found = [line.split()[1] for line in lines if line.split("-")[0] in ("WEB", "APP")]
    assert sorted(found) == sorted(titles.split())


def test_a_list_of_mine_looks_into_every_project(busy: World) -> None:
    told = busy.ben.types("#web", "/task list mine").text
    assert all(title in told for title in ("Late", "Today", "Elsewhere"))
    assert "Someday" not in told


def test_a_word_that_narrows_no_list_is_looked_for(busy: World) -> None:
    assert "Today" in busy.ana.types("#web", "/task list tod").text
    assert "with “purple” · none" in busy.ana.types("#web", "/task list purple").text
