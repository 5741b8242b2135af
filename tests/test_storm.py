"""A short storm: real processes, real SIGKILL, failing calls; `python -m tests.storm` is longer."""

from __future__ import annotations

from bot import db
from tests.storm import storm


def test_after_a_storm_every_notice_stands_once(database: db.Database) -> None:
    replicas = 1 if database.is_sqlite else 2
    outcome = storm.run(database, seed=7, size=24, kills=6, replicas=replicas, apart=2.0)
    assert outcome.good, str(outcome)
    assert outcome.planned >= 50
    assert outcome.faults > 5
