"""Stories of what comes twice: it is done once, and said so."""

from __future__ import annotations

import pytest

from tests.slack import again
from tests.world import World


def test_a_command_delivered_twice_is_carried_out_once(web: World) -> None:
    first, _ = again.command_twice(web, web.ana, "#web", "/task add Fix login")
    assert "WEB-1" in first.body["text"]
    assert "Open tasks in WEB · 1" in web.ana.types("#web", "/task list").text


def test_a_press_delivered_twice_is_carried_out_once(web: World) -> None:
    told = web.ana.types("#web", "/task add Fix login")
    web.ana.presses(told, "Done")
    told = web.ana.types("#web", "/task show WEB-1")
    again.press_twice(web, web.ana, told.message, "Reopen")
    assert "to do" in web.ana.types("#web", "/task show WEB-1").text
    assert "reopened WEB-1" in web.ana.types("#web", "/pm undo").text
    assert "finished WEB-1" in web.ana.types("#web", "/pm undo").text


def test_a_form_delivered_twice_makes_one_task(web: World) -> None:
    web.ana.types("#web", "/task add")
    web.ana.fills(None, {"Title": "Fix login"})
    again.submit_twice(web, web.ana)
    assert "Open tasks in WEB · 1" in web.ana.types("#web", "/task list").text


def test_a_form_with_an_error_can_be_sent_again_after_it_is_put_right(web: World) -> None:
    web.ana.types("#web", "/task add")
    web.ana.fills(None, {"Title": "Fix login", "Estimate": "soon"})
    for _ in range(2):
        assert web.ana.submits().errors.keys() == {"estimate"}
    web.ana.fills(None, {"Estimate": "2d"})
    assert "WEB-1" in web.ana.submits().text


def test_a_direct_message_delivered_twice_is_answered_once(town: World) -> None:
    town.ana.types("@stationmaster", "hello")
    channel = town.slack.workspace.direct(town.ana.id, town.slack.workspace.app.user_id)
    before = len(town.ana.sees("@stationmaster"))
    event = {
        "type": "message", "channel": channel.id, "channel_type": "im", "user": town.ana.id,
        "text": "hello again", "ts": "1795600000.000100", "event_ts": "1795600000.000100",
    }  # fmt: skip
    again.event_twice(town, event)
    assert len(town.ana.sees("@stationmaster")) == before + 1


@pytest.mark.parametrize(
    ("owner", "button", "said"),
    [
        ("@ben", "Start", "already"),
        ("", "Claim", "Yours already"),
        ("", "Done", "Already done"),
        ("", "Undo", "undone"),
    ],
)
def test_a_button_pressed_twice_says_that_it_is_done(
    web: World, owner: str, button: str, said: str
) -> None:
    told = web.ana.types("#web", f"/task add Fix login {owner}")
    body = dict(told.message.raw) if told.message else {}
    web.ana.presses(told, button)
    assert told.message is not None
    told.message.raw.update(body)  # the second press was on its way before the answer came
    assert said in web.ana.presses(told, button).text


def test_a_question_answered_twice_makes_one_task(web: World) -> None:
    asked = web.ana.types("#general", "/task add Order flowers")
    body = dict(asked.message.raw) if asked.message else {}
    web.ana.chooses(asked, "pick.project", "WEB")
    assert asked.message is not None
    asked.message.raw.update(body)
    assert "answered already" in web.ana.chooses(asked, "pick.project", "WEB").text
    assert "Open tasks in WEB · 1" in web.ana.types("#web", "/task list").text


def test_a_private_item_behind_a_forged_button_looks_as_if_it_did_not_exist(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Write to the ministry")
    told = web.ben.types("#web", "/task add Fix login")
    for action_id, button in (("task.done", "Done"), ("task.edit", "Edit")):
        refused = web.ben.presses(again.forged(told, action_id, "FARE-1"), button)
        assert "I cannot find FARE-1" in refused.text
        assert refused.view is None
    assert "to do" in web.ana.types("#board", "/task show FARE-1").text


def test_the_step_of_somebody_else_behind_a_forged_button_stays(web: World) -> None:
    web.ana.types("#web", "/task add Hers")
    told = web.ben.types("#web", "/task add His")
    assert told.message is not None
    mine = next(
        int(each["value"])
        for block in told.message.blocks
        for each in block.get("elements", [])
        if each.get("action_id") == "undo"
    )
    refused = web.ben.presses(again.forged(told, "undo", str(mine - 1)), "Undo")
    assert "no such step of yours" in refused.text
    assert "Hers" in web.ana.types("#web", "/task list").text


@pytest.mark.parametrize("value", ["", "x", "WEB-1|x|", "WEB-1|9999|mine", "WEB-9|0|", "|||"])
def test_a_forged_value_changes_nothing_and_shows_no_traceback(web_once: World, value: str) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    listed = web_once.ana.types("#web", "/task list")
    told = web_once.ana.presses(again.forged(listed, "tasks.tick", value), "Done")
    assert told.text
    assert "Traceback" not in told.text
    assert "Error" not in told.text


def test_somebody_whom_slack_does_not_know_owns_nothing(web: World) -> None:
    told = again.raw_command(web, web.ana, "#web", "/task add Fix login <@U0NOBODY|x>")
    assert "has left the workspace" in told
