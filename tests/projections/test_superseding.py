"""Rounds that a later round replaces."""

import pytest

from tests.tales import Tale

OLD = "halcyon/a"
NEW = "halcyon/b"
NEXT = "halcyon/c"
WHEN = "2024-06-01"


def replaced(tale: Tale, name: str = OLD) -> tuple[str, str | None]:
    found = tale.round(name, as_of=WHEN)
    return found.standing, found.superseded_by


@pytest.mark.parametrize(
    ("stage", "by", "gone"),
    [
        ("in_talks", "the-wire", False),
        ("committed", "the-wire", False),
        ("announced", "the-wire", True),
        ("closed", "the-wire", True),
        ("in_talks", "halcyon-co", False),
        ("committed", "halcyon-co", True),
        ("closed", "halcyon-co", True),
        ("withdrawn", "halcyon-co", False),
    ],
)
def test_how_firm_a_round_must_be(
    tale: Tale, stage: str, by: str, *, gone: bool
) -> None:
    tale.reported(OLD, "5B", by="herald", on="2024-01-10")
    tale.reported(NEW, by=by, on="2024-02-10", stage=stage, supersedes=[OLD])
    assert replaced(tale) == (("superseded", NEW) if gone else ("reported", None))


def test_a_round_that_names_none_replaces_none(tale: Tale) -> None:
    tale.reported(OLD, "5B", by="herald", on="2024-01-10")
    tale.reported(NEW, by="herald", on="2024-02-10", stage="closed")
    assert replaced(tale) == ("reported", None)


def test_only_a_live_claim_replaces_what_it_names(tale: Tale) -> None:
    tale.reported(OLD, "5B", by="herald", on="2024-01-10")
    more = {"stage": "closed", "on": "2024-02-10"}
    claim = tale.reported(NEW, by="the-wire", supersedes=[OLD], **more)
    tale.reported(NEW, by="gazette", **more)
    assert replaced(tale) == ("superseded", NEW)
    tale.retracted(claim, by="the-wire", on="2024-02-11")
    assert replaced(tale) == ("reported", None)


def test_a_round_that_was_denied_whole_replaces_none(tale: Tale) -> None:
    tale.reported(OLD, "5B", by="herald", on="2024-01-10")
    claim = tale.reported(
        NEW, by="the-wire", on="2024-02-10", stage="closed", supersedes=[OLD]
    )
    tale.denied(claim, by="founder", on="2024-02-11")
    assert replaced(tale) == ("reported", None)
    tale.reported(NEW, by="gazette", on="2024-02-12", stage="closed")
    assert replaced(tale) == ("superseded", NEW)


def test_a_round_without_a_live_claim_stays_retracted(tale: Tale) -> None:
    claim = tale.reported(OLD, "5B", by="herald", on="2024-01-10")
    tale.retracted(claim, by="herald", on="2024-01-11")
    tale.reported(NEW, by="herald", on="2024-02-10", stage="closed", supersedes=[OLD])
    assert replaced(tale) == ("retracted", None)


def test_a_round_that_is_not_there_is_replaced_by_none(tale: Tale) -> None:
    tale.reported(NEW, by="herald", on="2024-02-10", stage="closed", supersedes=[OLD])
    assert list(tale.company(as_of=WHEN).rounds) == [NEW]


def test_of_two_that_replace_it_the_last_one_counts(tale: Tale) -> None:
    tale.reported(OLD, "5B", by="herald", on="2024-01-10")
    for name, day in ((NEXT, "2024-02-10"), (NEW, "2024-03-10")):
        tale.reported(name, by="herald", on=day, stage="closed", supersedes=[OLD])
    assert replaced(tale) == ("superseded", NEW)


def test_a_chain_replaces_each_by_the_next(tale: Tale) -> None:
    more = {"by": "herald", "stage": "closed"}
    tale.reported(OLD, "5B", on="2024-01-10", **more)
    tale.reported(NEW, on="2024-02-10", supersedes=[OLD], **more)
    tale.reported(NEXT, on="2024-03-10", supersedes=[NEW], **more)
    assert replaced(tale) == ("superseded", NEW)
    assert replaced(tale, NEW) == ("superseded", NEXT)
    assert replaced(tale, NEXT) == ("reported", None)


def test_a_circle_of_three_keeps_to_what_was_said_first(tale: Tale) -> None:
    more = {"by": "herald", "stage": "closed"}
    tale.reported(NEW, on="2024-02-10", supersedes=[OLD], **more)
    tale.reported(NEXT, on="2024-03-10", supersedes=[NEW], **more)
    tale.reported(OLD, on="2024-04-10", supersedes=[NEXT], **more)
    assert replaced(tale) == ("superseded", NEW)
    assert replaced(tale, NEW) == ("superseded", NEXT)
    assert replaced(tale, NEXT) == ("reported", None)
