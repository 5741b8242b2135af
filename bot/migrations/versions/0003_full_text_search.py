"""Full-text search

Revision: 0003, after 0002.

SQLite keeps an FTS5 index beside each table that is searched, filled by triggers; PostgreSQL a
generated column with a GIN index. So whatever writes a row, a bulk import included, is found.
A later migration that makes one of these tables anew on SQLite has to call `_follow` for it again:
the triggers go with the old table.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEARCHED = {
    "tasks": ("title", "description", "labels"),
    "milestones": ("title", "description"),
    "risks": ("title", "response"),
    "notes": ("text",),
    "replies": ("text",),
    "attachments": ("title",),
    "people": ("name", "handle"),
}
"""What is searched, as it was at this revision."""


def upgrade() -> None:
    """Apply the change."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, columns in SEARCHED.items():
        if is_sqlite:
            _index(table, columns)
            _follow(table, columns)
        else:
            _generate(table, columns)


def downgrade() -> None:
    """Take the change back."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SEARCHED:
        if is_sqlite:
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_search_{event}")
            op.execute(f"DROP TABLE {table}_search")
        else:
            op.execute(f"ALTER TABLE {table} DROP COLUMN search")


def _index(table: str, columns: tuple[str, ...]) -> None:
    """The words of a table's columns; the words themselves stay in the table only."""
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5({', '.join(columns)}, "
        f"content='{table}', content_rowid='id', columnsize=0, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(f"INSERT INTO {table}_search({table}_search) VALUES ('rebuild')")  # noqa: S608


def _follow(table: str, columns: tuple[str, ...]) -> None:
    """Triggers that keep the index to the table, however a row is written."""
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    differs = " OR ".join(f"new.{column} IS NOT old.{column}" for column in columns)
    add = f"INSERT INTO {table}_search(rowid, {names}) VALUES (new.id, {new});"  # noqa: S608
    remove = (
        f"INSERT INTO {table}_search({table}_search, rowid, {names}) "  # noqa: S608
        f"VALUES ('delete', old.id, {old});"
    )
    for event, when, then in (
        ("insert", f"AFTER INSERT ON {table}", add),
        ("update", f"AFTER UPDATE OF {names} ON {table} WHEN {differs}", remove + add),
        ("delete", f"AFTER DELETE ON {table}", remove),
    ):
        op.execute(f"CREATE TRIGGER {table}_search_{event} {when} BEGIN {then} END")


MARKS = r"""!"#$%&()*+,-./:;<=>?@[\]^_`{|}~“”„«»‘’–—…·"""
"""Signs that PostgreSQL would take for parts of addresses, paths, signed numbers and the like."""


def _generate(table: str, columns: tuple[str, ...]) -> None:
    """The words of a row without their accents, in a column that keeps itself."""
    text = " || ' ' || ".join(columns)
    bare = rf"regexp_replace(normalize({text}, NFD), '[\u0300-\u036f]', '', 'g')"
    words = f"translate({bare}, '{MARKS}''', '{' ' * (len(MARKS) + 1)}')"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN search tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple', {words})) STORED"
    )
    op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin (search)")
