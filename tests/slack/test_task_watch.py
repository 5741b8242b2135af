"""Stories of `watch` and `snooze`: who hears of a task, and when."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def ours(web: World) -> World:
    """WEB-1 and WEB-2 are Ben's and due today."""
    for title in ("Fix login", "Order flowers"):
        web.ana.types("#web", f"/task add {title} @ben due today")
    return web


def test_several_tasks_are_watched_at_once_and_found_again(ours: World) -> None:
    told = ours.ana.types("#web", "/task watch WEB-1 WEB-2").text
    for words in ("Watching", "WEB-1", "WEB-2"):
        assert words in told
    assert "You watch it already" in ours.ana.types("#web", "/task watch WEB-1").text
    assert "2" in ours.ana.types("#general", "/task list watched").text
    assert "watched by @ana" in ours.ben.types("#web", "/task show WEB-1").text
    assert "No longer watching" in ours.ana.types("#web", "/task unwatch WEB-1").text
    assert "You do not watch it" in ours.ana.types("#web", "/task unwatch WEB-1").text
    listed = ours.ana.types("#general", "/task list watched").text
    assert "WEB-2" in listed
    assert "WEB-1" not in listed
    assert "none" in ours.ben.types("#general", "/task list watched").text


def test_the_button_watches_and_unwatches(ours: World) -> None:
    shown = ours.ana.types("#web", "/task show WEB-1")
    assert "Watching WEB-1" in ours.ana.presses(shown, "Watch").text
    shown = ours.ana.types("#web", "/task show WEB-1")
    assert "No longer watching WEB-1" in ours.ana.presses(shown, "Unwatch").text


def test_watching_can_be_undone(ours: World) -> None:
    told = ours.ana.types("#web", "/task watch WEB-1")
    ours.ana.presses(told, "Undo")
    assert "none" in ours.ana.types("#web", "/task list watched").text


def test_a_watched_task_of_a_private_project_is_gone_with_the_channel(ours: World) -> None:
    ours.ana.types("#board", "/project new FARE Fare reform")
    ours.slack.invites("ana", "#board", "ben")
    ours.ana.types("#board", "/task add Secret letter @ben due today")
    ours.ben.types("#board", "/task watch FARE-1")
    ours.ben.types("#board", "/task snooze FARE-1")
    ours.ben.types("#board", "/task link FARE-1 https://example.org/secret")
    mine = ours.ben.types("#board", "/task log FARE-1 1h")
    entries = ours.ben.types("#general", "/task log FARE-1")
    links = ours.ben.types("#general", "/task links FARE-1")
    assert "Secret" in mine.text
    assert "Secret" in ours.ben.types("#general", "/task list watched").text
    ours.ben.leaves("#board")
    for line in ("/task list watched", "/task list snoozed", "/pm"):
        assert "Secret" not in ours.ben.types("#general", line).text
    for press in (entries, links):
        assert "nothing was changed" in ours.ben.presses(press, "Remove").text
    shown = ours.ana.types("#board", "/task show FARE-1").text
    assert "1h logged" in shown
    assert "example.org/secret" in shown


def test_a_snoozed_task_is_out_of_my_day_until_its_day_and_nowhere_else(ours: World) -> None:
    told = ours.ben.types("#web", "/task snooze WEB-1")
    assert "until Thu 26 Nov" in told.text
    mine = ours.ben.types("#web", "/pm").text
    assert "Order flowers" in mine
    assert "Fix login" not in mine
    assert "and 1 more" in mine
    assert "Fix login" in ours.ben.types("#web", "/task list mine").text
    assert "Fix login" in ours.ben.types("#web", "/task list snoozed").text
    assert "Fix login" not in ours.ana.types("#web", "/task list snoozed").text
    ours.after(days=1)
    assert "Fix login" in ours.ben.types("#web", "/pm").text
    assert "none" in ours.ben.types("#web", "/task list snoozed").text


def test_the_default_is_the_next_working_day(ours: World) -> None:
    ours.after(days=2)
    assert "until Mon 30 Nov" in ours.ben.types("#web", "/task snooze WEB-1").text


@pytest.mark.parametrize(
    ("words", "until"),
    [("3d", "Sat 28 Nov"), ("monday", "Mon 30 Nov"), ("until 2026-12-02", "Wed 2 Dec")],
)
def test_a_snooze_ends_on_a_day_in_words(ours: World, words: str, until: str) -> None:
    assert f"until {until}" in ours.ben.types("#web", f"/task snooze WEB-1 {words}").text


@pytest.mark.parametrize("words", ["yesterday", "today", "2026-11-01"])
def test_a_snooze_that_is_over_is_refused(ours: World, words: str) -> None:
    told = ours.ben.types("#web", f"/task snooze WEB-1 {words}").text
    assert "Snooze until a day that is to come" in told
    assert "Fix login" in ours.ben.types("#web", "/pm").text


def test_a_snooze_is_taken_away_moved_and_undone(ours: World) -> None:
    assert "Awake already" in ours.ben.types("#web", "/task snooze WEB-1 off").text
    ours.ben.types("#web", "/task snooze WEB-1 monday")
    ours.ben.types("#web", "/task snooze WEB-1 tomorrow")
    ours.ben.types("#web", "/pm undo")
    ours.after(days=2)
    assert "Fix login" not in ours.ben.types("#web", "/pm").text
    assert "Awake: WEB-1" in ours.ben.types("#web", "/task snooze WEB-1 off").text
    assert "Fix login" in ours.ben.types("#web", "/pm").text
    ours.ben.types("#web", "/pm undo")
    assert "Fix login" not in ours.ben.types("#web", "/pm").text


def test_the_menu_below_my_day_snoozes_a_row(ours: World) -> None:
    mine = ours.ben.types("#web", "/pm")
    told = ours.ben.chooses(mine, "my.snooze", "WEB-1 monday").text
    assert "WEB-1 is snoozed until Mon 30 Nov" in told
    assert "Order flowers" in told
    assert "Fix login" not in told


def test_the_menu_in_the_morning_note_snoozes_a_row(ours: World) -> None:
    ours.at("2026-11-27T14:05+00:00")
    note = ours.ben.sees("@stationmaster")[-1]
    ours.ben.chooses(note, "nudge.more", "Snooze until Monday", beside="WEB-1")
    assert "snoozed until Mon 30 Nov" in ours.note(ours.ben)
    ours.at("2026-11-30T14:05+00:00")
    assert len(ours.ben.sees("@stationmaster")) == 2
    assert "Fix login" in ours.note(ours.ben)


def test_the_menu_on_the_home_page_snoozes_a_row(ours: World) -> None:
    home = ours.ben.home()
    assert home is not None
    ours.ben.chooses(home, "home.snooze", "WEB-1 tomorrow")
    shown = home.text
    assert "WEB-1 is snoozed until Thu 26 Nov" in shown
    assert "Order flowers" in shown
    assert "Fix login" not in shown
