"""The events that others answer: there, standing, of the right kind and company."""

from typing import Any

import pytest

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.claims.targets import CLAIMS, stands, target_about, target_of
from ledger.errors import Refused

ID = "a" * 64


class OnRecord:
    """A ledger that holds some entries."""

    def __init__(self, *entries: Entry) -> None:
        self.directory = Directory()
        self._entries = {entry.id: entry for entry in entries}

    def holds(self, event_id: str) -> bool:
        return event_id in self._entries

    def entry(self, event_id: str) -> Entry | None:
        return self._entries.get(event_id)


def claim(type_: str = "round.reported", **more: Any) -> Entry:
    data = {"company": "xai", "source": "bloomberg"}
    return Entry(5, ID, type_, 0, data, **more)


def test_an_event_is_found_by_its_id() -> None:
    assert target_of(ID, OnRecord(claim())) == claim()
    with pytest.raises(Refused, match=f"no event on record has the id {ID[:12]}"):
        target_of(ID, OnRecord())


def test_nothing_is_said_of_an_event_that_was_voided() -> None:
    stands(claim())
    with pytest.raises(Refused, match="event 5 was voided by event 9") as caught:
        stands(claim(voided_by=9))
    assert "sayso record void 9" in str(caught.value.hint)


@pytest.mark.parametrize("type_", sorted(CLAIMS))
def test_a_claim_about_the_company_can_be_answered(type_: str) -> None:
    assert target_about("xai", ID, OnRecord(claim(type_)), CLAIMS).type == type_


@pytest.mark.parametrize(
    ("there", "company", "told"),
    [
        (
            claim("claim.denied"),
            "xai",
            "is a claim.denied; this answers a round.reported or valuation.reported",
        ),
        (claim(), "openai", "event 5 is about xai, not openai"),
        (claim(voided_by=9), "xai", "was voided"),
    ],
)
def test_anything_else_is_refused(there: Entry, company: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        target_about(company, ID, OnRecord(there), CLAIMS)
