"""What the bot is sent when a person does something.

https://docs.slack.dev/reference/interaction-payloads, …/interactivity/implementing-slash-commands
"""

from __future__ import annotations

from typing import Any

from bot.sandbox import shapes
from bot.sandbox.desk import Desk
from bot.sandbox.workspace import Channel, Details, Message, View

Object = dict[str, Any]

_UNNAMED = {"im": "directmessage", "private": "privategroup"}


def command(desk: Desk, person: str, channel: Channel, name: str, text: str) -> Object:
    """The form of a slash command."""
    workspace = desk.workspace
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": _UNNAMED.get(channel.kind, channel.name),
        "user_id": person,
        "user_name": workspace.people[person].name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": desk.passes.response_url(person, channel.id),
        "trigger_id": desk.passes.trigger(person),
    }


def base(desk: Desk, person: str, kind: str) -> Object:
    """The fields that all interactions have."""
    workspace = desk.workspace
    name = workspace.people[person].name
    return {
        "type": kind,
        "token": workspace.app.verification_token,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "user": {
            "id": person,
            "username": name,
            "name": name,
            "team_id": workspace.team_id,
        },
        "api_app_id": workspace.app.id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def of_message(desk: Desk, person: str, message: Message, *, answerable: bool) -> Object:
    """Where an interaction with a message took place; ephemeral messages are not sent along."""
    channel = desk.workspace.channels[message.channel]
    container: Object = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    named = {"id": channel.id, "name": _UNNAMED.get(channel.kind, channel.name)}
    made: Object = {"container": container, "channel": named}
    if not message.only_for:
        made["message"] = shapes.message(message, metadata=True)
    values = desk.workspace.message_values.get((person, message.ts), {})
    made["state"] = {"values": values}
    if answerable:
        made["response_url"] = desk.passes.response_url(
            person, channel.id, message.ts, message.thread_ts
        )
    return made


def of_attachment(desk: Desk, message: Message, block: Object, container: Object) -> Object:
    """What is different where the element stands in an unfurl of the app."""
    for one in message.body.get("attachments", []):
        if block not in one.get("blocks", []):
            continue
        inside = {"type": "message_attachment", "attachment_id": one["id"]}
        if not one.get("is_app_unfurl"):
            return {"container": {**container, **inside}}
        url = one["app_unfurl_url"]
        inside |= {"is_app_unfurl": True, "app_unfurl_url": url}
        entity = desk.workspace.work_objects.get((message.channel, message.ts, url))
        if entity is not None:
            inside |= {"entity_url": entity["url"], "external_ref": entity["external_ref"]}
        return {"container": {**container, **inside}, "app_unfurl": one}
    return {}


def of_details(desk: Desk, pane: Details) -> Object:
    """Where an interaction with the details of a Work Object took place; it has no response_url."""
    channel = desk.workspace.channels[pane.channel]
    container: Object = {
        "type": "entity_detail",
        "entity_url": pane.unfurled["url"],
        "external_ref": pane.unfurled["external_ref"],
        "app_unfurl_url": pane.url,
        "message_ts": pane.ts,
        "channel_id": channel.id,
    }
    thread = channel.messages[pane.ts].thread_ts if pane.ts in channel.messages else ""
    return {"container": container | ({"thread_ts": thread} if thread else {})}


def of_view(view: View) -> Object:
    """Where an interaction with a view took place."""
    return {"container": {"type": "view", "view_id": view.id}, "view": shapes.view(view)}


def action(desk: Desk, block: Object, element: Object, value: Object | None) -> Object:
    """One entry of `actions`: the element and what was chosen in it."""
    made: Object = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
    }
    kept = ("text", "value", "style", "url") if element["type"] == "button" else ()
    initial = [name for name in element if name.startswith("initial_")]
    kept = (*kept, "placeholder", *initial) if element["type"] != "button" else kept
    made |= {name: element[name] for name in kept if name in element}
    made |= {name: one for name, one in (value or {}).items() if name != "type"}
    made["action_ts"] = desk.workspace.next_ts()
    return made


def shortcut(desk: Desk, person: str, callback_id: str, message: Message | None) -> Object:
    """A global shortcut (no response_url), or one on a message."""
    kind = "shortcut" if message is None else "message_action"
    made = base(desk, person, kind)
    made |= {
        "action_ts": desk.workspace.next_ts(),
        "callback_id": callback_id,
        "trigger_id": desk.passes.trigger(person),
    }
    if message is None:
        return made
    place = of_message(desk, person, message, answerable=True)
    made |= {name: place[name] for name in ("channel", "message", "response_url") if name in place}
    return made | {"message_ts": message.ts}


def submission(desk: Desk, view: View, urls: list[Object]) -> Object:
    """A modal's submission."""
    made = base(desk, view.person, "view_submission")
    trigger = desk.passes.trigger(view.person, view.id)
    return made | {"trigger_id": trigger, "view": shapes.view(view), "response_urls": urls}


def closed(desk: Desk, view: View, is_cleared: bool) -> Object:
    """A modal was closed; `is_cleared` when the whole stack went."""
    made = base(desk, view.person, "view_closed")
    return made | {"view": shapes.view(view), "is_cleared": is_cleared}
