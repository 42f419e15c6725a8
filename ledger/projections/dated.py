"""When a price was said, when it was first said, and when it took effect."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import is_firm
from ledger.projections.hulls import Word
from ledger.projections.rows import Said


def applies(claim: Claim, basis: Basis) -> bool:
    """Tell whether what a claim is about has taken effect by the day asked about."""
    if not (claim.dated or basis.dated):
        return True
    days = effect(claim) or claim.effective
    return (days.first if basis.possible else days.last) <= basis.effective


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


def spoke(word: Word) -> tuple[int, ...]:
    """Give when a price was last said."""
    return interval(word.claim)


def interval(claim: Claim) -> tuple[int, int]:
    """Give the end and the beginning of the interval in which a price was last said."""
    return claim.spoke("valuation")[:2]


def claims_of(words: Iterable[Word]) -> list[Claim]:
    """Give the claims behind words, each once."""
    return list({word.claim.id: word.claim for word in words}.values())


def stating(words: Iterable[Word]) -> Callable[[Said], bool]:
    """Give what tells whether a price that is said is that of one of the words."""
    wanted: dict[str, set[Figure]] = {}
    for word in words:
        figure, kind = word.said
        wanted.setdefault(kind, set()).add(figure)

    @cache
    def is_one(figure: Figure, kind: str) -> bool:
        return any(figure.overlaps(other) for other in wanted.get(kind, ()))

    def states(said: Said) -> bool:
        return any(is_one(price.figure, price.kind) for price in said.valuation)

    return states


def first_said(claims: Iterable[Claim], words: Sequence[Word]) -> Days:
    """Give the day on which somebody first said one of the words, at any stage.

    Of those who say it now, with the same figure and of the same kind.
    """
    own = {word.claim.id: word.claim for word in words}
    pool = {claim.id: claim for claim in claims} | own
    wanted = {word.said for word in words}
    days = [
        row.when.day
        for id_, claim in pool.items()
        for row, said in claim.states()
        if id_ in own
        or any((price.figure, price.kind) in wanted for price in said.valuation)
    ]
    return min(days, key=lambda day: (day.last, -day.first))
