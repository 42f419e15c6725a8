"""From whom to whom money goes, and the circles in which it comes back."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ledger.book import Book
from ledger.projections.basis import Money
from ledger.projections.flows import Circle, Flow, flows_of
from ledger.reading.rates import unit_at
from tests.demo import demo_book
from tests.tales import Tale


def flows(tale: Tale, as_of: str = "2025-12-31") -> list[Flow]:
    return tale.book.flows(tale.book.basis(as_of=as_of)).value


def circles(tale: Tale, as_of: str = "2025-12-31") -> list[Circle]:
    return tale.book.circles(tale.book.basis(as_of=as_of)).value


def funds(
    tale: Tale,
    giver: str,
    round_: str,
    amount: str | None = None,
    stage: str = "closed",
    on: str = "2025-03-03",
    **more: Any,
) -> str:
    named = {"name": giver, **({"amount": amount} if amount else {})}
    return tale.reported(
        round_, by="the-wire", on=on, stage=stage, investors=[named], **more
    )


def cast(tale: Tale, *slugs: str) -> None:
    for slug in slugs:
        tale.say("company.registered", slug=slug, name=slug.title())


def test_two_rounds_of_one_stage_are_one_flow_with_the_sum(tale: Tale) -> None:
    funds(tale, "Big Fund", "halcyon/a", "1B")
    funds(tale, "Big Fund", "halcyon/b", "2B")
    (one,) = flows(tale)
    assert {column: str(x) for column, x in one.amounts.items()} == {
        "paid": "3B",
        "committed": "3B",
    }
    assert one.rounds == ("halcyon/a", "halcyon/b")


def test_stages_and_currencies_are_never_summed_across(tale: Tale) -> None:
    funds(tale, "Big Fund", "halcyon/a", "1B")
    funds(tale, "Big Fund", "halcyon/b", "2B", stage="in_talks")
    funds(tale, "Big Fund", "halcyon/c", "EUR3B")
    told = [
        (x.stage, x.currency, sorted(map(str, x.amounts.values()))) for x in flows(tale)
    ]
    assert told == [
        ("closed", "EUR", ["EUR3B", "EUR3B"]),
        ("closed", "USD", ["1B", "1B"]),
        ("in_talks", "USD", ["2B"]),
    ]


def test_what_has_no_amount_is_counted_once(tale: Tale) -> None:
    funds(tale, "Big Fund", "halcyon/a", "1B")
    funds(tale, "Big Fund", "halcyon/b", "EUR2B")
    funds(tale, "Big Fund", "halcyon/c")
    assert [x.undisclosed for x in flows(tale)] == [1, 0]


def test_what_is_disputed_enters_no_sum(tale: Tale) -> None:
    funds(tale, "Big Fund", "halcyon/a", "1B")
    tale.denied("halcyon/a", by="halcyon-co", on="2025-03-04")
    (one,) = flows(tale)
    assert (one.disputed, one.undisclosed, one.amounts) == (1, 0, {})


def test_a_round_that_failed_is_no_flow(tale: Tale) -> None:
    funds(tale, "Big Fund", "halcyon/a", "1B", stage="in_talks")
    assert len(flows(tale)) == 1
    tale.reported("halcyon/a", by="halcyon-co", on="2025-03-09", stage="failed")
    assert flows(tale) == []


def test_a_circle_of_two_stands_once_with_its_weakest_stage(tale: Tale) -> None:
    funds(tale, "Halcyon", "kestrel/a", "1B")
    funds(tale, "Kestrel", "halcyon/a", "1B", stage="in_talks")
    (circle,) = circles(tale)
    assert circle.companies == ("halcyon", "kestrel")
    assert (circle.weakest.giver, circle.weakest.stage) == ("kestrel", "in_talks")


def test_between_two_companies_the_strongest_stage_counts(tale: Tale) -> None:
    funds(tale, "Halcyon", "kestrel/a", stage="in_talks")
    funds(tale, "Halcyon", "kestrel/b", stage="announced")
    funds(tale, "Kestrel", "halcyon/a", stage="closed")
    (circle,) = circles(tale)
    assert circle.weakest.stage == "announced"


def test_no_circle_before_its_last_link_is_published(tale: Tale) -> None:
    funds(tale, "Halcyon", "kestrel/a", on="2025-03-03")
    funds(tale, "Kestrel", "halcyon/a", on="2025-05-03")
    assert circles(tale, as_of="2025-05-02") == []
    assert len(circles(tale, as_of="2025-05-03")) == 1


def test_circles_through_others_each_once_the_short_ones_first(tale: Tale) -> None:
    cast(tale, "merlin", "osprey")
    funds(tale, "Halcyon", "kestrel/a")
    funds(tale, "Kestrel", "merlin/a")
    funds(tale, "Merlin", "halcyon/a")
    funds(tale, "Merlin", "osprey/a")
    funds(tale, "Osprey", "merlin/a")
    assert [x.companies for x in circles(tale)] == [
        ("merlin", "osprey"),
        ("halcyon", "kestrel", "merlin"),
    ]


def test_everybody_funds_everybody_and_each_circle_stands_once(tale: Tale) -> None:
    slugs = ["halcyon", "kestrel", "merlin", "osprey"]
    cast(tale, "merlin", "osprey")
    for giver in slugs:
        for taker in slugs:
            if giver != taker:
                funds(tale, giver, f"{taker}/by-{giver}")
    found = [x.companies for x in circles(tale)]
    assert len(found) == len(set(found)) == 6 + 8 + 6
    assert all(companies[0] == min(companies) for companies in found)


def test_a_purchase_and_a_fund_that_is_no_company_close_no_circle(tale: Tale) -> None:
    funds(tale, "Halcyon", "kestrel/a", round_type="acquisition")
    funds(tale, "Kestrel", "halcyon/a")
    funds(tale, "Halcyon", "halcyon/b")
    funds(tale, "The Fund", "halcyon/c")
    assert circles(tale) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger."""
    with demo_book(tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest.mark.parametrize("day", ["2023-06-30", "2024-12-31", "2026-06-30"])
@pytest.mark.parametrize("code", [None, "EUR"])
def test_summed_company_by_company_they_are_the_sums_of_all_investors(
    demo: Book, day: str, code: str | None
) -> None:
    money = None if code is None else Money(code, None, (("USD", Decimal("0.9")),))
    basis = replace(demo.basis(as_of=day), money=money)
    found = demo.investors(basis).value
    assert demo.flows(basis).value == list(flows_of(found, unit_at(basis)))


def test_a_company_that_is_merged_goes_on_as_one_investor(tale: Tale) -> None:
    cast(tale, "kestrel", "merlin")
    funds(tale, "Kestrel", "halcyon/a", "1B")
    funds(tale, "Merlin", "halcyon/b", "2B")
    funds(tale, "Big Fund", "halcyon/b", "3B")
    tale.say(
        "companies.merged",
        company="kestrel",
        into="merlin",
        form="identical",
        published="2025-06-01",
    )
    told = [(x.who.key, x.rounds) for x in flows(tale)]
    assert told == [
        ("big fund", ("halcyon/b",)),
        ("merlin", ("halcyon/a", "halcyon/b")),
    ]
