"""What a person does with buttons, menus, pickers and forms that are on the screen.

https://docs.slack.dev/interactivity/handling-user-interaction, …/surfaces/modals
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.app import events, payloads
from bot.sandbox.blockkit import surfaces
from bot.sandbox.desk import Desk
from bot.sandbox.errors import CannotDo, Refused
from bot.sandbox.user import choosing, state
from bot.sandbox.user.client import Result
from bot.sandbox.web import stack
from bot.sandbox.workspace import Details, Message, View

Object = dict[str, Any]

TROUBLE = "trouble_connecting"
"""The client's "We had some trouble connecting. Try again?" after an answer it cannot use."""


@dataclass(frozen=True)
class Place:
    """Where on the screen: a message, a view, or the details of a Work Object."""

    message: Message | None = None
    view: View | None = None
    details: Details | None = None

    @property
    def blocks(self) -> list[Object]:
        """What is shown there."""
        if self.view is not None:
            return list(self.view.body["blocks"])
        if self.details is not None:
            return self.details.blocks
        assert self.message is not None
        attached = [
            b for one in self.message.body.get("attachments", []) for b in one.get("blocks", [])
        ]
        return [*self.message.body.get("blocks", []), *attached]


def find(desk: Desk, person: str, container: Object) -> Place:
    """The message or view that a person points at. Error: CannotDo when they do not see it."""
    workspace = desk.workspace
    if container.get("type") == "view":
        view = workspace.find_view(str(container.get("view_id")))
        if view is None or view.person != person:
            raise CannotDo("this view is not on your screen")
        if view.body["type"] == "modal" and workspace.top(person) is not view:
            raise CannotDo("another view is on top of this one")
        return Place(view=view)
    if container.get("type") == "entity_detail":
        if person not in workspace.details:
            raise CannotDo("no details are on your screen")
        return Place(details=workspace.details[person])
    channel = workspace.channels.get(str(container.get("channel")))
    message = channel.messages.get(str(container.get("ts"))) if channel else None
    if channel is None or message is None or message not in workspace.visible(channel, person):
        raise CannotDo("this message is not on your screen")
    return Place(message=message)


def element(spot: Place, block_id: str, action_id: str) -> tuple[Object, Object]:
    """The block and the element with these ids. Error: CannotDo, with what is there."""
    there = []
    for block in surfaces.all_blocks(spot.blocks):
        for one in surfaces.elements_of(block):
            there.append(f"{block['block_id']}/{one['action_id']}")
            if block["block_id"] == block_id and one["action_id"] == action_id:
                return block, one
    raise CannotDo(f"there is no {block_id}/{action_id}; there is {', '.join(there) or 'nothing'}")


def _values(desk: Desk, person: str, spot: Place) -> state.Values:
    if spot.view is not None:
        return spot.view.values
    assert spot.message is not None
    key = (person, spot.message.ts)
    kept = state.values(spot.blocks, desk.workspace.message_values.get(key), spot.message.channel)
    desk.workspace.message_values[key] = kept
    return kept


def adopt(desk: Desk, person: str, spot: Place, given: Any) -> None:
    """Take over what stands in the inputs of a page: Slack state values, checked like choices."""
    values = _values(desk, person, spot)
    for block_id, entries in (given or {}).items():
        for action_id, entry in entries.items():
            block, one = element(spot, block_id, action_id)
            kind = one["type"]
            if kind not in state.FIELDS:
                continue
            if not isinstance(entry, dict) or entry.get("type") != kind:
                raise CannotDo(f"{block_id}/{action_id} is a {kind}")
            before = values[block_id][action_id]
            value = _bare(entry.get(state.FIELDS[kind]))
            if value == _bare(before[state.FIELDS[kind]]):
                continue
            values[block_id][action_id] = _new(desk, person, block, one, value)


def _bare(value: Any) -> Any:
    """Options by their value, files by their id."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, dict) and value.get("type") != "rich_text":
        return value.get("value", value.get("id"))
    return value


async def act(
    desk: Desk, person: str, spot: Place, block_id: str, action_id: str, value: Any = None
) -> Result:
    """Press a button or choose in a menu; an input only tells the bot with `dispatch_action`."""
    block, one = element(spot, block_id, action_id)
    entry = _chosen(desk, person, spot, block, one, value)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return Result()
    if not desk.workspace.app.setting("settings", "interactivity", "is_enabled"):
        raise CannotDo("the manifest does not enable interactivity")
    payload = payloads.base(desk, person, "block_actions")
    if spot.view is not None:
        payload |= payloads.of_view(spot.view)
    elif spot.details is not None:
        payload |= payloads.of_details(desk, spot.details)
    elif spot.message is not None:
        payload |= payloads.of_message(desk, person, spot.message, answerable=True)
        payload |= payloads.of_attachment(desk, spot.message, block, payload["container"])
    in_view = spot.view.id if spot.view is not None and spot.view.body["type"] == "modal" else ""
    reference = payload.get("container", {}).get("external_ref", {})
    payload["trigger_id"] = desk.passes.trigger(person, in_view, str(reference.get("id", "")))
    payload["actions"] = [payloads.action(desk, block, one, entry)]
    ack = await desk.delivery.interaction(payload)
    if spot.message is not None and reference:
        # A button of a Work Object may have changed it: Slack asks for its unfurl again.
        events.links_shared(desk.workspace, spot.message)
    return Result(ack.error)


def _chosen(
    desk: Desk, person: str, spot: Place, block: Object, one: Object, value: Any
) -> Object | None:
    """Keep what was chosen; nothing for a button. Feedback and icon buttons say which it was."""
    kind = one["type"]
    if kind == "button":
        return None
    if kind == "icon_button":
        return {"value": one.get("value", "")}
    if kind == "feedback_buttons":
        sides = (one["positive_button"], one["negative_button"])
        for side in sides:
            if value in (side["value"], side["text"]["text"]):
                return {"value": side["value"], "text": side["text"]}
        raise CannotDo("there are two feedback buttons, and this is none of them")
    entry = _new(desk, person, block, one, value)
    if kind in state.FIELDS:
        values = _values(desk, person, spot)
        values[block["block_id"]][one["action_id"]] = entry
    return entry


def _new(desk: Desk, person: str, block: Object, one: Object, value: Any) -> Object:
    offered = desk.offered.get((person, block["block_id"], one["action_id"]), [])
    initial = [one["initial_option"]] if "initial_option" in one else one.get("initial_options", [])
    entry = choosing.chosen(desk.workspace, person, one, value, [*offered, *initial])
    return entry | {"timezone": one["timezone"]} if "timezone" in one else entry


async def options(
    desk: Desk, person: str, spot: Place, block_id: str, action_id: str, query: str
) -> Object:
    """What a menu offers while somebody types; asks the bot from `min_query_length` (3) on.

    Error: CannotDo where the bot does not answer well.
    """
    block, one = element(spot, block_id, action_id)
    if not one["type"].endswith("external_select"):
        raise CannotDo("this menu does not ask for its options")
    if len(query) < one.get("min_query_length", 3):
        return {"options": []}
    payload = payloads.base(desk, person, "block_suggestion")
    payload |= {"action_id": action_id, "block_id": block_id, "value": query}
    if spot.view is not None:
        payload |= payloads.of_view(spot.view)
    elif spot.message is not None:
        payload |= payloads.of_message(desk, person, spot.message, answerable=False)
        payload.pop("state")
    ack = await desk.delivery.interaction(payload)
    if ack.error:
        raise CannotDo(ack.error)
    try:
        answer = surfaces.suggestions(ack.body)
    except Refused as refusal:
        raise CannotDo(str(refusal)) from None
    grouped = [option for group in answer.get("option_groups", []) for option in group["options"]]
    offered = [*answer.get("options", []), *grouped]
    before = desk.offered.get((person, block["block_id"], action_id), [])
    kept = [option for option in before if option not in offered]
    desk.offered[person, block["block_id"], action_id] = [*kept, *offered]
    return answer


async def submit(desk: Desk, view: View) -> Result:
    """Press the submit button: the client checks first, then the bot's answer is applied."""
    if view.body["type"] != "modal" or view.body.get("submit") is None:
        raise CannotDo("this view has no submit button")
    complaints = {}
    for block in view.body["blocks"]:
        if block["type"] == "input":
            value = view.values[block["block_id"]][block["element"]["action_id"]]
            said = choosing.complaint(block, value)
            if said:
                complaints[block["block_id"]] = said
    if complaints:
        return Result("incomplete", "the client did not send the form", complaints)
    ack = await desk.delivery.interaction(payloads.submission(desk, view, _urls(desk, view)))
    if ack.error:
        return Result(ack.error)
    try:
        return _apply(desk, view, ack.body)
    except Refused as refusal:
        return Result(TROUBLE, str(refusal))


def _urls(desk: Desk, view: View) -> list[Object]:
    """Response URLs for conversation menus that ask for them."""
    made = []
    for block in view.body["blocks"]:
        for one in surfaces.elements_of(block):
            if not one.get("response_url_enabled"):
                continue
            value = view.values[block["block_id"]][one["action_id"]]
            channel = value.get("selected_conversation") or value.get("selected_channel")
            if channel:
                url = desk.passes.response_url(view.person, channel)
                where = {"block_id": block["block_id"], "action_id": one["action_id"]}
                made.append({**where, "channel_id": channel, "response_url": url})
    return made


def _apply(desk: Desk, view: View, answer: Any) -> Result:
    workspace = desk.workspace
    if answer in (None, "", {}):
        stack.close(workspace, view)
        return Result()
    if not isinstance(answer, dict):
        return Result(TROUBLE, "the answer is no JSON object")
    match answer.get("response_action"):
        case "errors":
            return _errors(view, answer.get("errors"))
        case "update":
            stack.update(workspace, view, answer.get("view"))
        case "push":
            stack.push(workspace, view.person, answer.get("view"))
        case "clear":
            stack.clear(workspace, view.person)
        case other:
            return Result(TROUBLE, f"unknown response_action {other!r}")
    return Result()


def _errors(view: View, errors: Any) -> Result:
    if not isinstance(errors, dict) or not errors:
        return Result(TROUBLE, "errors must be an object with block ids")
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    for block_id, saying in errors.items():
        if block_id not in inputs:
            return Result(TROUBLE, f"errors: {block_id!r} is not the block_id of an input")
        if not isinstance(saying, str) or not saying:
            return Result(TROUBLE, f"errors: {block_id!r} must say something")
    return Result("errors", errors=dict(errors))


async def close(desk: Desk, view: View, everything: bool = False) -> Result:
    """Press cancel (or, with `everything`, the cross); the bot hears it with `notify_on_close`."""
    workspace = desk.workspace
    whole = everything or bool(view.body["clear_on_close"])
    gone = list(workspace.stacks.get(view.person, [])) if whole else [view]
    if whole:
        stack.clear(workspace, view.person)
    else:
        stack.close(workspace, view)
    error = ""
    for one in reversed(gone):
        if one.body["notify_on_close"]:
            ack = await desk.delivery.interaction(payloads.closed(desk, one, whole))
            error = error or ack.error
    return Result(error)
