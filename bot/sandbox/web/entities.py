"""entity.presentDetails: what one person sees of a Work Object.

https://docs.slack.dev/reference/methods/entity.presentDetails
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.blockkit import entities
from bot.sandbox.errors import Refused
from bot.sandbox.web.calls import Call, Method
from bot.sandbox.workspace import Details

Object = dict[str, Any]

_KNOWN = {"trigger_id", "metadata", "error", "user_auth_required", "user_auth_url"}


def present_details(call: Call) -> Object:
    """Fill the pane that a person opened; the trigger is good for 3 seconds, and once."""
    unknown = sorted(set(call.arguments) - _KNOWN)
    if unknown:
        problem = f"invalid additional property: {unknown[0]} [json-pointer:]"
        raise Refused("invalid_arguments", [problem])
    if not call.workspace.takes_work_objects:
        raise Refused("feature_not_enabled")
    call.text("trigger_id")
    try:
        trigger = call.passes.redeem(call.arguments["trigger_id"])
    except Refused:
        raise Refused("invalid_trigger_id") from None
    pane = call.workspace.details.get(trigger.person)
    if not trigger.entity or pane is None:
        raise Refused("invalid_trigger_id")
    if call.flag("user_auth_required") and not call.arguments.get("user_auth_url"):
        raise Refused("user_auth_url_missing")
    metadata, error = call.json("metadata"), call.json("error")
    if error is not None:
        call.workspace.details[trigger.person] = _with(pane, {}, entities.error(error))
    elif metadata is not None:
        entity = entities.detailed(metadata)
        if entity["external_ref"]["id"] != trigger.entity:
            raise Refused("entity_metadata_does_not_match_trigger")
        call.workspace.details[trigger.person] = _with(pane, entity, {})
    elif not call.flag("user_auth_required"):
        problem = "missing required field: metadata [json-pointer:]"
        raise Refused("invalid_arguments", [problem])
    call.workspace.changed("details", person=trigger.person)
    return {"ok": True}


def _with(pane: Details, entity: Object, error: Object) -> Details:
    shown = entities.actions(entity) if entity else error.get("actions", [])
    buttons = entities.buttons(shown, "entity_actions")
    return Details(pane.channel, pane.ts, pane.url, pane.unfurled, entity, error, buttons)


METHODS = {"entity.presentDetails": Method(present_details, tier=3, takes_json=True)}
