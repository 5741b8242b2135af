"""The tick: plan what is due, deliver what is planned.

A notice is planned by its unique key, claimed with a lease, built from the records as they
stand, sent with its key as message metadata, and its outcome recorded. After a crash or a lost
answer the key is looked for in the conversation before anything is sent again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from . import models
from .db import Database
from .operations import deliveries, notices, planner, reports
from .slack_errors import Trouble, trouble
from .ui import kit, when
from .ui import reports as ui

log = logging.getLogger(__name__)

ROUNDS = notices.AT_ONCE
"""How often one pass tries what failed in passing before it leaves it to the next tick."""
LONGEST_WAIT = 30.0
"""Seconds that one pass waits for Slack's rate limit; a longer wait is left to a later tick."""
EVENT = "stationmaster_notice"


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
class Ready:
    """A claimed notice with everything that sending needs; no session is open any more."""

    id: int
    key: str
    person: str
    channel: str
    first_try: bool
    message: kit.Message | None
    state: str


async def tick(database: Database, client: AsyncWebClient, now: datetime) -> Tally:
    """One pass as of an instant: everything that is due is planned and delivered."""

    def plan(session: Session) -> int:
        deliveries.forget(session, now)
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
    for _ in range(ROUNDS):
        wait = 0.0
        while claimed := await database.run(lambda s: _claim(s, now, worker)):
            waits = await asyncio.gather(
                *(_send_in_turn(database, client, now, rows, tally) for rows in _by_place(claimed))
            )
            wait = max(wait, *waits)
        if not 0 < wait <= LONGEST_WAIT:
            break
        await asyncio.sleep(wait)
        await database.run(lambda s: notices.retry_now(s, worker))
    tally.waiting = await database.run(lambda s: notices.waiting(s, now))
    return tally


def _by_place(claimed: Iterable[Ready]) -> list[list[Ready]]:
    def place(ready: Ready) -> str:
        return ready.person or ready.channel

    return [list(rows) for _, rows in groupby(sorted(claimed, key=place), key=place)]


# ── building, with the session open ──────────────────────────────────────────────────────────


def _claim(session: Session, now: datetime, worker: str) -> list[Ready]:
    return [_ready(session, notice, now) for notice in notices.claim(session, now, worker)]


def _ready(session: Session, notice: models.Notice, now: datetime) -> Ready:
    person = session.get(models.Person, notice.person_id) if notice.person_id else None
    channel = session.get(models.Channel, notice.channel_id) if notice.channel_id else None
    state, message = models.SENT, None
    try:
        if notice.expires_at < now:
            state = models.FOLDED
        elif person is not None and person.left:
            state = models.FAILED
        else:
            with session.begin_nested():
                message = BUILDERS[notice.kind](session, notice, person, now)
            state = models.SENT if message else models.FOLDED
    except Exception:
        # One poisoned row must not stop the others.
        log.exception("notice %s could not be built", notice.key)
        state = models.FAILED
    return Ready(
        notice.id,
        notice.key,
        person.slack_id if person else "",
        channel.slack_id if channel else "",
        notice.attempts <= 1,
        message,
        state,
    )


def _morning(
    session: Session, _notice: models.Notice, person: models.Person | None, now: datetime
) -> kit.Message | None:
    assert person is not None
    found = reports.morning(session, person, now)
    return None if found.empty else ui.morning(when.At(ZoneInfo(person.zone), now), found)


def _digest(
    session: Session, notice: models.Notice, _person: models.Person | None, now: datetime
) -> kit.Message | None:
    program = session.get(models.Program, notice.subject_id)
    if program is None or program.deleted_at is not None:
        return None
    if program.digest_weekday is None and not notice.key.startswith("digest-now:"):
        return None  # switched off since
    channel = session.get(models.Channel, notice.channel_id) if notice.channel_id else None
    found = reports.digest(session, program, channel, now)
    return ui.digest(when.Channel(ZoneInfo(program.zone), now), found)


def _words(
    _session: Session, notice: models.Notice, _person: models.Person | None, _now: datetime
) -> kit.Message | None:
    return kit.message(notice.body)


Builder = Callable[[Session, models.Notice, models.Person | None, datetime], kit.Message | None]

BUILDERS: dict[str, Builder] = {"morning": _morning, "digest": _digest, "words": _words}
"""How each kind of notice is written, at the time of sending."""


# ── sending, with no session open ────────────────────────────────────────────────────────────


async def _send_in_turn(
    database: Database, client: AsyncWebClient, now: datetime, rows: list[Ready], tally: Tally
) -> float:
    """Send one conversation's notices one after the other; returns seconds to wait, or 0."""
    wait = 0.0
    for place, ready in enumerate(rows):
        if place:
            await asyncio.sleep(1)  # Slack allows one message a second in a conversation
        wait = max(wait, await _send(database, client, now, ready, tally))
    return wait


async def _send(
    database: Database, client: AsyncWebClient, now: datetime, ready: Ready, tally: Tally
) -> float:
    if ready.message is None:
        await database.run(lambda s: notices.settle(s, ready.id, ready.state))
        tally.folded += ready.state == models.FOLDED
        tally.failed += ready.state == models.FAILED
        return 0.0
    try:
        channel, ts = await _post(client, ready)
    except Exception as error:  # whatever Slack or the network answers has its row in one table
        return await _failed(database, now, ready, trouble(error), tally)
    await database.run(
        lambda s: notices.settle(
            s, ready.id, models.SENT, sent_at=now, sent_channel=channel, sent_ts=ts, error=None
        )
    )
    tally.sent += 1
    return 0.0


async def _post(client: AsyncWebClient, ready: Ready) -> tuple[str, str]:
    assert ready.message is not None
    channel = ready.channel
    if ready.person:
        opened = await client.conversations_open(users=ready.person)
        channel = opened["channel"]["id"]
    if not ready.first_try:
        found = await _look_up(client, channel, ready.key)
        if found:
            return channel, found
    posted = await client.chat_postMessage(
        channel=channel,
        text=ready.message.text,
        blocks=ready.message.blocks,
        unfurl_links=False,
        unfurl_media=False,
        metadata={"event_type": EVENT, "event_payload": {"key": ready.key}},
    )
    return posted["channel"], posted["ts"]


async def _look_up(client: AsyncWebClient, channel: str, key: str) -> str:
    """The message that carries a notice's key, where an earlier try got through; else empty."""
    cursor = ""
    for _ in range(5):
        page = await client.conversations_history(
            channel=channel, limit=200, include_all_metadata=True, cursor=cursor or None
        )
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
    if found.passing:
        wait = found.wait_seconds
        await database.run(lambda s: notices.put_back(s, ready.id, now, wait, found.error))
        return max(wait, 0.5)
    await database.run(lambda s: _give_up(s, ready, found.error, now))
    tally.failed += 1
    return 0.0


def _give_up(session: Session, ready: Ready, error: str, now: datetime) -> None:
    """Record a final failure; a digest's manager is told once, so that it does not vanish."""
    notices.settle(session, ready.id, models.FAILED, error=error)
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
