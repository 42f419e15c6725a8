"""How the line of a company ends, and on which day."""

from datetime import date

import pytest

from ledger.claims.amounts import figure_data
from ledger.claims.dates import parse_days, parse_when
from ledger.claims.entry import Entry
from ledger.claims.figures import parse_figure
from ledger.projections.claims import identity_at
from ledger.projections.endings import End, bought_by, ends_at, in_force, last_end
from tests.projections.entries import entry, rows_of


def ended(seq: int, how: str, on: str, price: str | None = None, **more: str) -> Entry:
    data: dict[str, object] = {"ended": how, "published": on, **more}
    if price is not None:
        data["price"] = figure_data(parse_figure(price))
    return entry(seq, "company.ended", **data)


def bought(seq: int, on: str, form: str = "acquired", **more: str) -> Entry:
    said = {"into": "kestrel", "form": form, "published": on, **more}
    return entry(seq, "companies.merged", **said)


def ends(*entries: Entry, slug: str = "halcyon") -> tuple[End, ...]:
    rows = rows_of(*entries)
    return ends_at(slug, rows, identity_at(rows))


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_a_company_of_which_nobody_tells_it_goes_on() -> None:
    assert ends() == ()
    assert ends(entry(1, "company.renamed", slug="halcyon", published="2024")) == ()
    assert ends(bought(1, "2024", form="identical")) == ()


@pytest.mark.parametrize("how", ["listed", "shut_down"])
def test_an_end_has_its_way_and_its_day(how: str) -> None:
    (end,) = ends(ended(1, how, "2024-03-01"))
    assert (end.how, end.row.seq) == (how, 1)
    assert end.days == parse_when("2024-03-01").day
    assert (end.into, end.price) == (None, None)
    (later,) = ends(ended(1, how, "2024-03-01", effective="2024-04"))
    assert later.days == parse_days("2024-04")


def test_a_purchase_names_the_buyer() -> None:
    found = ends(bought(1, "2024-03-01", effective="2024-02-01"))
    assert [(end.how, end.into, end.price) for end in found] == [
        ("bought", "kestrel", None)
    ]
    assert found[0].days == parse_days("2024-02-01")
    assert bought_by(found) == ["kestrel"]
    assert bought_by(ends(ended(1, "listed", "2024"))) == []


def test_the_end_of_another_company_is_not_its_own() -> None:
    told = (ended(1, "listed", "2024"), bought(2, "2024"))
    assert ends(*told, slug="kestrel") == ()


def test_what_ended_another_that_it_is_one_with_ends_it() -> None:
    one = bought(1, "2024-01-01", form="identical")
    (end,) = ends(one, ended(2, "listed", "2024-03-01"), slug="kestrel")
    assert end.how == "listed"


def test_of_one_ending_the_newest_word_counts() -> None:
    told = [
        ended(1, "listed", "2024-03-01", effective="2024-05-01", price="5B"),
        ended(2, "listed", "2024-03-02", effective="2024-04-01"),
    ]
    for order in (told, told[::-1]):
        (end,) = ends(*order)
        assert (end.row.seq, end.days, end.price) == (2, parse_days("2024-04-01"), None)


def test_prices_told_in_one_interval_are_a_hull() -> None:
    told = [
        ended(1, "listed", "2024-03-01", "5B"),
        ended(2, "listed", "2024-03-01", "6B"),
        ended(3, "listed", "2024-03-01"),
    ]
    (end,) = ends(*told)
    assert str(end.price) == "5B..6B"
    (euro,) = ends(*told, ended(4, "listed", "2024-03-01", "EUR4B"))
    assert euro.price in {parse_figure(x) for x in ("5B", "6B", "EUR4B")} | {None}


def test_of_days_told_in_one_interval_the_first_counts() -> None:
    told = [
        ended(n, "listed", "2024-03-01", effective=on)
        for n, on in enumerate(("2024-04-02", "2024-04-01", "2024-05-01"))
    ]
    (end,) = ends(*told)
    assert end.days == parse_days("2024-04-01")
    (precise,) = ends(
        ended(1, "listed", "2024-03-01", effective="2024-04"),
        ended(2, "listed", "2024-03-01", effective="2024-04-30"),
    )
    assert precise.days == parse_days("2024-04-30")


def test_ways_come_in_the_order_in_which_they_were_told() -> None:
    told = ends(bought(1, "2024-05-01"), ended(2, "listed", "2024-03-01"))
    assert [end.how for end in told] == ["listed", "bought"]


@pytest.mark.parametrize(
    ("on", "how"),
    [
        ("2024-02-29", None),
        ("2024-03-01", "listed"),
        ("2024-04-30", "listed"),
        ("2024-05-01", "bought"),
        ("2026-01-01", "bought"),
    ],
)
def test_the_end_that_took_effect_last_is_in_force(on: str, how: str | None) -> None:
    told = ends(bought(1, "2024-05-01"), ended(2, "listed", "2024-03-01"))
    end = in_force(told, day(on))
    assert (end and end.how) == how


def test_of_ends_of_one_day_a_purchase_counts_then_a_closure() -> None:
    told = [
        ended(1, "listed", "2024-03-01"),
        ended(2, "shut_down", "2024-03-01"),
        bought(3, "2024-03-01"),
    ]
    for count, how in ((3, "bought"), (2, "shut_down"), (1, "listed")):
        end = last_end(ends(*told[:count]))
        assert end is not None
        assert end.how == how
    assert last_end([]) is None


def test_what_took_effect_last_goes_before_what_was_told_last() -> None:
    told = ends(
        ended(1, "listed", "2024-03-05", effective="2024-03-01"),
        ended(2, "shut_down", "2024-03-04", effective="2024-03-02"),
    )
    end = last_end(told)
    assert end is not None
    assert end.how == "shut_down"
