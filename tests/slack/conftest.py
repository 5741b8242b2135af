"""The town with one project in it, for stories that need both databases and for those that do not.

What depends on the database or on the transport runs twice (`town`, `web`); what is only about
words runs once (`town_once`, `web_once`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import databases, world


@pytest.fixture
def town_once(all_databases: databases.Databases) -> Iterator[world.World]:
    """The small workspace with the bot in it, over HTTP on SQLite."""
    with (
        all_databases.fresh("sqlite") as url,
        world.opened(url, "HTTP", world.Clock()) as opened,
    ):
        yield opened


@pytest.fixture
def web(town: world.World) -> world.World:
    """The project WEB lives in #web and is Ana's."""
    town.ana.types("#web", "/project new WEB Website relaunch due 30 june")
    return town


@pytest.fixture
def web_once(town_once: world.World) -> world.World:
    """The same, over HTTP on SQLite."""
    town_once.ana.types("#web", "/project new WEB Website relaunch due 30 june")
    return town_once
