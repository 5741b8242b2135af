"""The engine, its transactions and the few threads that may touch the database."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")

BUSY_TIMEOUT_MS = 5_000
MIGRATION_LOCK = 0x57A71000
THREADS = 4
MOST_LOOKS = THREADS + 1
"""So often work is begun: each of the others may come before it once."""


class Database:
    """One engine; SQLite gets one thread so that writers queue instead of colliding."""

    def __init__(self, url: str) -> None:
        """`url` is SQLAlchemy's: `sqlite:///file.db` or `postgresql+psycopg://…`."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _engine(url)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._threads = ThreadPoolExecutor(1 if self.is_sqlite else THREADS, "database")

    def begin(self) -> contextlib.AbstractContextManager[Session]:
        """A session in a transaction that commits at the end, or rolls back on any error."""
        return self.sessions.begin()

    async def run(self, work: Callable[[Session], T]) -> T:
        """Carry out `work` in one transaction on a database thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self._carry_out, work
        )

    def _carry_out(self, work: Callable[[Session], T]) -> T:
        for _ in range(MOST_LOOKS - 1):
            try:
                with self.begin() as session:
                    return work(session)
            except (IntegrityError, StaleDataError, OperationalError) as error:
                # Two met the same new person, took the same key, changed the same item or waited
                # for each other: nothing is written yet, and another look finds what the other did.
                if isinstance(error, OperationalError) and not _is_deadlock(error):
                    raise
        with self.begin() as session:
            return work(session)

    def migrate(self) -> None:
        """Bring the schema to the newest revision; several processes may call it at once.

        The lock is the transaction's own: SQLite's write lock, an advisory one on PostgreSQL.
        """
        with self.engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:id)"), {"id": MIGRATION_LOCK}
                )
            if current_revision(connection) != HEAD:
                from . import migrations

                migrations.upgrade(connection)

    def close(self) -> None:
        """Wait for what is in flight, then let go of every connection."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


HEAD = "0004"
"""The newest revision, held against the migrations by a test: start-up need not load Alembic."""


def current_revision(connection: Connection) -> str | None:
    """The schema's revision, or None where no migration has run."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _is_deadlock(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", "") == "40P01"


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=2)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes too late (at the first write); ours takes the lock first.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    with contextlib.suppress(Exception):  # a read-only file still answers questions
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock at the start: a later upgrade from read to write cannot wait."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
