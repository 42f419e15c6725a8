"""Prices outside primary rounds, and prices alone."""

import pytest

from tests.tales import Tale

TENDER = "halcyon/tender"


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("tender", {"secondary": "5B"}),
        ("secondary", {"secondary": "5B"}),
        ("mark", {"secondary": "5B"}),
        ("409a", {"secondary": "5B"}),
        ("cap", {"cap": "5B"}),
        ("offer", {}),
    ],
)
def test_the_kind_of_a_price_alone_decides_its_row(
    tale: Tale, kind: str, rows: dict[str, str]
) -> None:
    tale.valued("halcyon", "5B", kind, by="herald", on="2024-01-10")
    found = tale.valuation(as_of="2024-06-30").rows
    assert {row.name: str(row.figure) for row in found} == rows


def test_a_price_alone_ends_a_year_after_its_last_word(tale: Tale) -> None:
    more = {"stage": "in_talks"}
    tale.valued("halcyon", "5B", "tender", by="herald", on="2024-01-10", **more)
    assert tale.valuation(as_of="2025-01-08").rows
    assert not tale.valuation(as_of="2025-01-10").rows


def test_a_tender_is_sought_until_it_is_done(tale: Tale) -> None:
    sale = {"kind": "tender", "round_type": "tender"}
    tale.reported(TENDER, "5B", by="the-wire", on="2024-01-10", stage="seeking", **sale)
    (row,) = tale.valuation(as_of="2024-01-10").rows
    assert (row.name, row.standing, row.round) == ("sought", "rumoured", TENDER)
    tale.reported(TENDER, "6B", by="herald", on="2024-02-10", stage="closed", **sale)
    (row,) = tale.valuation(as_of="2024-02-10").rows
    assert (row.name, str(row.figure), row.standing) == ("secondary", "6B", "reported")


def test_a_price_that_is_told_again_is_as_old_as_its_first_word(tale: Tale) -> None:
    for by, on in (("herald", "2024-01-10"), ("gazette", "2024-03-10")):
        tale.valued("halcyon", "5B", "mark", by=by, on=on)
    (row,) = tale.valuation(as_of="2024-06-30").rows
    assert (str(row.effective), row.published) == ("2024-01-10", "2024-03-10")


@pytest.mark.parametrize("kind", ["unspecified", "post_money"])
def test_a_price_in_a_tender_is_the_tenders_whatever_it_is_called(
    tale: Tale, kind: str
) -> None:
    sale = {"round_type": "tender", "stage": "closed", "kind": kind}
    tale.reported(TENDER, "5B", by="herald", on="2024-01-10", **sale)
    (row,) = tale.valuation(as_of="2024-06-30").rows
    assert (row.name, row.kind, str(row.figure)) == ("secondary", "tender", "5B")


@pytest.mark.parametrize("stage", ["withdrawn", "failed"])
@pytest.mark.parametrize("kind", ["tender", "offer"])
def test_a_price_alone_that_came_to_nothing_is_none(
    tale: Tale, kind: str, stage: str
) -> None:
    tale.valued("halcyon", "5B", kind, by="herald", on="2024-01-10", stage=stage)
    assert not tale.valuation(as_of="2024-06-30").rows
