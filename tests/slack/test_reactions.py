"""The reaction 🎫: a task of the message under it, where a project wants that."""

from __future__ import annotations

import asyncio

from bot.sandbox.app import events
from tests.slack.test_shortcuts import says
from tests.world import World


def test_a_ticket_under_a_message_makes_a_task_where_that_is_switched_on(web: World) -> None:
    said = says(web.ben, "#web", "Fix the login page by friday")
    assert web.ana.reacts(said, "ticket").text == ""
    assert ": off." in web.ana.types("#web", "/project tickets WEB").text
    assert ": on." in web.ana.types("#web", "/project tickets WEB on").text
    said = says(web.ben, "#web", "Fix the login page by friday")
    told = web.ana.reacts(said, "ticket")
    assert "Added WEB-1  Fix the login page" in told.text
    assert "Fri 27 Nov" in told.text
    assert "WEB-1  Fix the login page" in web.chloe.sees("#web", said)[-1].text
    shown = web.ana.types("#web", "/task show WEB-1")
    assert f"/archives/{said.channel}/p" in str(shown.messages[-1].raw)


def test_nobody_is_asked_about_a_date_in_doubt_it_stays_in_the_words(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    told = web.ana.reacts(says(web.ben, "#web", "Fix the login page next friday"), "ticket").text
    assert "Added WEB-1  Fix the login page next friday" in told
    assert "no due date" in told


def test_however_many_react_and_however_often_there_is_one_task(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    said = says(web.ben, "#web", "Fix the login page")
    web.ana.reacts(said, "ticket")
    web.chloe.reacts(said, "ticket")
    web.ana.reacts(said, "ticket")  # away again
    web.ana.reacts(said, "admission_tickets")
    assert "Open tasks in WEB · 1" in web.ana.types("#web", "/task list").text
    assert len(web.ben.sees("#web", said)) == 2


def test_reactions_at_once_and_delivered_again_make_one_task(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    said = says(web.ben, "#web", "Fix the login page")
    item = {"type": "message", "channel": said.channel, "ts": said.ts}
    desk = web.slack.desk
    both = [
        events.envelope(
            desk.workspace,
            {
                "type": "reaction_added", "user": person.id, "item": item, "reaction": "ticket",
                "item_user": web.ben.id, "event_ts": "1795600000.000100",
            },
        )
        for person in (web.ana, web.chloe)
    ]  # fmt: skip

    async def at_once() -> None:
        await asyncio.gather(*(desk.delivery.event(each) for each in [*both, *both]))
        await web.bot.drain()

    web.slack.call(at_once())
    assert "Open tasks in WEB · 1" in web.ana.types("#web", "/task list").text


def test_what_is_undone_can_be_made_anew(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    said = says(web.ben, "#web", "Fix the login page")
    told = web.ana.reacts(said, "ticket")
    mine = next(each for each in told.messages if each.is_ephemeral)
    web.ana.presses(mine, "Undo")
    assert "Added WEB-2" in web.chloe.reacts(said, "ticket").text


def test_the_thread_hears_that_the_task_is_taken_back_or_called_otherwise(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    said = says(web.ben, "#web", "Fix the login page")
    told = web.ana.reacts(said, "ticket")
    web.ana.presses(told, "Undo")
    assert [each.text for each in web.ben.sees("#web", said)][1:] == [
        "WEB-1  Fix the login page  was taken back"
    ]
    web.ana.types("#mobile", "/project new APP App")
    said = says(web.ben, "#web", "Order flowers")
    web.ana.reacts(said, "ticket")
    web.ana.types("#web", "/task move WEB-2 APP")
    assert "APP-1  Order flowers" in web.ben.sees("#web", said)[-1].text
    assert len(web.ben.sees("#web", said)) == 2


def test_an_answer_in_a_thread_can_be_ticketed(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    first = says(web.ben, "#web", "What is left?")
    said = says(web.chloe, "#web", "The press text", first)
    assert "Added WEB-1  The press text" in web.ana.reacts(said, "ticket").text
    assert "WEB-1  The press text" in web.ben.sees("#web", first)[-1].text


def test_our_own_messages_and_other_emoji_are_no_work(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    said = says(web.ben, "#web", "Fix the login page")
    assert web.ana.reacts(said, "eyes").text == ""
    web.ana.reacts(said, "ticket")
    ours = web.ana.sees("#web", said)[-1]
    web.ana.reacts(ours, "ticket")
    assert "Open tasks in WEB · 1" in web.ana.types("#web", "/task list").text


def test_who_may_not_see_the_project_makes_nothing(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/project link FARE #web")
    web.ana.types("#board", "/project tickets FARE on")
    said = says(web.ben, "#web", "The ministry asked again")
    assert web.ben.reacts(said, "ticket").text == ""
    told = web.ana.reacts(said, "ticket")
    assert "Added FARE-1" in told.text
    assert "Not everybody there may see FARE" in told.text
    assert len(web.ben.sees("#web", said)) == 1


def test_what_is_said_in_private_goes_into_no_project_that_all_may_read(web: World) -> None:
    web.ana.types("#web", "/project tickets WEB on")
    web.ana.types("#board", "/project link WEB #board")
    said = says(web.chloe, "#board", "The fares go up")
    assert web.ana.reacts(said, "ticket").text == ""
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/project tickets FARE on")
    assert "Added FARE-1" in web.chloe.reacts(said, "ticket").text
    assert "FARE-1" in web.ana.sees("#board", said)[-1].text


def test_where_slack_shows_no_message_the_person_hears_of_another_way(web_once: World) -> None:
    web_once.ana.types("#web", "/project tickets WEB on")
    said = says(web_once.ben, "#web", "Fix the login page")
    web_once.slack.faults.plan("conversations.history", "reset", times=9)
    assert "Make a task of this" in web_once.ana.reacts(said, "ticket").text


def test_of_several_projects_the_one_used_last_here_gets_it(web: World) -> None:
    web.ana.types("#mobile", "/project new APP App")
    web.ana.types("#mobile", "/project link APP #web")
    for key in ("WEB", "APP"):
        web.ana.types("#web", f"/project tickets {key} on")
    web.ana.types("#web", "/task add One in:APP")
    assert "Added APP-2" in web.ana.reacts(says(web.ben, "#web", "Two"), "ticket").text
    assert "Added WEB-1" in web.chloe.reacts(says(web.ben, "#web", "Three"), "ticket").text


def test_a_switch_is_a_step_to_undo_and_takes_only_on_and_off(web_once: World) -> None:
    web_once.ana.types("#web", "/project previews WEB off")
    assert "Say on or off" in web_once.ana.types("#web", "/project tickets WEB maybe").text
    web_once.ana.types("#web", "/project tickets WEB on")
    web_once.ana.types("#web", "/pm undo")
    assert ": off." in web_once.ana.types("#web", "/project tickets WEB").text


def test_a_ticket_waits_while_slack_takes_no_questions(web_once: World) -> None:
    web_once.ana.types("#web", "/project tickets WEB on")
    said = says(web_once.ben, "#web", "Fix the login page")
    web_once.slack.faults.plan("conversations.history", "ratelimited")
    web_once.slack.faults.plan("chat.postEphemeral", "ratelimited")
    assert "Added WEB-1" in web_once.ana.reacts(said, "ticket").text


def test_what_is_left_of_a_deleted_message_is_no_work(web_once: World) -> None:
    web_once.ana.types("#web", "/project tickets WEB on")
    said = says(web_once.ben, "#web", "Fix the login page")
    says(web_once.chloe, "#web", "On it", said)
    web_once.ben.deletes(said)
    (left,) = [each for each in web_once.ana.sees("#web") if each.ts == said.ts]
    assert left.raw["subtype"] == "tombstone"
    assert web_once.ana.reacts(left, "ticket").text == ""
