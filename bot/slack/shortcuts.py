"""Shortcuts: a new task from anywhere, and a task made of a message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from ..errors import NotFound
from ..operations import captures
from ..ui import task_forms as ui
from . import capture, forms, messages, steps, task_forms
from .call import Answer, Call, Handler, NeedsSlack


class Shortcut(NamedTuple):
    """A shortcut as Slack lists it, and what it runs."""

    id: str
    kind: str
    """"global", or "message" for one in the menu of a message."""
    name: str
    description: str
    run: Handler


def run(call: Call) -> Answer:
    """Run a shortcut by its callback id, which stands in `verb`."""
    for each in SHORTCUTS:
        if each.id == call.verb:
            return each.run(call.again(command="task"))
    raise NotFound("That shortcut is from an older version of me: type /task add instead.")


def of_message(call: Call) -> Answer:
    """The form for a task made of a message; or the task, where it has been made already."""
    said = call.meta["message"]
    made = captures.made_of(call.actor, f"{call.actor.channel}:{said['ts']}")
    if made is not None:
        return task_forms.shown(call, made, "Made of this already:")

    async def address(client: AsyncWebClient, channel: str) -> Mapping[str, Any]:
        link = await messages.address(client, channel, said["ts"])
        return {"meta": {"message": said, "link": link}}

    return NeedsSlack(_form, {"command": "task"}, address)


def _form(call: Call) -> Answer:
    said = call.meta["message"]
    found = capture.read(call.actor, said)
    due = found.due.deadline if found.due else None
    filled = ui.FormValues(
        title=found.title,
        project=steps.form_project(call),
        owner=found.owner.slack_id if found.owner else "",
        due=due.day if due else None,
        due_time=due.time if due else None,
        description=found.description,
    )
    thread = said.get("thread_ts") or said["ts"]
    kept = forms.metadata(message=said["ts"], thread=thread, link=call.meta["link"])
    return ui.form("task.new", filled, metadata=kept)


SHORTCUTS = (
    Shortcut("task.new", "global", "New task", "Note a task from anywhere", task_forms.open_form),
    Shortcut(
        "task.of",
        "message",
        "Make a task of this",
        "Note a task with this message's words, and tell its thread",
        of_message,
    ),
)
"""All shortcuts: one table for the manifest and the edge."""
