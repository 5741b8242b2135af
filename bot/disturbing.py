"""Who does not want to be disturbed now, by Slack's own do-not-disturb."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

MOST = 50
"""People in one question, https://docs.slack.dev/reference/methods/dnd.teamInfo"""


async def until(
    client: AsyncWebClient, people: Iterable[str], now: datetime
) -> dict[str, datetime]:
    """Of these people those in a snooze or a do-not-disturb window, each with its end.

    Where Slack does not say, nobody is: a note that comes is better than one that never does.
    """
    found: dict[str, datetime] = {}
    asked = sorted(people)
    for some in (asked[n : n + MOST] for n in range(0, len(asked), MOST)):
        try:
            answer = await client.dnd_teamInfo(users=some)
            users: Mapping[str, Any] = answer["users"]
        except Exception as error:  # whatever Slack or the network answers
            log.info("who is not to be disturbed is not known: %r", error)
            return found
        for slack_id, told in users.items():
            start, end = told.get("next_dnd_start_ts", 0), told.get("next_dnd_end_ts", 0)
            if told.get("dnd_enabled") and start <= now.timestamp() < end:
                found[slack_id] = datetime.fromtimestamp(end, UTC)
    return found
