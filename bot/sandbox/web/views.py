"""views.*: https://docs.slack.dev/reference/methods?filter=views"""

from __future__ import annotations

from typing import Any

from bot.sandbox import shapes
from bot.sandbox.errors import Refused
from bot.sandbox.web import stack
from bot.sandbox.web.calls import Call, Method

Object = dict[str, Any]


def _given(call: Call) -> Any:
    if call.arguments.get("view") is None:
        problem = "missing required field: view [json-pointer:]"
        raise Refused("invalid_arguments", [problem])
    return call.arguments["view"]


def open_view(call: Call) -> Object:
    """Open a modal for the person whose trigger_id it is."""
    trigger = call.passes.redeem(call.text("trigger_id"))
    view = stack.open_view(call.workspace, trigger.person, _given(call))
    return {"ok": True, "view": shapes.view(view)}


def push(call: Call) -> Object:
    """Put a modal on top of the one the person is in; at most three."""
    trigger = call.passes.redeem(call.text("trigger_id"))
    top = call.workspace.top(trigger.person)
    if top is None or not trigger.in_view:
        raise Refused("invalid_trigger_id")
    view = stack.push(call.workspace, trigger.person, _given(call))
    return {"ok": True, "view": shapes.view(view)}


def update(call: Call) -> Object:
    """Replace a view that is shown; `hash` says which state of it was meant."""
    view_id = str(call.arguments.get("view_id") or "")
    external_id = str(call.arguments.get("external_id") or "")
    view = call.workspace.find_view(view_id, external_id)
    if view is None:
        raise Refused("not_found")
    if call.arguments.get("hash") and call.arguments["hash"] != view.body["hash"]:
        raise Refused("hash_conflict")
    stack.update(call.workspace, view, _given(call))
    return {"ok": True, "view": shapes.view(view)}


def publish(call: Call) -> Object:
    """Show somebody's home page."""
    if not call.workspace.app.setting("features", "app_home", "home_tab_enabled"):
        raise Refused("not_enabled")
    user_id = call.text("user_id")
    person = call.workspace.people.get(user_id)
    if person is None or person.is_bot or person.deleted:
        raise Refused("invalid_arguments", ["invalid `user_id` [json-pointer:/user_id]"])
    shown = call.workspace.homes.get(person.id)
    wanted = call.arguments.get("hash")
    if wanted and shown is not None and wanted != shown.body["hash"]:
        raise Refused("hash_conflict")
    view = stack.publish(call.workspace, person.id, _given(call))
    return {"ok": True, "view": shapes.view(view)}


METHODS = {
    "views.open": Method(open_view, tier=4, takes_json=True),
    "views.push": Method(push, tier=4, takes_json=True),
    "views.update": Method(update, tier=4, takes_json=True),
    "views.publish": Method(publish, tier=4, takes_json=True),
}
