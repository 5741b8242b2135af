"""Events: the home page opened, people and channels changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from ..operations import deliveries, people
from ..ui import kit
from . import discussion, home, payload, previews, reactions, speech, unfurls
from .edge import Asked, Edge, message_of

log = logging.getLogger(__name__)

US = "\ue001"
"""Stands for our name in what somebody said."""
CONVERTED = {"channel_convert_to_private", "channel_convert_to_public"}
"""Messages of Slack's that say who may see a channel from now on."""


async def arrived(edge: Edge, body: dict[str, Any], us: str) -> None:
    """Carry out an event; those nobody listens to are only acknowledged. `us` is our Slack id."""
    event = body["event"]
    listener = LISTENERS.get(event["type"])
    if listener is None:
        return
    shared = bool(body.get("is_ext_shared_channel"))
    event = {**event, "us": us, "shared": shared}
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
        await edge.publish(event["user"], shown)


async def _message(edge: Edge, team: str, event: dict[str, Any], key: str) -> None:
    """A direct message: the grammar of the commands, without a slash; else a discussion's."""
    if event.get("subtype") in CONVERTED:
        await _channel_changed(edge, team, event, key)
        return
    if event.get("channel_type") == "mpim":
        # A group may hear of our name twice; what was said is carried out once.
        kind = event.get("subtype") or ""
        if kind in payload.SAID and f"<@{event['us']}" in (event.get("text") or ""):
            await _mention(edge, team, event, key)
        return
    if event.get("channel_type") != "im":
        await discussion.said(edge, team, event)
        await previews.said(edge, team, event)
        return
    kind, words = event.get("subtype") or "", event.get("text") or ""
    if kind not in payload.SAID or (kind and not words) or event.get("bot_id"):
        return
    said = await _answer(edge, team, event)
    if said is not None:
        await edge.post(event["channel"], said, event.get("thread_ts") or "")


async def _mention(edge: Edge, team: str, event: dict[str, Any], _key: str) -> None:
    """The same grammar with our name, in channels and threads; only the asker sees the answer."""
    if event.get("bot_id") or not event.get("user"):
        return
    # What is refused leaves no trace: the group's second event would be refused once more.
    edited = (event.get("edited") or {}).get("ts", "")
    heard = f"{team}:heard:{event['channel']}:{event['ts']}:{edited}"
    if not await edge.database.run(lambda s: deliveries.first(s, heard, edge.clock())):
        return
    said = await _answer(edge, team, event)
    if said is not None:
        await edge.whisper(event["channel"], event["user"], said, event.get("thread_ts") or "")


async def _answer(edge: Edge, team: str, event: dict[str, Any]) -> kit.Message | None:
    """The answer to what somebody said; Slack tells of an edited message anew, we answer once."""
    before, named, after = _without_us(event).partition(US)
    words, run = f"{before}{after}", speech.spoken
    if named and before.strip() and not after.strip(" .,;:!?"):
        words, run = before, speech.sentence
    key = f"said:{event['channel']}:{event['ts']}"
    call: dict[str, Any] = {"words": words, "prefix": edge.prefix}
    here = await discussion.task_here(edge, team, event)
    if here:
        call["meta"] = {"task": here}
    return message_of(
        await edge.answer(Asked(team, event["user"], "", event["channel"], key, words, run, call))
    )


def _without_us(event: dict[str, Any]) -> str:
    """What was said, `US` in the place of our name, without the punctuation behind it."""
    name = re.compile(rf"<@{event['us']}(?:\|[^<>]*)?>(?:[,:]|[^\S\n])*")
    text = name.sub(US, (event.get("text") or "").strip(), count=1)
    return name.sub("", text)


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
    "reaction_added": reactions.added,
    "member_joined_channel": _membership,
    "member_left_channel": _membership,
    "channel_archive": _channel_changed,
    "channel_unarchive": _channel_changed,
    "channel_rename": _channel_changed,
    "group_archive": _channel_changed,
    "group_unarchive": _channel_changed,
    "group_rename": _channel_changed,
    "user_change": _person_changed,
    "link_shared": unfurls.shared,
    "entity_details_requested": unfurls.opened,
}
"""Events that the manifest subscribes to, by type."""
