"""The tick, told by a walked clock: morning notes, digests, and each of them once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.web.faults import Kind
from tests.world import World

PLAN = Path(__file__).parent / "data" / "plans" / "kubernetes-1.31.csv"


@pytest.fixture
def web(town: World) -> World:
    """The project WEB of Ana lives in #web; it is Wednesday."""
    town.ana.types("#web", "/project new WEB Website relaunch due 30 june")
    return town


def test_the_morning_note_comes_at_nine_in_the_zone_of_its_reader(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.ana.types("#web", "/task add Order flowers @ben due tomorrow")
    assert web.at("2026-11-26T08:59+01:00")["sent"] == 0  # one minute to nine in Paris
    assert web.at("2026-11-26T09:00+01:00") == counts(planned=1, sent=1)
    note = web.note(web.chloe)
    assert "WEB-1" in note
    assert "Due soon" in note
    assert web.note(web.ben) == ""
    # It is Thanksgiving in New York: the day after has what was due.
    assert web.at("2026-11-26T09:00-05:00")["sent"] == 0
    web.at("2026-11-27T09:00-05:00")
    assert "Overdue" in web.note(web.ben)


def test_one_message_holds_all_of_a_day_and_an_empty_day_sends_none(web: World) -> None:
    web.ana.types("#web", "/task add Late @chloe due today")
    web.ana.types("#web", "/task add Now @chloe due tomorrow")
    web.ana.types("#web", "/task add Soon @chloe due saturday")
    web.ana.types("#web", "/task add Far @chloe due in 3 weeks")
    web.ana.types("#web", "/milestone add Freeze due friday")
    web.ana.types("#web", "/task add Closed @chloe due tomorrow")
    web.ana.types("#web", "/task done WEB-5")
    web.at("2026-11-26T09:00+01:00")
    assert len(web.chloe.sees("@stationmaster")) == 1
    note = web.note(web.chloe)
    for words in ("Overdue", "Late", "Due today", "Now", "Due soon", "Soon"):
        assert words in note
    assert "Far" not in note
    assert "Closed" not in note
    assert "Freeze" not in note  # milestones are for the manager
    assert web.at("2026-11-26T10:00+00:00")["sent"] == 1
    assert "Freeze" in web.note(web.ana)
    assert web.dev.sees("@stationmaster") == []


def test_nobody_is_woken_at_night_or_on_a_weekend(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due sunday")
    for instant in ("2026-11-28T09:00+01:00", "2026-11-29T12:00+01:00", "2026-11-30T03:00+01:00"):
        assert web.at(instant)["sent"] == 0
    assert web.at("2026-11-30T09:00+01:00")["sent"] == 1


def test_a_note_comes_once_however_often_the_clock_is_looked_at(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    for minute in range(5):
        web.at(f"2026-11-26T09:0{minute}+01:00")
    web.at("2026-11-26T09:00+01:00")  # the clock was put back
    assert len(web.chloe.sees("@stationmaster")) == 1


def test_done_in_the_note_says_so_in_its_row(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.ana.types("#web", "/task add Order flowers @chloe due friday")
    web.at("2026-11-26T09:00+01:00")
    note = web.chloe.sees("@stationmaster")[-1]
    web.chloe.presses(note, "Done", beside="WEB-1")
    assert "Fix login page  ✓ done by you" in web.note(web.chloe)
    assert "1 due soon" in web.note(web.chloe)
    assert len(web.chloe.sees("@stationmaster")) == 1


def test_the_digest_comes_weekly_to_its_channel_with_a_line_for_each_project(web: World) -> None:
    town = web
    town.dev.types("#mobile", "/project new APP Ticket app @emi due in 3 weeks")
    town.ana.types("#web", "/task add Fix login page @ben due friday")
    town.ana.types("#web", "/milestone add Code freeze due in 9 days")
    town.ana.types("#web", "/risk add Vendor may be late p:high i:high @ben")
    town.ana.types("#general", "/program new RAIL Northern line @ana")
    town.ana.types("#general", "/program add RAIL WEB APP")
    told = town.ana.types("#general", "/program digest RAIL monday 9am in #general")
    assert "Mon 30 Nov 09:00" in told.text
    town.ana.types("#web", "/milestone due WEB-M1 in 12 days")
    assert town.at("2026-11-30T08:59+00:00")["sent"] <= 1
    assert town.at("2026-11-30T09:00+00:00")["planned"] >= 1
    digest = town.ben.sees("#general")[-1].text
    for words in ("Northern line", "WEB", "APP", "at risk", "Milestones ahead", "Code freeze"):
        assert words in digest
    for words in ("Slipped since Mon 23 Nov", "+3 days", "Top risks", "WEB-R1", "Who is needed"):
        assert words in digest
    town.at("2026-11-30T09:01+00:00")
    town.at("2026-12-07T08:59+00:00")
    assert sum("Northern line" in shown.text for shown in town.ben.sees("#general")) == 1
    town.at("2026-12-07T09:00+00:00")
    assert sum("Northern line" in shown.text for shown in town.ben.sees("#general")) == 2


def test_a_digest_names_no_private_project_in_another_channel(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/risk add Leak p5 i5")
    web.ana.types("#general", "/program new RAIL Northern line")
    web.ana.types("#general", "/program add RAIL WEB FARE")
    web.ana.types("#general", "/program digest RAIL now in #general")
    digest = web.ana.sees("#general")[-1].text
    assert "Website relaunch" in digest
    assert "FARE" not in digest
    assert "Leak" not in digest


def test_a_digest_that_cannot_be_posted_tells_its_manager_once(web: World) -> None:
    web.ana.types("#general", "/program new RAIL Northern line @chloe")
    web.ana.types("#general", "/program add RAIL WEB")
    web.ana.types("#random", "/program digest RAIL monday 9am in #random")
    tally = web.at("2026-11-30T09:00+00:00")
    assert tally["failed"] == 1
    web.tick()
    web.tick()
    told = [shown.text for shown in web.chloe.sees("@stationmaster")]
    assert len(told) == 1
    assert "I could not post the digest of RAIL" in told[0]


@pytest.mark.parametrize("fault", ["ratelimited", "error", "reset", "lost"])
def test_a_notice_arrives_once_whatever_happens_to_its_call(web: World, fault: Kind) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.slack.faults.plan("chat.postMessage", fault)
    web.at("2026-11-26T09:00+01:00")
    web.tick()
    assert len(web.chloe.sees("@stationmaster")) == 1


def test_a_week_without_the_bot_ends_in_one_note_and_one_digest(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.ana.types("#general", "/program new RAIL Northern line @chloe")
    web.ana.types("#general", "/program digest RAIL monday 9am in #general")
    web.at("2026-12-16T10:00+00:00")
    assert len(web.chloe.sees("@stationmaster")) == 1
    assert sum("Northern line" in shown.text for shown in web.ben.sees("#general")) == 1


def test_the_digest_of_a_real_plan_shows_the_freezes_of_the_following_week(web: World) -> None:
    web.ana.types("#general", "/project new K131 Kubernetes 1.31")
    web.ana.uploads("#general", PLAN.name, PLAN.read_bytes())
    told = web.ana.types("#general", "/project import K131")
    assert "18 milestones and 19 tasks imported" in told.text
    web.ana.types("#general", "/program new K8S Kubernetes")
    web.ana.types("#general", "/program add K8S K131")
    web.ana.types("#general", "/program digest K8S monday 9am in #general")
    web.at("2024-07-15T09:00+01:00")
    digest = web.ben.sees("#general")[-1]
    assert "Begin Code Freeze" in digest.text
    assert "Tuesday, July 23rd 10:00 PM" in digest.text  # Ben reads it in New York
    chloe = web.chloe.sees("#general")[-1]
    assert "Wednesday, July 24th 4:00 AM" in chloe.text  # and Chloé in Paris
    thread = web.chloe.sees("#general", chloe)[-1].text
    assert "Docs Freeze" in thread
    assert "Wednesday, July 31st 3:00 AM" in thread


def counts(**named: int) -> dict[str, int]:
    """A tally with these counts and noughts."""
    return {"planned": 0, "sent": 0, "folded": 0, "failed": 0, "waiting": 0} | named
