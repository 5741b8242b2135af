"""Socket Mode: envelopes over WebSockets, acknowledged by `envelope_id`.

https://docs.slack.dev/apis/events-api/using-socket-mode: at most 10 connections, any of which may
get any envelope; `disconnect` asks to connect anew.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.errors import Refused
from bot.sandbox.workspace import Workspace

Object = dict[str, Any]

MOST = 10


class Sockets:
    """The open connections and what is not acknowledged yet."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.tickets: set[str] = set()
        self.connections: list[WebSocket] = []
        self._waiting: dict[str, tuple[asyncio.Future[Any], bool]] = {}
        self._turn = itertools.count()
        self._arrival = asyncio.Event()

    def url(self) -> str:
        """A fresh address to connect to, good for one connection."""
        ticket = secrets.token_hex(8)
        self.tickets.add(ticket)
        host = self.workspace.base_url.removeprefix("http")
        return f"ws{host}/link?ticket={ticket}&app_id={self.workspace.app.id}"

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self.tickets:
            await socket.close(4000)
            return
        self.tickets.discard(ticket)
        await socket.accept()
        refusal = self._refusal()
        if refusal:
            await self._say(socket, {"type": "disconnect", "reason": refusal, **self._debug()})
            await socket.close()
            return
        self.connections.append(socket)
        try:
            await self._say(socket, self._hello())
            self._arrival.set()
            while True:
                self._take(json.loads(await socket.receive_text()))
        except json.JSONDecodeError:
            await socket.close(1007)
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            if socket in self.connections:
                self.connections.remove(socket)

    def _refusal(self) -> str:
        if len(self.connections) >= MOST:
            return "too_many_websockets"
        enabled = self.workspace.app.setting("settings", "socket_mode_enabled", default=False)
        return "" if enabled else "link_disabled"

    def _debug(self) -> Object:
        return {"debug_info": {"host": "applink-sandbox"}}

    def _hello(self) -> Object:
        more = {"build_number": 1, "approximate_connection_time": 18_060}
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "applink-sandbox", **more},
            "connection_info": {"app_id": self.workspace.app.id},
        }

    def _take(self, answer: Object) -> None:
        waiting, takes_payload = self._waiting.pop(answer.get("envelope_id", ""), (None, False))
        if waiting is None or waiting.done():
            return
        if "payload" in answer and not takes_payload:
            self.workspace.doubts.append("a payload came back where none is accepted")
        waiting.set_result(answer.get("payload") if takes_payload else None)

    async def ready(self, seconds: float = 5.0) -> None:
        """Wait for a connection. Error: ConnectionError when none comes."""
        try:
            async with asyncio.timeout(seconds):
                while not self.connections:
                    self._arrival.clear()
                    await self._arrival.wait()
        except TimeoutError:
            raise ConnectionError("no Socket Mode connection") from None

    async def send(
        self, kind: str, payload: Object, takes_payload: bool, seconds: float, more: Object | None
    ) -> Any:
        """Send an envelope and wait for its ack. Errors: ConnectionError, TimeoutError."""
        if not self.connections:
            raise ConnectionError("no Socket Mode connection")
        envelope_id = secrets.token_hex(16)
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (waiting, takes_payload)
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": takes_payload,
            **(more or {}),
        }
        socket = self.connections[next(self._turn) % len(self.connections)]
        try:
            await self._say(socket, envelope)
            return await asyncio.wait_for(waiting, seconds)
        except RuntimeError:
            raise ConnectionError("the connection is gone") from None
        finally:
            self._waiting.pop(envelope_id, None)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come anew (`warning` announces, `refresh_requested` closes)."""
        for socket in list(self.connections):
            await self._say(socket, {"type": "disconnect", "reason": reason, **self._debug()})
            if reason == "refresh_requested":
                self.connections.remove(socket)
                await socket.close()

    async def _say(self, socket: WebSocket, message: Object) -> None:
        try:
            await socket.send_text(json.dumps(message))
        except WebSocketDisconnect:
            raise ConnectionError("the connection is gone") from None


def open_connection(sockets: Sockets) -> Object:
    """apps.connections.open. Error: `too_many_websockets` comes over the wire, not here."""
    if not sockets.workspace.base_url:
        raise Refused("internal_error")
    return {"ok": True, "url": sockets.url()}
