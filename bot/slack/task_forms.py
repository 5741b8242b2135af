"""The forms of a task: open, save, and two people editing at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..operations import access, away, captures, deadlines, focus, series, tasks, time_log
from ..ui import kit
from ..ui import series as series_ui
from ..ui import task_forms as forms_ui
from ..ui import tasks as ui
from . import capture, dating, forms, steps, where
from .call import Answer, Call, Handler


def open_form(call: Call) -> Answer:
    """The form for a new task, filled from what was typed."""
    line = call.line
    here = access.projects_here(call.actor)
    project = where.project(call) if line.project or call.picked or len(here) == 1 else None
    person = where.person(call)
    due = line.due.deadline if line.due else None
    filled = forms_ui.FormValues(
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
    return forms_ui.form("task.new", filled, metadata=forms.metadata())


def save_new(call: Call) -> Answer:
    """Create a task from its form."""
    project = forms.project(call)
    place = capture.source(call)
    if place:
        captures.refuse_twice(call.actor, place)
    task = tasks.add(
        call.actor,
        project,
        tasks.New(
            title=forms.text(call, "title"),
            description=forms.text(call, "description"),
            owner=forms.person(call),
            priority=call.fields.get("priority") or "normal",
            deadline=steps.for_project(call, dating.confirmed(call, forms.deadline(call)), project),
            estimate=forms.estimate(call),
            milestone=forms.milestone(call, project),
        ),
    )
    said = captures.keep(call.actor, task, place) if place else ()
    return shown(call, task, "Added", said=said)


def edit_button(call: Call) -> Answer:
    """The form, from a card's *Edit* button."""
    return edit_form(call, access.task(call.actor, call.value))


def edit_form(call: Call, task: models.Task) -> kit.Modal:
    """The form of a task as it is."""
    focus.remember(call.actor, task.key, task.project_id)
    return _form(forms.opened(call, task))


def _form(opened: forms.Opened) -> kit.Modal:
    due = opened.deadline_here()
    low = opened["estimate_low"]
    filled = forms_ui.FormValues(
        title=opened["title"],
        project=opened.find(models.Project, "project_id"),
        owner=opened.person(),
        due=due.day if due else None,
        due_time=due.time if due else None,
        priority=opened["priority"],
        estimate=dates.show_duration(low, opened["estimate_high"]) if low is not None else "",
        milestone=opened.find(models.Milestone, "milestone_id"),
        description=opened["description"],
        repeats=bool(opened["repeats"]),
    )
    kept = forms.metadata(**opened.kept)
    return forms_ui.form("task.edit", filled, metadata=kept, stamp=opened.stamp, said=opened.said)


def save_edit(call: Call) -> Answer:
    """Save a task's form, minding what others changed while it was open."""
    task = access.task(call.actor, call.meta["key"])
    project = forms.project(call)
    owner = forms.person(call, kept=task.owner)
    milestone = forms.milestone(call, project)
    estimate = forms.estimate(call) or (None, None)
    deadline = steps.for_project(call, forms.deadline(call), task.project)
    if deadline != deadlines.of(task):
        dating.confirmed(call, forms.deadline(call))
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

    left, said = forms.merge(call, task, wanted, _form)
    forms.join_deadline(left, task, project)
    if left.pop("project_id", task.project_id) != task.project_id:
        tasks.move(call.actor, task, project=project)
    tasks.edit(call.actor, task, **left)
    if call.fields.get("applies") and call.actor.set_id is not None:
        hold_for = series.only_this if call.fields["applies"] == "only" else series.all_that_follow
        hold_for(call.actor, task, call.actor.set_id)
    call.actor.session.expire(task, ["owner", "milestone"])
    did = "Saved" if call.actor.set_id else "Nothing changed in"
    return shown(call, task, did, said=said, asked=False)


def shown(
    call: Call,
    task: models.Task,
    did: str,
    *,
    said: Sequence[str] = (),
    other: dates.Reading | None = None,
    also: Sequence[kit.Element] = (),
    asked: bool = True,
) -> kit.Message:
    """The task's card after a change; `other` is a deadline that could be read in two ways.

    Of a task that repeats it is asked what the change holds for, where it is `asked`.
    """
    focus.remember(call.actor, task.key, task.project_id)
    meant = steps.other_reading(call, task.key, dating.offered(call, other))
    said = [*said, *dating.remarks(call, other), *away.remark_on(call.actor, task)]
    touched = series.touched(call.actor, task) if asked else []
    if touched and call.actor.set_id is not None:
        followed = series.following(call.actor, task) is not None
        said.append(series_ui.holds(touched, followed=followed))
        also = [*series_ui.question(task, call.actor.set_id), *also]
    return ui.card(
        call.actor,
        task,
        did,
        said=said,
        undo=call.actor.set_id,
        meant=meant,
        also=also,
        mine=task.owner_id == call.actor.who.id,
        logged=time_log.total(call.actor.session, task.id),
    )


def answered(
    call: Call,
    found: Sequence[models.Task],
    did: str,
    *,
    said: Sequence[str] = (),
    also: Sequence[kit.Element] = (),
) -> kit.Message:
    """The answer to a verb that takes several keys: a card, or a line for each."""
    if len(found) == 1:
        return shown(call, found[0], did, said=said, also=also)
    return ui.several(found, did, undo=call.actor.set_id, said=said, also=also)


FORMS: dict[str, Handler] = {"task.new": save_new, "task.edit": save_edit}
