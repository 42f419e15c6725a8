"""The statements of the daily path: one text, and the same answer of both databases."""

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest

from ledger.claims.canonical import draft
from ledger.store import schema
from ledger.store.ranking import RankingLine, RankingState
from ledger.store.statements import (
    CHANGES,
    FILLED,
    OWN_CHANGES,
    OWN_QUERIES,
    QUERIES,
    ChangeName,
    Filled,
    Query,
)

if TYPE_CHECKING:
    from ledger.store.session import Database
    from tests.store.conftest import Scribe

VALUES = {
    "after": -1,
    "batch": 2,
    "upto": 9,
    "company": "xai",
    "begin": "x",
    "beyond": "y",
    "seq": 2,
    "first": 0,
    "end": 4,
    "level": 1,
    "low": bytes(32),
    "high": b"\xff" * 32,
    "which": "valuations",
    "generation": 1,
    "cut": 5,
    "since": 1,
    "top": 2,
    "currency": "USD",
    "amount": 9,
    "name": "fund",
    "last": 9,
    "skipped": 1,
}
LINES = (
    *(("xai", 0, 9, "USD", 9, b"1"), ("ssi", 2, 7, "USD", 9, b"2")),
    *(("kimi", 1, 8, "CNY", 40, b"3"), ("moonshot", 6, 8, None, None, b"")),
)
COUNTS = ((1, 0, 3, 1, 4), (1, 2, -1, 0, -7), (1, 9, 5, 5, 2))


def test_every_statement_has_one_name_and_every_name_a_statement() -> None:
    for every, own, names in (
        (QUERIES, OWN_QUERIES, get_args(Query)),
        (CHANGES, OWN_CHANGES, get_args(ChangeName)),
    ):
        for more in own.values():
            assert [*every, *more] == list(names)
    assert list(FILLED) == list(get_args(Filled))
    texts = [*QUERIES.values(), *CHANGES.values()]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("table", FILLED)
def test_rows_are_in_the_order_of_the_columns(table: Filled) -> None:
    assert FILLED[table] == tuple(schema.metadata.tables[table].c.keys())


@pytest.mark.parametrize("name", QUERIES)
def test_both_databases_give_the_same_rows(
    sqlite_scribe: "Scribe", postgresql_scribe: "Scribe", name: Query
) -> None:
    found = [asked(one, name) for one in (sqlite_scribe, postgresql_scribe)]
    if "ORDER BY" not in QUERIES[name]:
        found = [sorted(rows) for rows in found]
    assert found[0] == found[1]
    assert found[0]


def asked(scribe: "Scribe", name: Query) -> list[tuple[Any, ...]]:
    """Fill a ledger, always in the same way, and ask it."""
    scribe.register("xai")
    mistake = {"target": "a" * 64, "reason": "misread"}
    moved = {**mistake, "company": "xai", "set": {"company": "ssi"}}
    scribe.record(draft("entry.corrected", moved, 1))
    scribe.record(draft("entry.voided", mistake, 1))
    scribe.record(draft("document.recorded", {"text_sha256": "b" * 64}, 4))
    scribe.record(draft("claim.cited", {"claim": "a" * 64, "company": "xai"}, 4))
    done = scribe.report(300)
    with scribe.log.ranking() as making:
        making.set(RankingState(1, 2, "1.2 UTC", 9))
        for generation in (1, 3):
            making.add_lines(generation, [RankingLine.made(line) for line in LINES])
            making.add_counts(generation, COUNTS)
            making.add_names(generation, [("fund", "xai"), ("fund", "ssi")])
    ids = [bytes.fromhex(one.id) for one in done[3:200:7]]
    with scribe.log.writer() as writer:
        writer.session.add("checkpoint", [(5, b"note", b"peaks")])
        writer.session.add("payload", [(ids[0], bytes(32), ids[0], "text/plain", b"x")])
    lists = {
        "seqs": [1, 2],
        "ids": ids,
        "commitments": ids,
        "companies": ["xai", "ssi", "kimi"],
    }
    texts = {"id": ids[0], "commitment": ids[0], "digest": ids[0]}
    values = {**VALUES, **lists, **texts}
    if name in {"checkpoints", "payloads"}:
        values["after"] = 0 if name == "checkpoints" else b""
    wanted = re.findall(r":(\w+)", QUERIES[name])
    return [*scribe.log.rows(name, {key: values[key] for key in wanted})]


def test_a_list_may_be_empty_or_long(sqlite_scribe: "Scribe") -> None:
    done = sqlite_scribe.report(1000)
    with sqlite_scribe.log.writer() as writer:
        assert writer.known([]) == {}
        assert len(writer.known([one.id for one in done])) == 1000


def test_nothing_is_done_in_a_session_that_was_abandoned(
    sqlite_database: "Database",
) -> None:
    with sqlite_database.transaction("append") as session:
        session.abandon()
        with pytest.raises(AssertionError):
            session.add("node", [(1, 0, bytes(32))])
        with pytest.raises(AssertionError):
            session.rows("ends", {})
