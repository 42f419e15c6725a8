"""Panels: the time and memory of many companies over many months.

    python -m benchmarks.panels [--quick]

The history is that of `core.py`, 50 events a company. What a panel costs stands beside
one league table in the same run; asked for month by month, the rows would cost one of
those for each month.
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.core import EVENTS_A_COMPANY, SAYSO, cpu, lines, told

MONTHS: Final = ("2019-01", "2020-12")
FEW: Final = ("2020-07", "2020-12")
TABLES: Final = ("valuations", "rounds", "claims", "credibility")


def main() -> None:
    """Print every figure."""
    companies = 200 if "--quick" in sys.argv[1:] else 2_000
    with tempfile.TemporaryDirectory() as folder:
        source, db = Path(folder) / "history.jsonl", Path(folder) / "history.db"
        with source.open("wb") as file:
            file.writelines(lines(companies * EVENTS_A_COMPANY))
        cpu([str(SAYSO), "init", str(db)])
        cpu([str(SAYSO), "import", str(source), "--db", str(db)])
        league = ["valuations", "--no-belief", "-f", "csv", "--as-of", MONTHS[1]]
        floor = measured(f"valuations of {companies:,} companies", league, db)
        for table in TABLES:
            for form in ("csv", "parquet"):
                words = panel(table, MONTHS, form)
                name = f"export {table}, 24 months, {form}"
                used = measured(name, words, db)
                told(f"  / {floor:.1f} s, one table", f"{used / floor:6.2f} x CPU")
            measured(f"export {table}, 6 months, csv", panel(table, FEW, "csv"), db)


def panel(table: str, months: tuple[str, str], form: str) -> list[str]:
    """Give the words that ask for a panel."""
    return ["export", table, "--from", months[0], "--to", months[1], "-f", form]


def measured(name: str, words: list[str], db: Path) -> float:
    """Run a command; print and give its CPU seconds."""
    used, peak = cpu([str(SAYSO), *words, "--db", str(db)])
    told(name, f"{used:6.2f} s CPU {peak / 1024:5.0f} MiB")
    return used


if __name__ == "__main__":
    main()
