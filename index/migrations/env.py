"""Run by Alembic; the connection comes from index.database, inside its transaction."""

from alembic import context

from index.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
