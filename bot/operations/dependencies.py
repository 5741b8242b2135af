"""What a task waits for, and who works on it besides its owner."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import models
from ..errors import Invalid
from . import access, history, people
from .actor import Actor


def add(
    actor: Actor, task: models.Task, predecessor: models.Task, kind: str = "FS", lag_days: int = 0
) -> bool:
    """Let a task wait for another; refuses a circle. False where it does already."""
    if predecessor.id == task.id:
        raise Invalid("after", f"{task.key} cannot wait for itself: name another task.")
    if _waits(actor, predecessor, task.id):
        raise Invalid(
            "after",
            f"{predecessor.key} waits for {task.key} already: they cannot wait for each other.",
        )
    return history.tie(
        actor,
        models.Dependency,
        f"{task.key} waits for {predecessor.key}",
        task_id=task.id,
        predecessor_id=predecessor.id,
        kind=kind,
        lag_days=lag_days,
    )


def remove(actor: Actor, task: models.Task, other: models.Task) -> bool:
    """Let two tasks no more wait for each other, whichever did; False where none did."""
    ties = actor.session.scalars(
        select(models.Dependency).where(
            models.Dependency.task_id.in_([task.id, other.id]),
            models.Dependency.predecessor_id.in_([task.id, other.id]),
            models.Dependency.deleted_at.is_(None),
        )
    ).all()
    for each in ties:
        history.change(actor, each, f"unlinked {task.key}", deleted_at=actor.now)
    return bool(ties)


def _waits(actor: Actor, task: models.Task, for_id: int) -> bool:
    """Whether a task is, or waits through any chain for, another."""
    seen: set[int] = set()
    ahead = [task.id]
    while ahead:
        current = ahead.pop()
        if current == for_id:
            return True
        if current not in seen:
            seen.add(current)
            ahead += actor.session.scalars(
                select(models.Dependency.predecessor_id).where(
                    models.Dependency.task_id == current, models.Dependency.deleted_at.is_(None)
                )
            )
    return False


def of(actor: Actor, task: models.Task) -> Sequence[models.Dependency]:
    """What a task waits for, as far as the actor may see it."""
    return actor.session.scalars(
        select(models.Dependency)
        .join(models.Task, models.Task.id == models.Dependency.predecessor_id)
        .join(models.Project, models.Project.id == models.Task.project_id)
        .where(
            models.Dependency.task_id == task.id,
            models.Dependency.deleted_at.is_(None),
            models.Task.deleted_at.is_(None),
            access.visible(actor),
        )
        .options(joinedload(models.Dependency.predecessor))
        .order_by(models.Dependency.id)
    ).all()


def help_with(actor: Actor, task: models.Task, person: models.Person) -> bool:
    """Put a person on a task besides its owner; False where they are on it."""
    if person.id == task.owner_id:
        return False
    people.refuse_outsider(actor, task.project, person)
    said = f"{person.name} helps with {task.key}"
    return history.tie(actor, models.Helper, said, task_id=task.id, person_id=person.id)


def helpers(actor: Actor, task: models.Task) -> Sequence[models.Person]:
    """Who works on a task besides its owner."""
    return actor.session.scalars(
        select(models.Person)
        .join(models.Helper, models.Helper.person_id == models.Person.id)
        .where(models.Helper.task_id == task.id, models.Helper.deleted_at.is_(None))
        .order_by(models.Helper.id)
    ).all()
