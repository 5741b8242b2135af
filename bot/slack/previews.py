"""Keys that people name in channels ("is WEB-12 ready?"): heard here, explained in the thread."""

from __future__ import annotations

import re
from typing import Any

from ..operations import cards, previews
from . import payload
from .call import Answer, Call
from .edge import Asked, Edge

KEY = re.compile(r"(?<![\w/.-])[a-z][a-z0-9]{1,9}-[mr]?[1-9][0-9]{0,8}(?![\w-])", re.IGNORECASE)
MARKUP = re.compile(r"<[^>]*>|`[^`]*`")
"""Links and mentions, which have their own ways, and code."""


def keys_in(text: str) -> list[str]:
    """The keys that stand in the words of a message, as they are written in full."""
    return [each.upper() for each in KEY.findall(MARKUP.sub(" ", text))]


async def said(edge: Edge, team: str, event: dict[str, Any]) -> None:
    """A message in a channel: what it names is explained, but not in the thread of a card."""
    text = event.get("text") or ""
    if (
        (event.get("subtype") or "") not in payload.SAID
        or event.get("bot_id")
        or not event.get("user")
    ):
        return
    named = keys_in(text)
    if not named or text.lstrip().startswith(f"<@{event.get('us')}"):
        return
    thread = str(event.get("thread_ts") or event["ts"])
    place = cards.Place(event["channel"], thread)
    if await edge.database.run(lambda s: cards.at(s, team, place)) is not None:
        return

    def run(call: Call) -> Answer:
        previews.plan(call.actor, named, thread, strangers=event["shared"])
        return None

    await edge.answer(Asked(team, event["user"], "", event["channel"], "", "", run))
