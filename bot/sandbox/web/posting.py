"""Posting, editing and deleting messages of the app: one place for every door they come through.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.app import events
from bot.sandbox.blockkit import surfaces
from bot.sandbox.errors import Refused
from bot.sandbox.workspace import Channel, Message, Workspace

Object = dict[str, Any]

TEXT_CUT = 40_000
EDIT_LIMIT = 4_000
MARKDOWN_LIMIT = 12_000
TOMBSTONE: Object = {
    "subtype": "tombstone",
    "text": "This message was deleted.",
    "user": "USLACKBOT",
    "hidden": True,
}
"""What is left of a deleted message that has answers."""


def content(given: Object) -> Object:
    """Text, blocks, attachments and metadata of a message, checked.

    Errors: no_text, invalid_blocks, invalid_attachments, msg_too_long, markdown_text_conflict.
    """
    made: Object = {}
    words = given.get("text")
    if words is not None and not isinstance(words, str):
        raise Refused("invalid_arguments", ["must be a string [json-pointer:/text]"])
    if given.get("markdown_text"):
        _only_markdown(given)
        made["blocks"] = surfaces.message_blocks(
            [{"type": "markdown", "text": given["markdown_text"]}]
        )
        words = given["markdown_text"]
    made["text"] = (words or "")[:TEXT_CUT]
    if given.get("blocks") not in (None, "", []):
        made["blocks"] = surfaces.message_blocks(given["blocks"])
    if given.get("attachments") not in (None, "", []):
        made["attachments"] = _attachments(given["attachments"])
    if not made["text"].strip() and "blocks" not in made and "attachments" not in made:
        raise Refused("no_text")
    if given.get("metadata") is not None:
        wanted = given["metadata"]
        made["metadata"] = surfaces.metadata(wanted) if wanted not in ({}, "{}") else {}
    return made


def _only_markdown(given: Object) -> None:
    if given.get("text") or given.get("blocks"):
        raise Refused("markdown_text_conflict")
    if len(given["markdown_text"]) > MARKDOWN_LIMIT:
        raise Refused("msg_too_long")


def _attachments(given: Any) -> list[Object]:
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Refused("invalid_attachments") from None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Refused("invalid_attachments")
    if len(given) > 100:
        raise Refused("too_many_attachments")
    made = []
    for number, one in enumerate(given, start=1):
        kept = {**one, "id": number}
        if "blocks" in one:
            kept["blocks"] = surfaces.message_blocks(one["blocks"])
        made.append(kept)
    return made


def signature(workspace: Workspace) -> Object:
    """Who posts: the fields that mark a message as the app's."""
    app = workspace.app
    return {
        "user": app.user_id,
        "bot_id": app.bot_id,
        "app_id": app.id,
        "bot_profile": {
            "id": app.bot_id,
            "app_id": app.id,
            "user_id": app.user_id,
            "name": app.name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": workspace.team_id,
        },
    }


def in_thread(channel: Channel, given: Object, seen_by: str) -> Object:
    """The thread fields; a thread needs a first message that is there.

    Errors: invalid_thread_ts where that message is not to be found.
    """
    ts = given.get("thread_ts")
    if not ts:
        return {}
    parent = channel.messages.get(str(ts))
    if parent is None or parent.only_for not in ("", seen_by):
        raise Refused("thread_not_found")
    if parent.thread_ts and parent.thread_ts != parent.ts:
        raise Refused("cannot_reply_to_message")
    made: Object = {"thread_ts": str(ts), "parent_user_id": parent.body.get("user")}
    if given.get("reply_broadcast") in (True, "true", "1", 1):
        made["subtype"] = "thread_broadcast"
    return made


def post(workspace: Workspace, channel: Channel, given: Object, only_for: str = "") -> Message:
    """Post as the app, checked; `only_for` makes it ephemeral for that person."""
    body = {**signature(workspace), **in_thread(channel, given, only_for), **content(given)}
    files_exist(workspace, body.get("blocks", []))
    _always_text(workspace, body)
    if only_for:
        body["is_ephemeral"] = True
        body.pop("metadata", None)
    message = workspace.add_message(channel, body, only_for)
    events.posted(workspace, message)
    return message


def files_exist(workspace: Workspace, found: Any, at: str = "/blocks") -> None:
    """Every `slack_file` inside must be an uploaded file. Error: invalid_blocks."""
    if isinstance(found, list):
        for index, one in enumerate(found):
            files_exist(workspace, one, f"{at}/{index}")
    elif isinstance(found, dict):
        named = found.get("slack_file")
        if isinstance(named, dict):
            known = [one for one in workspace.files.values() if one.complete]
            by_id = any(one.id == named.get("id") for one in known)
            if not by_id and not any(one.id in str(named.get("url")) for one in known):
                raise Refused("invalid_blocks", [f"invalid slack file [json-pointer:{at}]"])
        for name, one in found.items():
            files_exist(workspace, one, f"{at}/{name}")


def _always_text(workspace: Workspace, body: Object) -> None:
    if "blocks" in body and not body["text"].strip():
        workspace.doubts.append("blocks without text: notifications and screen readers say nothing")


def edit(workspace: Workspace, message: Message, made: Object) -> None:
    """Replace what a message says; without blocks it has none afterwards.

    Attachments and metadata stay where none are given; an empty object takes metadata away.
    """
    files_exist(workspace, made.get("blocks", []))
    _always_text(workspace, made)
    before = deepcopy(message.body)
    message.body.pop("blocks", None)
    message.body |= made
    if message.body.get("metadata") == {}:
        del message.body["metadata"]
    message.body["edited"] = {"user": workspace.app.user_id, "ts": workspace.next_ts()}
    events.edited(workspace, message, before)
    workspace.touch(message)


def delete(workspace: Workspace, message: Message) -> None:
    """Take a message away; the first of a thread leaves its replies, and a line in its place.

    Shape: https://github.com/slack-edge/slack-edge/pull/10
    """
    channel = workspace.channels[message.channel]
    if message.body.get("reply_count") and not message.only_for:
        before = shapes.message(message, metadata=True)
        kept = ("type", "ts", "thread_ts", "reply_count", "reply_users", "reply_users_count")
        message.body = {name: message.body[name] for name in kept} | TOMBSTONE
        workspace.touch(message)
        events.edited(workspace, message, before)
        return
    del channel.messages[message.ts]
    parent = channel.messages.get(message.thread_ts)
    if parent is not None and not message.only_for:
        parent.body["reply_count"] = max(0, parent.body.get("reply_count", 1) - 1)
    events.removed(workspace, message)
    workspace.changed("messages", message.channel)
