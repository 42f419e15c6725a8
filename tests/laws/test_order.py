"""Laws of order and of copies: L3, L10, L11, L20, and folding twice (L5)."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.basis import Basis
from tests.laws.answers import answer, companies, facts
from tests.laws.strategies import (
    DATES,
    LAWS,
    NAMES,
    SOURCES,
    History,
    bases,
    histories,
    numbered,
    stored,
)


def shuffled(history: History, data: st.DataObject) -> History:
    """Give the same events recorded in another order, our own mistakes last."""
    said = [(e.id, e.type, dict(e.data)) for e in history.entries[len(NAMES) :]]
    first = [(e.id, e.type, dict(e.data)) for e in history.entries[: len(NAMES)]]
    ours = [event for event in said if event[1].startswith("entry.")]
    others = [event for event in said if not event[1].startswith("entry.")]
    return History(numbered([*first, *data.draw(st.permutations(others)), *ours]))


@LAWS
@given(histories(ours_last=True), bases(), st.data())
def test_the_order_of_recording_changes_no_answer(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    other = shuffled(history, data)
    assert answer(other.entries, basis) == answer(history.entries, basis)


@LAWS
@given(histories(8, st.just("2024-01-10"), ours=False), bases(), st.data())
def test_events_of_one_instant_have_one_order(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    other = shuffled(history, data)
    assert answer(other.entries, basis) == answer(history.entries, basis)


@LAWS
@given(histories(), bases())
def test_folding_twice_and_folding_what_was_read_again_is_the_same(
    history: History, basis: Basis
) -> None:
    once = answer(history.entries, basis)
    again = [
        replace(entry, data=json.loads(json.dumps(dict(entry.data))))
        for entry in history.entries
    ]
    assert answer(history.entries, basis) == once
    assert answer(again, basis) == once


@LAWS
@given(histories(), bases(), st.data())
def test_a_relay_changes_neither_values_nor_origins(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    claims = [e for e in history.entries if e.type.endswith(".reported")]
    if not claims:
        return
    origin = data.draw(st.sampled_from(claims))
    relay = {
        "company": origin.data["company"],
        "claim": origin.id,
        "carrier": data.draw(st.sampled_from(SOURCES)),
        "published": data.draw(st.sampled_from(DATES)),
        "form": "syndicated",
    }
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    type_ = "claim.relayed"
    relayed = numbered([*said, ("e" * 64, type_, stored(type_, relay))])
    assert facts(relayed, basis) == facts(history.entries, basis)
    origins = [
        {
            round_.name: (round_.origins, round_.standing)
            for company in companies(entries, basis).values()
            for round_ in company.rounds.values()
        }
        for entries in (relayed, history.entries)
    ]
    assert origins[0] == origins[1]
