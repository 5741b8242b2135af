"""Requests over Socket Mode: a WebSocket that the bot opens to Slack and keeps open."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from . import client as clients

log = logging.getLogger(__name__)

PING_SECONDS = 1
"""A line that broke without a word is found and replaced within this time."""

SETTLE_SECONDS = 0.05
LAST_CALL_SECONDS = 5
"""For so long what still arrives is taken: Slack sends a command only once."""


@contextlib.asynccontextmanager
async def connected(
    app: AsyncApp, client: AsyncWebClient, app_token: str, address: str
) -> AsyncIterator[None]:
    """Take requests over a WebSocket, first at `address`; on leaving, answer those under way."""
    handler = AsyncSocketModeHandler(
        app, app_token, logger=_calm_logger(), web_client=client, ping_interval=PING_SECONDS
    )
    line = handler.client
    if clients.is_direct(client.base_url):
        line.proxy = None
    under_way: set[asyncio.Task[Any]] = set()

    async def take(_line: Any, request: SocketModeRequest) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        await handler.handle(line, request)

    line.socket_mode_request_listeners[:] = [take]
    line.wss_uri = address
    log.info("connecting to Slack over Socket Mode")
    upkeep = [
        asyncio.create_task(handler.connect_async()),  # type: ignore[no-untyped-call]
        asyncio.create_task(renew_address(line)),
    ]
    try:
        yield
    finally:
        # The answers ride on this line: it closes last.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_CALL_SECONDS):
                await settled(line, under_way)
        line.socket_mode_request_listeners.clear()
        if under_way:
            await asyncio.wait(under_way)
        for task in upkeep:
            task.cancel()
        await asyncio.gather(*upkeep, return_exceptions=True)
        await handler.close_async()  # type: ignore[no-untyped-call]


async def settled(line: SocketModeClient, under_way: set[asyncio.Task[Any]]) -> None:
    """Wait until everything that has arrived has been answered."""
    while True:
        await asyncio.wait({asyncio.create_task(asyncio.sleep(SETTLE_SECONDS)), *under_way})
        if not under_way and line.message_queue.empty():
            return


async def renew_address(line: SocketModeClient) -> None:
    """Make a line that stays down ask for a new address.

    The SDK tries one address for ever, and Slack's are good for one connection.
    """
    while True:
        before = line.wss_uri
        await asyncio.sleep(2 * PING_SECONDS)
        if line.wss_uri == before and not await line.is_connected():
            line.wss_uri = None


def _calm_logger() -> logging.Logger:
    """The SDK's logger, one line an event: it prints a traceback each time it cannot connect."""
    logger = logging.getLogger("slack_sdk.socket_mode.line")
    if not logger.filters:
        logger.addFilter(_without_traceback)
    return logger


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True
