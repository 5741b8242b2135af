"""The records as they stood at an instant, from the history: looked at, then forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import models
from . import history

NOUNS = ("task", "milestone", "risk", "project", "program", "check-in", "dependency")
WHERE_IT_LIVES = "channel_id"
"""Never taken back: it decides who may see a project, and that is asked as of now."""


@contextmanager
def as_of(
    session: Session, workspace_id: int, at: datetime, seen: Collection[int]
) -> Iterator[None]:
    """Within it every item is what it was at an instant; afterwards nothing has happened.

    All changes since are taken back inside a savepoint, the newest first, and the savepoint is
    rolled back in the end: so whatever computes today's view computes that day's. What belongs by
    now to a project that is not among `seen` is left out, wherever it was then.
    """
    session.flush()
    nested = session.begin_nested()
    try:
        moved: dict[Any, int] = {}
        for change in _since(session, workspace_id, at):
            item = session.get(history.NOUNS[change.noun], change.item_id)
            if item is None or change.field == WHERE_IT_LIVES:
                continue
            if change.field == "project_id":
                moved.setdefault(item, item.project_id)
            if change.field:
                setattr(item, change.field, history.typed(change, change.old))
            else:
                item.deleted_at = at
        for item, project_id in moved.items():
            if project_id not in seen:
                item.deleted_at = at
        session.flush()
        session.expire_all()
        yield
    finally:
        nested.rollback()
        session.expire_all()


def _since(session: Session, workspace_id: int, at: datetime) -> list[models.Change]:
    table = models.Change
    return list(
        session.scalars(
            select(table)
            .join(models.ChangeSet, models.ChangeSet.id == table.set_id)
            .where(
                models.ChangeSet.workspace_id == workspace_id,
                models.ChangeSet.at > at,
                table.noun.in_(NOUNS),
            )
            .order_by(table.id.desc())
        )
    )
