"""Requests over HTTP: `/slack/events` for Slack, `/healthz` for whoever watches the bot.

`/go/WEB-12` is where links to items lead: anybody may open it, so it says nothing of the item.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import AsyncIterator
from typing import NamedTuple
from urllib.parse import quote

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ..db import Database
from ..settings import SettingsError
from ..ui import unfurls

log = logging.getLogger(__name__)

HEALTH_SECONDS = 2
PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Stationmaster</title>'
    '<meta name="robots" content="noindex">{head}<p>{words}</p></html>'
)
KEPT_TO_ITSELF = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
}
STAMP = "X-Slack-Request-Timestamp"


class Door(NamedTuple):
    """Where in Slack the bot is at home: ids of the workspace and of the app."""

    team: str
    app: str


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: what ends the bot is decided in one place."""

    capture_signals = contextlib.nullcontext  # type: ignore[assignment]


@contextlib.asynccontextmanager
async def listening(
    app: AsyncApp, database: Database, client: AsyncWebClient, port: int
) -> AsyncIterator[None]:
    """Take requests on `port`; on leaving, take no more and answer those that are here."""
    listener = bound(port)
    config = uvicorn.Config(
        pages(app, database, client),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    log.info("listening for Slack's requests on port %s", listener.getsockname()[1])
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def pages(app: AsyncApp, database: Database, client: AsyncWebClient) -> Starlette:
    """The addresses that the bot answers."""
    bolt = AsyncSlackRequestHandler(app)
    doors: list[Door] = []

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

    async def go(_request: Request) -> Response:
        if not doors:
            doors.extend(await front_door(client))
        return HTMLResponse(way_in(doors[0] if doors else None), headers=KEPT_TO_ITSELF)

    return Starlette(
        routes=[
            Route("/slack/events", slack, methods=["POST"]),
            Route("/healthz", health),
            Route(f"{unfurls.PATH}{{key}}", go),
        ]
    )


async def front_door(client: AsyncWebClient) -> list[Door]:
    """Where in Slack the bot is at home; empty while Slack does not say."""
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            me = await client.auth_test()
            found = await client.bots_info(bot=me["bot_id"])
    except Exception as error:  # whatever Slack or the network answers, the page is shown
        log.warning("Slack did not say where the bot is at home: %r", error)
        return []
    return [Door(str(me["team_id"]), str(found["bot"]["app_id"]))]


def way_in(door: Door | None) -> str:
    """The page of a link: it leads into Slack, where what one may see is shown."""
    if door is None:
        return PAGE.format(head="", words="Look for it in Slack.")
    app = f"slack://app?team={quote(door.team)}&amp;id={quote(door.app)}&amp;tab=home"
    web = f"https://slack.com/app_redirect?app={quote(door.app)}"
    return PAGE.format(
        head=f'<meta http-equiv="refresh" content="0; url={app}">',
        words=f'<a href="{web}">Open it in Slack</a>',
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
