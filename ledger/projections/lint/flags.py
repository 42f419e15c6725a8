"""Sanity flags: what one points to, and what their rules share.

A flag refuses nothing. It says that a person should look again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.claims.vocabulary import FlagName
from ledger.projections.claims import Claim
from ledger.projections.standing import CompanyAt, Round


@dataclass(frozen=True, slots=True)
class Flag:
    """One figure or date that deserves a second look."""

    name: FlagName
    company: str
    round: str | None
    event: int
    field: str
    reason: str
    source: str | None
    beside: tuple[int, ...] = ()
    """The other events that the reason speaks of."""


def flagged(
    name: FlagName, claim: Claim, field: str, reason: str, beside: tuple[int, ...] = ()
) -> Flag:
    """Flag a field of a claim."""
    return Flag(
        name, claim.company, claim.round, claim.seq, field, reason, claim.source, beside
    )


def live_in(company: CompanyAt) -> Iterator[tuple[Round, Claim]]:
    """Give the live claims of a company, each with its round."""
    for found in company.rounds.values():
        for claim in found.live:
            yield found, claim


def plain_word(word: str) -> str:
    """Write a word of the vocabulary for eyes."""
    return word.replace("_", " ")
