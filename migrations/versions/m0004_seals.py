"""What is put in must read; the ranking is bound to the log, and made again."""

import sqlalchemy as sa
from alembic import op

from ledger.store.guards.guards import READS_GUARDS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SLUG = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of version 4; what the ranking held can always be made again."""
    for table in ("league", "league_line", "league_count", "league_name"):
        op.drop_table(table)
    op.create_table(
        "ranking",
        sa.Column("projection", sa.Text(), nullable=False),
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("building", _NUMBER, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("told", _NUMBER, nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("projection", name="ranking_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "ranking_line",
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("company", _SLUG, nullable=False),
        sa.Column("start", _NUMBER, nullable=False),
        sa.Column("until", _NUMBER, nullable=False),
        sa.Column("currency", sa.Text()),
        sa.Column("amount", _NUMBER),
        sa.Column("mark", _NUMBER, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "ranking_count",
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at", _NUMBER, nullable=False),
        sa.Column("late", _NUMBER, nullable=False),
        sa.Column("possible", _NUMBER, nullable=False),
        sa.Column("marks", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("generation", "level", "at", name="ranking_count_pkey"),
        sqlite_strict=True,
    )
    _names()
    _indexes()
    connection = op.get_bind()
    for guard in READS_GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(guard)


def _names() -> None:
    op.create_table(
        "ranking_name",
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company", _SLUG, nullable=False),
        sa.PrimaryKeyConstraint(
            "generation", "name", "company", name="ranking_name_pkey"
        ),
        sqlite_strict=True,
    )


def _indexes() -> None:
    line = "ranking_line"
    at_a_cut = ["generation", "until", "start", "mark", "currency", "amount"]
    op.create_index(f"{line}_time", line, at_a_cut)
    there = ["generation", "company", "until", "start"]
    op.create_index(f"{line}_company", line, there)
    headlines = sa.text("amount IS NOT NULL")
    op.create_index(
        f"{line}_top",
        line,
        ["generation", "currency", sa.text("amount DESC"), "until", "start"],
        sqlite_where=headlines,
        postgresql_where=headlines,
    )


def downgrade() -> None:
    """A ledger never goes back: take the backup that was made before."""
    raise NotImplementedError
