"""The history of one item to read: who did what and when, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from .. import models
from . import access
from .actor import BOT, Actor
from .history import NAMES, NOUNS

TIES = {
    models.Task: ("note", "dependency", "helper", "watcher", "time", "attachment"),
    models.Project: ("member", "link", "digest", "check-in"),
    models.Program: ("digest",),
}
"""What belongs to an item and has its own place in the history."""
OWNERS = {models.Task: "task_id", models.Project: "project_id", models.Program: "program_id"}
"""The column by which it belongs there."""
SILENT = {
    *("number", "due_at", "done_at", "closed_at", "previous_id", "returned_at", "created_by"),
}
"""Fields that only follow from others."""
REFERENCES: Mapping[str, Any] = {
    "owner_id": models.Person,
    "manager_id": models.Person,
    "person_id": models.Person,
    "milestone_id": models.Milestone,
    "parent_id": models.Task,
    "predecessor_id": models.Task,
    "project_id": models.Project,
    "program_id": models.Program,
    "channel_id": models.Channel,
}
"""Fields that hold the id of something with a name."""
UNSEEN: Mapping[Any, str] = {
    models.Person: "somebody",
    models.Milestone: "a milestone of another project",
    models.Task: "a task of another project",
    models.Project: "another project",
    models.Program: "another program",
    models.Channel: "a private channel",
}
"""What stands for something that the reader may not see."""


@dataclass(frozen=True)
class Line:
    """One change of an item or of what belongs to it; `row` is what was changed."""

    noun: str
    row: Any
    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Step:
    """What one person did to an item at once."""

    at: datetime
    who: str
    undone: bool
    lines: Sequence[Line]


@dataclass(frozen=True)
class Past:
    """A page of an item's history, and the names of all that it mentions."""

    steps: Sequence[Step]
    total: int
    names: Mapping[tuple[Any, int], str]

    def name(self, field: str, item_id: int) -> str:
        """What a field that refers to something says, as far as the reader may know."""
        table = REFERENCES[field]
        return self.names.get((table, item_id), UNSEEN[table])


def of(actor: Actor, item: Any, page: int = 0, size: int = 15) -> Past:
    """A page of the history of an item that the actor may see."""
    about = and_(_about(item), models.Change.field.not_in(SILENT))
    total = actor.session.scalar(select(func.count(models.Change.set_id.distinct())).where(about))
    sets = actor.session.scalars(
        select(models.Change.set_id)
        .distinct()
        .where(about)
        .order_by(models.Change.set_id.desc())
        .offset(page * size)
        .limit(size)
    ).all()
    changes = actor.session.scalars(
        select(models.Change)
        .where(about, models.Change.set_id.in_(sets))
        .order_by(models.Change.id)
    ).all()
    lines = _lines(actor, changes)
    return Past(_steps(actor, sets, lines), total or 0, _names(actor, lines.values()))


def _about(item: Any) -> ColumnElement[bool]:
    """Condition on `Change`: it is of the item, or of something that belongs to it."""
    own = and_(models.Change.noun == NAMES[type(item)], models.Change.item_id == item.id)
    parts = [own]
    for noun in TIES.get(type(item), ()):
        table = NOUNS[noun]
        owner = getattr(table, OWNERS[type(item)])
        ids = select(table.id).where(owner == item.id)
        parts.append(and_(models.Change.noun == noun, models.Change.item_id.in_(ids)))
    return or_(*parts)


def _lines(actor: Actor, changes: Sequence[models.Change]) -> dict[int, list[Line]]:
    """The changes by their set, each with its row."""
    rows = {}
    for noun in {each.noun for each in changes}:
        ids = {each.item_id for each in changes if each.noun == noun}
        table = NOUNS[noun]
        for row in actor.session.scalars(select(table).where(table.id.in_(ids))):
            rows[noun, row.id] = row
    lines = defaultdict(list)
    for each in changes:
        row = rows[each.noun, each.item_id]
        lines[each.set_id].append(Line(each.noun, row, each.field, each.old, each.new))
    return lines


def _steps(actor: Actor, sets: Sequence[int], lines: Mapping[int, list[Line]]) -> list[Step]:
    rows = actor.session.execute(
        select(models.ChangeSet, models.Person.name)
        .outerjoin(models.Person, models.Person.id == models.ChangeSet.actor_id)
        .where(models.ChangeSet.id.in_(sets))
        .order_by(models.ChangeSet.id.desc())
    )
    return [
        Step(made.at, name or BOT, made.undone_at is not None, lines[made.id])
        for made, name in rows
    ]


def _names(actor: Actor, lines: Iterable[Sequence[Line]]) -> dict[tuple[Any, int], str]:
    """The names of what the changes refer to, of what the actor may see only."""
    wanted: defaultdict[Any, set[int]] = defaultdict(set)
    for line in (line for each in lines for line in each):
        for field, table in REFERENCES.items():
            values = (line.old, line.new) if line.field == field else (getattr(line.row, field, 0),)
            wanted[table] |= {value for value in values if value}
    return {
        (table, row.id): _name(row)
        for table, ids in wanted.items()
        if ids
        for row in actor.session.scalars(
            select(table).where(table.id.in_(ids), *_seen(actor, table))
        )
    }


def _name(row: Any) -> str:
    """What people call it: a key, "#web", or a name."""
    if isinstance(row, models.Channel):
        return f"#{row.name}"
    name: str = row.key if hasattr(row, "key") else row.name
    return name


def _seen(actor: Actor, table: Any) -> list[ColumnElement[bool]]:
    """Conditions on what a change refers to: it may be deleted, but not hidden."""
    if table is models.Project:
        return [access.visible(actor)]
    if table in (models.Task, models.Milestone):
        seen = select(models.Project.id).where(access.visible(actor))
        return [table.project_id.in_(seen)]
    if table is models.Channel:
        member = select(models.ChannelMember.channel_id).where(
            models.ChannelMember.slack_id == actor.who.slack_id
        )
        return [or_(table.is_private.is_(False), table.id.in_(member))]
    return [table.workspace_id == actor.who.workspace_id]
