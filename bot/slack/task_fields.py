"""One fact of a task at a time: its title, whose, when, how urgent, how much, where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..errors import Invalid
from ..operations import access, deadlines, people, tasks
from . import dating, grammar, marks, names, steps, task_forms, typed, where
from .call import Answer, Call, Handler, Verb

LABEL = re.compile(r"([+#–−-]?)([^\W\d_][\w/-]*)")
TOP = "top"
"""`/task move WEB-12 top`: out of its parent."""


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
    found, said = steps.only_items(call)
    me = people.owner(call.actor, call.actor.who.slack_id)
    for task in found:
        if task.owner is not None and task.owner_id != me.id:
            it = "It" if len(found) == 1 else task.key
            said.append(f"{it} was {task.owner.name}'s.")
    fresh = [task for task in found if tasks.assign(call.actor, task, me)]
    return task_forms.answered(call, found, "Yours:" if fresh else "Yours already:", said=said)


def rename(call: Call) -> Answer:
    """Give a task another title: the rest of the line as it was typed."""
    found = where.item(call, first=True)
    title = grammar.unquoted(typed.plain(found.words))
    if not title:
        raise Invalid("title", f"Say the new title: `/task rename {found.item.key} New title`.")
    changed = tasks.edit(call.actor, found.item, "renamed", title=title)
    did = "Renamed:" if changed else "Unchanged:"
    return task_forms.shown(call, found.item, did, said=steps.assumed(found))


def label(call: Call) -> Answer:
    """Put labels on tasks and take them off."""
    found, rest, assumed = where.items(call)
    said = steps.assumed(where.Found(found[0], rest, assumed))
    words = [word.rstrip(",;") for word in typed.plain(names.named(call.actor, rest)).split()]
    if not words:
        raise Invalid("label", f"Say which: `/task label {found[0].key} +ui -old`, or none.")
    changes = [_label(word) for word in words]
    said += [f"“{word}” is a channel: here it is a label." for word in words if word[0] == "#"]
    fresh = [task for task in found if _relabel(call, task, changes)]
    return task_forms.answered(call, found, "Labels:" if fresh else "Unchanged:", said=said)


def _label(word: str) -> tuple[bool, str]:
    """Whether a word puts a label on, and which; an empty one takes all off."""
    if word.casefold() == "none":
        return False, ""
    if word == f"#{names.PRIVATE}":
        raise Invalid("label", "A private channel is no label: type the word without #.")
    match = LABEL.fullmatch(word)
    if match is None:
        raise Invalid(
            "label",
            f"{steps.quoted(word)} cannot be a label: a label is one word, a letter first.",
        )
    return match[1] not in ("-", "–", "−"), match[2]


def _relabel(call: Call, task: models.Task, changes: Sequence[tuple[bool, str]]) -> bool:
    labels = task.labels.split()
    for on, word in changes:
        same = [each for each in labels if not word or each.casefold() == word.casefold()]
        if not on:
            labels = [each for each in labels if each not in same]
        elif not same:
            labels.append(word)
    return bool(tasks.edit(call.actor, task, "labelled", labels=" ".join(labels)))


def due(call: Call) -> Answer:
    """Set a deadline, or remove it."""
    found = where.item(call)
    words = found.words.strip()
    if not words:
        raise where.Missing("date", found.item.key)
    if words.casefold() in steps.NO_DATE:
        return _changed(call, found, "No due date:", deadline=None)
    reading = steps.read_date(call, words)
    chosen = dating.settled(call, reading, f"{found.item.key} {words}")
    deadline = steps.for_project(call, chosen, found.item.project)
    tasks.edit(call.actor, found.item, "moved", deadline=deadline)
    did = "Due:" if deadline else "No due date:"
    return task_forms.shown(call, found.item, did, said=steps.assumed(found), other=reading)


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
            "project",
            "Say where to: `/task move WEB-12 APP`, `for:M2`, `under:WEB-7`, or `top`.",
        )
    did = "Moved:" if call.actor.set_id else "Unchanged:"
    return task_forms.shown(call, found.item, did, said=steps.assumed(found))


def put(call: Call, task: models.Task, word: str = "") -> bool:
    """Put a task where the marks (or a project's bare key) say; False where they say nothing."""
    away = _away(call, task, word)
    if word.casefold() == TOP:
        word = ""
    key = call.line.project or word
    project = access.project(call.actor, key) if key else None
    milestone = where.milestone_of(call, project or task.project)
    parent = where.parent_of(call, project or task.project)
    tasks.move(call.actor, task, project=project, milestone=milestone, parent=parent)
    return bool(project or milestone or parent or away)


def _away(call: Call, task: models.Task, word: str) -> list[str]:
    """Take a task out of its milestone or parent; the fields that were named."""
    named = []
    if call.line.milestone == marks.NONE:
        named.append("milestone")
    if call.line.parent == marks.NONE or word.casefold() == TOP:
        named.append("parent")
    if named:
        tasks.edit(call.actor, task, "moved", **{f"{name}_id": None for name in named})
        call.actor.session.expire(task, named)
    return named


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
    "rename": Verb(rename, "rename WEB-12 New title", "Give it another title"),
    "label": Verb(label, "label WEB-12 +ui -old", "Put labels on and take them off, or none"),
    "due": Verb(due, "due WEB-12 friday 5pm", "Set the deadline, or none"),
    "priority": Verb(priority, "priority WEB-12 high", "Set the priority"),
    "estimate": Verb(estimate, "estimate WEB-12 3d", "Set the amount of work"),
    "move": Verb(
        move,
        "move WEB-12 APP | for:M2 | under:WEB-7 | top",
        "Move to a project, milestone or task",
    ),
}

BUTTONS: dict[str, Handler] = {
    "task.claim": steps.press("task", claim),
    "task.meant": meant,
}
