"""Each test's database is its own, and like the bot's."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot import db, models


@pytest.mark.parametrize("time", range(3))
def test_a_fresh_database_is_migrated_and_has_no_rows(database: db.Database, time: int) -> None:
    with database.begin() as session:
        assert session.query(models.Workspace).count() == 0
        session.add(models.Workspace(slack_id="T1"))
    with database.begin() as session:
        assert session.query(models.Workspace).one().id == 1


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    database = db.Database(empty_database_url)
    with database.engine.begin() as connection:
        assert db.current_revision(connection) is None
        assert connection.execute(text("SELECT 1")).scalar() == 1
    database.close()
