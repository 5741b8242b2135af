"""What a task is broken into: its sub-tasks at any depth, and what closing it means for them."""

from __future__ import annotations

from collections.abc import Sequence

from .. import models
from . import access, history, tasks
from .actor import Actor


def below(actor: Actor, above: Sequence[models.Task]) -> list[models.Task]:
    """All sub-tasks of some tasks at any depth, without those tasks, the highest first."""
    found: dict[int, models.Task] = {}
    seen = {task.id for task in above}
    level = set(seen)
    while level:
        children = actor.session.scalars(
            access.items(actor, models.Task)
            .where(models.Task.parent_id.in_(level), models.Task.id.not_in(seen))
            .order_by(models.Task.number)
        ).all()
        level = {child.id for child in children}
        seen |= level
        found |= {child.id: child for child in children}
    return list(found.values())


def open_below(actor: Actor, above: Sequence[models.Task]) -> list[models.Task]:
    """The sub-tasks of some tasks at any depth that are not finished or cancelled."""
    return [task for task in below(actor, above) if task.status in models.LIVE]


def completed(actor: Actor, closed: Sequence[models.Task]) -> list[models.Task]:
    """The open tasks whose last open sub-task is among those that were just closed."""
    parents = {
        task.parent.id: task.parent
        for task in closed
        if task.parent is not None and task.parent.project_id == task.project_id
    }
    return [
        parent
        for parent in parents.values()
        if parent.deleted_at is None
        and parent.status in models.LIVE
        and not open_below(actor, [parent])
    ]


def delete(actor: Actor, task: models.Task) -> bool:
    """Delete a task; what it was broken into moves up to where it stood."""
    history.hold(actor, task)  # nobody splits it meanwhile
    for child in tasks.children(actor, task):
        history.change(actor, child, f"moved {child.key}", parent_id=task.parent_id)
    return bool(history.change(actor, task, f"deleted {task.key}", deleted_at=actor.now))
