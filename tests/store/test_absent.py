"""The filter of ids: it is never wrong about what is on record."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from ledger.book import Book
from ledger.store.absent import PATIENCE, BloomFilter
from tests.store.conftest import Scribe

Clock = Callable[[], int]
STRANGERS = [sha256(str(number).encode()).hexdigest() for number in range(500)]


def test_what_is_on_record_is_never_called_absent(scribe: Scribe) -> None:
    ids = [outcome.id for outcome in scribe.report(300)]
    with scribe.log.writer() as writer:
        absent = BloomFilter(writer)
        said = [absent.certainly(one) for one in [*STRANGERS, *ids]]
    assert not any(said[len(STRANGERS) :])
    assert sum(said) > len(STRANGERS) - 300 // PATIENCE - 10


def test_one_event_in_a_large_ledger_fetches_no_ids(scribe: Scribe) -> None:
    scribe.report(2 * PATIENCE)
    with scribe.log.writer() as writer:
        assert not BloomFilter(writer).certainly(STRANGERS[0])


def test_what_is_about_to_be_on_record_is_noted_from_the_start(scribe: Scribe) -> None:
    early, late, *others = STRANGERS
    with scribe.log.writer() as writer:
        absent = BloomFilter(writer)
        absent.add(early)
        assert [absent.certainly(one) for one in others][-1]
        absent.add(late)
        assert not absent.certainly(early)
        assert not absent.certainly(late)


def test_an_import_finds_what_an_earlier_one_recorded(
    tmp_path: Path, clock: Clock
) -> None:
    line = b'{"type": "company.registered", "data": {"slug": "n%d", "name": "N%d"}}'
    lines = [line % (number, number) for number in range(700)]
    with Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann") as book:
        first = book.import_lines(iter([*lines, *lines[:50]]), name="f")
        assert (first.new, first.known) == (700, 50)
        again = book.import_lines(iter(lines), name="f")
        assert (again.new, again.known, again.problems) == (0, 700, [])
