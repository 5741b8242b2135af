"""How a process speaks with Slack: in turn in each conversation, at Slack's pace, on its terms.

It outlives the passes: several may be under way at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from . import disturbing
from .slack_errors import NOT_ALLOWED, PAUSED, Paused, trouble

log = logging.getLogger(__name__)

Place = tuple[int, int]
"""A conversation: the ids of a person and of a channel, one of them 0."""

CALLS = 10
"""Calls that are under way at the same moment."""
BURST = 3
"""Messages that a conversation gets at once; after them Slack wants one a second at most."""
POST = "chat.postMessage"
FORBIDDEN_SECONDS = 300.0
"""So long nothing is asked again that the bot's token is not allowed to do."""


class Pace:
    """What Slack got of late and which calls it does not want for a while."""

    def __init__(self, burst: int = BURST) -> None:
        """`burst` messages go to a conversation before it gets one a second."""
        self.burst = burst
        self.calls = asyncio.Semaphore(CALLS)
        self.turns: dict[Place, asyncio.Lock] = defaultdict(asyncio.Lock)
        """Held by whoever sends to a conversation: what is slow there holds up nobody else."""
        self.quiet = disturbing.Quiet()
        self._next: dict[Place, float] = {}
        self._paused: dict[str, tuple[float, str]] = {}

    def next_post(self, place: Place) -> float:
        """Take the next moment at which a conversation may get a message; seconds until then."""
        now = _now()
        at = max(self._next.get(place, now), now)
        self._next[place] = at + 1
        return max(at - (self.burst - 1) - now, 0.0)

    async def call(self, client: AsyncWebClient, method: str, **arguments: Any) -> Any:
        """Call Slack, unless it has asked not to be called so now: `Paused`.

        Messages are limited for each channel, everything else for the workspace; what is
        forbidden may be so in one channel only.
        """
        here = f"{method} {arguments.get('channel', '')}"
        never = (0.0, PAUSED)
        until, why = max(self._paused.get(method, never), self._paused.get(here, never))
        if until > _now():
            raise Paused(until - _now(), why)
        try:
            return await getattr(client, method.replace(".", "_"))(**arguments)
        except SlackApiError as error:
            found = trouble(error)
            if found.limited:
                self._pause(here if method == POST else method, found.wait_seconds, PAUSED)
            elif found.forbidden:
                log.error("Slack does not let the bot call %s: %s", here.strip(), found.error)
                self._pause(here, FORBIDDEN_SECONDS, NOT_ALLOWED)
            raise

    def _pause(self, which: str, seconds: float, why: str) -> None:
        self._paused[which] = _now() + seconds, why


def _now() -> float:
    return asyncio.get_running_loop().time()
