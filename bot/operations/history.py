"""The history of every change, written in its own transaction, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from .. import models
from ..errors import NotFound, Refusal
from .actor import Actor

NOUNS: dict[str, Any] = {
    "task": models.Task,
    "milestone": models.Milestone,
    "risk": models.Risk,
    "project": models.Project,
    "program": models.Program,
    "note": models.Note,
    "member": models.ProjectMember,
    "link": models.ProjectChannel,
    "dependency": models.Dependency,
    "helper": models.Helper,
}
NAMES = {table: noun for noun, table in NOUNS.items()}
UNDO_FOR = timedelta(days=7)
# Core, and written once: every change of every verb comes through here.
ADD_STEP = insert(models.ChangeSet.__table__).returning(models.ChangeSet.id)  # type: ignore[arg-type]
ADD_CHANGES = insert(models.Change.__table__)  # type: ignore[arg-type]


def step(actor: Actor, words: str) -> int:
    """The change set of this request; the first change gives it its words."""
    if actor.set_id is None:
        actor.set_id = actor.session.connection().scalar(
            ADD_STEP,
            {
                "workspace_id": actor.who.workspace_id,
                "actor_id": actor.who.id,
                "at": actor.now,
                "words": words,
            },
        )
    assert actor.set_id is not None
    return actor.set_id


def created(actor: Actor, noun: str, item_id: int, name: str, words: str) -> None:
    """Record that an item came into being; undoing it deletes the item."""
    _record(actor, words, [(noun, item_id, "", None, name)])


def change(actor: Actor, item: Any, words: str, **fields: Any) -> list[str]:
    """Set fields of an item and record old → new; returns the fields that really changed."""
    noun = NAMES[type(item)]
    rows = [
        (noun, item.id, field, plain(getattr(item, field)), plain(new))
        for field, new in fields.items()
        if getattr(item, field) != new
    ]
    if rows:
        for field, new in fields.items():
            setattr(item, field, new)
        if hasattr(item, "version"):
            item.version += 1
        _record(actor, words, rows)
    return [row[2] for row in rows]


def tie(actor: Actor, table: Any, words: str, **pair: Any) -> bool:
    """Make a row that ties two items, or bring back the one taken away; False where it stands."""
    ids = {name: value for name, value in pair.items() if name.endswith("_id")}
    found = actor.session.scalars(select(table).filter_by(**ids)).one_or_none()
    if found is not None:
        return bool(change(actor, found, words, deleted_at=None, **pair))
    found = table(**pair)
    actor.session.add(found)
    actor.session.flush()
    created(actor, NAMES[table], found.id, words, words)
    return True


def newest(actor: Actor, item: Any) -> int:
    """The id of an item's newest change: what a form that opens now has seen."""
    found = actor.session.scalar(
        select(func.max(models.Change.id)).where(
            models.Change.noun == NAMES[type(item)], models.Change.item_id == item.id
        )
    )
    return found or 0


def changes_after(actor: Actor, item: Any, change_id: int) -> list[tuple[models.Change, str]]:
    """Changes of an item after one of them, oldest first, each with its author's name."""
    rows = actor.session.execute(
        select(models.Change, models.Person.name)
        .join(models.ChangeSet, models.ChangeSet.id == models.Change.set_id)
        .outerjoin(models.Person, models.Person.id == models.ChangeSet.actor_id)
        .where(
            models.Change.noun == NAMES[type(item)],
            models.Change.item_id == item.id,
            models.Change.id > change_id,
        )
        .order_by(models.Change.id)
    )
    return [(row[0], row[1] or "somebody") for row in rows]


def last_step(actor: Actor) -> models.ChangeSet:
    """The actor's newest step that can still be undone."""
    found = actor.session.scalars(
        select(models.ChangeSet)
        .where(
            models.ChangeSet.actor_id == actor.who.id,
            models.ChangeSet.undone_at.is_(None),
            models.ChangeSet.undoes_id.is_(None),
            models.ChangeSet.at > actor.now - UNDO_FOR,
        )
        .order_by(models.ChangeSet.id.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("There is nothing of yours to undo in the last seven days.")
    return found


def own_step(actor: Actor, set_id: int) -> models.ChangeSet:
    """A step by its id; only the person who took it may undo it."""
    found = actor.session.get(models.ChangeSet, set_id)
    if found is None or found.actor_id != actor.who.id:
        raise NotFound("There is no such step of yours to undo.")
    return found


def undo(actor: Actor, step_taken: models.ChangeSet) -> Sequence[models.Change]:
    """Take back one whole step, or nothing of it where somebody has changed it since."""
    if step_taken.undone_at is not None:
        raise Refusal("That is undone already: nothing was changed.")
    changes = list(step_taken.changes)
    for made in changes:
        _refuse_if_overtaken(actor, step_taken, made)
    # Claimed by an update, so that of two presses at once only one goes on.
    claimed = actor.session.execute(
        update(models.ChangeSet)
        .where(models.ChangeSet.id == step_taken.id, models.ChangeSet.undone_at.is_(None))
        .values(undone_at=actor.now)
        .returning(models.ChangeSet.id)
    ).first()
    if claimed is None:
        raise Refusal("That is undone already: nothing was changed.")
    for made in reversed(changes):
        _take_back(actor, made, f"undid: {step_taken.words}")
    if actor.set_id is not None:
        actor.session.execute(
            update(models.ChangeSet)
            .where(models.ChangeSet.id == actor.set_id)
            .values(undoes_id=step_taken.id)
        )
    return changes


def _take_back(actor: Actor, made: models.Change, words: str) -> None:
    item = actor.session.get(NOUNS[made.noun], made.item_id)
    if made.field:
        change(actor, item, words, **{made.field: _typed(made, made.old)})
    else:
        change(actor, item, words, deleted_at=actor.now)


def _refuse_if_overtaken(actor: Actor, step_taken: models.ChangeSet, made: models.Change) -> None:
    later = actor.session.execute(
        select(models.Person.id, models.Person.name, models.Change.field)
        .join(models.ChangeSet, models.ChangeSet.id == models.Change.set_id)
        .join(models.Person, models.Person.id == models.ChangeSet.actor_id)
        .where(
            models.Change.noun == made.noun,
            models.Change.item_id == made.item_id,
            models.Change.set_id > step_taken.id,
            models.ChangeSet.undone_at.is_(None),
            models.ChangeSet.undoes_id.is_(None),
            # What I made I may take away whatever I did to it since; what others did, I may not.
            models.Change.field == made.field
            if made.field
            else models.ChangeSet.actor_id != actor.who.id,
        )
        .limit(1)
    ).first()
    if later is not None:
        what = later.field.replace("_", " ") or "item"
        whose = "You have" if later.id == actor.who.id else f"{later.name} has"
        raise Refusal(
            f"{whose} changed the {what} since “{step_taken.words}”: "
            "undo that first, or set it by hand. Nothing was changed."
        )


def _record(actor: Actor, words: str, rows: list[tuple[str, int, str, Any, Any]]) -> None:
    set_id = step(actor, words)
    actor.session.connection().execute(
        ADD_CHANGES,
        [
            {"set_id": set_id, "noun": n, "item_id": i, "field": f, "old": old, "new": new}
            for n, i, f, old, new in rows
        ],
    )


def plain(value: Any) -> Any:
    """A value as it stands in the history."""
    return value.isoformat() if isinstance(value, (date, time)) else value


def _typed(made: models.Change, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    wanted = NOUNS[made.noun].__table__.columns[made.field].type.python_type
    return wanted.fromisoformat(value) if wanted in (date, time, datetime) else value
