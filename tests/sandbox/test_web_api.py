"""Facts 11, 14, 20 and 22 to 27: the Web API through slack_sdk's client over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import local
from bot.sandbox.api import METHODS
from tests.sandbox.tiny import MANIFEST, Clock, Tiny

Object = dict[str, Any]


def refused(call: Callable[[], Any]) -> Object:
    """The body of Slack's refusal."""
    with pytest.raises(SlackApiError) as error:
        call()
    answer: Object = error.value.response.data
    return answer


def post(slack: local.Slack, method: str, body: Any = None, **headers: str) -> tuple[Object, Any]:
    """A bare call without the SDK: body as given, JSON for objects."""
    kind = {} if body is None else {"Content-Type": "application/json; charset=utf-8"}
    content = b"" if body is None else json.dumps(body).encode()
    asked = Request(slack.api_url + method, content, {**kind, **headers}, method="POST")
    with urlopen(asked, timeout=5) as answer:
        return json.load(answer), answer.headers


def web(slack: local.Slack, name: str = "web") -> str:
    """A channel's id."""
    channel = slack.workspace.find_channel(name)
    assert channel is not None
    return channel.id


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


# ── rate limits ──────────────────────────────────────────────────────────────────────────────


def test_fact_20_a_channel_takes_one_message_a_second(
    slack: local.Slack, api: WebClient, clock: Clock
) -> None:
    slack.limits.on = True
    for number in range(4):
        api.chat_postMessage(channel=web(slack), text=str(number))
    with pytest.raises(SlackApiError) as error:
        api.chat_postMessage(channel=web(slack), text="x")
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "1"
    assert error.value.response["error"] == "ratelimited"
    api.chat_postMessage(channel=web(slack, "mobile"), text="another channel")
    clock.forward(seconds=1)
    api.chat_postMessage(channel=web(slack), text="again")


def test_fact_20_a_tier_2_method_takes_twenty_calls_a_minute(
    slack: local.Slack, api: WebClient, clock: Clock
) -> None:
    slack.limits.on = True
    for _ in range(20):
        api.users_list()
    with pytest.raises(SlackApiError) as error:
        api.users_list()
    assert 0 < int(error.value.response.headers["Retry-After"]) <= 60
    api.users_info(user=slack.person("ana").id)
    clock.forward(seconds=60)
    api.users_list()


@pytest.mark.parametrize(
    ("method", "tier"),
    [
        ("chat.update", 3), ("chat.postEphemeral", 4), ("views.open", 4), ("views.publish", 4),
        ("conversations.list", 2), ("conversations.info", 3), ("conversations.members", 4),
        ("conversations.history", 3), ("users.info", 4), ("users.list", 2), ("dnd.teamInfo", 2),
    ],
)  # fmt: skip
def test_fact_20_tiers(method: str, tier: int) -> None:
    assert METHODS[method].tier == tier


# ── people, conversations, files ─────────────────────────────────────────────────────────────


def test_fact_26_direct_messages_are_opened_first(slack: local.Slack, api: WebClient) -> None:
    ana = slack.person("ana")
    channel = api.conversations_open(users=ana.id)["channel"]["id"]
    assert channel.startswith("D")
    assert api.conversations_open(users=[ana.id])["already_open"]
    api.chat_postMessage(channel=channel, text="hello")
    assert [one.text for one in ana.sees("@tiny")] == ["hello"]
    bot = refused(lambda: api.conversations_open(users=slack.workspace.app.user_id))
    assert bot["error"] == "cannot_dm_bot"
    gone = slack.add_person("gone", deleted=True).id
    assert refused(lambda: api.conversations_open(users=gone))["error"] == "user_disabled"
    assert refused(lambda: api.conversations_open(users="U404"))["error"] == "user_not_found"


def test_fact_26_users_have_zone_locale_and_standing(slack: local.Slack, api: WebClient) -> None:
    ana, gus = slack.person("ana").id, slack.person("gus").id
    shown = api.users_info(user=ana, include_locale=True)["user"]
    assert (shown["tz"], shown["tz_offset"], shown["locale"]) == ("Europe/Lisbon", 0, "pt-PT")
    assert "locale" not in api.users_info(user=ana)["user"]
    assert shown["is_owner"]
    guest = api.users_info(user=gus)["user"]
    assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, False)
    me = api.users_info(user=slack.workspace.app.user_id)["user"]
    assert me["is_bot"]
    assert refused(lambda: api.users_info(user="U404"))["error"] == "user_not_found"
    assert api.users_lookupByEmail(email="ana@example.com")["user"]["id"] == ana
    wrong = refused(lambda: api.users_lookupByEmail(email="x@example.com"))
    assert wrong["error"] == "users_not_found"


def test_fact_26_dnd_windows_are_nights_in_the_persons_zone(
    slack: local.Slack, api: WebClient
) -> None:
    ana, emi = slack.person("ana").id, slack.person("emi").id
    found = api.dnd_teamInfo(users=f"{ana},{emi}")["users"]
    assert found[ana]["next_dnd_start_ts"] % 86_400 == 22 * 3_600
    assert found[emi]["next_dnd_start_ts"] % 86_400 == 13 * 3_600
    assert api.dnd_info(user=ana)["dnd_enabled"]


def test_fact_27_members_come_by_pages(slack: local.Slack, api: WebClient) -> None:
    found: list[str] = []
    pages = 0
    for page in api.conversations_members(channel=web(slack), limit=2):
        found += page["members"]
        pages += 1
    assert (pages, len(found)) == (3, 5)
    wrong = refused(lambda: api.conversations_members(channel=web(slack), cursor="nonsense"))
    assert wrong["error"] == "invalid_cursor"


def test_joining_creating_inviting_and_archiving(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    api.conversations_join(channel=web(slack, "random"))
    slack.settle()
    joined = tiny.of("member_joined_channel")[0]
    assert (joined["user"], joined["channel"]) == (
        slack.workspace.app.user_id,
        web(slack, "random"),
    )
    made = api.conversations_create(name="new-team")["channel"]["id"]
    taken = refused(lambda: api.conversations_create(name="new-team"))
    odd = refused(lambda: api.conversations_create(name="New Team"))
    assert (taken["error"], odd["error"]) == ("name_taken", "invalid_name_specials")
    api.conversations_invite(channel=made, users=[slack.person("ana").id])
    assert "new-team" in [one["name"] for one in api.users_conversations()["channels"]]
    api.conversations_archive(channel=made)
    listed = api.conversations_list(exclude_archived=True)["channels"]
    assert "new-team" not in [one["name"] for one in listed]


def test_fact_23_files_are_uploaded_in_three_steps(slack: local.Slack, api: WebClient) -> None:
    ana, where = slack.person("ana"), web(slack)
    done = api.files_upload_v2(
        channel=where, filename="plan.csv", content="a,b\n1,2\n", initial_comment="the plan"
    )
    shown = ana.sees("#web")[-1]
    assert shown.raw["subtype"] == "file_share"
    assert shown.text == "the plan\n[file plan.csv]"
    address = done["file"]["url_private"]
    signed = Request(address, headers={"Authorization": f"Bearer {slack.bot_token}"})
    with urlopen(signed, timeout=5) as answer:
        assert answer.read() == b"a,b\n1,2\n"
    with urlopen(address, timeout=5) as answer:
        assert b"Sign in" in answer.read()
    empty = refused(lambda: api.files_getUploadURLExternal(filename="x", length=0))
    assert empty["error"] == "invalid_arguments"


def test_fact_23_an_image_block_may_point_to_an_uploaded_file(
    slack: local.Slack, api: WebClient
) -> None:
    done = api.files_upload_v2(filename="chart.png", content=b"not really")["file"]["id"]
    image = {"type": "image", "alt_text": "The chart", "slack_file": {"id": done}}
    api.chat_postMessage(channel=web(slack), text="x", blocks=[image])
    unknown = image | {"slack_file": {"id": "F404"}}
    answer = refused(lambda: api.chat_postMessage(channel=web(slack), text="x", blocks=[unknown]))
    assert answer["error"] == "invalid_blocks"


def test_reactions_are_once_a_person(slack: local.Slack, tiny: Tiny, api: WebClient) -> None:
    where = web(slack)
    ts = api.chat_postMessage(channel=where, text="x")["ts"]
    api.reactions_add(channel=where, timestamp=ts, name="train")
    again = refused(lambda: api.reactions_add(channel=where, timestamp=ts, name="train"))
    odd = refused(lambda: api.reactions_add(channel=where, timestamp=ts, name="no such"))
    assert (again["error"], odd["error"]) == ("already_reacted", "invalid_name")
    slack.person("ana").reacts(slack.person("ana").sees("#web")[-1], "train")
    shown = api.reactions_get(channel=where, timestamp=ts)["message"]["reactions"]
    assert [(one["name"], one["count"]) for one in shown] == [("train", 2)]
    assert tiny.of("reaction_added")[-1]["user"] == slack.person("ana").id


def test_smaller_methods(slack: local.Slack, api: WebClient) -> None:
    assert api.api_test(foo="bar")["args"]["foo"] == "bar"
    assert api.team_info()["team"]["name"] == slack.workspace.team_name
    assert api.bots_info()["bot"]["user_id"] == slack.workspace.app.user_id
    profile = api.users_profile_get(user=slack.person("ana").id)["profile"]
    assert profile["email"] == "ana@example.com"
    me = api.auth_test()
    assert (me["user_id"], me["bot_id"]) == (
        slack.workspace.app.user_id,
        slack.workspace.app.bot_id,
    )


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
