"""Slack's objects as JSON: users, conversations, files, views.

https://docs.slack.dev/reference/objects
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.sandbox.workspace import Channel, File, Message, Person, View, Workspace

Object = dict[str, Any]

_TYPES = {
    "csv": ("text/csv", "CSV"),
    "txt": ("text/plain", "Plain Text"),
    "md": ("text/markdown", "Markdown (raw)"),
    "json": ("application/json", "JSON"),
    "png": ("image/png", "PNG"),
    "svg": ("image/svg+xml", "SVG"),
    "pdf": ("application/pdf", "PDF"),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel Spreadsheet",
    ),
}
_LETTERS = {"public": "C", "private": "G", "im": "D", "mpim": "G"}
CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


def local(now: datetime, tz: str) -> datetime:
    """The wall clock somewhere."""
    return now.astimezone(ZoneInfo(tz))


def user(workspace: Workspace, person: Person, *, locale: bool, email: bool) -> Object:
    """A user object; `locale` and `email` only where they were asked for and granted."""
    here = local(workspace.clock(), person.tz)
    offset = here.utcoffset()
    profile: Object = {
        "real_name": person.real_name,
        "display_name": person.name,
        "real_name_normalized": person.real_name,
        "display_name_normalized": person.name,
        "title": "",
        "status_text": "",
        "status_emoji": "",
        "team": person.team or workspace.team_id,
    }
    if email and not person.is_bot:
        profile["email"] = person.email
    if person.is_bot:
        profile |= {"bot_id": workspace.app.bot_id, "api_app_id": workspace.app.id}
    made: Object = {
        "id": person.id,
        "team_id": person.team or workspace.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return made
    made |= {
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": here.tzname() or person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted or person.is_ultra_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
    }
    return made | {"locale": person.locale} if locale else made


def conversation(workspace: Workspace, channel: Channel, *, count: bool = False) -> Object:
    """A conversation object as the bot sees it; `count` adds num_members."""
    me = workspace.app.user_id
    made: Object = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        others = [one for one in channel.members if one != me] or [me]
        gone = workspace.people[others[0]].deleted
        return made | {"user": others[0], "is_user_deleted": gone, "priority": 0}
    named = {"creator": channel.creator, "last_set": channel.created}
    made |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "unlinked": 0,
        "creator": channel.creator,
        "is_member": me in channel.members,
        "topic": {"value": channel.topic, **named},
        "purpose": {"value": channel.purpose, **named},
        "previous_names": [],
    }
    return made | {"num_members": len(channel.members)} if count else made


def file(workspace: Workspace, stored: File) -> Object:
    """A file object."""
    ending = PurePath(stored.name).suffix.removeprefix(".").lower()
    mimetype, pretty = _TYPES.get(ending, ("application/octet-stream", "Binary"))
    where = f"{workspace.base_url}/files-pri/{workspace.team_id}-{stored.id}"
    kinds = {workspace.channels[one].kind: one for one in stored.shared_in}
    return {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title or stored.name,
        "mimetype": mimetype,
        "filetype": ending or "binary",
        "pretty_type": pretty,
        "user": stored.user,
        "user_team": workspace.team_id,
        "editable": False,
        "size": stored.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": "public" in kinds,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{where}/{quote(stored.name)}",
        "url_private_download": f"{where}/download/{quote(stored.name)}",
        "permalink": f"{workspace.base_url}/files/{stored.user}/{stored.id}/{quote(stored.name)}",
        "channels": [one for one in stored.shared_in if workspace.channels[one].kind == "public"],
        "groups": [one for one in stored.shared_in if workspace.channels[one].kind == "private"],
        "ims": [one for one in stored.shared_in if workspace.channels[one].kind == "im"],
        "has_rich_preview": False,
        "file_access": "visible",
    }


def message(stored: Message, *, metadata: bool) -> Object:
    """A message as the history shows it; its metadata only where it was asked for."""
    hidden = () if metadata else ("metadata",)
    return {name: value for name, value in stored.body.items() if name not in hidden}


def view(shown: View) -> Object:
    """A view object with what the person typed and chose."""
    return {**shown.body, "state": {"values": shown.values}}


def permalink(workspace: Workspace, channel: str, ts: str) -> str:
    """The address of a message."""
    return f"{workspace.base_url}/archives/{channel}/p{ts.replace('.', '')}"
