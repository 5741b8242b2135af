"""Stories run twice: over HTTP on SQLite, and over Socket Mode on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases, world
from tests.conftest import or_skip


@pytest.fixture(params=["HTTP on SQLite", "Socket Mode on PostgreSQL"])
def town(
    request: pytest.FixtureRequest, all_databases: databases.Databases, tmp_path: Path
) -> Iterator[world.World]:
    """The small workspace with the bot in it, on a Wednesday morning."""
    mode, _, kind = request.param.partition(" on ")
    with (
        or_skip(),
        all_databases.fresh(kind.lower(), tmp_path) as url,
        world.opened(url, mode, world.Clock()) as opened,
    ):
        yield opened
