"""How tasks hang together: split into parts, and what waits for what."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from .. import models
from ..errors import Invalid, Refusal
from ..operations import access, dependencies, focus, history
from ..ui import breakdown as ui
from ..ui import tasks as tasks_ui
from . import dating, marks, steps, task_forms, task_lines, task_notes, where
from .call import Answer, Call, Verb

MOST_PARTS = 50
# A semicolon separates; one in quotes, or at the end of an entity of Slack's, does not.
PART = re.compile(r'(?:"[^"]*"|“[^“”]*”|&(?:amp|lt|gt);|[^;])+')
BETWEEN = re.compile(r"[\s,;]+(?:and\s+)?")


def split(call: Call) -> Answer:
    """Break a task into sub-tasks, each read as a line of its own."""
    found = where.item(call, first=True)
    task = found.item
    parts = [each.strip() for each in PART.findall(found.words) if each.strip()]
    if not parts:
        raise Refusal(
            f"Say the parts: `/task split {task.key} Draft @ana; Review ~2h; Publish friday`."
        )
    if len(parts) > MOST_PARTS:
        raise Refusal(f"I make {MOST_PARTS} sub-tasks at a time: you gave {len(parts)}.")
    history.hold(call.actor, task)
    access.task(call.actor, task.key)  # somebody may have taken it back meanwhile
    if task.status not in models.LIVE:
        raise Refusal(f"{task.key} is {task.status}: reopen it before you split it.")
    history.step(call.actor, f"split {task.key}")
    made = [_part(call.again(words=words), task) for words in parts]
    focus.remember(call.actor, task.key, task.project_id)
    return ui.split(call.actor, task, made, call.actor.set_id, said=steps.assumed(found))


def _part(call: Call, task: models.Task) -> models.Task:
    line = call.line
    if not line.title:
        raise Invalid("title", f"{steps.quoted(call.words)} has no title: say what is to be done.")
    if line.project and line.project != task.project.key:
        raise Invalid(
            "project", f"A sub-task lives where its task does: leave out in:{line.project}."
        )
    try:
        return task_lines.create(call, task.project, task)
    except dating.Unclear as unclear:  # one question could not be about one of several lines
        raise unclear.refusal(steps.quoted(call.words)) from None


def after(call: Call) -> Answer:
    """Let a task wait for others."""
    found = where.item(call, first=True)
    if "task" in call.meta and call.words and not found.words:
        # In the thread of a card a key alone is what that task waits for.
        found = replace(where.item(call.again(words="")), words=call.words)
    said = [word.removeprefix("after:") for word in BETWEEN.split(found.words) if word]
    if not said:
        raise Refusal(
            f"Say what {found.item.key} waits for: `/task after {found.item.key} WEB-9+2d`."
        )
    new = False
    for word in said:
        before = marks.read_predecessor(word)
        if before is None:
            raise Invalid(
                "after", f"{steps.quoted(word)} is no task: write WEB-9, WEB-9+2d or WEB-9SS."
            )
        predecessor = access.task(call.actor, before.key)
        new |= dependencies.add(call.actor, found.item, predecessor, before.kind, before.lag_days)
    return _tied(call, found, "Waits:" if new else "Unchanged:")


def unlink(call: Call) -> Answer:
    """Let a task wait no more: for the named ones, or for any; or take a link away from it."""
    found = where.item(call, first=True)
    task = found.item
    if named := task_notes.addresses(found.words):
        return task_notes.remove(call, found, [url for url, _ in named])
    keys = [word for word in BETWEEN.split(found.words) if word]
    others = [access.task(call.actor, key) for key in keys]
    if not keys:
        others = [each.predecessor for each in dependencies.of(call.actor, task)]
    for other in others:
        if not dependencies.remove(call.actor, task, other):
            raise Refusal(f"{task.key} and {other.key} do not wait for each other.")
    return _tied(call, found, "Unlinked:" if others else "Waits for nothing:")


def _tied(call: Call, found: where.Found, did: str) -> Answer:
    task = found.item
    waits: Any = dependencies.of(call.actor, task)
    return task_forms.shown(
        call, task, did, said=[*steps.assumed(found), *tasks_ui.ties([], waits)]
    )


VERBS: dict[str, Verb] = {
    "split": Verb(
        split, "split WEB-12 Draft @ana; Review ~2h; Publish friday", "Make sub-tasks", breaks=";"
    ),
    "after": Verb(after, "after WEB-12 WEB-9+2d", "Let a task wait for others"),
    "unlink": Verb(
        unlink, "unlink WEB-12 WEB-9 | https://…", "Let it wait no more, or remove a link"
    ),
}
