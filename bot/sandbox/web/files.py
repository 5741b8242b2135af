"""files.* and reactions.*: https://docs.slack.dev/messaging/working-with-files"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.app import events
from bot.sandbox.errors import Refused
from bot.sandbox.web import posting
from bot.sandbox.web.calls import Call, Method
from bot.sandbox.workspace import Channel, File, Workspace

Object = dict[str, Any]


def upload_url(call: Call) -> Object:
    """Where to send a file's bytes."""
    name = call.text("filename")
    length = call.number("length", 0)
    if length < 1:
        raise Refused("invalid_arguments", ["must be greater than 0 [json-pointer:/length]"])
    made = File(call.workspace.new_id("F"), name, call.me, length=length)
    made.alt_text = call.text("alt_txt", "")
    call.workspace.files[made.id] = made
    where = f"{call.workspace.base_url}/upload/v1/{made.id}"
    return {"ok": True, "upload_url": where, "file_id": made.id}


def complete(call: Call) -> Object:
    """Finish uploads and, where channels are given, share the files there."""
    asked = call.json("files")
    if not isinstance(asked, list) or not asked:
        raise Refused("invalid_arguments", ["missing required field: files [json-pointer:]"])
    done = []
    for one in asked:
        stored = call.workspace.files.get(one.get("id", "")) if isinstance(one, dict) else None
        if stored is None or stored.user != call.me or stored.complete:
            raise Refused("file_not_found")
        if stored.content is None:
            raise Refused("file_update_failed")
        done.append((stored, str(one.get("title") or stored.name)))
    channels = _where(call)
    for stored, title in done:
        stored.title, stored.complete = title, True
        stored.created = int(call.workspace.now())
    for channel in channels:
        _share(call, channel, [stored for stored, _ in done])
    return {"ok": True, "files": [shapes.file(call.workspace, one) for one, _ in done]}


def _where(call: Call) -> list[Channel]:
    named = [str(call.arguments["channel_id"])] if call.arguments.get("channel_id") else []
    found = []
    for one in [*named, *call.listed("channels")]:
        channel = call.workspace.channels.get(one)
        if channel is None or (channel.kind != "public" and call.me not in channel.members):
            raise Refused("channel_not_found")
        if call.me not in channel.members:
            raise Refused("not_in_channel")
        if channel.is_archived:
            raise Refused("is_archived")
        found.append(channel)
    return found


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    said: Object = {"text": str(call.arguments.get("initial_comment") or "")}
    if call.arguments.get("blocks"):
        said |= posting.content({"blocks": call.arguments["blocks"]})
    place = posting.in_thread(channel, call.arguments, "")
    share(call.workspace, channel, files, {**posting.signature(call.workspace), **said, **place})


def share(workspace: Workspace, channel: Channel, files: list[File], said: Object) -> None:
    """A message with files: subtype `file_share`, then `file_shared` for each."""
    body = {"subtype": "file_share", "upload": True, **said}
    message = workspace.add_message(channel, body)
    for one in files:
        one.shared_in[channel.id] = message.ts
    message.body["files"] = [shapes.file(workspace, one) for one in files]
    events.posted(workspace, message)
    for one in files:
        events.file_shared(workspace, one, channel)


def info(call: Call) -> Object:
    """One file that the bot can see."""
    stored = call.workspace.files.get(str(call.arguments.get("file")))
    if stored is None or not visible(call.workspace, stored):
        raise Refused("file_not_found")
    return {"ok": True, "file": shapes.file(call.workspace, stored), "comments": []}


def visible(workspace: Workspace, stored: File) -> bool:
    """The bot's own, or shared where the bot is or everybody may look."""
    me = workspace.app.user_id
    channels = [workspace.channels[one] for one in stored.shared_in]
    return stored.user == me or any(one.kind == "public" or me in one.members for one in channels)


def add_reaction(call: Call) -> Object:
    """React to a message."""
    name = call.text("name").strip(":")
    if not re.fullmatch(r"[\w+'-]+(::skin-tone-[2-6])?", name):
        raise Refused("invalid_name")
    channel = call.channel()
    message = call.message(channel, "timestamp")
    react(call.workspace, channel, message.ts, call.me, name)
    return {"ok": True}


def react(workspace: Workspace, channel: Channel, ts: str, person: str, name: str) -> None:
    """Add somebody's reaction. Errors: is_archived, already_reacted."""
    if channel.is_archived:
        raise Refused("is_archived")
    body = channel.messages[ts].body
    found = [one for one in body.get("reactions", []) if one["name"] == name]
    if found and person in found[0]["users"]:
        raise Refused("already_reacted")
    if not found:
        found = [{"name": name, "users": [], "count": 0}]
        body.setdefault("reactions", []).extend(found)
    found[0]["users"].append(person)
    found[0]["count"] += 1
    workspace.changed("messages", channel.id)
    _reacted(workspace, channel, ts, person, name, "reaction_added")


def _reacted(
    workspace: Workspace, channel: Channel, ts: str, person: str, name: str, what: str
) -> None:
    if workspace.app.user_id in channel.members:
        workspace.emit(
            {
                "type": what,
                "user": person,
                "item": {"type": "message", "channel": channel.id, "ts": ts},
                "reaction": name,
                "item_user": channel.messages[ts].body.get("user"),
                "event_ts": workspace.next_ts(),
            }
        )


def unreact(workspace: Workspace, channel: Channel, ts: str, person: str, name: str) -> None:
    """Take somebody's reaction away. Error: no_reaction."""
    body = channel.messages[ts].body
    found = [one for one in body.get("reactions", []) if one["name"] == name]
    if not found or person not in found[0]["users"]:
        raise Refused("no_reaction")
    found[0]["users"].remove(person)
    found[0]["count"] -= 1
    body["reactions"] = [one for one in body["reactions"] if one["count"]]
    workspace.changed("messages", channel.id)
    _reacted(workspace, channel, ts, person, name, "reaction_removed")


def get_reactions(call: Call) -> Object:
    """The reactions to a message."""
    channel = call.channel()
    message = call.message(channel, "timestamp")
    shown = shapes.message(message, metadata=False)
    return {"ok": True, "type": "message", "channel": channel.id, "message": shown}


_WRITE = ("files:write",)
METHODS = {
    "files.getUploadURLExternal": Method(upload_url, _WRITE, tier=4),
    "files.completeUploadExternal": Method(complete, _WRITE, tier=4, takes_json=True),
    "files.info": Method(info, ("files:read",), tier=4),
    "reactions.add": Method(add_reaction, ("reactions:write",), tier=3, takes_json=True),
    "reactions.get": Method(get_reactions, ("reactions:read",), tier=3),
}
