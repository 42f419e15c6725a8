"""Laws of the record clock: L2, L8, L9, L15."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.basis import Basis
from ledger.projections.visible import apply_corrections
from tests.laws.answers import answer
from tests.laws.strategies import (
    LAWS,
    NAMES,
    Data,
    Event,
    History,
    bases,
    histories,
    numbered,
    stored,
)


def also(history: History, *events: Event) -> History:
    """Give a history in which more was recorded."""
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    made = [(id_, type_, stored(type_, data)) for id_, type_, data in events]
    return History(numbered([*said, *made]))


@LAWS
@given(histories(), bases(), st.integers(0, 12))
def test_what_is_recorded_later_changes_no_answer(
    history: History, basis: Basis, back: int
) -> None:
    known = replace(basis, known_at=max(history.last - back, len(NAMES) - 1))
    early = history.entries[: known.known_at + 1]
    assert answer(history.entries, known) == answer(early, known)


@LAWS
@given(histories(), bases(), st.data())
def test_what_is_voided_was_never_there(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(history.entries[len(NAMES) :]))
    voiding: Data = {"target": chosen.id, "reason": "wrong"}
    voided = also(history, ("e" * 64, "entry.voided", voiding))
    rest = [entry for entry in history.entries if entry.id != chosen.id]
    assert answer(voided.entries, basis) == answer(rest, basis)
    before = replace(basis, known_at=history.last)
    assert answer(voided.entries, before) == answer(history.entries, before)


@LAWS
@given(histories(), bases(), st.data())
def test_a_correction_that_is_voided_changes_nothing(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(history.entries[len(NAMES) :]))
    patch: Data = {"published": "2023-03"}
    if chosen.type == "entry.corrected":
        patch = {"set": {"published": "2023-03"}}
    said: Data = {"target": chosen.id, "set": patch, "reason": "wrong"}
    back: Data = {"target": "d" * 64, "reason": "it was right"}
    undone = also(
        history, ("d" * 64, "entry.corrected", said), ("e" * 64, "entry.voided", back)
    )
    assert answer(undone.entries, basis) == answer(history.entries, basis)


@LAWS
@given(histories(ours=False), st.integers(0, 20), st.integers(0, 20))
def test_what_is_on_record_grows_with_the_sequence(
    history: History, one: int, two: int
) -> None:
    first, second = sorted((one, two))
    early = {entry.id for entry in apply_corrections(history.entries[:first]).entries}
    assert early <= {
        entry.id for entry in apply_corrections(history.entries[:second]).entries
    }
