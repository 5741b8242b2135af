"""Facts 1 and 10: Socket Mode over real WebSockets, with Bolt's aiohttp client and bare ones."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import local
from tests.sandbox.tiny import MANIFEST, Clock, Tiny, always, modal

Object = dict[str, Any]


@pytest.fixture
def socketed(slack: local.Slack) -> Iterator[Tiny]:
    """The tiny bot over Socket Mode."""
    tiny = Tiny(slack)

    async def connect() -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(await tiny.app(), slack.app_token, ping_interval=0.2)
        handler.client.web_client.base_url = slack.api_url
        await handler.client.connect()  # type: ignore[no-untyped-call]
        return handler

    async def part(handler: AsyncSocketModeHandler) -> None:
        await handler.client.close()  # type: ignore[no-untyped-call]
        session = tiny.client.session
        if session is not None:
            await session.close()

    handler = slack.call(connect())
    slack.connected()
    yield tiny
    slack.call(part(handler))


class Bare:
    """A WebSocket that answers only when told to."""

    def __init__(self, slack: local.Slack, token: str = "") -> None:
        api = WebClient(token or slack.app_token, base_url=slack.api_url)
        self.slack = slack
        self.url = api.apps_connections_open(app_token=token or slack.app_token)["url"]
        slack.call(self._open())

    async def _open(self) -> None:
        self.session = aiohttp.ClientSession()
        self.socket = await self.session.ws_connect(self.url)

    def next(self) -> Object:
        """The next message."""
        found: Object = self.slack.call(self.socket.receive_json(timeout=2))
        return found

    def say(self, message: Object) -> None:
        """Send a message."""
        self.slack.call(self.socket.send_json(message))

    def close(self) -> None:
        """Go."""

        async def close() -> None:
            await self.socket.close()
            await self.session.close()

        self.slack.call(close())


def test_commands_views_and_events_work_over_sockets(slack: local.Slack, socketed: Tiny) -> None:
    async def opens(body: Object) -> None:
        await socketed.client.views_open(trigger_id=body["trigger_id"], view=modal())

    ana = slack.person("ana")
    socketed.command = always("hello")
    assert ana.types("#web", "/go").text == "hello"
    socketed.command = opens
    assert ana.types("#web", "/go").view is not None
    socketed.submission = always({"response_action": "clear"})
    ana.submits()
    assert ana.view is None
    ana.types("#web", "@tiny hi")
    assert [one["type"] for one in socketed.heard[-2:]] == ["event_callback"] * 2


def test_fact_1_bolt_sends_no_ack_when_the_listener_fails(
    slack: local.Slack, socketed: Tiny
) -> None:
    async def fails(body: Object) -> None:
        raise RuntimeError("on purpose")

    socketed.command = fails
    slack.desk.delivery.ack_seconds = 0.2
    assert slack.person("ana").types("#web", "/go").error == "operation_timeout"


def test_fact_10_hello_then_envelopes_acknowledged_by_id(slack: local.Slack) -> None:
    bare = Bare(slack)
    hello = bare.next()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"]["app_id"] == slack.workspace.app.id
    slack.connected()

    async def run() -> Any:
        asking = asyncio.create_task(slack.desk.delivery.command({"command": "/go"}))
        envelope = await bare.socket.receive_json(timeout=2)
        await bare.socket.send_json({"envelope_id": "another", "payload": {"text": "no"}})
        answer = {"envelope_id": envelope["envelope_id"], "payload": {"text": "yes"}}
        await bare.socket.send_json(answer)
        return envelope, await asking

    envelope, ack = slack.call(run())
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert ack.body == {"text": "yes"}
    bare.close()


def test_fact_10_a_payload_counts_only_where_it_is_accepted(slack: local.Slack) -> None:
    bare = Bare(slack)
    bare.next()
    slack.connected()

    async def run() -> Any:
        asking = asyncio.create_task(slack.desk.delivery.event({"type": "event_callback"}))
        envelope = await bare.socket.receive_json(timeout=2)
        answer = {"envelope_id": envelope["envelope_id"], "payload": {"text": "x"}}
        await bare.socket.send_json(answer)
        return envelope, await asking

    envelope, ack = slack.call(run())
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
    assert envelope["retry_attempt"] == 0
    assert (ack.error, ack.body) == ("", None)
    assert slack.doubts == ["a payload came back where none is accepted"]
    bare.close()


def test_fact_10_unacknowledged_events_come_again(slack: local.Slack, clock: Clock) -> None:
    bare = Bare(slack)
    bare.next()
    slack.connected()
    slack.desk.delivery.ack_seconds = 0.05
    slack.person("ana").types("#web", "hello")
    first, second = bare.next(), bare.next()
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
    assert second["retry_reason"] == "http_timeout"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    bare.close()


def test_fact_10_ten_connections_are_the_most(slack: local.Slack) -> None:
    open_ones = [Bare(slack) for _ in range(10)]
    assert [one.next()["num_connections"] for one in open_ones] == list(range(1, 11))
    eleventh = Bare(slack)
    assert eleventh.next()["reason"] == "too_many_websockets"
    for one in [*open_ones, eleventh]:
        one.close()


def test_fact_10_any_connection_may_get_the_envelope(slack: local.Slack) -> None:
    pair = [Bare(slack), Bare(slack)]
    for one in pair:
        one.next()
    slack.connected()
    slack.desk.delivery.ack_seconds = 0.05
    slack.desk.delivery.retry_seconds = ()
    for text in ("one", "two"):
        slack.person("ana").types("#web", text)
    assert {one.next()["payload"]["event"]["text"] for one in pair} == {"one", "two"}
    for one in pair:
        one.close()


def test_fact_10_slack_asks_to_connect_anew(slack: local.Slack, socketed: Tiny) -> None:
    first = slack.desk.sockets.connections[0]
    slack.call(slack.desk.sockets.refresh())
    slack.until(
        lambda: slack.desk.sockets.connections and first not in slack.desk.sockets.connections
    )
    socketed.command = always("still here")
    answers_again(slack, "still here")


def test_fact_10_after_a_reset_the_bot_comes_back(slack: local.Slack, socketed: Tiny) -> None:
    slack.cut_sockets()
    slack.until(lambda: not slack.desk.sockets.connections)
    assert slack.person("ana").types("#web", "/go").error == "dispatch_failed"
    slack.until(lambda: slack.desk.sockets.connections)
    socketed.command = always("back")
    answers_again(slack, "back")


def answers_again(slack: local.Slack, words: str) -> None:
    """The SDK may open a second line and drop the first one while it comes back."""
    for _ in range(500):
        slack.until(lambda: slack.desk.sockets.connections)
        told = slack.person("ana").types("#web", "/go")
        if told.error not in {"dispatch_failed", "operation_timeout"}:
            break
    assert told.text == words


def test_fact_10_a_ticket_is_good_for_one_connection(slack: local.Slack) -> None:
    bare = Bare(slack)

    async def again() -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(bare.url):
            pass

    with pytest.raises(aiohttp.WSServerHandshakeError):
        slack.call(again())
    bare.close()


def test_fact_10_only_the_app_token_opens_connections(slack: local.Slack) -> None:
    for token, error in ((slack.bot_token, "not_allowed_token_type"), ("x", "invalid_auth")):
        with pytest.raises(SlackApiError, match=error):
            Bare(slack, token)


def test_socket_mode_must_be_switched_on_in_the_manifest(clock: Clock) -> None:
    manifest = deepcopy(MANIFEST)
    manifest["settings"]["socket_mode_enabled"] = False
    with local.start(manifest, clock) as slack:
        bare = Bare(slack)
        assert bare.next() == {
            "type": "disconnect",
            "reason": "link_disabled",
            "debug_info": {"host": "applink-sandbox"},
        }
        bare.close()


def test_what_is_no_json_ends_the_connection(slack: local.Slack) -> None:
    bare = Bare(slack)
    bare.next()

    async def nonsense() -> Any:
        await bare.socket.send_str("nonsense")
        return await bare.socket.receive(timeout=2)

    assert slack.call(nonsense()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
    assert json.dumps(slack.desk.sockets.connections) == "[]"
    bare.close()
