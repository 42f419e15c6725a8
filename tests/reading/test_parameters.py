"""What a question is asked with: a mistake is told by the name of the parameter."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ledger.book import Book
from ledger.errors import BadInput
from tests.demo import demo_book

Ask = Callable[[Book], object]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger."""
    with demo_book(tmp_path_factory.mktemp("demo")) as made:
        yield made


WRONG: dict[str, tuple[str, Callable[[Any], object]]] = {
    "show None": ("thing", lambda book: book.show(None)),
    "show 1.5": ("thing", lambda book: book.show(1.5)),
    "explain 3": ("text", lambda book: book.explain(3)),
    "timeline None": ("text", lambda book: book.timeline(None)),
    "timeline name": ("name", lambda book: book.timeline("xai", name=3)),
    "settle 3": ("question", lambda book: book.settle(question=3)),
    "vintages 3": ("text", lambda book: book.vintages(3)),
    "unit": ("unit", lambda book: book.valuations(unit=3)),
    "rates": ("rates", lambda book: book.valuations(unit="EUR", rates=3)),
    "rates of no text": ("rates", lambda book: book.raised(unit="EUR", rates=[3])),
    "top text": ("top", lambda book: book.valuations(top="3")),
    "top 1.5": ("top", lambda book: book.valuations(top=1.5)),
    "top True": ("top", lambda book: book.valuations(top=True)),
    "beliefs": ("beliefs", lambda book: book.valuations(beliefs="yes")),
    "possible": ("possible", lambda book: book.valuations(possible="x")),
    "possible of a basis": ("possible", lambda book: book.basis(possible=1)),
    "standing": ("standing", lambda book: book.rounds(standing=["reported"])),
    "headline": ("headline", lambda book: book.valuations(headline=3)),
    "since": ("since", lambda book: book.disputed(since="2024")),
    "half life": ("half_life", lambda book: book.credibility(half_life="90")),
    "after": ("after", lambda book: book.forecasts(after=2.5)),
    "source": ("source", lambda book: book.rewritten(7)),
    "investor": ("name", lambda book: book.investors(name=7)),
    "flow": ("name", lambda book: book.flows(name=["xai"])),
    "company": ("text", lambda book: book.company(None)),
    "round": ("text", lambda book: book.round(None)),
    "document": ("text", lambda book: book.document(None)),
    "event": ("text", lambda book: book.event(None)),
    "types": ("types", lambda book: book.logged(types=3)),
    "query": ("query", lambda book: book.sql(3)),
    "table": ("table", lambda book: book.panel(3)),
    "every": ("every", lambda book: book.totals(every="week")),
    "by": ("by", lambda book: book.totals(by="x")),
    "what": ("what", lambda book: book.chart("nobody")),
    "no chart": ("what", lambda book: book.chart(3)),
    "place None": ("place", lambda _: Book.open(None)),  # type: ignore[arg-type]
    "place 3": ("place", lambda _: Book.create(3)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("parameter", "ask"), WRONG.values(), ids=WRONG)
def test_a_value_of_a_wrong_type_is_told_by_its_parameter(
    book: Book, parameter: str, ask: Ask
) -> None:
    with pytest.raises(BadInput, match=f"^{parameter}: ") as caught:
        ask(book)
    assert caught.value.parameters == (parameter,)
    assert caught.value.hint


def test_an_event_is_named_by_its_number_too(book: Book) -> None:
    assert book.show(73).as_dict() == book.show("73").as_dict()
    assert book.event(73) == book.event("73")
    assert book.story(73) == book.story("73")
    assert book.on_record(73) == book.on_record("73")
    assert book.evidence(73) == book.evidence("73")
    assert book.credibility(half_life=90).value


def test_a_stream_says_that_it_is_one_and_no_day(book: Book) -> None:
    assert repr(book.logged()) == "<Answer log: a stream, read once>"


MEANT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "valuations": ("companies='xai'", lambda book: book.valuations("xai")),
    "disputed": ("companies='xai'", lambda book: book.disputed("xai")),
    "several": ("companies=['xai']", lambda book: book.raised(["xai"])),
    "rounds": ("names='xai'", lambda book: book.rounds("xai")),
    "credibility": ("source='cnbc'", lambda book: book.credibility("cnbc")),
    "settle": ("question='x >= 1B'", lambda book: book.settle("x >= 1B")),
    "flows": ("name='xai'", lambda book: book.flows("xai")),
}


@pytest.mark.parametrize(("words", "ask"), MEANT.values(), ids=MEANT)
def test_a_name_in_place_of_a_basis_is_told_its_parameter(
    book: Book, words: str, ask: Ask
) -> None:
    with pytest.raises(BadInput, match=r"^basis: ") as caught:
        ask(book)
    assert f"write {words}" in str(caught.value.hint)


UNKNOWN: dict[str, tuple[str, Callable[[Any], object]]] = {
    "asof": ("perhaps as_of", lambda book: book.valuations(asof="2024")),
    "companies": ("there are basis, names, ", lambda book: book.rounds(companies="x")),
    "company": ("perhaps companies", lambda book: book.raised(company="xai")),
    "of a panel": ("perhaps as_of", lambda book: book.panel("claims", asof=3)),
    "of a basis": ("perhaps known_at", lambda book: book.basis(knownat=3)),
    "of a diff": ("there are before, after", lambda book: book.diff("2024", x=1)),
}


@pytest.mark.parametrize(("words", "ask"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_parameter_is_told_those_there_are(
    book: Book, words: str, ask: Ask
) -> None:
    with pytest.raises(TypeError, match=r"^no parameter ") as caught:
        ask(book)
    assert words in str(caught.value)
