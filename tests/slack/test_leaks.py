"""Ways in which words of a private place, or of this workspace, could reach others: all shut."""

from __future__ import annotations

import time

import pytest

from bot.sandbox.user.people import Shown, Somebody
from bot.slack import task_notes
from tests.world import PUBLIC_URL, World


@pytest.fixture
def fare(web: World) -> World:
    """FARE lives in #board, where Ana and Chloé are."""
    web.ana.types("#board", "/project new FARE Fare reform")
    return web


def card(person: Somebody, channel: str) -> Shown:
    """The only card of a channel."""
    found = [one for one in person.sees(channel) if not one.is_ephemeral]
    (only,) = [one for one in found if one.raw.get("bot_id")]
    return only


def says(person: Somebody, channel: str, text: str) -> Shown:
    """Somebody says something; the message."""
    person.types(channel, text)
    return [one for one in person.sees(channel) if one.raw.get("user") == person.id][-1]


# ── what was said in private, of a task that all may see by now ──────────────────────────────


def test_what_was_said_in_private_stays_there_when_the_task_leaves(fare: World) -> None:
    fare.ana.types("#board", "/task add Print tickets")
    fare.chloe.types("#board", "Not before the merger", card(fare.chloe, "#board"))
    fare.ana.types("#board", "/task move FARE-1 WEB")
    told = fare.ben.types("#web", "/task show WEB-1").text
    assert "Print tickets" in told
    assert "merger" not in told
    assert "repl" not in told
    for words in ("merger", "“the merger”", "-r"):
        assert "Print tickets" not in fare.ben.types("#web", f"/pm find {words}").text
    assert "merger" not in fare.ben.types("#web", "/pm find print").text
    assert "Not before the merger" in fare.chloe.types("#web", "/task show WEB-1").text
    assert "Print tickets" in fare.chloe.types("#web", "/pm find merger").text


def test_the_old_thread_in_private_is_no_discussion_of_what_all_may_see(fare: World) -> None:
    fare.ana.types("#board", "/task add Print tickets")
    old = card(fare.chloe, "#board")
    fare.ana.types("#board", "/task move FARE-1 WEB")
    fare.chloe.types("#board", "They must not know", old)
    fare.chloe.uploads("#board", "layoffs.pdf", b"%PDF", "The list", old)
    for person in (fare.ben, fare.ana):
        told = person.types("#web", "/task show WEB-1").text
        for words in ("They must not know", "layoffs", "The list"):
            assert words not in told


def test_in_the_old_thread_of_a_task_that_became_private_not_even_its_key_is_said(
    fare: World,
) -> None:
    fare.ana.types("#web", "/task add Print tickets")
    old = card(fare.ben, "#web")
    fare.ana.types("#board", "/task move WEB-1 FARE")
    fare.ben.types("#web", "/task add Another")
    for words in ("show", "done", "due friday", "watch"):
        told = fare.ben.types("#web", f"@stationmaster {words}", old).text
        assert "FARE" not in told, words
        assert "Which task?" in told, words
    assert "to do" in fare.ben.types("#web", "/task show WEB-2").text


# ── names of private channels ────────────────────────────────────────────────────────────────


def test_a_private_channel_is_not_named_by_who_is_in_it(fare: World) -> None:
    fare.ana.types("#web", "/project tickets WEB on")
    fare.chloe.reacts(says(fare.chloe, "#web", "Ask those in #board about it"), "ticket")
    listed = fare.ben.types("#web", "/task list").text
    assert "Ask those in" in listed
    assert "board" not in listed
    fare.chloe.types("#web", "As #board said, and #mobile", card(fare.chloe, "#web"))
    told = fare.ben.types("#web", "/task show WEB-1").text
    assert "and #mobile" in told
    assert "board" not in told


def test_a_private_channel_names_itself(fare: World) -> None:
    fare.ana.types("#board", "/project tickets FARE on")
    told = fare.chloe.reacts(says(fare.chloe, "#board", "Tidy up #board"), "ticket")
    assert "Tidy up #board" in told.text


# ── people of other workspaces ───────────────────────────────────────────────────────────────


def from_elsewhere(world: World, name: str, channel: str) -> Somebody:
    """Somebody of another workspace, here through a channel that both share."""
    workspace = world.slack.desk.workspace
    somebody = world.slack.person(name)
    workspace.people[somebody.id].team = "T0ELSEWHERE"
    next(e for e in workspace.channels.values() if e.name == channel).is_ext_shared = True
    return somebody


def test_a_stranger_sees_what_lives_where_they_speak(web: World) -> None:
    web.dev.types("#mobile", "/project new APP Ticket app")
    web.dev.types("#mobile", "/task add Offline tickets")
    web.ana.types("#web", "/task add Fix login")
    emi = from_elsewhere(web, "emi", "mobile")
    assert "Offline tickets" in emi.types("#mobile", "@stationmaster show APP-1").text
    assert "I cannot find WEB-1" in emi.types("#mobile", "@stationmaster show WEB-1").text
    assert "Website" not in emi.types("#mobile", "@stationmaster project list").text
    assert "Fix login" not in emi.types("#mobile", "@stationmaster find login").text


def test_a_guest_sees_the_programs_of_what_they_see(web: World) -> None:
    web.dev.types("#mobile", "/project new APP Ticket app")
    web.ana.types("#web", "/program new RAIL Coastal line")
    web.ana.types("#web", "/program add RAIL APP")
    gus = web.slack.person("gus")
    for words in ("program list", "find coastal", "program show RAIL"):
        assert "Coastal" not in gus.types("#web", f"@stationmaster {words}").text, words
    web.ana.types("#web", "/program add RAIL WEB")
    assert "Coastal line" in gus.types("#web", "@stationmaster program list").text
    assert "Coastal line" in gus.types("#web", "@stationmaster find coastal").text


def test_where_strangers_read_along_only_what_lives_there_is_shown(web: World) -> None:
    web.dev.types("#mobile", "/project new APP Ticket app")
    web.dev.types("#mobile", "/task add Offline tickets")
    web.dev.types("#mobile", "/project previews APP on")
    web.ana.types("#web", "/task add Fix login")
    from_elsewhere(web, "emi", "mobile")
    for key, title in (("WEB-1", ""), ("WEB", ""), ("APP-1", "Offline tickets")):
        said = says(web.dev, "#mobile", f"see {PUBLIC_URL}/go/{key}")
        assert ("attachments" in said.raw) == bool(title), key
        assert title in said.text
    said = says(web.dev, "#mobile", "WEB-1 waits for APP-1")
    web.slack.call(web.bot.drain())
    told = "".join(one.text for one in web.dev.sees("#mobile", thread=said))
    assert "Offline tickets" in told
    assert "Fix login" not in told


def test_whom_slack_does_not_describe_sees_no_more_than_a_guest(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    web_once.slack.faults.plan("users.info", "error", times=2)
    asked = web_once.slack.person("gus").types("@stationmaster", "show WEB-1")
    assert "I cannot find WEB-1" in asked.text


def test_a_channel_made_private_closes_with_slacks_word_of_it(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    assert "Fix login" in web.emi.types("#general", "/task show WEB-1").text
    found = next(e for e in web.slack.desk.workspace.channels.values() if e.name == "web")
    found.kind = "private"
    ts = web.ben.sees("#web")[-1].ts
    event = {
        "type": "message",
        "subtype": "channel_convert_to_private",
        "channel": found.id,
        "channel_type": "group",
        "user": web.ana.id,
        "text": "made this channel *private*",
        "ts": ts,
        "event_ts": ts,
    }

    async def tell() -> None:
        web.slack.workspace.emit(event)

    web.slack.call(tell())
    web.slack.settle()
    assert "I cannot find WEB-1" in web.emi.types("#general", "/task show WEB-1").text
    assert "Fix login" in web.ben.types("#general", "/task show WEB-1").text


# ── tasks that repeat ────────────────────────────────────────────────────────────────────────


def test_the_next_one_stands_under_nothing_that_its_task_has_left(fare: World) -> None:
    fare.ana.types("#web", "/task add Launch")
    fare.ana.types("#web", "/milestone add Opening due 30 june")
    fare.ana.types("#web", "/task add Count the cash every monday under:WEB-1 for:M1")
    moved = fare.ana.types("#board", "/task move WEB-2 FARE")
    fare.ana.presses(moved, "Only this one")
    fare.ana.types("#board", "/task done FARE-1")
    assert "Count the cash" in fare.ana.types("#board", "/task show FARE-2").text
    fare.ana.types("#web", "/task rename WEB-1 Big launch")
    shown = next(one for one in fare.ben.sees("#web") if "Big launch" in one.text)
    assert "sub-task" not in shown.text
    assert "0 of" not in fare.ben.types("#web", "/milestone show WEB-M1").text


def test_a_change_that_holds_for_all_stays_in_its_project(fare: World) -> None:
    fare.ana.types("#board", "/task add Count the cash every monday")
    fare.ana.types("#board", "/task done FARE-1")
    fare.ana.types("#board", "/task reopen FARE-1")
    fare.ana.types("#web", "/task move FARE-2 WEB")
    told = fare.ana.types("#board", "/task rename FARE-1 Count the losses")
    fare.ana.presses(told, "This and all that follow")
    assert "Count the cash" in fare.ben.types("#web", "/task show WEB-1").text


# ── words that would keep everybody waiting ──────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["a" * 40_000, "a! " * 13_000, "a\n" * 20_000])
def test_no_message_keeps_the_others_waiting(web_once: World, text: str) -> None:
    begun = time.perf_counter()
    task_notes.addresses(text)
    assert time.perf_counter() - begun < 0.5
    said = says(web_once.ben, "#web", text)
    begun = time.perf_counter()
    assert web_once.ana.runs("task.of", said).view is not None
    assert time.perf_counter() - begun < 1.5
