"""Flags on dates: what has one, and near misses that have not."""

import pytest

from tests.projections.flagging import A, flags, names
from tests.tales import Tale


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


def test_what_is_recorded_at_the_very_cut_is_not_flagged_yet(tale: Tale) -> None:
    tale.clock("2027-01-10")
    tale.reported(A, by="the-wire", on="2042-01-10")
    tale.clock("2027-01-12")
    assert names(tale, as_of="2027-01-09") == []
    assert names(tale, as_of="2027-01-10") == ["published-in-future"]
