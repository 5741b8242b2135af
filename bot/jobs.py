"""The tick: plan what is due, deliver what is planned.

A notice is planned by its unique key, claimed with a lease, built from the records as they
stand, sent with its key as message metadata, and its outcome recorded. After a crash or a lost
answer the key is looked for in the conversation before anything is sent again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict, deque
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from . import builders, disturbing, failing, models, sending
from .db import Database
from .operations import deliveries, drafts, manners, notices, planner
from .sending import Ready
from .slack_errors import trouble

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Notices that are claimed together."""
CALLS = 10
"""Conversations that are talked to at the same moment."""
LONGEST_PASS = 45.0
"""Seconds after which a pass leaves what waits to the next tick: that must not come late."""
BURST = 3
"""Messages that a conversation gets at once; after them Slack wants one a second at most."""
MOST_IN_TURN = 10
"""Messages that a conversation gets in one pass: a stop does not wait for a flood."""
NEXT_PASS = timedelta(seconds=30)
NOT_YET = 0.5
"""Seconds until what waits for another message is tried again."""

Place = tuple[int, int]
"""A conversation: the ids of a person and of a channel, one of them 0."""


@dataclass
class Tally:
    """What one pass did; `waiting` are due notices that a later pass will try again."""

    planned: int = 0
    sent: int = 0
    folded: int = 0
    failed: int = 0
    waiting: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


async def tick(database: Database, client: AsyncWebClient, now: datetime) -> Tally:
    """One pass as of an instant: everything that is due is planned and delivered."""

    def plan(session: Session) -> int:
        deliveries.forget(session, now)
        drafts.forget(session, now)
        return planner.plan(session, now)

    tally = Tally(planned=await database.run(plan))
    await deliver(database, client, now, tally)
    return tally


async def deliver(
    database: Database, client: AsyncWebClient, now: datetime, tally: Tally | None = None
) -> Tally:
    """Send every notice that is due, each conversation at its own pace."""
    tally = tally or Tally()
    await Pass(database, client, now, tally).run()
    tally.waiting = await database.run(lambda s: notices.waiting(s, now))
    return tally


class Pass:
    """One pass: a line of notices for each conversation, which wait for their own kind only."""

    def __init__(
        self, database: Database, client: AsyncWebClient, now: datetime, tally: Tally
    ) -> None:
        """`now` is the instant as of which the pass is made."""
        self.database, self.client, self.now, self.tally = database, client, now, tally
        self.worker = secrets.token_hex(4)
        self.lines: dict[Place, deque[int]] = defaultdict(deque)
        self.turns: dict[Place, asyncio.Task[None]] = {}
        self.calls = asyncio.Semaphore(CALLS)
        self.posted: dict[Place, int] = defaultdict(int)
        self.quiet: dict[str, datetime] = {}
        """Slack ids of those who are not to be disturbed, and until when."""
        self.loop = asyncio.get_running_loop()
        self.began = self.loop.time()

    async def run(self) -> None:
        """Claim and send until nothing is due any more."""
        while True:
            claimed, people = await self.database.run(self._claim)
            if people:
                self.quiet |= await disturbing.until(self.client, people, self.now)
            for notice_id, place in claimed:
                self.lines[place].append(notice_id)
                if place not in self.turns:
                    self.turns[place] = asyncio.create_task(self._turn(place))
            if claimed and len(self.turns) < 2 * AT_ONCE:
                continue
            if not self.turns:
                return
            await asyncio.wait(self.turns.values(), return_when=asyncio.FIRST_COMPLETED)

    def _claim(self, session: Session) -> tuple[list[tuple[int, Place]], set[str]]:
        """Notices with their conversations, and the people who would hear a new message."""
        found = notices.claim(session, self.now, self.worker, AT_ONCE)
        rings = [each for each in found if each.person and manners.rings(each)]
        people = {each.person.slack_id for each in rings if each.person}
        return [(each.id, (each.person_id or 0, each.channel_id or 0)) for each in found], people

    @property
    def elapsed(self) -> float:
        """Seconds since the pass began."""
        return self.loop.time() - self.began

    async def _turn(self, place: Place) -> None:
        """Send one conversation's notices one after the other."""
        line = self.lines[place]
        try:
            while line:
                if self.posted[place] >= MOST_IN_TURN or self.elapsed > LONGEST_PASS:
                    await self._leave(list(line))
                    return
                await self._one(line.popleft(), place)
        except Exception:
            # Whatever it is (the database, mostly): the leases end, and the next pass looks again.
            log.exception("a conversation's notices were left for a later pass")
        finally:
            line.clear()
            del self.turns[place]

    async def _leave(self, notice_ids: list[int]) -> None:
        until = self.now + NEXT_PASS
        await self.database.run(partial(notices.put_off, notice_ids=notice_ids, until=until))

    async def _one(self, notice_id: int, place: Place) -> None:
        """Send one notice, again where it fails in passing and there is time left."""
        for number in range(notices.AT_ONCE):
            ready = await self.database.run(
                partial(self._ready, notice_id=notice_id, again=number > 0)
            )
            if ready is None:
                return
            if ready.posts:
                self.posted[place] += 1
                if self.posted[place] > BURST:
                    await asyncio.sleep(1)
            wait = await self._send(ready)
            if not wait or number + 1 == notices.AT_ONCE or self.elapsed + wait > LONGEST_PASS:
                return
            await asyncio.sleep(wait)

    # ── building, with the session open ──────────────────────────────────────────────────

    def _ready(self, session: Session, notice_id: int, again: bool) -> Ready | None:
        """A notice as the records stand when its turn has come; None where it is not ours now."""
        now = self.now
        known = now + timedelta(seconds=self.elapsed)
        notice = notices.hold(session, notice_id, self.worker, known, again=again)
        if notice is None:
            return None
        person = session.get(models.Person, notice.person_id) if notice.person_id else None
        channel = session.get(models.Channel, notice.channel_id) if notice.channel_id else None
        state, what, why = models.SENT, None, None
        try:
            if notice.expires_at < now:
                state, why = models.FOLDED, "too late"
            elif person is not None and person.left:
                state = models.FAILED
            else:
                with session.begin_nested():
                    what = builders.build(session, notice, person, now)
                    verdict = self._gate(session, notice, person) if what else manners.Fold("")
                if isinstance(verdict, manners.Wait):
                    notices.postpone(session, notice.id, verdict.until)
                    return None
                if isinstance(verdict, manners.Fold):
                    state, what, why = models.FOLDED, None, verdict.why or None
        except builders.NotYet:
            state = models.PLANNED
        except Exception:
            # One poisoned row must not stop the others.
            log.exception("notice %s could not be built", notice.key)
            state, what = models.FAILED, None
        return Ready(
            notice.id,
            notice.key,
            person.slack_id if person else "",
            channel.slack_id if channel else "",
            notice.revision,
            notice.tried_at if notice.attempts > 1 else None,
            what,
            state,
            why,
        )

    def _gate(
        self, session: Session, notice: models.Notice, person: models.Person | None
    ) -> manners.Go | manners.Wait | manners.Fold:
        if person is None:
            return manners.Go()
        return manners.gate(session, notice, person, self.now, self.quiet.get(person.slack_id))

    # ── sending, with no session open ────────────────────────────────────────────────────

    async def _send(self, ready: Ready) -> float:
        """Send it and record what became of it; seconds until another try, or 0."""
        if ready.state == models.PLANNED:
            await self._put_back(ready, NOT_YET, "too early")
            return NOT_YET
        if ready.what is None:
            await self._settle(ready, ready.state, error=ready.why)
            self.tally.folded += ready.state == models.FOLDED
            self.tally.failed += ready.state == models.FAILED
            return 0.0
        try:
            async with self.calls:
                place = await sending.hand_over(self.client, ready, ready.what)
        except Exception as error:  # whatever Slack or the network answers is in one table
            return await self._failed(ready, error)
        outcome = {"sent_at": self.now, "sent_channel": place[0], "sent_ts": place[1]}
        await self._settle(ready, models.SENT, error=None, **outcome)
        self.tally.sent += 1
        return 0.0

    async def _failed(self, ready: Ready, error: Exception) -> float:
        found = trouble(error)
        log.warning("notice %s was not sent: %s", ready.key, found.error)
        if found.error == failing.TOO_OLD:
            await self._settle(ready, models.SENT, **sending.NOWHERE)
            return 0.0
        if found.passing or found.error == failing.DELETED:
            lost = sending.NOWHERE if found.error == failing.DELETED else {}
            await self._put_back(ready, found.wait_seconds, found.error, **lost)
            return max(found.wait_seconds, NOT_YET)
        now = self.now
        await self.database.run(lambda s: failing.give_up(s, ready, found.error, now))
        self.tally.failed += 1
        return 0.0

    async def _settle(self, ready: Ready, state: str, **outcome: object) -> None:
        await self.database.run(
            lambda s: notices.settle(s, ready.id, state, ready.revision, **outcome)
        )

    async def _put_back(self, ready: Ready, wait: float, error: str, **known: object) -> None:
        now = self.now
        await self.database.run(lambda s: notices.put_back(s, ready.id, now, wait, error, **known))
