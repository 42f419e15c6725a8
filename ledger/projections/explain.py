"""Why an answer is what it is: every claim, counted or set aside, and the rule.

A claim is *counted* under a figure if the figure rests on it. Every other claim is
set aside, and the first reason that holds is given.
"""

from dataclasses import dataclass
from typing import Final

from ledger.claims.dates import show_day
from ledger.claims.vocabulary import PRIMARY_KINDS, SECONDARY_KINDS, STRENGTH
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import COMMITTED
from ledger.projections.prose import Prose
from ledger.projections.standing import GONE, CompanyAt, Round
from ledger.projections.valuations import (
    FIGURES,
    Valuation,
    Valued,
    applies,
    is_primary,
    valuation_at,
)

RULES: Final = {
    "confirmed": "the newest price that an entitled party states for a primary round"
    " at announced or later, effective by the day asked about",
    "reported": "the newest word of each origin on the newest round at committed or"
    " later, unless the confirmed figure is newer",
    "sought": "the newest price asked or discussed before anything is committed",
    "secondary": "the newest price outside a primary round",
}
assert tuple(RULES) == FIGURES


@dataclass(frozen=True, slots=True)
class Reason:
    """One claim: whether it counts, for which figure, and why or why not."""

    claim: Claim
    counted: tuple[str, ...]
    """The figures that rest on it."""
    reason: Prose
    against: tuple[int, ...]
    """Sequence numbers of open denials."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The four figures of a company, and what became of each of its claims."""

    company: CompanyAt
    valuation: Valuation
    reasons: list[Reason]


def explanation_at(
    company: CompanyAt, basis: Basis, name: str | None = None
) -> Explanation:
    """Account for every claim on a company, or on one of its rounds."""
    valuation = valuation_at(company, basis)
    claims = sorted(company.claims.values(), key=lambda claim: claim.row.key)
    reasons = [
        _reason(claim, company, valuation, basis)
        for claim in claims
        if name is None or claim.round == name
    ]
    return Explanation(company, valuation, reasons)


def figures_of(valuation: Valuation) -> dict[str, Valued]:
    """Give the figures that there are, by name."""
    every = (
        valuation.confirmed,
        valuation.reported,
        valuation.sought,
        valuation.secondary,
    )
    pairs = zip(FIGURES, every, strict=True)
    return {name: valued for name, valued in pairs if valued is not None}


def _reason(
    claim: Claim, company: CompanyAt, valuation: Valuation, basis: Basis
) -> Reason:
    figures = figures_of(valuation)
    counted = tuple(x for x, valued in figures.items() if claim.seq in valued.events)
    against = tuple(
        denial.row.seq for denial in company.denials if denial.open_on(claim)
    )
    if counted:
        reason = Prose.of("; ".join(RULES[name] for name in counted))
    elif valuation.ended is not None and claim.live:
        reason = Prose.of(f"{company.slug} was merged into {valuation.ended}")
    else:
        reason = _set_aside(claim, company, figures, basis)
    return Reason(claim, counted, reason, against)


def _set_aside(
    claim: Claim, company: CompanyAt, figures: dict[str, Valued], basis: Basis
) -> Prose:
    found = company.rounds.get(claim.round or "")
    if not claim.live or (found is not None and found.standing in GONE):
        return _gone(claim, found)
    if not applies(claim, basis):
        return Prose.of(f"takes effect only on {show_day(claim.days.last)}")
    if not any(price.figure.currency for price in claim.valuation):
        return Prose.of("gives no price")
    kinds = {price.kind for price in claim.valuation}
    if kinds == {"offer"}:
        return Prose.of("a bid is no value; it stands in the timeline")
    return _outdone(claim, found, kinds, figures)


def _gone(claim: Claim, found: Round | None) -> Prose:
    if claim.retracted is not None:
        return Prose.of("retracted by its source (event ", claim.retracted.seq, ")")
    if claim.copied is not None:
        return Prose.of("a copy of another claim (event ", claim.copied.seq, ")")
    assert found is not None
    by = f" by {found.superseded_by}" if found.superseded_by else ""
    return Prose.of(f"its round is {found.standing}{by}")


def _outdone(
    claim: Claim, found: Round | None, kinds: set[str], figures: dict[str, Valued]
) -> Prose:
    """Say which figure went before a price that could have counted."""
    primary = found is not None and is_primary(found) and bool(kinds & PRIMARY_KINDS)
    stage = STRENGTH.get(claim.stage, -1)
    if found is not None and stage < COMMITTED <= STRENGTH.get(found.stage, -1):
        return Prose.of(f"only {claim.stage}, and the round is {found.stage} by now")
    if stage < COMMITTED:
        return _newer("sought", figures)
    if not primary and kinds & (SECONDARY_KINDS | PRIMARY_KINDS):
        return _newer("secondary", figures)
    if "confirmed" in figures and figures["confirmed"].round == claim.round:
        return Prose.of("an entitled party states the price of this round")
    if "reported" in figures and figures["reported"].round == claim.round:
        return Prose.of("its source said something newer, or others are not denied")
    return _newer("reported" if "reported" in figures else "confirmed", figures)


def _newer(name: str, figures: dict[str, Valued]) -> Prose:
    valued = figures.get(name)
    if valued is None:
        return Prose.of("does not fit the rule of any figure")
    words = f"the newest {name} price is that of "
    if valued.round:
        return Prose.of(words + valued.round)
    return Prose.of(f"{words}event ", valued.events[0])
