"""The audit trail: the tree over the entries, checkpoints, and payloads."""

import sqlalchemy as sa
from alembic import op

from ledger.store.database import session_of
from ledger.store.guards.guards import TRAIL_GUARDS
from ledger.store.tree import grow

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of version 2, and the hashes of the entries there are."""
    op.create_table(
        "node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name="node_pkey"),
        sa.CheckConstraint("level > 0 AND number >= 0", name="node_is_in_the_tree"),
        sa.CheckConstraint("length(hash) = 32", name="node_is_a_hash"),
        sqlite_strict=True,
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("size", name="checkpoint_pkey"),
        sa.CheckConstraint("size > 0", name="checkpoint_is_of_entries"),
        sqlite_strict=True,
    )
    op.create_table(
        "payload",
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("commitment", name="payload_pkey"),
        sa.CheckConstraint(
            "length(commitment) = 32", name="payload_commitment_is_a_hash"
        ),
        sa.CheckConstraint("length(salt) = 32", name="payload_has_a_salt"),
        sa.CheckConstraint("length(digest) = 32", name="payload_digest_is_a_hash"),
        sqlite_strict=True,
    )
    op.create_index("payload_digest", "payload", ["digest"])
    connection = op.get_bind()
    for guard in TRAIL_GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(guard)
    size = connection.exec_driver_sql("SELECT seq + 1 FROM head").scalar_one()
    grow(session_of(connection), 0, size)


def downgrade() -> None:
    """A ledger never goes back: take the backup that was made before."""
    raise NotImplementedError
