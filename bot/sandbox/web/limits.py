"""Rate limits: 1 message a second and channel with short bursts, and tiers of calls a minute.

https://docs.slack.dev/apis/web-api/rate-limits. Off unless asked for: trials with a standing clock
would otherwise never be let through again.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.sandbox.workspace import Workspace

A_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""Tier → calls a minute, per method and workspace."""
BURST = 4
"""Messages that a channel takes at once before the rule of one a second holds."""


@dataclass
class Limits:
    """What was called lately. `on` switches all of it."""

    workspace: Workspace
    on: bool = False
    calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    posts: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait_for_call(self, method: str, tier: int) -> int:
        """Seconds to wait before this call is allowed; 0 lets it through and counts it."""
        if not self.on or tier not in A_MINUTE:
            return 0
        now, lately = self.workspace.now(), self.calls[method]
        while lately and now - lately[0] >= 60:
            lately.popleft()
        if len(lately) >= A_MINUTE[tier]:
            return max(1, math.ceil(60 - (now - lately[0])))
        lately.append(now)
        return 0

    def wait_for_post(self, channel: str) -> int:
        """Seconds until the channel takes another message; 0 lets it through and counts it."""
        if not self.on:
            return 0
        now = self.workspace.now()
        tokens, since = self.posts.get(channel, (float(BURST), now))
        tokens = min(float(BURST), tokens + (now - since))
        if tokens < 1:
            self.posts[channel] = (tokens, now)
            return max(1, math.ceil(1 - tokens))
        self.posts[channel] = (tokens - 1, now)
        return 0
