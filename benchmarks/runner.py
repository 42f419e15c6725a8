"""One command for every benchmark: what there is, and a run of some of them.

A benchmark is a module of this folder with a function `measure(run)` that yields rows,
each as soon as it is known; it stands in the table below with what it measures. The
run gives it a folder that is swept away, and says how large and how often.
"""

import argparse
import importlib
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, TypeVar

from benchmarks.printing import headed, listed, page, placed, row_lines
from benchmarks.rows import MeasuredOrSkipped, Measurement, Skipped

BENCHMARKS: Final[dict[str, str]] = {
    "processes": "help, a question, a record, an import, as whole processes",
    "ranking": "all companies as of a day, compared with a window over their events",
    "core": "one company read and folded; import, export and ranking by length",
    "audit": "verifying a whole ledger",
    "credibility": "how well scores do on worlds with known truth, and their cost",
    "drafting": "how good proposals from articles are, and what one costs",
    "shapes": "how many rows of public tables come in, and with which options",
    "imports": "a vendor's table of rounds, compared with loading and checking it",
    "panels": "many companies over many months, compared with one ranking table",
    "serving": "a company behind a server, and in an open book; requests; memory",
    "growth": "how commands grow with one company, one round, a whole ledger",
    "trips": "how many files hold one figure, date, cell or denial on its way",
    "paths": "what each quick way compared with a plain one buys in a command",
}
"""Name of the module -> what it measures; in the order of a full run."""

PACKAGES: Final = (
    *("sayso", "sqlalchemy", "pydantic", "orjson", "click", "psycopg"),
    "sqlite-utils",
)

T = TypeVar("T")
Measure = Callable[["Run"], Iterator[MeasuredOrSkipped]]


@dataclass(slots=True)
class Run:
    """What a benchmark is given."""

    folder: Path
    quick: bool = False
    rounds: int = 9
    sizes: tuple[int, int] | None = None
    """Events of a smaller and a larger ledger, where somebody asked for these."""
    say: Callable[[str], None] = field(default=lambda _: None)
    """Tells anyone who waits what is going on; results are yielded, not told."""

    def sized(self, quick: T, full: T) -> T:
        """Give one of two values: for a quick run, or a full one."""
        return quick if self.quick else full


def main(words: Sequence[str] | None = None) -> int:
    """Run what the words ask for; give the exit code."""
    given = _parser().parse_args(words)
    if given.list:
        print(listed(BENCHMARKS))
        return 0
    if given.markdown:
        return _write_tables(json.loads(given.markdown.read_text("utf-8")), given.into)
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        print(f"error: there is no benchmark {unknown[0]}\n", file=sys.stderr)
        print(f"hint: one of {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    names = given.names or list(BENCHMARKS)
    rounds = given.rounds or (3 if given.quick else 9)
    return _run(names, given, rounds=rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py bench",
        description="Measure sayso with a floor and its peers, as ratios of one run.",
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="all, if none is given"
    )
    parser.add_argument("--quick", action="store_true", help="small, and few rounds")
    parser.add_argument("--rounds", type=int, help="how often each is measured")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs=2,
        metavar=("FEW", "MANY"),
        help="events of the two ledgers that `growth` compares",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="print kept figures as tables"
    )
    parser.add_argument(
        "--into", type=Path, metavar="PAGE", help="or put them into a page"
    )
    return parser


def _write_tables(kept: dict[str, Any], into: Path | None) -> int:
    """Print the tables of a run, or put them where those of the run before stand."""
    if into is None:
        print(page(kept))
    else:
        into.write_text(placed(into.read_text("utf-8"), kept), "utf-8")
    return 0


def _run(names: Sequence[str], given: argparse.Namespace, *, rounds: int) -> int:
    begun, kept = time.monotonic(), given.json
    sizes = tuple(given.sizes) if given.sizes else None
    head = {**surroundings(), "rounds": rounds, "quick": given.quick}
    print(headed(head), flush=True)
    results: list[dict[str, Any]] = []
    failed = 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["SAYSO_HOME"] = str(Path(folder) / "home")
        for name in names:
            say = _teller(begun, name)
            run = Run(Path(folder), given.quick, rounds, sizes, say)
            found = {"name": name, "says": BENCHMARKS[name], "rows": [], "skipped": []}
            results.append(found)
            failed += not measured(found, run)
            if kept:
                whole = {**head, "benchmarks": results}
                kept.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    return 1 if failed else 0


def measured(found: dict[str, Any], run: Run) -> bool:
    """Run a benchmark, print and keep its rows; tell whether it came to its end."""
    print(f"\n{found['name']}: {found['says']}", flush=True)
    run.say("begins")
    begun, before = time.monotonic(), None
    module = importlib.import_module(f"benchmarks.{found['name']}")
    try:
        for one in module.measure(run):
            print(row_lines(one, before), flush=True)
            before = one if isinstance(one, Measurement) else before
            kept = found["skipped" if isinstance(one, Skipped) else "rows"]
            kept.append(asdict(one))
    except Exception as error:  # noqa: BLE001 - the others' figures are worth keeping
        found["failed"] = f"{type(error).__name__}: {error}"
        print(f"  failed: {found['failed']}", flush=True)
    found["seconds"] = round(time.monotonic() - begun, 1)
    run.say("ends")
    return "failed" not in found


def _teller(begun: float, name: str) -> Callable[[str], None]:
    def say(text: str) -> None:
        minutes, seconds = divmod(round(time.monotonic() - begun), 60)
        print(f"[{minutes:3}:{seconds:02}] {name}: {text}", file=sys.stderr, flush=True)

    return say


def surroundings() -> dict[str, Any]:
    """Say when and where figures were taken: they are of this machine on this day."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: at for name in PACKAGES if (at := installed(name))},
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def installed(package: str) -> str | None:
    """Give the version of a package, None if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
