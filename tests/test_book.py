"""The front door, on both databases."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from ledger.audit.merkle import Frontier, leaf
from ledger.book import Book
from ledger.errors import BadInput, Conflict, Refused, UnknownName
from ledger.projections.basis import Answer
from ledger.rendering.basis import facts

Clock = Callable[[], int]
DEMO = ("names.jsonl", "history.jsonl", "articles.jsonl")


def demo_lines() -> Iterator[bytes]:
    for name in DEMO:
        with (files("ledger.fixtures") / "demo" / name).open("rb") as file:
            yield from file


@pytest.fixture
def book(place: str, clock: Clock) -> Iterator[Book]:
    with Book.create(place, clock=clock, actor="ann") as made:
        imported = made.import_lines(demo_lines(), name="demo", future=True)
        assert not imported.problems
        yield made


def test_the_demo_is_told_alike_on_both_databases(
    book: Book, tmp_path: Path, clock: Clock
) -> None:
    with Book.create(str(tmp_path / "other.db"), clock=clock) as other:
        other.import_lines(demo_lines(), name="demo", future=True)
        for day in ("2024-01-18", "2024-01-20", "2024-05-28", "2026-04-01"):
            one, two = (x.basis(as_of=day) for x in (book, other))
            assert book.valuations(one).value == other.valuations(two).value
            assert book.raised(one).value == other.raised(two).value
            count = "SELECT source_kind, count(*) FROM claims GROUP BY 1 ORDER BY 1"
            assert book.sql(count, one).value == other.sql(count, two).value


def test_what_is_recorded_again_is_on_record_already(book: Book) -> None:
    before = book.log.head()
    again = book.import_lines(demo_lines(), name="demo", future=True)
    assert (again.new, again.problems) == (0, [])
    events = [line for line in demo_lines() if not line.startswith(b'{"payload"')]
    assert again.known == len(events)
    assert book.log.head() == before


def test_an_export_imports_into_another_ledger_with_the_same_ids(
    book: Book, tmp_path: Path, clock: Clock
) -> None:
    exported = list[bytes]()
    for stored in book.events():
        texts = ({"payload": one} for one in book.texts(stored))
        exported += [json.dumps(one).encode() for one in texts]
        exported.append(stored.body)
    with Book.create(str(tmp_path / "other.db"), clock=clock) as other:
        imported = other.import_lines(exported, name="export", future=True)
        assert imported.problems == []
        ids = [stored.id for stored in book.events()][1:]
        assert [stored.id for stored in other.events()][1:] == ids


def test_a_basis_token_replays_an_answer_after_more_was_recorded(book: Book) -> None:
    basis = book.basis(as_of="2024-05-28")
    told = book.valuations(basis).value
    report = {
        "round": "xai/series-b",
        "source": "bloomberg",
        "published": "2024-05-01",
        "stage": "closed",
        "valuation": [{"figure": "99B", "kind": "post_money"}],
    }
    book.record([("round.reported", report)])
    replayed = book.basis(token=basis.token)
    assert replayed == basis
    assert book.valuations(replayed).value == told


def test_a_basis_names_the_root_of_the_tree_over_the_entries_that_count(
    book: Book,
) -> None:
    tree = Frontier()
    for stored in book.events():
        tree.add(leaf(stored.body))
        basis = book.basis(known_at=f"seq:{stored.seq}")
        assert basis.root == tree.root.hex()
        assert facts(Answer(basis, None))["root"] == basis.root
    before = book.basis(known_at="2000")
    assert (before.head, before.root) == ("", "")


def test_a_token_of_another_ledger_is_refused(
    book: Book, tmp_path: Path, clock: Clock
) -> None:
    with Book.create(str(tmp_path / "other.db"), clock=clock) as other:
        other.import_lines(demo_lines(), name="demo", future=True)
        with pytest.raises(Refused, match="another ledger"):
            other.basis(token=book.basis().token)


def test_whoever_expects_an_older_ledger_is_told_of_the_conflict(book: Book) -> None:
    alias = ("company.alias_added", {"slug": "xai", "alias": "X AI"})
    with pytest.raises(Conflict):
        book.record([alias], expected=3)


def test_one_refusal_in_a_batch_leaves_nothing(book: Book) -> None:
    before = book.log.head()
    good = ("company.alias_added", {"slug": "xai", "alias": "X AI"})
    bad = ("company.alias_added", {"slug": "nobody", "alias": "N"})
    with pytest.raises(UnknownName):
        book.record([good, bad])
    assert book.log.head() == before


def test_a_dry_run_decides_but_records_nothing(book: Book) -> None:
    before = book.log.head()
    alias = ("company.alias_added", {"slug": "xai", "alias": "X AI"})
    (recorded,) = book.record([alias], dry_run=True)
    assert (recorded.new, recorded.seq) == (True, None)
    assert book.log.head() == before


def test_within_one_batch_an_event_can_answer_an_earlier_one(book: Book) -> None:
    said = {"company": "xai", "published": "2026-01-01", "source": "bloomberg"}
    price = [{"figure": "1B", "kind": "mark"}]
    (first,) = book.record(
        [("valuation.reported", {**said, "valuation": price})], dry_run=True
    )
    _, second = book.record(
        [
            ("valuation.reported", {**said, "valuation": price}),
            ("claim.retracted", {**said, "claim": first.id}),
        ]
    )
    assert second.new


def test_a_sequence_number_past_the_end_is_refused(book: Book) -> None:
    with pytest.raises(BadInput, match="there is no entry 99999"):
        book.basis(known_at="99999")


def test_four_digits_are_a_year_and_not_an_entry(book: Book) -> None:
    assert book.basis(known_at="2024").known_at == -1
    assert book.basis(known_at="seq:0").known_at == 0
