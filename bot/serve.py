"""`stationmaster run`: the bot, its clock and its line to Slack, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import InternalError, OperationalError, SQLAlchemyError

from . import app, db, jobs, settings
from .pacing import Pace
from .passes import Tally
from .settings import Settings, SettingsError
from .slack import client as clients
from .slack import http, socket_mode

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Line = AbstractAsyncContextManager[None, bool | None]

EVERY_MINUTE = CronTrigger(minute="*", timezone=UTC)
EVERY_TEN_MINUTES = CronTrigger(minute="5-55/10", timezone=UTC)
LATE_SECONDS = 5
"""After so long it is time whatever the clock shows: it was put back."""
FIRST_CALL_SECONDS = 5
LONGEST_PAUSE_SECONDS = 30
LONGEST_GOODBYE_SECONDS = 25
"""Container platforms kill what has not ended 30 s after SIGTERM."""


async def run(told: Settings, clock: Clock) -> None:
    """Serve until SIGTERM or Ctrl-C; what cannot work from the start is a `SettingsError`."""
    settings.require_connection(told)
    stop = stop_on_signals()
    async with contextlib.AsyncExitStack() as stack:
        database = stack.enter_context(opened(told.database_url))
        client = await stack.enter_async_context(clients.opened(told))
        bot = app.create_app(told, database, client, clock)
        line = await line_to_slack(bot.app, told, database, client, stop)
        if line is None:
            return
        await stack.enter_async_context(ticking(database, client, clock, bot.pace))
        refreshing = repeating(bot.edge.directory.refresh, EVERY_TEN_MINUTES, 600 + LATE_SECONDS)
        await stack.enter_async_context(refreshing)
        stack.push_async_callback(bot.drain)
        await stack.enter_async_context(line)
        await stop.wait()
        await say_goodbye(stack)


async def say_goodbye(stack: contextlib.AsyncExitStack) -> None:
    """Stop taking, finish what is in flight, close: in the reverse order of opening."""
    log.info("finishing what is in flight")
    try:
        async with asyncio.timeout(LONGEST_GOODBYE_SECONDS):
            await stack.aclose()
    except TimeoutError:
        log.error("ended with something still in flight")
    else:
        log.info("ended")


def stop_on_signals() -> asyncio.Event:
    """An event that the first SIGTERM or Ctrl-C sets; the second ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def first(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, first, number)
    return stop


@contextlib.contextmanager
def opened(url: str) -> Iterator[db.Database]:
    """The database, migrated; one that cannot be used is a `SettingsError`."""
    try:
        database = db.Database(url)
        database.migrate()
    except SQLAlchemyError as error:
        raise SettingsError(settings.unusable_database(error)) from None
    try:
        with contextlib.closing(database):
            yield database
    except (OperationalError, InternalError) as error:  # read-only, locked, gone
        raise SettingsError(settings.unusable_database(error)) from None


async def line_to_slack(
    bolt: AsyncApp,
    told: Settings,
    database: db.Database,
    client: AsyncWebClient,
    stop: asyncio.Event,
) -> Line | None:
    """Socket Mode where there is an app token, else HTTP; None when stopped before that."""
    introduction = asyncio.wait_for(client.auth_test(), FIRST_CALL_SECONDS)
    await clients.accepted(introduction, "SLACK_BOT_TOKEN")
    if not told.slack_app_token:
        return http.listening(bolt, database, client, told.port)
    address = await first_address(client, told.slack_app_token, stop)
    if address is None:
        return None
    return socket_mode.connected(bolt, client, told.slack_app_token, address)


async def first_address(client: AsyncWebClient, app_token: str, stop: asyncio.Event) -> str | None:
    """Ask Slack where to connect, for as long as it cannot be reached; None when stopped."""
    pause = 1
    while not stop.is_set():
        call = asyncio.wait_for(
            client.apps_connections_open(app_token=app_token), FIRST_CALL_SECONDS
        )
        answer = await clients.accepted(call, "SLACK_APP_TOKEN")
        if answer is not None:
            return str(answer["url"])
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
    return None


def ticking(database: db.Database, client: AsyncWebClient, clock: Clock, pace: Pace) -> Line:
    """Look every minute for what is due; on leaving, let the tick under way finish."""
    return repeating(
        lambda: jobs.tick(database, client, clock(), pace), EVERY_MINUTE, 60 + LATE_SECONDS
    )


@contextlib.asynccontextmanager
async def repeating(
    tick: Callable[[], Awaitable[object]], every: BaseTrigger, longest: float
) -> AsyncIterator[None]:
    """Run `tick` whenever it is time, one after the other; a failure does not stop the next.

    The scheduler says when, by the clock on the wall. Where that was put back it would wait until
    the clock shows the same time again: no two ticks are farther apart than `longest` seconds.
    """
    due, busy = asyncio.Event(), asyncio.Lock()

    async def is_time() -> None:
        due.set()

    async def work() -> None:
        while True:
            try:
                await asyncio.wait_for(due.wait(), longest)
            except TimeoutError:
                job.reschedule(every)
            async with busy:
                due.clear()
                try:
                    log.debug("tick: %s", await tick())
                except Exception:
                    log.exception("a tick failed; the next one goes on")

    scheduler = AsyncIOScheduler(timezone=UTC)
    job = scheduler.add_job(is_time, every, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    worker = asyncio.create_task(work())
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        async with busy:
            worker.cancel()


async def tick_once(told: Settings, at: datetime) -> Tally:
    """One pass as of an instant."""
    async with contextlib.AsyncExitStack() as stack:
        database = stack.enter_context(opened(told.database_url))
        client = await stack.enter_async_context(clients.opened(told))
        introduction = asyncio.wait_for(client.auth_test(), FIRST_CALL_SECONDS)
        await clients.accepted(introduction, "SLACK_BOT_TOKEN")
        return await jobs.tick(database, client, at)
