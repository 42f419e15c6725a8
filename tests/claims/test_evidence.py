"""Which fields of an event are evidence, and what it says without them."""

import pytest

from ledger.claims.evidence import (
    EVIDENCE,
    carries_evidence,
    evidence_in,
    without_evidence_fields,
)

CLAIM = {"company": "xai", "stage": "closed"}


@pytest.mark.parametrize("field", EVIDENCE)
def test_each_field_of_evidence_is_left_out_and_given(field: str) -> None:
    said = {**CLAIM, field: "p. 3"}
    assert carries_evidence("round.reported", said)
    assert without_evidence_fields(said) == CLAIM
    assert evidence_in(said) == {field: "p. 3"}


def test_what_holds_none_stays_as_it_is() -> None:
    assert not carries_evidence("round.reported", CLAIM)
    assert without_evidence_fields(CLAIM) == CLAIM
    assert evidence_in(CLAIM) == {}


@pytest.mark.parametrize(
    "type_", ["snapshot.row_seen", "company.registered", "entry.corrected"]
)
def test_rows_of_tables_and_what_nobody_said_are_their_own_evidence(type_: str) -> None:
    assert not carries_evidence(type_, {**CLAIM, "note": "p. 3"})
