"""Notes with one-tap answers: each writes the record, ends the nudging and tells whom it is for."""

from __future__ import annotations

import pytest

from bot.sandbox.user.people import Shown
from tests.world import World

THURSDAY, FRIDAY = "2026-11-26T09:00+01:00", "2026-11-27T09:00+01:00"


@pytest.fixture
def ours(web: World) -> World:
    """WEB-1 and WEB-2 are Chloe's, in Paris; Ana manages the project. It is Wednesday."""
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.ana.types("#web", "/task add Order flowers @chloe due friday")
    return web


def note(world: World) -> Shown:
    return world.chloe.sees("@stationmaster")[-1]


def test_done_in_the_note(ours: World) -> None:
    ours.at(THURSDAY)
    assert "2 due soon" in note(ours).text
    ours.chloe.presses(note(ours), "Done", beside="WEB-1")
    assert "WEB-1  Fix login page  ✓ done by you" in note(ours).text
    assert "1 due soon" in note(ours).text
    assert "done" in ours.ana.types("#web", "/task show WEB-1").text
    ours.chloe.presses(note(ours), "Undo", beside="WEB-1")
    assert "2 due soon" in note(ours).text
    ours.at(FRIDAY)
    assert len(ours.chloe.sees("@stationmaster")) == 2


def test_on_track_ends_the_nudging_before_the_deadline(ours: World) -> None:
    ours.at(THURSDAY)
    ours.chloe.presses(note(ours), "On track", beside="WEB-1")
    assert "WEB-1  Fix login page  on track, you say" in note(ours).text
    ours.at(FRIDAY)
    assert "Fix login" not in note(ours).text
    assert "Order flowers" in note(ours).text
    ours.chloe.types("#web", "/task due WEB-1 monday")
    ours.at("2026-11-30T09:00+01:00")
    assert "Fix login" in note(ours).text


def test_slips_to_another_day_tells_the_manager_and_who_waits(ours: World) -> None:
    ours.ana.types("#web", "/task add Publish @ben after:WEB-1")
    ours.at(FRIDAY)
    before = len(ours.ana.sees("@stationmaster"))
    ours.chloe.chooses(note(ours), "nudge.slips", "Mon 30 Nov", beside="WEB-1")
    assert "WEB-1  Fix login page  → Mon 30 Nov" in note(ours).text
    assert "Mon 30 Nov" in ours.chloe.types("#web", "/task show WEB-1").text
    ours.at("2026-11-27T16:00+00:00")
    assert "Fri 27 Nov → Mon 30 Nov" in ours.ana.sees("@stationmaster")[before].text
    assert "WEB-3 waits for it" in ours.note(ours.ben)


def test_another_day_is_asked_in_a_form(ours: World) -> None:
    ours.at(FRIDAY)
    form = ours.chloe.chooses(note(ours), "nudge.slips", "Another day…", beside="WEB-1").view
    assert form is not None
    ours.chloe.fills(form, {"day": "2026-12-09", "reason": "The vendor is late"})
    ours.chloe.submits()
    assert "→ Wed 9 Dec" in note(ours).text
    assert "The vendor is late" in ours.chloe.types("#web", "/task notes WEB-1").text


def test_blocked_says_why_and_is_not_nudged_about(ours: World) -> None:
    ours.at(FRIDAY)
    form = ours.chloe.presses(note(ours), "Blocked…", beside="WEB-1").view
    assert form is not None
    ours.chloe.fills(form, {"reason": "Waiting for the certificate"})
    ours.chloe.submits()
    assert "blocked: Waiting for the certificate" in note(ours).text
    ours.at("2026-11-30T09:00+01:00")
    monday = note(ours).text
    assert "1 overdue · 1 task also this week" in monday
    assert monday.index("Your week") < monday.index("Fix login")  # only there
    ours.at("2026-12-02T09:00+01:00")
    assert "Blocked for days" in note(ours).text


def test_what_changed_meanwhile_is_said(ours: World) -> None:
    ours.at(FRIDAY)
    ours.ana.types("#web", "/task done WEB-1")
    ours.ana.types("#web", "/task assign WEB-2 @ben")
    assert "✓ done by ana" in note(ours).text
    assert "is ben's by now" in note(ours).text


def test_why_and_mute_exactly_that(ours: World) -> None:
    ours.at(THURSDAY)
    why = ours.chloe.chooses(note(ours), "nudge.more", "Why do I get this?", beside="WEB-1")
    assert "its deadline is near" in why.text
    ours.chloe.closes()
    ours.chloe.chooses(note(ours), "nudge.more", "Mute “due soon” in WEB", beside="WEB-1")
    assert "Muted: “due soon” in WEB" in ours.chloe.types("#web", "/pm quiet").text
    ours.at(FRIDAY)
    assert "Due today" in note(ours).text  # another kind
