"""The statements of the daily path: SQLAlchemy's, on SQLite without SQLAlchemy."""

from typing import TYPE_CHECKING

import pytest

from ledger.store import compiled, compiling, schema, statements
from ledger.store.league import Line, State
from ledger.store.server import Server

if TYPE_CHECKING:
    from ledger.store.compiled import Query
    from ledger.store.session import Database
    from tests.store.conftest import Scribe

VALUES = {
    "after": 3,
    "batch": 2,
    "upto": 9,
    "company": "xai",
    "seq": 2,
    "first": 1,
    "end": 4,
    "level": 1,
    "low": bytes(32),
    "high": b"\xff" * 32,
    "which": "valuations",
    "generation": 1,
    "building": 2,
    "cut": 5,
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


def test_the_file_is_what_sqlalchemy_makes_of_the_statements() -> None:
    found = compiling.TARGET.read_text("utf-8")
    assert found == compiling.written(), "python3 run.py statements"


def test_nothing_has_two_names() -> None:
    names = [*statements.QUERIES, *statements.CHANGES]
    assert len(names) == len(set(names))
    texts = [*compiled.QUERIES.values(), *compiled.CHANGES.values()]
    assert len(texts) == len(set(texts))


def test_the_marks_of_a_file_are_those_of_the_schema() -> None:
    assert schema.SCHEMA_VERSION == compiled.SCHEMA_VERSION
    assert schema.APPLICATION_ID == compiled.APPLICATION_ID


@pytest.mark.parametrize("name", statements.QUERIES)
def test_both_ways_give_the_same_rows(
    sqlite_database: "Database", sqlite_scribe: "Scribe", name: "Query"
) -> None:
    sqlite_scribe.register("xai")
    done = sqlite_scribe.report(300)
    with sqlite_scribe.log.league() as making:
        making.set(State(1, 2, "1.2 UTC", 9))
        for generation in (1, 3):
            making.add_lines(generation, [Line.made(line) for line in LINES])
            making.add_counts(generation, COUNTS)
            making.add_names(generation, [("fund", "xai"), ("fund", "ssi")])
    ids = [bytes.fromhex(one.id) for one in done[3:200:7]]
    lists = {"ids": ids, "commitments": ids, "companies": ["xai", "ssi", "kimi"]}
    texts = {"id": ids[0], "commitment": ids[0], "digest": ids[0]}
    values = {**VALUES, **lists, **texts}
    if name in {"checkpoints", "payloads"}:
        values["after"] = 0 if name == "checkpoints" else b""
    wanted = statements.QUERIES[name].compile().params
    given = {key: values[key] for key in wanted if key in values}
    with Server(sqlite_database.engine).transaction() as session:
        expected = [tuple(row) for row in session.rows(name, given)]
    with sqlite_database.transaction() as session:
        assert session.rows(name, given) == expected


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
