"""Lists of all companies of a large ledger: the same answers, not held in memory."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.book import Book
from ledger.projections.basis import Answer
from ledger.reading.folding import Through
from ledger.rendering.tables import render

DAYS = ("2023-12-31", "2024-01-20", "2026-06-30")
"""Before the purchases that are on record, between them, and after."""

ASKED: dict[str, Callable[[Book, Any], Answer[Any]]] = {
    "rounds": lambda book, basis: book.rounds(basis),
    "rounds of one standing": lambda book, basis: book.rounds(
        basis, standing="confirmed"
    ),
    "disputed": lambda book, basis: book.disputed(basis),
    "disputed since": lambda book, basis: book.disputed(
        basis, since=1_710_000_000_000_000
    ),
}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("asked", ASKED)
def test_what_is_streamed_is_what_is_held(
    demo: Book, monkeypatch: pytest.MonkeyPatch, asked: str, day: str
) -> None:
    basis = demo.basis(as_of=day)
    held = ASKED[asked](demo, basis)
    monkeypatch.setattr("ledger.answers.companies.SMALL", 0)
    streamed = ASKED[asked](demo, basis)
    assert isinstance(streamed.value, Through)
    assert all_of(streamed) == all_of(held)


@pytest.mark.parametrize("asked", ASKED)
def test_the_events_of_a_long_answer_are_read_in_parts(
    demo: Book, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """Corrections and evidence are found for each part as they are for all at once."""
    basis = demo.basis(as_of=DAYS[-1])
    whole = ASKED[asked](demo, basis).as_json()
    monkeypatch.setattr("ledger.answers.events.AT_ONCE", 3)
    monkeypatch.setattr("ledger.reading.replies.AT_ONCE", 1)
    assert ASKED[asked](demo, basis).as_json() == whole


def all_of(answer: Answer[Any]) -> list[object]:
    """Give an answer in every form, and the companies that it is of."""
    assert answer.told is not None
    return [
        *(answer.late, answer.possible, answer.empty),
        answer.as_json(),
        "".join(answer.told.object_text()),
        list(render(answer.told.exact(), "csv")),
        answer.told.as_text(100),
        [(company.slug, len(company.rows)) for company in answer.value],
        len(answer.value),
    ]


def test_companies_that_are_gone_through_are_a_sequence(
    demo: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.answers.companies.SMALL", 0)
    value = demo.rounds(demo.basis(as_of="2026-06-30")).value
    slugs = [company.slug for company in value]
    assert slugs == sorted(slugs)
    assert (value[0].slug, value[-1].slug) == (slugs[0], slugs[-1])
    assert [company.slug for company in value[1:3]] == slugs[1:3]
    for beyond in (len(slugs), -len(slugs) - 1):
        with pytest.raises(IndexError):
            value[beyond]
