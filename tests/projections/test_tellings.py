"""Who said it first, and who told it again."""

from typing import Any

from ledger.projections.tellings import spoken_by, tellings_of
from tests.tales import Tale

ROUND = "halcyon/series-c"


def told(tale: Tale, about: str | None = ROUND, **asked: Any) -> list[tuple[str, str]]:
    return [(x.how, x.source) for x in tellings_of(tale.company(**asked), about)]


def test_the_first_comes_first_whatever_was_recorded_first(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="herald", on="2025-03-05")
    tale.reported(ROUND, "6B", by="the-wire", on="2025-03-03")
    assert told(tale) == [("first", "the-wire"), ("own", "herald")]
    assert told(tale, as_of="2025-03-03") == [("first", "the-wire")]


def test_copies_stand_behind_their_origin(tale: Tale) -> None:
    first = tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    copy = tale.reported(ROUND, "5B", by="gazette", on="2025-03-05")
    tale.reported(ROUND, "6B", by="herald", on="2025-03-04")
    tale.copied(first, copy=copy, on="2025-03-05")
    tale.copied(copy, carrier="a-blog", on="2025-03-06")
    found = tellings_of(tale.company(), ROUND)
    assert [(x.how, x.source) for x in found] == [
        ("first", "the-wire"),
        ("copy", "gazette"),
        ("carried", "a-blog"),
        ("own", "herald"),
    ]
    assert {x.origin for x in found[:3]} == {found[0].row.seq}


def test_a_copy_of_a_copy_leads_to_the_first(tale: Tale) -> None:
    one = tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    two = tale.reported(ROUND, "5B", by="gazette", on="2025-03-04")
    three = tale.reported(ROUND, "5B", by="a-blog", on="2025-03-05")
    tale.copied(one, copy=two, on="2025-03-04")
    tale.copied(two, copy=three, on="2025-03-05")
    assert told(tale) == [
        ("first", "the-wire"),
        ("copy", "gazette"),
        ("copy", "a-blog"),
    ]


def test_of_two_in_one_interval_both_are_first(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.reported(ROUND, "6B", by="herald", on="2025-03-03")
    assert {how for how, _ in told(tale)} == {"first"}


def test_who_was_first_stays_first_after_taking_it_back(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.reported(ROUND, "6B", by="herald", on="2025-03-04")
    tale.retracted(claim, by="the-wire", on="2025-03-06")
    first, _ = tellings_of(tale.company(), ROUND)
    assert (first.source, first.how, first.retracted) == ("the-wire", "first", True)


def test_a_paper_that_stands_by_it_is_named_as_such(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.confirmed(claim, by="herald", on="2025-03-04")
    assert told(tale) == [("first", "the-wire"), ("stands by", "herald")]


def test_prices_outside_rounds_and_other_rounds_stand_apart(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.valued("halcyon", "7B", "secondary", by="herald", on="2025-03-04")
    assert told(tale) == [("first", "the-wire")]
    assert told(tale, None) == [("first", "herald")]
    assert told(tale, "halcyon/other") == []


def said(tale: Tale, source: str) -> list[str]:
    return [one.how for one in spoken_by(source, tale.company())]


def test_what_a_source_said_first_and_what_it_said_later(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.reported(ROUND, "6B", by="herald", on="2025-03-04")
    assert (said(tale, "the-wire"), said(tale, "herald")) == (["first"], ["own"])


def test_a_source_carries_what_it_relays_and_what_came_by_way_of_it(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.copied(claim, carrier="gazette", on="2025-03-04")
    tale.reported(ROUND, "6B", by="herald", on="2025-03-05", via=["gazette"])
    assert said(tale, "gazette") == ["carried", "carried"]
    assert said(tale, "herald") == ["own"]


def test_a_denial_and_what_is_neither(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.denied(ROUND, by="founder", on="2025-03-04")
    tale.retracted(claim, by="the-wire", on="2025-03-05")
    assert said(tale, "founder") == ["denied"]
    assert said(tale, "the-wire") == ["first", "other"]
