"""Who we are at Slack, asked once: Bolt's own way asks `auth.test` on every request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

PATIENCE_SECONDS = 2
"""A request waits no longer for the first answer: Slack itself gives up on us after 3 s."""


def cached(client: AsyncWebClient) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Bolt's `authorize` for the one workspace of `client`'s token.

    A failure is not kept: the next request asks again.
    """
    known: list[AuthorizeResult] = []
    asking = asyncio.Lock()

    async def authorize() -> AuthorizeResult:
        if not known:
            async with asking, asyncio.timeout(PATIENCE_SECONDS):
                if not known:
                    known.append(
                        AuthorizeResult.from_auth_test_response(
                            bot_token=client.token, auth_test_response=await client.auth_test()
                        )
                    )
        return known[0]

    return authorize
