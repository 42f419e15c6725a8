"""Laws of charts: between two breakpoints an answer stays what it was at the first.

What is drawn at any cut, on any three clocks, is what is answered there.
"""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.credibility.settings import FIELDS, ROLES
from ledger.credibility.sweeping import Moment
from ledger.projections.basis import Basis
from ledger.projections.names import directory_of
from ledger.projections.raised import RaisedLine, moved_at
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.story import Story, along
from ledger.projections.sums import RaisedTotal, Sums
from ledger.projections.valuations import Valuation, valuation_at
from ledger.projections.visible import apply_corrections, published_rows, seen
from tests.laws.strategies import (
    COMPANIES,
    CUTS,
    LAWS,
    SOURCES,
    History,
    bases,
    histories,
)
from tests.laws.test_credibility import sweep_of
from tests.laws.test_story import spread

All = tuple[Valuation, Mapping[str, RaisedLine], list[RaisedTotal]]


def amounts_of(company: CompanyAt, basis: Basis, sums: Sums) -> All:
    """Give all amounts of a company, summed up from those of the step before."""
    moved = moved_at(company, basis)
    for name in moved.changed:
        sums.put(name, moved.lines.get(name))
    return valuation_at(company, basis), dict(moved.lines), sums.totals()


def names_at(entries: Sequence[Entry], basis: Basis) -> Directory:
    """Give who is registered, under the names known at a basis."""
    applied = apply_corrections(entries).entries
    there = seen(published_rows(applied), basis.cut, possible=basis.possible)
    return directory_of([x for x in applied if "company" not in x.data], there)


def anew(entries: Sequence[Entry], slug: str, basis: Basis) -> All | None:
    """Give all amounts of a company, folded from nothing; None if nothing is known."""
    applied = apply_corrections(entries).entries
    there = seen(published_rows(applied), basis.cut, possible=basis.possible)
    company = company_at(slug, there, names_at(entries, basis), basis.cut, applied)
    return amounts_of(company, basis, Sums()) if company.rows else None


@LAWS
@given(spread(), bases(), st.lists(CUTS, min_size=1, max_size=6))
def test_an_answer_changes_at_breakpoints_only(
    history: History, last: Basis, cuts: list[int]
) -> None:
    entries = history.entries
    for slug in COMPANIES:
        recorded = apply_corrections(entries).entries
        story, sums = Story(slug, names_at(entries, last), recorded), Sums()
        steps = [
            (at.cut, None if company.empty else amounts_of(company, at, sums))
            for at, company in along(story, published_rows(recorded), last)
        ]
        assert [cut for cut, _ in steps] == sorted({cut for cut, _ in steps})
        for cut in (*cuts, last.cut):
            if cut <= last.cut:
                before = [answer for since, answer in steps if since <= cut]
                drawn = before[-1] if before else None
                assert drawn == anew(entries, slug, last.at(cut))


def scores_of(moment: Moment) -> list[tuple[float, ...]]:
    """Give all scores of all sources."""
    found = (
        moment.scores.score(source, "press", role, field)
        for source in SOURCES
        for role in ROLES
        for field in FIELDS
    )
    return [(score.a, score.b, score.n, score.lapsed) for score in found]


@LAWS
@given(histories(14), bases())
def test_scores_change_at_breakpoints_only(history: History, basis: Basis) -> None:
    sweep, before = sweep_of(history.entries, basis), None
    while (at := sweep.next_change) is not None and at <= basis.cut:
        before = scores_of(sweep.to(at))
    there = scores_of(sweep_of(history.entries, basis).to(basis.cut))
    assert before in (None, there)
