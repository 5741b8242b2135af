"""Stories of `/program`, typed, pressed and filled in by people."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def rail(web: World) -> World:
    """The program RAIL of Pia's, with WEB in it, and a channel #northern."""
    web.slack.add_person("pia", real_name="Pia Lind", tz="Europe/Berlin")
    web.slack.add_channel("northern", "ana", "ben")
    web.ana.types("#web", "/program new RAIL Northern line @pia")
    web.ana.types("#web", "/program add RAIL WEB")
    return web


def test_a_program_is_made_filled_and_digested_as_the_manual_says(town: World) -> None:
    town.slack.add_person("pia", real_name="Pia Lind", tz="Europe/Berlin")
    town.slack.add_channel("northern", "ana", "ben")
    told = town.ana.types("#web", "/project new WEB Website relaunch @ana due 30 june")
    assert "ends Wed 30 Jun 2027" in told.text
    told = town.ana.types("#web", "/program new RAIL Northern line @pia")
    for words in ("Created RAIL", "Northern line", "@pia", "no digest"):
        assert words in told.text
    told = town.ana.types("#web", "/program add RAIL WEB")
    assert "WEB Website relaunch" in told.text
    told = town.ana.types("#web", "/program digest RAIL monday 9am in #northern")
    assert "every Monday 09:00 (Europe/Lisbon)" in told.text
    assert "The first one comes Mon 30 Nov 09:00." in told.text
    assert "#northern" in town.ana.types("#web", "/program digest RAIL now").text
    digest = town.ben.sees("#northern")[-1].text
    assert "Northern line · Wed 25 Nov" in digest
    assert "WEB Website relaunch" in digest
    assert town.at("2026-11-30T09:00:00+00:00")["sent"] == 1
    assert "Northern line · Mon 30 Nov" in town.ben.sees("#northern")[-1].text


def test_a_digest_comes_once_however_often_now_is_said(rail: World) -> None:
    rail.ana.types("#web", "/program digest RAIL monday 9am in #northern")
    for _ in range(2):
        told = rail.ana.types("#web", "/program show RAIL")
        rail.ana.presses(told, "Post digest now")
    assert len(rail.ben.sees("#northern")) == 1


def test_the_digest_is_switched_off(rail: World) -> None:
    rail.ana.types("#web", "/program digest RAIL monday 9am in #northern")
    assert "Digest off." in rail.ana.types("#web", "/program digest RAIL off").text
    assert rail.at("2026-11-30T09:00:00+00:00")["sent"] == 0


def test_the_only_program_needs_no_key(rail: World) -> None:
    assert "Friday 16:00" in rail.ana.types("#web", "/program digest friday 4pm in #northern").text
    assert "on its way" in rail.ana.types("#web", "/program digest now").text
    assert "Digest off." in rail.ana.types("#web", "/program digest off").text
    assert "Removed from RAIL" in rail.ana.types("#web", "/program remove WEB").text
    assert "Added to RAIL" in rail.ana.types("#web", "/program add WEB").text


@pytest.mark.parametrize("words", ["sometimes", "31 feb", "9am", "<!here> *x*"])
def test_what_is_no_rhythm_is_named(web_once: World, words: str) -> None:
    web_once.ana.types("#web", "/program new RAIL Northern line")
    told = web_once.ana.types("#web", f"/program digest RAIL {words} in #general").text
    assert f"I cannot read “{words}” as a rhythm" in told


def test_a_digest_without_a_channel_says_how_to_name_one(web_once: World) -> None:
    web_once.ana.types("#web", "/program new RAIL Northern line")
    assert "in #channel" in web_once.ana.types("#web", "/program digest RAIL now").text
    assert "in #web" in web_once.ana.types("#web", "/program digest RAIL monday 9am").text


def test_a_project_that_is_not_named_is_picked(rail: World) -> None:
    rail.ana.types("#mobile", "/project new APP Mobile app")
    asked = rail.ana.types("#web", "/program add RAIL")
    assert "Which project" in asked.text
    told = rail.ana.chooses(asked, "pick.project", "APP")
    assert "Added to RAIL" in told.text
    assert "APP Mobile app" in told.text


def test_a_program_that_is_not_named_is_picked_where_there_are_several(rail: World) -> None:
    rail.ana.types("#web", "/program new BUS Night buses")
    asked = rail.ana.types("#web", "/program show")
    assert "Which program?" in asked.text
    assert "Night buses" in rail.ana.chooses(asked, "pick.program", "Night").text


def test_a_project_changes_its_program_and_the_answer_says_so(rail: World) -> None:
    rail.ana.types("#web", "/program new BUS Night buses")
    told = rail.ana.types("#web", "/program add BUS WEB")
    assert "WEB was part of RAIL until now." in told.text
    assert "not part of RAIL" in rail.ana.types("#web", "/program remove RAIL WEB").text
    assert "No project yet" in rail.ana.types("#web", "/program remove BUS WEB").text
    rail.ana.types("#web", "/program add BUS WEB")
    assert "is in it already" in rail.ana.types("#web", "/program add BUS WEB").text


def test_the_form_makes_a_program_and_shows_errors_under_their_field(town: World) -> None:
    form = town.ana.types("#web", "/program new").view
    assert form is not None
    assert list(form.values) == ["Key", "Name", "Manager", "Objectives", "Digest channel"]
    assert town.ana.submits().errors.keys() == {"key", "name"}
    town.ana.fills(
        None,
        {
            "Key": "a b", "Name": "Northern line", "Manager": "ben",
            "Objectives": "Open in spring", "Digest channel": "general",
        },
    )  # fmt: skip
    assert "cannot be a key" in town.ana.submits().errors["key"]
    town.ana.fills(None, {"Key": "RAIL"})
    told = town.ana.submits().text
    for words in ("Created RAIL", "Northern line", "@ben", "Open in spring", "#general"):
        assert words in told


def test_two_people_edit_one_program_and_nothing_typed_is_lost(rail: World) -> None:
    for person in (rail.ana, rail.ben):
        assert person.types("#web", "/program edit RAIL").view is not None
    rail.ana.fills(None, {"Name": "North", "Digest channel": "web"})
    assert "Saved RAIL  North" in rail.ana.submits().text
    rail.ben.fills(None, {"Name": "Northern", "Objectives": "Open in spring"})
    again = rail.ben.submits()
    assert again.view is not None
    assert "ana changed Name meanwhile: Northern line → North" in again.view.text
    assert "ana changed Digest channel meanwhile." in again.view.text
    assert again.view.values["Name"] == "Northern"
    assert again.view.values["Objectives"] == "Open in spring"
    assert again.view.values["Digest channel"] == "#web"
    assert "Saved RAIL  Northern" in rail.ben.submits().text


def test_edit_fills_the_form_with_what_was_typed(web_once: World) -> None:
    web_once.ana.types("#web", "/program new RAIL Northern line")
    form = web_once.ana.types("#web", "/program edit RAIL Northern @ben -- Open in spring").view
    assert form is not None
    assert form.values["Name"] == "Northern"
    assert form.values["Manager"] == "@ben"
    assert form.values["Objectives"] == "Open in spring"


def test_no_words_show_the_only_program_and_a_list_of_several(rail: World) -> None:
    assert "WEB Website relaunch" in rail.ana.types("#web", "/program").text
    rail.ana.types("#web", "/program new BUS Night buses")
    listed = rail.ana.types("#web", "/program").text
    assert "Programs: 2" in listed
    assert "RAIL  Northern line · 1 project" in listed
    assert "Programs: 2" in rail.ana.types("#web", "/program list").text


def test_an_unknown_program_is_not_taken_for_the_only_one(web_once: World) -> None:
    web_once.ana.types("#web", "/program new RAIL Northern line")
    for line in ("show NOPE", "edit NOPE", "add NOPE WEB", "remove NOPE WEB", "digest NOPE now"):
        assert "I cannot find NOPE" in web_once.ana.types("#web", f"/program {line}").text


def test_a_digest_into_a_channel_without_the_bot_asks_for_an_invitation(town: World) -> None:
    town.ana.types("#general", "/program new RAIL Northern line")
    told = town.ana.types("#general", "/program digest RAIL monday 9am in #random")
    assert "I am not in #random yet" in told.text
    refused = town.ana.types("#general", "/program digest RAIL now")
    assert "/invite @Stationmaster" in refused.text
    town.slack.invites_bot("ana", "#random")
    town.slack.settle()
    assert "on its way" in town.ana.types("#general", "/program digest RAIL now").text
    assert "Northern line" in town.ana.sees("#random")[-1].text


def test_a_digest_set_to_later_the_same_day_comes(web_once: World) -> None:
    w = web_once
    w.ana.types("#general", "/program new RAIL Northern line")
    w.ana.types("#general", "/program add RAIL WEB")
    w.ana.types("#general", "/program digest RAIL monday 9am in #general")
    w.at("2026-11-30T09:00+00:00")
    assert "30 Nov 11:00" in w.ana.types("#general", "/program digest RAIL monday 11am").text
    w.at("2026-11-30T11:00+00:00")
    assert sum("Northern line" in shown.text for shown in w.ben.sees("#general")) == 2


def test_a_digest_switched_off_while_slack_was_away_does_not_come(web_once: World) -> None:
    w = web_once
    w.ana.types("#general", "/program new RAIL Northern line")
    w.ana.types("#general", "/program digest RAIL monday 9am in #general")
    for _ in range(12):
        w.slack.faults.plan("chat.postMessage", "error")
    w.at("2026-11-30T09:00+00:00")
    w.ana.types("#general", "/program digest RAIL off")
    w.at("2026-11-30T09:10+00:00")
    assert not any("Northern line" in shown.text for shown in w.ben.sees("#general"))


def test_names_as_long_as_can_be_fit_into_boards_and_digests(web_once: World) -> None:
    w = web_once
    w.ana.types("#general", "/program new RAIL Northern line")
    for n in range(33):
        w.ana.types("#general", f"/project new P{n:03} " + "W" * 79)
        w.ana.types("#general", f"/milestone add {'M' * 249} in:P{n:03} due in 3 days")
        w.ana.types("#general", f"/program add RAIL P{n:03}")
    for line in ("/program show RAIL", "/project list", "/milestone list", "/program list"):
        assert "reference" not in w.ana.types("#general", line).text
    w.ana.types("#general", "/program digest RAIL now in #general")
    assert "8 of 33" in w.ben.sees("#general")[-1].text
