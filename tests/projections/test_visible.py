"""Which events count: our own mistakes corrected first, then the published clock."""

from datetime import date
from itertools import permutations

import pytest

from ledger.claims.dates import day_start
from ledger.claims.entry import Entry
from ledger.projections.basis import Basis
from ledger.projections.visible import apply_corrections, select, visible
from tests.projections.entries import entry, id_of, report, rows_of

LAST = 1 << 40


def corrected(seq: int, target: int, **changes: object) -> Entry:
    return entry(
        seq, "entry.corrected", target=id_of(target), set=changes, reason="typo"
    )


def voided(seq: int, target: int) -> Entry:
    return entry(seq, "entry.voided", target=id_of(target), reason="ours")


def basis(day: str, *, known_at: int = LAST, possible: bool = False) -> Basis:
    """What is known by the end of a day."""
    ordinal = date.fromisoformat(day).toordinal()
    cut = day_start(ordinal + 1, "UTC")
    return Basis(cut, known_at, ordinal, "UTC", cut, possible=possible)


def stages(*entries: Entry) -> dict[int, object]:
    """What the reports among entries say once corrections are applied."""
    return {
        one.seq: one.data.get("stage")
        for one in apply_corrections(entries).entries
        if one.type == "round.reported"
    }


def test_what_nobody_touched_is_the_same_object() -> None:
    one = report(1)
    done = apply_corrections([one])
    assert done.entries[0] is one
    assert (done.voided, done.corrected) == ({}, {})


def test_a_correction_replaces_and_a_null_takes_away() -> None:
    one = report(1, note="n", url="u")
    (applied, _) = apply_corrections(
        [one, corrected(2, 1, stage="filed", note=None)]
    ).entries
    assert applied.data == {
        **{key: one.data[key] for key in one.data if key != "note"},
        "stage": "filed",
    }
    assert one.data["note"] == "n"


def test_of_two_corrections_the_later_one_wins() -> None:
    both = (report(1), corrected(2, 1, stage="filed"), corrected(3, 1, stage="failed"))
    for order in permutations(both):
        assert stages(*order) == {1: "failed"}
    assert apply_corrections(both).corrected == {id_of(1): [3, 2]}


def test_a_correction_that_was_voided_does_nothing() -> None:
    both = (report(1), corrected(2, 1, stage="filed"), voided(3, 2))
    assert stages(*both) == {1: "closed"}
    done = apply_corrections(both)
    assert (done.voided, done.corrected) == ({id_of(2): 3}, {})


def test_a_correction_may_be_corrected() -> None:
    both = (report(1), corrected(2, 1, stage="filed"))
    assert stages(*both, corrected(3, 2, set={"stage": "failed"})) == {1: "failed"}


def test_what_was_voided_is_gone_and_comes_back() -> None:
    gone = (report(1), report(2), voided(3, 1))
    assert stages(*gone) == {2: "closed"}
    assert apply_corrections(gone).voided == {id_of(1): 3}
    assert stages(*gone, voided(4, 3)) == {1: "closed", 2: "closed"}


def test_of_two_voidings_the_newest_is_told() -> None:
    assert apply_corrections([report(1), voided(2, 1), voided(3, 1)]).voided == {
        id_of(1): 3
    }


def test_entries_stay_in_the_order_of_the_ledger() -> None:
    done = apply_corrections([report(3), report(1), report(2)])
    assert [one.seq for one in done.entries] == [1, 2, 3]


@pytest.mark.parametrize(
    ("published", "day", "strict", "possible"),
    [
        ("2024-01-10", "2024-01-09", False, False),
        ("2024-01-10", "2024-01-10", True, True),
        ("2024-01", "2024-01-30", False, True),
        ("2024-01", "2024-01-31", True, True),
        ("2024-01", "2023-12-31", False, False),
        ("2024-01", "2024-01-01", False, True),
    ],
)
def test_an_event_counts_when_its_interval_is_over_or_has_begun(
    published: str, day: str, *, strict: bool, possible: bool
) -> None:
    rows = rows_of(report(1, on=published))
    assert bool(select(rows, basis(day)).rows) is strict
    assert bool(select(rows, basis(day, possible=True)).rows) is possible


def test_what_holds_the_cut_is_counted_and_what_touches_it_is_not() -> None:
    rows = rows_of(report(1, on="2024-01"), report(2, on="2024-01-19"))
    assert select(rows, basis("2024-01-19")).straddling == 1
    assert select(rows, basis("2024-01-31")).straddling == 0
    assert select(rows, basis("2023-12-31")).straddling == 0


def test_what_was_recorded_after_the_cut_is_late() -> None:
    cut = basis("2024-01-19").cut
    rows = rows_of(
        *(
            report(seq)._replace(recorded=at)
            for seq, at in enumerate((cut - 1, cut, cut + 1))
        )
    )
    assert select(rows, basis("2024-01-19")).late == 2
    assert select(rows, basis("2024-01-09")).late == 0


def test_what_was_recorded_later_than_asked_is_not_seen() -> None:
    told = [report(1), report(2), corrected(3, 1, stage="filed")]
    day = "2024-02-01"
    before = visible(told, basis(day, known_at=1))
    assert [row.seq for row in before.rows] == [1]
    assert [one.seq for one in before.recorded] == [1]
    after = visible(told, basis(day, known_at=3))
    assert {row.seq: row.data["stage"] for row in after.rows} == {
        1: "filed",
        2: "closed",
    }
    assert [one.seq for one in after.recorded] == [1, 2, 3]


def test_a_correction_acts_on_every_as_of() -> None:
    told = [report(1, on="2024-01-10"), corrected(2, 1, published="2024-01-05")]
    assert [row.seq for row in visible(told, basis("2024-01-06")).rows] == [1]
    assert visible(told, basis("2024-01-06", known_at=1)).rows == []
