"""`/pm settings`: of one person, of all projects or of one; what was kept is read with patience."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import models
from bot.errors import Invalid
from bot.operations import people, preferences
from bot.operations.actor import Actor
from bot.slack import dispatch
from bot.slack.call import Call
from tests.world import World

THURSDAY, FRIDAY = "2026-11-26T09:00+01:00", "2026-11-27T09:00+01:00"


@pytest.fixture
def ours(web_once: World) -> World:
    """Chloe, in Paris, has a task for Friday in WEB and one in MOB. It is Wednesday."""
    web_once.ana.types("#mobile", "/project new MOB Mobile app")
    web_once.ana.types("#web", "/task add Fix login page @chloe due friday in:WEB")
    web_once.ana.types("#mobile", "/task add Order phones @chloe due friday in:MOB")
    return web_once


def saves(world: World, command: str, **values: Any) -> str:
    form = world.chloe.types("#web", command).view
    assert form is not None
    world.chloe.fills(form, values)
    return world.chloe.submits().text


# ── one project ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["WEB", "in:WEB", "web"])
def test_what_i_hear_of_one_project_is_a_form_of_its_own(ours: World, words: str) -> None:
    told = saves(ours, f"/pm settings {words}", kinds=["due soon", "overdue"])
    assert "Muted in WEB: overdue, due soon." in told
    ours.at(THURSDAY)
    assert "Order phones" in ours.note(ours.chloe)
    assert "Fix login" not in ours.note(ours.chloe)
    assert "Nothing was changed." in saves(ours, f"/pm settings {words}")
    assert "Muted in WEB: overdue." in saves(ours, f"/pm settings {words}", kinds=["overdue"])


def test_a_form_leaves_alone_what_it_does_not_ask_about(ours: World) -> None:
    for words in ("overdue in:WEB", "blocked in:MOB", "due soon"):
        ours.chloe.types("#web", f"/pm quiet {words}")
    told = saves(ours, "/pm settings", cap="2", kinds=["risk review"], projects=["MOB"])
    assert "2 messages a day" in told
    muted = "Muted: “overdue” in WEB, “blocked” in MOB, “risk review”, MOB."
    assert muted in told
    assert "Muted in WEB: blocked." in saves(ours, "/pm settings WEB", kinds=["blocked"])
    left = ours.chloe.types("#web", "/pm quiet").text
    for said in ("“blocked” in WEB", "“blocked” in MOB", "“risk review”", "MOB"):
        assert f"Muted: {said}" in left
    assert "overdue" not in left
    ours.chloe.types("#web", "/pm undo")
    assert "Muted: “overdue” in WEB" in ours.chloe.types("#web", "/pm quiet").text


def test_what_the_manager_has_switched_off_is_shown_as_such(ours: World) -> None:
    form = ours.ana.types("#web", "/project nudges WEB").view
    assert form is not None
    ours.ana.fills(form, {"off": ["blocked"]})
    ours.ana.submits()
    ours.chloe.types("#web", "/pm quiet due today")
    shown = ours.chloe.types("#web", "/pm settings WEB").text
    assert "Switched off in WEB for everybody: blocked." in shown
    assert "Muted in all projects: due today." in shown
    assert "the whole week" not in shown


def test_a_button_leads_from_what_is_muted_to_its_project(ours: World) -> None:
    told = ours.chloe.types("#general", "/pm quiet overdue in:MOB").message
    assert told is not None
    form = ours.chloe.presses(told, "What I hear of MOB").view
    assert form is not None
    assert form.title == "My settings: MOB"
    here = ours.chloe.types("#web", "/pm quiet").message
    assert here is not None
    assert here.buttons.count("What I hear of WEB") == 1


def test_a_project_that_is_not_there_is_named(ours: World) -> None:
    assert "I cannot find “NOPE”" in ours.chloe.types("#web", "/pm settings NOPE").text
    ours.ana.types("#web", "/project nudges in:WEB")
    assert ours.ana.view is not None


# ── the answer ───────────────────────────────────────────────────────────────────────────────


def test_the_answer_says_what_is_set_now(ours: World) -> None:
    told = saves(ours, "/pm settings", cap="1", full_on="Wednesday", lead_high="7 2", lead_low="")
    assert "1 message a day at most" in told
    assert "The whole week comes on Wednesdays." in told
    assert "Heads-up: urgent 5, 1 · high 7, 2 · normal 3 · low none." in told
    assert "Muted: nothing." in told
    assert told.startswith("Saved.")
    again = saves(ours, "/pm settings")
    assert again.startswith("Nothing was changed.")
    assert "5 messages" in saves(ours, "/pm settings", cap="5")


def test_heads_ups_that_nobody_set_are_the_project_s(ours: World) -> None:
    assert "Heads-up" not in saves(ours, "/pm settings", cap="2")


def test_no_public_holidays_at_all(ours: World) -> None:
    saves(ours, "/pm settings", country="United States")
    told = saves(ours, "/pm settings", country="No public holidays")
    assert "public holidays not counted" in told
    form = ours.chloe.types("#web", "/pm settings").view
    assert form is not None
    assert form.values["Public holidays of"] == "No public holidays"
    assert ours.at(THURSDAY)["sent"] == 1  # Thanksgiving
    assert "without the holidays of France" in saves(ours, "/pm settings", country="")


def test_a_project_s_answer_says_when_it_is_asked_how_it_stands(ours: World) -> None:
    form = ours.ana.types("#web", "/project nudges WEB").view
    assert form is not None
    ours.ana.fills(form, {"check_in_on": "Never", "off": ["due soon"], "lead_low": ""})
    told = ours.ana.submits().text
    assert "How it stands is never asked." in told
    assert "Switched off: due soon." in told
    assert "Heads-up: urgent 5, 1 · high 3, 1 · normal 3 · low none" in told


# ── what makes no sense ──────────────────────────────────────────────────────────────────────


def test_a_form_that_makes_no_sense_is_refused_where_it_makes_none(ours: World) -> None:
    form = ours.chloe.types("#web", "/pm settings").view
    assert form is not None
    for values, field in (
        ({"until": "08:00"}, "until"),
        ({"until": "18:00", "lead_high": "61"}, "lead_high"),
        ({"lead_high": "3", "lead_low": "-1"}, "lead_low"),
        ({"lead_low": "soon"}, "lead_low"),
        ({"lead_low": "1", "weekdays": []}, "weekdays"),
    ):
        ours.chloe.fills(form, values)
        assert list(ours.chloe.submits().errors) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weekdays", None), ("weekdays", "7"), ("until", "09:00"), ("note_at", "breakfast"),
        ("cap", "0"), ("cap", "21"), ("cap", "-1"), ("cap", "many"), ("full_on", "7"),
        ("lead_urgent", "61"), ("lead_normal", "-1"), ("country", "ZZ"),
    ],
)  # fmt: skip
def test_what_no_menu_offers_is_refused_all_the_same(ours: World, field: str, value: str) -> None:
    fields = {"note_at": "09:00", "until": "18:00", "weekdays": "0,1,2,3,4", field: value}
    with ours.database.begin() as session:
        actor = Actor(session, people.who(chloe(session)), ours.clock())
        saved = Call(actor, verb="pm.settings", fields=fields)
        with pytest.raises(Invalid) as refused:
            dispatch.form(saved)
    assert refused.value.field == field


def chloe(session: Any) -> models.Person:
    found: models.Person = session.scalars(select(models.Person).filter_by(name="chloe")).one()
    return found


# ── what was kept and cannot be read ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "kept",
    [
        "cap", ["cap"], 5, {"cap": "two"}, {"cap": 0}, {"cap": 10_000}, {"cap": True},
        {"note_at": "breakfast"}, {"note_at": 9}, {"until": "07:00"}, {"note_at": "09:00+01:00"},
        {"weekdays": []}, {"weekdays": [7]}, {"weekdays": "monday"}, {"weekdays": 3},
        {"country": "ZZ"}, {"country": 33}, {"leads": [3]}, {"leads": {"normal": 3}},
        {"leads": {"normal": ["3"]}}, {"leads": {"soon": [3]}}, {"full_on": "monday"},
        {"colour": "red"},
    ],
)  # fmt: skip
def test_settings_that_cannot_be_read_cost_nobody_their_note(ours: World, kept: Any) -> None:
    with ours.database.begin() as session:
        session.execute(
            update(models.Person).where(models.Person.name == "chloe").values(manners=kept)
        )
    assert ours.at(THURSDAY)["sent"] == 1
    assert "2 due soon" in ours.note(ours.chloe)
    assert "5 messages a day" in saves(ours, "/pm settings", cap="5")
    assert "without the holidays of France" in saves(ours, "/pm settings")


@pytest.mark.parametrize(
    "kept",
    [
        "off", [1], {"off": "due_soon"}, {"off": [["due_soon"]]}, {"leads": {"normal": "3"}},
        {"leads": None}, {"check_in_on": 9}, {"check_in_on": "thursday"}, {"escalates": "no"},
        {"praises": 1}, {"colour": "red"},
    ],
)  # fmt: skip
def test_a_project_s_settings_that_cannot_be_read_cost_no_note(ours: World, kept: Any) -> None:
    with ours.database.begin() as session:
        session.execute(update(models.Project).values(nudging=kept))
    assert ours.at(THURSDAY)["sent"] >= 1
    assert "2 due soon" in ours.note(ours.chloe)
    form = ours.ana.types("#web", "/project nudges WEB").view
    assert form is not None
    assert "How it stands is asked on Thursdays" in ours.ana.submits().text


def test_one_field_that_cannot_be_read_leaves_the_others_and_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = {"cap": "two", "note_at": "11:30", "leads": {"low": [2]}}
    person = models.Person(id=4_711, zone="Europe/Paris", locale="en-GB", manners=kept)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            told = preferences.of(person)
    assert (told.cap, told.note_at.hour, told.leads) == (5, 11, {"low": (2,)})
    assert [each.getMessage() for each in caplog.records] == [
        "setting 'cap' of person 4711 cannot be read: its default counts"
    ]
