"""CSV as it is found: line ends, quotes, delimiters, encodings, and what is no row."""

import tracemalloc
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, cast

import pytest

from ledger.errors import BadInput, Problem
from ledger.importers.kit.tables import CsvTable, TableRow
from ledger.importers.kit.textlines import known_encoding
from tests.importers.reading import cells_of, opened, rows_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

WRONG = [
    pytest.param("a,b\n1\n", "1 cell, where the header has 2", id="short"),
    pytest.param("a,b\n1,2,3\n", "3 cells, where the header has 2", id="long"),
    pytest.param("a,b\na,b\n", "the header repeated", id="header twice"),
    pytest.param('a,b\n"1,2\n', "never closed", id="unclosed quote"),
    pytest.param('a,b\n"1"x,2\n', "closing quote", id="text after a quote"),
    pytest.param(b"a,b\n1,\xff\n", "is not UTF-8", id="no UTF-8"),
    pytest.param(b"a,b\n1,\0\n", "NUL", id="NUL"),
    pytest.param("a,b\n" + "x" * 1_000_001, "characters in one line", id="long line"),
    pytest.param("a,b\né,2\n".encode("utf-16")[:-1], "is not UTF-16", id="half a sign"),
]


@pytest.mark.parametrize(
    "ends",
    ["\n", "\r\n", "\r"],
    ids=["LF", "CRLF", "CR"],
)
def test_any_line_end_will_do(ends: str) -> None:
    assert cells_of(f"a,b{ends}1,2{ends}3,4") == [["1", "2"], ["3", "4"]]


def test_line_ends_may_be_mixed() -> None:
    rows = rows_of("a,b\r\n1,2\r3,4\n5,6")
    assert [row.where for row in rows] == ["line 2", "line 3", "line 4"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(delimiter: str) -> None:
    text = f'"a,b,c,d"{delimiter}e\n1{delimiter}2\n'
    assert cells_of(text) == [["1", "2"]]


def test_a_line_that_says_the_delimiter_is_no_header() -> None:
    table = CsvTable(opened("sep=|\na|b,c,d\n1|2\n"))
    assert table.header == ("a", "b,c,d")


def test_a_quoted_cell_holds_line_ends_and_the_next_row_keeps_its_number() -> None:
    rows = rows_of('a,b\n"x\ny\r\nz",2\n3,4\n')
    assert [(row.where, list(row.cells.values())) for row in found(rows)] == [
        ("line 2", ["x\ny\r\nz", "2"]),
        ("line 5", ["3", "4"]),
    ]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        pytest.param("a\né".encode(), None, id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + "a\né".encode(), None, id="byte order mark"),
        pytest.param("a\né".encode("utf-16"), None, id="UTF-16"),
        pytest.param(b"\xfe\xff" + "a\né".encode("utf-16-be"), None, id="big-endian"),
        pytest.param("a\né".encode("utf-16-le"), "utf-16-le", id="UTF-16 unmarked"),
        pytest.param(b"a\n\xe9", "cp1252", id="cp1252"),
        pytest.param(b"a\n\x8e", "mac_roman", id="Mac Roman"),
    ],
)
def test_text_is_read_in_its_encoding(raw: bytes, encoding: str | None) -> None:
    assert cells_of(raw, encoding) == [["é"]]


def test_an_encoding_is_that_of_the_whole_file() -> None:
    """Bytes that happen to be UTF-8 too are not taken for it."""
    assert cells_of(b"a\nVoalt\xcc\xa9\nQualtr\x8e", "mac_roman") == [
        ["VoaltÃ©"],
        ["Qualtré"],
    ]


@pytest.mark.parametrize(("content", "what"), WRONG)
def test_a_row_that_is_wrong_is_told_where_it_stands(
    content: bytes | str, what: str
) -> None:
    (problem,) = rows_of(content)
    assert isinstance(problem, Problem)
    assert what in problem.message
    assert problem.where == "line 2"


@pytest.mark.parametrize(("content", "what"), WRONG[:-1])
def test_reading_goes_on_in_the_line_below(content: bytes | str, what: str) -> None:
    raw = content.encode() if isinstance(content, str) else content
    rows = rows_of(raw.rstrip(b"\n") + b"\n7,8\n")
    assert what in str(rows[0])
    assert list(found(rows)[-1].cells.values()) == ["7", "8"]
    assert rows[-1].where == "line 3"


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    table = CsvTable(opened("a,b\n" + '"x,1\n' + "2,3\n" * 500))
    rows = list(table.rows())
    assert table.tally.rows == len(rows) == 501
    assert [row.where for row in rows][:3] == ["line 2", "line 3", "line 4"]


def test_cells_beyond_the_header_that_are_empty_do_no_harm() -> None:
    assert cells_of("a,b\n1,2,,\n") == [["1", "2"]]


def test_empty_rows_are_counted_and_left_out() -> None:
    table = CsvTable(opened("a,b\n\n,\n 1 , 2\n , \t\n"))
    assert [list(row.cells.values()) for row in found(list(table.rows()))] == [
        ["1", "2"]
    ]
    assert (table.tally.rows, table.tally.empty) == (4, 3)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param("\n\r\n  \n", "empty", id="blank lines"),
        pytest.param("a,b,a\n", "'a' twice", id="column twice"),
        pytest.param('"a,b\n1,2\n', "header cannot be read", id="unclosed quote"),
        pytest.param(b"\xe9,b\n", "the header is not UTF-8", id="no UTF-8"),
        pytest.param("a,b".encode("utf-16-le"), "NUL", id="UTF-16 unmarked"),
        pytest.param("x" * 1_000_001, "first line", id="a line without an end"),
    ],
)
def test_a_header_that_is_none_is_told(content: bytes | str, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        rows_of(content)


def test_a_column_that_is_wanted_and_missing_is_told_with_near_misses() -> None:
    with pytest.raises(BadInput, match="no column 'Compny'") as told:
        CsvTable(opened("Company,Date\n")).require(["Compny"])
    assert told.value.hint == "perhaps Company; the header has Company, Date"


@pytest.mark.parametrize(
    "name", ["nonsense", "rot13", "base64", "punycode", "utf-7", "cp037", "a\0b", ""]
)
def test_what_is_no_encoding_of_text_files_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="not an encoding"):
        known_encoding(name)


@pytest.mark.parametrize("name", ["UTF8", "latin-1", "gb18030", "shift_jis", "big5"])
def test_encodings_go_by_their_usual_names(name: str) -> None:
    assert known_encoding(name)


class Endless(RawIOBase):
    """A header, and then so many bytes without a line end, made as they are read."""

    def __init__(self, length: int) -> None:
        self._head, self._left = b"a,b\n1,2\n", length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        some = self._head or b"x" * min(len(view), self._left)
        self._left -= 0 if self._head else len(some)
        self._head = b""
        view[: len(some)] = some
        return len(some)


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    file = BufferedReader(Endless(100_000_000), 1 << 20)
    tracemalloc.start()
    rows = list(CsvTable(cast("BufferedReader", file)).rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row.where for row in rows] == ["line 2", "line 3"]
    assert "1,000,000 characters" in str(rows[1])
    assert peak < 30_000_000


def found(rows: list[TableRow | Problem]) -> list[TableRow]:
    """Give the rows without the problems."""
    return [row for row in rows if isinstance(row, TableRow)]
