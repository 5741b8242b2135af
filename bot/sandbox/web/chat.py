"""chat.*: https://docs.slack.dev/reference/methods?filter=chat"""

from __future__ import annotations

from typing import Any

from bot.sandbox import shapes
from bot.sandbox.errors import Refused
from bot.sandbox.web import posting, unfurling
from bot.sandbox.web.calls import Call, Method
from bot.sandbox.workspace import Channel, Message, Scheduled, Workspace

Object = dict[str, Any]

FARTHEST_DAYS = 120
WORDS = 12_000
"""Characters in all blocks of a message; more is refused, though no page says so:
https://github.com/slackapi/bolt-js/issues/2509"""


def _not_too_long(blocks: Any) -> int:
    """How many characters blocks hold. Error: msg_blocks_too_long."""
    if isinstance(blocks, dict):
        words = blocks.get("text")
        inside = [each for each in blocks.values() if isinstance(each, list | dict)]
        found = (len(words) if isinstance(words, str) else 0) + sum(map(_not_too_long, inside))
    else:
        found = sum(map(_not_too_long, blocks)) if isinstance(blocks, list) else 0
    if found > WORDS:
        raise Refused("msg_blocks_too_long")
    return found


def to_post_in(call: Call) -> Channel:
    """The channel to post in, also by name or by a person's id.

    Errors: channel_not_found, not_in_channel, is_archived, cannot_dm_bot, user_disabled,
    messages_tab_disabled.
    """
    called = call.text("channel")
    somebody = call.workspace.people.get(called)
    if somebody is not None:
        if somebody.is_bot:
            raise Refused("cannot_dm_bot")
        found: Channel | None = call.workspace.direct(call.me, somebody.id)
    else:
        found = call.workspace.find_channel(called)
    if found is None or (found.kind != "public" and call.me not in found.members):
        raise Refused("channel_not_found")
    if found.is_archived:
        raise Refused("is_archived")
    others = [one for one in found.members if one != call.me]
    if found.kind == "im" and call.workspace.people[others[0]].deleted:
        raise Refused("user_disabled")
    home = call.workspace.app.setting("features", "app_home", default={})
    if found.kind == "im" and not home.get("messages_tab_enabled", True):
        raise Refused("messages_tab_disabled")
    outside = call.me not in found.members
    if outside and "chat:write.public" not in call.workspace.app.scopes:
        raise Refused("not_in_channel")
    return found


def _answer(message: Message) -> Object:
    shown = shapes.message(message, metadata=True)
    return {"ok": True, "channel": message.channel, "ts": message.ts, "message": shown}


def post_message(call: Call) -> Object:
    """Post in a channel."""
    channel = to_post_in(call)
    if any(name in call.arguments for name in ("username", "icon_emoji", "icon_url")):
        call.need("chat:write.customize")
    _not_too_long(posting.content(call.arguments).get("blocks"))
    return _answer(posting.post(call.workspace, channel, call.arguments))


def post_ephemeral(call: Call) -> Object:
    """Post for one person in a channel where they are."""
    channel = to_post_in(call)
    person = call.person()
    if person.id not in channel.members:
        raise Refused("user_not_in_channel")
    _not_too_long(posting.content(call.arguments).get("blocks"))
    message = posting.post(call.workspace, channel, call.arguments, only_for=person.id)
    return {"ok": True, "message_ts": message.ts}


def _mine(call: Call, error: str) -> Message:
    channel = call.channel()
    message = call.message(channel)
    if message.body.get("bot_id") != call.workspace.app.bot_id:
        raise Refused(error)
    return message


def update(call: Call) -> Object:
    """Replace one of the app's own messages."""
    message = _mine(call, "cant_update_message")
    if len(str(call.arguments.get("text") or "")) > posting.EDIT_LIMIT:
        raise Refused("msg_too_long")
    made = posting.content(call.arguments)
    _not_too_long(made.get("blocks"))
    posting.edit(call.workspace, message, made)
    return _answer(message) | {"text": message.body["text"]}


def delete(call: Call) -> Object:
    """Delete one of the app's own messages."""
    message = _mine(call, "cant_delete_message")
    posting.delete(call.workspace, message)
    return {"ok": True, "channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> Object:
    """The address of a message."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    address = shapes.permalink(call.workspace, channel.id, message.ts)
    return {"ok": True, "channel": channel.id, "permalink": address}


def schedule(call: Call) -> Object:
    """Post later, at most 120 days ahead."""
    channel = to_post_in(call)
    at, now = call.number("post_at", 0), call.workspace.now()
    if at <= now:
        raise Refused("time_in_past")
    if at > now + FARTHEST_DAYS * 86_400:
        raise Refused("time_too_far")
    posting.content(call.arguments)
    made = Scheduled(call.workspace.new_id("Q"), channel.id, at, dict(call.arguments))
    call.workspace.scheduled[made.id] = made
    return {
        "ok": True,
        "scheduled_message_id": made.id,
        "channel": channel.id,
        "post_at": at,
        "message": {"text": str(call.arguments.get("text") or ""), "bot_id": call.me},
    }


def unschedule(call: Call) -> Object:
    """Take a scheduled message back."""
    channel = call.channel()
    wanted = call.workspace.scheduled.get(call.text("scheduled_message_id"))
    if wanted is None or wanted.channel != channel.id:
        raise Refused("invalid_scheduled_message_id")
    del call.workspace.scheduled[wanted.id]
    return {"ok": True}


def list_scheduled(call: Call) -> Object:
    """What is scheduled."""
    rows = [
        {"id": one.id, "channel_id": one.channel, "post_at": one.post_at,
         "date_created": one.post_at, "text": str(one.arguments.get("text") or "")}
        for one in call.workspace.scheduled.values()
    ]  # fmt: skip
    shown, cursor = call.page(rows, 100, 1_000)
    metadata = {"next_cursor": cursor}
    return {"ok": True, "scheduled_messages": shown, "response_metadata": metadata}


def release(workspace: Workspace) -> None:
    """Post the scheduled messages whose time has come."""
    now = workspace.now()
    for one in sorted(workspace.scheduled.values(), key=lambda item: item.post_at):
        if one.post_at <= now:
            del workspace.scheduled[one.id]
            channel = workspace.channels[one.channel]
            if not channel.is_archived:
                posting.post(workspace, channel, one.arguments)


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(post_message, _WRITE, tier=0, takes_json=True, posts=True),
    "chat.postEphemeral": Method(post_ephemeral, _WRITE, tier=4, takes_json=True),
    "chat.update": Method(update, _WRITE, tier=3, takes_json=True),
    "chat.delete": Method(delete, _WRITE, tier=3, takes_json=True),
    "chat.getPermalink": Method(permalink, tier=0),
    "chat.scheduleMessage": Method(schedule, _WRITE, tier=3, takes_json=True),
    "chat.deleteScheduledMessage": Method(unschedule, _WRITE, tier=3, takes_json=True),
    "chat.scheduledMessages.list": Method(list_scheduled, tier=3, takes_json=True),
    "chat.unfurl": Method(unfurling.unfurl, ("links:write",), tier=3, takes_json=True),
}
