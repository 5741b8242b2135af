"""The state of one workspace: people, channels, messages, views, files. Pure; the clock is given.

Objects are kept in Slack's own shapes where Slack has one (messages, views), so that what the API
hands out is what is stored.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Object = dict[str, Any]
Clock = Callable[[], datetime]


@dataclass
class Person:
    """Somebody in the workspace; fields as in https://docs.slack.dev/reference/objects/user-object."""

    id: str
    name: str
    real_name: str = ""
    tz: str = "UTC"
    locale: str = "en-US"
    email: str = ""
    color: str = "4bbe2e"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    team: str = ""
    """Their own workspace, where that is another one: they are here through a shared channel."""
    quiet_until: datetime | None = None
    updated: int = 0


@dataclass
class Message:
    """A message object as Slack stores it, and who may see it ("" = everybody in the channel)."""

    channel: str
    body: Object
    only_for: str = ""
    touched: int = 0

    @property
    def ts(self) -> str:
        """Its id and time: seconds with six decimals, unique in the channel."""
        return str(self.body["ts"])

    @property
    def thread_ts(self) -> str:
        """The ts of the thread it belongs to, or ""."""
        return str(self.body.get("thread_ts", ""))

    @property
    def in_channel(self) -> bool:
        """Shown in the channel itself: not a reply, or a reply that was sent there too."""
        broadcast = self.body.get("subtype") == "thread_broadcast"
        return self.thread_ts in ("", self.ts) or broadcast


@dataclass
class Channel:
    """A conversation: kind is "public", "private", "im" or "mpim"."""

    id: str
    name: str
    kind: str = "public"
    members: list[str] = field(default_factory=list)
    creator: str = ""
    created: int = 0
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    read_to: dict[str, str] = field(default_factory=dict)


@dataclass
class View:
    """A modal or a home page that is shown to one person; `body` is Slack's view object."""

    person: str
    body: Object
    values: dict[str, dict[str, Object]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """V…"""
        return str(self.body["id"])


@dataclass
class File:
    """An uploaded file; `shared_in` maps channels to the ts of the message that shows it."""

    id: str
    name: str
    user: str
    title: str = ""
    length: int = 0
    alt_text: str = ""
    content: bytes | None = None
    created: int = 0
    complete: bool = False
    shared_in: dict[str, str] = field(default_factory=dict)


@dataclass
class Scheduled:
    """A message that waits for its time (`post_at` in unix seconds)."""

    id: str
    channel: str
    post_at: int
    arguments: Object


@dataclass(frozen=True)
class Shared:
    """Links of a message that the app was told of in a `link_shared`."""

    channel: str
    ts: str
    urls: tuple[str, ...]


@dataclass
class Details:
    """The pane of a Work Object that somebody opened: what the app presented, or why not.

    `unfurled` is the entity that stands in the message, `url` the link that it was made of.
    """

    channel: str
    ts: str
    url: str
    unfurled: Object
    entity: Object = field(default_factory=dict)
    error: Object = field(default_factory=dict)
    blocks: list[Object] = field(default_factory=list)


@dataclass(frozen=True)
class App:
    """The app under trial and its keys."""

    manifest: Object
    id: str = "A0STATION01"
    bot_id: str = "B0STATION01"
    user_id: str = "U0STATION01"
    bot_token: str = "xoxb-sandbox-0001"  # noqa: S105 - only valid here
    app_token: str = "xapp-1-A0STATION01-sandbox"  # noqa: S105 - only valid here
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - only valid here
    verification_token: str = "sandbox-verification"  # noqa: S105 - only valid here

    @property
    def name(self) -> str:
        """What people see."""
        features = self.manifest.get("features", {})
        shown = self.manifest.get("display_information", {}).get("name", "App")
        return str(features.get("bot_user", {}).get("display_name", shown))

    @property
    def handle(self) -> str:
        """What people type after @."""
        return "".join(one for one in self.name.lower() if one.isalnum() or one in "._-")

    @property
    def scopes(self) -> frozenset[str]:
        """The bot's granted scopes."""
        return frozenset(self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    @property
    def commands(self) -> dict[str, Object]:
        """Slash commands by name, "/task" → its entry."""
        found = self.manifest.get("features", {}).get("slash_commands", [])
        return {one["command"]: one for one in found} if "commands" in self.scopes else {}

    @property
    def shortcuts(self) -> dict[str, Object]:
        """Shortcuts by callback_id."""
        found = self.manifest.get("features", {}).get("shortcuts", [])
        return {one["callback_id"]: one for one in found} if "commands" in self.scopes else {}

    def setting(self, *path: str, default: Any = None) -> Any:
        """A setting deep in the manifest, e.g. `setting("features", "app_home")`."""
        found: Any = self.manifest
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return default if found is None else found


@dataclass(frozen=True)
class Change:
    """Something people can see changed.

    What is "messages", "view", "home", "details", "channels" or "clock".
    """

    what: str
    channel: str = ""
    person: str = ""


class Workspace:
    """Everything there is. `emit` and `changed` are called with events and with visible changes."""

    def __init__(self, app: App, clock: Clock, team_name: str = "Union Station") -> None:
        self.app = app
        self.clock = clock
        self.team_id = "T0UNION0001"
        self.team_name = team_name
        self.domain = "union-station"
        self.base_url = ""
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.shared: dict[str, Shared] = {}
        self.work_objects: dict[tuple[str, str, str], Object] = {}
        self.details: dict[str, Details] = {}
        self.takes_work_objects = True
        """"Work Object Previews" on the app's page at Slack, which no manifest has."""
        self.message_values: dict[tuple[str, str], dict[str, dict[str, Object]]] = {}
        self.emit: Callable[[Object], None] = lambda event: None
        self.listeners: list[Callable[[Change], None]] = []
        self.doubts: list[str] = []
        self.touches = 0
        self._numbers = itertools.count(1)
        self._last_micros = 0
        self.person(app.handle, real_name=app.name, id=app.user_id, is_bot=True)

    # ── time and ids ─────────────────────────────────────────────────────────────────────────

    def now(self) -> float:
        """Unix seconds on the given clock."""
        return self.clock().timestamp()

    def next_ts(self) -> str:
        """A message id: the time in seconds, later than every id before."""
        self._last_micros = max(round(self.now() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        """An id such as C00000000007."""
        return f"{letter}{next(self._numbers):010d}"

    def new_hash(self) -> str:
        """A view's hash, new at each change."""
        return f"{int(self.now())}.{secrets.token_hex(4)}"

    # ── people and channels ──────────────────────────────────────────────────────────────────

    def person(self, name: str, **fields: Any) -> Person:
        """Add a person."""
        fields.setdefault("id", self.new_id("U"))
        fields.setdefault("real_name", name.title())
        fields.setdefault("email", f"{name}@example.com")
        made = Person(name=name, updated=int(self.now()), **fields)
        self.people[made.id] = made
        self.changed("channels")
        return made

    def channel(self, name: str, members: Iterable[str] = (), **fields: Any) -> Channel:
        """Add a channel; `members` are user ids."""
        kind = fields.get("kind", "public")
        fields.setdefault("id", self.new_id({"im": "D", "private": "C"}.get(kind, "C")))
        made = Channel(name=name, members=list(members), created=int(self.now()), **fields)
        self.channels[made.id] = made
        self.changed("channels")
        return made

    def direct(self, one: str, other: str) -> Channel:
        """The direct conversation of two people, made when there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {one, other}:
                return channel
        return self.channel("", [one, other], kind="im", creator=one)

    def find_person(self, called: str) -> Person | None:
        """By id, handle (with or without @) or real name, whatever the case."""
        if called in self.people:
            return self.people[called]
        wanted = called.removeprefix("@").casefold()
        everybody = self.people.values()
        by_handle = (one for one in everybody if one.name.casefold() == wanted)
        by_name = (one for one in everybody if one.real_name.casefold() == wanted)
        return next(itertools.chain(by_handle, by_name), None)

    def find_channel(self, called: str) -> Channel | None:
        """By id or name (with or without #)."""
        if called in self.channels:
            return self.channels[called]
        wanted = called.removeprefix("#")
        named = (one for one in self.channels.values() if one.name == wanted and one.name)
        return next(named, None)

    # ── messages ─────────────────────────────────────────────────────────────────────────────

    def add_message(self, channel: Channel, body: Object, only_for: str = "") -> Message:
        """Store a message with a new ts; a reply is counted at its thread's first message."""
        stored: Object = {"type": "message", "ts": self.next_ts(), "team": self.team_id, **body}
        message = Message(channel.id, stored, only_for)
        channel.messages[message.ts] = message
        self.touch(message)
        parent = channel.messages.get(message.thread_ts)
        if parent is not None and parent is not message and not only_for:
            self._count_reply(parent, message)
        return message

    def touch(self, message: Message) -> None:
        """A message is new or says something else now."""
        self.touches += 1
        message.touched = self.touches
        self.changed("messages", message.channel)

    def _count_reply(self, parent: Message, reply: Message) -> None:
        users = parent.body.setdefault("reply_users", [])
        if reply.body.get("user") not in users:
            users.append(reply.body.get("user"))
        parent.body["thread_ts"] = parent.ts
        parent.body["reply_count"] = parent.body.get("reply_count", 0) + 1
        parent.body["reply_users_count"] = len(users)
        parent.body["latest_reply"] = reply.ts

    def may_look(self, channel: Channel, person: str) -> bool:
        """A public channel, or one that the person is in."""
        return channel.kind == "public" or person in channel.members

    def visible(self, channel: Channel, person: str) -> list[Message]:
        """What one person sees there, oldest first, replies included."""
        if not self.may_look(channel, person):
            return []
        shown = (one for one in channel.messages.values() if one.only_for in ("", person))
        return sorted(shown, key=lambda one: one.ts)

    def changed(self, what: str, channel: str = "", person: str = "") -> None:
        """Tell who listens that something visible is different now."""
        for listener in list(self.listeners):
            listener(Change(what, channel, person))

    # ── views ────────────────────────────────────────────────────────────────────────────────

    def top(self, person: str) -> View | None:
        """The modal that a person sees, if any."""
        stack = self.stacks.get(person)
        return stack[-1] if stack else None

    def find_view(self, view_id: str = "", external_id: str = "") -> View | None:
        """An open modal or a home page by its id."""
        shown = [view for stack in self.stacks.values() for view in stack]
        for view in [*shown, *self.homes.values()]:
            by_external = external_id and view.body.get("external_id") == external_id
            if (view_id and view.id == view_id) or by_external:
                return view
        return None
