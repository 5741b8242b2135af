"""What one person's screen shows, as JSON for the page."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import urlencode

from bot.sandbox import shapes
from bot.sandbox.blockkit import entities
from bot.sandbox.desk import Desk
from bot.sandbox.errors import CannotDo
from bot.sandbox.user import client
from bot.sandbox.workspace import Change, Channel, Details, File, Message, Person, Workspace

Object = dict[str, Any]


def state(desk: Desk, person: str) -> Object:
    """Everything around the messages: people, channels, commands, the view on top."""
    workspace = desk.workspace
    app = workspace.app
    workspace.direct(person, app.user_id)
    top = workspace.top(person)
    return {
        "now": workspace.clock().isoformat(),
        "team": {"id": workspace.team_id, "name": workspace.team_name},
        "me": person,
        "people": [_person(workspace, one) for one in workspace.people.values()],
        "channels": [
            _channel(workspace, one, person)
            for one in workspace.channels.values()
            if one.kind == "public" or person in one.members
        ],
        "commands": [
            {
                "command": one["command"],
                "description": one.get("description", ""),
                "usage_hint": one.get("usage_hint", ""),
            }
            for one in app.commands.values()
        ],
        "shortcuts": [
            {name: one.get(name, "") for name in ("name", "type", "callback_id", "description")}
            for one in app.shortcuts.values()
        ],
        "view": None if top is None else _with_pictures(desk, shapes.view(top), person),
        "details": _details(workspace.details.get(person)),
        "view_depth": len(workspace.stacks.get(person, [])),
        "app": {"id": app.id, "user_id": app.user_id, "name": app.name},
    }


def _person(workspace: Workspace, one: Person) -> Object:
    here = shapes.local(workspace.clock(), one.tz)
    words = one.real_name.split() or [one.name]
    return {
        "id": one.id,
        "name": one.name,
        "real_name": one.real_name,
        "tz": one.tz,
        "tz_label": here.tzname() or one.tz,
        "local_time": f"{here:%H:%M}",
        "deleted": one.deleted,
        "is_bot": one.is_bot,
        "is_restricted": one.is_restricted,
        "color": one.color,
        "initials": "".join(word[0] for word in words[:2]).upper(),
    }


def _channel(workspace: Workspace, one: Channel, person: str) -> Object:
    read_to = one.read_to.get(person, "")
    unread = [
        message
        for message in workspace.visible(one, person)
        if message.in_channel and message.ts > read_to and message.body.get("user") != person
    ]
    others = [user for user in one.members if user != person] or [person]
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "is_archived": one.is_archived,
        "is_member": person in one.members,
        "unread": len(unread) if person in one.members else 0,
        "topic": one.topic,
        "user": others[0] if one.kind == "im" else None,
    }


def messages(desk: Desk, person: str, called: str, thread: str) -> Object:
    """The messages of a channel or of a thread, oldest first; they count as read."""
    workspace = desk.workspace
    channel = client.place(desk, person, called)
    found = workspace.visible(channel, person)
    if thread:
        shown = [one for one in found if thread in (one.ts, one.thread_ts)]
    else:
        shown = [one for one in found if one.in_channel]
        if shown:
            channel.read_to[person] = shown[-1].ts
    return {"messages": [_message(desk, one, person) for one in shown]}


def _message(desk: Desk, one: Message, person: str) -> Object:
    author = desk.workspace.people.get(str(one.body.get("user")))
    files = [desk.workspace.files.get(each["id"]) for each in one.body.get("files", [])]
    shown = _with_pictures(desk, shapes.message(one, metadata=False), person)
    for each in shown.get("attachments", []):
        place = (one.channel, one.ts, each.get("app_unfurl_url", ""))
        each["is_work_object"] = place in desk.workspace.work_objects
    return {
        **shown,
        "is_ephemeral": bool(one.only_for),
        "edited": one.body.get("edited"),
        "reply_count": one.body.get("reply_count", 0),
        "user_name": author.real_name if author else "",
        "files": [file(desk, each, person) for each in files if each is not None],
    }


def _details(pane: Details | None) -> Object | None:
    """The pane of a Work Object: what was presented, else why not, else what is unfurled."""
    if pane is None:
        return None
    if pane.error:
        said = pane.error.get("custom_message", "")
        why = {"title": pane.error.get("custom_title", ""), "error": pane.error["status"]}
        return {**why, "said": said, "kind": "", "url": "", "rows": [], "blocks": pane.blocks}
    entity = pane.entity or pane.unfurled
    return {
        "title": entities.title(entity),
        "kind": entities.kind(entity),
        "url": entity["url"],
        "rows": entities.rows(entity),
        "blocks": pane.blocks,
    }


def _with_pictures(desk: Desk, found: Any, person: str) -> Any:
    """The same blocks with an address for each `slack_file`."""
    if isinstance(found, list):
        return [_with_pictures(desk, one, person) for one in found]
    if not isinstance(found, dict):
        return found
    made = {name: _with_pictures(desk, one, person) for name, one in found.items()}
    named = found.get("slack_file")
    if isinstance(named, dict):
        stored = desk.workspace.files.get(str(named.get("id")))
        shown = file(desk, stored, person)
        made["slack_file"] = {**named, "url": shown["url_private"]} if shown else named
    return made


def file(desk: Desk, stored: File | None, person: str = "") -> Object | None:
    """A file object whose address the page can open."""
    if stored is None:
        return None
    query = urlencode({"person": person or stored.user, "id": stored.id})
    return shapes.file(desk.workspace, stored) | {"url_private": f"/sandbox/file?{query}"}


def visible_file(desk: Desk, person: str, file_id: str) -> File:
    """A file that this person sees. Error: CannotDo."""
    stored = desk.workspace.files.get(file_id)
    if stored is None or stored.content is None:
        raise CannotDo("There is no such file.")
    channels = [desk.workspace.channels[one] for one in stored.shared_in]
    shared = any(one.kind == "public" or person in one.members for one in channels)
    in_a_block = stored.user == desk.workspace.app.user_id and not channels
    if stored.user != person and not shared and not in_a_block:
        raise CannotDo("There is no such file.")
    return stored


def media_type(name: str) -> str:
    """What a browser should take a file for."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def home(desk: Desk, person: str) -> Object | None:
    """The app's home page for this person."""
    shown = desk.workspace.homes.get(person)
    return None if shown is None else _with_pictures(desk, shapes.view(shown), person)


def concerns(desk: Desk, person: str, change: Change) -> bool:
    """This person can see the change."""
    if change.person and change.person != person:
        return False
    channel = desk.workspace.channels.get(change.channel)
    return channel is None or channel.kind == "public" or person in channel.members
