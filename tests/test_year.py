"""A fortnight of the simulated year, with two DST nights and a holiday in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.db import Database
from tests import databases
from tests.year import walk

OCTOBER = datetime(2026, 10, 23, tzinfo=UTC)
"""Europe's clocks go back on the 25th, America's on 1 November; Japan rests on the 3rd."""


@pytest.fixture
def database(all_databases: databases.Databases) -> Iterator[Database]:
    with all_databases.fresh("sqlite") as url:
        yield Database(url)


def test_in_a_fortnight_everybody_hears_what_is_due_in_its_minute_and_nothing_else(
    database: Database,
) -> None:
    walked = walk.run(database, start=OCTOBER, days=14, seed=1)
    assert not walked.wrong, walked.told()
    assert walked.counts["ticks"] == 14 * 24 * 60
    assert walked.counts["digests"] == 6
    assert walked.audit.counts["morning"] > 250
