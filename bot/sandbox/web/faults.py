"""Faults on demand: what the network and Slack do on bad days, for the next so many calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["ratelimited", "error", "slow", "timeout", "reset", "lost"]
"""429, 500, a late answer, none in time, the connection reset before the call is applied, or after.
"""


@dataclass
class Fault:
    """A fault for the next `times` calls of a method; `seconds` is Retry-After or the delay."""

    kind: Kind
    times: int = 1
    seconds: float = 1.0


@dataclass
class Faults:
    """The faults that wait, by method ("*" for any)."""

    waiting: dict[str, list[Fault]] = field(default_factory=dict)

    def plan(self, method: str, kind: Kind, times: int = 1, seconds: float = 1.0) -> None:
        """Let the next `times` calls of `method` fail this way."""
        self.waiting.setdefault(method, []).append(Fault(kind, times, seconds))

    def next(self, method: str) -> Fault | None:
        """The fault for this call, if one waits."""
        for name in (method, "*"):
            queue = self.waiting.get(name, [])
            while queue:
                if queue[0].times > 0:
                    queue[0].times -= 1
                    return queue[0]
                queue.pop(0)
        return None
