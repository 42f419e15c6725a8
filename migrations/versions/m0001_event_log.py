"""The event log: entries, the head row, and the guards that make them append-only."""

import sqlalchemy as sa
from alembic import op

from ledger.store.guards.guards import ENTRY_GUARDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SLUG = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of version 1."""
    op.create_table(
        "entry",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("company", _SLUG),
        sa.Column("other", _SLUG),
        sa.Column("published_from", _NUMBER),
        sa.Column("published_to", _NUMBER),
        sa.Column("recorded", _NUMBER, nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="entry_pkey"),
        sa.UniqueConstraint("id", name="entry_id"),
        sa.CheckConstraint("length(id) = 32", name="entry_id_is_a_hash"),
        sa.CheckConstraint("length(leaf) = 32", name="entry_leaf_is_a_hash"),
        sa.CheckConstraint("length(body) BETWEEN 2 AND 65535", name="entry_body_fits"),
        sa.CheckConstraint(
            "leaf = sha256('\\x00'::bytea || body)", name="entry_leaf_is_of_body"
        ).ddl_if(dialect="postgresql"),
        sqlite_strict=True,
    )
    op.create_index("entry_company", "entry", ["company", "seq"])
    linked = sa.text("other IS NOT NULL")
    op.create_index(
        "entry_other", "entry", ["other"], sqlite_where=linked, postgresql_where=linked
    )
    op.create_table(
        "head",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", _NUMBER, nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("recorded", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("one", name="head_pkey"),
        sa.CheckConstraint("one = 1", name="head_is_one_row"),
        sqlite_strict=True,
    )
    for guard in ENTRY_GUARDS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(guard)


def downgrade() -> None:
    """A ledger never goes back: take the backup that was made before."""
    raise NotImplementedError
