"""What Alembic runs: our tables on the connection it was given."""

from alembic import context

from bot.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    user_module_prefix="models.",
)
with context.begin_transaction():
    context.run_migrations()
