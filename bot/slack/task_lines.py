"""A task made of one line: everything that the line says goes into it."""

from __future__ import annotations

from .. import models
from ..operations import access, dependencies, tasks
from . import dating, steps, where
from .call import Call


def create(call: Call, project: models.Project, parent: models.Task | None = None) -> models.Task:
    """Create the task that a line describes, under `parent` where the line names none."""
    line = call.line
    dating.refuse_no_such_day(line.raw_title)
    due = dating.settled(call, line.due)
    task = tasks.add(
        call.actor,
        project,
        tasks.New(
            title=line.title,
            description=line.description,
            owner=where.person(call),
            priority=line.priority or "normal",
            deadline=steps.for_project(call, due, project),
            start=line.start.day if line.start else None,
            estimate=line.estimate,
            milestone=where.milestone_of(call, project),
            parent=where.parent_of(call, project) or parent,
            labels=line.labels,
            repeats=line.every,
        ),
    )
    tie(call, task)
    return task


def tie(call: Call, task: models.Task) -> None:
    """Predecessors and helpers: what the line names besides the task itself."""
    for each in call.line.predecessors:
        predecessor = access.task(call.actor, each.key)
        dependencies.add(call.actor, task, predecessor, each.kind, each.lag_days)
    for person in where.more_people(call):
        dependencies.help_with(call.actor, task, person)
