"""What a person does in the Slack client outside of forms: typing, commands, files, channels.

Refuses what the client does not offer with `CannotDo`; what went wrong at the bot is in `Result`.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.app import events, hooks, payloads
from bot.sandbox.desk import Desk
from bot.sandbox.errors import CannotDo, Refused
from bot.sandbox.user import typed
from bot.sandbox.web import files, posting
from bot.sandbox.workspace import Channel, Details, File, Message

Object = dict[str, Any]


@dataclass
class Result:
    """What the person sees at once: an error's name and its details, or the errors in a form."""

    error: str = ""
    detail: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    message: Message | None = None
    file: File | None = None


def place(desk: Desk, person: str, called: str) -> Channel:
    """A conversation that the person is in; "@ana" is the direct one. Error: CannotDo."""
    workspace = desk.workspace
    if called.startswith("@"):
        other = workspace.find_person(called)
        if other is None:
            raise CannotDo(f"there is nobody called {called!r}")
        return workspace.direct(person, other.id)
    channel = workspace.find_channel(called)
    if channel is None or (channel.kind != "public" and person not in channel.members):
        raise CannotDo(f"there is no channel {called!r}")
    return channel


def _to_write_in(desk: Desk, person: str, called: str) -> Channel:
    channel = place(desk, person, called)
    if channel.is_archived:
        raise CannotDo("is_archived")
    if person not in channel.members:
        raise CannotDo("not_in_channel")
    if desk.workspace.people[person].deleted:
        raise CannotDo("user_disabled")
    app = desk.workspace.app
    home = app.setting("features", "app_home", default={})
    closed = not home.get("messages_tab_enabled", True) or home.get(
        "messages_tab_read_only_enabled"
    )
    if channel.kind == "im" and app.user_id in channel.members and closed:
        raise CannotDo("Sending messages to this app has been turned off.")
    return channel


async def say(desk: Desk, person: str, called: str, text: str, thread_ts: str = "") -> Result:
    """Type something and press enter; a "/" in front makes it a command."""
    channel = _to_write_in(desk, person, called)
    if not text.strip():
        raise CannotDo("no_text")
    if text.startswith("/"):
        return await command(desk, person, channel, text, thread_ts)
    if thread_ts and thread_ts not in channel.messages:
        raise CannotDo("thread_not_found")
    words, blocks = typed.message(desk.workspace, text)
    body: Object = {
        "user": person,
        "text": words,
        "blocks": blocks,
        "client_msg_id": desk.workspace.new_id("message-"),
    }
    if thread_ts:
        parent = channel.messages[thread_ts]
        body |= {"thread_ts": thread_ts, "parent_user_id": parent.body.get("user")}
    message = desk.workspace.add_message(channel, body)
    channel.read_to[person] = message.ts
    events.posted(desk.workspace, message)
    return Result(message=message)


async def command(
    desk: Desk, person: str, channel: Channel, text: str, thread_ts: str = ""
) -> Result:
    """Run a slash command; the client knows only those of the manifest, and none in threads."""
    name, _, words = text.partition(" ")
    if thread_ts:
        return Result("not_in_threads", f"{name} is not supported in threads. Sorry!")
    entry = desk.workspace.app.commands.get(name)
    if entry is None:
        return Result("unknown_command", f"{name} is not a valid command.")
    escaped = typed.command(desk.workspace, words.strip(), bool(entry.get("should_escape", False)))
    payload = payloads.command(desk, person, channel, name, escaped)
    ack = await desk.delivery.command(payload)
    if ack.error:
        return Result(ack.error, f'{name} failed with the error "{ack.error}"')
    try:
        shown = hooks.command_answer(desk, person, channel.id, ack.body)
    except Refused as refusal:
        return Result("invalid_command_response", str(refusal))
    return Result(message=shown)


async def shortcut(
    desk: Desk, person: str, callback_id: str, channel: str = "", ts: str = ""
) -> Result:
    """Run a global shortcut, or one on a message."""
    entry = desk.workspace.app.shortcuts.get(callback_id)
    kind = "message" if ts else "global"
    if entry is None or entry["type"] != kind:
        raise CannotDo(f"there is no {kind} shortcut {callback_id!r}")
    message = _seen(desk, person, channel, ts) if ts else None
    if message is not None and message.only_for:
        raise CannotDo("a message that only you can see has no shortcuts")
    ack = await desk.delivery.interaction(payloads.shortcut(desk, person, callback_id, message))
    return Result(ack.error)


def _seen(desk: Desk, person: str, called: str, ts: str) -> Message:
    channel = place(desk, person, called)
    message = channel.messages.get(ts)
    if message is None or message.only_for not in ("", person):
        raise CannotDo("there is no such message here")
    return message


async def react(desk: Desk, person: str, called: str, ts: str, name: str) -> Result:
    """Put an emoji under a message, or take it away again."""
    message = _seen(desk, person, called, ts)
    channel = desk.workspace.channels[message.channel]
    if message.only_for:
        raise CannotDo("a message that only you can see takes no reactions")
    name = name.strip(":")
    mine = [
        one
        for one in message.body.get("reactions", [])
        if one["name"] == name and person in one["users"]
    ]
    try:
        change = files.unreact if mine else files.react
        change(desk.workspace, channel, ts, person, name)
    except Refused as refusal:
        raise CannotDo(refusal.code) from None
    return Result()


async def upload(
    desk: Desk,
    person: str,
    called: str,
    name: str,
    content: bytes,
    text: str = "",
    thread: str = "",
) -> Result:
    """Share a file in a channel, or in a thread of it; without a channel it is only kept."""
    channel = _to_write_in(desk, person, called) if called else None
    workspace = desk.workspace
    if not content:
        raise CannotDo("an empty file cannot be uploaded")
    stored = File(workspace.new_id("F"), name, person, length=len(content), content=content)
    stored.created, stored.complete = int(workspace.now()), True
    workspace.files[stored.id] = stored
    if channel is not None:
        words, _ = typed.message(workspace, text)
        said: Object = {"user": person, "text": words}
        files.share(workspace, channel, [stored], said | ({"thread_ts": thread} if thread else {}))
    return Result(file=stored)


async def join(desk: Desk, person: str, called: str) -> Result:
    """Come into a public channel."""
    channel = place(desk, person, called)
    if channel.kind != "public" or channel.is_archived:
        raise CannotDo("this channel cannot be joined")
    add_member(desk, channel, person)
    return Result()


def add_member(desk: Desk, channel: Channel, person: str, inviter: str = "") -> None:
    """Put somebody into a channel, with the event."""
    if person not in channel.members:
        channel.members.append(person)
        events.membership(desk.workspace, channel, person, joined=True, inviter=inviter)
        desk.workspace.changed("channels")


async def leave(desk: Desk, person: str, called: str) -> Result:
    """Go out of a channel."""
    channel = place(desk, person, called)
    if person in channel.members:
        channel.members.remove(person)
        events.membership(desk.workspace, channel, person, joined=False)
        desk.workspace.changed("channels")
    return Result()


async def edit(desk: Desk, person: str, called: str, ts: str, text: str) -> Result:
    """Say one's own message in other words."""
    message = _seen(desk, person, called, ts)
    if message.body.get("user") != person:
        raise CannotDo("you can edit your own messages only")
    before = deepcopy(message.body)
    words, blocks = typed.message(desk.workspace, text)
    mark = {"user": person, "ts": desk.workspace.next_ts()}
    message.body |= {"text": words, "blocks": blocks, "edited": mark}
    desk.workspace.touch(message)
    events.edited(desk.workspace, message, before)
    return Result()


async def delete(desk: Desk, person: str, called: str, ts: str) -> Result:
    """Take one's own message away; what only oneself sees can be dismissed."""
    message = _seen(desk, person, called, ts)
    if message.body.get("user") != person and not message.only_for:
        raise CannotDo("you can delete your own messages only")
    posting.delete(desk.workspace, message)
    return Result()


def reload(desk: Desk) -> None:
    """Everybody opens Slack anew: what only one person saw is gone, as it is there."""
    for channel in desk.workspace.channels.values():
        for message in [one for one in channel.messages.values() if one.only_for]:
            posting.delete(desk.workspace, message)


async def archive(desk: Desk, person: str, called: str, archived: bool = True) -> Result:
    """Archive a channel, or bring it back."""
    channel = place(desk, person, called)
    if channel.kind not in ("public", "private") or channel.is_archived == archived:
        raise CannotDo("this channel cannot be archived or brought back")
    channel.is_archived = archived
    what = "archive" if archived else "unarchive"
    events.channel_changed(desk.workspace, channel, what, person)
    desk.workspace.changed("channels")
    return Result()


async def rename(desk: Desk, person: str, called: str, name: str) -> Result:
    """Give a channel another name."""
    channel = place(desk, person, called)
    if channel.kind not in ("public", "private") or desk.workspace.find_channel(name):
        raise CannotDo("this channel cannot be renamed so")
    channel.name = name.removeprefix("#")
    events.channel_changed(desk.workspace, channel, "rename", person)
    desk.workspace.changed("channels")
    return Result()


async def change_person(desk: Desk, person: str, fields: Object) -> Result:
    """Other fields for somebody, e.g. tz or deleted, with `user_change`."""
    somebody = desk.workspace.people[person]
    for name, value in fields.items():
        if not hasattr(somebody, name):
            raise CannotDo(f"people have no {name!r}")
        setattr(somebody, name, value)
    somebody.updated = int(desk.workspace.now())
    events.user_changed(desk.workspace, person)
    desk.workspace.changed("channels")
    return Result()


async def open_details(desk: Desk, person: str, called: str, ts: str, url: str = "") -> Result:
    """Click on a Work Object in a message (the first, or that of a link): its details are asked."""
    workspace = desk.workspace
    message = _seen(desk, person, called, ts)
    for (channel, at, link), entity in workspace.work_objects.items():
        if (channel, at) == (message.channel, ts) and url in ("", link):
            pane = Details(channel, ts, link, entity)
            workspace.details[person] = pane
            trigger = desk.passes.trigger(person, entity=str(entity["external_ref"]["id"]))
            events.details_requested(workspace, person, pane, trigger)
            workspace.changed("details", person=person)
            return Result()
    raise CannotDo("there is no Work Object in this message")


def shut_details(desk: Desk, person: str) -> None:
    """Close the pane of a Work Object."""
    desk.workspace.details.pop(person, None)
    desk.workspace.changed("details", person=person)


async def open_home(desk: Desk, person: str, tab: str = "home") -> Result:
    """Look at the app's page: `app_home_opened`, with the view where one was published."""
    workspace = desk.workspace
    if not workspace.app.setting("features", "app_home", f"{tab}_tab_enabled"):
        raise CannotDo(f"the app has no {tab} tab")
    event: Object = {
        "type": "app_home_opened",
        "user": person,
        "channel": workspace.direct(workspace.app.user_id, person).id,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    shown = workspace.homes.get(person)
    if tab == "home" and shown is not None:
        event["view"] = shapes.view(shown)
    workspace.emit(event)
    return Result()
