"""Sending to the bot: signed HTTP requests, or envelopes over Socket Mode; acks within 3 seconds.

https://docs.slack.dev/authentication/verifying-requests-from-slack and …/apis/events-api
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.app import events
from bot.sandbox.app.sockets import Sockets
from bot.sandbox.workspace import Workspace

Object = dict[str, Any]

ACK_SECONDS = 3.0
RETRY_SECONDS = (0.0, 60.0, 300.0)
"""An event that was not acknowledged comes again at once, after a minute and after five."""


@dataclass(frozen=True)
class Ack:
    """The bot's answer. `error` is what the person reads: operation_timeout, dispatch_failed …"""

    error: str = ""
    body: Any = None


@dataclass
class Retry:
    """An event that waits for its next attempt (`at` in unix seconds of the sandbox's clock)."""

    at: float
    number: int
    reason: str
    envelope: Object


@dataclass
class Delivery:
    """Carries payloads to the bot. `wall` is the real clock, for the signature's timestamp."""

    workspace: Workspace
    sockets: Sockets
    mode: str = "http"
    request_url: str = ""
    ack_seconds: float = ACK_SECONDS
    retry_seconds: tuple[float, ...] = RETRY_SECONDS
    wall: Callable[[], float] = time.time
    retries: list[Retry] = field(default_factory=list)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)
    session: aiohttp.ClientSession | None = None

    # ── commands and interactions: the person waits for the answer ───────────────────────────

    async def command(self, payload: Object) -> Ack:
        """A slash command, form-encoded."""
        if self.mode == "socket":
            return await self._over_socket("slash_commands", payload, takes_payload=True)
        return await self._over_http(urlencode(payload), "application/x-www-form-urlencoded")

    async def interaction(self, payload: Object) -> Ack:
        """A button, a shortcut, a view or a menu that asks for options."""
        if self.mode == "socket":
            answers = payload["type"] in ("view_submission", "block_suggestion")
            return await self._over_socket("interactive", payload, takes_payload=answers)
        form = urlencode({"payload": json.dumps(payload)})
        return await self._over_http(form, "application/x-www-form-urlencoded")

    # ── events: retried, nobody waits ────────────────────────────────────────────────────────

    def emit(self, event: Object) -> None:
        """Send an event on its way, if the app hears it."""
        if events.is_heard(self.workspace.app, event):
            self._start(Retry(0, 0, "", events.envelope(self.workspace, event)))

    def release(self) -> None:
        """Start the retries whose time has come."""
        now = self.workspace.now()
        due = [one for one in self.retries if one.at <= now]
        self.retries = [one for one in self.retries if one.at > now]
        for one in due:
            self._start(one)

    async def settle(self, seconds: float = 10.0) -> None:
        """Wait until no event is under way, at most so long; later retries are not waited for."""
        end = time.monotonic() + seconds
        while self.under_way and time.monotonic() < end:
            await asyncio.wait(self.under_way, timeout=max(0.0, end - time.monotonic()))

    def _start(self, attempt: Retry) -> None:
        task = asyncio.get_running_loop().create_task(self._attempt(attempt))
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def _attempt(self, attempt: Retry) -> None:
        ack = await self.event(attempt.envelope, attempt.number, attempt.reason)
        if not ack.error or attempt.number >= len(self.retry_seconds):
            return
        reasons = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
        wait = self.retry_seconds[attempt.number]
        reason = reasons.get(ack.error, "http_error")
        again = Retry(self.workspace.now() + wait, attempt.number + 1, reason, attempt.envelope)
        if wait <= 0:
            self._start(again)
        else:
            self.retries.append(again)

    async def event(self, envelope: Object, number: int = 0, reason: str = "") -> Ack:
        """One attempt to deliver an event."""
        if self.mode == "socket":
            more = {"retry_attempt": number, "retry_reason": reason}
            return await self._over_socket("events_api", envelope, takes_payload=False, more=more)
        again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        headers = again if number else {}
        return await self._over_http(json.dumps(envelope), "application/json", headers)

    async def verify_url(self) -> bool:
        """`url_verification`: the request URL must give the challenge back."""
        challenge = self.workspace.new_id("challenge")
        token = self.workspace.app.verification_token
        asked = {"token": token, "challenge": challenge, "type": "url_verification"}
        ack = await self._over_http(json.dumps(asked), "application/json")
        given = ack.body.get("challenge") if isinstance(ack.body, dict) else ack.body
        return bool(given == challenge)

    # ── the two ways ─────────────────────────────────────────────────────────────────────────

    async def _over_socket(
        self, kind: str, payload: Object, takes_payload: bool, more: Object | None = None
    ) -> Ack:
        try:
            body = await self.sockets.send(kind, payload, takes_payload, self.ack_seconds, more)
        except TimeoutError:
            return Ack("operation_timeout")
        except ConnectionError:
            return Ack("dispatch_failed")
        return Ack(body=body)

    async def _over_http(
        self, body: str, content_type: str, headers: dict[str, str] | None = None
    ) -> Ack:
        if not self.request_url:
            return Ack("dispatch_failed")
        if self.session is None:
            self.session = aiohttp.ClientSession()
        signed = {"Content-Type": content_type, **(headers or {}), **self._signature(body)}
        limit = aiohttp.ClientTimeout(total=self.ack_seconds)
        try:
            async with self.session.post(
                self.request_url, data=body.encode(), headers=signed, timeout=limit
            ) as answer:
                return _read(answer.status, answer.content_type, await answer.text())
        except TimeoutError:
            return Ack("operation_timeout")
        except aiohttp.ClientError:
            return Ack("dispatch_failed")

    def _signature(self, body: str) -> dict[str, str]:
        at = str(int(self.wall()))
        key = self.workspace.app.signing_secret.encode()
        digest = hmac.new(key, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}

    async def close(self) -> None:
        """Let go of what is under way."""
        for task in list(self.under_way):
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)
        if self.session is not None:
            await self.session.close()


def _read(status: int, content_type: str, text: str) -> Ack:
    if status >= 500:
        return Ack("http_service_error")
    if status >= 300:
        return Ack("http_client_error")
    if not text.strip():
        return Ack()
    if content_type == "application/json":
        try:
            return Ack(body=json.loads(text))
        except ValueError:
            return Ack("dispatch_unknown_error")
    return Ack(body=text)
