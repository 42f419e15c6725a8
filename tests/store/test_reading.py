"""Reading: streams in order, in pages, through an index."""

import sqlite3
import tracemalloc
from contextlib import closing
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from ledger.claims.canonical import draft
from ledger.errors import UnknownName
from ledger.store.postgresql import server
from ledger.store.sqlite import embedded
from ledger.store.statements import QUERIES

if TYPE_CHECKING:
    from ledger.store.session import Values
    from ledger.store.statements import Query
    from tests.store.conftest import Overheard, Scribe

UUID = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"


@pytest.fixture
def busy(scribe: "Scribe") -> "Scribe":
    """Give a ledger of three companies whose entries lie among each other.

    Names: 0, 5. xai: 1, 2, 6. anthropic: 3, 7. nvidia: 4.
    """
    scribe.register("xai")
    scribe.report(2, "xai")
    scribe.report(1, "anthropic")
    scribe.report(1, "nvidia")
    scribe.register("nvidia")
    scribe.report(1, "xai")
    scribe.report(1, "anthropic")
    return scribe


@pytest.mark.parametrize(
    ("company", "names", "numbers"),
    [
        (None, False, [0, 1, 2, 3, 4, 5, 6, 7]),
        (None, True, [0, 5]),
        ("xai", False, [1, 2, 6]),
        ("xai", True, [0, 1, 2, 5, 6]),
        (["anthropic", "xai"], False, [1, 2, 3, 6, 7]),
        (["xai", "nvidia", "xai"], True, [0, 1, 2, 4, 5, 6]),
        ([], True, [0, 5]),
        ([], False, []),
        ("nobody", False, []),
    ],
    ids=str,
)
def test_streams_come_in_sequence(
    busy: "Scribe",
    company: str | list[str] | None,
    names: bool,
    numbers: list[int],
) -> None:
    for batch in (1, 2, 3, 1000):
        found = busy.log.read(company=company, names=names, batch=batch)
        assert [stored.seq for stored in found] == numbers


@pytest.mark.parametrize(
    ("after", "upto", "numbers"),
    [
        (None, None, [1, 2, 6]),
        (1, None, [2, 6]),
        (None, 5, [1, 2]),
        (2, 6, [6]),
        (6, None, []),
        (None, -1, []),
        (None, 99, [1, 2, 6]),
    ],
)
def test_a_stream_can_be_cut_at_both_ends(
    busy: "Scribe", after: int | None, upto: int | None, numbers: list[int]
) -> None:
    found = busy.log.read(company="xai", after=after, upto=upto)
    assert [stored.seq for stored in found] == numbers


def test_what_is_recorded_while_a_stream_is_read_is_not_in_it(
    scribe: "Scribe",
) -> None:
    scribe.report(3)
    stream = scribe.log.read(batch=1)
    first = next(stream)
    scribe.report(2)
    assert [first.seq, *(stored.seq for stored in stream)] == [0, 1, 2]


@pytest.mark.parametrize("batch", [1, 2, 3, 1000])
def test_the_ranking_comes_company_by_company(busy: "Scribe", batch: int) -> None:
    found = busy.log.by_company(batch=batch)
    companies = groupby(found, key=lambda stored: stored.company)
    assert [(one, [e.seq for e in entries]) for one, entries in companies] == [
        ("anthropic", [3, 7]),
        ("nvidia", [4]),
        ("xai", [1, 2, 6]),
    ]


def test_the_ranking_can_be_cut(busy: "Scribe") -> None:
    found = [stored.seq for stored in busy.log.by_company(upto=5)]
    assert found == [3, 4, 1, 2]


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_the_ranking_can_leave_citations_out(scribe: "Scribe", batch: int) -> None:
    scribe.report(2, "xai")
    said = {"company": "xai", "claim": "0" * 64, "note": "read on paper"}
    scribe.record(draft("claim.cited", said, 4))
    scribe.report(1, "xai")
    scribe.report(1, "anthropic")
    found = scribe.log.by_company(evidence=False, batch=batch)
    assert [stored.seq for stored in found] == [4, 0, 1, 3]


def test_companies_are_in_the_order_of_their_bytes(scribe: "Scribe") -> None:
    slugs = ["b", "a-b", "ab", "a0", "a"]
    for slug in slugs:
        scribe.report(1, slug)
    found = [stored.company for stored in scribe.log.by_company()]
    assert found == sorted(slugs)


def test_entries_about_a_second_company_are_linked(scribe: "Scribe") -> None:
    scribe.report(2)
    data = {"company": "x-corp", "into": "xai", "form": "acquired"}
    merged = {**data, "published": "2025-03-28"}
    scribe.record(draft("companies.merged", merged, 1))
    scribe.report(1)
    [link] = scribe.log.linked()
    assert (link.seq, link.company, link.other) == (2, "x-corp", "xai")
    assert scribe.log.linked(upto=1) == []


@pytest.mark.parametrize("which", [4, "4", " 4 "])
def test_an_entry_is_found_by_its_number(busy: "Scribe", which: int | str) -> None:
    assert busy.log.get(which).company == "nvidia"


@pytest.mark.parametrize("length", [4, 7, 8, 63, 64])
def test_an_entry_is_found_by_the_beginning_of_its_id(
    busy: "Scribe", length: int
) -> None:
    wanted = busy.entries()[3]
    assert busy.log.get(wanted.id[:length]) == wanted
    assert busy.log.get(wanted.id[:length].upper()) == wanted


@pytest.mark.parametrize(
    "which", [8, -1, "8", "abc", "0000", "f" * 64, "f" * 65, "zebra", "", "9" * 30, "٣"]
)
def test_an_event_that_is_not_there_is_unknown(
    busy: "Scribe", which: int | str
) -> None:
    with pytest.raises(UnknownName, match="there is no event") as caught:
        busy.log.get(which)
    assert caught.value.hint


def test_an_event_after_the_cut_is_unknown(busy: "Scribe") -> None:
    late = busy.entries()[5]
    for which in (5, late.id):
        with pytest.raises(UnknownName, match="there is no event"):
            busy.log.get(which, upto=4)
    assert busy.log.get(late.id, upto=5) == late


def test_a_prefix_of_two_ids_is_ambiguous(scribe: "Scribe") -> None:
    def beginning(number: int) -> str:
        return scribe.said(number).id[:4]

    first: dict[str, int] = {}
    number = 0
    while (other := first.setdefault(beginning(number), number)) == number:
        number += 1
    scribe.record(scribe.said(other), scribe.said(number))
    with pytest.raises(UnknownName, match="more than one event") as caught:
        scribe.log.get(beginning(number))
    assert scribe.said(other).id[:8] in (caught.value.hint or "")


def test_digits_that_are_no_number_here_may_begin_an_id(scribe: "Scribe") -> None:
    number = 0
    while not scribe.said(number).id[:4].isdigit():
        number += 1
    one = scribe.said(number)
    scribe.record(one)
    assert scribe.log.get(one.id[:4]).id == one.id


@pytest.mark.parametrize("cut", [-1, 0, 99, 100, 101, 200, 201, 300, 301, 2**60])
def test_an_instant_means_what_was_recorded_before_it(
    scribe: "Scribe", cut: int
) -> None:
    instants = [100, 100, 200, 200, 200, 300]
    for instant in instants:
        scribe.now = instant
        scribe.report()
    assert scribe.log.seq_at(cut) == sum(one < cut for one in instants) - 1


def test_nothing_is_recorded_before_any_instant_of_an_empty_ledger(
    scribe: "Scribe",
) -> None:
    assert scribe.log.seq_at(2**60) == -1


def test_memory_does_not_grow_with_the_stream(scribe: "Scribe") -> None:
    def peak(entries: int) -> int:
        tracemalloc.start()
        for _ in scribe.log.read(upto=entries - 1, batch=100):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    scribe.report(2000)
    peak(250)
    assert peak(2000) < 1.5 * peak(250)


def test_memory_does_not_grow_with_an_import(scribe: "Scribe") -> None:
    def peak(first: int, last: int) -> int:
        tracemalloc.start()
        with scribe.log.writer() as writer:
            for start in range(first, last, 250):
                batch = map(scribe.said, range(start, start + 250))
                writer.append(batch, recorded=1, actor="ann", log=UUID)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(0, 500)
    small = peak(500, 1000)
    assert peak(1000, 3000) < 1.5 * small


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ({"company": "xai"}, "entry_company"),
        ({"names": True, "company": []}, "entry_company"),
        ({"after": 10}, "PRIMARY KEY|entry_pkey"),
    ],
    ids=["a company", "the names", "the tail"],
)
def test_a_stream_is_read_through_an_index(
    engine: Engine,
    scribe: "Scribe",
    overheard: "Overheard",
    question: dict[str, object],
    index: str,
) -> None:
    scribe.report(1000, "xai")
    scribe.report(3000, "other")
    overheard.asked.clear()
    list(scribe.log.read(upto=3999, **question))  # type: ignore[arg-type]
    steps = explained(engine, *overheard.asked[0])
    assert any(one in step for step in steps for one in index.split("|")), steps
    assert not any("SCAN" in step or "Seq Scan" in step for step in steps), steps
    assert not any("B-TREE" in step for step in steps), steps


def explained(engine: Engine, name: "Query", values: "Values") -> list[str]:
    """Say how a database goes about a statement."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database or "")) as raw:
            text, given = embedded._expanded_lists(QUERIES[name], values)
            rows = raw.execute(f"EXPLAIN QUERY PLAN {text}", given).fetchall()
        return [row[3] for row in rows]
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE entry")
        statement = f"EXPLAIN {server._QUERIES[name]}"
        plan = connection.exec_driver_sql(statement, dict(values))
        return [str(row[-1]) for row in plan]


def test_a_company_of_1000_events_is_read_in_a_few_statements(
    scribe: "Scribe", overheard: "Overheard"
) -> None:
    scribe.report(1000)
    overheard.asked.clear()
    assert len(list(scribe.log.read(company="xai"))) == 1000
    assert len(overheard.asked) <= 3


def test_ids_are_hashes_of_what_was_said(busy: "Scribe") -> None:
    for stored in busy.entries():
        assert stored.leaf == sha256(b"\0" + stored.body).digest()
        assert len(stored.id) == 64


def test_what_is_looked_up_is_found_through_an_index(
    sqlite_engine: Engine, sqlite_scribe: "Scribe", overheard: "Overheard"
) -> None:
    sqlite_scribe.report(3)
    overheard.asked.clear()
    log = sqlite_scribe.log
    assert log.get(log.get(1).id).seq == 1
    assert log.linked() == []
    assert log.ours("xai") == []
    assert len(list(log.read(company="xai"))) == 3
    plans = [x for asked in overheard.asked for x in explained(sqlite_engine, *asked)]
    whole = ("SCAN entry", "PRIMARY KEY (rowid<?)", "PRIMARY KEY (rowid>?)")
    assert [plan for plan in plans if any(words in plan for words in whole)] == []
    assert any("entry_other" in plan for plan in plans)
