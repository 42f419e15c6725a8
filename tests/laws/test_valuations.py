"""Laws of valuations: order decides no value, time alone no price, and hulls are tight.

That the headline is one of the printed rows is asserted wherever an answer is taken
(`answers.py`); that every command and the kept ranking give the same one follows from
`test_ranking.py`, `test_charts.py` and `test_panels.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.amounts import Figure, hull
from ledger.claims.entry import Entry
from ledger.claims.figures import parse_figure
from ledger.projections.basis import Basis
from ledger.projections.diff import changes, due_at, facts_at
from ledger.projections.hulls import ClaimedPrice, hulls_of
from ledger.projections.valuations import valuation_at
from ledger.projections.visible import apply_corrections, published_rows
from tests.laws.answers import companies
from tests.laws.strategies import (
    CUTS,
    DATES,
    DAY,
    LAWS,
    NAMES,
    History,
    bases,
    histories,
    numbered,
)

LISTS: Final = ("valuation", "raised", "investors", "arrangers", "claims", "scope")
PRICES: Final = ("confirmed", "reported")


def turned(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give data with every list in it the other way round."""
    found = dict(data)
    for name in LISTS:
        if found.get(name):
            found[name] = list(reversed(found[name]))
    if isinstance(found.get("set"), dict):
        found["set"] = turned(found["set"])
    return found


def values(entries: Sequence[Entry], basis: Basis) -> dict[str, Any]:
    """Give figures, standings and headlines: what no order may decide."""
    found: dict[str, Any] = {}
    for slug, company in companies(entries, basis).items():
        found[slug] = sorted(
            (key, repr(value))
            for (_, key), value in facts_at(company, basis).items()
            if key.startswith("standing ") or "/" not in key
        )
        valuation = valuation_at(company, basis)
        found[f"{slug} ages"] = [(x.name, x.since, x.number) for x in valuation.rows]
    return found


@LAWS
@given(histories(), bases())
def test_the_order_of_a_list_in_an_event_changes_no_answer(
    history: History, basis: Basis
) -> None:
    other = [entry._replace(data=turned(entry.data)) for entry in history.entries]
    assert values(other, basis) == values(history.entries, basis)


@LAWS
@given(histories(8, st.sampled_from(DATES[:4]), ours=False), bases(), st.data())
def test_the_ids_of_events_of_one_day_choose_no_value(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    names, told = said[: len(NAMES)], said[len(NAMES) :]
    ids = [id_ for id_, _, _ in told]
    renamed = dict(zip(ids, data.draw(st.permutations(ids)), strict=True))
    other = [
        (renamed[id_], type_, _renamed(body, renamed)) for id_, type_, body in told
    ]
    assert values(numbered([*names, *other]), basis) == values(history.entries, basis)


def _renamed(data: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    found = dict(data)
    for name in ("claim", "copy"):
        if name in found:
            found[name] = ids.get(found[name], found[name])
    if "claims" in found:
        found["claims"] = [ids.get(id_, id_) for id_ in found["claims"]]
    return found


@LAWS
@given(histories(), bases())
def test_time_alone_changes_no_price_but_on_a_day_when_something_takes_effect(
    history: History, basis: Basis
) -> None:
    begin, last = basis.on(basis.effective), basis.cut + 800 * DAY
    ahead = min((x for x in _published(history) if x > basis.cut), default=last)
    end = replace(begin, cut=max(basis.cut, min(ahead - 1, last)))
    before, after = (companies(history.entries, x) for x in (begin, end))
    for slug, company in before.items():
        one, two = valuation_at(company, begin), valuation_at(after[slug], end)
        assert one.headline == two.headline
        assert [x for x in one.rows if x.name in PRICES and not x.disputed] == [
            x for x in two.rows if x.name in PRICES and not x.disputed
        ]


def _published(history: History) -> list[int]:
    rows = published_rows(apply_corrections(history.entries).entries)
    return sorted({x for row in rows for x in (row.when.hi, row.when.lo + 1)})


@LAWS
@given(histories(ours=False), CUTS)
def test_what_expires_names_its_deadline(history: History, cut: int) -> None:
    basis = Basis(0, 10**6, 0, "UTC", cut).at(cut)
    later = basis.at(cut + 800 * DAY)
    for slug, company in companies(history.entries, basis).items():
        then = companies(history.entries, later).get(slug)
        if then is None:
            continue
        due = due_at(company, basis), due_at(then, later)
        sides = facts_at(company, basis), facts_at(then, later)
        for change in changes(*sides, {}, due, later.cut):
            expired = change.after is not None and change.after[0] == "expired"
            if change.item.startswith("standing ") and expired:
                assert change.deadline is not None
                assert change.deadline <= later.cut


FIGURES: Final = st.sampled_from(
    [
        parse_figure(text)
        for text in (
            *("1B", "2B", "1.1B", "1B..3B", "4B..5B", "c.2B", "nearly.2B"),
            *("3B+", "500M+", "..1B", "..9B"),
        )
    ]
)
KINDS: Final = st.sampled_from(["post_money", "pre_money", "unspecified"])
TIGHT: Final = frozenset({"exact", "range"})


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    assert figure.min is not None
    assert figure.max is not None
    return figure.min, figure.max


@LAWS
@given(st.lists(st.tuples(FIGURES, KINDS), min_size=1, max_size=5))
def test_a_hull_is_never_wider_than_that_of_its_exact_figures_and_ranges(
    said: list[tuple[Figure, str]],
) -> None:
    words = [
        ClaimedPrice(_Stub(number), figure, kind)  # type: ignore[arg-type]
        for number, (figure, kind) in enumerate(said)
    ]
    hulls = hulls_of(words)
    assert sorted(w.claim.seq for h in hulls for w in h.words) == list(range(len(said)))
    for found in hulls:
        tight = [x.figure for x in found.words if x.figure.qualifier in TIGHT]
        if tight:
            low, high = _bounds(hull(tight))
            assert low <= _bounds(found.figure)[0] <= _bounds(found.figure)[1] <= high
    assert [h.figure for h in hulls_of(words[::-1])] == [h.figure for h in hulls]


class _Stub:
    """Stands for the claim behind a word, which the hull only hands on."""

    def __init__(self, seq: int) -> None:
        self.seq, self.id = seq, str(seq)
        self.source = str(seq)
        self.raised: tuple[Any, ...] = ()
