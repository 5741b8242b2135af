"""A small workspace with the real bot in it: what stories are told in."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot import app, jobs, manifest, serve
from bot.db import Database
from bot.pacing import Pace
from bot.sandbox import local
from bot.sandbox.user.people import Outcome, Somebody
from bot.settings import Settings
from bot.slack import client as clients
from bot.slack import http

WEDNESDAY = datetime(2026, 11, 25, 10, 15, tzinfo=UTC)
"""Where every story begins: 10:15 in Lisbon, 11:15 in Paris, 05:15 in New York."""


PUBLIC_URL = "https://bot.example.org"
"""Where links to items lead."""


class Clock:
    """A clock that stands still until a story moves it."""

    def __init__(self, now: datetime = WEDNESDAY) -> None:
        """Starts at `now`, aware."""
        self.now = now

    def __call__(self) -> datetime:
        """Aware UTC."""
        return self.now


class World:
    """The people, their Slack, the bot's database and the clock of all of them."""

    def __init__(self, slack: local.Slack, database: Database, bot: app.Bot, clock: Clock) -> None:
        """Made by `opened`."""
        self.slack = slack
        self.database = database
        self.bot = bot
        self.clock = clock
        self.ana = slack.person("ana")
        self.ben = slack.person("ben")
        self.chloe = slack.person("chloe")
        self.dev = slack.person("dev")
        self.emi = slack.person("emi")

    def after(self, **time: float) -> None:
        """Let time pass without anything happening."""
        self.clock.now += timedelta(**time)

    def at(self, iso: str) -> dict[str, int]:
        """Move the clock to an instant and run one tick there; what it did."""
        self.clock.now = datetime.fromisoformat(iso).astimezone(UTC)
        return self.tick()

    def tick(self) -> dict[str, int]:
        """One look at what is due."""
        tally = self.slack.call(jobs.tick(self.database, self.bot.edge.client, self.clock()))
        return tally.as_dict()

    def late(self, person: Somebody, channel: str, line: str) -> Outcome:
        """Type a line whose date is past, and keep it as overdue."""
        return person.presses(person.types(channel, line), "Keep it: overdue")

    def note(self, person: Somebody) -> str:
        """The newest direct message of the bot to somebody."""
        self.slack.call(self.bot.drain())
        shown = person.sees("@stationmaster")
        return shown[-1].text if shown else ""


KEPT: dict[str, Database] = {}
"""By address: what SQLAlchemy has compiled once serves all stories of this process."""


@contextlib.contextmanager
def kept(database_url: str) -> Iterator[Database]:
    """The bot's way to a database, without an open connection before and after."""
    if database_url not in KEPT:
        KEPT[database_url] = Database(database_url)
    try:
        yield KEPT[database_url]
    finally:
        KEPT[database_url].engine.dispose()


@contextlib.contextmanager
def opened(database_url: str, mode: str, clock: Clock) -> Iterator[World]:
    """A world over "HTTP" or "Socket Mode" on a migrated database."""
    over_sockets = mode == "Socket Mode"
    with local.start(manifest.build(links=PUBLIC_URL), clock) as slack:
        told = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token if over_sockets else "",
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            database_url=database_url,
            public_url=PUBLIC_URL,
        )
        with kept(database_url) as database:
            things = contextlib.AsyncExitStack()
            client = slack.call(things.enter_async_context(clients.opened(told)))

            async def create() -> app.Bot:
                # Stories type faster than people: their channels take it.
                return app.create_app(told, database, client, clock, Pace(burst=1_000))

            bot = slack.call(create())
            slack.follow_up = bot.drain
            if over_sockets:
                line = slack.call(
                    serve.line_to_slack(bot.app, told, database, client, asyncio.Event())
                )
                assert line is not None
                slack.call(things.enter_async_context(line))
                slack.connected()
            else:
                slack.serve(http.pages(bot.app, database, client))
            try:
                yield World(slack, database, bot, clock)
            finally:
                slack.call(bot.drain())
                slack.call(things.aclose())
