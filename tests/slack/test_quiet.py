"""`/pm quiet`, `/pm settings`, `/project nudges`: people decide what they hear, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.operations import preferences
from tests.world import World

THURSDAY, FRIDAY = "2026-11-26T09:00+01:00", "2026-11-27T09:00+01:00"


@pytest.fixture
def ours(web: World) -> World:
    """Chloe, in Paris, has two tasks for Friday. It is Wednesday."""
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.ana.types("#web", "/task add Order flowers @chloe due friday")
    return web


def saves(world: World, command: str, **values: Any) -> str:
    form = world.chloe.types("#web", command).view
    assert form is not None
    world.chloe.fills(form, values)
    return world.chloe.submits().text


def test_quiet_for_a_while_loses_nothing(ours: World) -> None:
    told = ours.chloe.types("#web", "/pm quiet until friday")
    assert "Quiet until Fri 27 Nov 00:00" in told.text
    assert ours.at(THURSDAY)["sent"] == 0
    ours.at(FRIDAY)
    assert "2 due today" in ours.note(ours.chloe)


def test_quiet_is_ended_and_undone(ours: World) -> None:
    ours.chloe.types("#web", "/pm quiet 3d")
    told = ours.chloe.types("#web", "/pm quiet off").text
    assert "You hear what is due again" in told
    ours.chloe.types("#web", "/pm undo")
    assert "Quiet until" in ours.chloe.types("#web", "/pm quiet").text
    assert ours.at(THURSDAY)["sent"] == 0


def test_a_kind_or_a_project_is_muted_by_its_name_and_unmuted_by_a_button(ours: World) -> None:
    told = ours.chloe.types("#web", "/pm quiet due soon in:WEB")
    assert "Muted: “due soon” in WEB" in told.text
    assert ours.at(THURSDAY)["sent"] == 0
    again = ours.chloe.types("#web", "/pm quiet")
    assert again.message is not None
    assert "Nothing is muted" in ours.chloe.presses(again.message, "Unmute").text
    ours.chloe.types("#web", "/pm quiet WEB")
    assert ours.at(FRIDAY)["sent"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("due soon in:WEB", "“due soon” in WEB"),
        ("due soon WEB", "“due soon” in WEB"),
        ("Due Soon in web", "“due soon” in WEB"),
        ("due_soon in:WEB", "“due soon” in WEB"),
        ("milestone missed", "“milestone missed”"),
        ("in:WEB", "WEB"),
        ("web", "WEB"),
        ("all in:WEB", "WEB"),
        ("everything WEB", "WEB"),
        ("all", "everything"),
        ("everything", "everything"),
    ],
)
def test_what_is_muted_is_named_in_many_ways(web_once: World, words: str, said: str) -> None:
    told = web_once.chloe.types("#web", f"/pm quiet {words}").text
    assert f"Muted: {said}" in told


def test_one_mute_does_not_replace_another(web_once: World) -> None:
    web_once.ana.types("#mobile", "/project new MOB Mobile app")
    for words in ("due soon in:WEB", "overdue in:WEB", "overdue in:MOB", "overdue", "blocked"):
        told = web_once.chloe.types("#web", f"/pm quiet {words}").text
    for said in ("“due soon” in WEB", "“overdue” in WEB", "“overdue” in MOB", "“overdue”"):
        assert f"Muted: {said}" in told
    assert told.count("Muted: ") == 5
    again = web_once.chloe.types("#web", "/pm quiet overdue in:WEB").text
    assert "That was muted already." in again
    web_once.chloe.types("#web", "/pm undo")
    left = web_once.chloe.types("#web", "/pm quiet").text
    assert "“blocked”" not in left
    assert left.count("Muted: ") == 4


def test_everything_is_muted_until_it_is_unmuted(ours: World) -> None:
    told = ours.chloe.types("#web", "/pm quiet everything")
    assert ours.at(THURSDAY)["sent"] == 0
    assert told.message is not None
    ours.chloe.presses(told.message, "Unmute")
    assert ours.at(FRIDAY)["sent"] == 1


def test_the_whole_week_is_of_all_projects(web_once: World) -> None:
    told = web_once.chloe.types("#web", "/pm quiet weekly in:WEB").text
    assert "is of all projects: mute it without a key" in told
    assert "Muted: “the whole week" in web_once.chloe.types("#web", "/pm quiet weekly").text


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("this week", "Mon 30 Nov 00:00"),
        ("until end of week", "Sat 28 Nov 00:00"),
        ("today", "Thu 26 Nov 00:00"),
        ("2 weeks", "Wed 9 Dec 00:00"),
        ("until friday", "Fri 27 Nov 00:00"),
        ("Until monday 9am", "Mon 30 Nov 09:00"),
        ("this afternoon", "15:00"),
        ("90m", "12:45"),
    ],
)
def test_quiet_ends_with_the_days_it_is_asked_for(web_once: World, words: str, until: str) -> None:
    told = web_once.chloe.types("#web", f"/pm quiet {words}").text
    assert "Quiet until" in told
    assert until in told


def test_words_that_are_neither_say_what_would_be_right(ours: World) -> None:
    told = ours.chloe.types("#web", "/pm quiet bananas").text
    assert "neither a time nor something to mute" in told
    assert "a moment to come" in ours.chloe.types("#web", "/pm quiet until yesterday").text


def test_the_note_comes_at_my_own_hour_and_days(ours: World) -> None:
    told = saves(ours, "/pm settings", note_at="11:30", until="16:00")
    assert "Your note comes at 11:30, nothing after 16:00" in told
    assert ours.at(THURSDAY)["sent"] == 0
    assert ours.at("2026-11-26T11:29+01:00")["sent"] == 0
    assert ours.at("2026-11-26T11:30+01:00")["sent"] == 1
    ours.chloe.types("#web", "/pm undo")
    assert ours.at(FRIDAY)["sent"] == 1


def test_the_holidays_of_another_country(ours: World) -> None:
    form = ours.chloe.types("#web", "/pm settings").view
    assert form is not None
    assert "Germany" in ours.chloe.options(form, "search.country", "germ")
    assert "United States" in saves(ours, "/pm settings", country="United States")
    assert ours.at(THURSDAY)["sent"] == 0  # Thanksgiving
    assert ours.at(FRIDAY)["sent"] == 1


def test_a_former_name_of_a_zone_lies_in_the_same_country() -> None:
    for zone, country in (("Asia/Calcutta", "IN"), ("Europe/Kiev", "UA"), ("Asia/Katmandu", "NP")):
        assert preferences.country_of(zone, "en-US") == country


def test_settings_that_make_no_sense_are_refused_in_the_form(ours: World) -> None:
    form = ours.chloe.types("#web", "/pm settings").view
    assert form is not None
    ours.chloe.fills(form, {"note_at": "11:30", "until": "09:00"})
    assert "Nothing would ever come" in str(ours.chloe.submits().errors)
    ours.chloe.fills(form, {"until": "17:00", "lead_high": "three"})
    assert "numbers of working days" in str(ours.chloe.submits().errors)


def test_a_project_s_manager_sets_its_heads_up(ours: World) -> None:
    refused = ours.chloe.types("#web", "/project nudges WEB").text
    assert "Only ana can set the nudges for WEB" in refused
    form = ours.ana.types("#web", "/project nudges WEB").view
    assert form is not None
    ours.ana.fills(form, {"lead_normal": "1"})
    assert "normal 1" in ours.ana.submits().text
    ours.ana.types("#web", "/task add Later @chloe due 30 nov")
    ours.at(THURSDAY)
    assert "Later" not in ours.note(ours.chloe)
    assert "Fix login" in ours.note(ours.chloe)


def test_no_more_than_the_day_holds_and_the_rest_is_in_the_next_note(ours: World) -> None:
    for number in range(8):
        ours.ana.types("#web", f"/task add Piece {number} @ben")
        ours.chloe.types("#web", f"/task watch WEB-{number + 3}")
    ours.at("2026-11-26T10:00+01:00")
    for number in range(8):
        ours.ana.types("#web", f"/task done WEB-{number + 3}")
    ours.at("2026-11-26T10:05+01:00")
    assert len(ours.chloe.sees("@stationmaster")) == 5
    ours.at(FRIDAY)
    assert "4 held back since the last note" in ours.note(ours.chloe)
    assert ours.note(ours.chloe).count("finished it") == 4


def test_do_not_disturb_is_kept(ours: World) -> None:
    ours.chloe.pauses_notifications(datetime.fromisoformat("2026-11-26T11:00+01:00"))
    ours.at(THURSDAY)
    assert ours.chloe.sees("@stationmaster") == []
    ours.at("2026-11-26T11:00+01:00")
    assert len(ours.chloe.sees("@stationmaster")) == 1
