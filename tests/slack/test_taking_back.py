"""Stories of steps taken back, and of what may have been built on them since."""

from __future__ import annotations

from tests.world import World


def test_undoing_a_project_does_not_take_others_work(web_once: World) -> None:
    web_once.dev.types("#mobile", "/task list")
    made = web_once.ana.types("#mobile", "/project new APP Ticket app")
    web_once.dev.types("#mobile", "/task add Mine")
    told = web_once.ana.presses(made, "Undo").text
    assert "has worked in APP since" in told
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
    w.ana.types("#general", "/project new WEB Another")
    told = w.ana.types("#general", "/task add Another in:WEB").text
    assert "WEB-2" in told
    undone = w.ana.presses(saved, "Undo").text
    assert "reference" not in undone
    assert "in use" in undone


def test_after_an_undo_the_last_item_is_asked_for(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    web_once.ana.types("#web", "/pm undo")
    told = web_once.ana.types("#web", "/task done").text
    assert "Which task?" in told


def test_an_import_is_one_step_and_a_second_one_adds_nothing(web_once: World) -> None:
    rows = "".join(f"Task {n},2026-12-01\n" for n in range(300))
    plan = f"title,due\n{'word ' * 80},2026-12-01\n{rows}"
    web_once.ana.uploads("#web", "plan.csv", plan.encode())
    assert "301 tasks imported" in web_once.ana.types("#web", "/project import WEB").text
    assert "0 tasks imported" in web_once.ana.types("#web", "/project import WEB").text
    told = web_once.ana.types("#web", "/pm undo").text
    assert "Undone: imported 301 lines into WEB" in told
    assert "none" in web_once.ana.types("#web", "/task list").text
