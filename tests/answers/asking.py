"""Every question that can be asked of a book, for tests of what is answered."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from ledger import Answer, Basis, Book
from ledger.answers import schema
from ledger.claims.tags import KEYS
from ledger.projections.totals import BY
from ledger.reading.rates import priced_in


@cache
def validator(question: str) -> Any:
    """What holds a document against the schema of its question."""
    kind = jsonschema.Draft202012Validator
    checker = jsonschema.FormatChecker()
    return kind(schema.shipped(question), format_checker=checker)


def of_all(book: Book, basis: Basis) -> Iterator[Answer[Any]]:
    """Every question about the whole ledger."""
    yield book.valuations(basis, beliefs=True, aside=True)
    yield book.valuations(basis, top=1, standing="confirmed")
    yield book.raised(basis)
    for key in KEYS:
        yield book.raised(basis, by=key)
    priced = priced_in(basis, "EUR", ["USD=0.9"])
    yield book.valuations(priced, beliefs=True)
    yield book.raised(priced)
    yield book.investors(basis)
    yield book.flows(basis)
    yield book.circles(basis)
    for by in (None, *BY):
        yield book.totals(basis, every="year", by=by)
    yield book.rounds(basis)
    yield book.disputed(basis, beliefs=True)
    yield book.links(basis)
    yield book.lint(basis)
    yield book.diff(basis.at(0), basis, beliefs=True)
    yield book.credibility(basis)
    yield book.reliability(basis)
    yield book.forecasts(basis)
    yield book.sql("FROM claims", basis)
    yield book.search("a", basis)
    yield book.search("xai series", basis)
    yield book.companies_list(basis)
    yield book.sources_list(basis)


def of_source(book: Book, slug: str, basis: Basis) -> Iterator[Answer[Any]]:
    """Every question about one source."""
    yield book.credibility(basis, slug)
    yield book.reliability(basis, slug)
    yield book.show(f"source:{slug}", basis)


def of_company(book: Book, slug: str, basis: Basis) -> Iterator[Answer[Any]]:
    """Every question about one company, and about its rounds."""
    for beliefs in (False, True):
        yield book.timeline(slug, basis, beliefs=beliefs)
        yield book.explain(slug, basis, beliefs=beliefs)
    yield book.who_said(slug, basis)
    yield book.vintages(slug, basis, "headline", "year")
    yield book.settle(basis, f"{slug} valuation >= 10B by 2026")
    yield book.settle(basis, f"{slug} raised >= 1B by 2024-06")
    yield book.chart("valuation", basis, [slug])
    yield book.chart("belief", basis, [slug])
    if any(x.headline for x in book.valuations(basis, [slug]).value):
        yield book.cite(slug, basis)
    shown = book.show(slug, basis)
    yield shown
    for name in shown.value.rounds:
        yield book.show(name, basis)
        yield book.explain(name, basis, beliefs=True)
        yield book.who_said(name, basis)
