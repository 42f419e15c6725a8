"""No statement carries more than 1,000 rows or a megabyte, whatever is recorded."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ledger.book import Book
from ledger.store.log import CHUNK_BYTES, CHUNK_ROWS
from tests.conftest import Clock

if TYPE_CHECKING:
    from tests.store.conftest import Overheard, Scribe

EDGE = 70_000
"""Next to the bytes that are counted stand columns; and one row more may begin."""


def weight(value: object) -> int:
    """Give the bytes of a value, or of all that it holds."""
    if isinstance(value, bytes | str):
        return len(value)
    if isinstance(value, list | tuple | dict):
        parts = value.values() if isinstance(value, dict) else value
        return sum(map(weight, parts))
    return 8


def check(heard: "Overheard") -> None:
    """Make sure that nothing that was said to the database was too much at once."""
    assert heard.asked
    assert heard.added
    for _, rows in heard.added:
        assert len(rows) <= CHUNK_ROWS
        assert weight(rows) <= CHUNK_BYTES + EDGE
    for _, values in heard.asked:
        assert weight(dict(values)) <= CHUNK_BYTES
        lists = [one for one in values.values() if isinstance(one, list | tuple)]
        assert all(len(one) <= CHUNK_ROWS for one in lists)


def test_of_many_entries(scribe: "Scribe", overheard: "Overheard") -> None:
    scribe.record(*map(scribe.said, range(3500)))
    assert [len(rows) for table, rows in overheard.added if table == "entry"] == [
        *[1000] * 3,
        500,
    ]
    check(overheard)


def test_of_long_entries(scribe: "Scribe", overheard: "Overheard") -> None:
    long = "x" * 60_000
    scribe.record(*(scribe.said(0, note=f"{number}{long}") for number in range(60)))
    check(overheard)


@pytest.fixture
def imported(place: str) -> Callable[[list[bytes]], int]:
    """Import lines into a new ledger of two names."""

    def run(lines: list[bytes]) -> int:
        with Book.create(place, clock=Clock(), actor="ann") as book:
            book.record(
                [
                    ("company.registered", {"slug": "xai", "name": "xAI"}),
                    ("source.registered", {"slug": "w", "name": "W", "kind": "wire"}),
                ]
            )
            return book.import_lines(lines, name="history").new

    return run


def test_of_long_texts_and_many_nodes(
    imported: Callable[[list[bytes]], int], overheard: "Overheard"
) -> None:
    text = "so it is written, " * 50_000
    report = (
        '{"type":"round.reported","data":{"company":"xai","round":"xai/a","source":"w",'
        '"published":"2024-01-19","stage":"closed","investors":[{"name":"%d"}]%s}}'
    )
    lines = [(report % (number, "")).encode() for number in range(1200)]
    for number in range(3):
        words = text + str(number)
        quoted = f',"payloads":[{{"what":"article","text":"{words}"}}]'
        lines.append((report % (9000 + number, quoted)).encode())
    assert imported(lines) == len(lines)
    tables = [table for table, _ in overheard.added]
    assert tables.count("payload") == 3
    assert tables.count("node") == 4
    check(overheard)
