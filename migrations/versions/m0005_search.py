"""The index of words: which entries may hold what somebody searches for."""

from alembic import op

from ledger.store.schema import SEARCH

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; `sayso db upgrade` fills it afterwards."""
    connection = op.get_bind()
    for made in SEARCH[connection.dialect.name]:
        connection.exec_driver_sql(made)


def downgrade() -> None:
    """Drop the index: it holds nothing that the entries do not say."""
    op.execute("DROP TABLE search")
    op.execute("DELETE FROM ranking WHERE projection = 'search'")
