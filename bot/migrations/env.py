"""What Alembic runs: our tables on the connection it was given."""

from alembic import context

from bot.models import Base


def include_name(name: str | None, _kind: str, _parents: object) -> bool:
    """Leave out what only the database knows: the indexes of the full-text search."""
    return "search" not in (name or "").split("_")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=include_name,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    user_module_prefix="models.",
)
with context.begin_transaction():
    context.run_migrations()
