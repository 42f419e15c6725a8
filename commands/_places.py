"""Where the ledger is that a command is about."""

LEDGER = "sayso.db"
"""The name that is looked for in this folder and in those above it."""


def located(given: str | None) -> str:
    """--db or SAYSO_DB, else the nearest sayso.db at or above this folder."""
    if given:
        return given
    from pathlib import Path

    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / LEDGER).exists():
            return str(folder / LEDGER)
    from ledger.errors import Unreachable

    raise Unreachable(
        f"no ledger: neither --db nor SAYSO_DB is given, and there is no {LEDGER}"
        " in this folder or above it",
        "`sayso init` creates one here",
    )
