"""What a fold is given: all companies without citations, one company with them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.mix import mix
from ledger.book import Book
from ledger.claims.entry import Entry
from ledger.claims.evidence import CITED
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading import folding

EVENTS = 200


@pytest.fixture
def book(tmp_path: Path, clock: Callable[[], int]) -> Iterator[Book]:
    """A history in which every claim has an address and a note, which are cited."""
    with Book.create(str(tmp_path / "s.db"), clock=clock) as made:
        done = made.import_lines([one.line() for one in mix(EVENTS)], name="mix")
        assert done.problems == []
        yield made


def said(entries: list[Entry]) -> list[tuple[int, object, object]]:
    """What folds read of entries."""
    return [
        (x.seq, x.key, x.data)
        for x in published_rows(apply_corrections(entries).entries)
    ]


def test_without_citations_folds_read_the_same(book: Book) -> None:
    upto = book.log.head().seq
    whole, bare = (
        dict(book.folding.one_by_one((), upto, evidence=wanted))
        for wanted in (True, False)
    )
    assert any(entry.type == CITED for several in whole.values() for entry in several)
    assert not any(entry.type == CITED for one in bare.values() for entry in one)
    assert {slug: said(several) for slug, several in whole.items()} == {
        slug: said(several) for slug, several in bare.items()
    }


@pytest.mark.parametrize("small", [0, 5_000])
def test_who_asks_for_all_companies_first_still_sees_the_evidence_of_one(
    book: Book, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(folding, "SMALL", small)
    basis = book.basis()
    every = book.valuations(basis).value
    explained = book.explain("c0", basis).value
    assert every
    assert all(reason.evidence for reason in explained.reasons)
