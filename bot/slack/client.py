"""The one Web API client of a process, and whether Slack takes its tokens."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from .. import settings
from ..settings import Settings, SettingsError
from ..slack_errors import trouble

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE_SECONDS = 30
TRIES = 3
"""How often a call is made, while Slack says that it may work later."""
LONGEST_WAIT = 10.0
"""Seconds that such a call waits for Slack's rate limit."""
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
REFUSALS = {
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
"""Errors that asking again will not cure."""


@contextlib.asynccontextmanager
async def opened(told: Settings) -> AsyncIterator[AsyncWebClient]:
    """A client on one shared session; the SDK opens a new connection for each call otherwise.

    It never repeats a call by itself: after a lost answer that would post twice.
    """
    timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(
            token=told.slack_bot_token,
            base_url=told.slack_api_url,
            session=session,
            retry_handlers=[],
        )
        if is_direct(told.slack_api_url):
            client.proxy = None
        yield client


async def insisting(call: Callable[[], Awaitable[T]]) -> T:
    """What Slack answers to a call, which is made again where Slack did not take it just now.

    After a lost connection it is not: that may have lost only the answer.
    """
    for _ in range(TRIES - 1):
        try:
            return await call()
        except SlackApiError as error:
            found = trouble(error)
            if not found.passing or found.wait_seconds > LONGEST_WAIT:
                raise
            await asyncio.sleep(found.wait_seconds)
    return await call()


def is_direct(url: str) -> bool:
    """Whether a proxy named in the environment does not apply: the SDK uses it for everything."""
    host = urlsplit(url).hostname or ""
    return host in LOOPBACK or bool(proxy_bypass(host))


async def accepted(call: Awaitable[Any], variable: str) -> Any:
    """Slack's answer to a first call with the token in `variable`, or None if it cannot be had.

    A token that Slack refuses is a `SettingsError`.
    """
    answer, reason = await asked(call)
    if reason in REFUSALS:
        raise SettingsError(
            f"{variable} is refused by Slack ({reason}): "
            f"it must be {settings.HOW_TO_GET[variable]}."
        )
    if answer is None:
        log.warning("Slack does not answer: %s", reason)
    return answer


async def asked(call: Awaitable[Any]) -> tuple[Any, str]:
    """Slack's answer, or None and why there is none: Slack's word for it, or what went wrong."""
    try:
        return await call, ""
    except SlackApiError as error:
        # A proxy or a wrong address answers with text; the SDK's own `get` fails on that.
        said = getattr(error.response, "data", None)
        status = getattr(error.response, "status_code", 200)
        word = said.get("error") if isinstance(said, dict) else None
        return None, str(word or f"SLACK_API_URL gives no answer of Slack's (HTTP {status})")
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        return None, str(error) or "no answer in time"
