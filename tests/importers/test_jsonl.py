"""Lines of a file to events, and what is wrong with the rest of them."""

import json
from typing import Any

import pytest

from ledger.claims.canonical import MAX_BYTES
from ledger.claims.kinds import KINDS
from ledger.errors import Problem
from ledger.importers.jsonl import lines_in
from ledger.importers.kit.lines import Line, NotYet, bound, line_targets

NAMED = '{"type": "company.registered", "data": {"slug": "q", "name": "Q"%s}%s}'
GOOD = (NAMED % ("", "")).encode()
DEEP = b'{"type": "entry.corrected", "data": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"


def problem(line: bytes) -> Problem:
    """What is wrong with the second of two lines."""
    first, second = lines_in([GOOD, line])
    assert isinstance(first, Line)
    assert isinstance(second, Problem)
    assert len(second.message) < 200
    return second


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param(b"{", "not JSON", id="half"),
        pytest.param(b"[1]", "not a JSON object", id="list"),
        pytest.param(b'"\xff"', "not UTF-8", id="not UTF-8"),
        pytest.param((NAMED % (', "slug": "r"', "")).encode(), "twice", id="key twice"),
        pytest.param((NAMED % (', "x": NaN', "")).encode(), "NaN", id="NaN"),
        pytest.param((NAMED % (', "x": 0.5', "")).encode(), "float", id="float"),
        pytest.param(
            (NAMED % (f', "x": {"9" * 5000}', "")).encode(), "past 2^53", id="5,000"
        ),
        pytest.param(DEEP, "16 levels", id="10,000 levels"),
        pytest.param((NAMED % ("", ', "colour": 1')).encode(), '"colour"', id="member"),
        pytest.param((NAMED % ("", ', "ref": 5')).encode(), '"ref"', id="ref"),
        pytest.param((NAMED % ("", ', "schema": "1"')).encode(), '"schema"', id="text"),
        pytest.param(
            (NAMED % ("", ', "schema": true')).encode(), '"schema"', id="true"
        ),
        pytest.param(b'{"type": "a.b", "data": {}}', '"a.b"', id="unknown type"),
        pytest.param(b'{"type": "company.registered"}', '"data"', id="no data"),
        pytest.param(b'{"type": [], "data": {}}', '"type"', id="type is a list"),
        pytest.param(b" " * (2 * MAX_BYTES) + GOOD, "bytes in one line", id="long"),
    ],
)
def test_a_line_that_is_no_event_is_a_problem(line: bytes, told: str) -> None:
    found = problem(line)
    assert found.where == "line 2"
    assert told in found.message


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param([b"\xef\xbb\xbf" + GOOD + b"\n"], id="byte order mark"),
        pytest.param([GOOD + b"\r\n"], id="CRLF"),
        pytest.param([GOOD], id="no final newline"),
        pytest.param([b"\n", b"  \r\n", GOOD, b"\n"], id="empty lines"),
    ],
)
def test_how_a_line_ends_does_not_matter(feed: list[bytes]) -> None:
    (line,) = lines_in(feed)
    assert isinstance(line, Line)
    assert line.data == {"slug": "q", "name": "Q"}


def test_an_empty_file_has_no_lines() -> None:
    assert list(lines_in([])) == []


def test_a_mark_in_the_middle_is_no_json() -> None:
    assert "not JSON" in problem(b"\xef\xbb\xbf" + GOOD).message


def test_reading_goes_on_after_a_problem() -> None:
    found = list(lines_in([b"{", GOOD, b"[]", GOOD]))
    assert [one.where for one in found] == [f"line {n}" for n in (1, 2, 3, 4)]


def test_the_opening_of_another_ledger_is_left_out() -> None:
    assert list(lines_in([b'{"type": "ledger.opened", "data": {}}'])) == []


def test_a_stored_entry_leaves_its_place_behind() -> None:
    entry = json.loads(GOOD) | {"v": 1, "log": "u", "seq": 7, "prev": "0", "id": "1"}
    entry |= {"schema": 1, "recorded_at": "2026-01-01", "actor": "ann"}
    (line,) = lines_in([json.dumps(entry).encode()])
    assert line == Line(1, entry["type"], entry["data"], None, "1", 1)


def line_with(kind: str, **data: Any) -> Line:  # JSON is anything
    """A line with labels."""
    return Line(1, kind, data)


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, x) for kind, row in KINDS.items() for x in row.events]
)
def test_a_label_becomes_an_id(kind: str, field: str) -> None:
    line = line_with(kind, **{field: "@a", "note": "@a"})
    assert bound(line, {"a": "1"}) == {field: "1", "note": "@a"}
    assert line_targets(line) == ["@a"]


def test_labels_in_a_list_become_ids() -> None:
    line = line_with("claim.denied", claims=["@a", "2", 3])
    assert bound(line, {"a": "1"}) == {"claims": ["1", "2", 3]}


def test_a_label_that_is_not_known_yet_is_told() -> None:
    with pytest.raises(NotYet, match="the ref b"):
        bound(line_with("claim.retracted", claim="@b"), {"a": "1"})
