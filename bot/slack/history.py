"""`history` of every noun: who changed what and when, from what to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import Refusal
from ..operations import access, focus, past
from ..ui import history as ui
from ..ui import kit
from . import programs, projects, steps, where
from .call import Answer, Call, Handler, Verb

LOOKUPS: Mapping[str, Any] = {
    **where.LOOKUPS,
    "project": access.project,
    "program": access.program,
}


def history(call: Call) -> Answer:
    """The history of the item, project or program that the words name, newest first."""
    if call.command in where.LOOKUPS:
        found = steps.only_item(call)
        focus.remember(call.actor, found.item.key, found.item.project_id)
        return _page(call, call.command, found.item, 0, steps.assumed(found))
    named = programs.named if call.command == "program" else projects.named
    place, rest = named(call)
    if rest:
        raise Refusal(f"I do not understand {steps.quoted(rest)}: `history` takes a key only.")
    return _page(call, call.command, place, 0)


def _page(call: Call, noun: str, item: Any, page: int, said: Sequence[str] = ()) -> kit.Message:
    found = past.of(call.actor, item, page, ui.PAGE)
    if not found.steps and page > 0:
        return _page(call, noun, item, steps.last_page(found.total, ui.PAGE), said)
    return ui.listing(call.actor, item, found, page, f"{noun} {item.key}", said=said)


def turn(call: Call) -> Answer:
    """Another page."""
    page, _, query = call.value.partition("|")
    noun, _, key = query.partition(" ")
    return _page(call, noun, LOOKUPS[noun](call.actor, key), int(page))


def verb(key: str) -> dict[str, Verb]:
    """The line of a noun's table."""
    return {"history": Verb(history, f"history {key}", "Who changed what, and when")}


BUTTONS: dict[str, Handler] = {
    "task.history": steps.press("task", history),
    "history.next": turn,
    "history.prev": turn,
}
