"""A ledger that was opened to be read: nothing can be recorded, on either database."""

from pathlib import Path

import pytest

from ledger import Book, Refused
from ledger.store.opening import connect

ACME = [("company.registered", {"slug": "acme", "name": "Acme"})]


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Give a ledger with one company."""
    found = str(tmp_path / "acme.db")
    with Book.create(found) as book:
        book.record(ACME)
    return found


def test_it_answers_also_what_waits_for_those_who_append(place: str) -> None:
    with Book.open(place, only_read=True) as book:
        assert book.names().company("acme") == "acme"
        assert book.basis(known_at="2030").known_at == 1


def test_nothing_can_be_recorded(place: str) -> None:
    before = Path(place).read_bytes()
    with Book.open(place, only_read=True) as book, pytest.raises(Refused) as refused:
        book.record([("company.registered", {"slug": "other", "name": "Other"})])
    assert refused.value.hint == "record with `sayso record`"
    assert Path(place).read_bytes() == before


@pytest.mark.parametrize("lock", ["append", "schema", "ranking"])
def test_no_transaction_that_writes_begins(place: str, lock: str) -> None:
    database = connect(place, only_read=True)
    with pytest.raises(Refused), database.transaction(lock):  # type: ignore[arg-type]
        pass
    with pytest.raises(Refused):
        assert database.engine
    database.close()
