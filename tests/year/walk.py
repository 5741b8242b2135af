"""The walk: a clock from minute to minute, somebody's work, a tick, and a look at Slack."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot import jobs
from bot.db import Database
from bot.sandbox import local
from bot.sandbox.workspace import Workspace

from . import town
from .audit import Audit
from .work import Work

MINUTE = timedelta(minutes=1)
DIGESTS = ((0, "09:00"), (4, "16:30"), (2, "08:15"))
"""Weekday and time of each program's digest, in the zone of every other place."""


class Clock:
    """What the sandbox and the bot go by."""

    def __init__(self, now: datetime) -> None:
        """Starts at `now`, aware."""
        self.now = now

    def __call__(self) -> datetime:
        """Aware UTC."""
        return self.now


class Walk:
    """One simulated stretch of time."""

    def __init__(self, slack: Workspace, database: Database, clock: Clock, seed: int) -> None:
        """`seed` decides what happens."""
        self.slack, self.database, self.clock = slack, database, clock
        chance = random.Random(seed)
        self.work = Work(slack, chance, town.ALL - town.AT_FIRST)
        self.audit = Audit(slack)
        self.counts: Counter[str] = Counter()
        with database.begin() as session:
            town.settle(session, slack, chance, clock.now)
        with database.begin() as session:
            self.audit.begins(session, clock.now)
        stations = slack.find_channel("#stations")
        assert stations is not None
        self.stations, self.digests = stations, 0

    async def goes(self, client: AsyncWebClient, days: int) -> None:
        """Minute by minute, for so many days."""
        for _ in range(days * 24 * 60):
            self.clock.now += MINUTE
            await self._minute(client, self.clock.now)
        await self.database.run(lambda session: self.audit.ends(session, self.clock.now))

    async def _minute(self, client: AsyncWebClient, now: datetime) -> None:
        self.counts["ticks"] += 1
        if self.work.happens():
            await self.database.run(lambda session: self._works(session, now))
        if not self.audit.is_quiet(now):
            await self.database.run(lambda session: self.audit.decides(session, now))
        tally = await jobs.tick(self.database, client, now)
        self.counts.update(tally.as_dict())
        if tally.sent or self.audit.awaits(now):
            await self.database.run(lambda session: self.audit.looks(session, now))
        self._digests(now)

    def _works(self, session: Session, now: datetime) -> None:
        self.counts["acts"] += 1
        touched, by = self.work.step(session, now)
        session.flush()
        self.audit.learns(session)
        for task_id in touched:
            self.audit.touched(session, task_id, by, now)

    def _digests(self, now: datetime) -> None:
        """Each program's digest in the minute that it is for, and in no other."""
        here = (now.astimezone(ZoneInfo(town.place(n * 2).zone)) for n in range(town.PROGRAMS))
        due = sum(
            (at.weekday(), f"{at:%H:%M}") == slot for at, slot in zip(here, DIGESTS, strict=True)
        )
        above = [each for each in self.stations.messages.values() if each.in_channel]
        if len(above) - self.digests != due:
            self.audit.note_down("digest", f"{now:%Y-%m-%d %H:%M}: {due} due")
        self.digests = len(above)
        self.counts["digests"] += due

    def told(self) -> str:
        """The counts, a line each, and the first of what is wrong."""
        lines = [f"{name}: {number:,}" for name, number in sorted(self.counts.items())]
        lines += [f"{name}: {number:,}" for name, number in sorted(self.audit.counts.items())]
        lines += [f"wrong = {sum(self.wrong.values())}", *self.audit.wrong]
        return "\n".join(lines)

    @property
    def wrong(self) -> dict[str, int]:
        """What is not as it should be, by kind."""
        return {n: count for n, count in self.audit.counts.items() if n.startswith("wrong")}


def run(database: Database, *, start: datetime, days: int, seed: int) -> Walk:
    """So many days from an instant on."""
    clock = Clock(start)
    state = town.workspace(clock)
    with local.start(state.app.manifest, clock, workspace=state) as slack:
        walk = Walk(state, database, clock, seed)

        async def goes() -> None:
            client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
            await walk.goes(client, days)

        slack.call(goes(), seconds=24 * 3600)
        return walk
