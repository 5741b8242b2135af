"""chat.unfurl: previews under the links of a message, as attachments or as Work Objects.

https://docs.slack.dev/reference/methods/chat.unfurl
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from bot.sandbox.blockkit import entities
from bot.sandbox.errors import Refused
from bot.sandbox.web import posting
from bot.sandbox.web.calls import Call
from bot.sandbox.workspace import Channel, Message, Shared

Object = dict[str, Any]

_KNOWN = {
    "channel", "ts", "unfurl_id", "source", "unfurls", "metadata",
    "user_auth_message", "user_auth_required", "user_auth_url", "user_auth_blocks",
}  # fmt: skip
_SOURCES = ("composer", "conversations_history")


def unfurl(call: Call) -> Object:
    """Show previews of links that were told in a `link_shared`; a second call replaces them."""
    unknown = sorted(set(call.arguments) - _KNOWN)
    if unknown:
        problem = f"invalid additional property: {unknown[0]} [json-pointer:]"
        raise Refused("invalid_arguments", [problem])
    channel, message, told = _message(call)
    given = call.arguments
    if given.get("unfurls") is None and given.get("metadata") is None:
        raise Refused("missing_unfurls")
    made = _attachments(given["unfurls"]) if given.get("unfurls") is not None else {}
    if given.get("metadata") is not None and not call.workspace.takes_work_objects:
        # Not documented; a refusal is the stricter of the possible answers.
        raise Refused("error_processing_metadata")
    found = entities.unfurled(given["metadata"]) if given.get("metadata") is not None else []
    for url in [*made, *(one["app_unfurl_url"] for one in found)]:
        _may_unfurl(url, message, told)
    for entity in found:
        made[entity["app_unfurl_url"]] = _card(call, entity)
    for url, card in made.items():
        _attach(message, url, card)
        call.workspace.work_objects.pop((channel.id, message.ts, url), None)
    for entity in found:
        key = (channel.id, message.ts, entity["app_unfurl_url"])
        call.workspace.work_objects[key] = entity
    call.workspace.touch(message)
    return {"ok": True}


def _message(call: Call) -> tuple[Channel, Message, list[Shared]]:
    """The message that the arguments name, and what was told of its links."""
    shared = call.workspace.shared
    given = call.arguments
    if given.get("unfurl_id") or given.get("source"):
        for name in ("unfurl_id", "source"):
            if not given.get(name):
                raise Refused(f"missing_{name}")
        if given["source"] not in _SOURCES:
            raise Refused("invalid_source")
        link = shared.get(str(given["unfurl_id"]))
        if link is None or given["source"] != "conversations_history":
            raise Refused("invalid_unfurl_id")
        channel_id, ts = link.channel, link.ts
    else:
        for name in ("channel", "ts"):
            if not given.get(name):
                raise Refused(f"missing_{name}")
        channel_id, ts = str(given["channel"]), str(given["ts"])
    told = [one for one in shared.values() if (one.channel, one.ts) == (channel_id, ts)]
    channel = call.workspace.channels.get(channel_id)
    hidden = channel is not None and channel.kind != "public" and call.me not in channel.members
    if channel is None or (hidden and not told):
        raise Refused("cannot_find_channel")
    message = channel.messages.get(ts)
    if message is None or message.only_for:
        raise Refused("cannot_find_message")
    return channel, message, told


def _may_unfurl(url: str, message: Message, told: list[Shared]) -> None:
    words = str(message.body.get("text", "")).replace("&amp;", "&")
    if f"<{url}>" not in words and f"<{url}|" not in words:
        raise Refused("cannot_unfurl_message")
    if not any(url in one.urls for one in told):
        raise Refused("cannot_unfurl_url")


def _attachments(given: Any) -> dict[str, Object]:
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Refused("invalid_unfurls_format") from None
    if not isinstance(given, dict) or not all(isinstance(one, dict) for one in given.values()):
        raise Refused("invalid_unfurls_format")
    made = {}
    for url, one in given.items():
        kept = {name: value for name, value in one.items() if name != "preview"}
        made[url] = posting.content({"text": " ", "attachments": [kept]})["attachments"][0]
    return made


def _card(call: Call, entity: Object) -> Object:
    """The attachment that a Work Object is in the message."""
    head = entities.title(entity)
    return {
        "bot_id": call.workspace.app.bot_id,
        "fallback": f"{head}\n{entities.kind(entity)}",
        "title": head,
        "title_link": entity["url"],
        "text": entities.kind(entity),
        "service_name": call.workspace.app.name,
        "fields": [
            {"title": label, "value": words, "short": True}
            for label, words in entities.rows(entity)
        ],
        "blocks": entities.buttons(entities.actions(entity), secrets.token_urlsafe(4)[:5]),
    }


def _attach(message: Message, url: str, card: Object) -> None:
    attached = message.body.setdefault("attachments", [])
    before = [one for one in attached if one.get("from_url") == url]
    number = before[0]["id"] if before else len(attached) + 1
    kept = {**card, "id": number, "from_url": url, "app_unfurl_url": url, "is_app_unfurl": True}
    if before:
        attached[attached.index(before[0])] = kept
    else:
        attached.append(kept)
