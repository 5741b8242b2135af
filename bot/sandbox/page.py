"""What the page (static/) talks to: JSON under /sandbox/, a stream of changes, and the files.

    GET  /sandbox/state?person=             now, team, me, people, channels, commands, view, app …
    GET  /sandbox/messages?person=&channel=[&thread_ts=]
    GET  /sandbox/home?person=              opening it fires app_home_opened
    GET  /sandbox/events?person=            text/event-stream of {"what", "channel"}
    POST /sandbox/say|act|options|submit|close|react|clock|shortcut, /sandbox/upload (raw body)

Answers are {"ok": true, …} or {"ok": false, "error": a code of Slack's or one clear sentence}.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.desk import Desk
from bot.sandbox.errors import CannotDo, Refused
from bot.sandbox.user import acting, client, screen
from bot.sandbox.user.client import Result
from bot.sandbox.workspace import Change

Object = dict[str, Any]
OnClock = Callable[[str], object] | None

STATIC = Path(__file__).parent / "static"
PING_SECONDS = 15.0
HOME_SECONDS = 1.0
"""A page that looks at the home again so soon only refreshes it; it was not opened anew."""


@dataclass
class Page:
    """The page's side of one sandbox."""

    desk: Desk
    on_clock: OnClock
    streams: set[asyncio.Queue[Change | None]] = field(default_factory=set)
    homes: dict[str, float] = field(default_factory=dict)

    def heard(self, change: Change) -> None:
        """Pass a change on to every stream."""
        for stream in self.streams:
            stream.put_nowait(change)

    def end(self) -> None:
        """Let all streams end."""
        for stream in self.streams:
            stream.put_nowait(None)

    def person(self, given: Object) -> str:
        """Who is looking; the first person where none is named. Error: CannotDo."""
        wanted = given.get("person")
        if not wanted:
            people = self.desk.workspace.people.values()
            return next(one.id for one in people if not one.is_bot and not one.deleted)
        if wanted not in self.desk.workspace.people:
            raise CannotDo(f"There is nobody with the id {wanted!r}.")
        return str(wanted)

    # ── looking ──────────────────────────────────────────────────────────────────────────────

    async def state(self, given: Object) -> Object:
        """Everything around the messages."""
        return screen.state(self.desk, self.person(given))

    async def messages(self, given: Object) -> Object:
        """The messages of a channel or thread; they are read then."""
        thread = str(given.get("thread_ts") or "")
        return screen.messages(self.desk, self.person(given), str(given.get("channel")), thread)

    async def home(self, given: Object) -> Object:
        """The app's home page."""
        person = self.person(given)
        now = self.desk.delivery.wall()
        if now - self.homes.get(person, 0.0) > HOME_SECONDS:
            await client.open_home(self.desk, person)
        self.homes[person] = now
        return {"view": screen.home(self.desk, person)}

    async def changes(self, person: str) -> AsyncIterator[str]:
        """The stream of changes that this person can see."""
        stream: asyncio.Queue[Change | None] = asyncio.Queue()
        self.streams.add(stream)
        try:
            yield ": ping\n\n"
            while True:
                try:
                    change = await asyncio.wait_for(stream.get(), PING_SECONDS)
                except TimeoutError:
                    yield ": ping\n\n"
                    continue
                if change is None:
                    return
                if screen.concerns(self.desk, person, change):
                    told = {"what": change.what, "channel": change.channel}
                    yield f"data: {json.dumps(told)}\n\n"
        finally:
            self.streams.discard(stream)

    # ── doing ────────────────────────────────────────────────────────────────────────────────

    async def say(self, given: Object) -> Object:
        """Type a message or a command."""
        thread = str(given.get("thread_ts") or "")
        channel, text = str(given.get("channel")), str(given.get("text") or "")
        return _told(await client.say(self.desk, self.person(given), channel, text, thread))

    async def act(self, given: Object) -> Object:
        """Use an element; `state` is what stands in the other inputs."""
        person = self.person(given)
        spot = acting.find(self.desk, person, given.get("container") or {})
        acting.adopt(self.desk, person, spot, given.get("state"))
        ids = (str(given.get("block_id")), str(given.get("action_id")))
        return _told(await acting.act(self.desk, person, spot, *ids, given.get("value")))

    async def options(self, given: Object) -> Object:
        """What an external menu offers."""
        person = self.person(given)
        spot = acting.find(self.desk, person, given.get("container") or {})
        ids = (str(given.get("block_id")), str(given.get("action_id")))
        query = str(given.get("query") or "")
        return await acting.options(self.desk, person, spot, *ids, query)

    async def submit(self, given: Object) -> Object:
        """Submit a modal with what stands in it."""
        person, spot = self._view(given)
        acting.adopt(self.desk, person, spot, given.get("state"))
        assert spot.view is not None
        return _told(await acting.submit(self.desk, spot.view))

    async def close(self, given: Object) -> Object:
        """Close a modal, or with `everything` all of them."""
        _, spot = self._view(given)
        assert spot.view is not None
        return _told(await acting.close(self.desk, spot.view, bool(given.get("everything"))))

    def _view(self, given: Object) -> tuple[str, acting.Place]:
        person = self.person(given)
        container = {"type": "view", "view_id": given.get("view_id")}
        return person, acting.find(self.desk, person, container)

    async def open(self, given: Object) -> Object:
        """Open the details of a Work Object in a message."""
        where = (str(given.get("channel")), str(given.get("ts")), str(given.get("url") or ""))
        return _told(await client.open_details(self.desk, self.person(given), *where))

    async def shut(self, given: Object) -> Object:
        """Close the details again."""
        client.shut_details(self.desk, self.person(given))
        return {"ok": True}

    async def react(self, given: Object) -> Object:
        """An emoji under a message, or away again."""
        where = (str(given.get("channel")), str(given.get("ts")), str(given.get("name")))
        return _told(await client.react(self.desk, self.person(given), *where))

    async def shortcut(self, given: Object) -> Object:
        """Run a shortcut; with `ts` one on a message."""
        ts = str(given.get("ts") or "")
        where = (str(given.get("callback_id")), str(given.get("channel") or ""), ts)
        return _told(await client.shortcut(self.desk, self.person(given), *where))

    async def clock(self, given: Object) -> Object:
        """Move the clock, if whoever started the sandbox lets it be moved."""
        if self.on_clock is None:
            raise CannotDo("This clock cannot be moved.")
        try:
            moving = self.on_clock(str(given.get("to") or ""))
            if inspect.isawaitable(moving):
                await moving
        except ValueError as error:
            raise CannotDo(str(error)) from None
        self.desk.release()
        self.desk.workspace.changed("clock")
        return {"ok": True, "now": self.desk.workspace.clock().isoformat()}

    async def upload(self, request: Request) -> Object:
        """A file's bytes as the body."""
        given = dict(request.query_params)
        content = await request.body()
        where = (given.get("channel", ""), given.get("name", "file"), content)
        thread = given.get("thread_ts", "")
        result = await client.upload(self.desk, self.person(given), *where, text="", thread=thread)
        return {"ok": True, "file": screen.file(self.desk, result.file)}

    def file(self, request: Request) -> Response:
        """A file's bytes, for those who see it."""
        person = self.person(dict(request.query_params))
        stored = screen.visible_file(self.desk, person, request.query_params.get("id", ""))
        # Never as a page of this origin, whatever was uploaded.
        kind = screen.media_type(stored.name)
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return Response(stored.content, media_type=kind, headers=headers)


def _told(result: Result) -> Object:
    if result.errors:
        return {"ok": False, "errors": result.errors}
    if result.error:
        return {"ok": False, "error": result.detail or result.error}
    return {"ok": True}


Doing = Callable[[Object], Awaitable[Object]]


def _json(doing: Doing) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            given: Any = dict(request.query_params)
            if request.method == "POST":
                given = await request.json()
            if not isinstance(given, dict):
                raise CannotDo("The body must be a JSON object.")
            return JSONResponse(await doing(given))
        except ValueError:
            return JSONResponse({"ok": False, "error": "The body must be JSON."}, 400)
        except CannotDo as error:
            return JSONResponse({"ok": False, "error": str(error)})
        except Refused as refusal:
            return JSONResponse({"ok": False, "error": refusal.code})

    return answer


def routes(desk: Desk, on_clock: OnClock) -> list[BaseRoute]:
    """The routes of the page."""
    page = Page(desk, on_clock)
    desk.workspace.listeners.append(page.heard)
    desk.at_end.append(page.end)

    async def index(request: Request) -> Response:
        return FileResponse(STATIC / "index.html")

    async def events(request: Request) -> Response:
        try:
            stream = page.changes(page.person(dict(request.query_params)))
        except CannotDo as error:
            return JSONResponse({"ok": False, "error": str(error)}, 404)
        return StreamingResponse(stream, headers={"Cache-Control": "no-store"},
                                 media_type="text/event-stream")  # fmt: skip

    async def upload(request: Request) -> Response:
        try:
            return JSONResponse(await page.upload(request))
        except CannotDo as error:
            return JSONResponse({"ok": False, "error": str(error)})

    async def file(request: Request) -> Response:
        try:
            return page.file(request)
        except CannotDo as error:
            return JSONResponse({"ok": False, "error": str(error)}, 404)

    looking: list[Doing] = [page.state, page.messages, page.home]
    doing: list[Doing] = [page.say, page.act, page.options, page.submit, page.close, page.open,
                          page.shut, page.react,
                          page.shortcut, page.clock]  # fmt: skip
    return [
        Route("/", index),
        *(Route(f"/sandbox/{_name(one)}", _json(one)) for one in looking),
        *(Route(f"/sandbox/{_name(one)}", _json(one), methods=["POST"]) for one in doing),
        Route("/sandbox/events", events),
        Route("/sandbox/upload", upload, methods=["POST"]),
        Route("/sandbox/file", file),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _name(doing: Doing) -> str:
    return str(getattr(doing, "__name__", ""))
