"""Tasks: add, change, finish, move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import attributes

from .. import dates, models
from ..errors import Invalid, Refusal
from . import access, deadlines, history, people, series, words
from .actor import Actor

# Core, since this is the verb that people use all day: a third of the unit of work's time.
ADD = insert(models.Task.__table__).returning(models.Task.id)  # type: ignore[arg-type]


@dataclass(frozen=True)
class New:
    """What a task is made of; everything but the title may be missing."""

    title: str
    description: str = ""
    owner: models.Person | None = None
    owner_role: str = ""
    priority: str = "normal"
    deadline: dates.Deadline | None = None
    """On the project's clocks."""
    start: date | None = None
    estimate: tuple[float, float] | None = None
    milestone: models.Milestone | None = None
    parent: models.Task | None = None
    labels: tuple[str, ...] = ()
    repeats: str = ""
    previous_id: int | None = None


def add(actor: Actor, project: models.Project, new: New) -> models.Task:
    """Create a task in a project and number it; a too long title is kept in the description."""
    people.refuse_outsider(actor, project, new.owner)
    title, description = words.fit_title(new.title, new.description)
    values = {
        "workspace_id": project.workspace_id,
        "project_id": project.id,
        "number": next_number(actor, project, "last_task"),
        "title": words.title(title),
        "description": words.body(description),
        "status": models.OPEN,
        "priority": new.priority,
        "owner_id": new.owner.id if new.owner else None,
        "owner_role": new.owner_role,
        "start": new.start,
        **deadlines.kept(new.deadline, project.zone),
        "estimate_low": new.estimate[0] if new.estimate else None,
        "estimate_high": new.estimate[1] if new.estimate else None,
        "milestone_id": new.milestone.id if new.milestone else None,
        "parent_id": new.parent.id if new.parent else None,
        "labels": " ".join(new.labels),
        "repeats": new.repeats,
        "blocked": "",
        "previous_id": new.previous_id,
        "created_by": actor.who.id or None,
        "created_at": actor.now,
        "version": 1,
    }
    task_id = actor.session.connection().scalar(ADD, values)
    assert task_id is not None
    name = f"{project.key}-{values['number']}"
    history.created(actor, "task", task_id, values["title"], f"added {name}")
    # Not the session's own: it is complete, and reading it back would cost another query.
    task = models.Task(id=task_id, **values)
    for name in ("owner", "milestone", "parent"):
        attributes.set_committed_value(task, name, getattr(new, name))
    attributes.set_committed_value(task, "project", project)
    return task


def next_number(actor: Actor, project: models.Project, counter: str) -> int:
    """The next free number of a project; the row lock orders writers."""
    counted = actor.session.connection().execute(_count(counter), {"project": project.id})
    number: int = counted.scalar_one()
    return number


@cache
def _count(counter: str) -> Any:
    table = models.Project.__table__
    column = table.columns[counter]
    return (
        update(table)  # type: ignore[arg-type]
        .where(table.columns.id == bindparam("project"))
        .values({column: column + 1})
        .returning(column)
    )


def edit(actor: Actor, task: models.Task, verb: str = "edited", **fields: Any) -> list[str]:
    """Change fields of a task; `deadline` stands for the three columns of its due date."""
    if "title" in fields:
        fields["title"] = words.title(fields["title"])
    if "description" in fields:
        fields["description"] = words.body(fields["description"])
    if "deadline" in fields:
        fields |= deadlines.kept(fields.pop("deadline"), task.project.zone)
        if (fields["due"], fields["due_time"]) != (task.due, task.due_time):
            fields["on_track_at"] = None  # it was said of another deadline
    if fields.get("owner_id", task.owner_id) != task.owner_id:
        fields["on_track_at"] = None  # and by another owner
    if "estimate" in fields:
        low, high = fields.pop("estimate") or (None, None)
        fields |= {"estimate_low": low, "estimate_high": high}
    if task.repeats:
        fields |= series.rhythm_kept(task, fields)
    people.refuse_new_owner(actor, task, fields)
    return history.change(actor, task, f"{verb} {task.key}", **fields)


def start(actor: Actor, task: models.Task) -> None:
    """Say that work on an open task has begun."""
    if task.status != models.OPEN:
        raise Refusal(f"{task.key} is {task.status} already: nothing was changed.")
    history.change(actor, task, f"started {task.key}", status=models.STARTED)


def finish(actor: Actor, task: models.Task) -> bool:
    """Mark a task done; False where it is done already."""
    if task.status == models.DONE:
        return False
    _close(actor, task, "finished", models.DONE)
    if task.repeats and series.following(actor, task) is None:
        come_round(actor, task, series.today(task, actor.now))
    return True


def come_round(actor: Actor, task: models.Task, not_before: date) -> models.Task | None:
    """Make the next occurrence of a repeating task; None where its rule has ended."""
    fields = series.handed_on(task, not_before, actor.who.language)
    if fields is None:
        return None
    low, high = fields["estimate_low"], fields["estimate_high"]
    return add(
        actor,
        task.project,
        New(
            title=fields["title"],
            description=fields["description"],
            owner=series.insider(actor, task, fields["owner_id"]),
            owner_role=fields["owner_role"],
            priority=fields["priority"],
            deadline=fields["deadline"],
            estimate=None if low is None else (low, high or low),
            milestone=series.above(actor, task, models.Milestone, fields["milestone_id"]),
            parent=series.above(actor, task, models.Task, fields["parent_id"]),
            labels=tuple(fields["labels"].split()),
            repeats=task.repeats,
            previous_id=task.id,
        ),
    )


def cancel(actor: Actor, task: models.Task) -> bool:
    """Give a task up without deleting it; False where that was done already."""
    if task.status == models.CANCELLED:
        return False
    _close(actor, task, "cancelled", models.CANCELLED)
    return True


def _close(actor: Actor, task: models.Task, verb: str, status: str) -> None:
    """Give a task a last status; what kept it waiting does so no more."""
    history.change(actor, task, f"{verb} {task.key}", status=status, done_at=actor.now, blocked="")


def block(actor: Actor, task: models.Task, why: str) -> bool:
    """Say why a task cannot go on; False where that is said already."""
    if task.status not in models.LIVE:
        raise Refusal(f"{task.key} is {task.status}: reopen it before it can be blocked.")
    why = words.title(why, "reason")
    return bool(history.change(actor, task, f"blocked {task.key}", blocked=why))


def on_track(actor: Actor, task: models.Task) -> bool:
    """Note that the deadline will be kept: its owner is not asked again."""
    if task.status not in models.LIVE:
        raise Refusal(f"{task.key} is {task.status} already: nothing was changed.")
    said = f"said that {task.key} is on track"
    return bool(history.change(actor, task, said, on_track_at=actor.now))


def unblock(actor: Actor, task: models.Task) -> bool:
    """Say that a task can go on; False where nothing kept it."""
    return bool(history.change(actor, task, f"unblocked {task.key}", blocked=""))


def reopen(actor: Actor, task: models.Task) -> bool:
    """Take a finished or cancelled task up again; False where it is open."""
    if task.status in models.LIVE:
        return False
    history.change(actor, task, f"reopened {task.key}", status=models.OPEN, done_at=None)
    return True


def assign(
    actor: Actor, task: models.Task, owner: models.Person | None, verb: str = "assigned"
) -> bool:
    """Give a task an owner, or nobody; False where that is so already."""
    if owner is not None and owner.id != task.owner_id:
        people.refuse_outsider(actor, task.project, owner)
    fields: dict[str, Any] = {"owner_id": owner.id if owner else None}
    if fields["owner_id"] != task.owner_id:
        fields["on_track_at"] = None  # that was the word of the one before
    changed = history.change(actor, task, f"{verb} {task.key}", **fields)
    task.owner = owner
    return bool(changed)


def drop(actor: Actor, task: models.Task) -> bool:
    """Give up a task of one's own; False where it is nobody's already."""
    if task.owner is None:
        return False
    if task.owner_id != actor.who.id:
        raise Refusal(
            f"{task.key} is {task.owner.name}'s, not yours: "
            f"`/task assign {task.key} @name` gives it to somebody else."
        )
    return assign(actor, task, None, "dropped")


def move(
    actor: Actor,
    task: models.Task,
    *,
    project: models.Project | None = None,
    milestone: models.Milestone | None = None,
    parent: models.Task | None = None,
) -> None:
    """Put a task into another project, under a milestone or under a parent task."""
    if project is not None and project.id != task.project_id:
        _move_to_project(actor, task, project)
    if milestone is not None:
        if milestone.project_id != task.project_id:
            raise Invalid("milestone", f"{milestone.key} belongs to another project.")
        history.change(actor, task, f"moved {task.key}", milestone_id=milestone.id)
        task.milestone = milestone
    if parent is not None:
        _refuse_loop(actor, task, parent)
        history.change(actor, task, f"moved {task.key}", parent_id=parent.id)
        task.parent = parent


def _move_to_project(
    actor: Actor, task: models.Task, project: models.Project, parent_id: int | None = None
) -> None:
    """Put a task and its sub-tasks into another project."""
    was = task.key
    below = children(actor, task)
    people.refuse_outsider(actor, project, task.owner)
    number = next_number(actor, project, "last_task")
    history.change(
        actor,
        task,
        f"moved {was} to {project.key}-{number}",
        project_id=project.id,
        number=number,
        milestone_id=None,
        parent_id=parent_id,
        **deadlines.kept(deadlines.elsewhere(task, project.zone), project.zone),
    )
    actor.session.flush()
    actor.session.refresh(task)
    for child in below:
        _move_to_project(actor, child, project, task.id)


def _refuse_loop(actor: Actor, task: models.Task, parent: models.Task) -> None:
    if parent.project_id != task.project_id:
        raise Invalid("parent", f"{parent.key} belongs to another project.")
    above: models.Task | None = parent
    while above is not None:
        if above.id == task.id:
            why = f": {parent.key} is in it" if parent is not above else ""
            raise Invalid("parent", f"{task.key} cannot be part of itself{why}.")
        above = actor.session.get(models.Task, above.parent_id) if above.parent_id else None


def note(actor: Actor, task: models.Task, text: str) -> models.Note:
    """Put a remark on a task."""
    cleaned = words.body(text, "note")
    if not cleaned:
        raise Invalid("note", f"The note is empty: `/task note {task.key} what you want to say`.")
    written = models.Note(
        workspace_id=task.workspace_id,
        task_id=task.id,
        author_id=actor.who.id,
        text=cleaned,
        created_at=actor.now,
    )
    actor.session.add(written)
    actor.session.flush()
    history.created(actor, "note", written.id, cleaned[:80], f"noted on {task.key}")
    return written


def children(actor: Actor, task: models.Task) -> Sequence[models.Task]:
    """The sub-tasks of a task."""
    return actor.session.scalars(
        access.items(actor, models.Task)
        .where(models.Task.parent_id == task.id)
        .order_by(models.Task.number)
    ).all()
