"""Laws of panels: following a company is folding it again, nothing looks ahead, and
the order of recording changes no byte.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.entry import Entry
from ledger.credibility.posterior import Score
from ledger.credibility.replaying import Replay
from ledger.credibility.settings import DAY, FIELDS, ROLES
from ledger.credibility.sweeping import Sweep
from ledger.panels.panel import COMPANIES as TABLES
from ledger.panels.score_rows import CREDIBILITY, SourceRow, source_rows
from ledger.panels.scores import found_in
from ledger.panels.settledclaims import Last, LeadTallies, SettledClaims
from ledger.projections.basis import Basis
from ledger.projections.names import directory_of
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.visible import apply_corrections, published_rows, seen
from ledger.reading.following import Following
from ledger.rendering.cells import cells_by, fields_of, lines
from tests.laws.answers import companies
from tests.laws.strategies import (
    COMPANIES,
    CUTS,
    LAWS,
    NAMES,
    History,
    bases,
    histories,
    numbered,
)
from tests.laws.test_credibility import moment_of, rows_and_names, sweep_of
from tests.laws.test_order import shuffled
from tests.laws.test_published import later
from tests.laws.test_story import spread


def told(found: CompanyAt, basis: Basis) -> dict[str, list[str]]:
    """Give the rows of one company in all three tables, as csv."""
    return {
        name: list(lines(x.fields, x.rows(found, x.ask(found, basis), basis), "csv"))
        for name, x in TABLES.items()
    }


def folded(entries: Sequence[Entry], basis: Basis) -> dict[str, dict[str, list[str]]]:
    """Give all rows at a basis, each company folded from nothing."""
    there = companies(entries, basis)
    return {slug: told(x, basis) for slug, x in sorted(there.items()) if x.rows}


def scored(entries: Sequence[Entry], basis: Basis) -> list[str]:
    """Give the rows of all sources at a basis."""
    rows, directory = rows_and_names(entries, basis)
    sweep = scoring(entries, basis)
    sweep.go(basis.cut)
    found = found_in(sweep.replay, {row.seq: row for row in rows})
    return as_csv(source_rows(found, directory, basis))


def scoring(entries: Sequence[Entry], basis: Basis) -> Sweep:
    """Begin a replay of which rows of scores can be made."""
    return sweep_of(entries, basis, Replay(tallies=LeadTallies()))


def as_csv(rows: Iterable[SourceRow]) -> list[str]:
    """Give the rows of sources as a file has them."""
    cells = map(cells_by(CREDIBILITY), rows)
    return list(lines(fields_of(CREDIBILITY), cells, "csv"))


def at_once(history: History) -> list[Entry]:
    """Give the entries as if all were recorded in one instant."""
    instant = history.entries[0].recorded
    return [entry._replace(recorded=instant) for entry in history.entries]


@st.composite
def roads(draw: st.DrawFn) -> list[Basis]:
    """Give bases in order; what the ledger had been told grows with some of them."""
    cuts = sorted(draw(st.lists(CUTS, min_size=1, max_size=5)))
    first = draw(bases())
    if not draw(st.booleans()):
        return [first.at(cut) for cut in cuts]
    numbers = st.integers(len(NAMES), len(NAMES) + 16)
    known = sorted(draw(st.lists(numbers, min_size=len(cuts), max_size=len(cuts))))
    pairs = zip(cuts, known, strict=True)
    return [replace(first.at(cut), known_at=number) for cut, number in pairs]


@LAWS
@given(spread(), roads())
def test_a_company_that_is_followed_is_the_company_folded_anew(
    history: History, road: list[Basis]
) -> None:
    followed = {
        (slug, name): Following(slug, history.entries, table.ask)
        for slug in COMPANIES
        for name, table in TABLES.items()
    }
    for basis in road:
        known = [entry for entry in history.entries if entry.seq <= basis.known_at]
        applied = apply_corrections(known).entries
        names = [entry for entry in applied if "company" not in entry.data]
        there = seen(published_rows(applied), basis.cut, possible=basis.possible)
        directory = directory_of(names, there)
        found: dict[str, dict[str, list[str]]] = {}
        for (slug, name), following in followed.items():
            answer = following.at(basis, directory)
            if answer is not None and answer[0].slug == slug:
                rows = TABLES[name].rows(*answer, basis)
                made = list(lines(TABLES[name].fields, rows, "csv"))
                found.setdefault(slug, {})[name] = made
        assert found == folded(history.entries, basis)


@LAWS
@given(histories(), roads())
def test_a_replay_that_goes_on_gives_the_rows_of_one_that_begins_anew(
    history: History, road: list[Basis]
) -> None:
    road = [replace(basis, known_at=10**6) for basis in road]
    rows, directory = rows_and_names(history.entries, road[0])
    events = {row.seq: row for row in rows}
    sweep = scoring(history.entries, road[0])
    for basis in road:
        sweep.go(basis.cut)
        found = found_in(sweep.replay, events)
        gone_on = as_csv(source_rows(found, directory, basis))
        assert gone_on == scored(history.entries, basis)


@LAWS
@given(histories(), bases(), st.integers(0, 800))
def test_a_row_says_what_the_claims_behind_its_score_say(
    history: History, basis: Basis, days: int
) -> None:
    basis = basis.at(basis.cut + days * DAY)
    rows, directory = rows_and_names(history.entries, basis)
    events = {row.seq: row for row in rows}
    scores = moment_of(history.entries, basis).scores
    sweep = scoring(history.entries, basis)
    sweep.go(basis.cut)
    found = {
        (row.source.slug, row.score.role, row.score.field): row
        for row in source_rows(found_in(sweep.replay, events), directory, basis)
    }
    for slug, source in directory.sources.items():
        for role, field in product(ROLES, FIELDS):
            score = scores.score(slug, source.kind, role, field)
            row = found.get((slug, role, field))
            if not score.rows:
                assert row is None or (row.settled, row.lead) == (None, None)
                continue
            assert row is not None
            assert (row.score, row.lead) == (score, score.lead)
            assert row.settled == last_of(score, events, basis.cut)


def last_of(score: Score, events: Mapping[int, Row], cut: int) -> SettledClaims:
    """Say what was settled last, from all rows of a score."""
    found = []
    for row in score.graded:
        both = events[row.event], events[row.decided or row.event]
        last = Last(row.when, both[1].id, row.decided is None, both[1].recorded)
        found.append((max(x.recorded for x in both), last))
    recorded = [instant for instant, _ in found]
    late = sum(instant >= cut for instant in recorded)
    return SettledClaims(
        len(found), late, max(recorded), max(last for _, last in found)
    )


@LAWS
@given(histories(), bases(), st.data())
def test_what_is_published_later_changes_no_byte_of_a_row(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    more = numbered([*said, *data.draw(later(basis))])
    assert folded(more, basis) == folded(history.entries, basis)
    assert scored(more, basis) == scored(history.entries, basis)


@LAWS
@given(histories(ours_last=True), bases(), st.data())
def test_the_order_of_recording_changes_no_byte_of_a_row(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    one, other = at_once(history), at_once(shuffled(history, data))
    assert folded(one, basis) == folded(other, basis)
    assert scored(one, basis) == scored(other, basis)
