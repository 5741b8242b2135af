"""`stationmaster sandbox`: the little Slack with the real bot inside, opened on its page."""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy import select

from . import app, dates, importing, jobs, manifest, models, serve, story
from .db import Database
from .errors import Refusal
from .sandbox import server, workspace
from .sandbox.user import client as people_do
from .settings import Settings, SettingsError
from .slack import client as clients

Clock = Callable[[], datetime]

LINKS = "https://stationmaster.example"
"""Where links to items would lead: here they are only shown."""
STEP = timedelta(minutes=15)
"""How finely the clock is walked: zones differ by quarters of an hour."""
LONGEST_WALK = timedelta(days=8)


@dataclass
class Hands:
    """A clock whose hands can be moved; it goes on at the real pace from where it is put."""

    real: Clock
    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Aware UTC."""
        return self.real() + self.ahead

    def put(self, instant: datetime) -> None:
        """Show this instant now."""
        self.ahead = instant - self.real()


@dataclass(frozen=True)
class Wanted:
    """What the command line says."""

    port: int
    db: Path | None = None
    plan: Path | None = None
    start: datetime | None = None
    opens_page: bool = True


def run(wanted: Wanted, real: Clock) -> None:
    """Serve the sandbox until Ctrl-C."""
    asyncio.run(_serve(wanted, real))


async def _serve(wanted: Wanted, real: Clock) -> None:
    stop = serve.stop_on_signals()
    hands = Hands(real)
    if wanted.start is not None:
        hands.put(wanted.start)
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="stationmaster-"))
        file = wanted.db or Path(folder) / "sandbox.db"
        inside = await stack.enter_async_context(opened(wanted.port, file.absolute(), hands))
        await inside.furnish(wanted.plan)
        click.echo(f"The sandbox is open at {inside.slack.base_url}/ (Ctrl-C ends it).")
        if wanted.opens_page:
            await asyncio.to_thread(webbrowser.open, f"{inside.slack.base_url}/")
        await stop.wait()


@dataclass(frozen=True)
class Sandbox:
    """The little Slack, the bot in it, and the clock of both."""

    slack: server.Running
    bot: app.Bot
    told: Settings
    database: Database
    hands: Hands

    async def furnish(self, plan: Path | None) -> None:
        """Let the people type their story where the database is empty; import a plan as well."""
        with self.database.begin() as session:
            known = session.scalars(select(models.Project).limit(1)).first()
        if known is None:
            await self._tell()
        if plan is not None:
            wanted = importing.Wanted(plan, plan_key(plan), "#k131", name=plan.stem)
            try:
                for sentence in await importing.run(self.told, wanted, self.hands()):
                    click.echo(sentence)
            except Refusal as refusal:
                raise SettingsError(str(refusal)) from None

    async def _tell(self) -> None:
        opening = self.hands()
        monday = _last_monday(opening)
        for line in story.STORY:
            at = opening - timedelta(days=line.days_ago)
            if self.hands() <= monday < at:  # the digest that the next one is held against
                self.hands.put(monday)
                await jobs.tick(self.database, self.bot.edge.client, monday)
            self.hands.put(at)
            person = self.slack.desk.workspace.find_person(line.person)
            assert person is not None
            await people_do.say(self.slack.desk, person.id, f"#{line.channel}", line.text)
            await self.bot.drain()  # what others see of it stands at its own time
        people_do.reload(self.slack.desk)
        self.hands.put(opening)

    async def walk(self, to: datetime) -> None:
        """Move the clock forward, looking on the way for what is due; backward in one step."""
        if to - self.hands() > LONGEST_WALK:
            self.hands.put(to - LONGEST_WALK)
        while self.hands() < to:
            self.hands.put(min(to, _next_step(self.hands())))
            await jobs.tick(self.database, self.bot.edge.client, self.hands())
            self.slack.desk.release()
        self.hands.put(to)


def _last_monday(now: datetime) -> datetime:
    """Nine in the morning of the last Monday, for the program's manager."""
    here = now.astimezone(ZoneInfo(story.PEOPLE[0]["tz"]))
    day = here.replace(hour=9, minute=0, second=0, microsecond=0)
    monday = day - timedelta(days=day.weekday())
    return (monday if monday < here else monday - timedelta(days=7)).astimezone(UTC)


def plan_key(plan: Path) -> str:
    """A project's key from a file's name."""
    letters = re.sub(r"[^A-Z0-9]", "", plan.stem.upper()).lstrip("0123456789")
    return letters[:10] if len(letters) > 1 else "PLAN"


def _next_step(now: datetime) -> datetime:
    seconds = STEP.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)


@contextlib.asynccontextmanager
async def opened(port: int, file: Path, hands: Hands) -> AsyncIterator[Sandbox]:
    """A sandbox that listens on `port` (0: any free one) with the bot connected to it."""
    async with contextlib.AsyncExitStack() as stack:
        walks: list[asyncio.Task[None]] = []

        def on_clock(to: str) -> asyncio.Task[None]:
            walk = asyncio.create_task(sandbox.walk(read_clock(to, hands())))
            walks.append(walk)
            return walk

        try:
            slack = await stack.enter_async_context(
                server.running(furnished(hands), port=port, on_clock=on_clock)
            )
        except OSError as error:
            raise SettingsError(
                f"Port {port} cannot be opened ({error.strerror}): choose another with --port."
            ) from None
        told = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            database_url=f"sqlite:///{file}",
            public_url=LINKS,
        )
        database = stack.enter_context(serve.opened(told.database_url))
        client = await stack.enter_async_context(clients.opened(told))
        bot = app.create_app(told, database, client, hands)
        stop = asyncio.Event()
        line = await serve.line_to_slack(bot.app, told, database, client, stop)
        assert line is not None
        await stack.enter_async_context(serve.ticking(database, client, hands, bot.pace))
        stack.push_async_callback(bot.drain)
        await stack.enter_async_context(line)
        await slack.desk.sockets.ready()
        sandbox = Sandbox(slack, bot, told, database, hands)
        yield sandbox
        await asyncio.gather(*walks)


def furnished(clock: Clock) -> workspace.Workspace:
    """The workspace of the story: its people, channels and the invited bot."""
    made = workspace.Workspace(
        workspace.App(manifest=manifest.build(links=LINKS)), clock, team_name=story.TEAM[1]
    )
    made.team_id = story.TEAM[0]
    for person in story.PEOPLE:
        made.person(**person)
    for slack_id, name, kind, members in story.CHANNELS:
        ids = [found.id for each in members.split() if (found := made.find_person(each))]
        if name in story.HOME_CHANNELS:
            ids.append(made.app.user_id)
        made.channel(name, ids, id=slack_id, kind=kind)
    return made


def read_clock(to: str, now: datetime) -> datetime:
    """Where the page wants the clock: ISO, "+1h", "+1d", or words as the program manager means."""
    if to.startswith("+"):
        amount, unit = int(to[1:-1]), to[-1]
        return now + (timedelta(hours=amount) if unit == "h" else timedelta(days=amount))
    zone = ZoneInfo(story.PEOPLE[0]["tz"])
    try:
        instant = datetime.fromisoformat(to)
    except ValueError:
        reading = dates.read_phrase(to, now.astimezone(zone), language="en", order="DMY")
        if reading is None:
            raise ValueError(f"“{to}” is no time that I can read") from None
        return dates.instant(reading.deadline, zone)
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)
