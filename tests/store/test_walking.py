"""A ledger of several pages, of which one entry is touched: it is named, whichever way
its page was checked.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine

from ledger.audit.merkle import Frontier
from ledger.claims.canonical import NO_LEAF, draft, entry_bytes, leaf_hash
from ledger.errors import Damaged
from ledger.store.entries import DamagedEntry
from ledger.store.log import Log
from ledger.store.pages import EntryPage
from ledger.store.walking import PAGE, Walk
from tests.store.test_damage import swapped, tamper

if TYPE_CHECKING:
    from tests.store.conftest import Scribe

MERGED = {"company": "x-corp", "into": "xai", "form": "acquired"}


@pytest.fixture
def long(scribe: "Scribe") -> "Scribe":
    """Give two pages and a bit, of all kinds of columns, each second at a new time."""
    scribe.register("xai")
    for number in range(4):
        scribe.now += 1_234_567
        scribe.report(PAGE // 2, "xai" if number % 2 else "英偉達")
        scribe.record(
            draft("companies.merged", {**MERGED, "published": f"2025-0{number + 1}"}, 1)
        )
        scribe.register(f"company-{number}")
    return scribe


def walked(log: Log, *, deep: bool = False) -> Walk:
    walk = Walk(deep=deep)
    for page in log.pages(log.head().seq + 1):
        for _ in walk.take(page):
            pass
    return walk


def test_a_whole_ledger_goes_past(long: "Scribe") -> None:
    for deep in (False, True):
        walk = walked(long.log, deep=deep)
        assert walk.head == long.log.head()
        assert walk.backwards == 0
    grown = Frontier()
    grown.extend(entry.leaf for entry in long.entries())
    assert walk.frontier == grown


def test_pages_that_are_whole_come_out_even(
    long: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    slow: list[int] = []
    one_by_one = Walk._one_by_one

    def counted(self: Walk, page: EntryPage, leaves: list[bytes]) -> None:
        slow.append(self.size)
        one_by_one(self, page, leaves)

    monkeypatch.setattr(Walk, "_one_by_one", counted)
    walked(long.log)
    assert slow == [0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "leaf"),
        ("type", "'claim.denied'"),
        ("company", "'anthropic'"),
        ("company", "NULL"),
        ("other", "'anthropic'"),
        ("published_from", "published_from + 1"),
        ("published_from", "NULL"),
        ("published_to", "published_to - 1"),
        ("recorded", "recorded + 1"),
        ("leaf", "id"),
    ],
)
@pytest.mark.parametrize("kind", ["round.reported", "companies.merged"])
def test_a_touched_column_is_named_with_its_entry(
    engine: Engine, long: "Scribe", column: str, value: str, kind: str
) -> None:
    touched = max(x.seq for x in long.entries() if x.type == kind)
    assert touched > PAGE
    tamper(engine, f"UPDATE entry SET {column} = {value} WHERE seq = {touched}")
    with pytest.raises(DamagedEntry, match=f"its {column} was changed") as caught:
        walked(long.log)
    assert caught.value.seq == touched


@pytest.mark.parametrize(
    ("column", "value"), [("company", "'xai'"), ("published_to", "7"), ("other", "'x'")]
)
def test_a_column_that_a_name_should_not_have_is_named(
    engine: Engine, long: "Scribe", column: str, value: str
) -> None:
    touched = max(x.seq for x in long.entries() if x.type == "company.registered")
    tamper(engine, f"UPDATE entry SET {column} = {value} WHERE seq = {touched}")
    with pytest.raises(DamagedEntry, match=f"its {column} was changed") as caught:
        walked(long.log)
    assert caught.value.seq == touched


TOUCHED = PAGE + 77


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (swapped(rb'"seq":\d+', b'"seq":4'), TOUCHED),
        (swapped(rb'"prev":"..', b'"prev":"zz'), TOUCHED),
        (swapped(rb'"log":"6f', b'"log":"00'), TOUCHED),
        (swapped(rb'"published":"2024', b'"published":"what'), TOUCHED),
        (swapped(rb'"published":"2024-01-19"', b'"published":"2024-01-20"'), TOUCHED),
        (swapped(rb'"v":1\}', b'"v":1}\n'), TOUCHED),
        (swapped(rb'"v":1\}', b'"v":1'), TOUCHED),
        (lambda _: b"\xff\x00", TOUCHED),
        (swapped(rb'"actor":"ann"', b'"actor":"bob"'), TOUCHED),
        (swapped(rb'"note":"report', b'"note":"rumour'), TOUCHED),
    ],
    ids=range(10),
)
def test_bytes_changed_with_their_leaf_are_named(
    engine: Engine, long: "Scribe", change: Callable[[bytes], bytes], named: int
) -> None:
    body = change(long.log.get(TOUCHED).body)
    values: dict[str, Any] = {"body": body, "leaf": bytes.fromhex(leaf_hash(body))}
    tamper(
        engine,
        f"UPDATE entry SET body = :body, leaf = :leaf WHERE seq = {TOUCHED}",
        **values,
    )
    with pytest.raises(DamagedEntry) as caught:
        walked(long.log)
    assert caught.value.seq == named


def test_a_missing_entry_is_named(engine: Engine, long: "Scribe") -> None:
    tamper(engine, f"DELETE FROM entry WHERE seq = {TOUCHED}")
    with pytest.raises(Damaged, match=f"entry {TOUCHED} is missing"):
        walked(long.log)


def test_a_walk_stops_where_it_is_asked_to(long: "Scribe") -> None:
    stops = [1, 7, 255, 256, 257, 1000, 1024, 1025, 1500, 2048]
    grown, roots = Frontier(), {}
    for entry in long.entries():
        grown.add(entry.leaf)
        roots[grown.size] = grown.root
    walk, seen = Walk(), []
    for page in long.log.pages(long.log.head().seq + 1):
        for tree in walk.take(page, stops):
            assert tree.root == roots[tree.size]
            seen.append(tree.size)
    assert seen == stops


def test_an_instant_that_goes_back_is_counted_and_no_damage() -> None:
    page, prev = [], NO_LEAF
    for seq, recorded in enumerate((5, 9, 7, 8)):
        one = draft("company.registered", {"slug": f"c{seq}", "name": "C"}, 1)
        body = entry_bytes(
            one, log="l", seq=seq, prev=prev, recorded=recorded, actor="ann"
        )
        prev = leaf_hash(body)
        ids = bytes.fromhex(one.id), one.type
        page.append((*ids, None, None, None, None, recorded, bytes.fromhex(prev), body))
    walk = Walk()
    assert list(walk.take(page)) == []
    assert (walk.size, walk.backwards) == (4, 1)
