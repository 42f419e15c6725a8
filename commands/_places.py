"""Where the ledger is that a command is about."""

LEDGER = "sayso.db"
"""The name that is looked for in this folder and in those above it."""


def located(given: str | None) -> str:
    """The ledger that is given, else the nearest sayso.db, else the configured one.

    --db or SAYSO_DB give one; the nearest is in this folder or above it.
    """
    found = given or nearest()
    if found is None:
        from ._config import config

        found = config().values.get("ledger")
    if found is not None:
        return found
    from ledger.errors import Unreachable

    raise Unreachable(
        f"no ledger: neither --db nor SAYSO_DB is given, and there is no {LEDGER}"
        " in this folder or above it",
        "`sayso init` makes one here; `sayso config set ledger FILE` names one for all"
        " folders",
    )


def nearest() -> str | None:
    """The nearest sayso.db, in this folder or above it."""
    from pathlib import Path

    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / LEDGER).exists():
            return str(folder / LEDGER)
    return None
