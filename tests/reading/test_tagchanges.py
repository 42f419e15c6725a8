"""Tags that differ between two sides: what they were, what did it, and why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.book import Book

Clock = Callable[[], int]
Told = list[tuple[str, object, object, tuple[int, ...], tuple[str, ...]]]


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Book:
    """A ledger with two companies, events 1 and 2."""
    made = Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann")
    for slug in ("acme", "beta"):
        made.record([("company.registered", {"slug": slug, "name": slug.title()})])
    return made


def tag(book: Book, slug: str, *without: str, **tags: str) -> int:
    """Tag a company; give the number of the event."""
    data = {"slug": slug, "tags": tags, "without": list(without)}
    (done,) = book.record([("company.tagged", data)])
    assert done.seq is not None
    return done.seq


def between(book: Book, one: int, other: int, *names: str) -> Told:
    """What changed between two entries: item, before, after, events, why."""
    before, after = (book.basis(known_at=f"seq:{x}") for x in (one, other))
    found = book.diff(before, after, companies=names).value
    return [(x.item, x.before, x.after, x.events, x.why) for x in found]


def test_a_tag_that_is_given_changed_and_taken_names_its_tagging(book: Book) -> None:
    first = tag(book, "acme", sector="ai", country="FR")
    second = tag(book, "acme", sector="chips")
    third = tag(book, "acme", "country")
    assert between(book, 2, first) == [
        ("tag country", None, ("FR",), (first,), ("tag",)),
        ("tag sector", None, ("ai",), (first,), ("tag",)),
    ]
    assert between(book, first, second) == [
        ("tag sector", ("ai",), ("chips",), (second,), ("tag",))
    ]
    assert between(book, second, third) == [
        ("tag country", ("FR",), None, (third,), ("tag",))
    ]
    assert between(book, 2, third) == [
        ("tag sector", None, ("chips",), (second,), ("tag",))
    ]
    assert between(book, third, third) == []


def test_a_tagging_that_was_voided_or_corrected_is_named_as_ours(book: Book) -> None:
    first = tag(book, "acme", sector="ai")
    second = tag(book, "acme", sector="chips")
    id_ = book.event(second).id
    changed = {"target": id_, "set": {"tags": {"sector": "models"}}, "reason": "typo"}
    (done,) = book.record([("entry.corrected", changed)])
    assert between(book, second, done.seq or 0) == [
        ("tag sector", ("chips",), ("models",), (second,), ("correction",))
    ]
    (gone,) = book.record([("entry.voided", {"target": id_, "reason": "wrong"})])
    assert between(book, second, gone.seq or 0) == [
        ("tag sector", ("chips",), ("ai",), (second,), ("voiding",))
    ]
    assert between(book, first, gone.seq or 0) == []


def test_only_the_companies_that_are_asked_about_are_told(book: Book) -> None:
    last = max(tag(book, "acme", sector="ai"), tag(book, "beta", sector="chips"))
    assert len(between(book, 2, last)) == 2
    ((_, _, after, _, _),) = between(book, 2, last, "Beta")
    assert after == ("chips",)


def test_entries_that_move_nothing_are_named(book: Book) -> None:
    before = book.basis(as_of="2020-01-01", known_at="seq:2")
    book.record([("company.alias_added", {"slug": "acme", "alias": "Acme Inc"})])
    told = book.diff(before, book.basis()).told
    assert told is not None
    notes = [note for table in told.drawn(80) for note in table.notes]
    assert "entry 3 was recorded and changes no answer" in notes
