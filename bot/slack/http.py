"""Requests over HTTP: `/slack/events` for Slack, `/healthz` for whoever watches the bot."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import AsyncIterator

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..db import Database
from ..settings import SettingsError

log = logging.getLogger(__name__)

HEALTH_SECONDS = 2
STAMP = "X-Slack-Request-Timestamp"


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: what ends the bot is decided in one place."""

    capture_signals = contextlib.nullcontext  # type: ignore[assignment]


@contextlib.asynccontextmanager
async def listening(app: AsyncApp, database: Database, port: int) -> AsyncIterator[None]:
    """Take requests on `port`; on leaving, take no more and answer those that are here."""
    listener = bound(port)
    config = uvicorn.Config(
        pages(app, database), log_config=None, access_log=False, lifespan="off", server_header=False
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    log.info("listening for Slack's requests on port %s", listener.getsockname()[1])
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def pages(app: AsyncApp, database: Database) -> Starlette:
    """The two addresses that the bot answers."""
    bolt = AsyncSlackRequestHandler(app)

    async def slack(request: Request) -> Response:
        if not request.headers.get(STAMP, "0").isdecimal():
            return JSONResponse({"error": "invalid request"}, 401)
        try:
            return await bolt.handle(request)
        except (ValueError, TypeError, AttributeError) as error:
            # Bolt reads the body before it looks at the signature: it may come from anybody.
            log.warning("a request that is none of Slack's: %r", error)
            return JSONResponse({"error": "malformed request"}, 400)

    async def health(_request: Request) -> Response:
        well = await answers(database)
        return JSONResponse({"database": "ok" if well else "no answer"}, 200 if well else 503)

    return Starlette(
        routes=[Route("/slack/events", slack, methods=["POST"]), Route("/healthz", health)]
    )


async def answers(database: Database) -> bool:
    """Whether the database answers a question in time."""
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            await database.run(lambda session: session.execute(text("SELECT 1")).scalar())
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("the database does not answer: %s", error)
        return False
    return True


def bound(port: int) -> socket.socket:
    """A listening socket on every address of the machine; 0 means any free port."""
    try:
        listener = socket.create_server(("", port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = "another program uses it: stop that one, or set PORT to a free port"
        else:
            why = f"{error.strerror}: set PORT to another one"
        raise SettingsError(f"PORT {port} cannot be opened: {why}.") from None
    # asyncio sets this only where a socket names its protocol; without it every answer waits
    # 40 ms, since head and body leave apart and the second waits until the first is confirmed.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
