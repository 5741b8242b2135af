"""`stationmaster doctor`: what would keep the bot from working, and what to do about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select, union
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from . import db, manifest, models, settings
from .settings import Settings
from .slack import client as clients


class Finding(NamedTuple):
    """One thing that was looked at; `advice` says what to do where it is not well."""

    is_well: bool
    what: str
    advice: str = ""

    def line(self) -> str:
        """As it is printed."""
        advice = f": {self.advice}" if self.advice else ""
        return f"{'ok   ' if self.is_well else 'wrong'}  {self.what}{advice}"


async def examine(told: Settings) -> list[Finding]:
    """Look at everything; what one finding makes impossible to check is left out."""
    database = db.Database(told.database_url)
    try:
        stored = await look_at_database(database)
        channels = await used_channels(database) if stored.is_well else []
    finally:
        database.close()
    async with clients.opened(told) as client:
        return [stored, *[each async for each in look_at_slack(told, client, channels)]]


async def look_at_database(database: db.Database) -> Finding:
    """Whether the database answers and has the newest schema."""
    try:
        found = await database.run(lambda session: db.current_revision(session.connection()))
    except SQLAlchemyError as error:
        return Finding(False, settings.unusable_database(error).rstrip("."))
    if found != db.HEAD:
        state = f"the schema is at {found}" if found else "the database is empty"
        return Finding(False, f"{state}, not at {db.HEAD}", "`stationmaster run` brings it there")
    return Finding(True, f"the database answers, its schema is the newest ({found})")


async def used_channels(database: db.Database) -> list[tuple[str, str]]:
    """Slack id and name of every channel that a project or a program speaks in."""

    def work(session: Session) -> list[tuple[str, str]]:
        used = union(
            select(models.Project.channel_id).where(models.Project.deleted_at.is_(None)),
            select(models.Program.channel_id).where(models.Program.deleted_at.is_(None)),
        )
        channels = session.scalars(
            select(models.Channel).where(models.Channel.id.in_(used)).order_by(models.Channel.name)
        )
        return [(each.slack_id, each.name) for each in channels]

    return await database.run(work)


async def look_at_slack(
    told: Settings, client: AsyncWebClient, channels: list[tuple[str, str]]
) -> AsyncIterator[Finding]:
    """Tokens, scopes, the way that requests come in, and the channels."""
    if not told.slack_bot_token:
        yield Finding(False, settings.missing("SLACK_BOT_TOKEN").rstrip("."))
    else:
        answer, trouble = await clients.asked(client.auth_test())
        if answer is None:
            yield Finding(False, f"SLACK_BOT_TOKEN does not work ({trouble})", advice_on(trouble))
        else:
            yield Finding(True, f"SLACK_BOT_TOKEN is @{answer['user']} in {answer['team']}")
            yield look_at_scopes(answer.headers, links=bool(told.public_url))
            for slack_id, name in channels:
                yield await look_at_channel(client, slack_id, name)
    yield await look_at_connection(told, client)


def look_at_scopes(headers: Any, *, links: bool = False) -> Finding:
    """Whether the token has what the manifest asks for; Slack says so beside every answer."""
    granted = headers.get("x-oauth-scopes")
    if granted is None:
        return Finding(True, "scopes: Slack does not tell")
    wanted = manifest.scopes(links)
    missing = sorted(set(wanted) - {each.strip() for each in granted.split(",")})
    if not missing:
        return Finding(True, f"all {len(wanted)} scopes are granted")
    return Finding(
        False,
        f"scopes are missing ({', '.join(missing)})",
        "paste `stationmaster manifest` into “App Manifest” on the app's page and reinstall it",
    )


async def look_at_channel(client: AsyncWebClient, slack_id: str, name: str) -> Finding:
    """Whether the bot can speak in a channel."""
    answer, trouble = await clients.asked(client.conversations_info(channel=slack_id))
    if answer is None:
        return Finding(False, f"#{name} cannot be read ({trouble})", "invite the bot to it")
    if answer["channel"].get("is_archived"):
        return Finding(False, f"#{name} is archived", "link its project to another channel")
    if not answer["channel"].get("is_member"):
        return Finding(
            False, f"the bot is not in #{name}", f"type /invite @Stationmaster in #{name}"
        )
    return Finding(True, f"the bot is in #{name}")


async def look_at_connection(told: Settings, client: AsyncWebClient) -> Finding:
    """Whether requests can reach the bot."""
    if told.slack_app_token:
        answer, trouble = await clients.asked(
            client.apps_connections_open(app_token=told.slack_app_token)
        )
        if answer is None:
            how = f"it must be {settings.HOW_TO_GET['SLACK_APP_TOKEN']}"
            return Finding(False, f"SLACK_APP_TOKEN does not work ({trouble})", how)
        return Finding(True, "SLACK_APP_TOKEN opens Socket Mode")
    if told.slack_signing_secret:
        return Finding(True, f"SLACK_SIGNING_SECRET is set: HTTP on port {told.port}")
    return Finding(False, "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set", "set one")


def advice_on(trouble: str) -> str:
    """What to do about a token that did not work."""
    if trouble in clients.REFUSALS:
        return f"it must be {settings.HOW_TO_GET['SLACK_BOT_TOKEN']}"
    return "try again when Slack answers"
