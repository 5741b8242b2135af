"""Check-ins: asked in the manager's note, answered in three taps, reminded of twice; they fade."""

from __future__ import annotations

import pytest

from tests.world import World

TOKYO = "2026-11-26T01:00+00:00"
"""Ten in the morning where Emi is, the day after."""


@pytest.fixture
def rail(web_once: World) -> World:
    """WEB, which is Ana's, is in the program RAIL, which is Emi's."""
    web_once.ana.types("#general", "/program new RAIL Northern line @emi")
    web_once.ana.types("#general", "/program add RAIL WEB")
    return web_once


def heard(world: World) -> list[str]:
    """What Emi was told of how WEB stands."""
    shown = [each.text for each in world.emi.sees("@stationmaster")]
    return [each for each in shown if "says that WEB" in each]


def day(number: int, month: int = 12) -> str:
    return f"2026-{month:02}-{number:02}T10:00+01:00"


def test_asked_on_its_day_and_reminded_twice(web: World) -> None:
    for number, count in ((3, 1), (4, 2), (7, 3), (8, 3), (9, 3), (10, 4)):
        web.at(day(number))
        assert len(web.ana.sees("@stationmaster")) == count, number
    assert "How does it stand?" in web.note(web.ana)


def test_a_light_and_a_sentence(web: World) -> None:
    web.at(day(3))
    note = web.ana.sees("@stationmaster")[-1]
    form = web.ana.presses(note, "🟡 At risk").view
    assert form is not None
    web.ana.fills(form, {"progress": "Login works", "needs": "A decision on hosting"})
    web.ana.submits()
    assert "said by you" in web.note(web.ana)
    shown = web.chloe.types("#web", "/project show WEB").text
    assert "at risk" in shown
    assert "A decision on hosting" in shown
    web.at(day(4))
    assert len(web.ana.sees("@stationmaster")) == 1
    web.ana.types("#web", "/pm undo")
    assert "A decision" not in web.chloe.types("#web", "/project show WEB").text


def test_answered_ahead_is_not_asked(web: World) -> None:
    web.at(day(1))
    assert "WEB is 🟢 on track" in web.ana.types("#web", "/project checkin WEB green on time").text
    web.at(day(3))
    assert web.ana.sees("@stationmaster") == []


def test_red_is_asked_more_often_and_the_program_s_manager_hears_of_it(web: World) -> None:
    web.ana.types("#general", "/program new RAIL Northern line @emi")
    web.ana.types("#general", "/program add RAIL WEB")
    web.at("2026-12-01T12:00+00:00")
    web.ana.types("#web", "/project checkin WEB green on time")
    web.ana.types("#web", "/project checkin WEB red the vendor is bankrupt")
    web.at("2026-12-02T01:00+00:00")  # ten in the morning in Tokyo
    assert sum("says that WEB" in each.text for each in web.emi.sees("@stationmaster")) == 1
    web.at("2026-12-03T12:00+00:00")
    assert "How does it stand?" in web.note(web.ana)


@pytest.mark.parametrize("words", ["red no vendor", "amber no vendor -- a decision"])
def test_a_first_word_that_is_not_green_is_news(rail: World, words: str) -> None:
    rail.ana.types("#web", f"/project checkin WEB {words}")
    rail.at(TOKYO)
    assert len(heard(rail)) == 1
    rail.ana.types("#web", "/project checkin WEB green saved")
    rail.at("2026-11-27T01:00+00:00")
    assert len(heard(rail)) == 1


def test_the_news_says_in_whose_words_and_why_it_came(rail: World) -> None:
    rail.ana.types("#web", "/project checkin WEB red no vendor -- a decision on hosting")
    rail.at(TOKYO)
    (told,) = heard(rail)
    assert "🔴 ana says that WEB Website relaunch is late." in told
    assert "Progress  no vendor" in told
    assert "Needs  a decision on hosting" in told
    assert "You hear this as the manager of RAIL." in told
    news = rail.emi.sees("@stationmaster")[-1]
    muted = rail.emi.presses(news, "Mute “lights going down” in WEB")
    assert "Muted: “lights going down” in WEB" in muted.text
    rail.ana.types("#web", "/project checkin WEB green saved")
    rail.ana.types("#web", "/project checkin WEB red lost")
    rail.at("2026-11-27T01:00+00:00")
    assert len(heard(rail)) == 1


def test_news_that_is_none_any_more_is_not_told(rail: World) -> None:
    rail.ana.types("#web", "/project checkin WEB red no vendor")
    rail.ana.types("#web", "/pm undo")
    rail.at(TOKYO)
    assert heard(rail) == []
    rail.at("2026-11-26T12:00+00:00")  # Emi sleeps
    rail.ana.types("#web", "/project checkin WEB red no vendor")
    rail.ana.types("#web", "/project checkin WEB green found one")
    rail.at("2026-11-27T01:00+00:00")
    assert heard(rail) == []


def test_of_several_words_by_then_only_the_last_is_told(rail: World) -> None:
    rail.ana.types("#web", "/project checkin WEB amber slow")
    rail.ana.types("#web", "/project checkin WEB red no vendor")
    rail.ana.types("#web", "/project checkin WEB amber a vendor is in sight")
    rail.at(TOKYO)
    (told,) = heard(rail)
    assert "🟡 ana says that WEB Website relaunch is at risk." in told
    assert "a vendor is in sight" in told


def test_who_manages_the_program_no_more_is_not_told(rail: World) -> None:
    rail.ana.types("#web", "/project checkin WEB red no vendor")
    rail.ana.types("#general", "/program remove RAIL WEB")
    rail.at(TOKYO)
    assert heard(rail) == []


@pytest.mark.parametrize(
    ("words", "light", "progress"),
    [
        ("green fine", "🟢 on track", "fine"),
        ("on track fine", "🟢 on track", "fine"),
        ("On track: fine", "🟢 on track", "fine"),
        ("🟢 ok", "🟢 on track", "ok"),
        (":large_green_circle: ok", "🟢 on track", "ok"),
        ("at risk slow", "🟡 at risk", "slow"),
        ("yellow slow", "🟡 at risk", "slow"),
        ("🟡 slow", "🟡 at risk", "slow"),
        ("late, no vendor", "🔴 late", "no vendor"),
        ("🔴 no vendor", "🔴 late", "no vendor"),
        ("off track no vendor", "🔴 late", "no vendor"),
    ],
)
def test_a_light_is_typed_as_the_buttons_call_it(
    web_once: World, words: str, light: str, progress: str
) -> None:
    told = web_once.ana.types("#web", f"/project checkin WEB {words}").text
    assert f"WEB is {light}." in told
    assert f"Progress  {progress}" in told


@pytest.mark.parametrize("words", ["on track", "at risk", "late", "🟢", "🟡", "🔴", "red", ""])
def test_a_light_alone_opens_the_form(web_once: World, words: str) -> None:
    form = web_once.ana.types("#web", f"/project checkin WEB {words}").view
    assert form is not None
    assert form.title == "Check-in"


def test_what_follows_a_dash_is_what_is_needed(web_once: World) -> None:
    told = web_once.ana.types("#web", "/project checkin WEB amber slow -- a decision").text
    assert "Progress  slow" in told
    assert "Needs  a decision" in told
    told = web_once.ana.types("#web", "/project checkin WEB red — a vendor").text
    assert "Progress" not in told
    assert "Needs  a vendor" in told
    assert "after --" in web_once.ana.types("#web", "/project checkin help").text


@pytest.mark.parametrize("words", ["wednesday", "every wednesday", "on Wednesdays", "wed"])
def test_the_rhythm_is_a_weekday(web_once: World, words: str) -> None:
    told = web_once.ana.types("#web", f"/project checkin WEB {words}").text
    assert "How WEB stands is asked on Wednesdays, in the morning note." in told


def test_never_is_never(web_once: World) -> None:
    told = web_once.ana.types("#web", "/project checkin WEB never").text
    assert "How WEB stands is never asked." in told


def test_two_taps_and_a_sentence(web_once: World) -> None:
    web_once.at(day(3))
    form = web_once.ana.presses(web_once.ana.sees("@stationmaster")[-1], "🔴 Late").view
    assert form is not None
    assert form.blocks[0]["block_id"] == "progress"
    assert form.values["How does WEB stand?"] == "🔴 Late"
    web_once.ana.fills(form, {"progress": "The vendor is bankrupt"})
    assert web_once.ana.submits().view is None
    assert "late" in web_once.chloe.types("#web", "/project show WEB").text


def test_the_form_is_for_who_manages_also_when_that_changes_meanwhile(web_once: World) -> None:
    refused = web_once.chloe.types("#web", "/project checkin WEB")
    assert refused.view is None
    assert "Only ana can say how it stands for WEB" in refused.text
    form = web_once.ana.types("#web", "/project checkin WEB").view
    assert web_once.chloe.types("#web", "/project edit WEB @ben").view is not None
    web_once.chloe.submits()
    assert form is not None
    web_once.ana.fills(form, {"progress": "All well"})
    assert "Only ben can say how it stands for WEB" in str(web_once.ana.submits().errors)


def test_only_who_manages_says_how_it_stands(web: World) -> None:
    told = web.chloe.types("#web", "/project checkin WEB green fine")
    assert "Only ana can say how it stands for WEB" in told.text


def test_a_green_that_nobody_confirms_fades(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page due 1 march")
    assert "🟢 WEB Website relaunch · on track ·" in web.ana.types("#web", "/project list").text
    web.at("2026-12-08T09:00+00:00")
    assert "on track, not confirmed for 13 days" in web.ana.types("#web", "/project list").text
    web.at("2026-12-18T09:00+00:00")
    faded = web.ana.types("#web", "/project show WEB").text
    assert "❔" in faded
    assert "unknown, not confirmed for 23 days" in faded
    web.ana.types("#web", "/project checkin WEB green all well")
    assert "🟢 WEB Website relaunch · on track ·" in web.ana.types("#web", "/project list").text
    web.ana.types("#web", "/project checkin WEB never")
    web.at("2027-01-29T09:00+00:00")
    assert "🟢 WEB Website relaunch · on track ·" in web.ana.types("#web", "/project list").text


def test_a_green_word_hides_no_missed_milestone(web: World) -> None:
    web.ana.types("#web", "/milestone add Freeze due tomorrow")
    web.at("2026-11-30T09:00+00:00")
    web.ana.types("#web", "/project checkin WEB green we will make it")
    assert "late, ana says on track" in web.chloe.types("#web", "/project list").text
