"""Flags: for each what has it, and near misses that have not."""

from pathlib import Path

import pytest

from ledger.claims.vocabulary import FLAGS
from tests.projections.flagging import A, B, flags, names, priced
from tests.tales import Tale

DOCUMENT = Path(__file__).parents[3] / "docs" / "concepts" / "links.md"


def test_an_honest_history_has_no_flags(tale: Tale) -> None:
    tale.reported(A, "10B", by="the-wire", on="2024-01-10", raised="1B")
    tale.reported(
        A, "10B", by="halcyon-co", on="2024-02-01", stage="closed", raised="1B"
    )
    assert flags(tale) == []


def test_the_document_tells_of_every_flag() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [name for name in FLAGS if f"`{name}`" not in text] == []


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
