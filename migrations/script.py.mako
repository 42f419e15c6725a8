"""${message}."""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Change the tables; entries that are on record stay as they are."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """A ledger never goes back: take the backup that was made before."""
    raise NotImplementedError
