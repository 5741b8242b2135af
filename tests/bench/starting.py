"""From the start of `stationmaster run` to its first answer, and what it keeps in memory then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

from .requests import Job, Sender
from .table import Row
from .town import Town

ROUNDS = 5
QUIET_SECONDS = 1.0


def measure(town: Town, existing: str, fresh: Callable[[], str], sender: Sender) -> Iterator[Row]:
    """Starts on a database in use and on new ones; one start more is not counted."""
    command = town.command("/pm", "help")
    old, new = [], []
    for number in range(ROUNDS + 1):
        if number:
            old.append(_start(town, existing, command, sender))
            new.append(_start(town, fresh(), command, sender))
        else:
            _start(town, existing, command, sender)
    for name, found in (("existing", old), ("new", new)):
        wall, cpu = (median(each[part] for each in found) for part in (0, 1))
        best = min(each[0] for each in found)
        note = f"best {best:.2f} s, processor {cpu:.2f} s"
        yield Row(f"start to first answer, {name} database", wall, "s", at_most=1.5, note=note)
        memory = median(each[2] for each in found)
        yield Row(f"memory at rest after it, {name} database", memory, "MB", at_most=120)


def _start(
    town: Town, database_url: str, command: dict[str, str], sender: Sender
) -> tuple[float, float, float]:
    """Seconds on the wall, seconds of the processor, MB."""
    start = time.perf_counter()
    bot = town.bot(database_url)
    bot.wait()
    sender.send(Job(bot.port, command, 1))
    wall, cpu = time.perf_counter() - start, bot.cpu_seconds()
    _rest()
    memory = bot.memory_mb()
    bot.stop()
    return wall, cpu, memory


def _rest() -> None:
    """Long enough for whatever a start leaves for later."""
    time.sleep(QUIET_SECONDS)  # noqa: TID251 - memory *at rest* is what is measured
