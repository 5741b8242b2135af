"""The forms of a task: open, save, and two people editing at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..operations import access, deadlines, focus, history, tasks
from ..ui import kit
from ..ui import tasks as ui
from . import forms, steps, where
from .call import Answer, Call, Handler


def open_form(call: Call) -> Answer:
    """The form for a new task, filled from what was typed."""
    line = call.line
    here = access.projects_here(call.actor)
    project = where.project(call) if line.project or call.picked or len(here) == 1 else None
    person = where.person(call)
    due = line.due.deadline if line.due else None
    filled = ui.FormValues(
        title=line.title,
        project=project,
        owner=person.slack_id if person else "",
        due=due.day if due else None,
        due_time=due.time if due else None,
        priority=line.priority or "normal",
        estimate=dates.show_duration(*line.estimate) if line.estimate else "",
        milestone=where.milestone_of(call, project) if project else None,
        description=line.description,
    )
    return ui.form("task.new", filled, metadata=forms.metadata())


def save_new(call: Call) -> Answer:
    """Create a task from its form."""
    project = forms.project(call)
    task = tasks.add(
        call.actor,
        project,
        tasks.New(
            title=forms.text(call, "title"),
            description=forms.text(call, "description"),
            owner=forms.person(call),
            priority=call.fields.get("priority") or "normal",
            deadline=steps.for_project(call, forms.deadline(call), project),
            estimate=forms.estimate(call),
            milestone=forms.milestone(call, project),
        ),
    )
    return shown(call, task, "Added")


def edit_button(call: Call) -> Answer:
    """The form, from a card's *Edit* button."""
    return edit_form(call, access.task(call.actor, call.value))


def edit_form(call: Call, task: models.Task) -> kit.Modal:
    focus.remember(call.actor, task.key, task.project_id)
    due = deadlines.seen_from(task, call.actor.zone)
    filled = ui.FormValues(
        title=task.title,
        project=task.project,
        owner=task.owner.slack_id if task.owner else "",
        due=due.day if due else None,
        due_time=due.time if due else None,
        priority=task.priority,
        estimate=dates.show_duration(task.estimate_low, task.estimate_high)
        if task.estimate_low is not None
        else "",
        milestone=task.milestone,
        description=task.description,
    )
    kept = forms.metadata(key=task.key, seen=history.newest(call.actor, task))
    return ui.form("task.edit", filled, metadata=kept)


def save_edit(call: Call) -> Answer:
    """Save a task's form, minding what others changed while it was open."""
    task = access.task(call.actor, call.meta["key"])
    project = forms.project(call)
    owner = forms.person(call, kept=task.owner)
    milestone = forms.milestone(call, project)
    estimate = forms.estimate(call) or (None, None)
    deadline = steps.for_project(call, forms.deadline(call), task.project)
    wanted: dict[str, Any] = {
        "title": forms.text(call, "title"),
        "project_id": project.id,
        "owner_id": owner.id if owner else None,
        "due": deadline.day if deadline else None,
        "due_time": deadline.time if deadline else None,
        "priority": call.fields.get("priority") or "normal",
        "estimate_low": estimate[0],
        "estimate_high": estimate[1],
        "milestone_id": milestone.id if milestone else None,
    }
    if "description" in call.fields:
        wanted["description"] = forms.text(call, "description")

    def redraw(values: dict[str, Any], stamp: str, said: Sequence[str], seen: int) -> kit.Modal:
        return _again(call, task, values, stamp, said, seen)

    left, said = forms.merge(call, task, wanted, redraw)
    if {"due", "due_time"} & left.keys():
        on, at = left.pop("due", task.due), left.pop("due_time", task.due_time)
        typed = dates.Deadline(on, at) if on else None
        here = deadlines.zone(task.project.zone)
        left["deadline"] = deadlines.between(typed, here, project.zone)
    if left.pop("project_id", task.project_id) != task.project_id:
        tasks.move(call.actor, task, project=project)
    tasks.edit(call.actor, task, **left)
    call.actor.session.expire(task, ["owner", "milestone"])
    return shown(call, task, "Saved" if call.actor.set_id else "Nothing changed in", said=said)


def _again(
    call: Call,
    task: models.Task,
    values: dict[str, Any],
    stamp: str,
    said: Sequence[str],
    seen: int,
) -> kit.Modal:
    session = call.actor.session
    owner = session.get(models.Person, values["owner_id"]) if values["owner_id"] else None
    milestone = (
        session.get(models.Milestone, values["milestone_id"]) if values["milestone_id"] else None
    )
    kept = dates.Deadline(values["due"], values["due_time"]) if values["due"] else None
    due = deadlines.between(kept, deadlines.zone(task.project.zone), str(call.actor.zone))
    low = values["estimate_low"]
    filled = ui.FormValues(
        title=values["title"],
        project=session.get(models.Project, values["project_id"]),
        owner=owner.slack_id if owner else "",
        due=due.day if due else None,
        due_time=due.time if due else None,
        priority=values["priority"],
        estimate=dates.show_duration(low, values["estimate_high"]) if low is not None else "",
        milestone=milestone,
        description=values.get("description", task.description),
    )
    return ui.form(
        "task.edit",
        filled,
        metadata=forms.metadata(**{**call.meta, "seen": seen}),
        stamp=stamp,
        said=[*said, steps.NOT_SAVED],
    )


def shown(
    call: Call,
    task: models.Task,
    did: str,
    *,
    said: Sequence[str] = (),
    other: dates.Reading | None = None,
) -> kit.Message:
    """The task's card after a change; `other` is a deadline that could be read in two ways."""
    focus.remember(call.actor, task.key, task.project_id)
    meant = steps.other_reading(call, task.key, other)
    return ui.card(call.actor, task, did, said=said, undo=call.actor.set_id, meant=meant)


FORMS: dict[str, Handler] = {"task.new": save_new, "task.edit": save_edit}
