"""The filter of ids: it is never wrong about what is on record."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.store.absent import PATIENCE, Absent

Clock = Callable[[], int]
STRANGERS = [sha256(str(number).encode()).hexdigest() for number in range(500)]


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Iterator[Book]:
    """An empty ledger."""
    with Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann") as made:
        yield made


def known(book: Book, companies: int) -> list[str]:
    """Register companies; give the ids of all entries."""
    names = [
        ("company.registered", {"slug": f"c{n}", "name": f"Company {n}"})
        for n in range(companies)
    ]
    book.record(names)
    with book.log.writer() as writer:
        return [raw.hex() for raw in writer.ids(0, writer.head.seq + 1)]


def test_what_is_on_record_is_never_called_absent(book: Book) -> None:
    ids = known(book, 300)
    assert len(ids) == book.log.head().seq + 1
    with book.log.writer() as writer:
        absent = Absent(writer)
        said = [absent.certainly(one) for one in [*STRANGERS, *ids]]
    assert not any(said[len(STRANGERS) :])
    assert sum(said[: len(STRANGERS)]) > len(STRANGERS) - 301 // PATIENCE - 10


def test_one_event_in_a_large_ledger_fetches_no_ids(book: Book) -> None:
    known(book, 2 * PATIENCE)
    with book.log.writer() as writer:
        assert not Absent(writer).certainly(STRANGERS[0])


def test_what_is_about_to_be_on_record_is_noted_from_the_start(book: Book) -> None:
    early, late, *others = STRANGERS
    with book.log.writer() as writer:
        absent = Absent(writer)
        absent.add(early)
        assert [absent.certainly(one) for one in others][-1]
        absent.add(late)
        assert not absent.certainly(early)
        assert not absent.certainly(late)


def test_an_import_finds_what_an_earlier_one_recorded(book: Book) -> None:
    line = b'{"type": "company.registered", "data": {"slug": "n%d", "name": "N%d"}}'
    lines = [line % (number, number) for number in range(700)]
    first = book.import_lines(iter([*lines, *lines[:50]]), name="f")
    assert (first.new, first.known) == (700, 50)
    again = book.import_lines(iter(lines), name="f")
    assert (again.new, again.known, len(again.problems)) == (0, 700, 0)
