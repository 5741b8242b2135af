"""The command line: `stationmaster`, or `python -m bot`; the only place that knows the clock.

Each command imports what it needs when it runs: the start counts.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from . import settings
from .settings import Settings, SettingsError

ELSEWHERE = {"explain": "bot.explain"}
"""Commands that other modules bring along, each as `command`."""

READ_BY_BOLT = (
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SIGNING_SECRET",
)
"""Bolt looks for these itself: with the middle two it ignores the token that it was given."""


def now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


class Commands(click.Group):
    """The commands; what is wrong with a setting is one sentence and exit code 2."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except SettingsError as error:
            click.echo(str(error), err=True)
            sys.exit(2)

    def list_commands(self, context: click.Context) -> list[str]:
        """All names."""
        return sorted([*super().list_commands(context), *ELSEWHERE])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command by its name."""
        if name in ELSEWHERE:
            found: click.Command = importlib.import_module(ELSEWHERE[name]).command
            return found
        return super().get_command(context, name)


class Instant(click.ParamType[datetime]):
    """An ISO date and time with its offset."""

    name = "ISO"

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> datetime:
        """Read it; without an offset nobody could say which instant it is."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = datetime.min  # noqa: DTZ901 - as good as one without an offset
        if instant.tzinfo is None:
            self.fail(f"{value!r} is not like 2026-11-23T09:00:00+01:00.", param, context)
        return instant.astimezone(UTC)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Stationmaster: a Slack bot for project and program management."""


@main.command()
def run() -> None:
    """Serve Slack: over Socket Mode where SLACK_APP_TOKEN is set, else over HTTP on PORT."""
    told = started()
    settings.require_connection(told)
    from . import serve

    asyncio.run(serve.run(told, now))


@main.command()
@click.option("--at", type=Instant(), help="As of this instant instead of now.")
def tick(at: datetime | None) -> None:
    """Plan and deliver once what is due, and print what was done as JSON."""
    told = started()
    settings.require_bot_token(told)
    from . import serve

    tally = asyncio.run(serve.tick_once(told, at or now()))
    click.echo(json.dumps(tally.as_dict()))


@main.command("import")
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--project", "key", required=True, help="The key of the project: K131.")
@click.option("--channel", default="", help='Its home channel: "#k131".')
@click.option("--zone", default="", help="The zone of dates and times without one: Europe/Berlin.")
@click.option("--name", default="", help="The name of the project, if it is new.")
@click.option("--team", default="", help="The workspace (T…), if the database holds several.")
def import_plan(plan: Path, key: str, channel: str, zone: str, name: str, team: str) -> None:
    """Read a plan (CSV: title, type, owner, due) into a project."""
    told = started()
    from . import importing
    from .errors import Refusal

    wanted = importing.Wanted(plan, key, channel, zone, name, team)
    try:
        said = asyncio.run(importing.run(told, wanted, now()))
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    for sentence in said:
        click.echo(sentence)


@main.command()
@click.option("--prefix", default=None, help="Put before each command: acme- makes /acme-task.")
@click.option("--url", default="", help="The bot's public address, for HTTP: https://….")
def manifest(prefix: str | None, url: str) -> None:
    """Print the manifest to create the Slack app from."""
    from . import manifest as manifests

    if url and not (url.startswith("https://") and urlsplit(url).hostname):
        raise click.BadParameter(
            f"{url!r} is not like https://bot.example.org.", param_hint="--url"
        )
    given = {} if prefix is None else {"command_prefix": prefix}
    told = settings.checked(settings.Environment, **given)
    click.echo(manifests.text(told.command_prefix, url, told.public_url), nl=False)


@main.command()
def doctor() -> None:
    """Check tokens, scopes, database, migrations and channels."""
    told = started()
    from . import doctor as doctors

    findings = asyncio.run(doctors.examine(told))
    for finding in findings:
        click.echo(finding.line())
    if not all(finding.is_well for finding in findings):
        sys.exit(1)


@main.command()
@click.option("--port", default=3000, show_default=True, help="Of the page on this machine.")
@click.option("--db", type=click.Path(path_type=Path), help="Keep the bot's database in this file.")
@click.option(
    "--plan",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A plan (CSV) to import as a further project.",
)
@click.option("--now", "start", type=Instant(), help="Begin at this instant instead of now.")
@click.option("--no-open", is_flag=True, help="Do not open the page in a browser.")
def sandbox(
    port: int, db: Path | None, plan: Path | None, start: datetime | None, no_open: bool
) -> None:
    """Start a little Slack on this machine with the bot inside."""
    prepare("WARNING")
    from . import demo

    demo.run(demo.Wanted(port, db, plan, start, not no_open), now)


def started() -> Settings:
    """Settings from the environment, and logging as they say."""
    told = settings.load()
    prepare(told.log_level)
    return told


def prepare(log_level: str) -> None:
    """Log to standard error, and keep Bolt from reading the environment by itself."""
    logging.basicConfig(
        level=log_level,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    if log_level == "INFO":
        for chatty in ("alembic", "apscheduler", "uvicorn"):
            logging.getLogger(chatty).setLevel("WARNING")
    for name in READ_BY_BOLT:
        os.environ.pop(name, None)


if __name__ == "__main__":
    main(prog_name="stationmaster")
