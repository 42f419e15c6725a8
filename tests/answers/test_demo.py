"""Every answer of the demo on three bases: its shape, and that no form says more."""

from collections.abc import Iterator
from typing import Any

import pytest

from ledger import Answer, Basis, Book
from tests.answers.asking import of_all, of_company, of_source
from tests.laws.test_answers import check

BASES: dict[str, dict[str, Any]] = {
    "now": {},
    "that evening": {"as_of": "2024-01-19", "tz": "America/New_York"},
    "another day": {
        "as_of": "2025-06-30",
        "possible": True,
        "effective": "2025-01-31",
    },
}


@pytest.fixture(scope="module", params=list(BASES.values()), ids=list(BASES))
def basis(request: pytest.FixtureRequest, demo: Book) -> Basis:
    """Give a basis."""
    return demo.basis(**request.param)


def test_questions_about_all(demo: Book, basis: Basis) -> None:
    check_all(of_all(demo, basis))


@pytest.mark.parametrize("company", ["xai", "cognition"])
def test_questions_about_a_company(demo: Book, basis: Basis, company: str) -> None:
    check_all(of_company(demo, company, basis))


def test_questions_about_sources_and_events(demo: Book, basis: Basis) -> None:
    for slug in ("bloomberg", "elon-musk", "sec"):
        check_all(of_source(demo, slug, basis))
    events = list(demo.events())[::6]
    check_all(demo.show(stored.id, basis) for stored in events)


def check_all(answers: Iterator[Answer[Any]]) -> None:
    """Hold each of them against its schema, and its forms against it."""
    asked = 0
    for answer in answers:
        check(answer)
        asked += 1
    assert asked
