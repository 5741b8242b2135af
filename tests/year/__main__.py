"""The whole year: `python -m tests.year [days] [seed]`; prints the counts, and what is wrong."""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime

from bot.db import Database
from tests import databases

from . import walk

START = datetime(2026, 1, 1, tzinfo=UTC)


def main(days: int = 365, seed: int = 1) -> int:
    """On SQLite, so that one machine walks it in an hour."""
    with contextlib.ExitStack() as stack:
        shared, guardian = databases.open_directory()
        stack.callback(databases.close_directory, guardian)
        source = stack.enter_context(contextlib.closing(databases.Databases(shared)))
        url = stack.enter_context(source.fresh("sqlite"))
        database = stack.enter_context(contextlib.closing(Database(url)))
        walked = walk.run(database, start=START, days=days, seed=seed)
        print(walked.told())
        return 1 if walked.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
