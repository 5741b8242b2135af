"""Fixtures that every test may ask for: a fresh database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import db

from . import databases, world

SHARED = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process makes the run's directory; its workers are told of it."""
    told = getattr(config, "workerinput", None)
    if told:
        config.stash[SHARED] = Path(told["databases"])
        return
    shared, guardian = databases.open_directory()
    config.stash[SHARED] = shared
    config.add_cleanup(lambda: databases.close_directory(guardian))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the run's databases live."""
    node.workerinput["databases"] = str(node.config.stash[SHARED])


@pytest.fixture(scope="session")
def all_databases(pytestconfig: pytest.Config) -> Iterator[databases.Databases]:
    """What this process takes its databases from."""
    with contextlib.closing(databases.Databases(pytestconfig.stash[SHARED])) as all_databases:
        yield all_databases


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The two databases; what asks for one runs on both."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, all_databases: databases.Databases) -> Iterator[str]:
    """A migrated database without a row."""
    with or_skip(), all_databases.fresh(database_kind) as url:
        yield url


@pytest.fixture
def empty_database_url(
    database_kind: str, all_databases: databases.Databases, tmp_path: Path
) -> Iterator[str]:
    """A database without even a table."""
    with or_skip(), all_databases.empty(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[db.Database]:
    """The bot's own way to a fresh database."""
    database = db.Database(database_url)
    yield database
    database.close()


@pytest.fixture(params=["HTTP on SQLite", "Socket Mode on PostgreSQL"])
def town(
    request: pytest.FixtureRequest, all_databases: databases.Databases
) -> Iterator[world.World]:
    """The small workspace with the bot in it, on a Wednesday morning."""
    mode, _, kind = request.param.partition(" on ")
    with (
        or_skip(),
        all_databases.fresh(kind.lower()) as url,
        world.opened(url, mode, world.Clock()) as opened,
    ):
        yield opened


class or_skip:  # noqa: N801 - reads as a sentence
    """Skip where PostgreSQL is missing; fail where it has no right to be (`CI=true`)."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Turn `Unavailable` into a skip."""
        if isinstance(error, databases.Unavailable) and os.environ.get("CI") != "true":
            pytest.skip(str(error))
