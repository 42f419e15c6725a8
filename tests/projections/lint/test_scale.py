"""Flags on the scale of amounts: what has one, and near misses that have not."""

import pytest

from ledger.projections.lint.scale import Scale, scale_at
from ledger.projections.rounds import CompanyAt
from tests.projections.flagging import A, flags, names
from tests.tales import Tale


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


def test_of_one_company_others_are_read_until_they_explain_its_amounts(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    scaled(tale, "6B")
    for name, amount in (("alder", "2B"), ("osprey", "9B")):
        tale.say("company.registered", slug=name, name=name)
        tale.reported(
            f"{name}/a", by="herald", on="2024-01-01", stage="closed", raised=amount
        )
    read: list[str] = []
    fold = scale_at

    def noted(company: CompanyAt) -> Scale:
        read.append(company.slug)
        return fold(company)

    monkeypatch.setattr("ledger.projections.lint.scale.scale_at", noted)
    assert names(tale) == []
    assert read == ["alder"]
