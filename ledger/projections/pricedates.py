"""When a price was said, and when it took effect."""

from collections.abc import Iterable

from ledger.claims.dates import Days
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import is_firm
from ledger.projections.hulls import ClaimedPrice
from ledger.projections.rows import EventOrder

SaidDay = tuple[int, int, EventOrder, int, Days]
"""A day on which something was said: its last day, less its first, whose claim and
which of its words said it. The one that comes first is the least.
"""


def applies(claim: Claim, basis: Basis) -> bool:
    """Tell whether what a claim is about has taken effect by the day asked about."""
    day = due(claim, basis)
    return day is None or day <= basis.effective


def due(claim: Claim, basis: Basis) -> int | None:
    """Give the day on which what a claim is about takes effect; None for any day."""
    if not (claim.dated or basis.dated):
        return None
    days = effect(claim) or claim.effective
    return days.first if basis.possible else days.last


def effect(claim: Claim) -> Days | None:
    """Give the day on which a claim first stood at committed or later, if it does."""
    for row, said in claim.states():
        if said.stage is not None and is_firm(said.stage):
            return claim.effective if claim.dated else row.when.day
    return None


def asked_by(claim: Claim, basis: Basis) -> bool:
    """Tell whether a price was asked by the day asked about."""
    if not basis.dated:
        return True
    day = claim.row.when.day
    return (day.first if basis.possible else day.last) <= basis.effective


def spoke(word: ClaimedPrice) -> tuple[int, ...]:
    """Give when a price was last said."""
    return interval(word.claim)


def interval(claim: Claim) -> tuple[int, int]:
    """Give the end and the beginning of the interval in which a price was last said."""
    return claim.spoke("valuation")[:2]


def claims_of(words: Iterable[ClaimedPrice]) -> list[Claim]:
    """Give the claims behind words, each once."""
    return list({word.claim.id: word.claim for word in words}.values())


def said_on(days: Days, claim: Claim, place: int) -> SaidDay:
    """Say that one of the words of a claim, by its place, was said on a day."""
    return days.last, -days.first, claim.row.key, place, days
