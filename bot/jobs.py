"""The tick: plan what is due, deliver what is planned."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from .db import Database
from .operations import deliveries, drafts, notices, planner
from .pacing import Pace
from .passes import Pass, Since, Tally

log = logging.getLogger(__name__)


async def tick(
    database: Database, client: AsyncWebClient, now: datetime, pace: Pace | None = None
) -> Tally:
    """One look as of an instant: everything that is due is planned and delivered.

    What a step has planned leaves while the next is carried out, and whatever happens to that.
    """
    tally, clock, pace = Tally(), Since(now), pace or Pace()
    passes: list[asyncio.Task[None]] = []

    def set_out() -> None:
        passes.append(asyncio.create_task(Pass(database, client, clock, tally, pace).run()))

    def due(session: Session) -> list[planner.Step]:
        deliveries.forget(session, now)
        drafts.forget(session, now)
        return planner.steps(session, now)

    failure: Exception | None = None
    try:
        for step in await database.run(due):
            planned = await _carry_out(database, step)
            tally.planned += planned
            if planned:
                set_out()
    except Exception as error:
        failure = error
    set_out()
    await asyncio.gather(*passes)
    tally.waiting = await database.run(partial(notices.waiting, now=now))
    if failure is not None:
        raise failure
    return tally


async def _carry_out(database: Database, step: planner.Step) -> int:
    """Do a step; where it fails its parts, and what fails by itself is left for later."""
    try:
        return await database.run(step.do) or 0
    except Exception:
        if step.apart:
            return sum([await _carry_out(database, each) for each in step.apart])
        log.exception("%s failed and is left for later", step.name)
    if step.failed is not None:
        await database.run(step.failed)
    return 0


async def deliver(
    database: Database,
    client: AsyncWebClient,
    now: datetime,
    *,
    pace: Pace | None = None,
) -> Tally:
    """Send every notice that is due, each conversation at its own pace."""
    tally = Tally()
    await Pass(database, client, Since(now), tally, pace or Pace()).run()
    tally.waiting = await database.run(partial(notices.waiting, now=now))
    return tally
