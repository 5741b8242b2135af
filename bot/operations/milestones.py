"""Milestones: add, move, reach, delete, find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from .. import dates, models
from . import access, deadlines, history, lists, people, tasks, words
from .actor import Actor

BOTH = (models.OPEN, models.DONE)


@dataclass(frozen=True)
class New:
    """What a milestone is made of; everything but the title may be missing."""

    title: str
    deadline: dates.Deadline | None = None
    """On the project's clocks."""
    owner: models.Person | None = None
    owner_role: str = ""
    description: str = ""


def add(actor: Actor, project: models.Project, new: New) -> models.Milestone:
    """Create a milestone and number it; a too long title is kept in the description."""
    people.refuse_outsider(actor, project, new.owner)
    title, description = words.fit_title(new.title, new.description)
    milestone = models.Milestone(
        workspace_id=project.workspace_id,
        project_id=project.id,
        title=words.title(title),
        description=words.body(description),
        owner_id=new.owner.id if new.owner else None,
        owner_role=new.owner_role,
        **deadlines.kept(new.deadline, project.zone),
        created_at=actor.now,
        number=tasks.next_number(actor, project, "last_milestone"),
    )
    milestone.project, milestone.owner = project, new.owner
    actor.session.add(milestone)
    actor.session.flush()
    history.created(actor, "milestone", milestone.id, milestone.title, f"added {milestone.key}")
    return milestone


def edit(
    actor: Actor, milestone: models.Milestone, verb: str = "edited", **fields: Any
) -> list[str]:
    """Change fields of a milestone; `deadline` stands for the three columns of its date."""
    if "title" in fields:
        fields["title"] = words.title(fields["title"])
    if "description" in fields:
        fields["description"] = words.body(fields["description"])
    if "deadline" in fields:
        fields |= deadlines.kept(fields.pop("deadline"), milestone.project.zone)
    people.refuse_new_owner(actor, milestone, fields)
    changed = history.change(actor, milestone, f"{verb} {milestone.key}", **fields)
    if "owner_id" in changed:
        actor.session.expire(milestone, ["owner"])
    return changed


def finish(actor: Actor, milestone: models.Milestone) -> bool:
    """Say that a milestone is reached; False where it is already."""
    if milestone.status == models.DONE:
        return False
    history.change(
        actor, milestone, f"reached {milestone.key}", status=models.DONE, done_at=actor.now
    )
    return True


def reopen(actor: Actor, milestone: models.Milestone) -> bool:
    """Take back that a milestone is reached; False where it is open."""
    if milestone.status == models.OPEN:
        return False
    history.change(actor, milestone, f"reopened {milestone.key}", status=models.OPEN, done_at=None)
    return True


def move(actor: Actor, milestone: models.Milestone, project: models.Project) -> int:
    """Put a milestone into another project; its tasks stay behind, and are counted."""
    if project.id == milestone.project_id:
        return 0
    people.refuse_outsider(actor, project, milestone.owner)
    was = milestone.key
    number = tasks.next_number(actor, project, "last_milestone")
    said = f"moved {was} to {project.key}-M{number}"
    released = _release_tasks(actor, milestone, said)
    history.change(
        actor,
        milestone,
        said,
        project_id=project.id,
        number=number,
        **deadlines.kept(deadlines.elsewhere(milestone, project.zone), project.zone),
    )
    actor.session.flush()
    actor.session.refresh(milestone)
    return released


def delete(actor: Actor, milestone: models.Milestone) -> int:
    """Delete a milestone; returns how many tasks pointed at it and go on without one."""
    said = f"deleted {milestone.key}"
    released = _release_tasks(actor, milestone, said)
    history.change(actor, milestone, said, deleted_at=actor.now)
    return released


def _release_tasks(actor: Actor, milestone: models.Milestone, said: str) -> int:
    """Let go of a milestone's tasks in the same step, so that one undo brings all of it back."""
    found = actor.session.scalars(
        access.items(actor, models.Task).where(models.Task.milestone_id == milestone.id)
    ).all()
    for task in found:
        history.change(actor, task, said, milestone_id=None)
    return len(found)


@dataclass(frozen=True)
class Progress:
    """How many of a milestone's tasks are done; cancelled ones do not count."""

    done: int = 0
    total: int = 0


def progress(actor: Actor, milestones: Sequence[models.Milestone]) -> dict[int, Progress]:
    """The progress of each of these milestones that has tasks, by its id; one query."""
    table = models.Task
    rows = actor.session.execute(
        select(
            table.milestone_id,
            func.sum(case((table.status == models.DONE, 1), else_=0)),
            func.count(),
        )
        .where(
            table.milestone_id.in_([milestone.id for milestone in milestones]),
            table.status != models.CANCELLED,
            table.deleted_at.is_(None),
        )
        .group_by(table.milestone_id)
    )
    return {row[0]: Progress(int(row[1]), int(row[2])) for row in rows}


def list_milestones(
    actor: Actor, wanted: lists.Filter, page: int = 0, size: int = 10
) -> tuple[Sequence[models.Milestone], int]:
    """One page of milestones, open ones first, by deadline, and how many there are in all."""
    table = models.Milestone
    conditions = wanted.conditions(actor, table)
    if wanted.overdue:
        conditions.append(table.due_at < actor.now)
    order = (table.status != models.OPEN, table.due_at.is_(None), table.due_at, table.id)
    return lists.page(actor, table, conditions, order, page, size)
