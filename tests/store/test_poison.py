"""What does not read cannot be put into the log, no matter who puts it there.

Each attempt is a row that the guards of older versions let through: the next number, a
leaf that is the hash of the bytes, an instant that does not go back.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import DBAPIError

from ledger.claims.canonical import derived, draft, entry_bytes, leaf_hash
from ledger.store.schema import entry
from ledger.store.session import Database
from tests.store.conftest import UUID

if TYPE_CHECKING:
    from tests.store.conftest import Scribe

READS: Final = "what is put into the log is an entry of this ledger that reads"
COLUMNS: Final = [column.name for column in entry.c]

Change = Callable[[bytes], bytes]


def swapped(old: bytes, new: bytes) -> Change:
    def swap(body: bytes) -> bytes:
        assert body.count(old) == 1, body
        return body.replace(old, new)

    return swap


BODIES: Final[dict[str, Change]] = {
    "an empty object": lambda _: b"{}",
    "an empty list": lambda _: b"[]",
    "no JSON": lambda _: b"not JSON at all",
    "no text": lambda _: b"\xff\xfe\x00",
    "half of an entry": lambda body: body[: len(body) // 2],
    "bytes behind it": lambda body: body + b" ",
    "bytes before it": lambda body: b" " + body,
    "an entry twice": lambda body: body * 2,
    "a brace too many": lambda body: body.replace(b'"data":{', b'"data":{{', 1),
    "another envelope": swapped(b'"v":1}', b'"v":2}'),
    "another number": swapped(b'"seq":3', b'"seq":4'),
    "another type": swapped(b'"type":"round.reported"', b'"type":"claim.denied"'),
    "a type that nobody knows": swapped(
        b'"type":"round.reported"', b'"type":"round.invented"'
    ),
    "a shape that is to come": swapped(b'"schema":2', b'"schema":99'),
    "no shape": swapped(b'"schema":2', b'"schema":0'),
    "another content": swapped(b"report 100", b"report 101"),
    "another company": swapped(b'"company":"xai"', b'"company":"ssi"'),
    "another instant": swapped(b"2026-01-01T", b"2027-01-01T"),
    "another ledger": swapped(UUID.encode(), UUID.replace("6", "7").encode()),
}
ROWS: Final[dict[str, dict[str, Any]]] = {
    "no company": {"company": None},
    "another company": {"company": "ssi"},
    "a type that nobody knows": {"type": "round.invented"},
    "another id": {"id": bytes(32)},
    "a later instant": {"recorded": 2**53},
}


def put(
    engine: Engine, scribe: "Scribe", change: Change | None = None, **values: object
) -> None:
    """Put a row in as the fourth entry, past the program."""
    scribe.report(3)
    end, one = scribe.log.head(), scribe.said(100)
    body = entry_bytes(
        one, log=UUID, seq=3, prev=end.leaf, recorded=end.recorded, actor="bob"
    )
    body = body if change is None else change(body)
    row = (3, bytes.fromhex(one.id), one.type, *derived(one.type, one.data))
    leaf = bytes.fromhex(leaf_hash(body))
    made = dict(zip(COLUMNS, (*row, end.recorded, leaf, body), strict=True))
    with engine.begin() as connection:
        connection.execute(insert(entry), {**made, **values})


def test_an_entry_that_reads_is_let_through(engine: Engine, scribe: "Scribe") -> None:
    put(engine, scribe)
    assert scribe.log.check() == 4


@pytest.mark.parametrize("change", BODIES.values(), ids=BODIES)
def test_bytes_that_do_not_read_are_refused(
    engine: Engine, scribe: "Scribe", change: Change
) -> None:
    with pytest.raises(DBAPIError, match=READS):
        put(engine, scribe, change)
    assert scribe.log.check() == 3


@pytest.mark.parametrize("values", ROWS.values(), ids=ROWS)
def test_columns_that_the_bytes_do_not_say_are_refused(
    engine: Engine, scribe: "Scribe", values: dict[str, Any]
) -> None:
    with pytest.raises(DBAPIError, match=READS):
        put(engine, scribe, **values)
    assert scribe.log.check() == 3


def test_an_entry_that_follows_another_one_is_refused(
    engine: Engine, scribe: "Scribe"
) -> None:
    with pytest.raises(DBAPIError, match=READS):
        put(engine, scribe, lambda body: body.replace(b'"prev":"', b'"prev":"0', 1))
    assert scribe.log.check() == 3


def test_a_clerk_puts_in_nothing_else(
    clerk: Database, postgresql_scribe: "Scribe"
) -> None:
    with pytest.raises(DBAPIError, match=READS):
        put(clerk.engine, postgresql_scribe, lambda _: b"{}")
    assert postgresql_scribe.log.check() == 3


def test_any_text_is_let_through_as_data(scribe: "Scribe") -> None:
    """NUL, backslashes that look like one, quotation marks, what looks like an end."""
    texts = ["\x00", "\\u0000", '"', '","data":{', '","id":"', "}\\", "\U0001f680"]
    for number, text in enumerate(texts):
        scribe.record(scribe.said(number, note=text))
    said = {"slug": "x", "name": "\x00"}
    scribe.record(draft("company.registered", said, 1))
    assert scribe.log.check() == len(texts) + 1


@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT INTO entry SELECT seq + 1, leaf, type, company, other,"
            " published_from, published_to, recorded, leaf, body FROM entry"
            " ORDER BY seq DESC LIMIT 1"
        ),
        "INSERT INTO ranking VALUES ('valuations', 1, 0, '', 0, x'')",
        "INSERT INTO ranking_line VALUES (1, 'xai', 0, 9, NULL, NULL, 0, x'')",
        "INSERT INTO ranking_count VALUES (1, 0, 0, 1, 1, 1)",
        "INSERT INTO ranking_name VALUES (1, 'fund', 'xai')",
    ],
)
def test_another_program_puts_nothing_into_a_file(
    sqlite_scribe: "Scribe", statement: str
) -> None:
    sqlite_scribe.report(3)
    with (
        closing(sqlite3.connect(sqlite_scribe.log.place)) as other,
        pytest.raises(sqlite3.OperationalError, match="no such function: sayso_"),
    ):
        other.execute(statement)
    assert sqlite_scribe.log.check() == 3
