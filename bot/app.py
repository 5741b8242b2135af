"""The composition root: Bolt's app with a handful of generic listeners, wired to the edge."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from . import jobs
from .db import Database
from .pacing import Pace
from .settings import Settings
from .slack import authorize, dispatch, events, messages, payload, shortcuts
from .slack.edge import Asked, Edge

ANYTHING = re.compile(".*", re.DOTALL)


@dataclass(frozen=True)
class Bot:
    """The running bot: what takes requests, and what must be waited for before it ends."""

    app: AsyncApp
    edge: Edge
    pace: Pace

    async def drain(self) -> None:
        """Wait until every answer that is under way has been sent."""
        await self.edge.drain()


def create_app(
    settings: Settings,
    database: Database,
    client: AsyncWebClient,
    clock: Callable[[], datetime],
    pace: Pace | None = None,
) -> Bot:
    """Build the bot on a database and a Slack client; `clock` gives aware UTC."""
    pace = pace or Pace()
    app = AsyncApp(
        authorize=authorize.cached(client),
        signing_secret=settings.slack_signing_secret or "",
        # The answer rides in the ack: Bolt's default runner would poll for it.
        process_before_response=True,
        # Without a token of its own, which Bolt would warn of: ours comes with `authorize`.
        client=AsyncWebClient(base_url=client.base_url, session=client.session),
        name="stationmaster",
    )
    deliver = functools.partial(jobs.deliver, database, client, pace=pace)
    edge = Edge(database, client, clock, deliver, settings.command_prefix, settings.public_url)
    _listen(app, edge)
    return Bot(app, edge, pace)


def _listen(app: AsyncApp, edge: Edge) -> None:
    prefix = edge.prefix

    @app.command(ANYTHING)
    async def command(body: dict[str, Any], ack: AsyncAck) -> None:
        name = body["command"].removeprefix("/")
        text = body.get("text") or ""
        call = {
            "command": name.removeprefix(prefix),
            "words": text,
            "prefix": prefix,
            "links": edge.links,
        }
        key = str(body.get("trigger_id") or "")
        asked = _asked(body, key, dispatch.command, call, text)
        await edge.command(body, ack, asked)

    @app.action(ANYTHING)
    async def action(body: dict[str, Any], ack: AsyncAck) -> None:
        pressed = body["actions"][0]
        meta = payload.metadata(body.get("view") or {})
        meta["draft"] = str(pressed.get("block_id", "")).removeprefix("draft:")
        call = {
            "verb": pressed["action_id"],
            "value": payload.chosen(pressed),
            "fields": payload.fields(body),
            "meta": meta,
            "prefix": prefix,
            "links": edge.links,
        }
        key = f"{body.get('trigger_id')}:{pressed.get('action_ts')}"
        words = f"{payload.mention_of(pressed)} {payload.mentions(body)}"
        await edge.action(body, ack, _asked(body, key, dispatch.button, call, words))

    @app.view_submission(ANYTHING)
    async def submission(body: dict[str, Any], ack: AsyncAck) -> None:
        view = body["view"]
        call = {
            "verb": view["callback_id"],
            "fields": payload.fields(view),
            "meta": payload.metadata(view),
            "view": view,
            "prefix": prefix,
        }
        key = f"{view['id']}:{view.get('hash')}"
        words = payload.mentions(view)
        await edge.submission(body, ack, _asked(body, key, dispatch.form, call, words))

    @app.options(ANYTHING)
    async def options(body: dict[str, Any], ack: AsyncAck) -> None:
        call = {
            "verb": body["action_id"],
            "value": body.get("value") or "",
            "view": body.get("view") or {},
            "meta": payload.metadata(body.get("view") or {}),
        }
        asked = _asked(body, "", dispatch.button, call, "")
        await edge.options(ack, asked, dispatch.search)

    @app.shortcut(ANYTHING)
    async def shortcut(body: dict[str, Any], ack: AsyncAck) -> None:
        said = body.get("message") or {}
        call = {"verb": body["callback_id"], "meta": {"message": said}, "prefix": prefix}
        key = f"{body.get('trigger_id')}:{body.get('action_ts')}"
        words = messages.words(said)
        await edge.shortcut(body, ack, _asked(body, key, shortcuts.run, call, words))

    @app.view_closed(ANYTHING)
    async def unused(ack: AsyncAck) -> None:
        await ack()

    @app.event(ANYTHING)
    async def event(body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack()
        us = context.bot_user_id or payload.us(body)
        edge.later(events.arrived(edge, body, us))


def _asked(
    body: dict[str, Any],
    key: str,
    run: Any,
    call: dict[str, Any],
    mentions: str,
) -> Asked:
    return Asked(
        team=payload.team(body),
        user=payload.user(body),
        name=payload.user_name(body),
        channel=payload.channel(body),
        key=key,
        mentions=mentions,
        run=run,
        call=call,
    )
