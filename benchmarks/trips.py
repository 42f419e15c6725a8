"""How far one datum travels: the files that hold it, and how often the file changes.

Each command runs in a process of its own, in which every call of the code is looked at:
does an argument or the result hold the datum, as text, as bytes, as a number, or inside
a list, a record or a model? The calls that do are the trip. A long trip means that a
reader has to open many files to follow one figure.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from importlib import import_module
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Final

from pydantic import BaseModel

from benchmarks.rows import Measurement
from benchmarks.runner import Run

HERE: Final = Path(__file__).resolve().parent.parent
ROOMS: Final = tuple(str(HERE / room) + "/" for room in ("ledger", "commands"))
DEEP, LONG, MANY = 4, 20_000, 60
"""How far it is looked into a value, and how long a text or a list may be for that: a
page of entries is no trip of one of its figures."""

REPORT: Final = (
    *("record", "report", "xai/series-x", "--source", "bloomberg"),
    *("--published", "2026-10-01", "--stage", "closed", "--valuation", "17B..23B"),
)
DENY: Final = (
    *("record", "deny", "xai/series-x", "--source", "xai", "--scope", "valuation"),
    *("--published", "2026-10-02", "--form", "premature"),
)
CELLS: Final = "Company,Date,Amount\nxAI,2026-03-04,468.75\n"
IMPORT: Final = (
    *("import", "rounds.csv", "--source", "bloomberg", "--map", "Company=company"),
    *("--map", "Date=published", "--map", "Amount=raised:EURM"),
)


@dataclass(frozen=True, slots=True)
class Trip:
    """A datum in a command."""

    what: str
    words: Sequence[str]
    needles: Sequence[str]
    """The forms that it takes: as it is typed, and as it is stored."""
    files: int
    changes: int
    """What they were in 0.4.0."""


TRIPS: Final = (
    Trip("a figure, recorded", REPORT, ("17B..23B", "17000000000"), 26, 66),
    Trip("a figure, asked for", ("valuations", "xai"), ("17000000000",), 29, 135),
    Trip(
        "a date, asked about",
        ("valuations", "xai", "--as-of", "2026-10-05"),
        ("2026-10-05", "1791244800000000"),
        26,
        78,
    ),
    Trip("a denial, recorded", DENY, ("premature",), 23, 41),
    Trip("a denial, asked for", ("disputed",), ("premature",), 22, 79),
    Trip("a cell of a table, recorded", IMPORT, ("468.75", "468750000"), 30, 67),
)
"""In the order in which they run: each finds what the ones before recorded."""


def measure(run: Run) -> Iterator[Measurement]:
    """Follow each datum through its command, on the demo."""
    (run.folder / "rounds.csv").write_text(CELLS, "utf-8")
    place = ("--db", str(run.folder / "trips.db"))
    with get_context("fork").Pool(1, maxtasksperchild=1) as apart:
        apart.apply(files_of, (run.folder, ("demo", *place), ()))
        for trip in TRIPS:
            run.say(trip.what)
            words = (*trip.words, *place)
            files = apart.apply(files_of, (run.folder, words, trip.needles))
            yield _row(trip, "files", len(set(files)), trip.files)
            changed = sum(one != other for one, other in pairwise(files))
            yield _row(trip, "changes of file", changed, trip.changes)


def _row(trip: Trip, measured: str, found: int, before: int) -> Measurement:
    return Measurement.of(trip.what, "", measured, [found], wanted=f"<= {before}")


def files_of(folder: Path, words: Sequence[str], needles: Sequence[str]) -> list[str]:
    """Run a command; give the file of each call and return that held a datum."""
    # after the fork: each command begins with nothing
    main = import_module("ledger.commands").main

    found: list[str] = []

    def look(frame: FrameType, event: str, result: object) -> None:
        code = frame.f_code
        if event not in {"call", "return"} or not code.co_filename.startswith(ROOMS):
            return
        sys.setprofile(None)
        given = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        values = [frame.f_locals.get(name) for name in given]
        if holds(values if event == "call" else result, needles):
            found.append(code.co_filename)
        sys.setprofile(look)

    os.chdir(folder)
    out = io.TextIOWrapper(io.BytesIO())  # some answers are written as bytes
    sys.argv = ["sayso", *words]
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        sys.setprofile(look)
        main()
    sys.setprofile(None)
    return found


def holds(value: object, needles: Sequence[str], deep: int = DEEP) -> bool:
    """Tell whether a value is one of the needles, or holds one."""
    match value:
        case str():
            return len(value) < LONG and any(needle in value for needle in needles)
        case bytes():
            return holds(value.decode("utf-8", "replace"), needles, deep)
        case int() | Decimal():
            return str(value) in needles
    parts = list(_values_in(value)) if deep else []
    return any(holds(part, needles, deep - 1) for part in parts)


def _values_in(value: object) -> Iterable[object]:
    """Give what a record, a model, or a short list of values holds."""
    match value:
        case Mapping():
            return value.values() if len(value) < MANY else ()
        case list() | tuple() | AbstractSet():
            return value if len(value) < MANY else ()
        case BaseModel():
            return value.__dict__.values()
        case _ if is_dataclass(value):
            return [getattr(value, one.name, None) for one in fields(value)]
    return ()
