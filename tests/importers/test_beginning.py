"""What is seen of a file before anybody reads it."""

import pytest

from ledger.importers.kit.beginning import Beginning, beginning_of

TABLE = "Company,Date\nxAI,2026-03-04\n"


def test_a_table_is_known_by_its_first_line_and_nothing_below_it_is_kept() -> None:
    found = beginning_of(TABLE.encode())
    assert (found.header, found.line) == ("Company,Date", "Company,Date")
    assert found.is_divided
    assert "2026" not in str(found)


def test_a_table_in_utf_16_has_a_line_and_no_header_that_a_vendor_wrote() -> None:
    found = beginning_of(TABLE.encode("utf-16"))
    assert (found.header, found.line) == ("", "Company,Date")


def test_blank_lines_stand_above_a_table_and_a_mark_before_it() -> None:
    found = beginning_of(b"\xef\xbb\xbf\n \n" + TABLE.encode())
    assert (found.header, found.line) == ("", "Company,Date")


@pytest.mark.parametrize(
    ("start", "seen"),
    [
        pytest.param(
            b'{"type": "round.reported", "data": {}}', ("{", False), id="event"
        ),
        pytest.param(b'{"company": "xAI"}', ("{", True), id="object"),
        pytest.param(b"\xef\xbb\xbf\n[{}]", ("[", True), id="list"),
        pytest.param(b"{}", ("{", False), id="nothing"),
        pytest.param(TABLE.encode(), ("", False), id="table"),
    ],
)
def test_json_of_others_is_none_of_our_events(
    start: bytes, seen: tuple[str, bool]
) -> None:
    found = beginning_of(start)
    assert (found.sign, found.is_json) == seen


@pytest.mark.parametrize(
    "start", [b"<a/>", b"\n <a/>", b"-----BEGIN", "<a/>".encode("utf-16")]
)
def test_only_markup_is_handed_on_whole(start: bytes) -> None:
    assert beginning_of(start).markup == start
    assert beginning_of(TABLE.encode()).markup == b""


def test_nothing_begins_as_nothing() -> None:
    nothing = Beginning("", "", "", b"", is_json=False, is_divided=False)
    assert beginning_of(b"") == nothing
