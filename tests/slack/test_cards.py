"""The living card: one message for each task in its project's channel, edited in place."""

from __future__ import annotations

import asyncio

import pytest

from bot import jobs
from bot.sandbox.user import client
from bot.sandbox.user.people import Shown, Somebody
from bot.sandbox.web.faults import Kind
from tests.world import World


def cards(person: Somebody, channel: str = "#web") -> list[Shown]:
    """The messages of the bot that everybody in a channel sees."""
    found = [shown for shown in person.sees(channel) if not shown.is_ephemeral]
    return [shown for shown in found if shown.raw.get("bot_id")]


def card(person: Somebody, channel: str = "#web") -> Shown:
    """The only card of a channel."""
    (found,) = cards(person, channel)
    return found


def calls(web: World, method: str) -> int:
    """How often the bot has called a method."""
    return sum(name == method for name, _, _ in web.slack.calls)


def thread(person: Somebody, channel: str = "#web") -> list[str]:
    """What was said below the only card."""
    found = [one for one in person.sees(channel, card(person, channel)) if not one.is_ephemeral]
    return [one.text for one in found[1:]]


def test_a_task_gets_one_card_that_follows_every_change(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page due friday !high +web")
    shown = card(web.chloe)
    for words in ("WEB-1", "Fix login page", "nobody's yet", "Fri 27 Nov", "high", "to do", "+web"):
        assert words in shown.text
    assert shown.buttons[:3] == ["Done", "Claim", "Edit"]
    web.ana.types("#web", "/task rename WEB-1 Repair the login page")
    web.ana.types("#web", "/task assign WEB-1 @ben")
    web.ana.types("#web", "/task start WEB-1")
    assert card(web.chloe).ts == shown.ts
    for words in ("Repair the login page", "ben", "under way"):
        assert words in card(web.chloe).text
    web.ana.types("#web", "/task done WEB-1")
    assert card(web.chloe).ts == shown.ts
    assert "· done" in card(web.chloe).text
    assert "Reopen" in card(web.chloe).buttons


def test_a_card_rings_nobody(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page @ben due friday")
    assert f"<@{web_once.ben.id}>" not in str(card(web_once.ana).raw)
    assert "'type': 'user'" not in str(card(web_once.ana).raw["blocks"])


def test_a_deadline_with_a_time_is_read_on_ones_own_clock(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page due friday 5pm")
    assert "12:00 PM" in card(web_once.ben).text  # New York
    assert "6:00 PM" in card(web_once.chloe).text  # Paris


def test_done_on_a_card_answers_only_who_pressed_it(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @ben")
    told = web.ben.presses(card(web.ben), "Done")
    private = [one for one in told.messages if one.is_ephemeral]
    assert "Done: WEB-1" in private[-1].text
    assert "· done" in card(web.chloe).text
    assert not any("Undo" in shown.buttons for shown in web.chloe.sees("#web"))


def test_done_pressed_by_two_says_so_to_the_second(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @ben")
    before = card(web.ben)
    web.ben.presses(before, "Done")
    web.chloe.types("#web", "/task done WEB-1")
    assert "Already done: WEB-1" in [s for s in web.chloe.sees("#web") if s.is_ephemeral][-1].text
    assert len(thread(web.ana)) == 1


def test_claim_and_edit_stand_on_the_card(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.chloe.presses(card(web.chloe), "Claim")
    assert "chloe" in card(web.ana).text.casefold() or "chloé" in card(web.ana).text.casefold()
    assert "Claim" not in card(web.ana).buttons
    form = web.ben.presses(card(web.ben), "Edit").view
    assert form is not None
    web.ben.fills(form, {"Title": "Repair login"})
    web.ben.submits()
    assert "Repair login" in card(web.ana).text


def test_the_progress_of_sub_tasks_stands_on_the_card_above(web: World) -> None:
    web.ana.types("#web", "/task add Launch")
    web.ana.types("#web", "/task add Write texts under:WEB-1")
    web.ana.types("#web", "/task add Draw pictures under:WEB-1")
    assert "0 of 2 sub-tasks done" in cards(web.ana)[0].text
    web.ana.types("#web", "/task done WEB-2")
    assert "1 of 2 sub-tasks done" in cards(web.ana)[0].text
    web.ana.types("#web", "/pm undo")
    assert "0 of 2 sub-tasks done" in cards(web.ana)[0].text
    assert len(cards(web.ana)) == 3


def test_the_thread_hears_only_what_matters(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page due friday")
    web.ana.types("#web", "/task rename WEB-1 Repair login")
    web.ana.types("#web", "/task assign WEB-1 @ben")
    web.ana.types("#web", "/task start WEB-1")
    web.ana.types("#web", "/task note WEB-1 We need the certificate")
    assert thread(web.ben) == []
    web.ana.types("#web", "/task due WEB-1 monday")
    web.ben.types("#web", "/task done WEB-1")
    web.ana.types("#web", "/task reopen WEB-1")
    web.ben.types("#web", "/task block WEB-1 the certificate is missing")
    web.ben.types("#web", "/task unblock WEB-1")
    moved, finished, again, blocked, free = thread(web.ben)
    assert moved.endswith("moved it: Fri 27 Nov → Mon 30 Nov.")
    assert finished.endswith("finished it.")
    assert again.endswith("took it up again.")
    assert blocked.endswith("blocked it: the certificate is missing.")
    assert free.endswith("says that it can go on.")
    assert len(cards(web.ben)) == 1  # nothing of it was said to the whole channel


def test_the_thread_shows_a_time_with_the_zone_that_it_is_meant_in(town_once: World) -> None:
    town_once.chloe.types("#web", "/project new WEB Website relaunch")  # of Paris
    town_once.chloe.types("#web", "/task add Fix login page due friday 5pm")
    town_once.chloe.types("#web", "/task due WEB-1 monday 6pm")
    (moved,) = thread(town_once.ana)
    assert moved == "chloe moved it: Fri 27 Nov 17:00 CET → Mon 30 Nov 18:00 CET."


def test_who_finishes_what_was_blocked_is_said_once(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login page")
    web_once.ana.types("#web", "/task block WEB-1 no password")
    web_once.ben.types("#web", "/task done WEB-1")
    assert thread(web_once.ana) == ["ana blocked it: no password.", "ben finished it."]


def test_the_card_of_a_sub_task_says_what_it_is_part_of(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Launch")
    told = web_once.ana.types("#web", "/task add Draft under:WEB-1")
    assert "part of WEB-1  Launch" in told.text
    assert "part of WEB-1" in cards(web_once.ben)[-1].text
    web_once.ana.types("#web", "/task move WEB-2 top")
    assert "part of" not in cards(web_once.ben)[-1].text


def test_an_undo_redraws_the_card_and_a_task_taken_back_has_none(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ana.types("#web", "/task rename WEB-1 Repair login")
    web.ana.types("#web", "/pm undo")
    assert "Fix login page" in card(web.ben).text
    web.ana.types("#web", "/pm undo")
    assert cards(web.ben) == []


def test_a_card_that_was_talked_about_stays_when_its_task_is_taken_back(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ben.types("#web", "I can do that", card(web.ben))
    web.ana.types("#web", "/pm undo")
    assert "was taken back" in card(web.ben).text
    assert card(web.ben).buttons == []


def test_a_task_that_moves_gets_a_card_in_its_new_channel(web: World) -> None:
    web.ana.types("#mobile", "/project new APP Ticket app")
    web.ana.types("#web", "/task add Fix login page")
    web.ana.types("#web", "/task move WEB-1 APP")
    assert "is now APP-1" in card(web.ben, "#web").text
    assert "APP-1" in card(web.ben, "#mobile").text
    web.ana.types("#web", "/pm undo")
    assert "WEB-1" in card(web.ben, "#web").text
    assert "Done" in card(web.ben, "#web").buttons


def test_a_task_that_moves_to_a_private_project_is_not_followed_in_public(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#web", "/task add Fix login page")
    web.ana.types("#board", "/task move WEB-1 FARE")
    assert "FARE" not in card(web.ben, "#web").text
    assert "elsewhere" in card(web.ben, "#web").text


def test_a_project_that_leaves_its_channel_leaves_no_buttons_behind(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ana.types("#web", "/project unlink WEB")
    assert "Fix login page  is now WEB-1" in card(web.chloe).text
    assert card(web.chloe).buttons == []
    web.ana.types("#mobile", "/project link WEB")
    web.ana.types("#mobile", "/task start WEB-1")
    assert "under way" in card(web.ana, "#mobile").text
    assert card(web.chloe).buttons == []


def test_a_new_key_of_the_project_stands_on_its_cards(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ana.types("#web", "/project edit WEB")
    web.ana.fills(web.ana.view, {"Key": "SITE"})
    web.ana.submits()
    assert "SITE-1" in card(web.ben).text
    web.ben.presses(card(web.ben), "Done")
    assert "· done" in card(web.ben).text


def test_without_the_bot_in_the_channel_there_is_no_card(town_once: World) -> None:
    town_once.ana.types("#random", "/project new WEB Website relaunch")
    told = town_once.ana.types("#random", "/task add Fix login page")
    assert "Added WEB-1" in told.text
    assert cards(town_once.ana, "#random") == []
    town_once.slack.invites_bot("ana", "#random")
    town_once.ana.types("#random", "/task rename WEB-1 Repair login")
    assert "Repair login" in card(town_once.ana, "#random").text


def test_a_card_that_somebody_deleted_comes_back_with_the_next_change(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    shown = card(web.ana)
    del web.slack.workspace.channels[shown.channel].messages[shown.ts]
    web.ana.types("#web", "/task rename WEB-1 Repair login")
    assert "Repair login" in card(web.ana).text
    web.ana.types("#web", "/task rename WEB-1 Renew login")
    assert "Renew login" in card(web.ana).text


def test_an_archived_channel_fails_in_silence(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.ana.archives("#web")
    web.ana.types("#general", "/task rename WEB-1 Repair login")
    web.ana.unarchives("#web")
    web.ana.types("#web", "/task start WEB-1")
    assert "Repair login" in card(web.ana).text


def test_a_step_that_makes_many_tasks_does_not_flood_the_channel(web: World) -> None:
    rows = "".join(f"Task {number}\n" for number in range(8))
    web.ana.uploads("#web", "plan.csv", f"title\n{rows}".encode())
    told = web.ana.types("#web", "/project import WEB")
    assert "8 tasks" in told.text
    assert cards(web.ana) == []
    web.ana.types("#web", "/task start WEB-3")
    assert "WEB-3" in card(web.ana).text


@pytest.mark.parametrize("fault", ["ratelimited", "error", "reset", "lost"])
def test_a_card_is_posted_once_whatever_happens_to_its_call(web: World, fault: Kind) -> None:
    web.slack.faults.plan("chat.postMessage", fault)
    web.ana.types("#web", "/task add Fix login page")
    web.tick()
    assert "Fix login page" in card(web.ana).text


@pytest.mark.parametrize("fault", ["ratelimited", "error", "reset", "lost"])
def test_a_card_shows_the_last_state_whatever_happens_to_an_edit(web: World, fault: Kind) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.slack.faults.plan("chat.update", fault)
    web.ana.types("#web", "/task done WEB-1")
    web.tick()
    assert "· done" in card(web.ana).text
    assert len(thread(web.ana)) == 1


def test_the_lost_answer_of_a_thread_is_said_once(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    web.slack.faults.plan("chat.postMessage", "lost")
    web.ana.types("#web", "/task done WEB-1")
    web.tick()
    assert len(thread(web.ana)) == 1


def test_two_bots_that_look_at_once_post_one_card(web: World) -> None:
    web.slack.faults.plan("chat.postMessage", "error", times=8)
    web.ana.types("#web", "/task add Fix login page")
    web.slack.faults.waiting.clear()
    web.after(minutes=20)

    async def both() -> None:
        ours = web.bot.edge.client
        await asyncio.gather(*(jobs.tick(web.database, ours, web.clock()) for _ in range(2)))

    web.slack.call(both())
    assert "Fix login page" in card(web.ana).text


def test_what_changes_while_a_card_is_being_sent_is_sent_again(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")

    async def both() -> None:
        desk = web.slack.desk
        await asyncio.gather(
            client.say(desk, web.ben.id, "#web", "/task start WEB-1"),
            client.say(desk, web.chloe.id, "#web", "/task priority WEB-1 high"),
        )

    web.slack.call(both())
    web.slack.settle()
    for words in ("under way", "high"):
        assert words in card(web.ana).text


def test_a_burst_of_changes_is_few_edits(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page")
    before = calls(web, "chat.update")

    async def burst() -> None:
        for name in "abcdef":
            await client.say(web.slack.desk, web.ana.id, "#web", f"/task rename WEB-1 {name}")

    web.slack.call(burst())
    web.slack.settle()
    assert "WEB-1  f" in card(web.ana).text
    assert calls(web, "chat.update") - before < 6


def test_a_home_page_that_is_looked_at_follows_what_others_do(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @ben due today")
    home = web.ben.home()
    assert home is not None
    assert "Fix login page" in home.text
    web.ana.types("#web", "/task rename WEB-1 Repair login")
    shown = web.slack.workspace.homes[web.ben.id].body
    assert "Repair login" in str(shown)
    published = calls(web, "views.publish")
    web.after(days=2)
    web.ana.types("#web", "/task rename WEB-1 Renew login")
    assert calls(web, "views.publish") == published
