"""What changed between two bases, on any clock, and which events did it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ledger.claims.dates import parse_when
from ledger.projections.diff import Change, FactValues, apply, fewest, responsible
from tests.projections.entries import entry, report, rows_of
from tests.tales import Tale

ROUND = "halcyon/series-b"


def changed(tale: Tale, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    book = tale.book
    return book.diff(book.basis(**before), book.basis(**after), ["halcyon"]).value


def test_a_basis_differs_in_nothing_from_itself(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
    assert changed(tale, {"as_of": "2023-06-02"}, {"as_of": "2023-06-02"}) == []


def test_on_the_published_clock_a_denial_did_it(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
    denial = tale.denied(ROUND, by="founder", on="2023-06-03")
    found = changed(tale, {"as_of": "2023-06-02"}, {"as_of": "2023-06-03"})
    assert {change.events for change in found} == {(tale.book.event(denial).seq,)}
    assert f"standing {ROUND}" in {change.item for change in found}
    headline = next(change for change in found if change.item == "headline")
    assert headline.after is None


def test_on_the_record_clock_a_correction_changed_the_event_it_mends(
    tale: Tale,
) -> None:
    claim = tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
    known = str(tale.book.event(claim).seq)
    tale.corrected(claim, valuation=[{"figure": "8B", "kind": "post_money"}])
    day = {"as_of": "2023-06-02"}
    found = changed(tale, {**day, "known_at": f"seq:{known}"}, day)
    assert {change.item for change in found} == {"reported", "headline"}
    assert {change.events for change in found} == {(int(known),)}


def test_time_alone_changes_a_standing_without_an_event(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-03-01", stage="in_talks")
    found = changed(tale, {"as_of": "2024-02-28"}, {"as_of": "2024-02-29"})
    assert {change.item for change in found} == {f"standing {ROUND}", "sought"}
    assert {change.events for change in found} == {()}
    assert {change.deadline for change in found} == {parse_when("2024-02-29").hi}


def test_what_was_reported_at_committed_does_not_expire(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-03-01")
    assert changed(tale, {"as_of": "2024-02-28"}, {"as_of": "2026-02-28"}) == []


def test_a_difference_leads_from_one_side_to_the_other() -> None:
    facts: FactValues = {
        ("a", "one"): ("1",),
        ("a", "two"): ("2",),
        ("b", "one"): ("3",),
    }
    changes = [
        Change("a", "one", ("1",), ("9",), ()),
        Change("a", "two", ("2",), None, ()),
        Change("b", "two", None, ("4",), ()),
        Change("c", "gone", ("5",), None, ()),
    ]
    assert apply(facts, changes) == {
        ("a", "one"): ("9",),
        ("b", "one"): ("3",),
        ("b", "two"): ("4",),
    }
    assert len(facts) == 3


def test_events_that_count_at_one_side_only_are_responsible() -> None:
    one, two, three = report(1), report(2), report(3)
    changed = report(2, stage="filed")
    row = entry(4, "snapshot.row_seen", published="2024-01-10", key="1")
    found = responsible(rows_of(one, two, three), rows_of(three, changed, row))
    assert found == (1, 2)
    assert responsible(rows_of(one), rows_of(one)) == ()


def test_each_change_has_its_own_events(tale: Tale) -> None:
    one = tale.reported(ROUND, "9B", by="herald", on="2023-06-01", raised="1B")
    other = tale.reported("halcyon/debt", by="herald", on="2023-06-02", raised="2B")
    found = changed(tale, {"as_of": "2023-05-01"}, {"as_of": "2023-06-02"})
    by = {change.item: change.events for change in found}
    first, second = ((tale.book.event(x).seq,) for x in (one, other))
    assert by[f"standing {ROUND}"] == by[f"committed {ROUND}"] == first
    assert by["reported"] == first
    assert by["standing halcyon/debt"] == by["committed halcyon/debt"] == second


def test_what_another_round_did_names_its_events(tale: Tale) -> None:
    tale.reported("halcyon/talks", "7B", by="herald", on="2023-03-01", stage="in_talks")
    news = tale.reported(ROUND, "9B", by="halcyon-co", on="2023-06-01", stage="closed")
    found = changed(tale, {"as_of": "2023-05-01"}, {"as_of": "2023-06-01"})
    by = {change.item: change.events for change in found}
    assert by["sought"] == (tale.book.event(news).seq,)


def test_what_time_alone_did_has_no_events_though_something_happened(
    tale: Tale,
) -> None:
    tale.reported("halcyon/talks", "7B", by="herald", on="2022-03-01", stage="in_talks")
    tale.reported("halcyon/debt", by="herald", on="2023-03-15", round_type="debt")
    found = changed(tale, {"as_of": "2023-02-01"}, {"as_of": "2023-04-01"})
    expired = next(x for x in found if x.item == "standing halcyon/talks")
    assert expired.events == ()
    assert expired.deadline is not None


def test_of_several_that_say_the_same_the_first_did_it(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-03-01", stage="in_talks")
    tale.denied(ROUND, by="founder", on="2023-03-03")
    news = tale.reported(
        ROUND, "9B", by="halcyon-co", on="2023-06-01", stage="closed", raised="1B"
    )
    tale.reported(
        ROUND, "9B", by="herald", on="2023-06-02", stage="closed", raised="1B"
    )
    found = changed(tale, {"as_of": "2023-02-01"}, {"as_of": "2023-06-02"})
    by = {change.item: change.events for change in found}
    first = (tale.book.event(news).seq,)
    assert by[f"paid {ROUND}"] == by[f"committed {ROUND}"] == first
    assert len(by[f"standing {ROUND}"]) == 3


def test_a_purchase_of_people_and_a_sale_have_lines_of_their_amounts(
    tale: Tale,
) -> None:
    tale.reported(
        "halcyon/hire",
        by="herald",
        on="2023-06-01",
        raised="900M+",
        round_type="acquihire_license",
    )
    tale.reported(
        "halcyon/tender", by="herald", on="2023-06-01", raised="2B", round_type="tender"
    )
    found = changed(tale, {"as_of": "2023-05-01"}, {"as_of": "2023-06-02"})
    after = {change.item: change.after for change in found}
    hired, sold = after["amount halcyon/hire"], after["amount halcyon/tender"]
    assert hired is not None
    assert sold is not None
    assert (str(hired[0]), *hired[1:]) == ("900M+", "purchase", False)
    assert (str(sold[0]), *sold[1:]) == ("2B", "secondary", False)


def test_a_sale_that_was_asked_about_expires_with_its_round(tale: Tale) -> None:
    tale.reported(
        "halcyon/tender",
        "9B",
        by="herald",
        on="2023-03-01",
        stage="in_talks",
        round_type="tender",
    )
    found = changed(tale, {"as_of": "2024-02-28"}, {"as_of": "2024-02-29"})
    assert "standing halcyon/tender" in {change.item for change in found}
    assert {change.deadline for change in found} == {parse_when("2024-02-29").hi}


@pytest.mark.parametrize(
    "wanted", [{1}, {8}, {2, 7}, {3, 4, 5}, set(range(1, 9))], ids=str
)
def test_the_fewest_events_are_found_whichever_they_are(wanted: set[int]) -> None:
    assert named(range(1, 9), lambda events: events >= wanted) == wanted


def test_nothing_is_found_where_all_are_not_enough() -> None:
    assert fewest(range(1, 9), lambda events: 9 in events, bool) is None


def test_no_event_is_named_where_none_is_needed() -> None:
    assert named(range(1, 9), lambda events: len(events) < 9) == set()


def test_of_several_that_are_enough_the_first_is_named() -> None:
    assert named([1, 2, 3, 4], lambda events: bool(events & {2, 3})) == {2}


def test_events_that_undo_each_other_are_all_named() -> None:
    """The first does it, but not together with the second; the third undoes that."""
    assert named([1, 2, 3], lambda events: events in ({1, 2, 3}, {1, 4})) == {1, 2, 3}


def test_who_is_tired_names_all_that_do() -> None:
    every = set(range(1, 9))
    assert named(range(1, 9), lambda events: 3 in events, tired=True) == every


def named(
    events: Sequence[int],
    enough: Callable[[frozenset[int]], bool],
    *,
    tired: bool = False,
) -> set[int]:
    """Give the fewest events that are enough; there must be some."""
    found = fewest(events, enough, lambda: tired)
    assert found is not None
    return set(found)
