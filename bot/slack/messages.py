"""One message of a conversation, asked of Slack: its words and its address."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from ..errors import Refusal
from ..slack_errors import trouble

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.7
"""How long a form waits for the address of its message: it must open within 3 s."""


async def find(client: AsyncWebClient, channel: str, ts: str) -> dict[str, Any]:
    """The message, or an empty one where it is gone; refuses where Slack is silent."""
    try:
        page = await client.conversations_history(
            channel=channel, oldest=ts, latest=ts, inclusive=True, limit=1
        )
        if not page["messages"]:  # an answer in a thread is in no history
            page = await client.conversations_replies(
                channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True
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
    return next((each for each in shown if each["ts"] == ts), {})


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
