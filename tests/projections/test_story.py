"""A company as its events come to be known; that it is the fold is a law."""

from ledger.projections.basis import Basis
from ledger.projections.rounds import DAY
from ledger.projections.story import Story, along
from ledger.projections.valuations import valuation_at
from tests.projections.entries import directory, price, report, rows_of

ROWS = rows_of(
    report(1, stage="in_talks", on="2024-01-10"),
    report(2, round="halcyon/series-c", stage="closed", on="2024-02-10"),
    report(
        3,
        stage="closed",
        on="2024-03-10",
        effective="2024-06-01",
        valuation=[price("5B")],
    ),
)


def at(cut: int) -> Basis:
    return Basis(cut, 9, 0, "UTC", cut).at(cut)


def test_only_what_changed_is_folded() -> None:
    story = Story("halcyon", directory())
    for row in ROWS[:2]:
        story.enter(row)
    first = story.at(at(ROWS[1].when.hi))
    assert len(story.changed) == len(first.parts) == 2
    story.enter(ROWS[2])
    second = story.at(at(ROWS[2].when.hi))
    assert [list(part.rounds) for part in story.changed] == [["halcyon/series-b"]]
    assert len({*map(id, first.parts)} & {*map(id, second.parts)}) == 1


def test_it_stays_the_same_until_something_happens() -> None:
    story = Story("halcyon", directory())
    story.enter(ROWS[0])
    first = story.at(at(ROWS[0].when.hi))
    assert story.deadline == ROWS[0].when.hi + 365 * DAY
    assert story.at(at(story.deadline - 1)) is first
    assert story.at(at(story.deadline)) is not first


def test_a_story_is_told_at_each_event_deadline_and_day_of_effect() -> None:
    story = Story("halcyon", directory())
    last = at(ROWS[2].when.hi + 150 * DAY)
    told = [
        (basis.as_of, valuation_at(x, basis)) for basis, x in along(story, ROWS, last)
    ]
    days = [day for day, _ in told]
    assert days[:3] == ["2024-01-10", "2024-02-10", "2024-03-10"]
    assert days[3].startswith("2024-06-01T00:00")
    assert told[2][1].headline != told[3][1].headline


def test_a_company_of_which_nothing_is_known_is_empty() -> None:
    found = Story("nobody", directory()).at(at(ROWS[0].when.hi))
    assert found.empty
    assert (found.rounds, found.claims, found.rows) == ({}, {}, [])
    assert valuation_at(found, at(1)).rows == ()
