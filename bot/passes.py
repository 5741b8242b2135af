"""One pass: what is due is claimed, built from the records as they stand, and sent.

Each notice carries its key as message metadata. After a crash or a lost answer the key is looked
for in the conversation before anything is sent again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from . import failing, models, sending, writing
from .db import Database
from .operations import manners, notices, people
from .pacing import Pace, Place
from .sending import Ready
from .slack_errors import trouble
from .ui import kit

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Notices that are claimed together."""
LONGEST_PASS = 45.0
"""Seconds after which a pass leaves what waits to a later one."""
MOST_IN_TURN = 10
"""Messages that a conversation gets in one pass: a stop does not wait for a flood."""
NEXT_PASS = timedelta(seconds=30)
LEAST_WAIT = 0.5
"""Seconds until what failed in passing is tried again, where Slack does not say."""
TOKEN_SECONDS = 30.0
"""Until a bot whose token is refused tries again."""


@dataclass
class Tally:
    """What was done; `waiting` are due notices that a later pass will try again."""

    planned: int = 0
    sent: int = 0
    folded: int = 0
    failed: int = 0
    waiting: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


class Since:
    """The instant as of which a tick looks, and a clock that goes on from there."""

    def __init__(self, now: datetime) -> None:
        """`now` is aware UTC."""
        self.now = now
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()

    def __call__(self) -> datetime:
        """What the clock shows by now."""
        return self.now + timedelta(seconds=self._loop.time() - self._began)


class Again(NamedTuple):
    """When a notice is to be tried again, and whether it is to blame for that."""

    seconds: float
    counts: bool = True


class Pass:
    """A line of notices for each conversation, which wait for their own kind only."""

    def __init__(
        self,
        database: Database,
        client: AsyncWebClient,
        clock: Since,
        tally: Tally,
        pace: Pace,
    ) -> None:
        """What is sent says what is so at `clock.now`, and is counted in `tally`."""
        self.database, self.clock, self.tally, self.pace = database, clock, tally, pace
        self.call = partial(pace.call, client)
        self.by = secrets.token_hex(4)
        self.lines: dict[Place, deque[int]] = defaultdict(deque)
        self.turns: dict[Place, asyncio.Task[None]] = {}
        self.posted: dict[Place, int] = defaultdict(int)
        self.loop = asyncio.get_running_loop()
        self.ends = self.loop.time() + LONGEST_PASS

    @property
    def left(self) -> float:
        """Seconds until the pass ends."""
        return self.ends - self.loop.time()

    # ── lines ────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Claim and send until nothing is due any more, or the time is over."""
        async with asyncio.TaskGroup() as group:
            try:
                await self._fill(group)
            except Exception:
                # What is in the lines is sent; the leases of the rest end by themselves.
                log.exception("what else is due was left for a later pass")

    async def _fill(self, group: asyncio.TaskGroup) -> None:
        while self.left > 0:
            claimed, rung = await self.database.run(self._claim)
            await self._hush(rung)
            for notice_id, place in claimed:
                self.lines[place].append(notice_id)
                if place not in self.turns:
                    self.turns[place] = group.create_task(self._turn(place))
            if claimed and len(self.turns) < 2 * AT_ONCE:
                continue
            if not self.turns:
                return
            await asyncio.wait(
                self.turns.values(),
                timeout=max(self.left, 0),
                return_when=asyncio.FIRST_COMPLETED,
            )

    def _claim(self, session: Session) -> tuple[list[tuple[int, Place]], dict[str, list[int]]]:
        """Notices with their conversations; and by person those that would be heard."""
        found = notices.claim(session, self.clock(), self.by, AT_ONCE)
        rung: dict[str, list[int]] = defaultdict(list)
        for each in found:
            if each.person and manners.rings(each):
                rung[each.person.slack_id].append(each.id)
        return [(each.id, (each.person_id or 0, each.channel_id or 0)) for each in found], rung

    async def _hush(self, rung: dict[str, list[int]]) -> None:
        """Learn who is not to be disturbed; of whom Slack does not tell now waits for it."""
        unknown = await self.pace.quiet.ask(self.call, rung, self.clock()) if rung else set()
        await self._leave([each for slack_id in unknown for each in rung[slack_id]])

    async def _turn(self, place: Place) -> None:
        """Send one conversation's notices one after the other; leave what there is no time for."""
        line, turn = self.lines[place], self.pace.turns[place]
        try:
            if await self._is_free(turn):
                try:
                    while line and self.left > 0 and self.posted[place] < MOST_IN_TURN:
                        await self._safely(line.popleft(), place)
                finally:
                    turn.release()
            while line:  # more may come while these are left
                some = list(line)
                line.clear()
                await self._leave(some)
        except Exception:
            log.exception("a conversation's notices were left until their leases end")
        finally:
            line.clear()
            del self.turns[place]

    async def _is_free(self, turn: asyncio.Lock) -> bool:
        """Wait until no other pass sends to the conversation; False where that takes too long."""
        try:
            async with asyncio.timeout(max(self.left, 0)):
                return await turn.acquire()
        except TimeoutError:
            return False

    async def _safely(self, notice_id: int, place: Place) -> None:
        try:
            await self._one(notice_id, place)
        except Exception:
            # Whatever it is (the database, mostly): its lease ends, and a later pass looks again.
            log.exception("notice %s was left for a later pass", notice_id)

    async def _leave(self, notice_ids: list[int]) -> None:
        if notice_ids:
            until = self.clock() + NEXT_PASS
            await self.database.run(
                partial(notices.put_off, notice_ids=notice_ids, by=self.by, until=until)
            )

    async def _one(self, notice_id: int, place: Place) -> None:
        """Send one notice, again where it fails in passing and there is time left."""
        tries, again = 0, False
        while tries < notices.AT_ONCE:
            ready = await self.database.run(partial(self._ready, notice_id=notice_id, again=again))
            if ready is None:
                return
            if ready.posts and not again:
                self.posted[place] += 1
            if ready.posts:
                await asyncio.sleep(self.pace.next_post(place))
            wait = await self._send(ready)
            if wait is None or wait.seconds > self.left:
                return
            tries, again = tries + wait.counts, True
            await asyncio.sleep(wait.seconds)

    # ── one notice ───────────────────────────────────────────────────────────────────────────

    def _ready(self, session: Session, notice_id: int, again: bool) -> Ready | None:
        """A notice as the records stand when its turn has come; None where it is not ours now."""
        moment = self.clock()
        notice = notices.hold(session, notice_id, self.by, moment, again=again)
        if notice is None:
            return None
        return writing.ready(session, notice, self.clock.now, moment, self.pace.quiet)

    async def _send(self, ready: Ready) -> Again | None:
        """Send it and record what became of it; when to try again, if at all."""
        if ready.state == models.PLANNED:
            return await self._put_back(ready, Again(ready.wait), ready.why or "")
        spot = ready.spot
        try:
            async with asyncio.timeout(max(self.left, 1)), self.pace.calls:
                ready = await sending.seek(self.call, ready)
                if ready.what is not None:
                    spot = await sending.show(self.call, ready, partial(self._begin, ready))
        except sending.Taken:
            return None
        except Exception as error:  # whatever Slack or the network answers is in one table
            return await self._failed(ready, error)
        if ready.what is None:
            await self._close(ready)
        else:
            await self._sent(ready, spot)
        return None

    async def _begin(self, ready: Ready, channel: str) -> bool:
        """Whether it is still ours to post; from now on it may stand there."""

        def begin(session: Session) -> bool:
            if ready.person_id is not None and ready.dm != channel:
                people.learn_dm(session, ready.person_id, channel)
            return notices.begin(session, ready.id, self.by, self.clock())

        return await self.database.run(begin)

    async def _sent(self, ready: Ready, spot: sending.Spot | None) -> None:
        outcome = sending.stands(spot)
        if ready.found:
            outcome["sent_at"] = ready.tried_at
        elif isinstance(ready.what, kit.Modal) or (spot and not ready.spot):
            outcome["sent_at"] = self.clock.now
        await self._settle(ready, models.SENT, error=None, **outcome)
        self.tally.sent += 1

    async def _close(self, ready: Ready) -> None:
        """Nothing is to be sent; what stands already counts as sent all the same."""
        state = models.SENT if ready.spot else ready.state
        await self._settle(ready, state, error=ready.why, **ready.known)
        self.tally.folded += state == models.FOLDED
        self.tally.failed += state == models.FAILED

    async def _failed(self, ready: Ready, error: Exception) -> Again | None:
        found = trouble(error)
        log.warning("notice %s was not sent: %s", ready.key, found.error)
        if found.of_token:
            if self.left > 0:
                log.critical("Slack refuses the bot's token (%s): nothing is sent", found.error)
            self.ends = self.loop.time()
            return await self._put_back(ready, Again(TOKEN_SECONDS, counts=False), found.error)
        if found.forbidden:
            return await self._put_back(ready, Again(0, counts=False), found.error)
        if found.passing:
            again = Again(max(found.wait_seconds, LEAST_WAIT), counts=not found.limited)
            return await self._put_back(ready, again, found.error)
        if found.error == failing.GONE and ready.dm and not ready.spot:
            await self._forget(ready)
            return await self._put_back(ready, Again(0, counts=False), found.error)
        if found.error == failing.DELETED and ready.kind in failing.POSTED_ANEW:
            return await self._put_back(ready, Again(LEAST_WAIT), found.error, sending.NOWHERE)
        if found.error in {failing.DELETED, failing.TOO_OLD}:
            await self._settle(ready, models.SENT, error=found.error, **sending.NOWHERE)
            return None
        await self._give_up(ready, found.error)
        return None

    async def _give_up(self, ready: Ready, error: str) -> None:
        """It will never be taken; what stands already only says what was."""
        now, state = self.clock(), models.SENT if ready.spot else models.FAILED

        def work(session: Session) -> None:
            known = {"error": error, **ready.known}
            notices.settle(session, ready.id, self.by, state, ready.revision, **known)
            failing.tell(session, ready, error, now)

        await self.database.run(work)
        self.tally.failed += state == models.FAILED

    async def _forget(self, ready: Ready) -> None:
        assert ready.person_id is not None
        await self.database.run(partial(people.learn_dm, person_id=ready.person_id, slack_id=None))

    async def _settle(self, ready: Ready, state: str, **outcome: Any) -> None:
        await self.database.run(
            lambda s: notices.settle(s, ready.id, self.by, state, ready.revision, **outcome)
        )

    async def _put_back(
        self, ready: Ready, again: Again, error: str, known: Mapping[str, Any] | None = None
    ) -> Again:
        now, outcome = self.clock(), {"error": error, **(ready.known if known is None else known)}
        await self.database.run(
            lambda s: notices.put_back(
                s, ready.id, self.by, now, again.seconds, counts=again.counts, **outcome
            )
        )
        return again
