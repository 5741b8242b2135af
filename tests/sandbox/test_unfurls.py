"""Links in messages: who hears of them, and what may be shown below them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.sandbox import local
from tests.sandbox.asking import refused, web
from tests.sandbox.tiny import Tiny, actions, always, button, plain
from tests.sandbox.work_objects import LINK, entity

Object = dict[str, Any]
CARD = {"blocks": [{"type": "section", "text": plain("WEB-12 Fix login")}]}


@pytest.fixture
def told(slack: local.Slack, tiny: Tiny) -> Object:
    """The `link_shared` of a message of Ana's."""
    slack.person("ana").types("#web", f"see {LINK} and https://other.example/x")
    (event,) = tiny.of("link_shared")
    return event


def test_a_link_is_told_wherever_it_is_posted(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ana.types("@ben", f"see {LINK}")
    (event,) = tiny.of("link_shared")
    assert event["is_bot_user_member"] is False
    assert event["user"] == ana.id
    assert event["source"] == "conversations_history"
    assert event["user_locale"] == ana.person.locale
    ana.types("#web", f"see {LINK}", thread=ana.types("#web", "hello").message or "")
    assert len(tiny.of("link_shared")) == 2


def test_an_edited_message_tells_no_links(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ana.types("#web", "hello")
    ana.edits(ana.sees("#web")[0], f"see {LINK}")
    assert tiny.of("link_shared") == []


@pytest.mark.parametrize("by_id", [True, False])
def test_a_message_is_named_in_two_ways(
    told: Object, slack: local.Slack, api: WebClient, by_id: bool
) -> None:
    where = (
        {"unfurl_id": told["unfurl_id"], "source": told["source"]}
        if by_id
        else {"channel": told["channel"], "ts": told["message_ts"]}
    )
    api.chat_unfurl(**where, unfurls={LINK: CARD})
    assert "WEB-12 Fix login" in slack.person("ben").sees("#web")[0].text


def test_a_second_unfurl_takes_the_place_of_the_first(
    told: Object, slack: local.Slack, api: WebClient
) -> None:
    where = {"channel": told["channel"], "ts": told["message_ts"]}
    api.chat_unfurl(**where, unfurls={LINK: CARD})
    api.chat_unfurl(**where, metadata={"entities": [entity()]})
    (shown,) = slack.person("ben").sees("#web")[0].raw["attachments"]
    assert shown["title"] == "Fix login · WEB-12"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"channel": None}, "missing_channel"),
        ({"ts": None}, "missing_ts"),
        ({"unfurl_id": "x"}, "missing_source"),
        ({"source": "composer"}, "missing_unfurl_id"),
        ({"unfurl_id": "x", "source": "mail"}, "invalid_source"),
        ({"unfurl_id": "x", "source": "conversations_history"}, "invalid_unfurl_id"),
        ({"channel": "C404"}, "cannot_find_channel"),
        ({"ts": "1.000001"}, "cannot_find_message"),
        ({"unfurls": None}, "missing_unfurls"),
        ({"unfurls": [CARD]}, "invalid_unfurls_format"),
        ({"unfurls": "{"}, "invalid_unfurls_format"),
        ({"unfurls": {"https://trains.example/WEB-13": CARD}}, "cannot_unfurl_message"),
        ({"unfurls": {"https://other.example/x": CARD}}, "cannot_unfurl_url"),
        ({"unfurls": {LINK: {"blocks": [{"type": "input"}]}}}, "invalid_blocks"),
        ({"metadata": {"entities": {}}}, "invalid_metadata_format"),
        ({"metadata": "{"}, "invalid_metadata_format"),
        ({"metadata": {"entities": [{}]}}, "error_processing_metadata"),
        ({"thread": "1"}, "invalid_arguments"),
    ],
)
def test_what_cannot_be_unfurled_is_refused(
    told: Object, api: WebClient, change: Object, error: str
) -> None:
    given = {"channel": told["channel"], "ts": told["message_ts"], "unfurls": {LINK: CARD}}
    sent = {name: one for name, one in {**given, **change}.items() if one is not None}
    assert refused(lambda: api.api_call("chat.unfurl", json=sent))["error"] == error


def test_a_link_that_nobody_was_told_of_is_not_unfurled(slack: local.Slack, api: WebClient) -> None:
    ana = slack.person("ana")
    ana.types("#web", "hello")
    message = ana.sees("#web")[0]
    ana.edits(message, f"see {LINK}")
    call: Object = {"channel": web(slack), "ts": message.ts, "unfurls": {LINK: CARD}}
    assert refused(lambda: api.chat_unfurl(**call))["error"] == "cannot_unfurl_url"


def test_a_button_in_an_unfurl_says_where_it_stands(
    told: Object, slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    card = {"blocks": [actions(button())]}
    api.chat_unfurl(channel=told["channel"], ts=told["message_ts"], unfurls={LINK: card})
    ben = slack.person("ben")
    ben.presses(ben.sees("#web")[0], "Go")
    (pressed,) = tiny.of("block_actions")
    assert pressed["container"]["type"] == "message_attachment"
    assert pressed["container"]["is_app_unfurl"] is True
    assert pressed["container"]["app_unfurl_url"] == LINK
    assert pressed["app_unfurl"]["from_url"] == LINK


def test_an_answer_cannot_replace_the_message_of_somebody(
    told: Object, slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    card = {"blocks": [actions(button())]}
    api.chat_unfurl(channel=told["channel"], ts=told["message_ts"], unfurls={LINK: card})
    ben = slack.person("ben")
    ben.presses(ben.sees("#web")[0], "Go")
    hook = WebhookClient(tiny.of("block_actions")[0]["response_url"])
    assert hook.send(text="mine now", replace_original=True).body == "cant_update_message"
    hook.send(text="only you", replace_original=False, response_type="ephemeral")
    assert ben.sees("#web")[-1].text == "only you"


def test_after_a_press_slack_asks_for_the_work_object_again(
    told: Object, slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    where = {"channel": told["channel"], "ts": told["message_ts"]}
    api.chat_unfurl(**where, metadata={"entities": [entity()]})
    tiny.action = always(None)
    ben = slack.person("ben")
    ben.presses(ben.sees("#web")[0], "Done")
    assert len(tiny.of("link_shared")) == 2
    assert tiny.of("block_actions")[0]["container"]["external_ref"] == {"id": "WEB-12"}
