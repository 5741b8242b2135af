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
from .settings import Settings, SettingsError
from .slack import client as clients
from .slack import http, socket_mode

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Line = AbstractAsyncContextManager[None, bool | None]

EVERY_MINUTE = CronTrigger(minute="*", timezone=UTC)
EVERY_TEN_MINUTES = CronTrigger(minute="5-55/10", timezone=UTC)
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
        await stack.enter_async_context(ticking(database, client, clock))
        await stack.enter_async_context(repeating(bot.edge.directory.refresh, EVERY_TEN_MINUTES))
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


def ticking(database: db.Database, client: AsyncWebClient, clock: Clock) -> Line:
    """Look every minute for what is due; on leaving, let the pass under way finish."""
    return repeating(lambda: jobs.tick(database, client, clock()), EVERY_MINUTE)


@contextlib.asynccontextmanager
async def repeating(
    tick: Callable[[], Awaitable[object]], every: BaseTrigger
) -> AsyncIterator[None]:
    """Run `tick` whenever it is time, one at once; a failure does not stop the next."""
    busy = asyncio.Lock()

    async def guarded() -> None:
        async with busy:
            try:
                log.debug("tick: %s", await tick())
            except Exception:
                log.exception("a tick failed; the next one goes on")

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(guarded, every, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        # APScheduler's own shutdown cancels a coroutine that is under way.
        async with busy:
            scheduler.shutdown(wait=False)


async def tick_once(told: Settings, at: datetime) -> jobs.Tally:
    """One pass as of an instant."""
    async with contextlib.AsyncExitStack() as stack:
        database = stack.enter_context(opened(told.database_url))
        client = await stack.enter_async_context(clients.opened(told))
        introduction = asyncio.wait_for(client.auth_test(), FIRST_CALL_SECONDS)
        await clients.accepted(introduction, "SLACK_BOT_TOKEN")
        return await jobs.tick(database, client, at)
