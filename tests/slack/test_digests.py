"""Digests: the station board of a program, in many rhythms and forms; now, or as of a day."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def rail(web: World) -> World:
    """WEB is in the program RAIL, which Ana manages. It is Wednesday 25 November."""
    web.ana.types("#general", "/program new RAIL Northern line @ana")
    web.ana.types("#general", "/program add RAIL WEB")
    web.ana.types("#web", "/milestone add Code freeze due 4 dec")
    web.ana.types("#web", "/task add Fix login page @ben due 1 dec for:M1")
    return web


def last(world: World, channel: str = "#general") -> str:
    return world.ben.sees(channel)[-1].text


def thread(world: World, channel: str = "#general") -> str:
    """The details under the newest digest."""
    return "\n".join(each.text for each in world.ben.sees(channel, world.ben.sees(channel)[-1]))


def test_the_board_says_timetable_expected_arrival_and_delay(rail: World) -> None:
    rail.ana.types("#general", "/program digest RAIL now in #general")
    assert "next Code freeze Fri 4 Dec, on time" in last(rail)
    rail.ana.types("#web", "/milestone due WEB-M1 8 dec")
    rail.ana.types("#web", "/task due WEB-1 9 dec")
    rail.after(minutes=1)
    rail.ana.types("#general", "/program digest RAIL now in #general")
    assert "next Code freeze Fri 4 Dec, expected Wed 9 Dec +5 days" in last(rail)
    assert "WEB-M1 Code freeze: Fri 4 Dec → Tue 8 Dec, 4 days later" in last(rail)
    assert "WEB-M1 Code freeze: Fri 4 Dec → Tue 8 Dec, 4 days later" in thread(rail)


def test_what_changed_and_what_needs_a_decision(rail: World) -> None:
    rail.ana.types("#general", "/program digest RAIL monday 9am in #general")
    rail.ana.types("#web", "/risk add Vendor may be late p2 i3")
    rail.at("2026-11-30T09:00+00:00")
    assert "Risks: new WEB-R1 6" in last(rail)
    rail.ana.types("#web", "/task done WEB-1")
    rail.ana.types("#web", "/milestone done WEB-M1")
    rail.ana.types("#web", "/risk assess WEB-R1 p5 i5")
    rail.ana.types("#web", "/task add Sign the contract due 2 dec")
    rail.ana.types("#web", "/project checkin WEB amber slow -- x")
    rail.at("2026-12-07T09:00+00:00")
    digest = last(rail)
    assert "Since Mon 30 Nov" in digest
    assert "1 task done · 1 task new · 1 milestone reached" in digest
    assert "Risks: ▲ WEB-R1 6 → 25" in digest
    assert "▲ WEB-R1 6 → 25  Vendor may be late" in thread(rail)
    assert "WEB-R1  Vendor may be late is a high risk without a response" in digest
    assert "WEB  late and nobody's: WEB-2" in digest
    assert "WEB-M1  Code freeze: reached 4 days early" in digest
    rail.at("2026-12-14T09:00+00:00")
    assert "Nothing changed." in last(rail)


def test_many_rhythms_and_places(rail: World) -> None:
    told = rail.ana.types("#general", "/program digest RAIL every other friday 16:30 in #web").text
    assert "every other Friday 16:30 (Europe/Lisbon) in #web" in told
    told = rail.ana.types("#general", "/program digest RAIL executive monday 9am to @emi").text
    assert "executive: every Monday 09:00 (Asia/Tokyo) to emi" in told
    assert "every other Friday" in told
    before = len(rail.ben.sees("#web"))
    rail.at("2026-11-27T16:30+00:00")
    rail.at("2026-12-04T16:30+00:00")
    assert sum("Digest of" in e.text or "🚉" in e.text for e in rail.ben.sees("#web")[before:]) == 1
    rail.at("2026-12-07T00:00+00:00")  # nine in the morning in Tokyo
    assert any("🚉" in each.text for each in rail.emi.sees("@stationmaster"))
    assert "Digest off." in rail.ana.types("#general", "/program digest RAIL off").text
    rail.ana.types("#general", "/pm undo")
    assert "every other Friday" in rail.ana.types("#general", "/program digest RAIL").text


def test_a_project_has_its_own(rail: World) -> None:
    told = rail.ana.types("#web", "/project digest WEB weekdays 8:30").text
    assert "08:30 (Europe/Lisbon) in #web" in told
    rail.at("2026-12-02T08:30+00:00")
    digest = rail.ben.sees("#web")[-1].text
    assert "Website relaunch · Wed 2 Dec" in digest
    assert "1 task overdue" in digest
    assert "Late" in digest
    rail.at("2026-12-04T08:30+00:00")
    count = len(rail.ben.sees("#web"))
    rail.at("2026-12-05T08:30+00:00")  # Saturday
    assert len(rail.ben.sees("#web")) == count


def test_a_preview_is_mine_alone_and_may_look_back(rail: World) -> None:
    before = len(rail.ben.sees("#general"))
    rail.at("2026-11-30T12:00+00:00")
    rail.ana.types("#web", "/milestone due WEB-M1 18 dec")
    rail.ana.types("#web", "/task done WEB-1")
    rail.ana.types("#web", "/task add Another")
    now = rail.ana.types("#general", "/program digest RAIL preview").text
    assert "🟢 on track · 50% done" in now
    assert "next Code freeze Fri 4 Dec, expected Fri 18 Dec" in now
    then = rail.ana.types("#general", "/program digest RAIL preview as of last friday").text
    assert "Northern line · Fri 27 Nov" in then
    assert "🟢 on track\n" in then
    assert "next Code freeze Fri 4 Dec, on time" in then
    assert "50% done" in rail.ana.types("#general", "/program digest RAIL preview").text
    assert len(rail.ben.sees("#general")) == before
    told = rail.ana.types("#general", "/program digest RAIL preview as of 1 may").text
    assert "RAIL was not there yet" in told
    told = rail.ana.types("#general", "/program digest RAIL preview as of tomorrow").text
    assert "to come" in told


def test_a_private_project_is_in_no_preview_of_others(rail: World) -> None:
    rail.ana.types("#board", "/project new FARE Fare reform")
    rail.ana.types("#general", "/program add RAIL FARE")
    assert "Fare reform" in rail.ana.types("#general", "/program digest RAIL preview").text
    assert "Fare" not in rail.ben.types("#general", "/program digest RAIL preview").text
    old = rail.ben.types("#general", "/program digest RAIL preview as of yesterday").text
    assert "Fare" not in old


def test_details_stand_in_the_thread(rail: World) -> None:
    for number in range(7):
        rail.ana.types("#web", f"/milestone add Stop {number} due 10 dec")
        rail.ana.types("#web", f"/milestone due WEB-M{number + 2} 1{number + 1} dec")
    rail.ana.types("#general", "/program digest RAIL now in #general")
    digest = rail.ben.sees("#general")[-1]
    assert "Slipped since Wed 18 Nov" in digest.text
    assert " · 2 of 7" in digest.text
    details = rail.ben.sees("#general", digest)[-1]
    assert details.text.count("days later") == 6
    assert "Stop 6" in details.text
    assert "Details of the digest of RAIL: Slipped since" in details.raw["text"]
