"""Keys named in a conversation: explained in the thread, once a day, for all to read."""

from __future__ import annotations

import pytest

from bot.sandbox.user.people import Shown
from bot.slack import previews
from tests.world import World


def asked(world: World, text: str, channel: str = "#web", thread: str = "") -> list[str]:
    """Ben says something; what stands in the thread below it after that."""
    world.ben.types(channel, text, thread=thread)
    world.slack.call(world.bot.drain())
    said = [each for each in world.ben.sees(channel) if each.raw.get("user") == world.ben.id]
    replies = world.ana.sees(channel, thread=thread or said[-1])[1:]
    return [each.text for each in replies if each.raw.get("bot_id")]


def card(world: World) -> Shown:
    return next(each for each in world.ana.sees("#web") if each.raw.get("bot_id"))


@pytest.fixture
def talk(web: World) -> World:
    """WEB explains its keys, and has a task."""
    web.ana.types("#web", "/task add Fix login @ben due 27 nov -- A secret")
    web.ana.types("#web", "/project previews WEB on")
    return web


def test_a_named_key_is_explained_in_the_thread(talk: World) -> None:
    (told,) = asked(talk, "is web-1 ready?")
    assert "WEB-1  Fix login" in told
    assert "to do · ben · due Fri 27 Nov" in told
    assert "secret" not in told
    assert "@ben" not in told


def test_the_same_key_is_explained_once_a_day(talk: World) -> None:
    assert len(asked(talk, "is WEB-1 ready?")) == 1
    assert asked(talk, "really, WEB-1?") == []
    talk.after(days=1)
    assert len(asked(talk, "and today, WEB-1?")) == 1


def test_nothing_is_said_where_it_is_not_switched_on(talk: World) -> None:
    talk.ana.types("#web", "/project previews WEB off")
    assert asked(talk, "is WEB-1 ready?") == []
    assert asked(talk, "is WEB-1 ready?", "#general") == []


def test_what_is_private_is_not_explained_elsewhere(talk: World) -> None:
    talk.ana.types("#board", "/project new BOARD Reorganisation")
    talk.ana.types("#board", "/task add Write it down")
    talk.ana.types("#web", "what of BOARD-1?")
    talk.slack.call(talk.bot.drain())
    assert "Write it down" not in "".join(each.text for each in talk.ana.sees("#web"))
    said = talk.ana.sees("#web")[-1]
    assert talk.ana.sees("#web", thread=said) == [said]


def test_of_many_keys_the_first_three_are_explained(talk: World) -> None:
    for number in range(4):
        talk.ana.types("#web", f"/task add Step {number}")
    assert len(asked(talk, "WEB-1, WEB-2, WEB-99, WEB-3, WEB-4 and WEB-5?")) == 3


def test_in_the_thread_of_a_card_its_key_needs_no_words(talk: World) -> None:
    ts = card(talk).ts
    assert asked(talk, "is WEB-1 ready?", thread=ts) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("is WEB-12 ready? And web-m2, (WEB-R3)!", ["WEB-12", "WEB-M2", "WEB-R3"]),
        ("see <https://bot.example.org/go/WEB-12> and <#C1|web-1>", []),
        ("`WEB-12` is code; covid-19x, A-1, WEB-012, pre-WEB-12, WEB-12-b are none", []),
        ("WEB-12.", ["WEB-12"]),
    ],
)
def test_what_counts_as_a_key(text: str, keys: list[str]) -> None:
    assert previews.keys_in(text) == keys
