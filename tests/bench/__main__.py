"""Measure everything and print the table: `python -m tests.bench [sqlite|postgresql …]`."""

from __future__ import annotations

import contextlib
import itertools
import sys
import tempfile
from pathlib import Path

from tests import databases

from . import answering, starting, ticking, town
from .requests import Sender
from .table import show


def main(kinds: list[str]) -> None:
    """One chapter after the other, on each kind of database."""
    with contextlib.ExitStack() as stack:
        shared, guardian = databases.open_directory()
        stack.callback(databases.close_directory, guardian)
        source = stack.enter_context(contextlib.closing(databases.Databases(shared)))
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sender = stack.enter_context(contextlib.closing(Sender()))
        here = stack.enter_context(town.opened())
        empty = here.empty_listener()
        numbers = itertools.count()

        def address(kind: str, *, migrated: bool = True) -> str:
            if migrated:
                return stack.enter_context(source.fresh(kind))
            directory = place / str(next(numbers))
            directory.mkdir()
            return stack.enter_context(source.empty(kind, directory))

        for kind in kinds:
            used = address(kind)
            bot = here.bot(used)
            bot.wait()
            rows = answering.measure(here, empty, bot, sender, on_file=kind == "sqlite")
            show(f"Answering, {kind}", rows)
            bot.stop()
            blank = iter(lambda kind=kind: address(kind, migrated=False), None)  # type: ignore[misc]
            show(
                f"Starting, {kind}",
                starting.measure(here, used, lambda blank=blank: next(blank), sender),  # type: ignore[misc]
            )
            show(f"Ticking, {kind}", ticking.measure(address(kind), address(kind)))


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
