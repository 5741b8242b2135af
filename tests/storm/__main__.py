"""The whole storm: `python -m tests.storm [sqlite|postgresql …]`; 200 kills on each."""

from __future__ import annotations

import contextlib
import sys

from bot.db import Database
from tests import databases

from .storm import run

KILLS, SIZE, APART_SECONDS = 200, 300, 1.0


def main(kinds: list[str]) -> int:
    """Two replicas on PostgreSQL; one on SQLite, whose file has one writer."""
    good = True
    with contextlib.ExitStack() as stack:
        shared, guardian = databases.open_directory()
        stack.callback(databases.close_directory, guardian)
        source = stack.enter_context(contextlib.closing(databases.Databases(shared)))
        for kind in kinds:
            with source.fresh(kind) as url, contextlib.closing(Database(url)) as database:
                outcome = run(
                    database,
                    seed=1,
                    size=SIZE,
                    kills=KILLS,
                    replicas=2 if kind == "postgresql" else 1,
                    apart=APART_SECONDS,
                )
                print(f"{kind}: {outcome}", flush=True)
                good &= outcome.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["sqlite", "postgresql"]))
