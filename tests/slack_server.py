"""The least of a Slack that a process can be started against: it can hold answers and cut lines.

What Slack refuses is the sandbox's business; this one knows how connections go wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import WSMsgType, web

BOT_TOKEN = "xoxb-1-test"
APP_TOKEN = "xapp-1-test"
PATIENCE = 60
"""Seconds after which a test gives up; a busy machine may need many."""
ANA = {"id": "U0ANA", "name": "ana", "real_name": "Ana", "tz": "Europe/Lisbon", "profile": {}}


class SlackServer:
    """Web API and Socket Mode on loopback, with what was asked of it."""

    def __init__(self) -> None:
        """Not listening yet: `open_server` does that."""
        self.base = ""
        self.scopes = "chat:write,commands"
        self.calls: list[str] = []
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.lines: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.may_answer = asyncio.Event()
        """Cleared, `users.info` waits: a request is then in flight for as long as a test likes."""
        self.may_answer.set()
        self.is_asked = asyncio.Event()
        """Set once `users.info` has been called."""
        self.tickets_to_refuse = 0
        self._transports: list[Any] = []
        self._tickets: set[str] = set()

    @property
    def api(self) -> str:
        """What `SLACK_API_URL` is to be."""
        return f"{self.base}/api/"

    async def line(self) -> web.WebSocketResponse:
        """The next WebSocket that the bot opens."""
        return await asyncio.wait_for(self.lines.get(), PATIENCE)

    async def answer(self) -> dict[str, Any]:
        """The next acknowledgement that the bot sends."""
        return await asyncio.wait_for(self.answers.get(), PATIENCE)

    def cut(self) -> None:
        """Reset the newest line's TCP connection: no close frame, no end of stream."""
        transport = self._transports[-1]
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()

    async def call(self, request: web.Request) -> web.Response:
        """One Web API call."""
        method = request.match_info["method"]
        self.calls.append(method)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if token != wanted:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response(
            {"ok": True, **await self._result(method)}, headers={"x-oauth-scopes": self.scopes}
        )

    async def _result(self, method: str) -> dict[str, Any]:
        match method:
            case "auth.test":
                me = {"user": "stationmaster", "user_id": "U0BOT", "bot_id": "B0BOT"}
                return {"team": "Rail", "team_id": "T0RAIL", "url": self.base, **me}
            case "apps.connections.open":
                ticket = f"ticket-{len(self.calls)}"
                self._tickets.add(ticket)
                return {"url": f"{self.base.replace('http', 'ws')}/line?ticket={ticket}"}
            case "users.info":
                self.is_asked.set()
                await self.may_answer.wait()
                return {"user": ANA}
            case "conversations.info":
                return {"channel": {"id": "C0WEB", "name": "web", "is_member": False}}
        return {"channel": {"id": "D0ANA"}, "members": [], "channels": [], "ts": "1.000001"}

    async def open_line(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket; its ticket is good for one connection."""
        if request.query["ticket"] not in self._tickets:
            return web.Response(status=408)
        if self.tickets_to_refuse:
            self.tickets_to_refuse -= 1
            self._tickets.clear()
            return web.Response(status=408)
        self._tickets.remove(request.query["ticket"])
        line = web.WebSocketResponse()
        await line.prepare(request)
        self._transports.append(request.transport)
        await line.send_json({"type": "hello"})
        self.lines.put_nowait(line)
        async for message in line:
            if message.type is WSMsgType.TEXT:
                self.answers.put_nowait(message.json())
        return line


@contextlib.asynccontextmanager
async def open_server() -> AsyncIterator[SlackServer]:
    """A server on a free port."""
    slack = SlackServer()
    pages = web.Application()
    pages.router.add_route("*", "/api/{method}", slack.call)
    pages.router.add_get("/line", slack.open_line)
    runner = web.AppRunner(pages, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()


def command(text: str, number: int = 1) -> dict[str, Any]:
    """What Slack sends for a slash command of Ana's."""
    return {
        "command": "/pm",
        "text": text,
        "team_id": "T0RAIL",
        "user_id": ANA["id"],
        "user_name": ANA["name"],
        "channel_id": "C0WEB",
        "channel_name": "web",
        "trigger_id": f"1.{number}",
        "response_url": "",
    }
