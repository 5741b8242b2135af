"""`stationmaster import`: a plan from a file on this machine into a project."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from . import models, serve
from .errors import Invalid, Refusal
from .operations import imports, people, projects, words
from .operations.actor import Actor
from .settings import Settings
from .slack import client as clients
from .slack import directory
from .ui import imports as ui

OPERATOR = people.PersonFacts(
    "STATIONMASTER", "Stationmaster", "stationmaster", "UTC", "en-GB", is_bot=True
)
"""In whose name the history records what was done from the command line without Slack."""


@dataclass(frozen=True)
class Wanted:
    """What the command line says; `channel` is a name with or without # or a Slack id."""

    plan: Path
    key: str
    channel: str = ""
    zone: str = ""
    name: str = ""
    team: str = ""


async def run(told: Settings, wanted: Wanted, now: datetime) -> list[str]:
    """Import the plan, making the project where it is missing; returns what was done, in words.

    With SLACK_BOT_TOKEN the workspace and the channel are asked of Slack; without it they must
    be known already. Raises `Refusal`.
    """
    text = read(wanted.plan)
    team, place = wanted.team, None
    async with contextlib.AsyncExitStack() as stack:
        database = stack.enter_context(serve.opened(told.database_url))
        if told.slack_bot_token:
            client = await stack.enter_async_context(clients.opened(told))
            team, place = await _ask_slack(client, wanted)
        return await database.run(lambda session: _import(session, wanted, team, place, text, now))


def read(plan: Path) -> str:
    """The file's text; refuses what is not UTF-8."""
    try:
        return plan.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{plan.name} is not UTF-8 text: save it as “CSV UTF-8”.") from None


async def _ask_slack(
    client: AsyncWebClient, wanted: Wanted
) -> tuple[str, people.ChannelFacts | None]:
    try:
        team = str((await client.auth_test())["team_id"])
        if wanted.team and wanted.team != team:
            raise Refusal(f"SLACK_BOT_TOKEN belongs to {team}, not to {wanted.team}.")
        if not wanted.channel:
            return team, None
        found = await directory.find_channel(client, wanted.channel)
    except (SlackApiError, ClientError, OSError, TimeoutError) as error:
        raise Refusal(f"Slack did not answer ({error}): nothing was imported.") from error
    if found is None:
        raise Refusal(
            f"I see no channel {wanted.channel}: create it, or invite me if it is private."
        )
    if found.is_archived:
        raise Refusal(f"{wanted.channel} is archived: choose a channel that is in use.")
    return team, found


def _import(
    session: Session,
    wanted: Wanted,
    team: str,
    place: people.ChannelFacts | None,
    text: str,
    now: datetime,
) -> list[str]:
    workspace = _workspace(session, team)
    operator = people.learn_person(session, workspace.id, OPERATOR, now)
    actor = Actor(session, people.who(operator), now)
    channel = _channel(session, workspace, wanted, place, now)
    project = _project(actor, wanted, channel)
    return ui.summary(project, imports.read(actor, project, text))


def _workspace(session: Session, team: str) -> models.Workspace:
    if team:
        return people.workspace(session, team)
    known = session.scalars(select(models.Workspace).limit(2)).all()
    if len(known) != 1:
        raise Refusal(
            "Which workspace is not known: set SLACK_BOT_TOKEN, or give its id with --team T…"
        )
    return known[0]


def _channel(
    session: Session,
    workspace: models.Workspace,
    wanted: Wanted,
    place: people.ChannelFacts | None,
    now: datetime,
) -> models.Channel | None:
    if place is not None:
        return people.learn_channel(session, workspace.id, place, now)
    if not wanted.channel:
        return None
    name = wanted.channel.lstrip("#")
    found = session.scalars(
        select(models.Channel).where(
            models.Channel.workspace_id == workspace.id,
            (models.Channel.name == name) | (models.Channel.slack_id == name),
        )
    ).first()
    if found is None:
        raise Refusal(f"I know no channel #{name}: set SLACK_BOT_TOKEN so that I can ask Slack.")
    return found


def _project(actor: Actor, wanted: Wanted, channel: models.Channel | None) -> models.Project:
    key = words.key(wanted.key)
    found = actor.session.scalars(
        select(models.Project).where(
            models.Project.workspace_id == actor.who.workspace_id,
            models.Project.key == key,
            models.Project.deleted_at.is_(None),
        )
    ).one_or_none()
    if found is not None:
        if channel is not None:
            projects.link(actor, found, channel)
        return found
    zone = wanted.zone or "UTC"
    if directory.known_zone(zone) != zone:
        raise Invalid("zone", f"{zone} is no zone that I know: use a name such as Europe/Berlin.")
    return projects.add(
        actor,
        projects.New(key, wanted.name or wanted.plan.stem, channel=channel, zone=zone),
    )
