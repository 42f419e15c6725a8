"""The tree over the entries, on both databases."""

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, select, text

from ledger.audit.merkle import Frontier, check_inclusion, inclusion_path
from ledger.claims.canonical import draft
from ledger.errors import Damaged
from ledger.store.log import Log
from ledger.store.schema import node
from ledger.store.session import Database
from ledger.store.tree import Tree

if TYPE_CHECKING:
    from tests.store.conftest import Scribe


def of(log: Log, size: int) -> Tree:
    return Tree(log.rows, size)


def kept(engine: Engine) -> list[tuple[int, int]]:
    with engine.connect() as connection:
        found = connection.execute(
            select(node.c.level, node.c.number).order_by(node.c.level, node.c.number)
        )
        return [(row[0], row[1]) for row in found]


@pytest.mark.parametrize("batches", [(1,) * 5, (255, 1, 1), (256,), (600, 3), (1100,)])
def test_the_tree_is_that_of_the_entries_however_they_came(
    engine: Engine, scribe: "Scribe", batches: tuple[int, ...]
) -> None:
    for batch in batches:
        scribe.report(batch)
    size = sum(batches)
    grown = Frontier()
    for entry in scribe.entries():
        grown.add(entry.leaf)
        if grown.size in {1, 2, 255, 256, 257, 512, size}:
            assert of(scribe.log, grown.size).root() == grown.root
            assert of(scribe.log, grown.size).peaks() == grown.peaks
    assert kept(engine) == [(1, number) for number in range(size // 256)]


def test_the_empty_tree_has_no_peaks(scribe: "Scribe") -> None:
    assert of(scribe.log, 0).peaks() == []


def test_higher_levels_are_kept_too(
    sqlite_engine: Engine, sqlite_database: Database
) -> None:
    log = Log(sqlite_database)
    with log.writer() as writer:
        named = ({"slug": f"c{number}", "name": "C"} for number in range(65_537))
        drafts = (draft("company.registered", data, 1) for data in named)
        writer.append(drafts, recorded=1, actor="ann", log="l")
    found = kept(sqlite_engine)
    assert (len(found), found[-1]) == (257, (2, 0))
    grown = Frontier()
    grown.extend(entry.leaf for entry in log.read())
    assert of(log, 65_537).root() == grown.root
    assert of(log, 65_536).peaks() == grown.peaks[:1]


def test_a_proof_reads_a_tile_a_level(scribe: "Scribe") -> None:
    scribe.report(2100)
    read: list[int] = []

    def ask(*asked: Any) -> Any:  # what the log takes and gives
        rows = scribe.log.rows(*asked)
        read.append(len(rows))
        return rows

    tree = Tree(ask, 2048)
    path = inclusion_path(700, 2048, tree.subtree)
    assert sorted(read) == [8, 256]
    entry = scribe.log.get(700)
    check_inclusion(700, 2048, entry.leaf, path, of(scribe.log, 2048).root())


def test_a_tree_without_a_hash_that_it_needs_is_damaged(
    sqlite_engine: Engine, sqlite_scribe: "Scribe"
) -> None:
    sqlite_scribe.report(600)
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER node_delete")
        connection.execute(text("DELETE FROM node WHERE number = 1"))
    with pytest.raises(Damaged, match="lacks hashes of level 1"):
        of(sqlite_scribe.log, 600).root()


def test_a_batch_that_fails_leaves_no_hash_behind(
    engine: Engine, scribe: "Scribe"
) -> None:
    with scribe.log.writer() as writer:
        drafts = (scribe.said(number) for number in range(300))
        writer.append(drafts, recorded=scribe.now, actor="ann", log="l")
        writer.abandon()
    assert kept(engine) == []
