"""Ten flags: for each what has it, and near misses that have not."""

from pathlib import Path

import pytest

from ledger.claims.vocabulary import FLAGS
from ledger.projections.flags import Flag
from tests.tales import Tale

A, B = "halcyon/series-a", "halcyon/series-b"
DOCUMENT = Path(__file__).parents[2] / "docs" / "concepts" / "links.md"


def flags(
    tale: Tale, slug: str | None = "halcyon", as_of: str | None = None
) -> list[Flag]:
    """The flags of Halcyon, or of all companies."""
    return tale.book.lint(tale.book.basis(as_of=as_of), [slug] if slug else []).value


def names(tale: Tale, **asked: str) -> list[str]:
    return [flag.name for flag in flags(tale, **asked)]


def priced(tale: Tale, *prices: tuple[str, str], name: str = A, **more: object) -> str:
    """The wire reports a round with prices, kind before figure."""
    said: dict[str, object] = {
        "round": name,
        "source": "the-wire",
        "published": "2024-01-10",
        "stage": "committed",
        "valuation": [{"kind": kind, "figure": figure} for kind, figure in prices],
    }
    if raised := more.pop("raised", None):
        said["raised"] = [{"figure": raised, "basis": "round_total"}]
    return tale.say("round.reported", **(said | more))


def shares(tale: Tale, total: str | None, *parts: tuple[str, str, str]) -> None:
    """The wire reports a total, and what parts of it (basis, label, figure)."""
    raised = [{"basis": b, "part": part, "figure": f} for b, part, f in parts]
    if total:
        raised.append({"basis": "round_total", "figure": total})
    tale.say(
        "round.reported",
        round=A,
        source="the-wire",
        published="2024-01-10",
        stage="committed",
        raised=raised,
    )


def test_an_honest_history_has_no_flags(tale: Tale) -> None:
    tale.reported(A, "10B", by="the-wire", on="2024-01-10", raised="1B")
    tale.reported(
        A, "10B", by="halcyon-co", on="2024-02-01", stage="closed", raised="1B"
    )
    assert flags(tale) == []


def test_the_document_tells_of_every_flag() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [name for name in FLAGS if f"`{name}`" not in text] == []


# -- amount-out-of-scale --------------------------------------------------------


def scaled(tale: Tale, amount: str, **more: str) -> list[str]:
    closed = {"by": "herald", "on": "2024-01-01", "stage": "closed"}
    tale.reported("kestrel/seed", raised="100M", **closed)
    tale.reported(A, by="the-wire", on="2024-01-10", raised=amount, **more)
    return names(tale)


def test_an_amount_out_of_all_scale_is_flagged(tale: Tale) -> None:
    assert scaled(tale, "5001M") == ["amount-out-of-scale"]
    (flag,) = flags(tale)
    assert "50 times" in flag.reason
    assert "kestrel/seed, event 13" in flag.reason
    assert (flag.event, flag.field, flag.beside) == (14, "raised", (13,))
    assert flags(tale, None) == [flag]


@pytest.mark.parametrize("amount", ["5B", "EUR9T", "4B..9T", "billions"])
def test_a_large_amount_is_not_flagged(tale: Tale, amount: str) -> None:
    assert scaled(tale, amount) == []


def test_a_round_is_not_held_against_itself(tale: Tale) -> None:
    assert scaled(tale, "7T", stage="closed") == ["amount-out-of-scale"]


def test_nothing_is_out_of_scale_before_anything_closed(tale: Tale) -> None:
    tale.reported(A, by="the-wire", on="2024-01-10", raised="7T")
    assert names(tale) == []


def test_the_scale_is_that_of_the_day_asked_about(tale: Tale) -> None:
    scaled(tale, "6B")
    tale.reported(
        "kestrel/series-a", by="herald", on="2024-03-01", stage="closed", raised="2B"
    )
    assert names(tale, as_of="2024-02-01") == ["amount-out-of-scale"]
    assert names(tale) == []


# -- prices -----------------------------------------------------------------------


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


# -- dates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "day", "found"),
    [
        ("closed", "2026-01-06", True),
        ("partially_closed", "2024-01-12", True),
        ("closed", "2024-01-11", False),
        ("closed", "2024-01", False),
        ("closed", "2023-12-01", False),
        ("announced", "2026-01-06", False),
    ],
)
def test_a_closing_that_was_still_to_come(
    tale: Tale, stage: str, day: str, *, found: bool
) -> None:
    said = {"stage": stage, "effective": day, "raised": "1B"}
    tale.reported(A, by="the-wire", on="2024-01-10", **said)
    assert names(tale) == ["closed-after-report"] * found


def test_a_closing_that_was_told_in_a_revision_is_held_against_that(
    tale: Tale,
) -> None:
    claim = tale.reported(A, by="the-wire", on="2024-01-10", raised="1B")
    changes = {"stage": "closed", "effective": "2024-03-01"}
    tale.revised(claim, by="the-wire", on="2024-03-02", **changes)
    assert names(tale) == []


@pytest.mark.parametrize("day", ["2024-01/..", "../2024-01"])
def test_a_closing_day_with_an_open_end_is_no_trouble(tale: Tale, day: str) -> None:
    closing = {"stage": "closed", "effective": day}
    tale.reported(A, by="herald", on="2024-01-10", raised="1B", **closing)
    tale.reported(A, by="the-wire", on="2024-06-01", stage="in_talks")
    assert names(tale) == ["closed-before-report"] * day.startswith("..")


@pytest.mark.parametrize(
    ("stage", "on", "found"),
    [
        ("in_talks", "2024-03-01", True),
        ("in_talks", "2024-02-05", False),
        ("in_talks", "2023-12-01", False),
        ("announced", "2024-03-01", False),
        ("failed", "2024-03-01", False),
    ],
)
def test_a_round_that_is_under_way_long_after_it_closed(
    tale: Tale, stage: str, on: str, *, found: bool
) -> None:
    closing = {"stage": "closed", "effective": "2024-01-05"}
    tale.reported(A, by="herald", on="2024-01-10", raised="1B", **closing)
    tale.reported(A, by="the-wire", on=on, stage=stage)
    assert names(tale) == ["closed-before-report"] * found


def test_what_is_published_after_it_was_recorded_is_flagged_at_once(
    tale: Tale,
) -> None:
    tale.clock("2027-01-10T09:00Z")
    tale.reported(A, "1B", by="the-wire", on="2042-01-10")
    tale.reported(A, "1B", by="herald", on="2027-01-11")
    tale.clock("2027-01-12")
    (flag,) = flags(tale)
    assert (flag.name, flag.event) == ("published-in-future", 13)
    assert flag.reason == "published 2042-01-10, recorded 2027-01-10T09:00:00Z"
    assert flags(tale, None) == [flag]
    assert flags(tale, as_of="2027-01-09") == []


def test_a_company_of_which_nothing_is_visible_yet_is_flagged_too(tale: Tale) -> None:
    claim = tale.reported("kestrel/seed", "1B", by="the-wire", on="2042-01-10")
    tale.clock("2027-01-02")
    assert len(flags(tale, None)) == len(flags(tale, "kestrel")) == 1
    tale.corrected(claim, published="2024-01-09")
    assert flags(tale, None) == flags(tale, "kestrel") == []


# -- sums -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "second", "found"),
    [("1B", "500M", True), ("1B", "450M", False), (None, "9B", False)],
)
def test_parts_that_are_more_than_the_whole(
    tale: Tale, total: str | None, second: str, *, found: bool
) -> None:
    parts = ("tranche", "1", "600M"), ("tranche", "2", second)
    shares(tale, total, *parts)
    assert names(tale) == ["parts-exceed-total"] * found


def test_one_part_under_two_spellings_is_one_part(tale: Tale) -> None:
    shares(tale, "1B", ("per_investor", "NVIDIA", "700M"))
    shares(tale, None, ("per_investor", "Nvidia", "600M"))
    assert names(tale) == []


def test_a_whole_without_an_upper_end_is_never_exceeded(tale: Tale) -> None:
    shares(tale, "1B+", ("tranche", "1", "600M"), ("tranche", "2", "600M"))
    assert names(tale) == []


@pytest.mark.parametrize(
    ("total", "earlier", "found"),
    [
        ("3B", "2024-01-01", True),
        ("c.4B", "2024-01-01", False),
        ("3B", "2024-02-01", False),
    ],
)
def test_a_sum_below_one_of_its_rounds(
    tale: Tale, total: str, earlier: str, *, found: bool
) -> None:
    tale.reported(A, by="herald", on=earlier, stage="closed", raised="4B")
    tale.reported(A, by="the-wire", on="2024-01-10", raised=[("cumulative", total)])
    assert names(tale) == ["sum-below-round"] * found


# -- what is looked at ------------------------------------------------------------


@pytest.mark.parametrize("answer", ["retracted", "revised", "voided", "corrected"])
def test_what_was_put_right_is_flagged_no_more(tale: Tale, answer: str) -> None:
    claim = priced(tale, ("post_money", "17B"), ("pre_money", "18B"))
    assert names(tale) == ["post-below-pre"]
    match answer:
        case "retracted":
            tale.retracted(claim, by="the-wire", on="2024-02-01")
        case "revised":
            tale.revised(claim, by="the-wire", on="2024-02-01", price="19B")
        case "voided":
            tale.voided(claim)
        case "corrected":
            figure = {"figure": "19B", "kind": "post_money"}
            tale.corrected(claim, valuation=[figure])
    assert names(tale) == []


def test_flags_come_in_the_order_of_companies_and_events(tale: Tale) -> None:
    wrong = ("post_money", "17B"), ("pre_money", "18B")
    priced(tale, *wrong, name="kestrel/seed")
    priced(tale, *wrong, name=B, raised="20B")
    priced(tale, *wrong)
    assert [(x.company, x.event, x.name) for x in flags(tale, None)] == [
        ("halcyon", 14, "price-below-amount"),
        ("halcyon", 14, "post-below-pre"),
        ("halcyon", 15, "post-below-pre"),
        ("kestrel", 13, "post-below-pre"),
    ]
