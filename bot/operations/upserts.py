"""`INSERT … ON CONFLICT`, which SQLAlchemy spells once for each database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from ..models.base import Base


def both(table: type[Base], finish: Callable[[Any], Any]) -> Mapping[str, Any]:
    """The statement by the name of the dialect; written once, since writing it takes longest."""
    return {
        "sqlite": finish(sqlite.insert(table.__table__)),  # type: ignore[arg-type]
        "postgresql": finish(postgresql.insert(table.__table__)),  # type: ignore[arg-type]
    }
