"""Where the two databases want to be spoken to in a special way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from ..models.base import Base


def upsert(table: type[Base], finish: Callable[[Any], Any]) -> Mapping[str, Any]:
    """`INSERT … ON CONFLICT …` by the name of the dialect, `finish` being what follows.

    To be written once, in a constant: writing it takes longer than running it.
    """
    return {
        "sqlite": finish(sqlite.insert(table.__table__)),  # type: ignore[arg-type]
        "postgresql": finish(postgresql.insert(table.__table__)),  # type: ignore[arg-type]
    }


def among(column: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """`column IN (…)` with our own words written out rather than bound.

    Only so can SQLite know that a partial index, whose condition this is, has all that is asked.
    """
    chosen: Any = bindparam(None, list(words), expanding=True, literal_execute=True)
    found: ColumnElement[bool] = column.in_(chosen)
    return found
