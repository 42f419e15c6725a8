"""Why a fact changed: a word for each event that did it, or one for time."""

from typing import Any

from ledger.claims.kinds import PUBLISHED_KINDS
from ledger.projections.reasons import REASONS, SAID
from ledger.projections.rows import SNAPSHOTS
from tests.tales import Tale

ROUND = "halcyon/series-b"


def whys(tale: Tale, before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    book = tale.book
    found = book.diff(book.basis(**before), book.basis(**after), ["halcyon"]).value
    for change in found:
        assert not change.events or len(change.why) == len(change.events)
    return {word for change in found for word in change.why}


def test_each_kind_that_somebody_publishes_has_a_word() -> None:
    assert set(SAID) == set(PUBLISHED_KINDS) - SNAPSHOTS
    assert set(SAID.values()) < set(REASONS)


def test_a_new_claim_and_its_denial_are_told_apart(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
    tale.denied(ROUND, by="founder", on="2023-06-03")
    days = {"as_of": "2023-05-01"}, {"as_of": "2023-06-02"}, {"as_of": "2023-06-03"}
    assert whys(tale, days[0], days[1]) == {"claim"}
    assert whys(tale, days[1], days[2]) == {"denial"}


def test_what_we_got_wrong_is_ours(tale: Tale) -> None:
    claim = tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
    known = tale.book.event(claim).seq
    tale.corrected(claim, valuation=[{"figure": "8B", "kind": "post_money"}])
    day = {"as_of": "2023-06-02"}
    assert whys(tale, {**day, "known_at": known}, day) == {"correction"}
    corrected = tale.book.log.head().seq
    tale.voided(claim)
    assert whys(tale, {**day, "known_at": corrected}, day) == {"voiding"}
    assert whys(tale, day, {**day, "known_at": corrected}) == {"claim"}


def test_what_expired_has_a_deadline_and_what_took_effect_a_day(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-03-01", stage="in_talks")
    found = whys(tale, {"as_of": "2024-02-28"}, {"as_of": "2024-02-29"})
    assert found == {"deadline"}
    tale.reported(
        ROUND, "9B", by="founder", on="2024-03-02", stage="closed", effective="2025-01"
    )
    ahead = {"as_of": "2024-03-03"}
    assert whys(tale, ahead, {**ahead, "effective": "2025-02-01"}) == {"day"}
