"""Opening, pushing and updating views; what a person typed stays where the ids stay.

https://docs.slack.dev/surfaces/modals: at most three views on the stack.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.blockkit import surfaces
from bot.sandbox.errors import Refused
from bot.sandbox.user import state
from bot.sandbox.web import posting
from bot.sandbox.workspace import View, Workspace

Object = dict[str, Any]

DEEPEST = 3


def _dressed(workspace: Workspace, made: Object, view_id: str) -> Object:
    """A view with the fields that Slack adds."""
    app = workspace.app
    body: Object = {
        "id": view_id,
        "team_id": workspace.team_id,
        "type": made["type"],
        "blocks": made["blocks"],
        "private_metadata": made.get("private_metadata", ""),
        "callback_id": made.get("callback_id", ""),
        "hash": workspace.new_hash(),
        "title": made.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": made.get("clear_on_close", False),
        "notify_on_close": made.get("notify_on_close", False),
        "close": made.get("close"),
        "submit": made.get("submit"),
        "previous_view_id": None,
        "root_view_id": view_id,
        "app_id": app.id,
        "external_id": made.get("external_id", ""),
        "app_installed_team_id": workspace.team_id,
        "bot_id": app.bot_id,
    }
    return body


def _checked(workspace: Workspace, given: Any, kind: str, own: View | None = None) -> Object:
    made = surfaces.view(given, (kind,))
    try:
        posting.files_exist(workspace, made["blocks"], "/view/blocks")
    except Refused as refusal:
        raise Refused("invalid_arguments", refusal.problems) from None
    external = made.get("external_id")
    other = workspace.find_view(external_id=external) if external else None
    if other is not None and other is not own:
        raise Refused("duplicate_external_id")
    return made


def open_view(workspace: Workspace, person: str, given: Any) -> View:
    """A modal as the only one of the person's stack. Errors: invalid_arguments, view_too_large."""
    made = _checked(workspace, given, "modal")
    if workspace.stacks.get(person):
        workspace.doubts.append("views.open while a modal is open: this one takes its place")
    body = _dressed(workspace, made, workspace.new_id("V"))
    view = View(person, body, state.values(body["blocks"]))
    workspace.stacks[person] = [view]
    workspace.changed("view", person=person)
    return view


def push(workspace: Workspace, person: str, given: Any) -> View:
    """A modal on top of the others. Error: push_limit_reached."""
    made = _checked(workspace, given, "modal")
    shown = workspace.stacks.setdefault(person, [])
    if len(shown) >= DEEPEST:
        raise Refused("push_limit_reached")
    body = _dressed(workspace, made, workspace.new_id("V"))
    if shown:
        body["root_view_id"] = shown[0].id
        body["previous_view_id"] = shown[-1].id
    view = View(person, body, state.values(body["blocks"]))
    shown.append(view)
    workspace.changed("view", person=person)
    return view


def update(workspace: Workspace, view: View, given: Any) -> None:
    """Other content for a view that is shown; its id stays, its hash changes."""
    made = _checked(workspace, given, view.body["type"], view)
    body = _dressed(workspace, made, view.id)
    body["root_view_id"] = view.body["root_view_id"]
    body["previous_view_id"] = view.body["previous_view_id"]
    view.values = state.values(body["blocks"], view.values)
    view.body = body
    what = "home" if body["type"] == "home" else "view"
    workspace.changed(what, person=view.person)


def publish(workspace: Workspace, person: str, given: Any) -> View:
    """The home page of a person."""
    shown = workspace.homes.get(person)
    if shown is not None:
        update(workspace, shown, given)
        return shown
    made = _checked(workspace, given, "home")
    body = _dressed(workspace, made, workspace.new_id("V"))
    view = View(person, body, state.values(body["blocks"]))
    workspace.homes[person] = view
    workspace.changed("home", person=person)
    return view


def close(workspace: Workspace, view: View) -> None:
    """Take one view off the stack."""
    shown = workspace.stacks.get(view.person, [])
    if view in shown:
        shown.remove(view)
    workspace.changed("view", person=view.person)


def clear(workspace: Workspace, person: str) -> None:
    """Close everything."""
    workspace.stacks.pop(person, None)
    workspace.changed("view", person=person)
