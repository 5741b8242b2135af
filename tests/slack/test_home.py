"""Stories of the home page: what it shows, and that its buttons draw it anew."""

from __future__ import annotations

from bot.sandbox.user.people import Somebody
from tests.world import World


def page(w: World, person: Somebody) -> str:
    """What stands on somebody's home page now, without opening it again."""
    w.slack.call(w.bot.drain())
    return person.reader.view(w.slack.workspace.homes[person.id].body, {})


def test_a_newcomer_reads_three_lines_that_teach(town: World) -> None:
    home = town.emi.home()
    assert home is not None
    for words in ("Nothing of yours", "/project new", "/task add", "/pm help"):
        assert words in home.text
    assert home.buttons == ["New task"]


def test_work_of_others_that_waits_for_mine_stands_under_mine(web: World) -> None:
    web.ana.types("#web", "/task add Lay the cable @ana")
    web.ana.types("#web", "/task add Test the line @ben after:WEB-1")
    web.ana.types("#web", "/task add Open the line after:WEB-1")
    web.ana.types("#web", "/task add My own @ana after:WEB-1")
    web.ana.types("#web", "/task add Over by now @ben after:WEB-1")
    web.ben.types("#web", "/task done WEB-5")
    home = web.ana.home()
    assert home is not None
    assert "WEB-1 holds up WEB-2 (ben), WEB-3" in home.text
    assert "WEB-4" not in home.text.partition("holds up")[2]
    assert "WEB-5" not in home.text.partition("holds up")[2]
    web.ana.types("#web", "/task done WEB-1")
    assert "holds up" not in str(web.ana.home())


def test_what_blocks_me_stands_there_with_its_reason(web: World) -> None:
    web.ana.types("#web", "/task add Lay the cable @ana")
    web.ana.types("#web", "/task block WEB-1 waiting for the permit")
    assert "WEB-1  Lay the cable is blocked: waiting for the permit" in str(web.ana.home())


def test_what_waits_in_a_private_project_is_not_named_to_others(web: World) -> None:
    web.ana.types("#web", "/task add Lay the cable @ben")
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Raise the fares @ana after:WEB-1")
    home = web.ben.home()
    assert home is not None
    assert "FARE" not in home.text
    assert "holds up" not in home.text


def test_new_task_from_home_is_on_the_page_when_it_is_saved(web: World) -> None:
    home = web.ana.home()
    web.ana.presses(home, "New task")
    title = {"Title": "Order flowers", "Project": "WEB", "Owner": "ana", "Due date": "2026-11-26"}
    web.ana.fills(None, title)
    saved = web.ana.submits()
    assert not saved.errors
    shown = page(web, web.ana)
    assert "Saved: added WEB-1." in shown
    assert "Order flowers" in shown
    assert web.ana.view is None
    assert web.ana.sees("@stationmaster") == []


def test_undo_says_what_it_takes_back_and_the_page_is_drawn_anew(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ana due friday")
    web.ana.presses(web.ana.home(), "Done", beside="WEB-1")
    assert "Fix login" not in page(web, web.ana)
    home = web.ana.home()
    web.ana.presses(home, "Undo: finished WEB-1")
    shown = page(web, web.ana)
    assert "Undone: finished WEB-1." in shown
    assert "Fix login" in shown


def test_an_undo_that_somebody_overtook_says_so_on_the_page(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ana due friday")
    web.ana.types("#web", "/task due WEB-1 2026-11-30")
    home = web.ana.home()
    web.ben.types("#web", "/task due WEB-1 2026-12-11")
    web.ana.presses(home, "Undo: moved WEB-1")
    assert "ben has changed the due" in page(web, web.ana)
    heard = [each.text for each in web.ana.sees("@stationmaster")]
    assert not any("has changed" in each for each in heard)  # only on the page


def test_tasks_of_a_project_open_over_the_page(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ben")
    web.ana.presses(web.ana.home(), "Tasks", beside="Website relaunch")
    assert web.ana.view is not None
    assert "Fix login" in web.ana.view.text


def test_three_hundred_tasks_leave_a_page_that_slack_takes(web_once: World) -> None:
    rows = "".join(f"Task {n},Docs,2026-11-{n % 9 + 20}\n" for n in range(300))
    web_once.ana.uploads("#web", "plan.csv", f"title,owner,due\n{rows}".encode())
    web_once.ana.types("#web", "/project import WEB")
    web_once.ana.types("#web", "/project team WEB @ana as Docs")
    home = web_once.ana.home()
    assert home is not None
    assert len(home.blocks) <= 100
    assert "more: /task list mine" in home.text


def test_a_guest_sees_what_they_take_part_in(web: World) -> None:
    gus = web.slack.person("gus")
    web.ana.types("#web", "/task add Paint the door @gus due friday")
    web.ana.types("#mobile", "/project new APP Ticket app")
    home = gus.home()
    assert home is not None
    assert "Paint the door" in home.text
    assert "APP" not in home.text


def test_what_i_am_asked_to_take_over_is_answered_on_the_page(web: World) -> None:
    web.ana.types("#web", "/project team WEB @ben")
    for title in ("Send the invoice", "Test the gate"):
        web.ana.types("#web", f"/task add {title} @ana due 2 dec")
    web.ana.presses(web.ana.types("#web", "/pm away 1-4 dec"), "Ask them")
    home = web.ben.home()
    assert home is not None
    assert "ana is away Tue 1 Dec – Fri 4 Dec and asks you to take" in home.text
    web.ben.presses(home, "Accept", beside="WEB-1")
    assert "WEB-1 will be yours when ana is away" in page(web, web.ben)
    web.ben.presses(web.ben.home(), "Decline")
    shown = page(web, web.ben)
    assert "You declined WEB-2" in shown
    assert "asks you to take" not in shown


def test_who_is_away_reads_so_and_comes_back_with_one_press(web: World) -> None:
    web.ana.types("#web", "/pm away today until friday")
    home = web.ana.home()
    assert home is not None
    assert "You are away until Fri 27 Nov" in home.text
    web.ana.presses(home, "I am back")
    shown = page(web, web.ana)
    assert "Welcome back" in shown
    assert "You are away" not in shown
    assert "You are not away" in web.ana.types("#web", "/pm back").text


def test_an_open_page_is_fresh_after_somebody_elses_change(web: World) -> None:
    web.ana.home()
    web.ben.types("#web", "/task add Paint the door @ana due friday")
    assert "Paint the door" in page(web, web.ana)
    web.ben.types("#web", "/task done WEB-1")
    assert "Paint the door" not in page(web, web.ana)
