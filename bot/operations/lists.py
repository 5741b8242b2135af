"""What the lists of tasks, milestones and risks have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func

from .. import models
from . import access, statements, terms
from .actor import Actor


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; empty fields do not narrow."""

    project_ids: tuple[int, ...] = ()
    owner_id: int | None = None
    unassigned: bool = False
    overdue: bool = False
    status: tuple[str, ...] = (models.OPEN,)
    sought: tuple[terms.Term, ...] = ()

    def conditions(self, actor: Actor, table: Any) -> list[ColumnElement[bool]]:
        """Conditions on the table of the items; what `overdue` is, each noun says."""
        found: list[ColumnElement[bool]] = [statements.among(table.status, self.status)]
        if self.project_ids:
            found.append(table.project_id.in_(self.project_ids))
        if self.owner_id is not None:
            found.append(table.owner_id == self.owner_id)
        if self.unassigned:
            found.append(table.owner_id.is_(None))
        return found + terms.holding(actor, table, self.sought)


def page(
    actor: Actor,
    table: Any,
    conditions: Iterable[ColumnElement[bool]],
    order: Iterable[Any],
    number: int,
    size: int,
) -> tuple[Sequence[Any], int]:
    """One page of what meets the conditions and the actor may see, and how many there are."""
    query = access.items(actor, table).where(*conditions)
    total = actor.session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True))
    found = actor.session.scalars(query.order_by(*order).offset(number * size).limit(size)).all()
    return found, total or 0
