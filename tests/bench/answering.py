"""How long a `/task add` takes beside an empty listener, alone and with many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from .requests import Job, Sender, Times
from .table import Row
from .town import Process, Town

PLAIN = "add Fix login page"
IN_WORDS = "add Fix login page @ben due friday 5pm"
ROUNDS, ALONE, AT_ONCE = 12, 100, 320


@dataclass(frozen=True)
class Round(Times):
    """One job, and the processor time that the server took for it."""

    cpu: float


def measure(
    town: Town, empty: Process, bot: Process, sender: Sender, *, on_file: bool
) -> Iterator[Row]:
    """The figures of a bot that answers already, in rounds of all variants one after the other.

    The goals are those of a database `on_file`: a server's figures are only told.
    """

    def sending(server: Process, text: str, clients: int = 1) -> Callable[[], Round]:
        count = ALONE if clients == 1 else AT_ONCE
        expect = "WEB-" if server is bot else ""
        job = Job(server.port, town.command("/task", text), count, clients, expect)

        def run() -> Round:
            before = server.cpu_seconds()
            times = sender.send(job)
            spent = server.cpu_seconds() - before
            return Round(times.each, times.together, times.late, spent)

        return run

    sender.send(Job(bot.port, town.command("/project", "new WEB Website relaunch"), 1))
    variants = {
        "empty": sending(empty, PLAIN),
        "plain": sending(bot, PLAIN),
        "in words": sending(bot, IN_WORDS),
        "at once": sending(bot, PLAIN, 64),
    }
    for run in variants.values():
        run()
    rounds = [{name: run() for name, run in variants.items()} for _ in range(ROUNDS)]

    def p50(name: str) -> float:
        return median(each for times in rounds for each in times[name].each)

    def beside_empty(name: str, goal: float) -> Iterator[Row]:
        ratios = sorted(median(each[name].each) / median(each["empty"].each) for each in rounds)
        note = f"from {ratios[0]:.1f} to {ratios[-1]:.1f} by round"
        what = "  … in times of the empty listener"
        yield Row(what, median(ratios), "×", at_most=goal if on_file else None, note=note)
        empty_cpu = sum(each["empty"].cpu for each in rounds)
        if empty_cpu:
            cpu = sum(each[name].cpu for each in rounds)
            yield Row("  … the same in processor time", cpu / empty_cpu, "×")

    def rate(times: Times) -> float:
        return len(times.each) / times.together

    late = sum(each["at once"].late for each in rounds)
    assert not any(each[name].late for each in rounds for name in ("plain", "in words"))
    yield Row("empty listener, p50", p50("empty") * 1000, "ms")
    yield Row(f"/task {PLAIN}, p50", p50("plain") * 1000, "ms")
    yield from beside_empty("plain", 6)
    yield Row(f"/task {IN_WORDS}, p50", p50("in words") * 1000, "ms")
    yield from beside_empty("in words", 10)
    yield Row("one client, requests a second", median(rate(each["plain"]) for each in rounds))
    yield Row("64 clients, requests a second", median(rate(each["at once"]) for each in rounds))
    yield Row(
        "  … in times of one client",
        median(rate(each["at once"]) / rate(each["plain"]) for each in rounds),
        "×",
        at_least=0.8,
        note=f"{late} of {ROUNDS * AT_ONCE} only acknowledged in time",
    )
