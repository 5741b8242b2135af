"""Stories of lines that cannot be meant: each gets a clear sentence, and nothing is half-done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from bot.operations import access, people, tasks
from bot.operations.actor import Actor
from bot.sandbox.errors import CannotDo
from tests.slack import again
from tests.world import World

LONG = "word " * 999 + "end"


@pytest.mark.parametrize(
    "line",
    [
        "/task show WEB-99", "/task done web-99", "/task due WEB-99 friday", "/task move WEB-99 A",
        "/milestone show WEB-M99", "/milestone delete WEB-M99", "/risk close WEB-R99",
        "/task add Fix in:NOPE", "/task add Fix for:M99", "/task add Fix under:WEB-99",
        "/project show NOPE", "/program show NOPE", "/program add NOPE WEB", "/task show WEB-M1",
    ],
)  # fmt: skip
def test_an_unknown_key_is_named_with_the_way_to_those_that_exist(
    web_once: World, line: str
) -> None:
    told = web_once.ana.types("#web", line).text
    assert told.startswith("I cannot find ")
    assert " list shows what there is." in told
    assert "none" in web_once.ana.types("#web", "/task list").text


@pytest.mark.parametrize("words", ["5", "2027-13-01", "someday soon"])
def test_what_is_no_date_is_named_and_changes_nothing(web_once: World, words: str) -> None:
    web_once.ana.types("#web", "/task add Fix login due friday")
    web_once.ana.types("#web", "/milestone add Beta due friday")
    for line in (f"/task due WEB-1 {words}", f"/milestone due WEB-M1 {words}"):
        assert f"“{words}” is no date that I can read" in web_once.ana.types("#web", line).text
    assert "Fri 27 Nov" in web_once.ana.types("#web", "/task show WEB-1").text
    assert "Fri 27 Nov" in web_once.ana.types("#web", "/milestone show WEB-M1").text


@pytest.mark.parametrize(
    ("words", "day"), [("31 feb", "31 February"), ("30 february 2027", "30 February 2027")]
)
def test_a_day_that_no_calendar_has_is_refused_by_its_name(
    web_once: World, words: str, day: str
) -> None:
    web_once.ana.types("#web", "/task add Fix login due friday")
    web_once.ana.types("#web", "/milestone add Beta due friday")
    for line in (
        f"/task due WEB-1 {words}",
        f"/milestone due WEB-M1 {words}",
        f"/task add Pay the rent due {words}",
        f"/milestone add Rent due {words}",
    ):
        assert f"There is no {day}: nothing was changed." in web_once.ana.types("#web", line).text
    assert "Fri 27 Nov" in web_once.ana.types("#web", "/task show WEB-1").text
    assert "Fri 27 Nov" in web_once.ana.types("#web", "/milestone show WEB-M1").text


def test_an_impossible_day_in_a_risk_stays_in_its_title_and_is_said(web_once: World) -> None:
    told = web_once.ana.types("#web", "/risk add Pay the rent due 31 feb").text
    assert "Pay the rent due 31 feb" in told
    assert "“31 feb” is no date that I can read, so it stays in the title." in told


@pytest.mark.parametrize("line", ["/task show 1", "/task done 12", "/task claim 1", "/risk 5"])
def test_a_bare_number_is_no_key(web_once: World, line: str) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    number = line.rpartition(" ")[2]
    told = web_once.ana.types("#web", line).text
    assert f"“{number}”" in told
    assert "Fix login" not in told


@pytest.mark.parametrize(
    ("command", "where"),
    [("task", "description"), ("milestone", "description"), ("risk", "response")],
)
def test_five_thousand_characters_are_cut_in_the_title_and_kept_whole(
    web: World, command: str, where: str
) -> None:
    told = web.ana.types("#web", f"/{command} add {LONG}")
    assert f"The title was too long: the whole text is in the {where}." in told.text
    letter = {"task": "", "milestone": "M", "risk": "R"}[command]
    assert "word word" in web.ben.types("#web", f"/{command} show WEB-{letter}1").text
    form = web.ben.types("#web", f"/{command} edit WEB-{letter}1").view
    assert form is not None
    if command != "milestone":
        assert "too long for a form, it stays as it is" in form.text
        web.ben.fills(form, {"Title": "Short"})
        assert "Saved" in web.ben.submits().text


@pytest.mark.parametrize(("command", "where"), [("project", "scope"), ("program", "objectives")])
def test_a_name_of_five_thousand_characters_is_cut_and_kept_whole(
    town_once: World, command: str, where: str
) -> None:
    told = town_once.ana.types("#web", f"/{command} new LONG {LONG}").text
    assert "Created LONG" in told
    assert f"the whole text is in the {where}" in told


def test_the_form_takes_no_more_than_fits(web_once: World) -> None:
    web_once.ana.types("#web", "/task add")
    with pytest.raises(CannotDo, match="250 characters"):
        web_once.ana.fills(None, {"Title": LONG})


@pytest.mark.parametrize("nothing", ["\u202e", "\u200b", "\x07", "@ben", "due friday", "-- later"])
def test_a_task_without_a_title_asks_for_one(web_once: World, nothing: str) -> None:
    told = web_once.ana.types("#web", f"/task add {nothing}")
    assert told.view is not None or "Say what is to be done" in told.text
    assert "none" in web_once.ben.types("#web", "/task list").text


def test_three_hundred_tasks_are_turned_page_by_page(web: World) -> None:
    def many(session: Session) -> None:
        workspace = people.workspace(session, web.slack.workspace.team_id)
        ana = people.find_person(session, workspace.id, web.ana.id)
        assert ana is not None
        actor = Actor(session, people.who(ana), datetime(2026, 11, 25, tzinfo=UTC))
        project = access.project(actor, "WEB")
        for number in range(1, 301):
            tasks.add(actor, project, tasks.New(f"Item {number}", owner=ana))

    web.slack.call(web.database.run(many))
    shown = web.ben.types("#web", "/task list")
    assert "Open tasks in WEB · 300" in shown.text
    assert "and 290 more" in shown.text
    assert "and 280 more" in web.ben.presses(shown, "Next ▶").text
    last = web.ben.presses(again.forged(shown, "tasks.next", "9999|"), "Next ▶")
    assert "Item 300" in last.text
    assert "and 300 more" in web.ana.types("#web", "/pm").text
    asked = web.ben.types("#general", "/task done")
    assert len(web.ben.options(asked, "pick.task", "")) == 100
    assert web.ben.options(asked, "pick.task", "WEB-123") == ["WEB-123 · Item 123"]


def test_people_who_left_and_apps_own_nothing_new(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @dev")
    web.slack.person("dev").becomes(deleted=True)
    for line in (
        "/task add Fix @dev", "/task assign WEB-1 @dev", "/milestone add Beta @dev",
        "/risk add Vendor @dev", "/project new APP App @dev", "/program new RAIL Rail @dev",
        "/project team WEB @dev", "/task edit WEB-1 @dev !high",
    ):  # fmt: skip
        told = web.ana.types("#web", line)
        assert "dev has left the workspace: choose somebody else." in told.text, line
        told = web.ana.types("#web", line.replace("@dev", "@stationmaster"))
        assert "is an app and cannot own work: choose a person." in told.text, line


def test_the_work_of_somebody_who_left_can_be_edited_and_taken(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @dev")
    web.slack.person("dev").becomes(deleted=True)
    web.ana.types("#web", "/task edit WEB-1")
    web.ana.fills(None, {"Title": "Repair login"})
    assert "Saved WEB-1  Repair login" in web.ana.submits().text
    assert "It was dev's." in web.ana.types("#web", "/task claim WEB-1").text


def test_an_app_in_a_form_is_refused_under_its_field(web_once: World) -> None:
    web_once.ana.types("#web", "/task add")
    web_once.ana.fills(None, {"Title": "Fix login", "Owner": "stationmaster"})
    assert "cannot own work" in web_once.ana.submits().errors["owner"]


def test_an_archived_channel_is_refused_by_name(web: World) -> None:
    web.slack.add_channel("old", "ana")
    web.ana.types("#web", "/program new RAIL Northern line")
    web.ana.archives("#old")
    for line in (
        "/project link WEB #old", "/program digest RAIL monday 9am in #old",
        "/program digest RAIL now in #old",
    ):  # fmt: skip
        told = web.ana.types("#web", line).text
        assert told == "#old is archived: choose a channel that is in use."


def test_a_digest_that_cannot_be_posted_is_told_to_its_manager(web: World) -> None:
    web.ana.types("#web", "/program new RAIL Northern line @ben")
    web.ana.types("#web", "/program digest RAIL monday 9am in #random")
    web.at("2026-11-30T09:00:00+00:00")
    web.at("2026-11-30T09:00:00-05:00")  # when it is day for Ben
    assert "could not post the digest of RAIL" in web.note(web.ben)


def test_a_channel_without_the_bot_still_takes_commands(web: World) -> None:
    assert "WEB-1" in web.ana.types("#random", "/task add Fix login in:WEB").text
    assert "invite me" in web.ana.types("#random", "/project import WEB").text


def test_buttons_on_what_was_deleted_since_say_that_it_is_gone(web: World) -> None:
    made = web.ana.types("#web", "/milestone add Beta")
    shown = web.ben.types("#web", "/milestone show WEB-M1")
    web.ben.presses(shown, "Edit")
    web.ana.presses(made, "Undo")
    web.ben.fills(None, {"Title": "Beta two"})
    assert "I cannot find WEB-M1" in web.ben.submits().errors["title"]
    for button in ("Edit", "Done", "Delete"):
        assert "I cannot find WEB-M1" in web.ben.presses(shown, button).text


def test_a_project_made_anew_does_not_take_over_the_buttons_of_the_old_one(web: World) -> None:
    web.ana.types("#web", "/task add Old")
    shown = web.ben.types("#web", "/task show WEB-1")
    assert "Undone" in web.ana.types("#web", "/pm undo").text
    assert "Undone" in web.ana.types("#web", "/pm undo").text
    web.ana.types("#web", "/project new WEB Another website")
    assert "WEB-2" in web.ana.types("#web", "/task add New").text
    assert "I cannot find WEB-1" in web.ben.presses(shown, "Done").text


@pytest.mark.parametrize("command", ["task", "milestone", "risk", "project", "program", "pm"])
def test_an_empty_database_answers_every_first_word(town_once: World, command: str) -> None:
    verbs = {
        "task": ["", "add Fix", "list", "show", "done", "show WEB-1", "due", "move", "x"],
        "milestone": ["", "add Beta", "list", "show", "due", "x"],
        "risk": ["", "add Vendor", "list", "show", "assess", "x"],
        "project": ["", "list", "show", "edit", "link", "team", "join", "leave", "import", "x"],
        "program": ["", "list", "show", "edit", "add", "remove", "digest", "digest now", "x"],
        "pm": ["", "my", "undo", "help", "x"],
    }[command]
    for words in verbs:
        told = town_once.ana.types("#web", f"/{command} {words}".strip())
        assert told.text, words
        assert not told.error, words
        assert "went wrong" not in told.text, words
        assert told.view is None, words
