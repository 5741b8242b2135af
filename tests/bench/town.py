"""A Slack with a project in it, the real bot as a process, and the empty listener beside it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot import manifest
from bot.sandbox import local

from .requests import SECRET

PATIENCE_SECONDS = 30


@dataclass
class Town:
    """The sandbox and the processes that talk to it."""

    slack: local.Slack
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def bot(self, database_url: str) -> Process:
        """`stationmaster run` on a database; not answering yet."""
        settings = {
            "SLACK_API_URL": self.slack.api_url,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_SIGNING_SECRET": SECRET,
            "DATABASE_URL": database_url.replace("+psycopg", ""),
            "LOG_LEVEL": "ERROR",
        }
        return self._start(free_port(), ["bot", "run"], settings)

    def empty_listener(self) -> Process:
        """The empty listener, answering."""
        port = free_port()
        words = ["tests.bench.empty", self.slack.api_url, self.slack.bot_token, str(port)]
        started = self._start(port, words, {})
        started.wait()
        return started

    def _start(self, port: int, words: list[str], settings: dict[str, str]) -> Process:
        popen = subprocess.Popen(
            [sys.executable, "-m", *words],
            env={"PATH": os.environ["PATH"], "PORT": str(port), **settings},
        )
        self._processes.append(popen)
        return Process(popen, port)

    def command(self, name: str, text: str) -> dict[str, str]:
        """What Slack sends when Dev types in #mobile; a mention is `@ben`, as people see it."""
        workspace = self.slack.workspace
        dev, ben = workspace.find_person("dev"), workspace.find_person("ben")
        place = next(each for each in workspace.channels.values() if each.name == "mobile")
        assert dev is not None
        assert ben is not None
        return {
            "token": "unused",
            "team_id": workspace.team_id,
            "team_domain": workspace.domain,
            "channel_id": place.id,
            "channel_name": place.name,
            "user_id": dev.id,
            "user_name": dev.name,
            "command": name,
            "text": text.replace("@ben", f"<@{ben.id}|ben>"),
            "api_app_id": workspace.app.id,
            "is_enterprise_install": "false",
            "response_url": f"{self.slack.base_url}/unused",
        }

    def close(self) -> None:
        """Stop every process that is left."""
        for process in self._processes:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Process:
    """A server on a port of this machine."""

    popen: subprocess.Popen[bytes]
    port: int

    def wait(self) -> None:
        """Until it takes connections."""
        for _ in range(PATIENCE_SECONDS * 200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            if self.popen.poll() is not None:
                raise RuntimeError("a server ended before it answered")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(0.005)
        raise TimeoutError

    def stop(self) -> None:
        """End it, and wait until it has."""
        self.popen.terminate()
        self.popen.wait(PATIENCE_SECONDS)

    def memory_mb(self) -> float:
        """What it keeps in memory, as Linux counts it; 0 elsewhere."""
        with contextlib.suppress(OSError):
            pages = int(self._counted("statm").split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
        return 0.0

    def cpu_seconds(self) -> float:
        """Processor time so far, which other programs disturb less than the time on the wall."""
        with contextlib.suppress(OSError):
            ticks = self._counted("stat").rpartition(")")[2].split()[11:13]
            return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def _counted(self, what: str) -> str:
        return Path(f"/proc/{self.popen.pid}/{what}").read_text()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def opened() -> Iterator[Town]:
    """A town for as long as the block runs."""
    with (
        local.start(manifest.build(), lambda: datetime.now(UTC)) as slack,
        contextlib.closing(Town(slack)) as town,
    ):
        yield town
