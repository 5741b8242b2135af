"""The reaction 🎫: a task made of the message under it, where a project switched that on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from ..operations import captures, tasks
from . import capture, messages, steps, task_forms
from .call import Answer, Call, NeedsSlack
from .edge import Asked, Edge, message_of

TICKETS = {"ticket", "admission_tickets"}


async def added(edge: Edge, team: str, event: dict[str, Any], key: str) -> None:
    """Somebody reacted to a message; what we said ourselves is no work."""
    item = event["item"]
    ours = event.get("item_user") == event["us"]
    if event["reaction"] not in TICKETS or item["type"] != "message" or ours:
        return

    async def find(client: AsyncWebClient, channel: str) -> Mapping[str, Any]:
        said = await messages.find(client, channel, item["ts"])
        await edge.directory.meet(team, messages.words(said), event["user"], channel)
        link = await messages.address(client, channel, item["ts"])
        return {"meta": {"message": said, "link": link}}

    def wanted(call: Call) -> Answer:
        made = captures.made_of(call.actor, f"{item['channel']}:{item['ts']}")
        if made is not None or captures.switched_on(call.actor) is None:
            return None
        return NeedsSlack(make, {"command": "task", "prefix": edge.prefix}, find)

    asked = Asked(team, event["user"], "", item["channel"], key, "", wanted)
    answer = message_of(await edge.answer(asked))
    if answer is not None:
        await edge.whisper(item["channel"], event["user"], answer)


def make(call: Call) -> Answer:
    """The task, once however many react; nothing where the message is gone by now."""
    said, actor = call.meta["message"], call.actor
    project = captures.switched_on(actor)
    if not said or project is None:
        return None
    place = captures.Source(
        actor.channel, said["ts"], said.get("thread_ts") or said["ts"], call.meta["link"]
    )
    if captures.hold(actor, place) is not None:
        return None
    found = capture.read(actor, said)
    due = found.due.deadline if found.due else None
    new = tasks.New(
        title=found.title,
        description=found.description,
        owner=found.owner,
        deadline=steps.for_project(call, due, project),
    )
    task = tasks.add(actor, project, new)
    remarks = captures.keep(actor, task, place)
    return task_forms.shown(call, task, "Added", said=remarks, other=found.due)
