"""Reading what Slack sends: ids, values and the origin of a form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

METADATA_LIMIT = 3_000

SAID = {"", "file_share", "thread_broadcast"}
"""Kinds of messages that say something."""


def team(body: Mapping[str, Any]) -> str:
    """The workspace's Slack id, whichever kind of payload carries it."""
    found = body.get("team_id") or body.get("team") or body.get("user", {}).get("team_id")
    return str(found.get("id") if isinstance(found, Mapping) else found or "")


def us(body: Mapping[str, Any]) -> str:
    """The Slack id of the bot itself, as events name it."""
    return next((str(each.get("user_id") or "") for each in body.get("authorizations") or []), "")


def user(body: Mapping[str, Any]) -> str:
    """The Slack id of the person who acts."""
    return str(body.get("user_id") or body.get("user", {}).get("id") or "")


def user_name(body: Mapping[str, Any]) -> str:
    """The person's handle as the payload gives it."""
    found = body.get("user") or {}
    return str(body.get("user_name") or found.get("username") or found.get("name") or "")


def channel(body: Mapping[str, Any]) -> str:
    """The conversation a request came from; for a form, the one it was opened in."""
    found = body.get("channel_id") or (body.get("channel") or {}).get("id")
    if not found:
        container = body.get("container") or {}
        found = container.get("channel_id")
    if not found and body.get("view"):
        found = metadata(body["view"]).get("channel")
    return str(found or "")


def is_shared(body: Mapping[str, Any]) -> bool:
    """Whether what was pressed stands where others see it too: an answer must not replace it."""
    container = body.get("container") or {}
    if container.get("is_app_unfurl") or container.get("type") == "entity_detail":
        return True  # somebody's own message with a link in it, wherever that is
    alone = container.get("is_ephemeral") or channel(body).startswith("D")
    return container.get("type") == "message" and not alone


def chosen(action: Mapping[str, Any]) -> str:
    """What a button stands for or a menu was set to."""
    for name in ("selected_option", "value", "selected_user", "selected_date", "selected_time"):
        found = action.get(name)
        if isinstance(found, Mapping):
            return str(found.get("value", ""))
        if found:
            return str(found)
    return ""


def fields(view: Mapping[str, Any]) -> dict[str, Any]:
    """A form's values by field name: text, or None where a field is empty.

    A field's block id may carry a version after "@" (see `forms`): that is not part of its name.
    """
    values: dict[str, Any] = {}
    for block_id, elements in view.get("state", {}).get("values", {}).items():
        for element in elements.values():
            values[block_id.partition("@")[0]] = _value(element)
    return values


def _value(element: Mapping[str, Any]) -> str | None:
    if "selected_options" in element:  # of a menu of several: their values with commas
        return ",".join(str(each["value"]) for each in element["selected_options"]) or None
    option = element.get("selected_option")
    if isinstance(option, Mapping):
        return str(option["value"])
    for name in (
        "value",
        "selected_date",
        "selected_time",
        "selected_user",
        "selected_conversation",
        "selected_channel",
    ):
        if element.get(name):
            return str(element[name])
    return None


def metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a form was opened with."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def with_origin(view: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """A view that remembers the conversation and the response_url of what opened it."""
    origin = {"channel": channel(body), "url": body.get("response_url") or ""}
    if not origin["url"] and body.get("view"):
        origin["url"] = metadata(body["view"]).get("url", "")
    kept = {**metadata(view), **{name: value for name, value in origin.items() if value}}
    packed = json.dumps(kept, separators=(",", ":"))
    return {**view, "private_metadata": packed[:METADATA_LIMIT]}


def error_field(view: Mapping[str, Any], name: str) -> str:
    """The block id to show an error under: the named field's, else the first input's."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    for block_id in inputs:
        if block_id.partition("@")[0] == name:
            return str(block_id)
    return str(inputs[0]) if inputs else ""


def mentions(view: Mapping[str, Any]) -> str:
    """The people and channels chosen in a form, written as mentions."""
    found: list[str] = []
    for elements in view.get("state", {}).get("values", {}).values():
        for element in elements.values():
            found.append(mention_of(element))
            place = element.get("selected_conversation") or element.get("selected_channel")
            found.append(f"<#{place}>" if place else "")
    return " ".join(each for each in found if each)


def mention_of(action: Mapping[str, Any]) -> str:
    """The person chosen in a menu outside a form, written as a mention."""
    return f"<@{action['selected_user']}>" if action.get("selected_user") else ""
