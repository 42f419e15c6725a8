"""Whole processes: what somebody waits for at the prompt.

Help, a question as of a date, one durable event, an import: each next to the least that
a Python program of its kind can take.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from benchmarks.core import SAYSO
from benchmarks.imports import new_ledger
from benchmarks.mix import feed, ledger
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Process, whole

CLICK: Final = Process("import click", [sys.executable, "-c", "import click"])
SQLITE: Final = Process(
    "import click, sqlite3", [sys.executable, "-c", "import click, sqlite3"]
)
ALCHEMY: Final = Process(
    "import click, sqlalchemy", [sys.executable, "-c", "import click, sqlalchemy"]
)
LOADING: Final = """
import json, sqlite3, sys
made = sqlite3.connect(sys.argv[2], isolation_level=None)
made.execute("PRAGMA journal_mode = WAL")
made.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, type TEXT, data TEXT)")
made.execute("BEGIN")
with open(sys.argv[1], "rb") as file:
    rows = ((x["type"], json.dumps(x["data"])) for x in map(json.loads, file))
    made.executemany("INSERT INTO event (type, data) VALUES (?, ?)", rows)
made.execute("COMMIT")
"""
"""What somebody writes in a minute to load JSON lines."""

COMPANY: Final = "c7"
AS_OF: Final = "2020-05-31"


def measure(run: Run) -> Iterator[Measurement]:
    """Ask for help, ask a ledger, record, import."""
    yield from _help(run)
    events = run.sized(10_000, 100_000)
    place = ledger(run, events)
    yield from _asking(run, place, events)
    run.say("recording")
    yield from _recording(run, place)
    run.say("importing")
    yield from _importing(run, events)


def _help(run: Run) -> Iterator[Measurement]:
    yield from whole(
        CLICK,
        [
            Process("`sayso --version`", [SAYSO, "--version"], wanted="<= 1.25"),
            Process("`sayso --help`", [SAYSO, "--help"], wanted="<= 1.25"),
            Process("`sayso completion bash`", [SAYSO, "completion", "bash"]),
        ],
        run.rounds,
    )


def _valuations_command(place: Path, *words: str) -> list[str]:
    given = ["--as-of", AS_OF, "--no-belief", "--db", str(place)]
    return [SAYSO, "valuations", *words, *given]


def _asking(run: Run, place: Path, events: int) -> Iterator[Measurement]:
    """One company as of a date, in a ledger of many events."""
    what = f"`sayso valuations {COMPANY} --as-of`, {events:,} events"
    lines = Process(
        what, _valuations_command(place, COMPANY, "-f", "jsonl"), wanted="<= 1.5"
    )
    table = Process(
        "the same as a table", _valuations_command(place, COMPANY), wanted="<= 1.5"
    )
    for least in (ALCHEMY, SQLITE):
        yield from whole(least, [lines, table], run.rounds)


def _recording(run: Run, place: Path) -> Iterator[Measurement]:
    """One durable report; each time another one, or it would be on record.

    It goes into a copy, which has a home of its own: in the ledger's own home, the
    ledger would then be known as one that was rolled back.
    """
    copy, home = run.folder / "recorded.db", run.folder / "recorded-home"
    shutil.copy(place, copy)
    shutil.copytree(os.environ["SAYSO_HOME"], home, dirs_exist_ok=True)
    numbers = count()

    def command() -> list[str]:
        said = ["--source", "s1", "--published", "2025-12-31", "--stage", "committed"]
        note = ["--raised", "500M", "--note", f"number {next(numbers)}"]
        words = [SAYSO, "record", "report", f"{COMPANY}/r1", *said, *note]
        return ["env", f"SAYSO_HOME={home}", *words, "--db", str(copy)]

    one = Process("`sayso record report`, durable and signed", command, wanted="<= 1.5")
    for least in (ALCHEMY, SQLITE):
        yield from whole(least, [one], run.rounds)


def _importing(run: Run, events: int) -> Iterator[Measurement]:
    """An import of JSON lines next to a script that only loads them."""
    lines, place = feed(run, events), run.folder / "imported.db"
    bare = run.folder / "loaded.db"
    script = [sys.executable, "-c", LOADING, str(lines), str(bare)]
    ours = Process(
        f"`sayso import` of {events:,} JSON lines",
        [SAYSO, "import", str(lines), "--db", str(place)],
        partial(new_ledger, place),
        wanted="<= 3.0",
    )
    yield from whole(
        Process("json and executemany, a script", script, partial(_delete, bare)),
        [ours],
        min(run.rounds, 3),
    )


@contextmanager
def _delete(place: Path) -> Iterator[None]:
    for ending in ("", "-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    yield
