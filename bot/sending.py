"""One notice to Slack: where it goes, whether an earlier try got through, what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from . import builders
from .ui import kit

EVENT = "stationmaster_notice"
PAGE = 200
MOST_PAGES = 20
"""So far back an earlier try is looked for: by then hours have passed in any conversation."""
SKEW = timedelta(minutes=5)
"""How much Slack's clock and ours may differ."""
Call = Callable[..., Awaitable[Any]]
"""Calls a method of Slack's by its name."""
Spot = tuple[str, str]
"""Where a message stands: channel and ts."""


class Taken(Exception):  # noqa: N818 - no failure: somebody else does it
    """Another sender has the notice by now."""


@dataclass(frozen=True)
class Ready:
    """A claimed notice with everything that sending needs; no session is open any more."""

    id: int
    key: str
    by: str
    """Who has claimed it."""
    kind: str
    revision: int
    state: str
    """What becomes of it where nothing is sent."""
    person_id: int | None = None
    person: str = ""
    dm: str = ""
    """The conversation with the person, where it is known."""
    channel: str = ""
    tried_at: datetime | None = None
    """When it was first about to be posted; None where it cannot stand anywhere yet."""
    what: builders.Letter | kit.Modal | None = None
    thread: str = ""
    spot: Spot | None = None
    """Where it stands already."""
    found: bool = False
    """Whether that was found out by looking: an earlier try got through."""
    why: str | None = None
    """Why it is not sent, where it is not."""
    wait: float = 0.0
    """Seconds until it is to be looked at again, where it is too early."""

    @property
    def known(self) -> dict[str, Any]:
        """What looking has told, to be kept whatever comes."""
        return {**stands(self.spot), "sent_at": self.tried_at} if self.found else {}

    @property
    def posts(self) -> bool:
        """Whether it is a new message: only those are counted by Slack for each conversation."""
        return isinstance(self.what, builders.Letter) and not (self.spot or self.what.only_instead)


def stands(spot: Spot | None) -> dict[str, Any]:
    """The columns of a notice that say where it stands."""
    channel, ts = spot or (None, None)
    return {"sent_channel": channel, "sent_ts": ts}


NOWHERE = {**stands(None), "tried_at": None}
"""The same of what somebody has deleted: it need not be looked for."""


async def seek(call: Call, ready: Ready) -> Ready:
    """The notice with the place where an earlier try got through, although its answer was lost."""
    since = ready.tried_at
    if since is None or ready.spot is not None:
        return ready
    ready = await meet(call, ready)
    ts = await _look_up(call, ready.channel, ready.key, ready.thread, since - SKEW)
    return replace(ready, spot=(ready.channel, ts), found=True) if ts else ready


async def meet(call: Call, ready: Ready) -> Ready:
    """The notice with the conversation that it goes to."""
    if ready.channel:
        return ready
    if ready.dm:
        return replace(ready, channel=ready.dm)
    opened = await call("conversations.open", users=ready.person)
    return replace(ready, channel=str(opened["channel"]["id"]))


async def show(call: Call, ready: Ready, begin: Callable[[str], Awaitable[bool]]) -> Spot | None:
    """Bring Slack to show it; returns where it stands, if anywhere.

    `begin` is asked for leave just before a message is posted: it notes that one may stand.
    """
    what = ready.what
    if isinstance(what, kit.Modal):
        await call("views.publish", user_id=ready.person, view=what.view)
        return None
    assert what is not None
    if ready.spot is not None:
        return await _edit(call, ready.spot, what.message)
    if what.only_instead:
        return None
    assert what.message is not None
    ready = await meet(call, ready)
    if not await begin(ready.channel):
        raise Taken
    posted = await call(
        "chat.postMessage",
        channel=ready.channel,
        thread_ts=what.thread or None,
        text=what.message.text,
        blocks=what.message.blocks,
        unfurl_links=False,
        unfurl_media=False,
        metadata={"event_type": EVENT, "event_payload": {"key": ready.key}},
    )
    return posted["channel"], posted["ts"]


async def _edit(call: Call, spot: Spot, message: kit.Message | None) -> Spot | None:
    """Have a message say what is so now: also one of an earlier try, which shows what was."""
    channel, ts = spot
    if message is None:
        await call("chat.delete", channel=channel, ts=ts)
        return None
    await call("chat.update", channel=channel, ts=ts, text=message.text, blocks=message.blocks)
    return spot


async def _look_up(call: Call, channel: str, key: str, thread: str, since: datetime) -> str:
    """The message that carries a notice's key; else empty.

    Looked for from the newest back to the first try. The bound is not given to Slack as `oldest`:
    a pass as of another instant than Slack's own would then look at nothing.
    """
    method = "conversations.replies" if thread else "conversations.history"
    asked: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True}
    if thread:
        asked["ts"] = thread
    for _ in range(MOST_PAGES):
        page = await call(method, **asked)
        messages = page["messages"]
        for message in messages:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key:
                return str(message["ts"])
        asked["cursor"] = (page.get("response_metadata") or {}).get("next_cursor") or ""
        past = not thread and messages and float(messages[-1]["ts"]) < since.timestamp()
        if not asked["cursor"] or past:
            break
    return ""
