"""The bytes of an article to its text; what is none is refused, with what to do."""

import codecs
import logging

import pytest

from ledger.errors import BadInput
from ledger.importers.articles import MOST_BYTES, MOST_TEXT, article_in

PARAGRAPH = "xAI raised $500 million, people said on Friday; 融資最高1000億美元。"
PAGE = (
    "<!DOCTYPE html><html><head><title>Big news</title>{meta}</head><body>"
    "<nav><a href='/'>Home</a><a href='/x'>Menu of things</a></nav>"
    "<article><h1>Big news</h1><p>" + PARAGRAPH + "</p><p>The founder of the company"
    " denied the report hours later, in a post of a few words.</p></article>"
    "<footer>Imprint and cookies</footer></body></html>"
)


def refused(raw: bytes, encoding: str | None = None) -> BadInput:
    """Why a file is no article."""
    with pytest.raises(BadInput) as caught:
        article_in(raw, "a.txt", encoding)
    assert caught.value.hint
    return caught.value


def test_plain_text_is_taken_as_it_is() -> None:
    text = "line\r\n\tＷide\N{NO-BREAK SPACE}\n"
    found = article_in(text.encode(), "a.txt")
    assert (found.text, found.media_type, found.encoding, found.title) == (
        *(text, "text/plain"),
        *(None, None),
    )


@pytest.mark.parametrize(
    ("raw", "encoding", "called"),
    [
        (codecs.BOM_UTF8 + PARAGRAPH.encode(), None, None),
        (PARAGRAPH.encode("utf-16"), None, "utf-16"),
        (PARAGRAPH.encode("utf-32"), None, "utf-32"),
        (PARAGRAPH.encode("big5"), "big5", "big5"),
        (PARAGRAPH.encode("gb18030"), "GB18030", "gb18030"),
        (codecs.BOM_UTF8 + PARAGRAPH.encode(), "big5", None),
    ],
)
def test_other_encodings_are_told_by_a_mark_or_by_name(
    raw: bytes, encoding: str | None, called: str | None
) -> None:
    found = article_in(raw, "a.txt", encoding)
    assert (found.text, found.encoding) == (PARAGRAPH, called)


@pytest.mark.parametrize(
    ("raw", "encoding", "message"),
    [
        ("café".encode("cp1252"), None, "not UTF-8"),
        ("café".encode(), "ascii", "not ASCII"),
        (b"abc", "klingon", "not an encoding"),
        (b"abc", "rot13", "not an encoding"),
        (b"", None, "no text"),
        (b" \n\t ", None, "no text"),
        (b"a\x00b", None, "control character"),
        (b"\x1b[2Jab", None, "control character"),
        (b"%PDF-1.7 ...", None, "a PDF"),
        (b"PK\x03\x04....", None, "zip"),
        (b"\x1f\x8b....", None, "gzip"),
        (b"\x89PNG\r\n", None, "picture"),
        (b"\xff\xd8\xff\xe0", None, "picture"),
        (b"{\\rtf1 abc}", None, "rich text"),
        (b"x" * (MOST_BYTES + 1), None, "at most"),
        ("億".encode() * (MOST_TEXT // 3 + 1), None, "at most"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", None, "not UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(
    raw: bytes, encoding: str | None, message: str
) -> None:
    assert message in refused(raw, encoding).message


def test_a_pdf_is_refused_with_what_to_do() -> None:
    assert "pdftotext" in str(refused(b"%PDF-1.4").hint)


def test_a_wrong_encoding_names_the_option() -> None:
    assert "--encoding" in str(refused(b"caf\xe9").hint)


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030"])
def test_of_a_page_the_text_is_taken_and_no_menu(encoding: str) -> None:
    page = PAGE.format(meta=f"<meta charset='{encoding}'>")
    found = article_in(page.encode(encoding), "page.html")
    assert PARAGRAPH in found.text
    assert "Menu of things" not in found.text
    assert (found.media_type, found.title) == ("text/html", "Big news")


def test_a_page_is_known_by_how_it_begins() -> None:
    page = PAGE.format(meta="").encode("utf-16")
    assert article_in(page, "saved").media_type == "text/html"


def test_a_page_without_a_text_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert "no text" in refused(b"<html><body></body></html>").message
    assert not caplog.records


def test_text_that_speaks_of_tags_is_text() -> None:
    found = article_in(b"The <html> tag opens a page.", "a.txt")
    assert found.media_type == "text/plain"
