"""The history of every change, written in its own transaction, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select, update

from .. import models
from ..errors import NotFound, Refusal
from . import access
from .actor import BOT, Actor, Made

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
    "watcher": models.Watcher,
    "snooze": models.Snooze,
    "time": models.TimeEntry,
    "attachment": models.Attachment,
    "absence": models.Absence,
    "handover": models.Handover,
    "person": models.Person,
    "mute": models.Mute,
    "digest": models.Digest,
    "check-in": models.CheckIn,
}
NAMES = {table: noun for noun, table in NOUNS.items()}
UNDO_FOR = timedelta(days=7)
ON_TASKS = (
    (models.Task, models.Task.parent_id),
    (models.Note, models.Note.task_id),
    (models.TimeEntry, models.TimeEntry.task_id),
    (models.Attachment, models.Attachment.task_id),
)
"""What people add to a task that would be gone with it."""
LOOK_BACK = 50
"""Steps that are searched for one whose project the person may still see."""
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
                "actor_id": actor.who.id or None,  # nobody: the bot itself
                "at": actor.now,
                "words": words,
            },
        )
    assert actor.set_id is not None
    return actor.set_id


def created(actor: Actor, noun: str, item_id: int, name: str, words: str) -> None:
    """Record that an item came into being; undoing it deletes the item."""
    _record(actor, words, [Made(noun, item_id, "", None, name)])


def change(actor: Actor, item: Any, words: str, **fields: Any) -> list[str]:
    """Set fields of an item and record old → new; returns the fields that really changed."""
    noun = NAMES[type(item)]
    rows = [
        Made(noun, item.id, field, plain(getattr(item, field)), plain(new))
        for field, new in fields.items()
        if getattr(item, field) != new
    ]
    if rows:
        for field, new in fields.items():
            setattr(item, field, new)
        if hasattr(item, "version"):
            item.version += 1
        _record(actor, words, rows)
    return [made.field for made in rows]


def tie(actor: Actor, table: Any, words: str, *, by: Sequence[str] = (), **pair: Any) -> bool:
    """Make a row that ties two items, or bring back the one taken away; False where it stands.

    It is the same row where the fields `by` are the same: mostly the ids.
    """
    names = by or [name for name in pair if name.endswith("_id")]
    same = {name: pair[name] for name in names}
    found = actor.session.scalars(select(table).filter_by(**same)).one_or_none()
    if found is not None:
        return bool(change(actor, found, words, deleted_at=None, **pair))
    found = table(**pair)
    actor.session.add(found)
    actor.session.flush()
    created(actor, NAMES[table], found.id, words, words)
    return True


def hold(actor: Actor, item: Any) -> None:
    """Let nobody else change an item until this transaction ends, and read it as it is now."""
    table = type(item)
    actor.session.scalar(select(table.id).where(table.id == item.id).with_for_update())
    actor.session.refresh(item)


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
    steps = actor.session.scalars(
        select(models.ChangeSet)
        .where(
            models.ChangeSet.actor_id == actor.who.id,
            models.ChangeSet.undone_at.is_(None),
            models.ChangeSet.undoes_id.is_(None),
            models.ChangeSet.at > actor.now - UNDO_FOR,
        )
        .order_by(models.ChangeSet.id.desc())
        .limit(LOOK_BACK)
    ).all()
    for found in steps:
        if _in_sight(actor, found.changes):
            return found
    raise NotFound("There is nothing of yours to undo in the last seven days.")


def own_step(actor: Actor, set_id: int) -> models.ChangeSet:
    """A step by its id; only the person who took it may undo it."""
    found = actor.session.get(models.ChangeSet, set_id)
    if found is None or found.actor_id != actor.who.id or not _in_sight(actor, found.changes):
        raise NotFound("There is no such step of yours to undo.")
    return found


def undo(actor: Actor, step_taken: models.ChangeSet) -> Sequence[models.Change]:
    """Take back one whole step, or nothing of it where somebody has changed it since."""
    if step_taken.undone_at is not None:
        raise Refusal("That is undone already: nothing was changed.")
    changes = list(step_taken.changes)
    for made in changes:
        if made.field and made.field not in NOUNS[made.noun].__table__.columns:
            raise Refusal("That step is from before an update of mine: set it anew by hand.")
    held = _held(actor, changes)
    _refuse_if_overtaken(actor, step_taken, changes)
    _refuse_if_worked_on(actor, step_taken, changes)
    for made in changes:
        _refuse_if_in_the_way(actor, step_taken, made)
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
        _take_back(actor, held[made.noun, made.item_id], made, f"undid: {step_taken.words}")
    if actor.set_id is not None:
        actor.session.execute(
            update(models.ChangeSet)
            .where(models.ChangeSet.id == actor.set_id)
            .values(undoes_id=step_taken.id)
        )
    return changes


def _take_back(actor: Actor, item: Any, made: models.Change, words: str) -> None:
    if made.field:
        change(actor, item, words, **{made.field: typed(made, made.old)})
    else:
        change(actor, item, words, deleted_at=actor.now)


def _held(actor: Actor, changes: Sequence[models.Change]) -> dict[tuple[str, int], Any]:
    """The items of a step as they are now; nobody else changes them before its undo is done."""
    held = {}
    for noun in sorted({made.noun for made in changes}):
        table = NOUNS[noun]
        ids = {made.item_id for made in changes if made.noun == noun}
        items = select(table).where(table.id.in_(ids)).order_by(table.id).with_for_update()
        for item in actor.session.scalars(items.execution_options(populate_existing=True)):
            held[noun, item.id] = item
    return held


def _in_sight(actor: Actor, changes: Sequence[models.Change]) -> bool:
    """Whether the actor may see every project that a step is about."""
    about = {made.old for made in changes if made.field == "project_id"}
    for noun in {made.noun for made in changes}:
        table = NOUNS[noun]
        ids = {made.item_id for made in changes if made.noun == noun}
        for item in actor.session.scalars(select(table).where(table.id.in_(ids))):
            about.add(access.project_id_of(actor, item))
    return access.sees_all(actor, about - {None})


def _refuse_if_overtaken(
    actor: Actor, step_taken: models.ChangeSet, changes: Sequence[models.Change]
) -> None:
    made = {(each.noun, each.item_id, each.field) for each in changes}
    for noun in {each.noun for each in changes}:
        later = actor.session.execute(
            _later(step_taken, models.Change.item_id, models.Change.field).where(
                models.Change.noun == noun,
                models.Change.item_id.in_({each.item_id for each in changes if each.noun == noun}),
            )
        )
        for person_id, name, item_id, field in later:
            # What I made I may take away whatever I did to it since; what others did, I may not.
            mine_to_take = person_id in (actor.who.id, None) or (noun, item_id, "") not in made
            if (noun, item_id, field) not in made and mine_to_take:
                continue
            what = "item" if field in {"", "deleted_at"} else field.partition("_")[0]
            whose = "You have" if person_id == actor.who.id else f"{name} has"
            raise Refusal(
                f"{whose} changed the {what} since “{step_taken.words}”: "
                "undo that first, or set it by hand. Nothing was changed."
            )


def _later(step_taken: models.ChangeSet, *columns: Any) -> Select[Any]:
    """Who changed what after a step (None: the bot), without what was undone or is an undo."""
    return (
        select(models.Person.id, func.coalesce(models.Person.name, BOT), *columns)
        .select_from(models.Change)
        .join(models.ChangeSet, models.ChangeSet.id == models.Change.set_id)
        .outerjoin(models.Person, models.Person.id == models.ChangeSet.actor_id)
        .where(
            models.Change.set_id > step_taken.id,
            models.ChangeSet.undone_at.is_(None),
            models.ChangeSet.undoes_id.is_(None),
        )
        .order_by(models.Change.id)
    )


def _refuse_if_worked_on(
    actor: Actor, step_taken: models.ChangeSet, changes: Sequence[models.Change]
) -> None:
    """Keep a new task whose parts, notes, hours or links somebody else has added since."""
    new = {made.item_id: made for made in changes if (made.noun, made.field) == ("task", "")}
    for table, task_id in ON_TASKS if new else ():
        row = actor.session.execute(
            _later(step_taken, task_id)
            .join(table, table.id == models.Change.item_id)
            .where(
                models.Change.noun == NAMES[table],
                models.Change.field == "",
                models.Person.id != actor.who.id,
                task_id.in_(new),
            )
        ).first()
        if row is not None:
            raise Refusal(f"{row[1]} has worked on “{new[row[2]].new}” since: nothing was changed.")


def _refuse_if_in_the_way(actor: Actor, step_taken: models.ChangeSet, made: models.Change) -> None:
    """Mind what a step has made possible: a key used again, work in a project, a secret."""
    if made.noun in {"project", "program"} and made.field == "key":
        if access.is_key_taken(actor, made.old):
            raise Refusal(f"The key {made.old} is in use by now: nothing was changed.")
        return
    if made.noun != "project" or made.field not in {"", "channel_id"}:
        return
    project = actor.session.get_one(models.Project, made.item_id)
    workers = actor.session.execute(_later(step_taken).where(_is_in(project))).all()
    others = [name for person_id, name in workers if person_id not in (actor.who.id, None)]
    if not made.field and others:
        raise Refusal(f"{others[0]} has worked in {project.key} since: nothing was changed.")
    if made.field and workers and project.channel and project.channel.is_private:
        raise Refusal(
            f"{project.key} has work in it by now that only its private channel may see: "
            "nothing was changed."
        )


def _is_in(project: models.Project) -> ColumnElement[bool]:
    """Condition on `Change`: it is about a task, milestone or risk of the project."""
    return or_(
        *(
            and_(
                models.Change.noun == NAMES[table],
                models.Change.item_id.in_(select(table.id).where(table.project_id == project.id)),
            )
            for table in (models.Task, models.Milestone, models.Risk)
        )
    )


def _record(actor: Actor, words: str, rows: list[Made]) -> None:
    set_id = step(actor, words)
    actor.made += rows
    actor.session.connection().execute(
        ADD_CHANGES,
        [{"set_id": set_id, **made._asdict()} for made in rows],
    )


def plain(value: Any) -> Any:
    """A value as it stands in the history."""
    return value.isoformat() if isinstance(value, (date, time)) else value


def typed(made: models.Change, value: Any) -> Any:
    """A value of the history as its column wants it."""
    if not isinstance(value, str):
        return value
    wanted = NOUNS[made.noun].__table__.columns[made.field].type.python_type
    return wanted.fromisoformat(value) if wanted in (date, time, datetime) else value
