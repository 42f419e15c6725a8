"""The one row of a company whose own line has ended."""

from datetime import date

import pytest

from ledger.claims.amounts import figure_data
from ledger.claims.dates import Days, parse_days
from ledger.claims.entry import Entry
from ledger.claims.figures import parse_figure
from ledger.projections.candidates import Candidates
from ledger.projections.claims import identity_at
from ledger.projections.deals import Deal
from ledger.projections.ended import ended_at
from ledger.projections.endings import End, ends_at
from ledger.projections.valued import Ended, Valuation, Valued
from tests.projections.entries import entry, rows_of
from tests.projections.figures import valued


def ends(*entries: Entry) -> tuple[End, ...]:
    rows = rows_of(*entries)
    return ends_at("halcyon", rows, identity_at(rows))


def bought(on: str) -> Entry:
    more = {"into": "kestrel", "form": "acquired"}
    return entry(1, "companies.merged", published=on, **more)


def ended(
    how: str, on: str, price: str | None = None, source: str | None = None
) -> Entry:
    figure = None if price is None else figure_data(parse_figure(price))
    more = {"ended": how, "price": figure, "source": source}
    return entry(2, "company.ended", published=on, **more)


def row(figure: str = "9B", on: str = "2024-03-01", **more: object) -> Valued:
    days = parse_days(on)
    plain = {"name": "deal_value", "kind": "deal_value", "effective": days}
    return valued(figure, place=(days.last, 1, 0), **{**plain, **more})


def deal(
    on: str, paid: Valued | None = None, *, closed: bool = True, whole: bool = True
) -> Deal:
    return Deal("halcyon/deal", parse_days(on), closed, whole, paid)


def listing(figure: str = "9B", on: str = "2024-03-01", **more: object) -> Valued:
    return row(figure, on, name="ipo", kind="ipo", **more)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def printed(found: Valuation | None) -> list[str]:
    assert found is not None
    assert found.headline is None
    return [" ".join((str(x.figure), x.name, *x.marks)) for x in found.rows]


@pytest.mark.parametrize(
    "found",
    [
        Candidates(),
        Candidates(deals=(deal("2024-03-01", closed=False),)),
        Candidates(deals=(deal("2024-03-01", whole=False),)),
        Candidates(outside=(valued(name="secondary"), listing(disputed=True))),
    ],
)
def test_a_company_that_nothing_ended_goes_on(found: Candidates) -> None:
    assert ended_at("halcyon", found) is None


def test_a_closed_purchase_leaves_what_was_paid() -> None:
    paid = row(by=("kestrel", "other"))
    found = ended_at("halcyon", Candidates(deals=(deal("2024-03-01", paid),)))
    assert printed(found) == ["9B deal_value"]
    assert found is not None
    assert found.ended == Ended("bought", "kestrel", day("2024-03-01"))
    nobody = ended_at("halcyon", Candidates(deals=(deal("2024-03-01"),)))
    assert printed(nobody) == []
    assert nobody is not None
    assert nobody.ended == Ended("bought", None, day("2024-03-01"))


def test_a_merger_on_record_dates_what_was_paid() -> None:
    paid = row(on="2024-01-01", marks=("announced",))
    announced = deal("2024-01-01", paid, closed=False)
    told = Candidates(deals=(announced,), ends=ends(bought("2024-04-01")))
    found = ended_at("halcyon", told)
    assert printed(found) == ["9B deal_value"]
    assert found is not None
    assert found.rows[0].effective.last == day("2024-04-01")
    assert found.ended == Ended("bought", "kestrel", day("2024-04-01"))


@pytest.mark.parametrize(
    ("on", "there"),
    [("2024-04-01", True), ("2023-10-04", True), ("2023-10-03", False)],
)
def test_a_price_alone_near_the_merger_is_what_was_paid(
    on: str, *, there: bool
) -> None:
    alone = row(on=on, name="secondary", round=None)
    told = Candidates(outside=(alone,), ends=ends(bought("2024-04-01")))
    assert printed(ended_at("halcyon", told)) == (["9B deal_value"] if there else [])
    for other in ({"disputed": True}, {"round": "halcyon/a"}, {"kind": "tender"}):
        told = told._replace(outside=(alone._replace(**other),))
        assert printed(ended_at("halcyon", told)) == []


def test_a_listing_told_as_a_price_is_the_only_row() -> None:
    found = ended_at("halcyon", Candidates(outside=(listing(), valued())))
    assert printed(found) == ["9B ipo listed"]
    assert found is not None
    assert found.ended == Ended("listed", None, day("2024-03-01"))


@pytest.mark.parametrize(("price", "figure"), [("8B", "8B"), (None, "undisclosed")])
def test_a_listing_on_record_is_the_only_row(price: str | None, figure: str) -> None:
    told = Candidates(ends=ends(ended("listed", "2024-03-01", price, "herald")))
    found = ended_at("halcyon", told)
    assert printed(found) == [f"{figure} ipo listed"]
    assert found is not None
    (only,) = found.rows
    assert (only.disputed, only.derived, only.round) == (False, False, None)
    assert (only.standing, only.stage, only.sources) == (
        "reported",
        "closed",
        ("herald",),
    )
    assert (only.number, only.events, only.since) == (1, (2,), day("2024-03-01"))
    assert only.place[0] == day("2024-03-01")
    assert (only.tiers, only.by, only.deniers, only.until) == ((), (), (), None)


def test_nobody_need_have_told_of_a_listing() -> None:
    found = ended_at("halcyon", Candidates(ends=ends(ended("listed", "2024-03-01"))))
    assert found is not None
    assert found.rows[0].sources == ()


def test_a_listing_on_record_without_a_price_takes_the_one_that_was_told() -> None:
    told = Candidates(
        outside=(listing("9B", "2024-02-01"),),
        ends=ends(ended("listed", "2024-03-01")),
    )
    found = ended_at("halcyon", told)
    assert printed(found) == ["9B ipo listed"]
    assert found is not None
    assert (found.rows[0].effective.last, found.rows[0].since) == (
        day("2024-03-01"),
        day("2024-03-01"),
    )
    priced = told._replace(ends=ends(ended("listed", "2024-03-01", "8B")))
    assert printed(ended_at("halcyon", priced)) == ["8B ipo listed"]


def test_one_that_shut_down_has_no_row() -> None:
    told = Candidates(
        outside=(listing("9B", "2024-02-01"),),
        ends=ends(ended("shut_down", "2024-03-01")),
    )
    found = ended_at("halcyon", told)
    assert printed(found) == []
    assert found is not None
    assert found.ended == Ended("shut_down", None, day("2024-03-01"))


def test_what_ended_it_last_counts() -> None:
    purchase = deal("2024-05-01", row("7B", "2024-05-01"))
    told = Candidates(
        outside=(listing(),),
        deals=(purchase,),
        ends=ends(ended("listed", "2024-03-01")),
    )
    assert printed(ended_at("halcyon", told)) == ["7B deal_value"]
    later = told._replace(outside=(listing("6B", "2024-06-01"),))
    assert printed(ended_at("halcyon", later)) == ["6B ipo listed"]


def test_days_are_taken_as_their_last() -> None:
    days = Days("2024", *parse_days("2024")[1:])
    found = ended_at("halcyon", Candidates(outside=(listing(effective=days),)))
    assert found is not None
    assert found.ended == Ended("listed", None, day("2024-12-31"))
