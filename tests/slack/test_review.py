"""Stories of a stranger's review; each goes to the file of its subject once it passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import World


@pytest.fixture
def fare(web_once: World) -> World:
    web_once.ana.types("#board", "/project new FARE Fare reform")
    web_once.ana.types("#board", "/task add Secret letter @ben due today")
    return web_once


def test_naming_a_private_channel_is_not_being_in_it(fare: World) -> None:
    board = fare.slack.channel("board").id if hasattr(fare.slack, "channel") else "C0BOARD"
    for line in ("/task add Look at #board", f"/task add Look at <#{board}|board>"):
        print(fare.ben.types("#web", line).text)
        fare.ben.types("@stationmaster", line.replace("/task", "task"))
        assert "I cannot find FARE-1" in fare.ben.types("#web", "/task show FARE-1").text


def test_a_form_left_open_does_not_let_one_in_again(fare: World) -> None:
    fare.chloe.types("#board", "/task edit FARE-1")
    fare.chloe.leaves("#board")
    print(fare.chloe.submits().text)
    assert "I cannot find FARE-1" in fare.chloe.types("#web", "/task show FARE-1").text


def test_who_left_cannot_undo_there(fare: World) -> None:
    fare.chloe.types("#web", "/task add Open")
    fare.chloe.types("#board", "/task due FARE-1 friday")
    fare.chloe.leaves("#board")
    told = fare.chloe.types("#web", "/pm undo").text
    print(told)
    assert "FARE" not in told
    assert "tomorrow" not in told


def test_sub_tasks_go_along(fare: World) -> None:
    fare.ana.types("#web", "/task add Parent")
    fare.ana.types("#web", "/task add Child under:WEB-1")
    fare.ana.types("#web", "/task add Grandchild under:WEB-2")
    moved = fare.ana.types("#web", "/task move WEB-1 FARE")
    print(moved.text)
    print(fare.ben.types("#web", "/task show WEB-2").text)
    assert "FARE" not in fare.ben.types("#web", "/task show WEB-2").text.replace("WEB-2", "")
    print(fare.ana.types("#web", "/task list in:FARE").text)
    fare.ana.types("#web", "/pm undo")
    assert "part of WEB-2" in fare.ana.types("#web", "/task show WEB-3").text


def test_undoing_a_link_reveals_nothing(fare: World) -> None:
    fare.ana.types("@stationmaster", "project new SEC Security")
    linked = fare.ana.types("#board", "/project link SEC")
    fare.ana.types("#board", "/task add Hidden hole in:SEC")
    fare.ana.presses(linked, "Undo")
    print(fare.ben.types("#web", "/task list in:SEC").text)
    assert "Hidden" not in fare.ben.types("#web", "/task list in:SEC").text


def test_undoing_a_project_does_not_take_others_work(web_once: World) -> None:
    made = web_once.ana.types("#mobile", "/project new APP Ticket app")
    web_once.dev.types("#mobile", "/task add Mine")
    told = web_once.ana.presses(made, "Undo").text
    print(told)
    assert "Mine" in web_once.dev.types("#mobile", "/task show APP-1").text


def test_a_program_that_was_undone_is_not_named(web_once: World) -> None:
    web_once.ben.types("#web", "/program new RAIL Northern line")
    web_once.ana.types("#web", "/program add RAIL WEB")
    web_once.ben.types("#web", "/pm undo")
    assert "RAIL" not in web_once.ana.types("#web", "/project show WEB").text
    web_once.ana.types("#web", "/program new BUS Bus")
    assert "RAIL" not in web_once.ana.types("#web", "/program add BUS WEB").text


def test_an_old_key_is_taken_again(web_once: World) -> None:
    w = web_once
    w.ana.types("#web", "/task add Fix login")
    w.ana.types("#web", "/project edit WEB")
    w.ana.fills(None, {"Key": "SITE"})
    saved = w.ana.submits()
    print(saved.text)
    w.ana.types("#general", "/project new WEB Another")
    told = w.ana.types("#general", "/task add Another in:WEB").text
    assert "WEB-2" in told
    undone = w.ana.presses(saved, "Undo").text
    print(undone)
    assert "reference" not in undone
    assert "in use" in undone


def test_after_an_undo_the_last_item_is_asked_for(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    web_once.ana.types("#web", "/pm undo")
    told = web_once.ana.types("#web", "/task done").text
    print(told)
    assert "Which task?" in told


def test_a_digest_set_to_later_the_same_day_comes(web_once: World) -> None:
    w = web_once
    w.ana.types("#general", "/program new RAIL Northern line")
    w.ana.types("#general", "/program add RAIL WEB")
    w.ana.types("#general", "/program digest RAIL monday 9am in #general")
    w.at("2026-11-30T09:00+00:00")
    assert "30 Nov 11:00" in w.ana.types("#general", "/program digest RAIL monday 11am").text
    w.at("2026-11-30T11:00+00:00")
    assert sum("Northern line" in shown.text for shown in w.ben.sees("#general")) == 2


def test_moved_to_another_zone_a_moment_stays(web_once: World) -> None:
    w = web_once
    w.ben.types("#random", "/project new NYC New York office @ben")
    w.ana.types("#web", "/task add Call due friday 5pm")
    told = w.ana.types("#web", "/task move WEB-1 NYC").text
    assert "17:00" in told
    w.ana.types("#web", "/task add Ring due friday 4pm")
    told = w.ana.types("#web", "/task edit WEB-2 in:NYC due friday 6pm").text
    assert "18:00" in told
    w.ana.types("#web", "/task add Knock due friday 4pm")
    w.ana.types("#web", "/task edit WEB-3")
    w.ana.fills(None, {"Project": "NYC", "Due time": "18:00"})
    told = w.ana.submits().text
    assert "18:00" in told
    w.ana.types("#web", "/milestone add Freeze due friday 4pm")
    w.ana.types("#web", "/milestone edit WEB-M1")
    w.ana.fills(None, {"Project": "NYC", "Due date": "2026-12-04"})
    assert "4 Dec 16:00" in w.ana.submits().text


def test_today_is_the_readers(web_once: World) -> None:
    w = web_once
    w.ben.types("#random", "/project new NYC New York office @ben")
    w.ben.types("#random", "/task add Call @chloe due today 11pm in:NYC")
    assert "Call" in w.chloe.types("#web", "/task list tomorrow in:NYC").text
    assert "Call" not in w.chloe.types("#web", "/task list today in:NYC").text
    assert "Call" in w.ben.types("#web", "/task list today in:NYC").text


def test_the_end_of_time(web_once: World) -> None:
    for line in ("/task add X due 9999-12-31", "/task add Y due 0001-01-01", "/task due WEB-1 9999-12-31",
                 "/project new FAR Far due 9999-12-31", "/milestone add Z due 9999-12-31 11pm", "/project show FAR",
                 "/task list", "/pm my"):
        told = web_once.emi.types("#web", line).text
        assert "reference" not in told, line
    web_once.ana.uploads("#web", "p.csv", b"title,due\nA,9999-12-31\nB,0001-01-01T00:00:00+14:00\nC,9999-12-31T23:00:00-12:00\n")
    told = web_once.ana.types("#web", "/project import WEB").text
    print(told)
    assert "reference" not in told


def test_import_twice_and_undo(web_once: World) -> None:
    long = "word " * 80
    rows = "".join(f"Task {n},2026-12-01\n" for n in range(600))
    web_once.ana.uploads("#web", "p.csv", f"title,due\n{long},2026-12-01\n{rows}".encode())
    print(web_once.ana.types("#web", "/project import WEB").text)
    again = web_once.ana.types("#web", "/project import WEB").text
    assert "0 tasks imported" in again
    import time
    t = time.time()
    told = web_once.ana.types("#web", "/pm undo").text
    print(told, time.time() - t)
    assert "import" in told


def test_a_hidden_digest_channel_is_not_named(fare: World) -> None:
    fare.ana.types("#web", "/program new RAIL Northern line")
    fare.ana.types("#web", "/program digest RAIL monday 9am in #board")
    for line in ("/program show RAIL", "/program list", "/program digest RAIL", "/program digest RAIL friday 9am", "/program digest RAIL now", "/program edit RAIL"):
        told = fare.ben.types("#web", line)
        print(line, told.text)
        assert "board" not in told.text, line


def test_hostile_lengths(web_once: World) -> None:
    w = web_once
    w.ana.types("#general", "/program new RAIL Northern line")
    for n in range(33):
        w.ana.types("#general", f"/project new P{n:03} " + "W" * 79)
        w.ana.types("#general", f"/milestone add {'M' * 249} in:P{n:03} due in 3 days")
        w.ana.types("#general", f"/program add RAIL P{n:03}")
    for line in ("/program show RAIL", "/program digest RAIL now in #general", "/project list", "/milestone list", "/milestone list mine"):
        told = w.ana.types("#general", line)
        print(line, len(told.text), told.text[-300:])
        assert "reference" not in told.text
    shown = w.ben.sees("#general")[-1]
    assert "3 more" in shown.text
