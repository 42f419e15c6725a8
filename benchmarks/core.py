"""One company in the library, and what grows with the length of a ledger.

The floor of a fold is `json.loads` of the same entries. What whole processes take for
many events stands next to the same for a tenth of them.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Subject, Used, in_turn, used_by
from ledger.book import Book
from ledger.projections.standing import company_at
from ledger.projections.valuations import valuation_at
from ledger.projections.visible import visible
from ledger.reading.folding import Folding

STAGES: Final = ("rumoured", "in_talks", "committed", "announced", "closed")
SOURCES: Final = 40
EVENTS_A_COMPANY: Final = 50
SAYSO: Final = str(Path(sys.executable).with_name("sayso"))


def measure(run: Run) -> Iterator[Measurement]:
    """Fold one company; then import, export and ask, by length."""
    yield from fold(run)
    yield from bulk(run, run.sized((1_000, 10_000), (10_000, 100_000)))


def lines(events: int, seed: int = 7) -> Iterator[bytes]:
    """Give registrations, then `events` published events about companies."""
    random = Random(seed)
    companies = max(1, events // EVENTS_A_COMPANY)
    for number in range(companies):
        yield _json_line(
            "company.registered", slug=f"c{number}", name=f"Company {number}"
        )
    for number in range(SOURCES):
        kind = "press" if number % 4 else "company"
        speaks = [f"c{number % companies}"] if kind == "company" else []
        yield _json_line(
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
        return _json_line("claim.denied", **common, scope=["whole"], form="false")
    amount = random.randrange(10, 9000)
    return _json_line(
        "round.reported",
        **common,
        stage=STAGES[random.randrange(len(STAGES))],
        raised=[{"figure": f"{amount}M", "basis": "round_total"}],
        valuation=[{"figure": f"{amount * 6}M", "kind": "post_money"}],
    )


def _json_line(type_: str, **data: object) -> bytes:
    return json.dumps({"type": type_, "data": data}).encode() + b"\n"


def fold(run: Run) -> Iterator[Measurement]:
    """One company of 1,000 events in the library; the floor is json.loads of them."""
    place = str(run.folder / "one.db")
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
    yield from in_turn(
        Subject(
            f"json.loads of {len(rows):,} entries",
            lambda: [json.loads(body) for body in bodies],
        ),
        [
            Subject(
                "rows of the events from their data", lambda: visible(entries, basis)
            ),
            Subject(
                "their fold: what the company is worth",
                lambda: valuation_at(
                    company_at("c0", rows, directory, basis.cut), basis
                ),
            ),
        ],
        run.rounds * 5,
    )


def _of_one_company(line: bytes) -> bytes:
    line = re.sub(rb'"c\d+/', b'"c0/', line)
    return re.sub(rb'"speaks_for": \["c\d+"\]', b'"speaks_for": ["c0"]', line)


ASKED: Final = (
    ("`import` of JSON lines", ["import"]),
    ("`log -f jsonl`", ["log", "-f", "jsonl"]),
    ("`valuations -f csv` of all companies", ["valuations", "-f", "csv"]),
)


def bulk(run: Run, sizes: tuple[int, int]) -> Iterator[Measurement]:
    """Import of JSON lines, export, ranking: time, and memory, against length."""
    used: dict[str, list[Used]] = {name: [] for name, _ in ASKED}
    for events in sizes:
        run.say(f"{events:,} events")
        source, db = run.folder / f"{events}.jsonl", run.folder / f"{events}.db"
        with source.open("wb") as file:
            file.writelines(lines(events))
        used_by([SAYSO, "init", str(db)])
        for name, words in ASKED:
            feed = [str(source)] if words == ["import"] else []
            used[name].append(used_by([SAYSO, *words, *feed, "--db", str(db)]))
    for measured in ("peak", "CPU"):
        for name, (few, many) in used.items():
            ratio = many.peak / few.peak if measured == "peak" else many.cpu / few.cpu
            yield Measurement.of(
                f"{name}, {sizes[1]:,} events",
                f"the same of {sizes[0]:,}",
                measured,
                [ratio],
                wanted="<= 1.20" if measured == "peak" else "",
                note=f"{few.note}; {many.note}",
            )
