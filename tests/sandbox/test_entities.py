"""Work Objects: what one may look like, and the pane that a person opens."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import local
from bot.sandbox.errors import CannotDo
from bot.sandbox.user.people import Shown
from tests.sandbox.asking import refused
from tests.sandbox.tiny import Clock, Tiny
from tests.sandbox.work_objects import LINK, alone, entity

Object = dict[str, Any]
FIELDS, CUSTOM = "entity_payload/fields", "entity_payload/custom_fields"
BUTTONS = "entity_payload/actions/primary_actions"
DONE = {"text": "Done", "action_id": "done"}


@pytest.fixture
def card(slack: local.Slack, tiny: Tiny, api: WebClient) -> Shown:
    """Ana's message with a Work Object below it."""
    ana = slack.person("ana")
    ana.types("#web", f"see {LINK}")
    message = ana.sees("#web")[0]
    api.chat_unfurl(channel=message.channel, ts=message.ts, metadata={"entities": [entity()]})
    return message


def test_everybody_sees_title_fields_and_buttons(slack: local.Slack, card: Shown) -> None:
    shown = slack.person("ben").sees("#web")[0]
    assert "Fix login · WEB-12" in shown.text
    assert "Assignee: Ben" in shown.text
    assert "Due date: 2026-11-27" in shown.text
    assert "Project: Website" in shown.text
    assert shown.buttons == ["Done"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("entity_type", "slack#/entities/train", "valid enum value"),
        ("url", None, "missing required field: url"),
        ("url", "WEB-12", "must be a URL"),
        ("external_ref", None, "missing required field: external_ref"),
        ("external_ref", {"type": "task"}, "missing required field: id"),
        ("external_ref", {"id": "1", "key": "WEB"}, "invalid additional property: key"),
        ("app_unfurl_url", None, "missing required field: app_unfurl_url"),
        ("entity_payload", None, "missing required field: entity_payload"),
        ("entity_payload/attributes", None, "missing required field: attributes"),
        ("entity_payload/attributes/title", {}, "missing required field: text"),
        ("entity_payload/attributes/title", "Fix login", "must be an object"),
        ("entity_payload/money", 400, "invalid additional property: money"),
        ("surprise", 1, "invalid additional property: surprise"),
        (f"{FIELDS}/owner", {"value": "Ben"}, "invalid additional property: owner"),
        (f"{FIELDS}/status", {"value": 3}, "must be a string"),
        (f"{FIELDS}/status", {"label": "State"}, "missing required field: value"),
        (f"{FIELDS}/status", {"value": "open", "tag_color": "pink"}, "valid enum value"),
        (f"{FIELDS}/due_date", {"value": "27 Nov"}, "must be a date"),
        (
            f"{FIELDS}/due_date",
            {"value": "soon", "type": "slack#/types/timestamp"},
            "must be an integer",
        ),
        (f"{FIELDS}/date_created", {"value": "today"}, "must be an integer"),
        (f"{FIELDS}/assignee", {"value": "Ben"}, "missing required field: user"),
        (f"{FIELDS}/assignee", {"user": {"text": "B", "user_id": "U1"}}, "only one of"),
        (CUSTOM, [{"key": "a", "type": "string", "value": "b"}], "missing required field: label"),
        (CUSTOM, [{"key": "a", "label": "A", "type": "text", "value": "b"}], "valid enum value"),
        (
            CUSTOM,
            [{"key": "a", "label": "A", "type": "integer", "value": 3, "long": True}],
            "only for fields of type string",
        ),
        (
            CUSTOM,
            [{"key": "a", "label": "A", "type": "array", "value": [{"value": "b"}]}],
            "missing required field: item_type",
        ),
        (BUTTONS, [DONE, DONE, DONE], "no more than 2 items"),
        (BUTTONS, [{"text": "Done"}], "missing required field: action_id"),
        (BUTTONS, [{**DONE, "type": "button"}], "invalid additional property: type"),
    ],
)
def test_what_is_no_work_object_is_refused(
    slack: local.Slack, tiny: Tiny, api: WebClient, path: str, value: Any, said: str
) -> None:
    slack.person("ana").types("#web", f"see {LINK}")
    (told,) = tiny.of("link_shared")
    wrong = {"entities": [entity(path, value)]}
    where = {"unfurl_id": told["unfurl_id"], "source": told["source"]}
    answer = refused(lambda: api.chat_unfurl(**where, metadata=wrong))
    assert answer["error"] == "error_processing_metadata"
    assert said in answer["response_metadata"]["messages"][0]


def test_opening_one_asks_for_its_details(slack: local.Slack, tiny: Tiny, card: Shown) -> None:
    ben = slack.person("ben")
    opened = ben.opens(ben.sees("#web")[0])
    (event,) = tiny.of("entity_details_requested")
    assert event["user"] == ben.id
    assert event["external_ref"] == {"id": "WEB-12"}
    assert event["entity_url"] == event["app_unfurl_url"] == LINK
    assert event["link"] == {"url": LINK, "domain": "trains.example"}
    assert (event["channel"], event["message_ts"]) == (card.channel, card.ts)
    assert "Fix login" in opened.text  # until details come, what is unfurled


def test_the_details_are_for_the_one_who_opened_it(
    slack: local.Slack, tiny: Tiny, api: WebClient, card: Shown
) -> None:
    said = alone()
    said["entity_payload"]["fields"]["description"] = {"value": "See the log", "long": True}

    async def present(body: Object) -> None:
        event = body["event"]
        if event["type"] == "entity_details_requested":
            await tiny.client.entity_presentDetails(event["trigger_id"], said)

    tiny.event = present
    ben = slack.person("ben")
    opened = ben.opens(ben.sees("#web")[0])
    assert "Description: See the log" in opened.text
    assert "See the log" not in ben.sees("#web")[0].text
    assert ben.details.buttons == ["Done"]
    with pytest.raises(CannotDo, match="no details"):
        slack.person("ana").presses(ben.details, "Done")
    ben.presses(ben.details, "Done")
    (pressed,) = tiny.of("block_actions")
    assert pressed["container"]["type"] == "entity_detail"
    assert pressed["container"]["external_ref"] == {"id": "WEB-12"}
    assert "response_url" not in pressed
    assert pressed["actions"][0]["value"] == "WEB-12"


def test_an_error_says_why_there_is_nothing_to_see(
    slack: local.Slack, tiny: Tiny, api: WebClient, card: Shown
) -> None:
    ben = slack.person("ben")
    ben.opens(card)
    trigger = tiny.of("entity_details_requested")[0]["trigger_id"]
    api.entity_presentDetails(trigger, error={"status": "not_found"})
    assert ben.details.error == "not_found"
    assert "Fix login" not in ben.details.text


def test_a_trigger_is_good_for_three_seconds_and_once(
    slack: local.Slack, tiny: Tiny, api: WebClient, card: Shown, clock: Clock
) -> None:
    ben = slack.person("ben")
    ben.opens(card)
    trigger = tiny.of("entity_details_requested")[0]["trigger_id"]
    api.entity_presentDetails(trigger, alone())
    again = refused(lambda: api.entity_presentDetails(trigger, alone()))
    assert again["error"] == "invalid_trigger_id"
    ben.opens(card)
    late = tiny.of("entity_details_requested")[1]["trigger_id"]
    clock.forward(seconds=4)
    assert refused(lambda: api.entity_presentDetails(late, alone()))["error"] == again["error"]


def test_a_trigger_of_a_command_opens_no_details(
    slack: local.Slack, tiny: Tiny, api: WebClient, card: Shown
) -> None:
    slack.person("ben").types("#web", "/go")
    trigger = next(one["trigger_id"] for one in tiny.heard if "command" in one)
    answer = refused(lambda: api.entity_presentDetails(trigger, alone()))
    assert answer["error"] == "invalid_trigger_id"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"metadata": alone() | {"external_ref": {"id": "WEB-13"}}},
         "entity_metadata_does_not_match_trigger"),
        ({"metadata": entity()}, "invalid_arguments"),
        ({"metadata": {"entities": [alone()]}}, "invalid_arguments"),
        ({"error": {"status": "gone"}}, "invalid_arguments"),
        ({"error": {}}, "invalid_arguments"),
        ({"user_auth_required": True}, "user_auth_url_missing"),
        ({}, "invalid_arguments"),
        ({"metadata": alone(), "user": "U1"}, "invalid_arguments"),
    ],
)  # fmt: skip
def test_details_that_do_not_fit_are_refused(
    slack: local.Slack, tiny: Tiny, api: WebClient, card: Shown, given: Object, error: str
) -> None:
    slack.person("ben").opens(card)
    trigger = tiny.of("entity_details_requested")[0]["trigger_id"]
    call = {"trigger_id": trigger, **given}
    assert refused(lambda: api.api_call("entity.presentDetails", json=call))["error"] == error


def test_an_app_that_has_not_switched_them_on_has_none(
    slack: local.Slack, tiny: Tiny, api: WebClient, card: Shown
) -> None:
    slack.person("ben").opens(card)
    trigger = tiny.of("entity_details_requested")[0]["trigger_id"]
    slack.workspace.takes_work_objects = False
    where: Object = {"channel": card.channel, "ts": card.ts, "metadata": {"entities": [entity()]}}
    assert refused(lambda: api.chat_unfurl(**where))["error"] == "error_processing_metadata"
    answer = refused(lambda: api.entity_presentDetails(trigger, alone()))
    assert answer["error"] == "feature_not_enabled"


def test_a_message_without_a_work_object_has_none_to_open(slack: local.Slack) -> None:
    ana = slack.person("ana")
    ana.types("#web", "hello")
    with pytest.raises(CannotDo, match="no Work Object"):
        ana.opens(ana.sees("#web")[0])
