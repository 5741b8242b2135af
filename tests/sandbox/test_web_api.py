"""Facts 11, 14, 17 and 21 to 24: tokens, scopes and messages through slack_sdk."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from bot.sandbox import local
from tests.sandbox.asking import refused, web
from tests.sandbox.tiny import MANIFEST, Clock

Object = dict[str, Any]


def post(slack: local.Slack, method: str, body: Any = None, **headers: str) -> tuple[Object, Any]:
    """A bare call without the SDK: body as given, JSON for objects."""
    kind = {} if body is None else {"Content-Type": "application/json; charset=utf-8"}
    content = b"" if body is None else json.dumps(body).encode()
    asked = Request(slack.api_url + method, content, {**kind, **headers}, method="POST")
    with urlopen(asked, timeout=5) as answer:
        return json.load(answer), answer.headers


# ── tokens, scopes, arguments ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("app", "not_allowed_token_type")],
)
def test_fact_24_the_token_must_be_the_bots(slack: local.Slack, token: str, error: str) -> None:
    token = slack.app_token if token == "app" else token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert post(slack, "auth.test", **headers)[0] == {"ok": False, "error": error}


def test_fact_24_an_unknown_method_is_named(slack: local.Slack, api: WebClient) -> None:
    answer = refused(lambda: api.api_call("chat.shout"))
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


def test_every_answer_carries_the_scopes(slack: local.Slack, api: WebClient) -> None:
    assert "chat:write" in api.auth_test().headers["x-oauth-scopes"].split(",")
    _, headers = post(slack, "auth.test")
    assert "chat:write" in headers["x-oauth-scopes"]


def test_fact_24_a_missing_scope_says_what_is_needed(clock: Clock) -> None:
    manifest = deepcopy(MANIFEST)
    manifest["oauth_config"]["scopes"]["bot"] = ["chat:write", "channels:read"]
    with local.start(manifest, clock) as slack:
        api = WebClient(slack.bot_token, base_url=slack.api_url)
        answer = refused(lambda: api.users_info(user=slack.person("ana").id))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
        assert answer["provided"] == "channels:read,chat:write"
        private = web(slack, "board")
        assert refused(lambda: api.conversations_info(channel=private))["needed"] == "groups:read"
        api.conversations_info(channel=web(slack))
        listed = refused(lambda: api.conversations_list(types="public_channel,private_channel"))
        assert listed["needed"] == "groups:read"
        assert slack.person("ana").types("#web", "/go").error == "unknown_command"


def test_fact_22_read_methods_do_not_read_json(slack: local.Slack, api: WebClient) -> None:
    token = {"Authorization": f"Bearer {slack.bot_token}"}
    answer, _ = post(slack, "conversations.info", {"channel": web(slack)}, **token)
    assert answer["error"] == "channel_not_found"
    by_query, _ = post(slack, f"conversations.info?channel={web(slack)}", **token)
    assert by_query["ok"]
    by_form = api.api_call("conversations.info", data={"channel": web(slack)})
    assert by_form["channel"]["name"] == "web"


@pytest.mark.parametrize(("raw", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
def test_json_must_be_an_object(slack: local.Slack, raw: str, error: str) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    asked = Request(slack.api_url + "chat.postMessage", raw.encode(), headers, method="POST")
    with urlopen(asked, timeout=5) as answer:
        assert json.load(answer)["error"] == error


# ── messages ─────────────────────────────────────────────────────────────────────────────────


def test_fact_14_the_refusal_points_at_the_field(slack: local.Slack, api: WebClient) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    answer = refused(lambda: api.chat_postMessage(channel=web(slack), text="x", blocks=[header]))
    problem = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [problem]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


def test_fact_11_text_is_cut_at_40000(slack: local.Slack, api: WebClient) -> None:
    posted = api.chat_postMessage(channel=web(slack), text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000


def test_all_blocks_of_a_message_hold_so_many_characters_together(
    slack: local.Slack, api: WebClient
) -> None:
    words = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_000}}
    at = api.chat_postMessage(channel=web(slack), text="long", blocks=[words] * 4)["ts"]
    more = {"channel": web(slack), "ts": at, "text": "long", "blocks": [words] * 5}
    for method in ("chat.postMessage", "chat.update"):
        answer = refused(lambda method=method: api.api_call(method, json=more))  # type: ignore[misc]
        assert answer["error"] == "msg_blocks_too_long"


def test_fact_11_an_edit_takes_4000_and_drops_the_blocks(
    slack: local.Slack, api: WebClient
) -> None:
    where = web(slack)
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "*b*"}}
    ts = api.chat_postMessage(channel=where, text="a", blocks=[block])["ts"]
    long = refused(lambda: api.chat_update(channel=where, ts=ts, text="x" * 4_001))
    assert long["error"] == "msg_too_long"
    edited = api.chat_update(channel=where, ts=ts, text="x" * 4_000)["message"]
    assert "blocks" not in edited
    assert edited["edited"]["user"] == slack.workspace.app.user_id


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "#random", "text": "x"}, "not_in_channel"),
        ({"channel": "#web"}, "no_text"),
        ({"channel": "#web", "text": "  "}, "no_text"),
        ({"channel": "bot", "text": "x"}, "cannot_dm_bot"),
        ({"channel": "#web", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": "#web", "text": "x", "blocks": "nonsense"}, "invalid_blocks_format"),
        (
            {"channel": "#web", "text": "x", "metadata": {"event_type": "a"}},
            "invalid_metadata_schema",
        ),
        ({"text": "x"}, "invalid_arguments"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_fact_24_posting_is_refused(
    slack: local.Slack, api: WebClient, arguments: Object, error: str
) -> None:
    if arguments.get("channel") == "bot":
        arguments = {**arguments, "channel": slack.workspace.app.user_id}
    assert refused(lambda: api.api_call("chat.postMessage", json=arguments))["error"] == error


def test_fact_24_an_archived_channel_takes_nothing(slack: local.Slack, api: WebClient) -> None:
    slack.person("ana").archives("#web")
    answer = refused(lambda: api.chat_postMessage(channel=web(slack), text="x"))
    assert answer["error"] == "is_archived"


def test_fact_24_a_private_channel_without_the_bot_is_not_there(
    slack: local.Slack, api: WebClient
) -> None:
    hidden = slack.add_channel("hidden", "ana", private=True, with_bot=False).id
    for call in (
        lambda: api.chat_postMessage(channel=hidden, text="x"),
        lambda: api.conversations_info(channel=hidden),
        lambda: api.conversations_members(channel=hidden),
    ):
        assert refused(call)["error"] == "channel_not_found"
    listed = api.conversations_list(types="public_channel,private_channel")["channels"]
    assert {one["name"] for one in listed} == {"general", "web", "mobile", "random", "board"}


def test_ephemeral_messages_are_for_one_member_and_not_in_the_history(
    slack: local.Slack, api: WebClient
) -> None:
    ana, ben, dev = slack.person("ana"), slack.person("ben"), slack.person("dev")
    where = web(slack)
    ts = api.chat_postEphemeral(channel=where, user=ana.id, text="psst")["message_ts"]
    assert [one.text for one in ana.sees("#web")] == ["psst"]
    assert ben.sees("#web") == []
    assert api.conversations_history(channel=where)["messages"] == []
    outside = refused(lambda: api.chat_postEphemeral(channel=where, user=dev.id, text="x"))
    assert outside["error"] == "user_not_in_channel"
    update = refused(lambda: api.chat_update(channel=where, ts=ts, text="x"))
    assert update["error"] == "message_not_found"


def test_fact_17_markdown_text_stands_alone(slack: local.Slack, api: WebClient) -> None:
    where = web(slack)
    api.chat_postMessage(channel=where, markdown_text="x" * 12_000)
    long = refused(lambda: api.chat_postMessage(channel=where, markdown_text="x" * 12_001))
    both = refused(lambda: api.chat_postMessage(channel=where, markdown_text="x", text="y"))
    assert (long["error"], both["error"]) == ("msg_too_long", "markdown_text_conflict")


def test_blocks_without_text_are_a_doubt(slack: local.Slack, api: WebClient) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "*b*"}}
    with pytest.warns(UserWarning, match="text"):
        api.chat_postMessage(channel=web(slack), blocks=[block])
    assert slack.doubts == ["blocks without text: notifications and screen readers say nothing"]


def test_only_own_messages_are_edited_and_deleted(slack: local.Slack, api: WebClient) -> None:
    ana = slack.person("ana")
    ana.types("#web", "mine")
    where, ts = web(slack), ana.sees("#web")[0].ts
    edit = refused(lambda: api.chat_update(channel=where, ts=ts, text="x"))
    delete = refused(lambda: api.chat_delete(channel=where, ts=ts))
    assert (edit["error"], delete["error"]) == ("cant_update_message", "cant_delete_message")
    own = api.chat_postMessage(channel=where, text="own")["ts"]
    api.chat_delete(channel=where, ts=own)
    assert [one.text for one in ana.sees("#web")] == ["mine"]
    gone = refused(lambda: api.chat_delete(channel=where, ts=own))
    assert gone["error"] == "message_not_found"


def test_ts_is_unique_even_when_the_clock_stands(slack: local.Slack, api: WebClient) -> None:
    posted = [api.chat_postMessage(channel=web(slack), text=str(n))["ts"] for n in range(20)]
    assert posted == sorted(set(posted))


def test_threads_count_their_replies(slack: local.Slack, api: WebClient) -> None:
    where, ana = web(slack), slack.person("ana")
    ts = api.chat_postMessage(channel=where, text="first")["ts"]
    api.chat_postMessage(channel=where, text="reply", thread_ts=ts)
    api.chat_postMessage(channel=where, text="loud", thread_ts=ts, reply_broadcast=True)
    (top, loud) = ana.sees("#web")
    assert (top.raw["reply_count"], loud.text) == (2, "loud")
    assert [one.text for one in ana.sees("#web", thread=top)] == ["first", "reply", "loud"]
    found = api.conversations_replies(channel=where, ts=ts)["messages"]
    assert [one["text"] for one in found] == ["first", "reply", "loud"]


def test_fact_21_metadata_is_found_in_the_history(
    slack: local.Slack, api: WebClient, clock: Clock
) -> None:
    where = web(slack)
    key = {"event_type": "notice", "event_payload": {"key": "due:WEB-12"}}
    api.chat_postMessage(channel=where, text="old", metadata=key)
    clock.forward(minutes=5)
    since = str(clock.now.timestamp())
    clock.forward(seconds=1)
    api.chat_postMessage(channel=where, text="new", metadata=key)
    plain = api.conversations_history(channel=where)["messages"]
    assert not any("metadata" in one for one in plain)
    found = api.conversations_history(channel=where, include_all_metadata=True, oldest=since)
    assert [one["metadata"]["event_payload"]["key"] for one in found["messages"]] == ["due:WEB-12"]
    assert [one["text"] for one in found["messages"]] == ["new"]


def test_fact_23_scheduling_reaches_120_days(
    slack: local.Slack, api: WebClient, clock: Clock
) -> None:
    where, now = web(slack), int(clock.now.timestamp())
    early = refused(lambda: api.chat_scheduleMessage(channel=where, text="x", post_at=now))
    late = refused(
        lambda: api.chat_scheduleMessage(channel=where, text="x", post_at=now + 121 * 86_400)
    )
    assert (early["error"], late["error"]) == ("time_in_past", "time_too_far")
    api.chat_scheduleMessage(channel=where, text="later", post_at=now + 60)
    taken = api.chat_scheduleMessage(channel=where, text="never", post_at=now + 60)
    api.chat_deleteScheduledMessage(
        channel=where, scheduled_message_id=taken["scheduled_message_id"]
    )
    slack.tick()
    assert slack.person("ana").sees("#web") == []
    clock.forward(seconds=60)
    slack.tick()
    assert [one.text for one in slack.person("ana").sees("#web")] == ["later"]


def test_permalinks_name_channel_and_time(slack: local.Slack, api: WebClient) -> None:
    where = web(slack)
    ts = api.chat_postMessage(channel=where, text="x")["ts"]
    link = api.chat_getPermalink(channel=where, message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/{where}/p{ts.replace('.', '')}")


def test_only_loopback_names_are_served(slack: local.Slack) -> None:
    evil = "https://evil.example"
    for headers in ({"Host": "evil.example"}, {"Origin": evil}, {"Origin": "null"}):
        asked = Request(slack.api_url + "api.test", headers=headers)
        with pytest.raises(HTTPError) as error, urlopen(asked, timeout=5):
            pass
        assert error.value.code == 403
        error.value.close()


def test_a_taken_port_is_an_os_error(slack: local.Slack, clock: Clock) -> None:
    port = int(slack.base_url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"), local.start(MANIFEST, clock, port=port):
        pass
