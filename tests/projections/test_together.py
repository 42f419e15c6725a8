"""A company put together from parts: its fields are those of the whole fold."""

import pytest

from ledger.projections.basis import Basis
from ledger.projections.standing import company_at
from ledger.projections.story import Story
from tests.projections.entries import answer, directory, report, rows_of

ROWS = rows_of(
    report(1),
    report(2, round="halcyon/series-c", on="2024-01-09"),
    answer(3, "confirmed", 1, "founder", "2024-01-12", scope=["whole"]),
)
CUT = max(row.when.hi for row in ROWS)


def test_fields_are_in_the_order_of_folds() -> None:
    story = Story("halcyon", directory())
    for row in reversed(ROWS):
        story.enter(row)
    found = story.at(Basis(CUT, 9, 738_900, "UTC", CUT))
    whole = company_at("halcyon", ROWS, directory(), CUT)
    assert len(found.parts) == 2
    assert list(found.rows) == list(whole.rows)
    assert list(found.claims) == list(whole.claims)
    assert list(found.rounds) == list(whole.rounds)
    assert found.may.parties == whole.may.parties
    assert found.ends == whole.ends
    assert story.round("halcyon/series-c") is found.rounds["halcyon/series-c"]
    assert story.round("halcyon/none") is None
    with pytest.raises(AttributeError):
        found.nothing  # type: ignore[attr-defined] # noqa: B018 - there is none
