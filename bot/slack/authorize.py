"""Who we are at Slack, asked once: Bolt's own way asks `auth.test` on every request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from ..slack_errors import trouble

PATIENCE_SECONDS = 1
"""A request waits no longer for the first answer: Slack itself gives up on us after 3 s."""

log = logging.getLogger(__name__)


def cached(client: AsyncWebClient) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Bolt's `authorize` for the one workspace of `client`'s token.

    With Slack silent the request goes on without it, and the next one asks again; a token that
    Slack refuses is an error.
    """
    known: list[AuthorizeResult] = []
    asking = asyncio.Lock()

    async def ask() -> None:
        async with asking, asyncio.timeout(PATIENCE_SECONDS):
            if not known:
                known.append(
                    AuthorizeResult.from_auth_test_response(
                        bot_token=client.token, auth_test_response=await client.auth_test()
                    )
                )

    async def authorize() -> AuthorizeResult:
        try:
            if not known:
                await ask()
        except Exception as error:  # whatever Slack or the network answers
            found = trouble(error)
            if not found.passing:
                raise
            log.warning("Slack did not say who I am: %r", error)
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=client.token)
        return known[0]

    return authorize
