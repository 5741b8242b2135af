"""A very small Bolt app and a clock: the counterpart of the sandbox in its own tests."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import local

Object = dict[str, Any]
Answer = Callable[[Object], Awaitable[Any]]

SCOPES = [
    "commands", "chat:write", "channels:read", "channels:history", "channels:join",
    "channels:manage", "groups:read", "groups:history", "im:read", "im:history", "im:write",
    "mpim:read", "mpim:history", "mpim:write", "app_mentions:read", "users:read",
    "users:read.email", "files:read", "files:write", "reactions:read", "reactions:write",
    "dnd:read", "team:read", "links:read", "links:write", "users.profile:read",
]  # fmt: skip
EVENTS = [
    "app_mention", "message.channels", "message.groups", "message.im", "message.mpim",
    "app_home_opened", "member_joined_channel", "member_left_channel", "file_shared",
    "reaction_added", "reaction_removed", "user_change", "team_join", "link_shared",
    "entity_details_requested",
    "channel_archive", "channel_unarchive", "channel_rename", "group_archive",
]  # fmt: skip
MANIFEST: Object = {
    "display_information": {"name": "Tiny"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Tiny"},
        "slash_commands": [
            {"command": "/go", "description": "Go", "should_escape": True},
            {"command": "/raw", "description": "Unescaped"},
        ],
        "shortcuts": [
            {"name": "New", "type": "global", "callback_id": "new", "description": "New"},
            {"name": "Note", "type": "message", "callback_id": "note", "description": "Note"},
        ],
        "unfurl_domains": ["trains.example"],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": EVENTS},
        "socket_mode_enabled": True,
    },
}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """E.g. forward(minutes=30)."""
        self.now += timedelta(**by)


class Tiny:
    """A Bolt app whose answers are set by the test; `heard` has every payload in order."""

    def __init__(self, slack: local.Slack) -> None:
        self.slack = slack
        self.heard: list[Object] = []
        self.headers: list[dict[str, str]] = []
        self.command: Answer = _silence
        self.action: Answer = _silence
        self.submission: Answer = _silence
        self.closed: Answer = _silence
        self.shortcut: Answer = _silence
        self.options: Answer = _silence
        self.event: Answer = _silence
        self.client = slack.call(self._client())

    async def _client(self) -> AsyncWebClient:
        return AsyncWebClient(token=self.slack.bot_token, base_url=self.slack.api_url)

    def of(self, kind: str) -> list[Object]:
        """The payloads or events of one type."""
        inner = [one.get("event", one) for one in self.heard]
        return [one for one in inner if one.get("type") == kind]

    async def app(self) -> AsyncApp:
        """The Bolt app: every listener notes the payload and gives what the test wants."""
        app = AsyncApp(
            client=self.client,
            signing_secret=self.slack.signing_secret,
            process_before_response=True,
        )

        def listening(name: str) -> Callable[..., Awaitable[None]]:
            async def listener(ack: Any, body: Object) -> None:
                self.heard.append(body)
                said = await getattr(self, name)(body)
                await ack(**said) if isinstance(said, dict) else await ack(said or "")

            return listener

        app.command(re.compile(".*"))(listening("command"))
        app.action(re.compile(".*"))(listening("action"))
        app.view_submission(re.compile(".*"))(listening("submission"))
        app.view_closed(re.compile(".*"))(listening("closed"))
        app.shortcut(re.compile(".*"))(listening("shortcut"))
        app.options(re.compile(".*"))(listening("options"))

        async def event(body: Object) -> None:
            self.heard.append(body)
            await self.event(body)

        app.event(re.compile(".*"))(event)
        return app

    async def asgi(self) -> Starlette:
        """The app behind HTTP."""
        handler = AsyncSlackRequestHandler(await self.app())

        async def endpoint(request: Request) -> Response:
            self.headers.append(dict(request.headers))
            return await handler.handle(request)

        return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])


async def _silence(body: Object) -> None:
    return None


def always(said: Any) -> Answer:
    """The same answer every time."""

    async def answer(body: Object) -> Any:
        return said

    return answer


def plain(text: str) -> Object:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def button(text: str = "Go", action_id: str = "go", **more: Any) -> Object:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Object, block_id: str = "row") -> Object:
    """A row of elements."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(text: str, value: str) -> Object:
    """A choice."""
    return {"text": plain(text), "value": value}


def field(label: str, element: Object, **more: Any) -> Object:
    """An input block named after its label."""
    block_id = label.lower()
    element = {"action_id": "v", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


def modal(*blocks: Object, **more: Any) -> Object:
    """A modal with a submit button."""
    titles = {"title": plain("Form"), "submit": plain("Save"), "callback_id": "form"}
    return {"type": "modal", "blocks": list(blocks), **titles, **more}
