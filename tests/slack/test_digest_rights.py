"""Digests: who may set, post, stop and read which; told with a private project, a guest, others."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import models
from bot.errors import NotFound
from bot.operations import digests as digests_of
from bot.operations import people
from bot.operations.actor import Actor
from tests.world import World


@pytest.fixture
def rail(web_once: World) -> World:
    """RAIL is Ana's, with WEB, which is public, and FARE, which lives in #board without Ben."""
    w = web_once
    w.ana.types("#general", "/program new RAIL Northern line @ana")
    w.ana.types("#board", "/project new FARE Fare reform")
    w.ana.types("#general", "/program add RAIL WEB FARE")
    return w


def digests(world: World, channel: str) -> list[str]:
    return [each.text for each in world.ben.sees(channel) if "🚉" in each.text]


# ── what the past shows ──────────────────────────────────────────────────────────────────────


def test_a_project_that_is_private_by_now_is_not_shown_as_it_was_before(rail: World) -> None:
    rail.ana.types("#mobile", "/project new APP Ticket app")
    rail.ana.types("#mobile", "/task add Cheap tickets in:APP due 1 dec")
    rail.ana.types("#general", "/program add RAIL APP")
    rail.after(days=2)
    rail.ana.types("#board", "/project unlink APP #mobile")
    rail.ana.types("#board", "/project link APP #board")
    assert "I cannot find APP" in rail.ben.types("#web", "/project show APP").text
    then = rail.ben.types("#general", "/program digest RAIL preview as of wednesday").text
    assert "Website relaunch" in then
    assert "APP" not in then
    mine = rail.ana.types("#general", "/program digest RAIL preview as of wednesday").text
    assert "Ticket app" in mine


def test_a_task_that_went_to_a_private_project_is_not_shown_where_it_was(rail: World) -> None:
    rail.ana.types("#web", "/task add Raise the fares in:WEB due 26 nov")
    rail.after(days=2)
    shown = rail.ben.types("#web", "/project digest WEB preview as of wednesday").text
    assert "Raise the fares" in shown
    rail.ana.types("#board", "/task move WEB-1 FARE")
    shown = rail.ben.types("#web", "/project digest WEB preview as of wednesday").text
    assert "Website relaunch" in shown
    assert "Raise the fares" not in shown
    assert "Raise the fares" in (
        rail.ana.types("#web", "/project digest WEB preview as of wednesday").text
    )


# ── who may ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["friday 9am to @emi", "now to @emi"])
def test_only_who_manages_it_sends_a_digest_to_somebody_else(rail: World, words: str) -> None:
    refused = rail.ben.types("#web", f"/program digest RAIL {words}").text
    assert "Only ana can" in refused
    assert "nothing was changed" in refused
    assert "None yet" in rail.ana.types("#general", "/program digest RAIL").text


def test_everybody_in_it_sends_a_digest_to_a_channel_and_stops_it(rail: World) -> None:
    assert "in #web" in rail.ben.types("#web", "/program digest RAIL monday 9am in #web").text
    rail.ana.types("#board", "/program digest RAIL friday 9am in #board")
    told = rail.ben.types("#web", "/program digest RAIL now in #board").text
    assert "I cannot see that channel" in told
    told = rail.ben.types("#web", "/program digest RAIL off").text
    assert "Digest off." in told
    assert "in that private channel" in told
    assert "in #board" in rail.ana.types("#board", "/program digest RAIL").text


def test_a_program_manager_may_for_its_projects_and_anybody_where_nobody_does(
    rail: World,
) -> None:
    rail.dev.types("#mobile", "/project new APP Ticket app @dev")
    rail.dev.types("#general", "/program add RAIL APP")
    told = rail.ana.types("#mobile", "/project digest APP monday 9am in #mobile").text
    assert "in #mobile" in told
    rail.ana.types("#mobile", "/project digest APP friday 9am to @chloe")
    told = rail.ben.types("#web", "/project digest APP friday 9am to @chloe").text
    assert "Only dev or ana can" in told
    rail.chloe.types("#general", "/program new SOUTH Southern line")
    assert "Only chloe can" in rail.ben.types("#general", "/program digest SOUTH now to @emi").text
    rail.slack.person("chloe").becomes(deleted=True)
    rail.slack.settle()
    assert "on its way" in rail.ben.types("#general", "/program digest SOUTH now to @emi").text


def test_guests_see_a_preview_of_their_own_and_send_nothing(rail: World) -> None:
    gus = rail.slack.person("gus")
    shown = gus.types("#web", "/program digest RAIL preview").text
    assert "Website relaunch" in shown
    assert "Fare" not in shown
    for words in ("now in #web", "monday 9am to me", "now to me", "off"):
        told = gus.types("#web", f"/program digest RAIL {words}").text
        assert "Only a full member" in told or "There was none" in told, words
    assert digests(rail, "#web") == []


def test_everybody_has_it_sent_to_themselves_and_stops_that(rail: World) -> None:
    told = rail.ben.types("#general", "/program digest RAIL monday 9am to me").text
    assert "every Monday 09:00 (America/New_York) to ben" in told
    rail.ana.types("#general", "/program digest RAIL monday 9am in #general")
    rail.at("2026-11-30T09:00-05:00")
    note = rail.ben.sees("@stationmaster")[-1]
    assert "You have this sent to you every Monday 09:00." in note.text
    assert "Fare" not in note.text
    told = rail.ben.types("#general", "/program digest RAIL off").text
    assert "Digest off." in told
    assert "to ben" not in told
    assert "in #general" in told


def test_a_digest_that_somebody_else_has_sent_says_so_and_is_stopped_by_its_reader(
    rail: World,
) -> None:
    rail.ana.types("#general", "/program digest RAIL monday 9am to @emi")
    rail.at("2026-11-30T09:00+09:00")
    note = rail.emi.sees("@stationmaster")[-1]
    assert "ana has this sent to you every Monday 09:00." in note.text
    told = rail.emi.presses(note, "Stop").text
    assert "does not come to you any more" in told
    assert "to emi" not in rail.ana.types("#general", "/program digest RAIL").text
    assert "🚉" in note.text
    rail.ana.types("#general", "/program digest RAIL friday 9am to @emi")
    assert "Digest off." in rail.emi.types("#general", "/program digest RAIL off to me").text


def test_who_is_not_in_a_private_channel_neither_sees_nor_changes_its_digest(rail: World) -> None:
    rail.slack.invites("ana", "#board", "dev")
    rail.dev.types("#board", "/program new SOUTH Southern line @ben")
    rail.ana.types("#general", "/program digest RAIL monday 9am in #board")
    rail.ana.types("#general", "/program edit RAIL")
    rail.ana.fills(None, {"Manager": "ben"})
    rail.ana.submits()
    shown = rail.ben.types("#general", "/program digest RAIL").text
    assert "in that private channel" in shown
    assert "board" not in shown.replace("[", "")
    told = rail.ben.types("#general", "/program digest RAIL off").text
    assert "private channel that you are not in" in told
    told = rail.ben.types("#general", "/program digest RAIL friday 9am").text
    assert "private channel that you are not in" in told
    assert "every Monday" in rail.ben.types("#general", "/program digest RAIL").text


# ── where it may be read ─────────────────────────────────────────────────────────────────────


def test_a_private_project_s_digest_goes_only_where_it_may_be_read(rail: World) -> None:
    for words in ("now in #general", "monday 9am in #general"):
        told = rail.ana.types("#board", f"/project digest FARE {words}").text
        assert "#general may not see FARE: it lives in #board, which is private." in told
    told = rail.ana.types("#board", "/project digest FARE monday 9am to @ben").text
    assert "ben may not see FARE" in told
    assert digests(rail, "#general") == []
    assert "in #board" in rail.ana.types("#board", "/project digest FARE monday 9am").text


def test_a_project_that_becomes_private_is_not_posted_in_the_open_any_more(rail: World) -> None:
    rail.ana.types("#web", "/project digest WEB monday 9am in #general")
    rail.ana.types("#web", "/project digest WEB monday 9am to @ben")
    found = next(e for e in rail.slack.desk.workspace.channels.values() if e.name == "web")
    found.kind = "private"
    rail.ben.leaves("#web")
    rail.after(hours=2)
    rail.slack.call(rail.bot.edge.directory.refresh())
    rail.at("2026-11-30T09:00+00:00")
    tally = rail.at("2026-11-30T09:00-05:00")
    assert tally["failed"] == 0
    assert digests(rail, "#general") == []
    assert rail.ben.sees("@stationmaster") == []


def test_nothing_to_see_is_not_said_to_be_empty(rail: World) -> None:
    rail.ana.types("#general", "/program new SEC Secrets @ana")
    empty = rail.ben.types("#general", "/program digest SEC preview").text
    assert "No project is on this board yet" in empty
    rail.ana.types("#general", "/program add SEC FARE")
    hidden = rail.ben.types("#general", "/program digest SEC preview").text
    assert "Nothing here that you may see." in hidden
    assert "0 projects" not in hidden


def test_a_preview_of_a_channel_is_what_it_would_get(rail: World) -> None:
    rail.slack.invites("ana", "#board", "dev")
    told = rail.ana.types("#general", "/program digest RAIL preview in #general").text
    assert "Fare" not in told
    assert (
        "Fare reform" in rail.ana.types("#general", "/program digest RAIL preview in #board").text
    )
    told = rail.ben.types("#general", "/program digest RAIL preview in #board").text
    assert "Fare" not in told


def test_a_digest_of_a_private_project_is_moved_by_nobody_who_does_not_see_it(rail: World) -> None:
    rail.ana.types("#board", "/project digest FARE monday 9am in #board")
    rail.ben.types("#web", "/pm")
    with rail.database.begin() as session:
        digest = session.scalars(select(models.Digest)).one()
        ben = people.find_person(session, digest.workspace_id, rail.ben.id)
        assert ben is not None
        with pytest.raises(NotFound) as told:
            digests_of.own(Actor(session, people.who(ben), rail.clock()), digest.id)
        assert "FARE" not in str(told.value)
