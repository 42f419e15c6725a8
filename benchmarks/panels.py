"""Panels: the time and memory of many companies over many months.

The history is that of `core.py`, 50 events a company. What a panel costs stands next to
one ranking table in the same run; asked for month by month, the rows would cost one of
those for each month.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.core import EVENTS_A_COMPANY, SAYSO, lines
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Process, used_by, whole

MONTHS: Final = ("2019-01", "2020-12")
FEW: Final = ("2020-07", "2020-12")
TABLES: Final = ("valuations", "rounds", "claims", "credibility")


def measure(run: Run) -> Iterator[Measurement]:
    """Measure every panel once: the longest take minutes."""
    companies = run.sized(200, 1_000)
    source, db = run.folder / "panels.jsonl", run.folder / "panels.db"
    with source.open("wb") as file:
        file.writelines(lines(companies * EVENTS_A_COMPANY))
    run.say(f"{companies:,} companies")
    used_by([SAYSO, "init", str(db)])
    used_by([SAYSO, "import", str(source), "--db", str(db)])
    ranking = ["valuations", "--no-belief", "-f", "csv", "--as-of", MONTHS[1]]
    floor = asked(f"`valuations` of {companies:,} companies", ranking, db)
    panels = [
        asked(f"export {table}, {name}, {form}", panel(table, span, form), db)
        for table in TABLES
        for name, span, form in (
            ("24 months", MONTHS, "csv"),
            ("24 months", MONTHS, "parquet"),
        )
    ]
    panels.append(
        asked("export claims, 6 months, csv", panel("claims", FEW, "csv"), db)
    )
    yield from whole(floor, panels, 1)


def panel(table: str, months: tuple[str, str], form: str) -> list[str]:
    """Give the words that ask for a panel."""
    return ["export", table, "--from", months[0], "--to", months[1], "-f", form]


def asked(name: str, words: list[str], db: Path) -> Process:
    """Give the process that asks."""
    return Process(name, [SAYSO, *words, "--db", str(db)])
