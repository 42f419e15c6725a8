"""What a question is asked with: a mistake is told by the name of the parameter."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.book import Book
from ledger.errors import BadInput

Ask = Callable[[Book], object]


WRONG: dict[str, tuple[str, Callable[[Any], object]]] = {
    "show None": ("thing", lambda demo: demo.show(None)),
    "show 1.5": ("thing", lambda demo: demo.show(1.5)),
    "explain 3": ("text", lambda demo: demo.explain(3)),
    "timeline None": ("text", lambda demo: demo.timeline(None)),
    "timeline name": ("name", lambda demo: demo.timeline("xai", name=3)),
    "settle 3": ("question", lambda demo: demo.settle(question=3)),
    "vintages 3": ("text", lambda demo: demo.vintages(3)),
    "unit": ("unit", lambda demo: demo.valuations(unit=3)),
    "rates": ("rates", lambda demo: demo.valuations(unit="EUR", rates=3)),
    "rates of no text": ("rates", lambda demo: demo.raised(unit="EUR", rates=[3])),
    "top text": ("top", lambda demo: demo.valuations(top="3")),
    "top 1.5": ("top", lambda demo: demo.valuations(top=1.5)),
    "top True": ("top", lambda demo: demo.valuations(top=True)),
    "beliefs": ("beliefs", lambda demo: demo.valuations(beliefs="yes")),
    "possible": ("possible", lambda demo: demo.valuations(possible="x")),
    "possible of a basis": ("possible", lambda demo: demo.basis(possible=1)),
    "standing": ("standing", lambda demo: demo.rounds(standing=["reported"])),
    "headline": ("headline", lambda demo: demo.valuations(headline=3)),
    "since": ("since", lambda demo: demo.disputed(since="2024")),
    "half life": ("half_life", lambda demo: demo.credibility(half_life="90")),
    "after": ("after", lambda demo: demo.forecasts(after=2.5)),
    "source": ("source", lambda demo: demo.rewritten(7)),
    "investor": ("name", lambda demo: demo.investors(name=7)),
    "flow": ("name", lambda demo: demo.flows(name=["xai"])),
    "company": ("text", lambda demo: demo.company(None)),
    "round": ("text", lambda demo: demo.round(None)),
    "document": ("text", lambda demo: demo.document(None)),
    "event": ("text", lambda demo: demo.event(None)),
    "types": ("types", lambda demo: demo.logged(types=3)),
    "query": ("query", lambda demo: demo.sql(3)),
    "table": ("table", lambda demo: demo.panel(3)),
    "every": ("every", lambda demo: demo.totals(every="week")),
    "by": ("by", lambda demo: demo.totals(by="x")),
    "what": ("what", lambda demo: demo.chart("nobody")),
    "no chart": ("what", lambda demo: demo.chart(3)),
    "place None": ("place", lambda _: Book.open(None)),  # type: ignore[arg-type]
    "place 3": ("place", lambda _: Book.create(3)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("parameter", "ask"), WRONG.values(), ids=WRONG)
def test_a_value_of_a_wrong_type_is_told_by_its_parameter(
    demo: Book, parameter: str, ask: Ask
) -> None:
    with pytest.raises(BadInput, match=f"^{parameter}: ") as caught:
        ask(demo)
    assert caught.value.parameters == (parameter,)
    assert caught.value.hint


def test_an_event_is_named_by_its_number_too(demo: Book) -> None:
    assert demo.show(73).as_dict() == demo.show("73").as_dict()
    assert demo.event(73) == demo.event("73")
    assert demo.story(73) == demo.story("73")
    assert demo.on_record(73) == demo.on_record("73")
    assert demo.evidence(73) == demo.evidence("73")
    assert demo.credibility(half_life=90).value


def test_a_stream_says_that_it_is_one_and_no_day(demo: Book) -> None:
    assert repr(demo.logged()) == "<Answer log: a stream, read once>"


MEANT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "valuations": ("companies='xai'", lambda demo: demo.valuations("xai")),
    "disputed": ("companies='xai'", lambda demo: demo.disputed("xai")),
    "several": ("companies=['xai']", lambda demo: demo.raised(["xai"])),
    "rounds": ("names='xai'", lambda demo: demo.rounds("xai")),
    "credibility": ("source='cnbc'", lambda demo: demo.credibility("cnbc")),
    "settle": ("question='x >= 1B'", lambda demo: demo.settle("x >= 1B")),
    "flows": ("name='xai'", lambda demo: demo.flows("xai")),
}


@pytest.mark.parametrize(("words", "ask"), MEANT.values(), ids=MEANT)
def test_a_name_in_place_of_a_basis_is_told_its_parameter(
    demo: Book, words: str, ask: Ask
) -> None:
    with pytest.raises(BadInput, match=r"^basis: ") as caught:
        ask(demo)
    assert f"write {words}" in str(caught.value.hint)


UNKNOWN: dict[str, tuple[str, Callable[[Any], object]]] = {
    "asof": ("perhaps as_of", lambda demo: demo.valuations(asof="2024")),
    "companies": ("there are basis, names, ", lambda demo: demo.rounds(companies="x")),
    "company": ("perhaps companies", lambda demo: demo.raised(company="xai")),
    "of a panel": ("perhaps as_of", lambda demo: demo.panel("claims", asof=3)),
    "of a basis": ("perhaps known_at", lambda demo: demo.basis(knownat=3)),
    "of a diff": ("there are before, after", lambda demo: demo.diff("2024", x=1)),
}


@pytest.mark.parametrize(("words", "ask"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_parameter_is_told_those_there_are(
    demo: Book, words: str, ask: Ask
) -> None:
    with pytest.raises(TypeError, match=r"^no parameter ") as caught:
        ask(demo)
    assert words in str(caught.value)
