"""Events: the home page opened, people and channels changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from ..operations import people
from ..ui import kit, notes
from . import dispatch, home, payload
from .edge import Asked, Edge, message_of

log = logging.getLogger(__name__)

OUR_NAME = re.compile(r"^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>[\s,:]*")
"""The mention that a line to us begins with."""


async def arrived(edge: Edge, body: dict[str, Any]) -> None:
    """Carry out an event; those nobody listens to are only acknowledged."""
    event = body["event"]
    listener = LISTENERS.get(event["type"])
    if listener is None:
        return
    try:
        await listener(edge, payload.team(body), event, body.get("event_id") or "")
    except (SlackApiError, ClientError, OSError, TimeoutError) as error:
        log.warning("the event %s could not be carried out: %r", event["type"], error)
    except Exception:
        log.exception("the event %s could not be carried out", event["type"])


async def _home_opened(edge: Edge, team: str, event: dict[str, Any], key: str) -> None:
    if event.get("tab") == "messages":
        return
    shown = await edge.answer(Asked(team, event["user"], "", "", key, "", home.page))
    if isinstance(shown, kit.Modal):
        await edge.client.views_publish(user_id=event["user"], view=shown.view)


async def _message(edge: Edge, team: str, event: dict[str, Any], key: str) -> None:
    """A direct message: the grammar of the commands, without a slash."""
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
        return
    said = await _answer(edge, team, event, key)
    if said is not None:
        await edge.client.chat_postMessage(
            channel=event["channel"], text=said.text, blocks=said.blocks
        )


async def _mention(edge: Edge, team: str, event: dict[str, Any], key: str) -> None:
    """The same grammar behind our name, in channels and threads; only the asker sees the answer."""
    said = await _answer(edge, team, event, key)
    if said is not None:
        await edge.client.chat_postEphemeral(
            channel=event["channel"],
            user=event["user"],
            thread_ts=event.get("thread_ts"),
            text=said.text,
            blocks=said.blocks,
        )


async def _answer(edge: Edge, team: str, event: dict[str, Any], key: str) -> kit.Message | None:
    words = OUR_NAME.sub("", event.get("text") or "")
    call = {"words": words, "prefix": edge.prefix}
    asked = Asked(team, event["user"], "", event["channel"], key, words, dispatch.spoken, call)
    answer = await edge.answer(asked)
    return notes.needs_command() if isinstance(answer, kit.Modal) else message_of(answer)


async def _membership(edge: Edge, team: str, event: dict[str, Any], _key: str) -> None:
    here = event["type"] == "member_joined_channel"

    def work(session: Session) -> bool:
        workspace = people.workspace(session, team)
        channel = people.find_channel(session, workspace.id, event["channel"])
        if channel is not None and channel.is_private:
            people.set_membership(session, channel, event["user"], here)
        return channel is not None and not channel.has_bot

    waits_for_us = await edge.database.run(work)
    edge.directory.forget(team, event["channel"])
    if waits_for_us:
        await edge.directory.channel(team, event["channel"])


async def _channel_changed(edge: Edge, team: str, event: dict[str, Any], _key: str) -> None:
    found = event["channel"]
    slack_id = found["id"] if isinstance(found, dict) else found
    edge.directory.forget(team, slack_id)
    await edge.directory.channel(team, slack_id)


async def _person_changed(edge: Edge, team: str, event: dict[str, Any], _key: str) -> None:
    slack_id = event["user"]["id"]
    edge.directory.forget(team, slack_id)
    await edge.directory.who(team, slack_id)


Listener = Callable[[Edge, str, dict[str, Any], str], Awaitable[None]]

LISTENERS: dict[str, Listener] = {
    "app_home_opened": _home_opened,
    "message": _message,
    "app_mention": _mention,
    "member_joined_channel": _membership,
    "member_left_channel": _membership,
    "channel_archive": _channel_changed,
    "channel_unarchive": _channel_changed,
    "channel_rename": _channel_changed,
    "group_archive": _channel_changed,
    "group_unarchive": _channel_changed,
    "group_rename": _channel_changed,
    "user_change": _person_changed,
}
"""Events that the manifest subscribes to, by type."""
