"""The tick: plan what is due, deliver what is planned.

A notice is planned by its unique key, claimed with a lease, built from the records as they
stand, sent with its key as message metadata, and its outcome recorded. After a crash or a lost
answer the key is looked for in the conversation before anything is sent again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from . import builders, models
from .db import Database
from .operations import deliveries, drafts, notices, planner
from .slack_errors import Trouble, trouble
from .ui import kit

log = logging.getLogger(__name__)

ROUNDS = notices.AT_ONCE
"""How often one pass tries what failed in passing before it leaves it to the next tick."""
LONGEST_WAIT = 30.0
"""Seconds that one pass waits for Slack's rate limit; a longer wait is left to a later tick."""
EVENT = "stationmaster_notice"
BURST = 3
"""Messages that a conversation gets at once; after them Slack wants one a second at most."""
MOST_IN_TURN = 10
"""Messages that a conversation gets in one pass: the others and a stop do not wait for a flood."""
NEXT_PASS = timedelta(seconds=30)
NOT_YET = 0.5
"""Seconds until what waits for another message is tried again."""
DELETED = "message_not_found"
"""Somebody has deleted it: it is posted anew."""
TOO_OLD = "edit_window_closed"
"""A message that may not be edited any more: the next change posts a new one."""
NOWHERE: dict[str, Any] = {"sent_channel": None, "sent_ts": None}


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


@dataclass(frozen=True)
class Claimed:
    """A notice that is ours to send, and the conversation that it goes to."""

    id: int
    place: tuple[int, int]


@dataclass(frozen=True)
class Ready:
    """A claimed notice with everything that sending needs; no session is open any more."""

    id: int
    key: str
    person: str
    channel: str
    revision: int
    first_try: bool
    what: builders.Letter | kit.Modal | None
    state: str


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
    worker = secrets.token_hex(4)
    posted: Counter[tuple[int, int]] = Counter()
    for _ in range(ROUNDS):
        wait = 0.0
        while claimed := await database.run(lambda s: _claim(s, now, worker)):
            turns = [
                _send_in_turn(database, client, now, worker, rows, tally, posted)
                for rows in _by_place(claimed)
            ]
            wait = max(wait, *await asyncio.gather(*turns))
        if not 0 < wait <= LONGEST_WAIT:
            break
        await asyncio.sleep(wait)
        await database.run(lambda s: notices.retry_now(s, worker))
    tally.waiting = await database.run(lambda s: notices.waiting(s, now))
    return tally


def _by_place(claimed: Iterable[Claimed]) -> list[list[Claimed]]:
    def place(one: Claimed) -> tuple[int, int]:
        return one.place

    return [list(rows) for _, rows in groupby(sorted(claimed, key=place), key=place)]


# ── building, with the session open ──────────────────────────────────────────────────────────


def _claim(session: Session, now: datetime, worker: str) -> list[Claimed]:
    return [
        Claimed(notice.id, (notice.person_id or 0, notice.channel_id or 0))
        for notice in notices.claim(session, now, worker)
    ]


def _ready(session: Session, notice_id: int, now: datetime, worker: str) -> Ready | None:
    """A notice as the records stand when its turn has come; None where another has it by then."""
    notice = session.get_one(models.Notice, notice_id)
    if (notice.state, notice.claimed_by) != (models.CLAIMED, worker):
        return None
    person = session.get(models.Person, notice.person_id) if notice.person_id else None
    channel = session.get(models.Channel, notice.channel_id) if notice.channel_id else None
    state, what = models.SENT, None
    try:
        if notice.expires_at < now:
            state = models.FOLDED
        elif person is not None and person.left:
            state = models.FAILED
        else:
            with session.begin_nested():
                what = builders.build(session, notice, person, now)
            state = models.SENT if what else models.FOLDED
    except builders.NotYet:
        state = models.PLANNED
    except Exception:
        # One poisoned row must not stop the others.
        log.exception("notice %s could not be built", notice.key)
        state = models.FAILED
    return Ready(
        notice.id,
        notice.key,
        person.slack_id if person else "",
        channel.slack_id if channel else "",
        notice.revision,
        notice.attempts <= 1,
        what,
        state,
    )


# ── sending, with no session open ────────────────────────────────────────────────────────────


async def _send_in_turn(
    database: Database,
    client: AsyncWebClient,
    now: datetime,
    worker: str,
    rows: list[Claimed],
    tally: Tally,
    posted: Counter[tuple[int, int]],
) -> float:
    """Send one conversation's notices one after the other; returns seconds to wait, or 0."""
    wait = 0.0
    for number, each in enumerate(rows):
        if posted[each.place] >= MOST_IN_TURN:
            rest = [one.id for one in rows[number:]]
            await database.run(partial(notices.put_off, notice_ids=rest, until=now + NEXT_PASS))
            break
        ready = await database.run(partial(_ready, notice_id=each.id, now=now, worker=worker))
        if ready is None:
            continue
        if _posts(ready):
            posted[each.place] += 1
            if posted[each.place] > BURST:
                await asyncio.sleep(1)
        wait = max(wait, await _send(database, client, now, ready, tally))
    return wait


def _posts(ready: Ready) -> bool:
    """Whether it is a new message: only those are counted by Slack for each conversation."""
    return isinstance(ready.what, builders.Letter) and ready.what.instead is None


async def _send(
    database: Database, client: AsyncWebClient, now: datetime, ready: Ready, tally: Tally
) -> float:
    if ready.state == models.PLANNED:
        await database.run(lambda s: notices.put_back(s, ready.id, now, NOT_YET, "too early"))
        return NOT_YET
    if ready.what is None:
        await database.run(lambda s: notices.settle(s, ready.id, ready.state, ready.revision))
        tally.folded += ready.state == models.FOLDED
        tally.failed += ready.state == models.FAILED
        return 0.0
    try:
        place = await _hand_over(client, ready, ready.what)
    except Exception as error:  # whatever Slack or the network answers has its row in one table
        return await _failed(database, now, ready, trouble(error), tally)
    outcome: dict[str, Any] = {
        "sent_at": now,
        "sent_channel": place[0],
        "sent_ts": place[1],
        "error": None,
    }
    await database.run(
        lambda s: notices.settle(s, ready.id, models.SENT, ready.revision, **outcome)
    )
    tally.sent += 1
    return 0.0


async def _hand_over(
    client: AsyncWebClient, ready: Ready, what: builders.Letter | kit.Modal
) -> tuple[str | None, str | None]:
    """Bring Slack to show it; returns where it stands."""
    if isinstance(what, kit.Modal):
        await client.views_publish(user_id=ready.person, view=what.view)
        return None, None
    place = what.instead or await _posted_before(client, ready, what.thread)
    if place is None:
        return (None, None) if what.only_instead else await _post(client, ready, what)
    channel, ts = place
    if what.message is None:
        await client.chat_delete(channel=channel, ts=ts)
        return None, None
    # Also what an earlier try has posted: it may show what was true then.
    text, blocks = what.message.text, what.message.blocks
    await client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)
    return channel, ts


async def _post(
    client: AsyncWebClient, ready: Ready, what: builders.Letter
) -> tuple[str | None, str | None]:
    assert what.message is not None
    posted = await client.chat_postMessage(
        channel=await _conversation(client, ready),
        thread_ts=what.thread or None,
        text=what.message.text,
        blocks=what.message.blocks,
        unfurl_links=False,
        unfurl_media=False,
        metadata={"event_type": EVENT, "event_payload": {"key": ready.key}},
    )
    return posted["channel"], posted["ts"]


async def _conversation(client: AsyncWebClient, ready: Ready) -> str:
    if not ready.person:
        return ready.channel
    opened = await client.conversations_open(users=ready.person)
    return str(opened["channel"]["id"])


async def _posted_before(
    client: AsyncWebClient, ready: Ready, thread: str
) -> tuple[str, str] | None:
    """Where an earlier try got through, although its answer was lost."""
    if ready.first_try:
        return None
    channel = await _conversation(client, ready)
    found = await _look_up(client, channel, ready.key, thread)
    return (channel, found) if found else None


async def _look_up(client: AsyncWebClient, channel: str, key: str, thread: str) -> str:
    """The message that carries a notice's key; else empty."""
    cursor = ""
    for _ in range(5):
        asked: dict[str, Any] = {"limit": 200, "include_all_metadata": True}
        asked["cursor"] = cursor or None
        if thread:
            page = await client.conversations_replies(channel=channel, ts=thread, **asked)
        else:
            page = await client.conversations_history(channel=channel, **asked)
        for message in page["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return ""


async def _failed(
    database: Database, now: datetime, ready: Ready, found: Trouble, tally: Tally
) -> float:
    log.warning("notice %s was not sent: %s", ready.key, found.error)
    if found.error == TOO_OLD:
        sent = models.SENT
        await database.run(lambda s: notices.settle(s, ready.id, sent, ready.revision, **NOWHERE))
        return 0.0
    if found.passing or found.error == DELETED:
        wait = found.wait_seconds
        lost = NOWHERE if found.error == DELETED else {}
        await database.run(lambda s: notices.put_back(s, ready.id, now, wait, found.error, **lost))
        return max(wait, NOT_YET)
    await database.run(lambda s: _give_up(s, ready, found.error, now))
    tally.failed += 1
    return 0.0


def _give_up(session: Session, ready: Ready, error: str, now: datetime) -> None:
    """Record a final failure; a digest's manager is told once, so that it does not vanish."""
    notices.settle(session, ready.id, models.FAILED, ready.revision, error=error)
    notice = session.get_one(models.Notice, ready.id)
    program = session.get(models.Program, notice.subject_id) if notice.kind == "digest" else None
    if program is None or program.manager_id is None:
        return
    notices.plan(
        session,
        notices.New(
            workspace_id=notice.workspace_id,
            key=f"{notice.key}:failed",
            kind="words",
            person_id=program.manager_id,
            due_at=now,
            expires_at=now + timedelta(days=3),
            body=f"I could not post the digest of {program.key} ({error}): "
            f"invite me to its channel, or choose another one with "
            f"/program digest {program.key} monday 9am in #channel.",
        ),
    )
