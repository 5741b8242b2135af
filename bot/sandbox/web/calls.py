"""One call of the Web API: its arguments and the look-ups that most methods need."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.app.passes import Passes
from bot.sandbox.errors import Refused
from bot.sandbox.workspace import Channel, Message, Person, Workspace

Object = dict[str, Any]

FAMILIES = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


@dataclass
class Call:
    """A method call by the app: `arguments` as they arrived, strings where a form was sent."""

    workspace: Workspace
    passes: Passes
    arguments: Object

    @property
    def me(self) -> str:
        """The bot's user id."""
        return self.workspace.app.user_id

    def need(self, *scopes: str) -> None:
        """One of these scopes must be granted. Error: missing_scope with needed and provided."""
        granted = self.workspace.app.scopes
        if scopes and granted.isdisjoint(scopes):
            provided = ",".join(sorted(granted))
            raise Refused("missing_scope", needed=scopes[0], provided=provided)

    def text(self, name: str, default: str | None = None) -> str:
        """A string argument. Error: invalid_arguments when it is missing."""
        found = self.arguments.get(name, default)
        if found is None or found == "":
            if default is not None:
                return default
            problem = f"missing required field: {name} [json-pointer:]"
            raise Refused("invalid_arguments", [problem])
        return str(found)

    def number(self, name: str, default: int) -> int:
        """A whole number. Error: invalid_arguments."""
        found = self.arguments.get(name, default)
        try:
            return int(found)
        except (TypeError, ValueError):
            problem = f"must be an integer [json-pointer:/{name}]"
            raise Refused("invalid_arguments", [problem]) from None

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no."""
        found = self.arguments.get(name, default)
        return found in (True, 1, "1", "true", "True", "t")

    def listed(self, name: str) -> list[str]:
        """A list, also as words with commas between."""
        found = self.arguments.get(name) or []
        return [str(one) for one in (found.split(",") if isinstance(found, str) else found)]

    def json(self, name: str) -> Any:
        """An argument that may be JSON in a string. Error: invalid_arguments."""
        found = self.arguments.get(name)
        if not isinstance(found, str):
            return found
        try:
            return json.loads(found)
        except ValueError:
            problem = f"must be valid JSON [json-pointer:/{name}]"
            raise Refused("invalid_arguments", [problem]) from None

    def channel(self, name: str = "channel") -> Channel:
        """A conversation that the bot can see. Error: channel_not_found."""
        called = self.arguments.get(name)
        found = self.workspace.channels.get(called) if isinstance(called, str) else None
        if found is None or (found.kind != "public" and self.me not in found.members):
            raise Refused("channel_not_found")
        return found

    def person(self, name: str = "user") -> Person:
        """Somebody. Error: user_not_found."""
        called = self.arguments.get(name)
        found = self.workspace.people.get(called) if isinstance(called, str) else None
        if found is None:
            raise Refused("user_not_found")
        return found

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """A message that everybody there sees. Error: message_not_found."""
        found = channel.messages.get(str(self.arguments.get(name)))
        if found is None or found.only_for:
            raise Refused("message_not_found")
        return found

    def page(self, rows: Sequence[Any], usual: int, most: int) -> tuple[list[Any], str]:
        """A page of rows and the cursor of the next. Errors: invalid_cursor, invalid_limit."""
        limit = self.number("limit", usual)
        if not 0 < limit <= most:
            raise Refused("invalid_limit")
        start = _start(str(self.arguments.get("cursor") or ""))
        if start > len(rows):
            raise Refused("invalid_cursor")
        end = start + limit
        return list(rows[start:end]), _cursor(end) if end < len(rows) else ""


def _cursor(start: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode()


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word != "next":
            raise Refused("invalid_cursor")
        return int(number)
    except ValueError:
        raise Refused("invalid_cursor") from None


Handler = Callable[[Call], Object]


@dataclass(frozen=True)
class Method:
    """A method: one of `scopes` is needed, `tier` 0 has no limit of its own."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    tier: int = 3
    takes_json: bool = False
    posts: bool = False
    token: str = "bot"  # noqa: S105 - the kind of token
