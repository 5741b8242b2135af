"""One notice to Slack: where it goes, whether an earlier try got through, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from . import builders
from .ui import kit

EVENT = "stationmaster_notice"
PAGE = 200
SKEW = timedelta(minutes=5)
"""How much Slack's clock and ours may differ."""
NOWHERE: dict[str, Any] = {"sent_channel": None, "sent_ts": None}


@dataclass(frozen=True)
class Ready:
    """A claimed notice with everything that sending needs; no session is open any more."""

    id: int
    key: str
    person: str
    channel: str
    revision: int
    tried_at: datetime | None
    """When it was first tried; None where this is the first time."""
    what: builders.Letter | kit.Modal | None
    state: str
    why: str | None = None
    """Why it is not sent, where it is not."""

    @property
    def posts(self) -> bool:
        """Whether it is a new message: only those are counted by Slack for each conversation."""
        return isinstance(self.what, builders.Letter) and self.what.instead is None


async def hand_over(
    client: AsyncWebClient, ready: Ready, what: builders.Letter | kit.Modal
) -> tuple[str | None, str | None]:
    """Bring Slack to show it; returns where it stands."""
    if isinstance(what, kit.Modal):
        await client.views_publish(user_id=ready.person, view=what.view)
        return None, None
    place = what.instead or await _posted_before(client, ready, what.thread)
    if place is None:
        return (None, None) if what.only_instead else await _post(client, ready, what)
    channel, ts = place
    if what.message is None:
        await client.chat_delete(channel=channel, ts=ts)
        return None, None
    # Also what an earlier try has posted: it may show what was true then.
    text, blocks = what.message.text, what.message.blocks
    await client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)
    return channel, ts


async def _post(
    client: AsyncWebClient, ready: Ready, what: builders.Letter
) -> tuple[str | None, str | None]:
    assert what.message is not None
    posted = await client.chat_postMessage(
        channel=await _conversation(client, ready),
        thread_ts=what.thread or None,
        text=what.message.text,
        blocks=what.message.blocks,
        unfurl_links=False,
        unfurl_media=False,
        metadata={"event_type": EVENT, "event_payload": {"key": ready.key}},
    )
    return posted["channel"], posted["ts"]


async def _conversation(client: AsyncWebClient, ready: Ready) -> str:
    if not ready.person:
        return ready.channel
    opened = await client.conversations_open(users=ready.person)
    return str(opened["channel"]["id"])


async def _posted_before(
    client: AsyncWebClient, ready: Ready, thread: str
) -> tuple[str, str] | None:
    """Where an earlier try got through, although its answer was lost."""
    if ready.tried_at is None:
        return None
    channel = await _conversation(client, ready)
    found = await _look_up(client, channel, ready.key, thread, ready.tried_at - SKEW)
    return (channel, found) if found else None


async def _look_up(
    client: AsyncWebClient, channel: str, key: str, thread: str, since: datetime
) -> str:
    """The message that carries a notice's key; else empty.

    Looked for from the newest back to the first try. The bound is not given to Slack as `oldest`:
    a pass as of another instant than Slack's own would then look at nothing.
    """
    cursor = ""
    while True:
        asked: dict[str, Any] = {"limit": PAGE, "include_all_metadata": True}
        asked["cursor"] = cursor or None
        if thread:
            page = await client.conversations_replies(channel=channel, ts=thread, **asked)
        else:
            page = await client.conversations_history(channel=channel, **asked)
        messages = page["messages"]
        for message in messages:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        past = not thread and messages and float(messages[-1]["ts"]) < since.timestamp()
        if not cursor or past:
            return ""
