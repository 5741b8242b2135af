"""The forms of tasks: a new one, one to edit, and what is in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from .. import models
from . import fields, kit, series


@dataclass(frozen=True)
class FormValues:
    """What a task's form opens with."""

    title: str = ""
    project: models.Project | None = None
    owner: str = ""
    due: date | None = None
    due_time: time | None = None
    priority: str = "normal"
    estimate: str = ""
    milestone: models.Milestone | None = None
    description: str = ""
    repeats: bool = False


def form(
    callback: str, filled: FormValues, *, metadata: str, stamp: str = "", said: Sequence[str] = ()
) -> kit.Modal:
    """The form to create or edit a task; `stamp` is behind the names of its fields."""
    blocks = [kit.context(each) for each in said]
    blocks += [
        fields.title(filled.title, stamp),
        fields.project(filled.project, stamp),
        fields.owner(filled.owner, stamp),
        fields.due(filled.due, stamp),
        fields.field(f"due_time{stamp}", "Due time", fields.time_box(filled.due_time)),
        fields.field(
            f"priority{stamp}",
            "Priority",
            kit.select(
                "value",
                [kit.option(each.capitalize(), each) for each in models.PRIORITIES],
                filled.priority,
            ),
        ),
        fields.field(
            f"estimate{stamp}",
            "Estimate",
            fields.text_box(filled.estimate, limit=20),
            hint="Such as 4h, 3d, 2w, or a range: 2d-5d.",
        ),
        fields.milestone(filled.milestone, stamp),
    ]
    blocks.append(fields.long_field(f"description{stamp}", "Description", filled.description))
    if filled.repeats:
        blocks.append(series.applies_to(stamp))
    title = "New task" if callback == "task.new" else "Edit task"
    return kit.modal(title, callback, blocks, submit="Save", metadata=metadata)


def block_form(task: models.Task, metadata: str) -> kit.Modal:
    """The form that asks why a task cannot go on."""
    why = fields.field(
        "reason",
        f"Why can {task.key} not go on?",
        fields.text_box(task.blocked, limit=250),
        optional=False,
        hint="Such as: waiting for the certificate.",
    )
    return kit.modal("What is in the way?", "task.block", [why], submit="Block", metadata=metadata)
