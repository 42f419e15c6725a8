"""Names that are remembered between the transactions of one open book."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.errors import Refused, UnknownName

REPORT = {
    "round": "xai/series-b",
    "source": "bloomberg",
    "published": "2024-01-19",
    "stage": "committed",
}
NAMES = (
    ("company.registered", {"slug": "xai", "name": "xAI"}),
    ("source.registered", {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"}),
)


@pytest.fixture
def book(tmp_path: Path, clock: Callable[[], int]) -> Book:
    """Give a book that has recorded names, so that it remembers them."""
    made = Book.create(str(tmp_path / "sayso.db"), clock=clock)
    made.record(NAMES)
    return made


def test_what_was_registered_is_known_to_the_next_transaction(book: Book) -> None:
    with book:
        assert book.record([("round.reported", REPORT)])[0].new
        with pytest.raises(Refused):
            book.record([("company.registered", {"slug": "xai", "name": "X"})])


def test_what_a_dry_run_or_a_failure_registered_is_not_known(book: Book) -> None:
    other = ("company.registered", {"slug": "openai", "name": "OpenAI"})
    report = {**REPORT, "round": "openai/series-a"}
    with book:
        book.record([other, ("round.reported", report)], dry_run=True)
        with pytest.raises(UnknownName):
            book.record([("round.reported", report)])
        with pytest.raises(UnknownName):
            book.record([other, ("round.reported", {**report, "source": "nobody"})])
        with pytest.raises(UnknownName):
            book.record([("round.reported", report)])
        assert book.record([other])[0].new


def test_what_somebody_else_registered_meanwhile_is_known(
    book: Book, clock: Callable[[], int]
) -> None:
    with book, Book.open(book.log.place, clock=clock) as other:
        other.record([("company.registered", {"slug": "openai", "name": "OpenAI"})])
        report = {**REPORT, "round": "openai/series-a"}
        assert book.record([("round.reported", report)])[0].new


def test_a_correction_of_a_name_is_seen(book: Book) -> None:
    with book:
        target = book.log.get(1).id
        change = {"target": target, "set": {"aliases": ["Twitter AI"]}, "reason": "r"}
        book.record([("entry.corrected", change)])
        named = {**REPORT, "round": "Twitter AI/series-b"}
        assert book.record([("round.reported", named)])[0].data["company"] == "xai"


def test_another_ledger_in_the_same_place_has_its_own_names(
    book: Book, tmp_path: Path, clock: Callable[[], int]
) -> None:
    with book:
        place = Path(book.log.place)
        book.log.close()
    twin = tmp_path / "twin.db"
    with Book.create(str(twin), clock=clock) as other:
        other.record([("company.registered", {"slug": "openai", "name": "OpenAI"})])
        other.record([NAMES[1]])
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    reopened = Book.open(str(place), clock=clock)
    with reopened:
        reopened.record([("round.reported", REPORT)])
        reopened.log.close()
        twin.replace(place)
        with Book.open(str(place), clock=clock) as fresh:
            fresh.registered.keep(reopened.registered._kept)  # type: ignore[arg-type]
            with pytest.raises(UnknownName):
                fresh.record(
                    [("round.reported", {**REPORT, "effective": "2024-01-02"})]
                )
