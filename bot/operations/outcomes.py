"""What became of the items of nudges after they were told, and by whose hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from . import check_ins

DELETED, OVER, SAID, BLOCKED, MOVED, ON_TRACK, OWNED, SNOOZED, MUTED, PAST = (
    "deleted",
    "over",
    "said",
    "blocked",
    "moved",
    "on track",
    "owned",
    "snoozed",
    "muted",
    "past",
)
FIELDS: Mapping[str, tuple[str, ...]] = {
    DELETED: ("deleted_at",),
    OVER: ("status",),
    BLOCKED: ("blocked",),
    MOVED: ("due", "due_time", "review"),
    ON_TRACK: ("on_track_at",),
    OWNED: ("owner_id", "manager_id"),
    SAID: ("",),
    SNOOZED: ("", "until", "deleted_at"),
}
"""The fields whose last change tells who did it."""

Place = tuple[str, int]
"""Noun and id of an item, as the history has it."""


@dataclass(frozen=True)
class Outcome:
    """What became of one item, who did it, and the reader's own step that Undo takes back."""

    what: str
    by: models.Person | None = None
    undo: int | None = None
    until: date | None = None
    """Until when the reader has snoozed it."""
    whose: str = ""
    """Whose it is by now, where that is another one."""


@dataclass
class Since:
    """Everything that a note's rows have to be held against."""

    session: Session
    person: models.Person
    at: datetime
    """When the note was sent."""
    muted: set[tuple[str, int]] = field(default_factory=set)
    """Rules and items of which the reader wants to hear no more."""
    snoozes: Mapping[int, models.Snooze] = field(default_factory=dict)
    """By task: until when the reader has put it off."""

    def outcomes(self, rows: Sequence[Any]) -> list[Outcome]:
        """What became of each row's item (`nudges.Told`), in a fixed number of questions."""
        asked = [row.item.id for row in rows if row.rule == "check_in"]
        said = check_ins.newest(self.session, asked, datetime.max.replace(tzinfo=self.at.tzinfo))
        said = {each: last for each, last in said.items() if last.at >= self.at}
        places = {(row.noun, row.item.id) for row in rows}
        places |= {("check-in", last.id) for last in said.values()}
        places |= {("snooze", each.id) for each in self.snoozes.values()}
        steps = _steps(self.session, places, self.at)
        return [self._outcome(row, steps, said) for row in rows]

    def _outcome(
        self,
        row: Any,
        steps: Mapping[Place, Mapping[str, models.ChangeSet]],
        said: Mapping[int, models.CheckIn],
    ) -> Outcome:
        place = (row.noun, row.item.id)
        what = self._what(row, steps.get(place, {}), said)
        snooze = self.snoozes.get(row.item.id) if what == SNOOZED else None
        if what == SAID:
            place = ("check-in", said[row.item.id].id)
        elif snooze is not None:
            place = ("snooze", snooze.id)
        by_field = steps.get(place, {})
        made = [by_field[name] for name in FIELDS.get(what, ()) if name in by_field]
        step = max(made, key=lambda each: each.id, default=None)
        mine = step is not None and step.actor is self.person
        return Outcome(
            what,
            step.actor if step else None,
            step.id if step is not None and mine else None,
            snooze.until if snooze else None,
            self._whose(row) if what == OWNED else "",
        )

    def _whose(self, row: Any) -> str:
        now = row.item.manager if row.noun == "project" else row.item.owner
        if now is None:
            return "nobody's"
        return "yours" if now is self.person else f"{now.name}'s"

    def _what(
        self, row: Any, changed: Mapping[str, object], said: Mapping[int, models.CheckIn]
    ) -> str:
        item = row.item
        if item.deleted_at is not None:
            return DELETED
        if row.rule == "check_in" and item.id in said:
            return SAID
        if getattr(item, "status", models.OPEN) in models.OVER:
            return OVER
        if changed.keys() & set(FIELDS[OWNED]):
            return OWNED
        if (row.rule, item.id) in self.muted:
            return MUTED
        if row.noun == "task" and item.blocked and row.rule != "blocked":
            return BLOCKED
        if changed.keys() & set(FIELDS[MOVED]):
            return MOVED
        if row.noun == "task" and item.on_track_at is not None:
            return ON_TRACK
        if row.noun == "task" and item.id in self.snoozes:
            return SNOOZED
        return PAST


def _steps(
    session: Session, places: Iterable[Place], since: datetime
) -> dict[Place, dict[str, models.ChangeSet]]:
    """The last step since an instant that changed each field of each item."""
    found: dict[Place, dict[str, models.ChangeSet]] = defaultdict(dict)
    by_noun: dict[str, list[int]] = defaultdict(list)
    for noun, item_id in sorted(places):
        by_noun[noun].append(item_id)
    table = models.Change
    which = [and_(table.noun == noun, table.item_id.in_(ids)) for noun, ids in by_noun.items()]
    rows = session.execute(
        select(table.noun, table.item_id, table.field, models.ChangeSet)
        .join(models.ChangeSet, models.ChangeSet.id == table.set_id)
        .where(
            or_(*which),
            models.ChangeSet.at >= since,
            models.ChangeSet.undone_at.is_(None),
            models.ChangeSet.undoes_id.is_(None),
        )
        .options(joinedload(models.ChangeSet.actor))
        .order_by(table.id)
    )
    for noun, item_id, name, step in rows:
        found[noun, item_id][name] = step
    return found
