"""What a document holds: values, evidence, and the same in Python as on the line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import Answer, BadInput, Book
from ledger.reading import questions
from tests.conftest import Sayso
from tests.tales import Tale, told

XAI = ("valuations", "xai", "--as-of", "2024-05-28")


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give an empty story: the cast is registered, nothing is said yet."""
    with told(tmp_path) as begun:
        yield begun


def cited(book: Book) -> Answer[object]:
    """A report with a page and a quotation, asked for."""
    book.record(
        [
            (
                "round.reported",
                {
                    "company": "halcyon",
                    "round": "halcyon/series-a",
                    "source": "the-wire",
                    "published": "2024-03-01",
                    "stage": "closed",
                    "valuation": [{"figure": "EUR1.5B..2B", "kind": "post_money"}],
                    "url": "https://example.org/halcyon",
                    "locator": "p. 3",
                    "payloads": [{"what": "quote", "text": "between 1.5 and 2"}],
                },
            )
        ]
    )
    return book.valuations(book.basis(as_of="2024-03-02"), ["halcyon"])


def test_a_figure_names_who_said_it_and_its_event_where_it_can_be_read(
    tale: Tale,
) -> None:
    document = cited(tale.book).as_dict()
    (row,) = document["rows"]
    assert row["amount"] == {
        "currency": "EUR",
        "min": "1500000000",
        "max": "2000000000",
        "qualifier": "range",
        "text": "EUR1.5B..2B",
    }
    assert row["sources"] == ["the-wire"]
    assert [one["source"] for one in document["sources"]] == ["the-wire"]
    (event,) = document["events"]
    assert row["events"] == [event["event"]]
    assert event["published"]["text"] == "2024-03-01"
    (evidence,) = event["evidence"]
    assert evidence["url"] == "https://example.org/halcyon"
    assert (evidence["locator"], evidence["quote"]) == ("p. 3", "between 1.5 and 2")


def test_a_quotation_that_is_erased_names_the_event(tale: Tale) -> None:
    answer = cited(tale.book)
    number = answer.as_dict()["events"][0]["event"]
    tale.book.erase(str(number), ("quote",), "asked to")
    (evidence,) = answer.as_dict()["events"][0]["evidence"]
    assert evidence["quote"] is None
    assert evidence["erased_by"] == tale.book.log.head().seq


def test_evidence_is_as_our_corrections_left_it_by_then(tale: Tale) -> None:
    before = cited(tale.book)
    number = before.as_dict()["events"][0]["event"]
    stored = tale.book.event(str(number))
    correction = {
        "company": "halcyon",
        "target": stored.id,
        "set": {"locator": "p. 4"},
        "reason": "misread",
    }
    tale.book.record([("entry.corrected", correction)])
    basis = before.basis
    after = tale.book.valuations(tale.book.basis(as_of="2024-03-02"), ["halcyon"])
    again = tale.book.valuations(tale.book.basis(token=basis.token), ["halcyon"])
    found = [
        answer.as_dict()["events"][0]["evidence"][0]["locator"]
        for answer in (before, after, again)
    ]
    assert found == ["p. 3", "p. 4", "p. 3"]


def test_the_line_prints_what_python_gives(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "sayso.db").exit_code == 0
    printed = sayso(*XAI, "-f", "json").stdout
    token = json.loads(printed)["basis"]["token"]
    with Book.open("sayso.db", clock=lambda: 0) as book:
        answer = book.valuations(book.basis(token=token), ["xai"], beliefs=True)
        assert answer.as_json() + "\n" == printed
        assert answer.as_dict() == json.loads(printed)


def test_jsonl_is_the_document_in_lines(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "sayso.db").exit_code == 0
    document = json.loads(sayso(*XAI, "-f", "json").stdout)
    lines = sayso(*XAI, "-f", "jsonl").stdout.splitlines()
    first, *rows, last = map(json.loads, lines)
    assert {**first, "rows": rows, **last} == document
    assert "format" in first
    assert set(last) == {"sources", "events"}


def test_dates_in_csv_are_dates(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "sayso.db").exit_code == 0
    head, row = sayso(*XAI, "-f", "csv").stdout.splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert cells["published"] == "2024-05-27[America/New_York]"
    assert cells["published_from"] == "2024-05-27T04:00:00Z"
    assert cells["effective_first"] == cells["effective_last"] == "2024-05-26"


def test_a_value_alone_is_no_document(tale: Tale) -> None:
    answer = questions.company(tale.book, "halcyon", tale.book.basis())
    with pytest.raises(BadInput, match="a value alone"):
        answer.as_dict()
