"""Where Alembic begins: within sayso's own transaction, or from a developer's shell.

`ledger.store.database.migrate` passes its connection, locked and to be committed by
it. A developer writes migrations with `alembic revision -m "what changes"`, which
needs no database, and tries them with `alembic -x place=FILE upgrade head`.
"""

from alembic import context
from sqlalchemy import Connection

from ledger.store.connection import located, open_engine, transaction
from ledger.store.database import mark
from ledger.store.schema import metadata, version


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=version.name,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    place = context.get_x_argument(as_dictionary=True)["place"]
    with transaction(open_engine(located(place), new=True), "schema") as opened:
        _run(opened)
        mark(opened)
