"""Replies in the thread of a card: the discussion of its task."""

from __future__ import annotations

from bot.sandbox.user.people import Shown, Somebody
from tests.world import World


def card(person: Somebody, channel: str = "#web") -> Shown:
    """The only card of a channel."""
    found = [shown for shown in person.sees(channel) if not shown.is_ephemeral]
    (only,) = [shown for shown in found if shown.raw.get("bot_id")]
    return only


def details(web: World) -> str:
    """What `show` says to Ana."""
    return web.ana.types("#general", "/task show WEB-1").text


def test_replies_below_a_card_are_counted_and_shown(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ben.types("#web", "The <cookie> is gone, @chloe & I saw it", card(web.ben))
    web.chloe.types("#web", "Yes", card(web.chloe))
    told = details(web)
    assert "2 replies" in told
    assert "The <cookie> is gone" in told
    assert "Yes" in told


def test_what_is_said_elsewhere_is_no_discussion(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ben.types("#web", "Lunch?")
    lunch = web.ben.sees("#web")[-1]
    web.chloe.types("#web", "Yes please", lunch)
    web.chloe.types("#web", "WEB-1 can wait")
    assert "repl" not in details(web)


def test_an_edited_reply_says_its_new_words_and_a_deleted_one_nothing(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ben.types("#web", "It is the cookie", card(web.ben))
    said = web.ben.sees("#web", card(web.ben))[-1]
    web.ben.edits(said, "It is the certificate")
    assert "It is the certificate" in details(web)
    assert "cookie" not in details(web)
    assert "1 reply" in details(web)
    web.ben.deletes(said)
    assert "certificate" not in details(web)
    assert "repl" not in details(web)


def test_a_file_in_the_thread_is_listed_under_the_task(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ben.uploads("#web", "error.log", b"500", "Look at this", card(web.ben))
    told = details(web)
    assert "error.log" in told
    assert "Look at this" in told
    assert "1 reply" in told


def test_an_event_that_comes_twice_changes_nothing(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ben.uploads("#web", "error.log", b"500", "Look at this", card(web.ben))
    before = details(web)
    said = web.ben.sees("#web", card(web.ben))[-1]
    where = {"channel": said.channel, "channel_type": "channel", "event_ts": said.ts}

    async def again() -> None:
        web.slack.workspace.emit({**said.raw, **where})

    web.slack.call(again())
    web.slack.settle()
    assert details(web) == before


def test_a_command_in_the_thread_is_about_its_task_and_no_discussion(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ana.types("#web", "/task add Order flowers")
    first = next(one for one in web.ben.sees("#web") if "Fix login page" in one.text)
    told = web.ben.types("#web", "@stationmaster done", first)
    assert "Done: WEB-1" in told.text
    assert "to do" in web.ana.types("#general", "/task show WEB-2").text
    assert "repl" not in details(web)


def test_a_key_after_a_verb_in_the_thread_is_what_its_task_waits_for(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    shown = card(web_once.ben)
    web_once.ana.types("#web", "/task add Order flowers")
    told = web_once.ben.types("#web", "@stationmaster after WEB-2", shown)
    assert "Waits: WEB-1" in told.text
    assert "waits for WEB-2  Order flowers" in told.text


def test_what_bots_say_is_no_discussion(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page due friday")
    web.ana.types("#web", "/task due WEB-1 monday")
    assert len(web.ana.sees("#web", card(web.ana))) == 2
    assert "repl" not in details(web)


def test_the_discussion_of_a_private_project_stays_with_its_channel(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Raise the fares")
    web.ana.types("#board", "Not before spring", card(web.ana, "#board"))
    assert "Not before spring" in web.ana.types("#board", "/task show FARE-1").text
    assert "spring" not in web.dev.types("#general", "/task show FARE-1").text
