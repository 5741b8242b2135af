"""Messages in the thread of a task's card: its discussion; all other messages pass by."""

from __future__ import annotations

from typing import Any

from ..operations import cards, discussion
from . import names, payload, typed
from .call import Answer, Call
from .edge import Asked, Edge


async def said(edge: Edge, team: str, event: dict[str, Any]) -> None:
    """A message in a channel, its new words, or its end."""
    kind = event.get("subtype") or ""
    message = event
    if kind == "message_changed":
        message = event["message"]
    elif kind == "message_deleted":
        message = event.get("previous_message") or {}
    elif kind not in payload.SAID:
        return
    if not _is_reply(message) or _is_for_us(message, event["us"]):
        return
    place = cards.Place(event["channel"], message["thread_ts"])
    task_id = await edge.database.run(lambda s: cards.at(s, team, place))
    if task_id is None:
        return

    def keep(call: Call) -> Answer:
        if kind == "message_deleted":
            discussion.forget(call.actor, task_id, place.channel, message["ts"])
        else:
            discussion.hear(call.actor, task_id, _read(call, place.channel, message))
        return None

    text = message.get("text") or ""
    await edge.answer(Asked(team, message["user"], "", place.channel, "", text, keep))


def _is_reply(message: dict[str, Any]) -> bool:
    """Whether a person says it in a thread."""
    thread = message.get("thread_ts")
    return bool(
        thread and thread != message["ts"] and message.get("user") and not message.get("bot_id")
    )


def _is_for_us(message: dict[str, Any], us: str) -> bool:
    """Whether it names us: that is a command, and answered as one."""
    return any(f"<@{us}{end}" in (message.get("text") or "") for end in ">|")


def _read(call: Call, channel: str, message: dict[str, Any]) -> discussion.Said:
    lines = names.named(call.actor, message.get("text") or "").splitlines()
    files = [
        discussion.File(each["id"], each.get("permalink") or "", each.get("title") or "")
        for each in message.get("files") or []
        if each.get("id")
    ]
    text = "\n".join(typed.plain(line) for line in lines)
    return discussion.Said(channel, message["ts"], text, files)


async def task_here(edge: Edge, team: str, event: dict[str, Any]) -> str:
    """The key of the task in whose thread something was said, or empty."""
    thread = event.get("thread_ts")
    if not thread:
        return ""
    place = cards.Place(event["channel"], thread)
    return await edge.database.run(lambda s: cards.key_at(s, team, place))
