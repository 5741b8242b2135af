"""Trigger ids (3 seconds, one use) and response URLs (5 uses within 30 minutes).

https://docs.slack.dev/interactivity/handling-user-interaction
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.sandbox.errors import Refused
from bot.sandbox.workspace import Workspace

TRIGGER_SECONDS = 3
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5
MANY = 10_000
"""So many are kept before the oldest are forgotten."""


@dataclass
class Trigger:
    """Leave to open a view for a person; `in_view` where it was given for an action in a modal.

    `entity` is the external id of the Work Object that it came from, or "".
    """

    id: str
    person: str
    at: float
    in_view: str = ""
    entity: str = ""
    used: bool = False


@dataclass
class ResponseUrl:
    """Leave to answer at a place; `ts` is the message the action came from, or ""."""

    key: str
    person: str
    channel: str
    at: float
    ts: str = ""
    thread_ts: str = ""
    uses: int = 0


class Passes:
    """The passes that were given out."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.triggers: dict[str, Trigger] = {}
        self.urls: dict[str, ResponseUrl] = {}

    def trigger(self, person: str, in_view: str = "", entity: str = "") -> str:
        """A fresh trigger_id."""
        now = self.workspace.now()
        self._forget(now)
        made = f"{int(now * 1000)}.{self.workspace.new_id('')}.{secrets.token_hex(16)}"
        self.triggers[made] = Trigger(made, person, now, in_view, entity)
        return made

    def _forget(self, now: float) -> None:
        if len(self.triggers) > MANY:
            fresh = now - RESPONSE_SECONDS
            self.triggers = {one.id: one for one in self.triggers.values() if one.at > fresh}
            self.urls = {one.key: one for one in self.urls.values() if one.at > fresh}

    def redeem(self, trigger_id: object) -> Trigger:
        """Use a trigger_id up.

        Errors: invalid_trigger_id, expired_trigger_id, exchanged_trigger_id
        (https://docs.slack.dev/reference/methods/views.open).
        """
        found = self.triggers.get(trigger_id) if isinstance(trigger_id, str) else None
        if found is None:
            raise Refused("invalid_trigger_id")
        if self.workspace.now() - found.at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        if found.used:
            raise Refused("exchanged_trigger_id")
        found.used = True
        return found

    def response_url(self, person: str, channel: str, ts: str = "", thread_ts: str = "") -> str:
        """A fresh response URL for a place."""
        key = secrets.token_hex(12)
        now = self.workspace.now()
        self.urls[key] = ResponseUrl(key, person, channel, now, ts, thread_ts)
        kind = "actions" if ts else "commands"
        return f"{self.workspace.base_url}/{kind}/{self.workspace.team_id}/{key}"

    def spend(self, key: str) -> ResponseUrl:
        """One use of a response URL. Errors: `expired_url`, `used_url` (HTTP 404)."""
        found = self.urls.get(key)
        if found is None or self.workspace.now() - found.at > RESPONSE_SECONDS:
            raise Refused("expired_url")
        if found.uses >= RESPONSE_USES:
            raise Refused("used_url")
        found.uses += 1
        return found
