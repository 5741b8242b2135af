"""One message of a conversation: asked of Slack, its words and its address."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from ..errors import Refusal
from ..slack_errors import trouble
from ..ui import kit
from .client import insisting

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.7
"""How long a form waits for the address of its message: it must open within 3 s."""
NO_WORDS = {"", "This content can't be displayed."}
"""What Slack gives as the text of a message that is made of other things."""


async def find(client: AsyncWebClient, channel: str, ts: str) -> dict[str, Any]:
    """The message, or an empty one where it is gone; refuses where Slack is silent."""
    try:
        page = await insisting(
            lambda: client.conversations_history(
                channel=channel, oldest=ts, latest=ts, inclusive=True, limit=1
            )
        )
        if not page["messages"]:  # an answer in a thread is in no history
            page = await insisting(
                lambda: client.conversations_replies(
                    channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True
                )
            )
    except (SlackApiError, ClientError, OSError, TimeoutError) as error:
        found = trouble(error)
        log.warning("a message could not be read: %s", found.error)
        if found.error == "thread_not_found":
            return {}
        raise Refusal(
            "Slack does not show me that message: use “Make a task of this” in its menu."
        ) from error
    shown: list[dict[str, Any]] = page["messages"]
    return next((each for each in shown if each["ts"] == ts and not _is_gone(each)), {})


def _is_gone(message: Mapping[str, Any]) -> bool:
    """Whether it has been deleted, and only its place is kept for what was answered to it."""
    return message.get("subtype") == "tombstone"


def words(message: Mapping[str, Any]) -> str:
    """What a message says; of an app's, which may have no text, what its parts say."""
    text = str(message.get("text") or "")
    if text.strip() not in NO_WORDS:
        return text
    parts = [*_in_blocks(message), *_in_attachments(message)]
    return "\n".join(dict.fromkeys(part for part in parts if part.strip()))


def _in_attachments(message: Mapping[str, Any]) -> Iterator[str]:
    for each in message.get("attachments") or []:
        said = [str(each.get(name) or "") for name in ("pretext", "title", "text")]
        yield from said if any(said) else (*_in_blocks(each), str(each.get("fallback") or ""))


def _in_blocks(message: Mapping[str, Any]) -> Iterator[str]:
    """The words of headings and paragraphs, as mrkdwn."""
    for block in message.get("blocks") or []:
        for shown in (block.get("text"), *(block.get("fields") or [])):
            if isinstance(shown, Mapping):
                said = str(shown.get("text") or "")
                yield said if shown.get("type") == "mrkdwn" else kit.escape(said)


async def address(client: AsyncWebClient, channel: str, ts: str) -> str:
    """The address of a message; one that leads to its conversation where Slack gives us none."""
    try:
        found = await asyncio.wait_for(
            client.chat_getPermalink(channel=channel, message_ts=ts), PATIENCE_SECONDS
        )
        return str(found["permalink"])
    except Exception as error:  # a private conversation, or whatever Slack or the network answers
        log.info("a message's address is not known: %r", error)
        return f"https://slack.com/app_redirect?channel={channel}&message_ts={ts}"
