"""Who does not want to be disturbed now, by Slack's own do-not-disturb."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from .slack_errors import NOT_ALLOWED, Paused, trouble

log = logging.getLogger(__name__)

MOST = 50
"""People in one question, https://docs.slack.dev/reference/methods/dnd.teamInfo"""
PATIENCE_SECONDS = 5
FRESH_FOR = timedelta(minutes=1)
"""So long Slack's answer holds: anybody may want quiet from one minute to the next."""


class Quiet:
    """Do-not-disturb as Slack told of it: a window, once begun, is not asked for before its end."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._windows: dict[str, tuple[datetime, datetime]] = {}
        self._asked: dict[str, datetime] = {}

    def until(self, slack_id: str, now: datetime) -> datetime | None:
        """The end of the window that somebody is in; None where they may be disturbed.

        Where Slack does not say, they may: a note that comes is better than one that never does.
        """
        start, end = self._windows.get(slack_id, (now, now))
        return end if start <= now < end else None

    async def ask(
        self, call: Callable[..., Awaitable[Any]], people: Iterable[str], now: datetime
    ) -> set[str]:
        """Learn of whom it is not known; returns those to ask for later, as Slack wants."""
        asked = sorted(each for each in people if not self._knows(each, now))
        for start in range(0, len(asked), MOST):
            some = asked[start : start + MOST]
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    answer = await call("dnd.teamInfo", users=some)
                self._learn(answer["users"], now)
            except Exception as error:  # whatever Slack or the network answers
                forbidden = isinstance(error, Paused) and error.why == NOT_ALLOWED
                if trouble(error).limited and not forbidden:
                    return set(asked[start:])
                log.info("who is not to be disturbed is not known: %r", error)
            self._asked.update(dict.fromkeys(some, now))
        return set()

    def _knows(self, slack_id: str, now: datetime) -> bool:
        asked = self._asked.get(slack_id)
        fresh = asked is not None and asked <= now < asked + FRESH_FOR
        return fresh or self.until(slack_id, now) is not None

    def _learn(self, users: Mapping[str, Any], now: datetime) -> None:
        for slack_id, told in users.items():
            self._windows.pop(slack_id, None)
            start, end = told.get("next_dnd_start_ts", 0), told.get("next_dnd_end_ts", 0)
            if told.get("dnd_enabled") and end > now.timestamp():
                self._windows[slack_id] = (
                    datetime.fromtimestamp(start, UTC),
                    datetime.fromtimestamp(end, UTC),
                )
