"""Flags on prices: what has one, and near misses that have not."""

import pytest

from tests.projections.flagging import A, B, flags, names, priced
from tests.tales import Tale


@pytest.mark.parametrize(
    ("price", "amount", "more", "found"),
    [
        (("post_money", "900M"), "1B", {}, True),
        (("unspecified", "..900M"), "1B+", {}, True),
        (("pre_money", "900M"), "1B", {}, False),
        (("post_money", "c.950M"), "1B", {}, False),
        (("post_money", "EUR900M"), "1B", {}, False),
        (("post_money", "900M"), "1B", {"round_type": "debt"}, False),
        (("post_money", "900M"), "1B", {"instrument": "debt"}, False),
    ],
)
def test_a_price_below_the_amount(
    tale: Tale,
    price: tuple[str, str],
    amount: str,
    more: dict[str, str],
    *,
    found: bool,
) -> None:
    priced(tale, price, raised=amount, **more)
    assert names(tale) == ["price-below-amount"] * found


@pytest.mark.parametrize(
    ("amount", "found"), [("2B", ["price-below-amount"]), ("200M", [])]
)
def test_a_tender_below_the_worth_of_the_shares_sold(
    tale: Tale, amount: str, found: list[str]
) -> None:
    said = {"by": "herald", "on": "2024-01-10", "amount": amount}
    tale.valued("halcyon", "1B", "tender", **said)
    assert names(tale) == found


@pytest.mark.parametrize(
    ("price", "more", "found"),
    [
        ("415M", {}, True),
        ("416M", {}, False),
        ("c.415M", {}, True),
        ("EUR415M", {}, False),
        ("415M", {"round_type": "acquisition"}, False),
    ],
)
def test_a_price_that_is_the_amount(
    tale: Tale, price: str, more: dict[str, str], *, found: bool
) -> None:
    priced(tale, ("post_money", price), raised="415M", **more)
    assert names(tale) == ["price-equals-amount"] * found


@pytest.mark.parametrize(
    ("price", "lent", "more", "found"),
    [
        ("640M", "140M", {}, True),
        ("641M", "140M", {}, False),
        ("640M", "EUR140M", {}, False),
        ("640M", "140M", {"published": "2024-01-11"}, False),
        ("640M", "140M", {"source": "herald"}, False),
    ],
)
def test_a_price_that_is_what_was_raised_and_lent(
    tale: Tale, price: str, lent: str, more: dict[str, str], *, found: bool
) -> None:
    priced(tale, ("post_money", price), raised="500M")
    priced(tale, name=B, raised=lent, round_type="debt", **more)
    assert names(tale) == ["price-equals-amount"] * found


@pytest.mark.parametrize(
    ("post", "pre", "found"),
    [("17B", "18B", True), ("18B", "18B", False), ("17B..19B", "18B", False)],
)
def test_a_price_after_the_money_below_the_one_before(
    tale: Tale, post: str, pre: str, *, found: bool
) -> None:
    priced(tale, ("post_money", post), ("pre_money", pre))
    assert names(tale) == ["post-below-pre"] * found


@pytest.mark.parametrize(
    ("other", "on", "found"),
    [
        ("EUR385M", "2024-01-20", True),
        ("EUR386M", "2024-01-20", False),
        ("385M", "2024-01-20", False),
        ("EUR385M", "2024-06-20", False),
    ],
)
def test_a_number_that_stands_elsewhere_in_euros(
    tale: Tale, other: str, on: str, *, found: bool
) -> None:
    tale.reported(A, by="the-wire", on="2024-01-10", raised="385M")
    tale.reported("halcyon/winter", by="herald", on=on, raised=other)
    assert names(tale) == ["currency-missing"] * found
    for flag in flags(tale):
        assert (flag.event, flag.beside, flag.field) == (13, (14,), "raised")
        assert flag.reason == "USD 385M, where event 14 has EUR385M"


def test_of_two_currencies_without_dollars_the_later_is_in_doubt(tale: Tale) -> None:
    tale.reported(A, by="the-wire", on="2024-01-10", raised="GBP385M")
    tale.reported(A, by="herald", on="2024-01-20", raised="EUR385M")
    assert [flag.event for flag in flags(tale)] == [14]


def test_a_number_of_another_type_of_round_hides_none_that_fits(tale: Tale) -> None:
    for name, type_, figure in (
        ("halcyon/debt", "debt", "EUR385M"),
        ("halcyon/winter", "series_a", "EUR385M"),
        (A, "series_a", "385M"),
    ):
        said = {"by": "herald", "on": "2024-01-10", "round_type": type_}
        tale.reported(name, raised=figure, **said)
    assert names(tale).count("currency-missing") == 1
