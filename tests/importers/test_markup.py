"""XML of strangers: what is read, where it is wrong, and what is refused."""

import time
from pathlib import Path

import pytest

from ledger.errors import BadInput, Problem
from ledger.importers.kit.markup import MOST_BYTES, Element, root_of, tree_in
from tests.importers.streams import stream

LAUGHS = (
    b'<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 20)
    )
    + b"]>\n<lolz>&s;</lolz>"
)
QUADRATIC = b'<!DOCTYPE a [<!ENTITY b "%s">]><a>%s</a>' % (
    b"x" * 50_000,
    b"&b;" * 9_000,
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "%s">]><a>&b;</a>'
PARAMETER = b'<!DOCTYPE a [<!ENTITY %% b SYSTEM "http://127.0.0.1:9/x.dtd"> %%b;]><a/>'
REMOTE = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'


def tree(raw: bytes, encoding: str | None = None) -> Element:
    found = tree_in(stream(raw), encoding)
    assert isinstance(found, Element), found
    return found


def problem(raw: bytes, encoding: str | None = None) -> Problem:
    found = tree_in(stream(raw), encoding)
    assert isinstance(found, Problem), found
    return found


def test_elements_know_their_text_and_their_line() -> None:
    root = tree(b"<a>\n<b>\n<c> x\n  &amp; y </c></b><b><c>z</c></b>\n</a>")
    assert [one.text for one in root.all("b/c")] == ["x & y", "z"]
    assert [one.line for one in root.all("b/c")] == [3, 4]
    assert root.nearest("b/d/e").name == "b"
    assert root.find("b/d") is None


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(LAUGHS, id="a billion laughs"),
        pytest.param(QUADRATIC, id="quadratic"),
        pytest.param(OUTSIDE % b"http://127.0.0.1:9/x", id="http"),
        pytest.param(PARAMETER, id="parameter entity"),
        pytest.param(REMOTE, id="DTD elsewhere"),
        pytest.param(b"<!DOCTYPE a><a/>", id="a bare doctype"),
        pytest.param(LAUGHS.decode().encode("utf-16"), id="UTF-16"),
    ],
)
def test_a_document_type_is_refused_before_anything_comes_of_it(raw: bytes) -> None:
    began = time.monotonic()
    assert "document type" in problem(raw).message
    assert time.monotonic() - began < 1


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    found = problem(OUTSIDE % secret.as_uri().encode())
    assert "document type" in found.message
    assert "hush" not in found.message


def test_an_entity_that_nobody_declared_is_no_xml() -> None:
    found = problem(b"<a>\n&secret;</a>")
    assert (found.where, found.field) == ("line 2", "")
    assert "entity" in found.message


@pytest.mark.parametrize(
    "raw", [b"<a><b>1</b>", b"<a><b", b"<a>\xc3", b"", b"  \n"], ids=repr
)
def test_a_file_that_was_cut_short_is_told(raw: bytes) -> None:
    assert "before it is complete" in problem(raw).message


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(b"<a></b>", "mismatched tag (column 6)", id="tag"),
        pytest.param(b"<a/><b/>", "junk", id="two roots"),
        pytest.param(b"a,b\n1,2\n", "not XML", id="a table"),
        pytest.param(b"<a>\xe9</a>", "not UTF-8", id="latin-1 that does not say so"),
        pytest.param(b"<a>\x00</a>", "not XML", id="NUL"),
        pytest.param(b"<a>" * 60, "deep", id="60 deep"),
        pytest.param(b"<a>" * 1_000_000, "bytes", id="too long"),
    ],
)
def test_what_is_no_xml_of_ours_is_told(raw: bytes, told: str) -> None:
    assert told in problem(raw).message


def test_a_file_may_be_as_long_as_allowed_and_no_longer() -> None:
    whole = b"<a>" + b" " * (MOST_BYTES - 7) + b"</a>"
    assert tree(whole).name == "a"
    assert "bytes" in problem(whole + b" ").message


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        pytest.param("<a>Société</a>".encode(), None, id="UTF-8"),
        pytest.param("<a>Société</a>".encode("utf-8-sig"), None, id="BOM"),
        pytest.param("<a>Société</a>".encode("utf-16"), None, id="UTF-16"),
        pytest.param(
            '<?xml version="1.0" encoding="cp1252"?><a>Société</a>'.encode("cp1252"),
            None,
            id="declared",
        ),
        pytest.param("<a>Société</a>".encode("cp1252"), "cp1252", id="named"),
        pytest.param("<a>Société</a>".encode(), "cp1252", id="named, but UTF-8"),
    ],
)
def test_text_is_read_in_what_it_is_in(raw: bytes, encoding: str | None) -> None:
    assert tree(raw, encoding).text == "Société"


def test_an_encoding_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadInput, match="no encoding 'klingon'"):
        tree_in(stream(b"<a>\xe9</a>"), "klingon")


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    raw = b'\xef\xbb\xbf\n\n<?xml version="1.0"?>\n<a>\n<b/></a>'
    assert [one.line for one in (tree(raw), *tree(raw).parts)] == [4, 5]
    assert problem(raw + b"<").where == "line 5"


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b'\xef\xbb\xbf\n<?xml version="1.0"?>\n<!-- x --><feed><a', "feed"),
        ("\n<feed>".encode("utf-16"), "feed"),
        (LAUGHS, "lolz"),
        (b"<?a?>" * 1_000, None),
        (b"a,b\n", None),
        (b"\xff\xfe", None),
        (b"", None),
    ],
    ids=lambda given: repr(given)[:20],
)
def test_a_root_is_told_from_the_first_bytes(start: bytes, name: str | None) -> None:
    assert root_of(start) == name
