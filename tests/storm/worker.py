"""One replica: delivers whatever is due, over and over, until it is killed.

`python -m tests.storm.worker DATABASE SLACK TOKEN EPOCH START`: its clock stands at START (ISO)
when the system's stands at EPOCH (unix seconds), and runs faster, so that leases end within reach.
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot import jobs
from bot.db import Database

SPEED = 30
"""A lease of five minutes ends after ten seconds; a try of one notice takes less."""
PAUSE_SECONDS = 0.1


def now(epoch: float, start: datetime) -> datetime:
    """What the clock of all replicas shows."""
    return start + timedelta(seconds=(time.time() - epoch) * SPEED)


async def work(url: str, slack: str, token: str, epoch: float, start: datetime) -> None:
    """Pass after pass."""
    database = Database(url)
    client = AsyncWebClient(token, base_url=slack, retry_handlers=[], timeout=5)
    print("ready", flush=True)
    while True:
        await jobs.deliver(database, client, now(epoch, start))
        await asyncio.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    address, api, secret, since, begins = sys.argv[1:]
    asyncio.run(work(address, api, secret, float(since), datetime.fromisoformat(begins)))
