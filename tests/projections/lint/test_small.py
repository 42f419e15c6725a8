"""The lower side of lint: what is far too small, too early, or said twice."""

import pytest

from ledger.projections.lint.flags import Flag
from tests.tales import Tale

A, B = "halcyon/series-a", "halcyon/series-b"


def flags(tale: Tale) -> list[Flag]:
    """The flags of all companies."""
    return tale.book.lint(tale.book.basis(), []).value


def names(tale: Tale) -> list[str]:
    """Their names."""
    return [flag.name for flag in flags(tale)]


def said(tale: Tale, name: str, on: str, **more: object) -> str:
    """The wire announces a round."""
    data = {"source": "the-wire", "published": on, "stage": "announced"}
    return tale.say("round.reported", round=name, **(data | more))


def raised(figure: str, basis: str = "round_total") -> list[dict[str, str]]:
    """An amount of a round."""
    return [{"figure": figure, "basis": basis}]


def priced(figure: str) -> list[dict[str, str]]:
    """A price of a round."""
    return [{"figure": figure, "kind": "post_money"}]


@pytest.mark.parametrize(
    ("type_", "figure", "found"),
    [
        ("series_b", "USD50", True),
        ("series_b", "USD49999", True),
        ("series_b", "USD50000", False),
        ("series_d", "USD400000", True),
        ("seed", "USD1.5", True),
        ("seed", "USD5000", False),
        (None, "USD9999", True),
        (None, "EUR2250", True),
        (None, "USD10000", False),
        (None, "JPY5000", False),
        ("series_b", "USD0", False),
        ("series_b", "undisclosed", False),
        ("series_b", "..USD5000", True),
    ],
)
def test_an_amount_that_no_round_of_its_type_raises(
    tale: Tale, type_: str | None, figure: str, found: int
) -> None:
    said(tale, A, "2024-01-10", raised=raised(figure), round_type=type_)
    assert names(tale) == ["amount-too-small"] * found


@pytest.mark.parametrize(
    ("first", "second", "type_", "found"),
    [
        ("20M", "USD19999", "series_unknown", True),
        ("20M", "USD20000", "series_unknown", False),
        ("USD20000", "20M", "series_unknown", False),
        ("USD20000", "21B", "series_unknown", True),
        ("EUR20M", "USD19999", "series_unknown", False),
        ("20M", "USD19999", "grant", False),
        ("JPY20B", "JPY1000000", None, True),
    ],
)
def test_an_amount_that_is_far_below_an_earlier_round(
    tale: Tale, first: str, second: str, type_: str | None, found: int
) -> None:
    more = {"round_type": type_} if type_ else {}
    said(tale, A, "2023-01-10", raised=raised(first))
    said(tale, B, "2024-01-10", raised=raised(second), **more)
    small = [flag for flag in flags(tale) if flag.name == "amount-too-small"]
    assert len(small) == found
    assert all("was a unit lost?" in flag.reason for flag in small)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("100M", "USD400", ["price-too-small"]),
        ("200B", "USD140000000", ["price-too-small"]),
        ("100M", "10M", []),
        ("5M", "50B", []),
        ("JPY5M", "JPY50000", []),
    ],
)
def test_a_price_that_no_company_has(
    tale: Tale, first: str, second: str, found: list[str]
) -> None:
    said(tale, A, "2023-01-10", valuation=priced(first))
    said(tale, B, "2024-01-10", valuation=priced(second))
    assert names(tale) == found


def test_parts_and_sums_of_rounds_are_not_held_against_them(tale: Tale) -> None:
    part = {"figure": "USD500", "basis": "per_investor", "part": "ann"}
    said(tale, A, "2024-01-10", raised=[part])
    said(tale, B, "2024-01-10", raised=raised("USD500", "cumulative"))
    assert names(tale) == []


@pytest.mark.parametrize(
    ("published", "effective", "found"),
    [
        ("1989-12-31", None, 1),
        ("1990", None, 0),
        ("1989/1990", None, 0),
        ("1970-01-01", None, 1),
        ("2024", "1899-12-30", 1),
        ("2024", "../2024-01", 0),
        ("2024", "2024", 0),
    ],
)
def test_a_day_before_anybody_raised_money(
    tale: Tale, published: str, effective: str | None, found: int
) -> None:
    more = {"effective": effective} if effective else {}
    said(tale, A, published, **more)
    assert names(tale) == ["date-implausible"] * found


@pytest.mark.parametrize(
    ("stage", "effective", "found"),
    [
        ("filed", "2024-09-15", 1),
        ("filed", "2024-01-10", 0),
        ("announced", "2024-09-15", 0),
    ],
)
def test_a_sale_after_its_own_filing(
    tale: Tale, stage: str, effective: str, found: int
) -> None:
    said(tale, A, "2024-01-10", stage=stage, effective=effective)
    assert names(tale) == ["sold-after-filing"] * found


def test_one_source_two_amounts_of_one_day(tale: Tale) -> None:
    said(tale, A, "2024-01-10", raised=raised("90M"), valuation=priced("1B"))
    second = said(tale, A, "2024-01-10", raised=raised("10M"), valuation=priced("1B"))
    (flag,) = flags(tale)
    assert (flag.name, flag.field) == ("two-values-one-day", "raised")
    assert "10M, and 90M of the same source and day" in flag.reason
    tale.retracted(second, by="the-wire", on="2024-02-01")
    assert names(tale) == []


@pytest.mark.parametrize(
    "more",
    [
        {"source": "herald"},
        {"published": "2024-01-11"},
        {"round": B},
        {"raised": raised("90M")},
        {"raised": raised("10M", "target")},
        {"raised": raised("undisclosed")},
    ],
)
def test_what_is_no_contradiction_of_a_day(tale: Tale, more: dict[str, object]) -> None:
    said(tale, A, "2024-01-10", raised=raised("90M"))
    data = {"source": "the-wire", "published": "2024-01-10", "stage": "announced"}
    tale.say(
        "round.reported",
        **({"round": A, "raised": raised("10M"), "note": "x"} | data | more),
    )
    assert "two-values-one-day" not in names(tale)


def test_companies_that_differ_in_their_legal_form(tale: Tale) -> None:
    said(tale, A, "2024-01-10")
    for slug, name in (("halcyon-inc", "Halcyon, Inc."), ("north", "North")):
        tale.say("company.registered", slug=slug, name=name)
        tale.say(
            "round.reported",
            company=slug,
            round=f"{slug}/seed",
            source="the-wire",
            published="2024-01-10",
            stage="announced",
        )
    (flag,) = flags(tale)
    assert (flag.name, flag.company, flag.round) == ("names-alike", "halcyon-inc", None)
    assert "Halcyon, Inc. has the name of Halcyon (halcyon)" in flag.reason
    tale.merged("halcyon-inc", "halcyon", "identical", on="2024-02-01")
    assert names(tale) == []
