"""Stories of what lives in a private channel: not shown, counted or named to those outside."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import models
from bot.operations import people
from bot.sandbox.user.people import Somebody
from tests.world import World


@pytest.fixture
def fare(web: World) -> World:
    """FARE lives in #board, which Ben has left; all its items are his."""
    web.ana.types("#board", "/project new FARE Fare reform")
    web.slack.invites("ana", "#board", "ben")
    web.ana.types("#board", "/task add Secret letter @ben due today")
    web.ana.types("#board", "/milestone add Secret stop @ben due friday")
    web.ana.types("#board", "/risk add Secret trouble @ben p5 i5")
    web.ben.leaves("#board")
    return web


LINES = (
    "/task show FARE-1", "/task done FARE-1", "/task edit FARE-1", "/task due FARE-1 friday",
    "/task note FARE-1 hello", "/task list in:FARE", "/task add Fix it in:FARE",
    "/milestone show FARE-M1", "/milestone delete FARE-M1", "/milestone list in:FARE",
    "/risk show FARE-R1", "/risk own FARE-R1", "/risk list in:FARE",
    "/project show FARE", "/project edit FARE", "/project join FARE", "/project link FARE",
    "/project team FARE", "/program add RAIL FARE", "/program remove RAIL FARE",
    "/task history FARE-1", "/milestone history FARE-M1", "/risk history FARE-R1",
    "/project history FARE", "/pm find letter in:FARE",
)  # fmt: skip


def test_every_line_that_names_it_gets_the_answer_of_an_unknown_key(fare: World) -> None:
    fare.ana.types("#web", "/program new RAIL Northern line")
    for line in LINES:
        private = fare.ben.types("#web", line)
        unknown = fare.ben.types("#web", line.replace("FARE", "NOPE"))
        assert private.text == unknown.text.replace("NOPE", "FARE"), line
        assert private.view is None, line


def test_lists_my_day_and_home_leave_it_out(fare: World) -> None:
    for line in (
        "/task list mine", "/task list @ben", "/task list all", "/milestone list mine",
        "/risk list mine", "/project list", "/pm", "/task", "/milestone list all",
    ):  # fmt: skip
        assert "Secret" not in fare.ben.types("#general", line).text
        assert "FARE" not in fare.ben.types("#general", line).text
    home = fare.ben.home()
    assert home is not None
    assert "Secret" not in home.text
    assert "Secret letter" in fare.chloe.types("#board", "/task list").text


def test_menus_with_search_do_not_offer_it(fare: World) -> None:
    def offered(person: Somebody, command: str, action_id: str) -> str:
        asked = person.types("#general", command)
        found = [*person.options(asked, action_id, ""), *person.options(asked, action_id, "e")]
        return " ".join(found)

    for command, action_id in (
        ("/task add Order flowers", "pick.project"), ("/task done", "pick.task"),
        ("/milestone done", "pick.milestone"), ("/risk close", "pick.risk"),
    ):  # fmt: skip
        assert "FARE" in offered(fare.chloe, command, action_id)
        assert "FARE" not in offered(fare.ben, command, action_id)
    fare.ben.types("#web", "/task add")
    for label in ("Project", "Milestone"):
        assert "FARE" not in " ".join(fare.ben.options(None, label, "e"))


def test_a_program_shows_and_counts_it_only_to_those_inside(fare: World) -> None:
    fare.slack.add_channel("northern", "ana", "ben")
    fare.ana.types("#web", "/program new RAIL Northern line")
    fare.ana.types("#web", "/program add RAIL WEB FARE")
    assert "FARE" in fare.ana.types("#web", "/program show RAIL").text
    assert "FARE" not in fare.ben.types("#web", "/program show RAIL").text
    assert "1 project " in fare.ben.types("#web", "/program list").text
    fare.ana.types("#web", "/program digest RAIL now in #northern")
    digest = fare.ben.sees("#northern")[-1].text
    assert "1 project" in digest
    assert "FARE" not in digest
    assert "Secret" not in digest
    fare.ana.types("#web", "/program digest RAIL now in #board")
    assert "Secret stop" in fare.chloe.sees("#board")[-1].text


def test_the_morning_note_leaves_it_out(fare: World) -> None:
    fare.ana.types("#web", "/task add Open letter @ben due tomorrow")
    fare.at("2026-11-27T09:00:00-05:00")  # the day before is Thanksgiving
    note = fare.note(fare.ben)
    assert "Open letter" in note
    assert "Secret" not in note


def test_who_leaves_the_channel_loses_sight_of_it_at_once(fare: World) -> None:
    shown = fare.chloe.types("#board", "/task show FARE-1")
    fare.chloe.types("#web", "/task add Fix login")
    fare.chloe.types("@stationmaster", "/task show FARE-1")
    assert shown.message is not None
    fare.chloe.leaves("#board")
    assert "I cannot find FARE-1" in fare.chloe.types("@stationmaster", "/task show FARE-1").text
    for line in ("/task show", "/task done"):
        asked = fare.chloe.types("@stationmaster", line).text
        assert "Which task?" in asked
        assert "FARE" not in asked
    assert "Secret" not in fare.chloe.types("#web", "/project list").text


def test_its_home_cannot_be_taken_away_so_that_all_would_see_it(fare: World) -> None:
    assert "lives in this private channel" in fare.ana.types("#board", "/project unlink FARE").text
    assert "#web follows it." in fare.ana.types("#board", "/project link FARE #web").text
    assert "I cannot find FARE-1" in fare.ben.types("#web", "/task show FARE-1").text


def test_keys_of_another_workspace_do_not_exist(web: World) -> None:
    def elsewhere(session: Session) -> None:
        other = people.workspace(session, "T0ELSEWHERE")
        session.execute(update(models.Project).values(workspace_id=other.id))

    web.ana.types("#web", "/task add Fix login")
    web.slack.call(web.database.run(elsewhere))
    assert "I cannot find WEB-1" in web.ana.types("#web", "/task show WEB-1").text
    assert "I cannot find WEB:" in web.ana.types("#web", "/project show WEB").text
    assert "none" in web.ana.types("#web", "/task list all").text
    assert "Created WEB" in web.ana.types("#web", "/project new WEB Our own").text


def test_naming_a_private_channel_is_not_being_in_it(fare: World) -> None:
    fare.ben.types("#web", "/task add Look at #board")
    fare.ben.types("@stationmaster", "task add Look at #board")
    assert "I cannot find FARE-1" in fare.ben.types("#web", "/task show FARE-1").text


def test_a_form_left_open_does_not_let_one_in_again(fare: World) -> None:
    fare.chloe.types("#board", "/task edit FARE-1")
    fare.chloe.leaves("#board")
    fare.chloe.submits()
    assert "I cannot find FARE-1" in fare.chloe.types("#web", "/task show FARE-1").text


def test_who_left_cannot_undo_there(fare: World) -> None:
    fare.chloe.types("#web", "/task add Open")
    fare.chloe.types("#board", "/task due FARE-1 friday")
    fare.chloe.leaves("#board")
    told = fare.chloe.types("#web", "/pm undo").text
    assert "FARE" not in told
    assert "tomorrow" not in told


def test_sub_tasks_go_along_with_what_moves_into_it(fare: World) -> None:
    fare.ana.types("#web", "/task add Parent")
    fare.ana.types("#web", "/task add Child under:WEB-1")
    fare.ana.types("#web", "/task add Grandchild under:WEB-2")
    fare.ana.types("#web", "/task move WEB-1 FARE")
    assert "I cannot find WEB-2" in fare.ben.types("#web", "/task show WEB-2").text
    assert "Grandchild" in fare.ana.types("#web", "/task list in:FARE").text
    fare.ana.types("#web", "/pm undo")
    assert "part of WEB-2" in fare.ana.types("#web", "/task show WEB-3").text


def test_undoing_a_link_reveals_nothing(fare: World) -> None:
    fare.ana.types("@stationmaster", "project new SEC Security")
    linked = fare.ana.types("#board", "/project link SEC")
    fare.ana.types("#board", "/task add Hidden hole in:SEC")
    fare.ana.presses(linked, "Undo")
    assert "Hidden" not in fare.ben.types("#web", "/task list in:SEC").text


def test_the_channel_of_a_digest_is_not_named_to_those_outside(fare: World) -> None:
    fare.ana.types("#web", "/program new RAIL Northern line")
    assert "#board" in fare.ana.types("#web", "/program digest RAIL monday 9am in #board").text
    for words in ("show RAIL", "list", "digest RAIL", "digest RAIL friday 9am", "edit RAIL"):
        told = fare.ben.types("#web", f"/program {words}")
        assert "board" not in told.text, words
    fare.ben.submits()
    assert "#board" in fare.ana.types("#web", "/program show RAIL").text


def test_a_channel_made_private_later_closes_without_a_word(web_once: World) -> None:
    assert "Website" in web_once.emi.types("#general", "/project show WEB").text
    found = next(e for e in web_once.slack.desk.workspace.channels.values() if e.name == "web")
    found.kind = "private"
    web_once.after(hours=2)
    web_once.slack.call(web_once.bot.edge.directory.refresh())
    assert "I cannot find WEB" in web_once.emi.types("#general", "/project show WEB").text
    assert "Website" in web_once.ben.types("#general", "/project show WEB").text


def test_a_guest_sees_what_lives_where_they_speak_and_what_they_work_on(web: World) -> None:
    web.dev.types("#mobile", "/project new APP Ticket app")
    web.dev.types("#mobile", "/task add Offline tickets")
    gus = web.slack.person("gus")
    listed = gus.types("#web", "/project list").text
    assert "WEB" in listed
    assert "APP" not in listed
    unknown = gus.types("#web", "/task show NOPE-1").text
    assert gus.types("#web", "/task show APP-1").text == unknown.replace("NOPE", "APP")
    web.dev.types("#mobile", "/task assign APP-1 @gus")
    assert "Offline tickets" in gus.types("#web", "/task show APP-1").text
