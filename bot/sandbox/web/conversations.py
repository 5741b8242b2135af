"""conversations.*: https://docs.slack.dev/reference/methods?filter=conversations"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.app import events
from bot.sandbox.errors import Refused
from bot.sandbox.web.calls import FAMILIES, Call, Method
from bot.sandbox.workspace import Channel, Message

Object = dict[str, Any]

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def readable(call: Call, channel: Channel, what: str) -> Channel:
    """The scope for this kind of conversation must be there, e.g. groups:history."""
    call.need(f"{FAMILIES[channel.kind]}:{what}")
    return channel


def kinds_asked(call: Call) -> list[str]:
    """The `types` argument. Error: invalid_types; each type needs its own scope."""
    asked = call.listed("types") or ["public_channel"]
    if any(one.strip() not in KINDS for one in asked):
        raise Refused("invalid_types")
    kinds = [KINDS[one.strip()] for one in asked]
    for kind in kinds:
        call.need(f"{FAMILIES[kind]}:read")
    return kinds


def list_all(call: Call) -> Object:
    """The conversations that the bot can see, by type."""
    kinds = kinds_asked(call)
    gone = call.flag("exclude_archived")
    rows = [
        one
        for one in call.workspace.channels.values()
        if one.kind in kinds
        and (one.kind == "public" or call.me in one.members)
        and not (gone and one.is_archived)
    ]
    shown, cursor = call.page(rows, 100, 1_000)
    channels = [shapes.conversation(call.workspace, one, count=True) for one in shown]
    return {"ok": True, "channels": channels, "response_metadata": {"next_cursor": cursor}}


def info(call: Call) -> Object:
    """One conversation."""
    channel = readable(call, call.channel(), "read")
    count = call.flag("include_num_members")
    shown = shapes.conversation(call.workspace, channel, count=count)
    if count and channel.kind == "im":
        shown["num_members"] = 2
    return {"ok": True, "channel": shown}


def members(call: Call) -> Object:
    """Who is in a conversation, by pages."""
    channel = readable(call, call.channel(), "read")
    shown, cursor = call.page(channel.members, 100, 1_000)
    return {"ok": True, "members": shown, "response_metadata": {"next_cursor": cursor}}


def _within(call: Call, rows: list[Message]) -> list[Message]:
    oldest = float(call.text("oldest", "0"))
    latest = float(call.text("latest", "99999999999"))
    inclusive = call.flag("inclusive")
    return [
        one
        for one in rows
        if oldest < float(one.ts) < latest or (inclusive and float(one.ts) in (oldest, latest))
    ]


def history(call: Call) -> Object:
    """Messages of a conversation, newest first, without replies and what is ephemeral."""
    channel = readable(call, call.channel(), "history")
    if call.me not in channel.members:
        raise Refused("not_in_channel")
    everything = [one for one in channel.messages.values() if one.in_channel and not one.only_for]
    rows = sorted(_within(call, everything), key=lambda one: one.ts, reverse=True)
    shown, cursor = call.page(rows, 100, 999)
    wanted = call.flag("include_all_metadata")
    answer: Object = {
        "ok": True,
        "messages": [shapes.message(one, metadata=wanted) for one in shown],
        "has_more": bool(cursor),
        "pin_count": 0,
    }
    return answer | {"response_metadata": {"next_cursor": cursor}} if cursor else answer


def replies(call: Call) -> Object:
    """A thread, oldest first, with its first message."""
    channel = readable(call, call.channel(), "history")
    if call.me not in channel.members:
        raise Refused("not_in_channel")
    ts = call.text("ts")
    found = [
        one
        for one in channel.messages.values()
        if (one.ts == ts or one.thread_ts == ts) and not one.only_for
    ]
    if not found:
        raise Refused("thread_not_found")
    rows = sorted(_within(call, found), key=lambda one: one.ts)
    shown, cursor = call.page(rows, 100, 999)
    wanted = call.flag("include_all_metadata")
    return {
        "ok": True,
        "messages": [shapes.message(one, metadata=wanted) for one in shown],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def open_direct(call: Call) -> Object:
    """Open a direct conversation with one person, or a group of them."""
    if call.arguments.get("channel"):
        channel, known = call.channel(), True
    else:
        channel, known = _with_people(call, call.listed("users"))
    shown = {"id": channel.id}
    if call.flag("return_im"):
        shown = shapes.conversation(call.workspace, channel)
    return {"ok": True, "no_op": known, "already_open": known, "channel": shown}


def _with_people(call: Call, users: list[str]) -> tuple[Channel, bool]:
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 8:
        raise Refused("too_many_users")
    for one in users:
        somebody = call.workspace.people.get(one)
        if somebody is None:
            raise Refused("user_not_found")
        if somebody.is_bot:
            raise Refused("cannot_dm_bot")
        if somebody.deleted:
            raise Refused("user_disabled")
    call.need("im:write" if len(users) == 1 else "mpim:write")
    everybody = {call.me, *users}
    for channel in call.workspace.channels.values():
        if channel.kind in ("im", "mpim") and set(channel.members) == everybody:
            return channel, True
    if len(users) == 1:
        return call.workspace.direct(call.me, users[0]), False
    names = "--".join(sorted(call.workspace.people[one].name for one in everybody))
    made = call.workspace.channel(f"mpdm-{names}-1", everybody, kind="mpim", creator=call.me)
    return made, False


def _own_channel(call: Call) -> Channel:
    channel = call.channel()
    if channel.kind in ("im", "mpim"):
        raise Refused("method_not_supported_for_channel_type")
    return channel


def join(call: Call) -> Object:
    """Join a public channel."""
    channel = _own_channel(call)
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if call.me not in channel.members:
        channel.members.append(call.me)
        events.membership(call.workspace, channel, call.me, joined=True)
        call.workspace.changed("channels")
    return {"ok": True, "channel": shapes.conversation(call.workspace, channel)}


def leave(call: Call) -> Object:
    """Leave a channel."""
    channel = _own_channel(call)
    if channel.name == "general":
        raise Refused("cant_leave_general")
    if call.me in channel.members:
        channel.members.remove(call.me)
        events.membership(call.workspace, channel, call.me, joined=False)
        call.workspace.changed("channels")
        return {"ok": True}
    return {"ok": True, "not_in_channel": True}


def invite(call: Call) -> Object:
    """Bring people into a channel where the bot is."""
    channel = _own_channel(call)
    call.need(f"{FAMILIES[channel.kind]}:write.invites", f"{FAMILIES[channel.kind]}:manage")
    if channel.is_archived:
        raise Refused("is_archived")
    if call.me not in channel.members:
        raise Refused("not_in_channel")
    users = call.listed("users")
    if not users:
        raise Refused("no_user")
    for one in users:
        if one not in call.workspace.people:
            raise Refused("user_not_found")
        if one == call.me:
            raise Refused("cant_invite_self")
        if one in channel.members:
            raise Refused("already_in_channel")
    for one in users:
        channel.members.append(one)
        events.membership(call.workspace, channel, one, joined=True, inviter=call.me)
    call.workspace.changed("channels")
    return {"ok": True, "channel": shapes.conversation(call.workspace, channel)}


def create(call: Call) -> Object:
    """Make a channel; its name is lower case letters, digits, - and _, at most 80."""
    private = call.flag("is_private")
    call.need(*(("groups:write",) if private else ("channels:manage", "channels:write")))
    name = str(call.arguments.get("name") or "")
    if not name:
        raise Refused("invalid_name_required")
    if len(name) > 80:
        raise Refused("invalid_name_maxlength")
    if not re.fullmatch(r"[\w-]+", name) or name != name.lower():
        raise Refused("invalid_name_specials")
    if call.workspace.find_channel(name) is not None:
        raise Refused("name_taken")
    kind = "private" if private else "public"
    made = call.workspace.channel(name, [call.me], kind=kind, creator=call.me)
    events.channel_changed(call.workspace, made, "created", call.me)
    return {"ok": True, "channel": shapes.conversation(call.workspace, made)}


def archive(call: Call) -> Object:
    """Archive a channel."""
    channel = _own_channel(call)
    call.need(f"{FAMILIES[channel.kind]}:manage", f"{FAMILIES[channel.kind]}:write")
    if channel.is_archived:
        raise Refused("already_archived")
    if channel.name == "general":
        raise Refused("cant_archive_general")
    if call.me not in channel.members:
        raise Refused("not_in_channel")
    channel.is_archived = True
    events.channel_changed(call.workspace, channel, "archive", call.me)
    call.workspace.changed("channels")
    return {"ok": True}


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_MANAGE = ("channels:manage", "groups:write", "channels:write", "channels:write.invites",
           "groups:write.invites")  # fmt: skip
METHODS = {
    "conversations.list": Method(list_all, _READ, tier=2),
    "conversations.info": Method(info, _READ, tier=3),
    "conversations.members": Method(members, _READ, tier=4),
    "conversations.history": Method(history, _HISTORY, tier=3),
    "conversations.replies": Method(replies, _HISTORY, tier=3),
    "conversations.open": Method(open_direct, ("im:write", "mpim:write"), tier=3, takes_json=True),
    "conversations.join": Method(join, ("channels:join",), tier=3, takes_json=True),
    "conversations.leave": Method(leave, _MANAGE, tier=3, takes_json=True),
    "conversations.invite": Method(invite, _MANAGE, tier=3, takes_json=True),
    "conversations.create": Method(create, _MANAGE, tier=2, takes_json=True),
    "conversations.archive": Method(archive, _MANAGE, tier=2, takes_json=True),
}
