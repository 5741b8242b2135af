"""The morning note as a thing that lives: what it says after others have acted, and how much."""

from __future__ import annotations

import pytest

from bot.sandbox.user.people import Shown
from tests.world import World

THURSDAY, FRIDAY = "2026-11-26T09:00+01:00", "2026-11-27T09:00+01:00"
MONDAY = "2026-11-30T09:00+01:00"


@pytest.fixture
def web(web_once: World) -> World:
    """WEB-1 and WEB-2 are Chloe's, in Paris; Ana manages the project. It is Wednesday."""
    web_once.ana.types("#web", "/project checkin WEB never")
    web_once.ana.types("#web", "/task add Fix login page @chloe due friday")
    web_once.ana.types("#web", "/task add Order flowers @chloe due friday")
    return web_once


def note(world: World) -> Shown:
    return [each for each in world.chloe.sees("@stationmaster") if "Why this came" in each.text][-1]


def test_a_row_keeps_who_did_it_and_the_way_back_when_other_rows_change(web: World) -> None:
    web.at(THURSDAY)
    web.chloe.presses(note(web), "Done", beside="WEB-1")
    for minute in (1, 2):
        web.after(minutes=minute)
        web.ana.types("#web", f"/task rename WEB-2 Order roses {minute}")
        web.ana.types("#web", "/task rename WEB-1 Mend login page")
    assert "WEB-1  Mend login page  ✓ done by you" in note(web).text
    web.chloe.presses(note(web), "Undo", beside="WEB-1")
    assert "to do" in web.ana.types("#web", "/task show WEB-1").text
    assert "Mend login page" in web.ana.types("#web", "/task show WEB-1").text
    assert "☀️ Thu 26 Nov" in note(web).text


def test_somebody_else_s_change_is_told_by_its_own_name(web: World) -> None:
    web.at(THURSDAY)
    web.after(minutes=5)
    web.ana.types("#web", "/task assign WEB-1 @ben")
    web.ben.types("#web", "/task done WEB-2")
    web.ana.types("#web", "/task rename WEB-2 Order roses")
    assert "WEB-1  Fix login page  is ben's by now" in note(web).text
    assert "WEB-2  Order roses  ✓ done by ben" in note(web).text
    assert "nothing left here" in note(web).text


def test_snoozed_until_tomorrow_comes_again_tomorrow(web: World) -> None:
    web.ana.types("#web", "/task due WEB-1 next tuesday")
    web.at(THURSDAY)
    web.chloe.chooses(note(web), "nudge.more", "Snooze until tomorrow", beside="WEB-1")
    assert "WEB-1  Fix login page  snoozed until Fri 27 Nov" in note(web).text
    web.at(FRIDAY)
    assert "Due soon\nWEB-1  Fix login page" in note(web).text


def test_what_a_manager_has_snoozed_comes_again_on_that_day(web: World) -> None:
    web.at("2026-12-04T10:00+00:00")  # four working days late: it has gone up to Ana
    told = web.ana.sees("@stationmaster")[-1]
    assert "Your projects\nWEB-1" in told.text
    web.ana.chooses(told, "nudge.more", "Snooze until Monday", beside="WEB-1")
    assert "WEB-1  Fix login page  snoozed until Mon 7 Dec" in told.text
    web.at("2026-12-07T10:00+00:00")
    assert "Your projects\nWEB-1" in web.ana.sees("@stationmaster")[-1].text


def test_slips_to_offers_days_after_the_deadline_that_the_reader_works(web: World) -> None:
    web.ana.types("#web", "/task add Print the posters @chloe due tuesday")
    web.at(FRIDAY)
    menus = [each for block in note(web).blocks for each in block.get("elements", [])]
    menu = next(
        each for each in menus if each.get("options", [{}])[0].get("value", "")[:5] == "WEB-3"
    )
    offered = [option["text"]["text"] for option in menu["options"]]
    assert offered[:3] == ["Wed 2 Dec", "Thu 3 Dec", "Fri 4 Dec"]
    assert offered[-1] == "Another day…"
    form = web.chloe.chooses(note(web), "nudge.slips", "Another day…", beside="WEB-3").view
    assert form is not None
    web.chloe.fills(form, {"day": "2020-01-01"})
    assert "is past: choose a day to come" in str(web.chloe.submits().errors)


def test_the_last_sub_task_offers_its_parent_beside_the_note(web: World) -> None:
    web.ana.types("#web", "/task add Draft @chloe due friday under:WEB-1")
    web.at(THURSDAY)
    told = web.chloe.presses(note(web), "Done", beside="WEB-3")
    assert "That was the last open sub-task of WEB-1." in told.text
    assert "Draft  ✓ done by you" in note(web).text
    web.chloe.presses(told, "Done: WEB-1")
    assert "Fix login page  ✓ done by you" in note(web).text


def test_a_parent_with_open_parts_is_asked_about_beside_the_note(web: World) -> None:
    web.ana.types("#web", "/task add Draft @ben under:WEB-1")
    web.at(THURSDAY)
    asked = web.chloe.presses(note(web), "Done", beside="WEB-1")
    assert "WEB-1 has 1 open sub-task." in asked.text
    web.chloe.presses(asked, "Done with all of them")
    assert "Fix login page  ✓ done by you" in note(web).text
    assert "done" in web.ana.types("#web", "/task show WEB-3").text


def test_sixty_tasks_leave_a_note_that_says_what_waits_for_the_next(web: World) -> None:
    rows = "".join(f"Task {n},Docs,2026-11-{n % 3 + 23}\n" for n in range(60))
    web.ana.uploads("#web", "plan.csv", f"title,owner,due\n{rows}".encode())
    web.ana.types("#web", "/project import WEB")
    web.ana.types("#web", "/project team WEB @chloe as Docs")
    web.at(FRIDAY)
    first = note(web)
    assert "20 overdue" in first.text
    assert "more wait for your next note: /task list overdue" in first.text
    shown = {word for word in first.text.split() if word.startswith("WEB-")}
    web.at(MONDAY)
    again = {word for word in note(web).text.split("Your week")[0].split() if "WEB-" in word}
    assert len(again) == 20
    assert not again & shown


def test_fourteen_check_ins_are_answered_from_one_note(web: World) -> None:
    for number in range(14):
        web.ana.types("#general", f"/project new P{number} Project {number} @ana")
    web.at("2026-12-03T10:00+00:00")
    told = web.ana.sees("@stationmaster")[-1]
    assert "10 check-ins" in told.text
    assert "4 more wait for your next note" in told.text
    form = web.ana.chooses(told, "nudge.light", "🟡 At risk", beside="P3").view
    assert form is not None
    web.ana.fills(form, {"progress": "Slow"})
    web.ana.submits()
    assert "P3  Project 3  said by you" in web.ana.sees("@stationmaster")[-1].text


def test_a_project_handed_over_is_not_said_to_have_been_answered(web: World) -> None:
    web.ana.types("#web", "/project checkin WEB every thursday")
    web.at("2026-12-03T10:00+00:00")
    web.after(minutes=1)
    form = web.ana.types("#web", "/project edit WEB").view
    assert form is not None
    web.ana.fills(form, {"Manager": "ben"})
    web.ana.submits()
    assert "WEB  Website relaunch  is ben's by now" in web.ana.sees("@stationmaster")[-1].text


def test_what_was_held_back_says_what_it_is_about_and_only_to_who_may_see_it(web: World) -> None:
    for number in range(8):
        web.ana.types("#web", f"/task add Piece {number} @ben")
        web.chloe.types("#web", f"/task watch WEB-{number + 3}")
    web.at("2026-11-26T10:00+01:00")
    for number in range(8):
        web.ana.types("#web", f"/task done WEB-{number + 3}")
    web.ana.types("#board", "/project new SECR Secret merger")
    web.at("2026-11-26T10:05+01:00")
    web.ana.types("#web", "/task move WEB-10 SECR")
    web.at(FRIDAY)
    told = note(web).text
    assert "WEB-9  Piece 6: ana finished it." in told
    assert "Piece 7" not in web.note(web.ben)
    assert told.count("finished it") == 4


def test_a_new_owner_hears_what_the_old_one_had_heard(web: World) -> None:
    web.at(THURSDAY)
    web.ana.types("#web", "/task assign WEB-1 @dev")
    web.at("2026-11-27T09:00+05:30")
    assert "Fix login page" in web.note(web.dev)


def test_an_urgent_call_within_the_hour_is_told_at_once(web: World) -> None:
    web.at("2026-11-25T14:00+01:00")
    web.ana.types("#web", "/task add Call the vendor @chloe due today 14:30 !urgent")
    web.tick()
    assert "Due within hours\nWEB-3  Call the vendor" in note(web).text
    count = len(web.chloe.sees("@stationmaster"))
    web.chloe.types("#web", "/task add Call again @chloe due today 14:30 !urgent")
    web.tick()
    assert len(web.chloe.sees("@stationmaster")) == count  # said by herself
