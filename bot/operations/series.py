"""Tasks that repeat: what comes next, and what of a change holds for all that follow."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, select, text
from sqlalchemy.orm import Session, aliased

from .. import dates, models
from ..errors import Invalid
from . import access, deadlines, history, people, statements
from .actor import Actor

DUE = ("due", "due_time")
FIELDS = (
    *("title", "description", "priority", "owner_id", "owner_role", "labels", "parent_id"),
    *("estimate_low", "estimate_high", "milestone_id", *DUE),
)
"""What one occurrence hands on to the next."""
EXAMPLES = "“every monday”, “every other friday until 30 june”, “every month on the 15th” or never"
A_DAY = timedelta(hours=25)
"""The longest day there is: a deadline further off than this is of no day that has come."""


def repeat(actor: Actor, task: models.Task, rule: str, first: dates.Deadline | None) -> list[str]:
    """Let a task come round by a rule, or no more; without a date it takes the first one."""
    fields: dict[str, Any] = {"repeats": rule}
    if not rule:
        fields["next_fields"] = None
    elif task.due is None:
        fields |= deadlines.kept(first, task.project.zone)
    return history.change(actor, task, f"repeated {task.key}", **fields)


def following(actor: Actor, task: models.Task) -> models.Task | None:
    """The next occurrence of a repeating task, where there is one."""
    return actor.session.scalars(
        access.items(actor, models.Task).where(models.Task.previous_id == task.id)
    ).first()


def handed_on(task: models.Task, not_before: date, language: str) -> dict[str, Any] | None:
    """The fields of the next occurrence, its day the first one that is not before another.

    None where the rule has come to its end.
    """
    fields = {name: history.plain(getattr(task, name)) for name in FIELDS}
    fields |= task.next_fields or {}
    last = fields.pop("due")
    at = fields.pop("due_time")
    day = dates.next_occurrence(
        task.repeats,
        date.fromisoformat(last) if last else not_before,
        language,
        not_before=not_before,
    )
    if day is None:
        return None
    return fields | {"deadline": dates.Deadline(day, time.fromisoformat(at) if at else None)}


def today(task: models.Task, now: datetime) -> date:
    """The date where the task's project is."""
    return now.astimezone(ZoneInfo(task.project.zone)).date()


def end(actor: Actor, task: models.Task) -> None:
    """Note that the rule of a task has come to its end."""
    said = f"ended the rhythm of {task.key}"
    history.change(actor, task, said, repeats="", next_fields=None)


LATER = aliased(models.Task)
DUE_ROUND = select(
    models.Task.id,
    models.Task.due,
    select(models.Project.zone)
    .where(models.Project.id == models.Task.project_id, models.Project.deleted_at.is_(None))
    .scalar_subquery()
    .label("zone"),
).where(
    # As the index has it: of what is bound no database knows that a partial index has it all.
    text("tasks.repeats != ''"),
    statements.among(models.Task.status, models.LIVE),
    models.Task.due_at <= bindparam("soon"),
    models.Task.deleted_at.is_(None),
    ~exists().where(LATER.previous_id == models.Task.id),
)


def of_today(session: Session, now: datetime) -> list[int]:
    """Repeating tasks whose day has come and that nothing follows, not even what was deleted."""
    found = session.execute(DUE_ROUND, {"soon": now + A_DAY}).all()
    return sorted(
        row.id for row in found if row.zone and row.due <= now.astimezone(ZoneInfo(row.zone)).date()
    )


def held(session: Session, task_id: int, now: datetime) -> models.Task | None:
    """Such a task, held before it is looked at: of two bots that tick at once one goes on."""
    table = models.Task
    live = select(table).where(table.id == task_id, statements.among(table.status, models.LIVE))
    task = session.scalar(live.with_for_update())
    followed = session.scalar(select(exists().where(table.previous_id == task_id)))
    is_due = task is not None and task.due is not None and task.due <= today(task, now)
    return task if is_due and not followed else None


# ── only this one, or all that follow ────────────────────────────────────────────────────────


def rhythm_kept(task: models.Task, changed: dict[str, Any]) -> dict[str, Any]:
    """What keeps the rhythm of a repeating task when a date of it is moved."""
    kept = dict(task.next_fields or {})
    for name in DUE:
        old = getattr(task, name)
        if task.due is not None and name in changed and changed[name] != old:
            kept.setdefault(name, history.plain(old))
    return {"next_fields": kept} if kept != (task.next_fields or {}) else {}


def touched(actor: Actor, task: models.Task) -> list[str]:
    """What this step has changed of a repeating task that its next occurrence would take over."""
    made = [each for each in actor.made if (each.noun, each.item_id) == ("task", task.id)]
    if not task.repeats or task.status not in models.LIVE:
        return []
    if any(not each.field for each in made):
        return []  # it is new
    return [each.field for each in made if each.field in FIELDS]


def only_this(actor: Actor, task: models.Task, set_id: int) -> None:
    """Let a change hold for one occurrence: the next one has the values from before it."""
    before = {made.field: made.old for made in _changes(actor, task, set_id)}
    kept = before | (task.next_fields or {})
    history.change(actor, task, f"kept it to {task.key}", next_fields=kept)


def all_that_follow(actor: Actor, task: models.Task, set_id: int) -> list[models.Task]:
    """Let a change hold for what follows too; returns the occurrences there are that took it."""
    changes = _changes(actor, task, set_id)
    names = {made.field for made in changes}
    kept = {name: old for name, old in (task.next_fields or {}).items() if name not in names}
    words = f"changed what follows {task.key}"
    history.change(actor, task, words, next_fields=kept or None)
    changed, after = [], following(actor, task)
    while after is not None and after.project_id == task.project_id:
        # What somebody has changed there by hand stays as it is.
        same = [c for c in changes if history.plain(getattr(after, c.field)) == c.old]
        fields = {c.field: getattr(task, c.field) for c in same if c.field not in DUE}
        if any(c.field == "due_time" for c in same) and after.due:
            moved = dates.Deadline(after.due, task.due_time)
            fields |= deadlines.kept(moved, after.project.zone)
        if after.status not in models.LIVE:
            break
        if history.change(actor, after, words, **fields):
            changed.append(after)
        after = following(actor, after)
    return changed


def _changes(actor: Actor, task: models.Task, set_id: int) -> list[models.Change]:
    if not task.repeats:
        raise Invalid("repeats", f"{task.key} does not repeat any more: nothing was changed.")
    return [
        made
        for made in history.own_step(actor, set_id).changes
        if (made.noun, made.item_id) == ("task", task.id) and made.field in FIELDS
    ]


def insider(actor: Actor, task: models.Task, owner_id: int | None) -> models.Person | None:
    """The owner of the next occurrence: nobody, once they have left the private channel."""
    owner = actor.session.get(models.Person, owner_id) if owner_id else None
    return owner if owner and people.is_inside(actor, task.project, owner) else None


def above(actor: Actor, task: models.Task, table: Any, item_id: int | None) -> Any:
    """What the next occurrence stands under: nothing of a project that the task has left."""
    found = actor.session.get(table, item_id) if item_id else None
    return found if found is not None and found.project_id == task.project_id else None
