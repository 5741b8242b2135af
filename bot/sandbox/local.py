"""The sandbox for tests: a server in its own thread, and people who type, press and fill in.

    with local.start(manifest, clock) as slack:
        slack.serve(asgi)                      # the bot over HTTP: signed requests, real sockets …
        slack.call(handler.connect_async())    # … or over Socket Mode: whatever connects a client
        slack.connected()

        ana = slack.person("ana")              # cast.PEOPLE: ana ben chloe dev emi gus (guest)
        told = ana.types("#web", "/task add Fix login @ben due friday")
        assert "Fix login" in told.text        # told.message, .messages, .view, .error, .errors
        ana.presses(told, "Done")              # by text, action_id or value; beside="WEB-12"
        ana.chooses(told, "snooze", "1d")      # any menu, picker, checkbox, radio, overflow
        form = ana.types("#web", "/task add").view
        ana.fills(form, {"Title": "…", "Due date": "2026-11-27", "Project": "Website"})
        ana.submits()                          # .errors has what stands under which block_id
        ana.sees("#web"), ana.sees("@stationmaster"), ana.home(), ana.view

A bot is built inside the sandbox's event loop: `app = slack.call(build())`, then `slack.serve(…)`.
It finds Slack at `slack.api_url` with `slack.bot_token`, `slack.app_token`, `slack.signing_secret`.
Every action waits for the bot's acks of all events it caused; for work after the ack use
`slack.until(lambda: …)`. When your clock has moved, `slack.tick()` posts what was scheduled and
retries events. `slack.faults.plan("chat.postMessage", "lost")` breaks things; `slack.limits.on =
True` counts rate limits; `slack.doubts` lists what Slack may or may not accept; `slack.calls` logs
the bot's API calls. Errors of the person (no such button …) are `CannotDo`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from typing import Any, TypeVar

from starlette.types import ASGIApp

from bot.sandbox import cast
from bot.sandbox.desk import Desk
from bot.sandbox.errors import CannotDo
from bot.sandbox.server import Running, listening, running
from bot.sandbox.user import client
from bot.sandbox.user.people import Somebody
from bot.sandbox.web.faults import Faults
from bot.sandbox.web.limits import Limits
from bot.sandbox.workspace import Channel, Clock, Person, Workspace

Result = TypeVar("Result")


class Slack:
    """A running sandbox as tests use it; made by `start`."""

    def __init__(
        self, server: Running, loop: asyncio.AbstractEventLoop, open_things: AsyncExitStack
    ) -> None:
        self.server = server
        self._loop = loop
        self._open_things = open_things
        self.follow_up: Callable[[], Awaitable[Any]] | None = None
        """What a bot in this process still does after its acks: every action waits for it."""

    # ── for the bot ──────────────────────────────────────────────────────────────────────────

    @property
    def api_url(self) -> str:
        """For the SDK's `base_url`."""
        return self.server.api_url

    @property
    def base_url(self) -> str:
        """The address of the sandbox."""
        return self.server.base_url

    @property
    def bot_token(self) -> str:
        """xoxb-…"""
        return self.server.bot_token

    @property
    def app_token(self) -> str:
        """xapp-…"""
        return self.server.app_token

    @property
    def signing_secret(self) -> str:
        """For the request signature."""
        return self.server.signing_secret

    def call(self, work: Coroutine[Any, Any, Result], seconds: float = 30.0) -> Result:
        """Run a coroutine in the sandbox's event loop. Error: TimeoutError."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def serve(self, application: ASGIApp, path: str = "/slack/events") -> str:
        """Serve the bot's ASGI application on loopback and send everything there over HTTP."""

        async def up() -> str:
            entered = await self._open_things.enter_async_context(listening(application))
            return entered[1]

        address = self.call(up()) + path
        self.deliver_to(address)
        return address

    def deliver_to(self, request_url: str) -> None:
        """Send everything over HTTP to this address."""
        self.desk.delivery.mode = "http"
        self.desk.delivery.request_url = request_url

    def connected(self, seconds: float = 5.0) -> None:
        """From now on Socket Mode; waits for a connection. Error: ConnectionError."""
        self.desk.delivery.mode = "socket"
        self.call(self.desk.sockets.ready(seconds))

    def cut_sockets(self) -> None:
        """Reset all Socket Mode connections, without a close frame."""

        async def cut() -> None:
            for socket in list(self.desk.sockets.connections):
                self.desk.cut(socket.scope["client"])

        self.call(cut())

    # ── the workspace ────────────────────────────────────────────────────────────────────────

    @property
    def desk(self) -> Desk:
        """All parts of the sandbox."""
        return self.server.desk

    @property
    def workspace(self) -> Workspace:
        """The state; change it through `call` or the methods here."""
        return self.desk.workspace

    @property
    def faults(self) -> Faults:
        """Bad days on demand."""
        return self.desk.faults

    @property
    def limits(self) -> Limits:
        """Rate limits, off at first."""
        return self.desk.limits

    @property
    def doubts(self) -> list[str]:
        """What the bot did that Slack documents badly."""
        return self.workspace.doubts

    @property
    def calls(self) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
        """The bot's API calls so far: method, arguments, answer."""
        return self.desk.calls

    def person(self, name: str) -> Somebody:
        """Somebody of the workspace, to act as. Error: CannotDo."""
        found = self.workspace.find_person(name)
        if found is None:
            raise CannotDo(f"there is nobody called {name!r}")
        return Somebody(self.desk, found, self._act)

    def add_person(self, name: str, **fields: Any) -> Somebody:
        """Somebody new; fields of `workspace.Person`, e.g. tz="Asia/Tokyo", is_restricted=True."""

        async def add() -> Person:
            return self.workspace.person(name, **fields)

        return Somebody(self.desk, self.call(add()), self._act)

    def add_channel(
        self, name: str, *members: str, private: bool = False, with_bot: bool = True
    ) -> Channel:
        """A new channel with people by name; without events, as if it had always been there."""

        async def add() -> Channel:
            found = [self.workspace.find_person(one) for one in members]
            ids = [one.id for one in found if one is not None]
            bot = [self.workspace.app.user_id] if with_bot else []
            kind = "private" if private else "public"
            return self.workspace.channel(name, [*ids, *bot], kind=kind, creator=(ids + bot)[0])

        return self.call(add())

    def invites_bot(self, by: str, channel: str) -> None:
        """Somebody brings the bot into a channel, with the events."""
        self._brings_in(by, channel, self.workspace.app.user_id)

    def invites(self, by: str, channel: str, name: str) -> None:
        """Somebody brings a person into a channel, with the events."""
        self._brings_in(by, channel, self.person(name).id)

    def _brings_in(self, by: str, channel: str, whom: str) -> None:
        async def invite() -> None:
            inviter = self.person(by).id
            where = client.place(self.desk, inviter, channel)
            client.add_member(self.desk, where, whom, inviter)

        self._act(invite())

    # ── waiting ──────────────────────────────────────────────────────────────────────────────

    def _act(self, work: Coroutine[Any, Any, Result]) -> Result:
        async def act() -> Result:
            result = await work
            await self._settle()
            return result

        return self.call(act())

    def settle(self) -> None:
        """Wait until the bot has acknowledged every event and done its `follow_up`."""
        self.call(self._settle())

    async def _settle(self) -> None:
        await self.desk.delivery.settle()
        if self.follow_up is not None:
            await self.follow_up()
            await self.desk.delivery.settle()

    def tick(self) -> None:
        """The clock has moved: scheduled messages are posted, due retries go out."""

        async def release() -> None:
            self.desk.release()
            await self._settle()

        self.call(release())

    def until(self, true: Callable[[], object], seconds: float = 5.0) -> None:
        """Wait until something is so, looking at each change. Error: TimeoutError."""

        async def wait() -> None:
            async with asyncio.timeout(seconds):
                while not true():
                    await asyncio.sleep(0.005)

        self.call(wait(), seconds + 1)


@contextmanager
def start(
    manifest: dict[str, Any], clock: Clock, *, workspace: Workspace | None = None, port: int = 0
) -> Iterator[Slack]:
    """A sandbox in its own thread; `workspace` instead of the small town of `cast`.

    Error: OSError where the port is taken.
    """
    ready: Future[Slack] = Future()
    state = workspace or cast.small_town(manifest, clock)

    async def main() -> None:
        stop = asyncio.Event()
        try:
            async with AsyncExitStack() as open_things:
                server = await open_things.enter_async_context(
                    running(state, port=port, tick_seconds=0)
                )
                loop = asyncio.get_running_loop()
                slack = Slack(server, loop, open_things)
                stops.append(lambda: loop.call_soon_threadsafe(stop.set))
                ready.set_result(slack)
                await stop.wait()
        except BaseException as error:
            if ready.done():
                raise
            ready.set_exception(error)

    stops: list[Callable[[], object]] = []
    thread = threading.Thread(target=lambda: asyncio.run(main()), name="sandbox", daemon=True)
    thread.start()
    slack = ready.result(30)
    try:
        yield slack
    finally:
        stops[0]()
        thread.join(10)
