"""The migrations make exactly the tables that the models describe."""

from __future__ import annotations

from alembic import command
from alembic.script import ScriptDirectory

from bot import db, migrations


def test_the_models_and_the_migrations_agree(empty_database_url: str) -> None:
    database = db.Database(empty_database_url)
    database.migrate()
    with database.engine.begin() as connection:
        command.check(migrations.config(connection))
    database.close()


def test_the_newest_revision_is_the_one_that_a_start_looks_for(empty_database_url: str) -> None:
    database = db.Database(empty_database_url)
    with database.engine.begin() as connection:
        scripts = ScriptDirectory.from_config(migrations.config(connection))
        assert scripts.get_heads() == [db.HEAD]
        assert db.current_revision(connection) is None
    database.migrate()
    database.migrate()
    with database.engine.connect() as connection:
        assert db.current_revision(connection) == db.HEAD
    database.close()
