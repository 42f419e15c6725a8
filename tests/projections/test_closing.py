"""Open denials that time has closed: all that they deny is over."""

import pytest

from ledger.projections.closing import closed_by_time
from ledger.projections.denials import Denial
from tests.tales import Tale

ROUND = "halcyon/a"
NEXT = "halcyon/b"


def denial(tale: Tale, as_of: str) -> Denial:
    (found,) = tale.company(as_of=as_of).denials
    return found


def closed(tale: Tale, as_of: str) -> bool:
    return closed_by_time(denial(tale, as_of), tale.company(as_of=as_of))


@pytest.mark.parametrize(
    ("stage", "at", "over"),
    [
        ("in_talks", "2024-01-10", False),
        ("in_talks", "2024-01-11", True),
        ("committed", "2024-01-10", False),
        ("committed", "2024-01-11", True),
        ("announced", "2024-01-10", False),
        ("closed", "2024-01-10", False),
        ("closed", "2024-01-11", True),
        ("filed", "2024-01-11", True),
        ("withdrawn", "2023-01-12", True),
    ],
)
def test_a_round_that_is_over_closes_its_denial(
    tale: Tale, stage: str, at: str, *, over: bool
) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2023-01-10", stage=stage)
    tale.denied(ROUND, by="stranger", on="2023-01-11")
    assert closed(tale, at) is over
    assert denial(tale, at).open is True


def test_a_closed_round_with_news_is_not_over(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2023-01-10", stage="closed")
    tale.denied(ROUND, by="founder", on="2023-01-11", scope="valuation")
    tale.revised(claim, by="the-wire", on="2023-06-01", price="6B")
    assert closed(tale, "2024-05-30") is False
    assert closed(tale, "2024-05-31") is True


def test_an_announced_round_is_never_over_by_itself(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2023-01-10", stage="announced")
    tale.denied(ROUND, by="founder", on="2023-01-11", scope="valuation")
    assert closed(tale, "2026-01-01") is False


def test_a_denial_that_was_taken_back_is_not_closed_by_time(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2023-01-10", stage="in_talks")
    said = tale.denied(ROUND, by="founder", on="2023-01-11")
    tale.retracted(said, by="founder", on="2023-01-12")
    assert (denial(tale, "2025-01-01").open, closed(tale, "2025-01-01")) == (
        False,
        False,
    )


def test_every_round_that_it_denies_must_be_over(tale: Tale) -> None:
    one = tale.reported(ROUND, "5B", by="the-wire", on="2023-01-10", stage="in_talks")
    two = tale.reported(NEXT, "5B", by="the-wire", on="2023-01-10", stage="announced")
    tale.say(
        "claim.denied",
        company="halcyon",
        claims=[one, two],
        source="founder",
        published="2023-01-11",
        scope=["valuation"],
        form="false",
    )
    assert closed(tale, "2025-01-01") is False
    tale.reported(NEXT, by="halcyon-co", on="2025-02-01", stage="failed")
    assert closed(tale, "2025-02-01") is True


def test_a_denied_price_outside_a_round_is_never_over(tale: Tale) -> None:
    claim = tale.valued("halcyon", "5B", "tender", by="the-wire", on="2023-01-10")
    tale.denied(claim, by="founder", on="2023-01-11", scope="valuation")
    assert closed(tale, "2026-01-01") is False


@pytest.mark.parametrize(
    ("form", "more", "over"),
    [
        ("not_raising_now", {}, True),
        ("false", {}, False),
        ("not_raising_now", {"stage": "in_talks"}, False),
        ("not_raising_now", {"round_type": "debt"}, False),
        ("not_raising_now", {"effective": "2023-01-11"}, False),
        ("not_raising_now", {"effective": "2023-01-12"}, True),
    ],
)
def test_another_primary_round_answers_not_raising_now(
    tale: Tale, form: str, more: dict[str, str], *, over: bool
) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2023-01-10", stage="announced")
    tale.denied(ROUND, by="founder", on="2023-01-11", scope="stage", form=form)
    said = {"stage": "closed", **more}
    tale.reported(NEXT, "5B", by="the-wire", on="2023-05-10", **said)
    assert closed(tale, "2023-05-09") is False
    assert closed(tale, "2023-05-10") is over


def test_the_round_that_is_denied_does_not_answer_it(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2023-01-10", stage="announced")
    form = "not_raising_now"
    tale.denied(ROUND, by="founder", on="2023-01-11", scope="timing", form=form)
    tale.reported(ROUND, "5B", by="the-wire", on="2023-05-10", stage="closed")
    found = tale.company(as_of="2023-06-01")
    assert [closed_by_time(one, found) for one in found.denials] == [False]
