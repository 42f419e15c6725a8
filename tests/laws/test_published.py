"""Laws of the published clock: L1, L1p, L12, L13, L15, L19, and steps (L17, L18).

L5, L17 and L18 are laws of the cache of the ranking table, and come with it. What they
rest on is tested here: between breakpoints an answer does not change. L14, the cut of
every day in every zone, is tested in tests/claims/test_zones.py. L13 is tested for
names, merges and moves; for scores in test_credibility.py.
"""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.dates import day_start, parse_days, parse_when
from ledger.projections.basis import Basis
from ledger.projections.standing import EXPIRY
from ledger.projections.visible import apply_corrections, published_rows, seen
from tests.laws.answers import answer, facts
from tests.laws.strategies import (
    CUTS,
    DATES,
    LAWS,
    History,
    bases,
    histories,
    ids,
    numbered,
    published,
    stored,
)


@st.composite
def later(draw: st.DrawFn, basis: Basis) -> list[tuple[str, str, dict[str, object]]]:
    """Give events, about anything, that are not published by a cut."""
    whens = [parse_when(x) for x in DATES]
    after = [
        x.text for x in whens if (x.lo if basis.possible else x.hi - 1) >= basis.cut
    ]
    made = ids(4, "d")
    if not after:
        return []
    events = [draw(published([*ids(12), *made], st.sampled_from(after))) for _ in made]
    return [(i, t, stored(t, d)) for i, (t, d) in zip(made, events, strict=True)]


@LAWS
@given(histories(), bases(), st.data())
def test_what_is_published_later_changes_no_answer(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    before = answer(history.entries, basis)
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    more = numbered([*said, *data.draw(later(basis))])
    assert answer(more, basis) == before


@LAWS
@given(histories(), CUTS)
def test_what_is_known_for_sure_is_known_possibly(history: History, cut: int) -> None:
    rows = published_rows(apply_corrections(history.entries).entries)
    sure = {row.id for row in seen(rows, cut, possible=False)}
    assert sure <= {row.id for row in seen(rows, cut, possible=True)}


@LAWS
@given(histories(), CUTS, st.data())
def test_a_narrower_date_hides_nothing_sure_and_shows_nothing_impossible(
    history: History, cut: int, data: st.DataObject
) -> None:
    rows = published_rows(apply_corrections(history.entries).entries)
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    lo = data.draw(st.integers(row.when.lo, row.when.hi - 1))
    hi = data.draw(st.integers(lo + 1, row.when.hi))
    narrow = replace(row, when=row.when._replace(lo=lo, hi=hi))
    if seen([row], cut, possible=False):
        assert seen([narrow], cut, possible=False)
    if not seen([row], cut, possible=True):
        assert not seen([narrow], cut, possible=True)


@LAWS
@given(histories(), CUTS, CUTS)
def test_what_is_seen_grows_with_the_cut(history: History, one: int, two: int) -> None:
    rows = published_rows(apply_corrections(history.entries).entries)
    first, second = sorted((one, two))
    for possible in (False, True):
        early = [row.id for row in seen(rows, first, possible=possible)]
        late = {row.id for row in seen(rows, second, possible=possible)}
        assert late.issuperset(early)


@LAWS
@given(histories(), bases(), st.sampled_from(["Asia/Kathmandu", "Pacific/Apia"]))
def test_a_zone_moves_cuts_and_nothing_else(
    history: History, basis: Basis, zone: str
) -> None:
    there = replace(basis.on(basis.effective), zone=zone)
    here = basis.on(basis.effective)
    told = [repr(answer(history.entries, x)) for x in (there, here)]
    # Words may name the day of an instant, such as that on which a round expired.
    one, other = (re.sub(r"expired on [0-9-]+", "expired", x) for x in told)
    assert one == other


def breakpoints(history: History, zone: str) -> list[int]:
    """Give the cuts at which an answer may change."""
    marks = set()
    for row in published_rows(apply_corrections(history.entries).entries):
        said = row.data.get("effective") or row.data.get("set", {}).get("effective")
        days = [row.when.day, *([] if said is None else [parse_days(said)])]
        marks |= {row.when.lo + 1, row.when.hi, row.when.hi + EXPIRY}
        marks |= {day_start(day.last, zone) + 1 for day in days if day.last < 3 * 10**6}
        marks |= {day_start(day.first, zone) + 1 for day in days if day.first > 1000}
    return sorted(marks)


@LAWS
@given(histories(), bases())
def test_an_answer_stays_the_same_between_breakpoints(
    history: History, basis: Basis
) -> None:
    marks = breakpoints(history, basis.zone)
    following = [mark for mark in marks if mark > basis.cut]
    end = min(following, default=basis.cut + 1) - 1
    assert facts(history.entries, basis.at(end)) == facts(history.entries, basis)
