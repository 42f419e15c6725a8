"""The league: answers about all companies, kept as stretches; they may always go."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SLUG = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of version 3, empty."""
    op.create_table(
        "league",
        sa.Column("projection", sa.Text(), nullable=False),
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("building", _NUMBER, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("told", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("projection", name="league_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "league_line",
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("company", _SLUG, nullable=False),
        sa.Column("start", _NUMBER, nullable=False),
        sa.Column("until", _NUMBER, nullable=False),
        sa.Column("currency", sa.Text()),
        sa.Column("amount", sa.Double().with_variant(sa.REAL(), "sqlite")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "league_count",
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at", _NUMBER, nullable=False),
        sa.Column("late", _NUMBER, nullable=False),
        sa.Column("possible", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("generation", "level", "at", name="league_count_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "league_name",
        sa.Column("generation", _NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company", _SLUG, nullable=False),
        sa.PrimaryKeyConstraint(
            "generation", "name", "company", name="league_name_pkey"
        ),
        sqlite_strict=True,
    )
    _indexes()


def _indexes() -> None:
    line = "league_line"
    op.create_index(f"{line}_time", line, ["generation", "until", "start"])
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
