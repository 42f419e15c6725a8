"""Laws of the ledger as people use it: L4, L7, L10, L16, on real SQLite files.

What `decide` refuses is left out of a history; all else is recorded event by event,
while a clock moves on, and asked through the front door.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.claims.canonical import NO_LEAF, leaf_hash
from ledger.claims.dates import parse_when, show_instant
from ledger.claims.entry import Entry
from ledger.errors import LedgerError
from ledger.projections.basis import Basis
from ledger.projections.diff import changes
from ledger.reading.entries import entry_of
from tests.laws.answers import companies, facts, observed
from tests.laws.strategies import (
    COMPANIES,
    DAY,
    LAWS,
    NAMES,
    History,
    bases,
    histories,
)

ON_DISK: Final = settings(LAWS, max_examples=max(LAWS.max_examples // 4, 1))


@dataclass
class Ledger:
    """A book, the clock that it reads, and real ids by the made-up ones."""

    book: Book
    now: int
    ids: dict[str, str]

    def tell(self, entry: Entry) -> bool:
        """Record an event half a day later, if it may be recorded."""
        self.now += DAY // 2
        said = json.dumps(dict(entry.data))
        for made_up, real in self.ids.items():
            said = said.replace(made_up, real)
        try:
            (done,) = self.book.record([(entry.type, json.loads(said))])
        except LedgerError:
            return False
        self.ids[entry.id] = done.id
        return True

    @property
    def entries(self) -> list[Entry]:
        return [entry_of(stored) for stored in self.book.events()]

    def export(self, upto: int | None = None) -> bytes:
        """Give the log as one file of lines."""
        return b"".join(stored.body + b"\n" for stored in self.book.events(upto=upto))

    def printed(self, basis: Basis) -> str:
        """Give answers as JSON, each with its basis."""
        asked = self.book.valuations(basis), self.book.raised(basis)
        return "\n".join(answer.as_json() for answer in asked)


@contextmanager
def opened() -> Iterator[Ledger]:
    """Open a new ledger in which everybody is registered."""
    with TemporaryDirectory() as folder:
        begun = Ledger.__new__(Ledger)
        begun.now, begun.ids = parse_when("2024-01-01T00:00:00.123456Z").lo, {}
        place = str(Path(folder) / "sayso.db")
        with Book.create(place, clock=lambda: begun.now, actor="ann") as book:
            begun.book = book
            book.record(NAMES)
            yield begun


@ON_DISK
@given(histories(), bases(), st.integers(0, 6))
def test_a_book_answers_as_a_fold_of_everything(
    history: History, basis: Basis, back: int
) -> None:
    with opened() as ledger:
        for entry in history.entries[len(NAMES) :]:
            ledger.tell(entry)
        everything = ledger.entries
        known = max(len(everything) - 1 - back, len(NAMES))
        there = replace(basis, known_at=known)
        naive = companies(everything, there)
        numbers = {entry.seq: entry.id for entry in everything}
        told = {slug: observed(x, there, numbers) for slug, x in naive.items()}
        for slug in COMPANIES:
            found = ledger.book.company(slug, there).value
            assert observed(found, there, numbers) == told[found.slug]
        ranking = ledger.book.companies(there).value
        for company in ranking:
            assert observed(company, there, numbers) == told[company.slug]
        # A company that only ever changed its name has nothing to say in a ranking.
        renamed = {"company.renamed"}
        assert {x.slug for x in ranking} >= {
            slug for slug, x in naive.items() if {row.type for row in x.rows} - renamed
        }


@ON_DISK
@given(histories(), bases(), bases(), st.integers(0, 6))
def test_a_book_tells_differences_as_folds_of_everything(
    history: History, one: Basis, two: Basis, back: int
) -> None:
    with opened() as ledger:
        for entry in history.entries[len(NAMES) :]:
            ledger.tell(entry)
        everything = ledger.entries
        last = len(everything) - 1
        sides = [
            replace(one, known_at=max(last - back, len(NAMES))),
            replace(two, known_at=last),
        ]
        found = ledger.book.diff(sides[0], sides[1]).value
        before, after = (facts(everything, side) for side in sides)
        assert [(x.company, x.item, x.before, x.after) for x in found] == [
            (x.company, x.item, x.before, x.after) for x in changes(before, after, {})
        ]


@ON_DISK
@given(histories(), st.integers(0, 12))
def test_what_was_printed_is_printed_again(history: History, pause: int) -> None:
    with opened() as ledger:
        events = history.entries[len(NAMES) :]
        for entry in events[:pause]:
            ledger.tell(entry)
        then, basis = ledger.now, ledger.book.basis()
        printed = ledger.printed(basis)
        ledger.now += 1
        for entry in events[pause:]:
            ledger.tell(entry)
        again = ledger.book.basis(known_at=show_instant(then))
        assert ledger.printed(again) == printed
        assert ledger.printed(ledger.book.basis(token=basis.token)) == printed
        assert ledger.printed(ledger.book.basis(known_at=basis.token)) == printed


@ON_DISK
@given(histories())
def test_saying_it_again_records_nothing(history: History) -> None:
    with opened() as ledger:
        accepted = [e for e in history.entries[len(NAMES) :] if ledger.tell(e)]
        export = ledger.export()
        for entry in accepted:
            assert ledger.tell(entry)
        assert ledger.export() == export


@ON_DISK
@given(histories())
def test_an_export_is_the_beginning_of_every_later_one(history: History) -> None:
    with opened() as ledger:
        exports = [ledger.export()]
        for entry in history.entries[len(NAMES) :]:
            ledger.tell(entry)
            exports.append(ledger.export())
        last = exports[-1]
        assert all(last.startswith(export) for export in exports)
        prev = NO_LEAF
        for seq, line in enumerate(last.splitlines()):
            assert ledger.export(seq).endswith(line + b"\n")
            assert json.loads(line)["prev"] == prev
            prev = leaf_hash(line)
        assert ledger.book.log.head().leaf == prev
