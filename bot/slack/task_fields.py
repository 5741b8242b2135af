"""One fact of a task at a time: whose, when, how urgent, how much, where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..errors import Invalid
from ..operations import access, deadlines, people, tasks
from . import steps, task_forms, where
from .call import Answer, Call, Handler, Verb


def assign(call: Call) -> Answer:
    """Give a task to somebody."""
    found = where.item(call)
    person = where.person(call.again(words=found.words))
    if person is None:
        if found.words.strip():
            raise Invalid("owner", f"{steps.quoted(found.words)} is nobody: write @name.")
        raise where.Missing("person", found.item.key)
    changed = tasks.assign(call.actor, found.item, person)
    return task_forms.shown(
        call, found.item, "Assigned" if changed else "Unchanged:", said=steps.assumed(found)
    )


def claim(call: Call) -> Answer:
    """Take a task oneself."""
    found = steps.only_item(call)
    return _claim(call, found.item, steps.assumed(found))


def _claim(call: Call, task: models.Task, said: Sequence[str]) -> Answer:
    me = people.owner(call.actor, call.actor.who.slack_id)
    if task.owner_id not in (None, me.id) and task.owner is not None:
        said = [*said, f"It was {task.owner.name}'s."]
    changed = tasks.assign(call.actor, task, me)
    return task_forms.shown(call, task, "Yours:" if changed else "Yours already:", said=said)


def due(call: Call) -> Answer:
    """Set a deadline, or remove it."""
    found = where.item(call)
    words = found.words.strip()
    if not words:
        raise where.Missing("date", found.item.key)
    if words.casefold() in steps.NO_DATE:
        return _changed(call, found, "No due date:", deadline=None)
    reading = steps.read_date(call, words)
    deadline = steps.for_project(call, reading.deadline, found.item.project)
    tasks.edit(call.actor, found.item, "moved", deadline=deadline)
    return task_forms.shown(call, found.item, "Due:", said=steps.assumed(found), other=reading)


def priority(call: Call) -> Answer:
    """Set the priority."""
    found = where.item(call)
    word = found.words.strip().casefold()
    chosen = dict(zip(("p1", "p2", "p3", "p4"), models.PRIORITIES, strict=True)).get(
        word, word.lstrip("!")
    )
    if chosen not in models.PRIORITIES:
        raise Invalid("priority", "A priority is urgent, high, normal or low (or p1 to p4).")
    return _changed(call, found, "Priority:", priority=chosen)


def estimate(call: Call) -> Answer:
    """Set how much work it is."""
    found = where.item(call)
    words = found.words.strip().lstrip("~ ")
    hours = dates.read_duration(words)
    if hours is None and words.casefold() not in steps.NO_DATE:
        why = f"{steps.quoted(words)} is no estimate" if words else "Say how much work it is"
        raise Invalid("estimate", f"{why}: write 4h, 3d, 2w or 2d-5d.")
    return _changed(call, found, "Estimated:", estimate=hours)


def move(call: Call) -> Answer:
    """Put a task into another project, for a milestone, or under another task."""
    found = where.item(call)
    again = call.again(words=found.words)
    if not put(again, found.item, again.line.title.strip()):
        raise Invalid(
            "project", "Say where to: `/task move WEB-12 APP`, `for:M2` or `under:WEB-7`."
        )
    did = "Moved:" if call.actor.set_id else "Unchanged:"
    return task_forms.shown(call, found.item, did, said=steps.assumed(found))


def put(call: Call, task: models.Task, word: str = "") -> bool:
    """Put a task where the marks (or a project's bare key) say; False where they say nothing."""
    key = call.line.project or word
    project = access.project(call.actor, key) if key else None
    milestone = where.milestone_of(call, project or task.project)
    parent = where.parent_of(call, project or task.project)
    tasks.move(call.actor, task, project=project, milestone=milestone, parent=parent)
    return bool(project or milestone or parent)


def _changed(call: Call, found: where.Found, did: str, **fields: Any) -> Answer:
    changed = tasks.edit(call.actor, found.item, **fields)
    return task_forms.shown(
        call, found.item, did if changed else "Unchanged:", said=steps.assumed(found)
    )


def meant(call: Call) -> Answer:
    """The other reading of an unclear date."""
    key, day = call.value.split("|")
    task = access.task(call.actor, key)
    reading = deadlines.read(day)
    tasks.edit(call.actor, task, "moved", deadline=steps.for_project(call, reading, task.project))
    return task_forms.shown(call, task, "Due:")


VERBS: dict[str, Verb] = {
    "assign": Verb(assign, "assign WEB-12 @ana", "Give a task to somebody"),
    "claim": Verb(claim, "claim WEB-12", "Take a task yourself"),
    "due": Verb(due, "due WEB-12 next friday", "Set the deadline, or none"),
    "priority": Verb(priority, "priority WEB-12 high", "Set the priority"),
    "estimate": Verb(estimate, "estimate WEB-12 3d", "Set the amount of work"),
    "move": Verb(
        move, "move WEB-12 APP | for:M2 | under:WEB-7", "Move to a project, milestone or task"
    ),
}

BUTTONS: dict[str, Handler] = {
    "task.claim": steps.press("task", claim),
    "task.meant": meant,
}
