"""Fresh databases for tests: copies of one SQLite file, and one PostgreSQL for the whole run.

Every process of pytest-xdist shares a directory that the controlling process made. The first
that needs PostgreSQL starts it there; a guardian, waiting on a pipe from the controlling
process, stops it and removes the directory when that process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bot import db

GUARDIAN = """
cat > /dev/null
if [ -f server/postmaster.pid ]; then "$0/pg_ctl" stop -D server -m immediate -s; fi
rm -rf "$PWD"
"""
SERVER = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}
END_OTHER_CONNECTIONS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY_EVERY_TABLE = """
DO $$ DECLARE name text; filled boolean; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT oid::regclass FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %s', name); END IF;
  END LOOP;
  PERFORM setval(oid::regclass, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
END $$
"""


class Unavailable(Exception):  # noqa: N818 - a reason to skip, not an error
    """PostgreSQL cannot be started here; the text says why."""


def open_directory() -> tuple[Path, subprocess.Popen[bytes]]:
    """Make the directory of a run and the guardian that outlives it."""
    user = _server_user()
    shared = Path(tempfile.mkdtemp(prefix="stationmaster-tests-"))
    if user:
        os.chown(shared, user.pw_uid, user.pw_gid)
    guardian = subprocess.Popen(
        ["/bin/sh", "-c", GUARDIAN, str(_binaries() or shared)],
        cwd=shared,
        env={"PATH": os.defpath},  # a PATH without `rm` must not leave the directory behind
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in the terminal must not reach it
        **_as(user),
    )
    return shared, guardian


def close_directory(guardian: subprocess.Popen[bytes]) -> None:
    """Let the guardian tidy up, and wait until it has."""
    assert guardian.stdin is not None
    guardian.stdin.close()
    guardian.wait()


class Databases:
    """What one test process takes its databases from."""

    def __init__(self, shared: Path) -> None:
        """`shared` is the run's directory."""
        self.shared = shared
        self._free: list[str] = []
        self._free_files: list[Path] = []
        self._files = 0
        self._made = 0
        self._cleaners: dict[str, psycopg.Connection] = {}

    def close(self) -> None:
        """Let go of the server."""
        for connection in self._cleaners.values():
            connection.close()

    @contextlib.contextmanager
    def fresh(self, kind: str) -> Iterator[str]:
        """The address of a migrated database without a row, for as long as the block runs.

        Addresses come again, so that whoever keeps an engine for one need not warm up a new one.
        """
        if kind == "sqlite":
            with self._sqlite() as url:
                yield url
        else:
            name = self._free.pop() if self._free else self._create("template_stationmaster")
            yield self._address(name)
            self._clean(name)
            self._free.append(name)

    @contextlib.contextmanager
    def empty(self, kind: str, directory: Path) -> Iterator[str]:
        """The address of a database without even a table."""
        if kind == "sqlite":
            yield f"sqlite:///{directory}/empty.db"
        else:
            name = self._create("template1")
            yield self._address(name)
            with self._connect("postgres") as server:
                server.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def _sqlite(self) -> Iterator[str]:
        template = self.shared / "template.db"
        with self._once("sqlite") as first:
            if first:
                _migrate(f"sqlite:///{template}")
        if not self._free_files:
            self._files += 1
            self._free_files.append(self.shared / f"{os.getpid()}-{self._files}.db")
        path = self._free_files.pop()
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        shutil.copyfile(template, path)
        yield f"sqlite:///{path}"
        self._free_files.append(path)

    def _create(self, template: str) -> str:
        with self._once("postgresql") as first:
            if first:
                start_server(self.shared)
                with self._connect("postgres") as server:
                    server.execute("CREATE DATABASE template_stationmaster")
                _migrate(self._address("template_stationmaster"))
        self._made += 1
        name = f"test_{os.getpid()}_{self._made}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self._connect("postgres") as server:
            server.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def _clean(self, name: str) -> None:
        # Kept open: connecting takes longer than all the rest.
        connection = self._cleaners.get(name) or self._connect(name)
        self._cleaners[name] = connection
        connection.execute(END_OTHER_CONNECTIONS)
        connection.execute(EMPTY_EVERY_TABLE)

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._address(name).replace("+psycopg", ""), autocommit=True)

    def _address(self, name: str) -> str:
        port = (self.shared / "port").read_text()
        return f"postgresql+psycopg://stationmaster@127.0.0.1:{port}/{name}"

    @contextlib.contextmanager
    def _once(self, what: str) -> Iterator[bool]:
        """True for the first process of the run that gets here; the others wait until it is done.

        It is done when the block ends without an error: the file then holds a word.
        """
        with (self.shared / f"{what}.once").open("a+") as note:
            fcntl.flock(note, fcntl.LOCK_EX)
            first = note.seek(0, os.SEEK_END) == 0
            yield first
            if first:
                note.write("done")


def start_server(shared: Path) -> None:
    """Start PostgreSQL in `shared` and note its port there, or raise `Unavailable`."""
    binaries = _binaries()
    if binaries is None:
        raise Unavailable("no PostgreSQL server here (no initdb on PATH or in /usr/lib/postgresql)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    options = " ".join(f"-c {name}={value or repr('')}" for name, value in SERVER.items())
    _call(
        shared,
        [binaries / "initdb", "-D", "server", "--no-sync", "--auth=trust"],
        ["-U", "stationmaster", "--encoding=UTF8", "--locale=C.UTF-8"],
    )
    _call(
        shared,
        [binaries / "pg_ctl", "start", "-D", "server", "-w", "-l", "server.log"],
        ["-o", f"-p {port} {options}"],
    )
    (shared / "port").write_text(port)


def _call(shared: Path, command: Sequence[Path | str], more: Sequence[str]) -> None:
    # Files, not pipes: the server inherits them and would keep a pipe open for good.
    with (shared / "output").open("w+") as output:
        ended = subprocess.run(
            [*command, *more],
            cwd=shared,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            **_as(_server_user()),
        )
        if ended.returncode:
            output.seek(0)
            raise Unavailable(f"PostgreSQL does not start: {output.read()}")


def _migrate(address: str) -> None:
    database = db.Database(address)
    database.migrate()
    database.close()


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in installed), key=_version, default=None)


def _version(binaries: Path) -> float:
    return float(binaries.parent.name)


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as its own user, or as nobody."""
    if os.getuid():
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
