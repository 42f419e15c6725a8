"""Speed and size of the core, as ratios to a floor measured in the same run.

    python benchmarks/core.py [--quick]

Every figure is the median of several whole processes or rounds; a floor and what is
measured against it run in turn, so that a busy machine slows both.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from ledger.asking import Folding
from ledger.book import Book
from ledger.projections.standing import company_at
from ledger.projections.valuations import valuation_at
from ledger.projections.visible import visible

STAGES: Final = ("rumoured", "in_talks", "committed", "announced", "closed")
SOURCES: Final = 40
EVENTS_A_COMPANY: Final = 50
SAYSO = Path(sys.executable).with_name("sayso")


def lines(events: int, seed: int = 7) -> Iterator[bytes]:
    """Give registrations, then `events` published events about companies."""
    random = Random(seed)  # noqa: S311 - a benchmark wants the same history every time
    companies = max(1, events // EVENTS_A_COMPANY)
    for number in range(companies):
        yield _line("company.registered", slug=f"c{number}", name=f"Company {number}")
    for number in range(SOURCES):
        kind = "press" if number % 4 else "company"
        speaks = [f"c{number % companies}"] if kind == "company" else []
        yield _line(
            "source.registered",
            slug=f"s{number}",
            name=f"Source {number}",
            kind=kind,
            speaks_for=speaks,
        )
    for number in range(events):
        yield _event(number, number % companies, random)


def _event(number: int, company: int, random: Random) -> bytes:
    round_ = f"c{company}/r{random.randrange(8)}"
    published = f"20{10 + number % 15:02}-{1 + number % 12:02}-{1 + number % 28:02}"
    common = {
        "round": round_,
        "source": f"s{random.randrange(SOURCES)}",
        "published": published,
        "note": f"benchmark event {number}, as long as a note that people write",
    }
    if number % 10 == 0:
        return _line("claim.denied", **common, scope=["whole"], form="false")
    amount = random.randrange(10, 9000)
    return _line(
        "round.reported",
        **common,
        stage=STAGES[random.randrange(len(STAGES))],
        raised=[{"figure": f"{amount}M", "basis": "round_total"}],
        valuation=[{"figure": f"{amount * 6}M", "kind": "post_money"}],
    )


def _line(type_: str, **data: object) -> bytes:
    return json.dumps({"type": type_, "data": data}).encode() + b"\n"


def cpu(command: list[str], stdin: Path | None = None) -> tuple[float, int]:
    """Run a process; give its CPU seconds and its peak memory in KiB."""
    code = (
        "import resource, subprocess, sys;"
        "feed = open(sys.argv[1], 'rb') if sys.argv[1] else subprocess.DEVNULL;"
        "run = subprocess.run(sys.argv[2:], stdin=feed, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL, check=True);"
        "use = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(use.ru_utime + use.ru_stime, use.ru_maxrss)"
    )
    words = [sys.executable, "-c", code, str(stdin or ""), *command]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    seconds, peak = told.split()
    return float(seconds), int(peak)


def against(floor: list[str], command: list[str], rounds: int) -> float:
    """Give the CPU of a command as a multiple of a floor's, run in turn."""
    ratios = []
    for _ in range(rounds):
        least, _ = cpu(floor)
        used, _ = cpu(command)
        ratios.append(used / least)
    return median(ratios)


def start_up(rounds: int) -> None:
    """Whole processes: help, TAB, and a question of the demo."""
    click = [sys.executable, "-c", "import click"]
    both = [sys.executable, "-c", "import click, sqlalchemy"]
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "demo.db")
        subprocess.run([SAYSO, "demo", "--db", db], check=True, capture_output=True)
        question = [str(SAYSO), "valuations", "xai", "--db", db, "-f", "jsonl"]
        for name, floor, command in (
            ("--help / import click", click, [str(SAYSO), "--help"]),
            (
                "completion bash / import click",
                click,
                [str(SAYSO), "completion", "bash"],
            ),
            ("valuations -f jsonl / import click, sqlalchemy", both, question),
        ):
            told(name, f"{against(floor, command, rounds):6.2f} x CPU")


def fold(rounds: int) -> None:
    """One company of 1,000 events in the library; the floor is json.loads of them."""
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "one.db")
        with Book.create(place, clock=lambda: 1_767_225_600_000_000) as book:
            feed = [_of_one_company(x) for x in lines(1000) if b'"slug": "c' not in x]
            name = b'{"type":"company.registered","data":{"slug":"c0","name":"C"}}'
            done = book.import_lines([name, *feed], name="history")
            assert not done.problems, done.problems[:3]
            basis = book.basis()
            directory = book.names(basis)
            ((_, entries),) = Folding(book.log).groups(["c0"], basis.known_at)
            bodies = [stored.body for stored in book.log.read(company="c0")]
    rows = visible(entries, basis).rows
    floor = timed(lambda: [json.loads(body) for body in bodies], rounds)
    parsed = timed(lambda: visible(entries, basis), rounds)
    folded = timed(
        lambda: valuation_at(company_at("c0", rows, directory, basis.cut), basis),
        rounds,
    )
    told(f"json.loads of {len(rows)} entries", f"{floor:6.2f} ms CPU")
    told("rows from their data / json.loads", f"{parsed / floor:6.2f} x CPU")
    told(
        f"fold of {len(rows)} events / json.loads",
        f"{folded / floor:6.2f} x CPU = {folded:.2f} ms",
    )


def _of_one_company(line: bytes) -> bytes:
    line = re.sub(rb'"c\d+/', b'"c0/', line)
    return re.sub(rb'"speaks_for": \["c\d+"\]', b'"speaks_for": ["c0"]', line)


def timed(run: Callable[[], object], rounds: int) -> float:
    """Give the median CPU milliseconds of some rounds."""
    taken = []
    for _ in range(rounds * 5):
        before = time.process_time()
        run()
        taken.append(time.process_time() - before)
    return 1000 * median(taken)


def bulk(sizes: tuple[int, ...]) -> None:
    """Import of JSON lines, export, league: time, and memory against length."""
    with tempfile.TemporaryDirectory() as folder:
        for events in sizes:
            source, db = Path(folder) / f"{events}.jsonl", Path(folder) / f"{events}.db"
            with source.open("wb") as file:
                file.writelines(lines(events))
            cpu([str(SAYSO), "init", str(db)])
            for name, words in (
                ("import", ["import", str(source)]),
                ("log -f jsonl", ["log", "-f", "jsonl"]),
                ("valuations of all companies", ["valuations", "-f", "csv"]),
            ):
                before = time.perf_counter()
                used, peak = cpu([str(SAYSO), *words, "--db", str(db)])
                wall = time.perf_counter() - before
                told(
                    f"{name}, {events:,} events",
                    f"{used:6.2f} s CPU {wall:6.2f} s wall {peak / 1024:5.0f} MiB",
                )


def told(name: str, value: str) -> None:
    """Print one figure."""
    print(f"{name:54} {value}", flush=True)


def main() -> None:
    """Print every figure."""
    quick = "--quick" in sys.argv[1:]
    rounds = 3 if quick else 9
    start_up(rounds)
    fold(rounds)
    bulk((1_000, 10_000) if quick else (10_000, 100_000))


if __name__ == "__main__":
    main()
