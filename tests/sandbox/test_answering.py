"""Facts 1 to 4, 8 and 9: acks, passes, commands, events and signatures; a tiny Bolt app answers."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import local
from bot.sandbox.errors import CannotDo
from tests.sandbox.tiny import Clock, Tiny, actions, always, button, modal

Object = dict[str, Any]


def test_fact_1_an_ack_that_takes_too_long_is_an_operation_timeout(
    slack: local.Slack, tiny: Tiny
) -> None:
    async def slow(body: Object) -> None:
        await asyncio.sleep(0.5)

    slack.desk.delivery.ack_seconds = 0.1
    tiny.command = slow
    told = slack.person("ana").types("#web", "/go")
    assert (told.error, told.messages) == ("operation_timeout", ())
    assert "operation_timeout" in told.text


def test_fact_1_the_deadline_is_three_seconds(slack: local.Slack) -> None:
    assert slack.desk.delivery.ack_seconds == 3.0


@pytest.mark.parametrize(
    ("status", "error"), [(404, "http_client_error"), (500, "http_service_error")]
)
def test_fact_1_a_failing_bot_is_seen_by_the_person(
    slack: local.Slack, status: int, error: str
) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await Response(status_code=status)(scope, receive, send)

    slack.serve(broken)
    assert slack.person("ana").types("#web", "/go").error == error


def test_fact_1_without_a_bot_the_command_cannot_be_dispatched(slack: local.Slack) -> None:
    slack.deliver_to("http://127.0.0.1:9/nobody")
    assert slack.person("ana").types("#web", "/go").error == "dispatch_failed"


def test_fact_2_a_trigger_id_is_good_for_three_seconds(
    slack: local.Slack, tiny: Tiny, clock: Clock
) -> None:
    tried: list[str] = []

    async def late(body: Object) -> None:
        clock.forward(seconds=3.5)
        with pytest.raises(SlackApiError) as refused:
            await tiny.client.views_open(trigger_id=body["trigger_id"], view=modal())
        tried.append(refused.value.response["error"])

    tiny.command = late
    slack.person("ana").types("#web", "/go")
    assert tried == ["expired_trigger_id"]


def test_fact_2_a_trigger_id_is_good_once(slack: local.Slack, tiny: Tiny) -> None:
    tried: list[str] = []

    async def twice(body: Object) -> None:
        for trigger in (body["trigger_id"], body["trigger_id"], "1.2.made-up"):
            try:
                await tiny.client.views_open(trigger_id=trigger, view=modal())
                tried.append("ok")
            except SlackApiError as refused:
                tried.append(refused.response["error"])

    tiny.command = twice
    slack.person("ana").types("#web", "/go")
    assert tried == ["ok", "exchanged_trigger_id", "invalid_trigger_id"]


def test_fact_3_a_response_url_is_good_five_times(slack: local.Slack, tiny: Tiny) -> None:
    slack.person("ana").types("#web", "/go")
    url = WebhookClient(tiny.heard[0]["response_url"])
    answers = [url.send(text=str(number)) for number in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert answers[5].body == "used_url"


def test_fact_3_a_response_url_is_good_for_thirty_minutes(
    slack: local.Slack, tiny: Tiny, clock: Clock
) -> None:
    slack.person("ana").types("#web", "/go")
    url = WebhookClient(tiny.heard[0]["response_url"])
    clock.forward(minutes=30)
    assert url.send(text="in time").status_code == 200
    clock.forward(seconds=1)
    late = url.send(text="late")
    assert (late.status_code, late.body) == (404, "expired_url")


def test_fact_3_a_response_url_shows_replaces_and_deletes(slack: local.Slack, tiny: Tiny) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    tiny.command = always({"text": "asked", "blocks": [actions(button())]})
    asked = ana.types("#web", "/go").message
    assert asked is not None
    ana.presses(asked, "Go")
    url = WebhookClient(tiny.of("block_actions")[0]["response_url"])
    url.send(text="for all", response_type="in_channel", replace_original=False)
    assert ben.sees("#web")[-1].text == "for all"
    url.send(text="replaced", replace_original=True)
    assert asked.text == "replaced"
    assert [one.text for one in ben.sees("#web")] == ["for all"]
    url.send(delete_original=True)
    assert not asked.is_there


def test_fact_3_an_answer_without_explicit_replace_original_is_a_doubt(
    slack: local.Slack, tiny: Tiny
) -> None:
    ana = slack.person("ana")
    tiny.command = always({"text": "asked", "blocks": [actions(button())]})
    ana.presses(ana.types("#web", "/go"), "Go")
    WebhookClient(tiny.of("block_actions")[0]["response_url"]).send(text="new")
    assert [one.text for one in ana.sees("#web")] == ["[Go]", "new"]
    assert slack.doubts == ["response_url without an explicit replace_original"]


def test_fact_3_response_urls_check_blocks(slack: local.Slack, tiny: Tiny) -> None:
    slack.person("ana").types("#web", "/go")
    url = WebhookClient(tiny.heard[0]["response_url"])
    wrong = url.send(text="x", blocks=[{"type": "section"}])
    assert (wrong.status_code, wrong.body) == (400, "invalid_blocks")


def test_fact_3_global_shortcuts_and_submissions_have_no_response_url(
    slack: local.Slack, tiny: Tiny
) -> None:
    async def opens(body: Object) -> None:
        await tiny.client.views_open(trigger_id=body["trigger_id"], view=modal())

    tiny.shortcut = opens
    ana = slack.person("ana")
    ana.runs("new")
    ana.submits()
    assert "response_url" not in tiny.of("shortcut")[0]
    assert "response_url" not in tiny.of("view_submission")[0]
    assert tiny.of("view_submission")[0]["response_urls"] == []


def test_fact_4_commands_do_not_work_in_threads(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ana.types("#web", "hello")
    told = ana.types("#web", "/go", thread=ana.sees("#web")[0])
    assert told.error == "not_in_threads"
    assert tiny.of("message")[0]["text"] == "hello"
    assert not any("command" in one for one in tiny.heard)


def test_fact_4_should_escape_turns_names_into_ids(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ben, web = slack.person("ben").id, slack.workspace.find_channel("web")
    assert web is not None
    ana.types("#web", "/go add @ben in #web: a < b & c, see https://x.example/y.")
    assert tiny.heard[0]["text"] == (
        f"add <@{ben}|ben> in <#{web.id}|web>: a &lt; b &amp; c, see <https://x.example/y>."
    )
    ana.types("#web", "/raw add @ben & co")
    assert tiny.heard[1]["text"] == "add @ben &amp; co"


def test_fact_4_the_command_carries_what_slack_sends(slack: local.Slack, tiny: Tiny) -> None:
    slack.person("ana").types("#board", "/go now")
    sent = tiny.heard[0]
    assert (sent["command"], sent["text"], sent["user_name"]) == ("/go", "now", "ana")
    assert sent["channel_name"] == "privategroup"
    needed = {"token", "team_id", "team_domain", "channel_id", "user_id", "api_app_id"}
    assert needed | {"response_url", "trigger_id", "is_enterprise_install"} <= set(sent)


def test_fact_4_the_client_knows_only_the_manifests_commands(
    slack: local.Slack, tiny: Tiny
) -> None:
    told = slack.person("ana").types("#web", "/nope")
    assert told.error == "unknown_command"
    assert tiny.heard == []


def test_an_ack_shows_only_to_the_person_or_to_everybody(slack: local.Slack, tiny: Tiny) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    tiny.command = always("just you")
    first = ana.types("#web", "/go").message
    assert first is not None
    assert first.is_ephemeral
    tiny.command = always({"text": "all of you", "response_type": "in_channel"})
    ana.types("#web", "/go")
    assert [one.text for one in ben.sees("#web")] == ["all of you"]


def test_an_ack_that_slack_cannot_show_is_an_invalid_command_response(
    slack: local.Slack, tiny: Tiny
) -> None:
    tiny.command = always({"text": "x", "blocks": [{"type": "section"}]})
    told = slack.person("ana").types("#web", "/go")
    assert told.error == "invalid_command_response"
    assert "must define either `text` or `fields`" in told.detail


def test_fact_8_events_come_again_at_once_then_after_one_and_five_minutes(
    slack: local.Slack, clock: Clock
) -> None:
    tries: list[tuple[str | None, str]] = []

    async def fails(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            body = json.loads(await request.body())
            tries.append((request.headers.get("x-slack-retry-num"), body["event_id"]))
            await Response(status_code=500)(scope, receive, send)

    slack.serve(fails)
    slack.person("ana").types("#web", "hello")
    assert [number for number, _ in tries] == [None, "1"]
    clock.forward(seconds=60)
    slack.tick()
    clock.forward(seconds=299)
    slack.tick()
    assert [number for number, _ in tries] == [None, "1", "2"]
    clock.forward(seconds=1)
    slack.tick()
    clock.forward(hours=1)
    slack.tick()
    assert [number for number, _ in tries] == [None, "1", "2", "3"]
    assert len({event_id for _, event_id in tries}) == 1


def test_fact_8_commands_are_not_retried(slack: local.Slack) -> None:
    tries: list[int] = []

    async def fails(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            tries.append(1)
            await Response(status_code=500)(scope, receive, send)

    slack.serve(fails)
    slack.person("ana").types("#web", "/go")
    assert tries == [1]


def test_fact_9_requests_are_signed_over_timestamp_and_body(slack: local.Slack) -> None:
    good: list[bool] = []

    async def verifies(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            body = (await request.body()).decode()
            verifier = SignatureVerifier(slack.signing_secret)
            good.append(verifier.is_valid_request(body, dict(request.headers)))
            good.append(not verifier.is_valid_request(body + " ", dict(request.headers)))
            asked = parse_qs(body)
            answer = {} if asked else {"challenge": json.loads(body).get("challenge")}
            await JSONResponse(answer)(scope, receive, send)

    slack.serve(verifies)
    slack.person("ana").types("#web", "/go")
    slack.person("ana").types("#web", "hello")
    assert slack.call(slack.desk.delivery.verify_url())
    assert good == [True] * 6


@pytest.mark.parametrize(
    ("where", "text", "error"),
    [
        ("#random", "hello", "not_in_channel"),
        ("#board", "hello", "there is no channel '#board'"),
        ("#web", "   ", "no_text"),
    ],
    ids=["a channel one is not in", "a private channel of others", "nothing"],
)
def test_the_client_refuses_what_cannot_be_said(
    slack: local.Slack, where: str, text: str, error: str
) -> None:
    with pytest.raises(CannotDo, match=error):
        slack.person("chloe" if where == "#random" else "ben").types(where, text)
