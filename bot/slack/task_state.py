"""What becomes of a task: begun, done, given up, taken up again."""

from __future__ import annotations

from typing import Any

from .. import models
from ..errors import Refusal
from ..operations import tasks
from ..ui import tasks as ui
from . import steps, task_forms, where
from .call import Answer, Call, Handler, Verb


def start(call: Call) -> Answer:
    """Work has begun."""
    found = steps.only_item(call)
    tasks.start(call.actor, found.item)
    return task_forms.shown(call, found.item, "Started", said=steps.assumed(found))


def _close(operation: Any, did: str) -> Handler:
    """A verb that takes several keys and is the same a second time."""

    def run(call: Call) -> Answer:
        found, rest, assumed = where.items(call)
        if rest.strip():
            raise Refusal(f"I do not understand {steps.quoted(rest)}: give keys such as WEB-12.")
        fresh = [task for task in found if operation(call.actor, task)]
        word = did if fresh else f"Already {ui.STATUS[found[0].status]}:"
        if len(found) > 1:
            return ui.several(call.actor, found, word, undo=call.actor.set_id)
        said = [f"You gave no key, so I took {found[0].key}."] if assumed else []
        said += _next_one(call, found[0]) if fresh and found[0].repeats else []
        return task_forms.shown(call, found[0], word, said=said)

    return run


def _next_one(call: Call, task: models.Task) -> list[str]:
    """The occurrence that a finished task left behind."""
    following = tasks.following(call.actor, task)
    return [ui.next_one(call.actor, following)] if following is not None else []


done = _close(tasks.finish, "Done:")
cancel = _close(tasks.cancel, "Cancelled:")
reopen = _close(tasks.reopen, "Reopened:")


VERBS: dict[str, Verb] = {
    "start": Verb(start, "start WEB-12", "Work has begun"),
    "done": Verb(done, "done WEB-12 WEB-13", "Finish tasks"),
    "reopen": Verb(reopen, "reopen WEB-12", "Take a task up again"),
    "cancel": Verb(cancel, "cancel WEB-12", "Give a task up"),
}

BUTTONS: dict[str, Handler] = {
    "task.done": steps.press("task", done),
    "task.start": steps.press("task", start),
    "task.reopen": steps.press("task", reopen),
}
