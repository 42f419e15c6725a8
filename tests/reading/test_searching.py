"""Searching a ledger: both databases alike, nothing before its time, nothing erased."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from ledger import BadInput, Book
from tests.conftest import database_on
from tests.demo import NOW, demo_lines

TEXT = "The lab agreed on terms, people said. 英偉達公司也參與。"
EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("company.registered", {"slug": "xai", "name": "xAI", "aliases": ["艾克斯"]}),
    ("source.registered", {"slug": "wire", "name": "The Wire", "kind": "wire"}),
    (
        "round.reported",
        {
            "company": "xai",
            "round": "xai/series-b",
            "source": "wire",
            "published": "2024-01-19",
            "stage": "in_talks",
            "investors": [{"name": "Red Fund"}],
            "note": "said on television",
            "payloads": [{"what": "quote", "text": "a very secret price"}],
        },
    ),
    (
        "document.recorded",
        {
            "publisher": "wire",
            "title": "Talks about a round",
            "published": "2024-02-01",
            "payloads": [{"what": "article", "text": TEXT}],
        },
    ),
]


@pytest.fixture
def book(place: str) -> Iterator[Book]:
    """A small ledger, on SQLite and then on PostgreSQL."""
    with Book.create(place, clock=lambda: NOW, actor="ann") as made:
        made.record(EVENTS)
        yield made


def found(book: Book, text: str, **cuts: Any) -> list[tuple[str, str, str]]:
    """What is found: kind, name, and in which part."""
    rows = book.search(text, **cuts).as_dict()["rows"]
    return [(row["kind"], row["name"], row["within"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("艾克", [("company", "xai", "alias")]),
        ("wire", [("source", "wire", "name")]),
        ("xai series", [("round", "xai/series-b", "name")]),
        ("red", [("investor", "Red Fund", "name")]),
        ("talks", [("document", "Talks about a round", "title")]),
        ("agreed terms", [("document", "Talks about a round", "text")]),
        ("英伟", [("document", "Talks about a round", "text")]),
        ("television", [("note", "xai/series-b", "note")]),
        ("secret", [("note", "xai/series-b", "quote")]),
        ("nowhere", []),
    ],
)
def test_each_kind_of_thing_is_found(
    book: Book, text: str, wanted: list[tuple[str, str, str]]
) -> None:
    assert found(book, text) == wanted


def test_what_was_not_published_or_recorded_by_a_basis_is_not_found(book: Book) -> None:
    assert found(book, "series", as_of="2024-01-18") == []
    assert found(book, "agreed", as_of="2024-01-31") == []
    assert found(book, "agreed", as_of="2024-02-01") != []
    document = book.search("agreed").as_dict()["rows"][0]["event"]
    assert found(book, "agreed", known_at=document - 1) == []


def test_an_erased_text_is_not_found_any_more(book: Book) -> None:
    quote = book.search("secret").as_dict()["rows"][0]["event"]
    book.erase(str(quote), (), "asked for")
    assert found(book, "secret") == []
    document = book.search("agreed").as_dict()["rows"][0]["event"]
    book.erase(str(document), (), "asked for")
    assert found(book, "英伟") == []
    assert found(book, "talks") == [("document", "Talks about a round", "title")]


def test_a_corrected_title_is_found_as_it_stands_and_a_voided_event_not(
    book: Book,
) -> None:
    document = book.search("talks").as_dict()["rows"][0]["event"]
    target = book.event(str(document)).id
    patch = {"target": target, "set": {"title": "Money at last"}, "reason": "misread"}
    book.record([("entry.corrected", patch)])
    assert found(book, "talks") == []
    assert found(book, "money") == [("document", "Money at last", "title")]
    report = book.event("3").id
    book.record([("entry.voided", {"target": report, "reason": "made up"})])
    assert found(book, "series") == found(book, "television") == []


def test_kinds_can_be_chosen_and_a_wrong_one_is_refused(book: Book) -> None:
    assert found(book, "wire talks") == []
    rows = book.search("t", kinds=["document"]).as_dict()["rows"]
    assert {row["kind"] for row in rows} == {"document"}
    with pytest.raises(BadInput, match="kinds"):
        book.search("t", kinds=["letter"])
    with pytest.raises(BadInput, match="nothing to look for"):
        book.search(" ")


def test_both_databases_give_the_same_of_the_demo(
    tmp_path: Path, postgresql_server: URL
) -> None:
    with (
        database_on(postgresql_server) as url,
        Book.create(url, clock=lambda: NOW, actor="ann") as there,
        Book.create(str(tmp_path / "b.db"), clock=lambda: NOW, actor="ann") as here,
    ):
        for book in (here, there):
            assert book.import_lines(demo_lines(), name="demo").problems == []
        for text in ("xai", "soft", "英", "投资", "b", "500", "chip venture", "paid"):
            some = [x.search(text).as_dict()["rows"] for x in (here, there)]
            assert some[0] == some[1]
        assert here.search("xai").value
