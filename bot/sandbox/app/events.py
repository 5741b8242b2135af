"""What happens in the workspace, as events of the Events API, and which of them the app hears.

https://docs.slack.dev/reference/events. An event is delivered when the manifest subscribes to it,
its scope is granted and the bot is in the conversation.
"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.workspace import App, Channel, Details, File, Message, Shared, Workspace

Object = dict[str, Any]

_SCOPES = {
    "app_mention": "app_mentions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_rename": "channels:read",
    "channel_created": "channels:read",
    "channel_deleted": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_rename": "groups:read",
    "file_shared": "files:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "link_shared": "links:read",
    "dnd_updated_user": "dnd:read",
}
_LETTERS = {"public": "C", "private": "G", "im": "D", "mpim": "G"}


def subscription(event: Object) -> tuple[str, str]:
    """The name to subscribe to and the scope that is needed ("" = none)."""
    if event["type"] != "message":
        kind = event["type"]
        scope = _SCOPES.get(kind, "")
        if kind.startswith("member_") and event.get("channel_type") == "G":
            scope = "groups:read"
        return kind, scope
    kinds = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
    family = kinds[event["channel_type"]]
    return f"message.{family}", f"{family}:history"


def is_heard(app: App, event: Object) -> bool:
    """The app subscribes to it and may have it."""
    name, scope = subscription(event)
    wanted = app.setting("settings", "event_subscriptions", "bot_events", default=[])
    return name in wanted and (not scope or scope in app.scopes)


def envelope(workspace: Workspace, event: Object) -> Object:
    """The outer JSON of an event."""
    app = workspace.app
    channel = workspace.channels.get(str(event.get("channel")))
    return {
        "token": app.verification_token,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": app.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
        "event_context": f"4-{workspace.new_id('')}",
    }


def _here(channel: Channel) -> Object:
    return {"channel": channel.id, "channel_type": shapes.CHANNEL_TYPES[channel.kind]}


def posted(workspace: Workspace, message: Message) -> None:
    """A message was posted: `message`, `app_mention`, `link_shared`."""
    channel = workspace.channels[message.channel]
    if message.only_for:
        return
    if message.body.get("bot_id") != workspace.app.bot_id:
        links_shared(workspace, message)
    if workspace.app.user_id not in channel.members:
        return
    body = shapes.message(message, metadata=True)
    body.pop("reply_users", None)
    workspace.emit({**body, **_here(channel), "event_ts": message.ts})
    _mentioned(workspace, message, message.ts)


_MENTION = ("client_msg_id", "text", "user", "ts", "team", "blocks", "thread_ts", "files", "edited")


def _mentioned(workspace: Workspace, message: Message, event_ts: str) -> None:
    channel, app = workspace.channels[message.channel], workspace.app
    named = f"<@{app.user_id}>" in str(message.body.get("text", ""))
    if not named or channel.kind == "im" or message.body.get("bot_id") == app.bot_id:
        return
    body = shapes.message(message, metadata=True)
    kept = {name: body[name] for name in _MENTION if name in body}
    workspace.emit({"type": "app_mention", **kept, "channel": channel.id, "event_ts": event_ts})


def links_shared(workspace: Workspace, message: Message) -> None:
    """`link_shared`, wherever a link of the app's domains is posted, whether the bot is there."""
    channel = workspace.channels[message.channel]
    words = str(message.body.get("text", ""))
    domains = workspace.app.setting("features", "unfurl_domains", default=[])
    links = []
    for url in re.findall(r"<(https?://[^|>]+)(?:\|[^>]*)?>", words):
        host = url.split("/")[2].partition(":")[0]
        named = [one for one in domains if host == one or host.endswith(f".{one}")]
        links += [{"url": url.replace("&amp;", "&"), "domain": one} for one in named]
    if not links:
        return
    sharer = workspace.people.get(str(message.body.get("user")))
    event: Object = {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": workspace.app.user_id in channel.members,
        "user": message.body.get("user"),
        "message_ts": message.ts,
        "unfurl_id": f"{channel.id}.{message.ts}.{workspace.new_id('')}",
        "source": "conversations_history",
        "links": links,
        "user_locale": sharer.locale if sharer else "en-US",
        "event_ts": message.ts,
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    if is_heard(workspace.app, event):
        urls = tuple(one["url"] for one in links)
        workspace.shared[event["unfurl_id"]] = Shared(channel.id, message.ts, urls)
    workspace.emit(event)


def details_requested(workspace: Workspace, person: str, pane: Details, trigger_id: str) -> None:
    """`entity_details_requested`: somebody opened a Work Object of a message."""
    entity = pane.unfurled
    event: Object = {
        "type": "entity_details_requested",
        "user": person,
        "external_ref": entity["external_ref"],
        "entity_url": entity["url"],
        "link": {"url": entity["url"], "domain": entity["url"].split("/")[2]},
        "app_unfurl_url": pane.url,
        "event_ts": workspace.next_ts(),
        "trigger_id": trigger_id,
        "user_locale": workspace.people[person].locale,
        "channel": pane.channel,
        "message_ts": pane.ts,
    }
    thread = workspace.channels[pane.channel].messages[pane.ts].thread_ts
    workspace.emit(event | ({"thread_ts": thread} if thread else {}))


def edited(workspace: Workspace, message: Message, before: Object) -> None:
    """`message_changed`, with the message as it was; a mention in it is told anew."""
    channel = workspace.channels[message.channel]
    if not message.only_for and workspace.app.user_id in channel.members:
        ts = workspace.next_ts()
        workspace.emit(
            {
                "type": "message",
                "subtype": "message_changed",
                "message": shapes.message(message, metadata=True),
                "previous_message": before,
                "hidden": True,
                "ts": ts,
                "event_ts": ts,
                **_here(channel),
            }
        )
        if message.body.get("text") != before.get("text"):
            _mentioned(workspace, message, ts)


def removed(workspace: Workspace, message: Message) -> None:
    """`message_deleted`."""
    channel = workspace.channels[message.channel]
    if not message.only_for and workspace.app.user_id in channel.members:
        ts = workspace.next_ts()
        workspace.emit(
            {
                "type": "message",
                "subtype": "message_deleted",
                "previous_message": shapes.message(message, metadata=True),
                "deleted_ts": message.ts,
                "hidden": True,
                "ts": ts,
                "event_ts": ts,
                **_here(channel),
            }
        )


def membership(
    workspace: Workspace, channel: Channel, person: str, joined: bool, inviter: str = ""
) -> None:
    """`member_joined_channel` or `member_left_channel`; the bot hears where it is (or was).

    The channel shows it too, as a message of subtype `channel_join` or `channel_leave`.
    """
    word, said = ("join", "joined") if joined else ("leave", "left")
    subtype = f"{'channel' if channel.kind == 'public' else 'group'}_{word}"
    body: Object = {
        "subtype": subtype,
        "user": person,
        "text": f"<@{person}> has {said} the channel",
    }
    posted(
        workspace, workspace.add_message(channel, body | ({"inviter": inviter} if inviter else {}))
    )
    if workspace.app.user_id not in (*channel.members, person):
        return
    event: Object = {
        "type": "member_joined_channel" if joined else "member_left_channel",
        "user": person,
        "channel": channel.id,
        "channel_type": _LETTERS[channel.kind],
        "team": workspace.team_id,
        "event_ts": workspace.next_ts(),
    }
    workspace.emit(event | {"inviter": inviter} if inviter else event)


def channel_changed(workspace: Workspace, channel: Channel, what: str, by: str) -> None:
    """`channel_archive`, `channel_unarchive`, `channel_rename` or the same of a private group."""
    if channel.kind == "private" and workspace.app.user_id not in channel.members:
        return
    event: Object = {
        "type": f"{'channel' if channel.kind == 'public' else 'group'}_{what}",
        "channel": channel.id,
        "user": by,
        "is_moved": 0,
        "event_ts": workspace.next_ts(),
    }
    if what in ("rename", "created"):
        named = {"id": channel.id, "name": channel.name, "created": channel.created}
        event["channel"] = {**named, "is_channel": channel.kind == "public"}
    workspace.emit(event)


def file_shared(workspace: Workspace, stored: File, channel: Channel) -> None:
    """`file_shared`, where the bot is in the channel."""
    if workspace.app.user_id in channel.members:
        workspace.emit(
            {
                "type": "file_shared",
                "file_id": stored.id,
                "user_id": stored.user,
                "file": {"id": stored.id},
                "channel_id": channel.id,
                "event_ts": workspace.next_ts(),
            }
        )


def user_changed(workspace: Workspace, person: str, *, joined: bool = False) -> None:
    """`user_change`, or `team_join` for somebody new."""
    somebody = workspace.people[person]
    email = "users:read.email" in workspace.app.scopes
    workspace.emit(
        {
            "type": "team_join" if joined else "user_change",
            "user": shapes.user(workspace, somebody, locale=True, email=email),
            "cache_ts": int(workspace.now()),
            "event_ts": workspace.next_ts(),
        }
    )
