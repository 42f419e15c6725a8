"""Pages of answers: joined they are the whole, and each is as small as it has to be."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ledger import Answer, Book
from ledger.answers.paging import FIRST, page_of
from ledger.answers.sheets import CUT, length
from ledger.answers.telling import Told
from tests.answers.asking import of_all, of_company, of_source, validator

AROUND = {"format", "question", "asked", "basis", "notes", "before"}
"""What stands on every page."""


def told_of(answer: Answer[Any]) -> Told:
    """How an answer is told."""
    assert isinstance(answer.told, Told)
    return answer.told


def pages_of(told: Told, **sizes: int | None) -> list[dict[str, Any]]:
    """Every page of an answer, each held against the schema."""
    found, start = [], FIRST
    while True:
        page = page_of(told, start, **{"most": None, **sizes})
        validator(told.question).validate(page.document)
        found.append(page.document)
        if page.following is None:
            return found
        assert page.following > start
        start = page.following


def check_whole(told: Told, pages: list[dict[str, Any]]) -> None:
    """Hold that pages add up to the whole answer."""
    whole = told.as_dict()
    for key, value in whole.items():
        if key in AROUND:
            assert all(page[key] == value for page in pages), key
        elif key in {"sources", "events"}:
            several = {json.dumps(x): x for page in pages for x in page[key]}
            assert sorted(several) == sorted(json.dumps(x) for x in value), key
        else:
            assert [x for page in pages for x in page[key]] == value, key
    assert {page["page"]["of"] for page in pages} == {len(whole["rows"])}


def questions(demo: Book) -> Iterator[Answer[Any]]:
    """Every question that has a basis, about much and about little."""
    basis = demo.basis(as_of="2025-06-01")
    yield from of_all(demo, basis)
    yield from of_company(demo, "xai", basis)
    yield from of_source(demo, "bloomberg", basis)


@pytest.mark.parametrize("sizes", [{"most": 20_000}, {"most": 6_000}, {"limit": 3}])
def test_pages_add_up_to_the_whole(demo: Book, sizes: dict[str, int]) -> None:
    whole = set()
    for answer in questions(demo):
        told = told_of(answer)
        pages = pages_of(told, **sizes)
        if not any(CUT in page["notes"] for page in pages):
            check_whole(told, pages)
            whole.add(told.question)
        if "most" in sizes:
            assert max(map(length, pages)) <= sizes["most"], told.question
        else:
            counts = [page["page"]["rows"] for page in pages]
            assert set(counts[:-1]) <= {3}
            assert counts == [len(page["rows"]) for page in pages]
    assert len(whole) > 20


def test_a_page_has_the_events_that_it_names_and_no_others(demo: Book) -> None:
    told = told_of(demo.raised(as_of="2025-06-01"))
    for page in pages_of(told, limit=4):
        named = {x for row in page["rows"] for x in row["events"]}
        assert {x["event"] for x in page["events"]} == named


def test_the_first_page_of_a_size_begins_with_rows(demo: Book) -> None:
    told = told_of(demo.explain("xai", as_of="2025-06-01"))
    assert page_of(told, most=20_000).document["rows"]


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A ledger in which one round has many events, and one of them a long note."""
    place = tmp_path_factory.mktemp("wordy") / "wordy.db"
    with Book.create(place) as demo:
        record_many(demo)
        yield demo


def record_many(demo: Book) -> None:
    """Record 60 papers that say one thing, one of them in 20,000 characters."""
    events: list[tuple[str, dict[str, Any]]] = [
        ("company.registered", {"slug": "acme", "name": "Acme"})
    ]
    for number in range(60):
        slug = f"paper-{number}"
        name = f"{number} {'新聞' * 30}"
        events.append(
            ("source.registered", {"slug": slug, "name": name, "kind": "press"})
        )
        said = {
            "company": "acme",
            "round": "acme/seed",
            "source": slug,
            "published": f"2024-01-{number % 28 + 1:02}",
            "stage": "closed",
            "valuation": [{"figure": "5M", "kind": "post_money"}],
        }
        quote = {"what": "quote", "text": "five " * 4_000}
        more = {"payloads": [quote]} if number == 7 else {}
        events.append(("round.reported", said | more))
    demo.record(events)


def test_the_events_of_one_row_may_need_several_pages(wordy: Book) -> None:
    told = told_of(wordy.valuations(as_of="2024-03-01"))
    pages = pages_of(told, most=20_000)
    assert len(pages) > 2
    assert max(map(length, pages)) <= 20_000
    assert [len(page["rows"]) for page in pages] == [1] + [0] * (len(pages) - 1)
    named = [x["event"] for page in pages for x in page["events"]]
    assert named == sorted(set(pages[0]["rows"][0]["events"]))
    speakers = {x["source"] for page in pages for x in page["sources"]}
    assert len(speakers) == 60


def test_what_is_too_long_for_a_page_is_cut_and_that_is_said(wordy: Book) -> None:
    pages = pages_of(told_of(wordy.valuations(as_of="2024-03-01")), most=20_000)
    cut = [page for page in pages if CUT in page["notes"]]
    assert len(cut) == 1
    (long,) = [x for x in cut[0]["events"] if x["source"] == "paper-7"]
    assert long["evidence"][0]["quote"].endswith("…")
    assert not [page for page in pages if page not in cut and "…" in json.dumps(page)]


def test_a_question_that_takes_a_page_by_itself_is_answered_all_the_same(
    wordy: Book,
) -> None:
    told = told_of(wordy.valuations(as_of="2024-03-01"))
    longer = replace(told, asked={**told.asked, "companies": ["acme"] * 4_000})
    page = page_of(longer, most=20_000)
    assert length(page.document) <= 20_000
    assert page.document["rows"]
    assert CUT in page.document["notes"]
