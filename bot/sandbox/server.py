"""The sandbox as a server on loopback: Web API, response URLs, files, Socket Mode and the page."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox import page
from bot.sandbox.app import hooks
from bot.sandbox.desk import Desk, open_desk
from bot.sandbox.errors import Refused
from bot.sandbox.web import api, files
from bot.sandbox.workspace import Workspace

HOST = "127.0.0.1"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class Running:
    """A sandbox that listens; what a bot needs to know to talk to it."""

    desk: Desk
    base_url: str

    @property
    def api_url(self) -> str:
        """For the SDK's `base_url`."""
        return f"{self.base_url}/api/"

    @property
    def bot_token(self) -> str:
        """xoxb-…"""
        return self.desk.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """xapp-…"""
        return self.desk.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        """For the request signature."""
        return self.desk.workspace.app.signing_secret


class Server(uvicorn.Server):
    """uvicorn without its clockwork of 0.1 s and its signals, which belong to the program."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ended = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Nothing is captured."""
        yield

    async def main_loop(self) -> None:
        """Until `ended` is set."""
        await self.on_tick(0)
        await self.ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Requests under way have a second to end."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        tasks = list(self.server_state.tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=1)
        for task in tasks:
            task.cancel()
        for connection in list(self.server_state.connections):
            transport: asyncio.Transport | None = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.lifespan.shutdown()


def _listener(port: int) -> socket.socket:
    # With the protocol spelt out asyncio turns Nagle's algorithm off, which costs 40 ms an answer.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise
    return made


@asynccontextmanager
async def listening(application: ASGIApp, port: int = 0) -> AsyncIterator[tuple[Server, str]]:
    """Serve an application on loopback. Error: OSError where the port is taken."""
    listener = _listener(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",
        date_header=False,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if serving.done():
                await serving
            await asyncio.sleep(0.002)
        yield server, address
    finally:
        server.ended.set()
        await serving
        listener.close()


@asynccontextmanager
async def running(
    workspace: Workspace,
    *,
    port: int = 0,
    on_clock: Callable[[str], object] | None = None,
    mode: str = "",
    request_url: str = "",
    tick_seconds: float = 1.0,
) -> AsyncIterator[Running]:
    """A sandbox around `workspace` on loopback.

    `mode` is "http" (then `request_url` is the bot's) or "socket"; by default as the manifest
    says. `on_clock` gets what the page asks of the clock ("+1h", ISO …); an awaitable that it
    returns is waited for, a ValueError is shown. Every `tick_seconds` (0: never) the clock is
    looked at for scheduled messages and retries. Error: OSError where the port is taken.
    """
    desk = open_desk(workspace)
    desk.delivery.mode = mode or desk.delivery.mode
    desk.delivery.request_url = request_url
    async with listening(application(desk, on_clock), port) as (server, address):
        workspace.base_url = address
        desk.cut = _cutter(server)
        ticking = asyncio.create_task(_tick(desk, tick_seconds))
        try:
            yield Running(desk, address)
        finally:
            ticking.cancel()
            for end in desk.at_end:
                end()
            await desk.delivery.close()


async def _tick(desk: Desk, seconds: float) -> None:
    while seconds > 0:
        await asyncio.sleep(seconds)
        desk.release()


def _cutter(server: Server) -> Callable[[Any], None]:
    def cut(client: Any) -> None:
        for connection in list(server.server_state.connections):
            here = getattr(connection, "client", None)
            if client is None or here == tuple(client):
                transport: asyncio.Transport | None = getattr(connection, "transport", None)
                if transport is not None:
                    transport.abort()

    return cut


def application(desk: Desk, on_clock: Callable[[str], object] | None = None) -> ASGIApp:
    """All the doors of the sandbox."""

    async def web_api(request: Request) -> Response:
        return await api.answer(desk, request)

    async def response_url(request: Request) -> Response:
        return await _respond(desk, request)

    async def upload(request: Request) -> Response:
        return await _upload(desk, request)

    async def download(request: Request) -> Response:
        return _download(desk, request)

    made = Starlette(
        routes=[
            Route("/api/{method}", web_api, methods=["GET", "POST"]),
            Route("/commands/{team}/{key}", response_url, methods=["POST"]),
            Route("/actions/{team}/{key}", response_url, methods=["POST"]),
            Route("/upload/v1/{file}", upload, methods=["POST"]),
            Route("/files-pri/{file}/{name:path}", download),
            WebSocketRoute("/link", desk.sockets.serve),
            *page.routes(desk, on_clock),
        ]
    )
    return _loopback_only(made)


def _loopback_only(inner: ASGIApp) -> ASGIApp:
    """Pages of other origins must not reach the sandbox, under whatever name."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = {
                name.decode("latin-1"): one.decode("latin-1") for name, one in scope["headers"]
            }
            named = [headers.get("host", "")]
            if "origin" in headers:
                named.append(headers["origin"].partition("://")[2])
            if not all(_is_loopback(one) for one in named):
                refusal = PlainTextResponse("The sandbox answers on loopback only.", 403)
                await refusal(scope, receive, send)
                return
        await inner(scope, receive, send)

    return guarded


def _is_loopback(host: str) -> bool:
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name in _LOOPBACK


async def _respond(desk: Desk, request: Request) -> Response:
    try:
        given = json.loads(await request.body())
    except ValueError:
        return PlainTextResponse("invalid_payload", 400)
    if not isinstance(given, dict):
        return PlainTextResponse("invalid_payload", 400)
    try:
        hooks.respond(desk, request.path_params["key"], given)
    except Refused as refusal:
        gone = refusal.code in ("expired_url", "used_url")
        desk.log("response_url", given, refusal.answer())
        return PlainTextResponse(refusal.code, 404 if gone else 400)
    desk.log("response_url", given, {"ok": True})
    return PlainTextResponse("ok")


async def _upload(desk: Desk, request: Request) -> Response:
    stored = desk.workspace.files.get(request.path_params["file"])
    if stored is None or stored.complete:
        return PlainTextResponse("file_not_found", 404)
    content = await request.body()
    if len(content) != stored.length:
        return PlainTextResponse("length_mismatch", 400)
    stored.content = content
    return PlainTextResponse(f"OK - {len(content)}")


def _download(desk: Desk, request: Request) -> Response:
    """A file's bytes; without a good token the sign-in page, as Slack does."""
    workspace = desk.workspace
    stored = workspace.files.get(request.path_params["file"].partition("-")[2])
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    allowed = token == workspace.app.bot_token and "files:read" in workspace.app.scopes
    if stored is None or stored.content is None:
        return PlainTextResponse("file_not_found", 404)
    if not allowed or not files.visible(workspace, stored):
        return HTMLResponse("<!DOCTYPE html><title>Sign in | Slack</title>")
    return Response(stored.content, media_type="application/octet-stream")
