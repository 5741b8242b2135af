"""`stationmaster doctor`: one line for each thing looked at, and what to do about it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot import db, doctor, manifest, models
from bot.settings import Settings

from . import slack_server
from .slack_server import SlackServer

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def examined(database_url: str, **given: str) -> list[str]:
    """What the doctor prints for a Slack that answers well but for `given`."""

    async def story() -> list[str]:
        async with slack_server.open_server() as slack:
            return await lines(slack, database_url, given)

    return asyncio.run(story())


async def lines(slack: SlackServer, database_url: str, given: dict[str, str]) -> list[str]:
    slack.scopes = given.pop("scopes", ",".join(manifest.scopes()))
    tokens = {
        "slack_bot_token": slack_server.BOT_TOKEN,
        "slack_app_token": slack_server.APP_TOKEN,
    }
    told = Settings.model_validate(
        {"slack_api_url": slack.api, "database_url": database_url, **tokens, **given}
    )
    return [finding.line() for finding in await doctor.examine(told)]


def test_where_all_is_well_every_line_says_so(database_url: str) -> None:
    printed = examined(database_url)
    assert all(line.startswith("ok ") for line in printed), printed
    assert [line.split()[1] for line in printed] == [
        "the",
        "SLACK_BOT_TOKEN",
        "all",
        "SLACK_APP_TOKEN",
    ]


def test_an_empty_database_is_to_be_migrated(empty_database_url: str) -> None:
    assert examined(empty_database_url)[0].startswith("wrong  the database is empty")


def test_a_database_that_cannot_be_reached_is_said_so() -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    assert examined(nowhere)[0].startswith("wrong  DATABASE_URL cannot be used: connection")


def test_missing_scopes_are_named(database_url: str) -> None:
    few = ",".join(set(manifest.scopes()) - {"im:write", "users:read"})
    assert "wrong  scopes are missing (im:write, users:read)" in "\n".join(
        examined(database_url, scopes=few)
    )


def test_wrong_and_missing_tokens_are_named(database_url: str) -> None:
    printed = "\n".join(examined(database_url, slack_bot_token="xoxb-wrong", slack_app_token=""))
    assert "wrong  SLACK_BOT_TOKEN does not work (invalid_auth)" in printed
    assert "wrong  neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set" in printed
    assert "SLACK_BOT_TOKEN is not set" in "\n".join(examined(database_url, slack_bot_token=""))


def test_a_project_channel_without_the_bot_is_named(
    database_url: str, database: db.Database
) -> None:
    with database.begin() as session:
        workspace = models.Workspace(slack_id="T0RAIL")
        session.add(workspace)
        session.flush()
        channel = models.Channel(
            workspace_id=workspace.id, slack_id="C0WEB", name="web", refreshed_at=NOW
        )
        session.add(channel)
        session.flush()
        project = models.Project(
            workspace_id=workspace.id,
            key="WEB",
            name="Website",
            channel_id=channel.id,
            created_at=NOW,
        )
        session.add(project)
    printed = "\n".join(examined(database_url))
    assert "wrong  the bot is not in #web: type /invite @Stationmaster in #web" in printed
