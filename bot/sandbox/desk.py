"""All the parts of one sandbox that work together, in one hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.app.delivery import Delivery
from bot.sandbox.app.passes import Passes
from bot.sandbox.app.sockets import Sockets
from bot.sandbox.web import chat
from bot.sandbox.web.faults import Faults
from bot.sandbox.web.limits import Limits
from bot.sandbox.workspace import Workspace

KEPT_CALLS = 10_000


@dataclass
class Desk:
    """The workspace and the ways to and from it.

    `offered` keeps what a menu last offered a person; `calls` is the log of the bot's API calls:
    method, arguments, answer. `cut` breaks the connection of a client (host, port).
    """

    workspace: Workspace
    passes: Passes
    sockets: Sockets
    delivery: Delivery
    limits: Limits
    faults: Faults
    offered: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    cut: Callable[[Any], None] = lambda client: None
    at_end: list[Callable[[], None]] = field(default_factory=list)

    def log(self, method: str, arguments: dict[str, Any], answer: dict[str, Any]) -> None:
        """Note a call of the bot; only the last ten thousand or so are kept."""
        self.calls.append((method, arguments, answer))
        if len(self.calls) > 2 * KEPT_CALLS:
            del self.calls[:KEPT_CALLS]

    def release(self) -> None:
        """The clock moved: post what was scheduled, retry what is due."""
        chat.release(self.workspace)
        self.delivery.release()


def open_desk(workspace: Workspace) -> Desk:
    """The parts around a workspace; call inside a running event loop."""
    sockets = Sockets(workspace)
    wants_sockets = workspace.app.setting("settings", "socket_mode_enabled", default=False)
    delivery = Delivery(workspace, sockets, "socket" if wants_sockets else "http")
    workspace.emit = delivery.emit
    return Desk(workspace, Passes(workspace), sockets, delivery, Limits(workspace), Faults())
