"""Money that is bound only if something happens, and what becomes of it.

What is conditional is part of what a claim says is committed: of 110B committed with
35B conditional, 75B are committed and 35B conditional. It stays so until

- an entitled party says that the condition is met (it is committed then) or dropped
  (it is gone), for all of it or for a part; an investor may say so of its own;
- anybody who is not under a denial says, not earlier than that it was conditional,
  that so much was paid that it cannot all be conditional still.

That a round closes ends nothing. Parts that are named (`conditional:amazon:35B`) add
up; what is said of all of it at once, without a name, stands next to their sum, and the
larger of both counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.claims.amounts import Figure, hull, minus
from ledger.claims.figures import Raised
from ledger.claims.names import Directory
from ledger.projections.amount import (
    FIELDS,
    Amount,
    choose_amount,
    larger,
    least,
    summed,
)
from ledger.projections.amountindex import AmountIndex
from ledger.projections.claims import Claim
from ledger.projections.entitled import ARRANGER
from ledger.projections.laststated import Stated
from ledger.projections.rounds import Round
from ledger.projections.roundtally import said_at
from ledger.projections.stated import ALL, PARTS, figures_of_part, part_label, shares_in


class Resolution(NamedTuple):
    """An entitled party says that a condition is met or dropped."""

    label: str
    condition: str
    figure: Figure
    said: tuple[int, int]
    claim: str


@dataclass(frozen=True, slots=True)
class Conditional:
    """What of a round is conditional still, and what was dropped."""

    amount: Amount | None
    known: dict[str, Amount]
    """Label -> what is conditional still of that part, and on whose word."""
    dropped: tuple[Resolution, ...]

    @property
    def parts(self) -> dict[str, Figure]:
        """Give the same as figures alone."""
        return {label: amount.figure for label, amount in self.known.items()}


def conditional_at(found: Round, at: AmountIndex) -> Conditional:
    """Tell how much of a round is conditional by the claims that count."""
    if not at.conditional:
        return Conditional(None, {}, ())
    claims, directory = at.bearing, found.may.directory
    ended = _resolutions(found, at, claims)
    labels = {
        part_label(item, directory): None
        for claim in claims
        for item in _open_in(claim)
    }
    known: dict[str, Amount] = {}
    for label in labels:
        amount = choose_amount(
            found, _conditional_amounts(at, claims, label, directory)
        )
        here = [x for x in ended if label in {ALL, x.label}]
        left = None if amount is None else _left(amount, here, claims)
        if left is not None and label != ALL:
            left = _unpaid(found, claims, left, label, directory)
        if left is not None:
            known[label] = left
    named = summed(found, [x for label, x in known.items() if label != ALL])
    if named is not None:
        rest = [x for x in ended if x.label not in labels or x.label == ALL]
        named = _left(named, rest, claims)
    dropped = tuple(x for x in ended if x.condition == "dropped")
    return Conditional(larger(known.get(ALL), named), known, dropped)


def conditions_in(claim: Claim, currency: str | None) -> Figure | None:
    """Give all that a claim calls conditional in a currency, whatever became of it."""
    return next((x for x in all_conditional(claim) if x.currency == currency), None)


def all_conditional(claim: Claim) -> list[Figure]:
    """Give the same for each currency."""
    items = [x.figure for x in claim.raised if x.basis == "conditional"]
    if not items:
        return []
    return figures_of_part("conditional", ALL, [x for x in items if x.has_amount])


def _open_in(claim: Claim) -> list[Raised]:
    return [x for x in claim.raised if x.condition == "open"]


def _conditional_amounts(
    at: AmountIndex, claims: Iterable[Claim], label: str, directory: Directory
) -> list[Stated]:
    """Give what each claim says is conditional of a part."""
    found, part = [], ("conditional", label)
    for claim in claims:
        items = [x for x in _open_in(claim) if part_label(x, directory) == label]
        figures = figures_of_part("conditional", label, (item.figure for item in items))
        found += [at.stated(claim, figure, part=part) for figure in figures]
    return found


def _resolutions(
    found: Round, at: AmountIndex, claims: Sequence[Claim]
) -> list[Resolution]:
    """Give what entitled parties say became of conditions: of each the last word."""
    last: dict[tuple[str, str], Resolution] = {}
    for claim in claims:
        items = [x for x in claim.raised if x.condition in {"met", "dropped"}]
        if not items or found.disputes(claim, *FIELDS):
            continue
        for item in items:
            label = part_label(item, found.may.directory)
            said = _stood_by_at(found, at, claim, item.figure, label)
            if said is None:
                continue
            assert item.condition is not None
            new = Resolution(label, item.condition, item.figure, said, claim.id)
            old = last.get((label, item.condition))
            if old is None or _resolution_order(new) > _resolution_order(old):
                last[label, item.condition] = new
    return list(last.values())


def _stood_by_at(
    found: Round, at: AmountIndex, claim: Claim, figure: Figure, label: str
) -> tuple[int, int] | None:
    """Give when an entitled party said, or stood by, what a claim says of a part."""
    stated = at.stated(claim, figure, part=("conditional", label))
    entitled = stated.settled or found.may.of(claim) >= ARRANGER
    return stated.word.when if entitled else None


def _resolution_order(one: Resolution) -> tuple[object, ...]:
    """Order by time; of one moment, the larger amount."""
    low, high = one.figure.bounds()
    return one.said, not one.figure.has_amount, high or low or 0, low or 0


def _left(
    amount: Amount, ended: Iterable[Resolution], claims: Iterable[Claim]
) -> Amount | None:
    """Give what is left of an amount after what was said later became of it."""
    behind = {claim.id for claim in claims if claim.seq in amount.events}
    left = amount
    for one in ended:
        if one.said < amount.said or one.claim in behind:
            continue
        if not (one.figure.has_amount and left.figure.has_amount):
            return None
        if one.figure.currency != left.figure.currency:
            continue
        figure = minus(left.figure, one.figure)
        if figure is None:
            return None
        left = _with_figure(left, figure)
    return left


def _with_figure(amount: Amount, figure: Figure) -> Amount:
    return Amount(figure, amount.disputed, amount.sources, amount.events, amount.said)


def paid_since(
    found: Round,
    claims: Iterable[Claim],
    amount: Amount,
    directory: Directory,
    label: str = ALL,
) -> list[Figure]:
    """Give what is undisputedly said to be paid since an amount was conditional."""
    return [
        item.figure
        for claim in claims
        for item in claim.raised
        if item.basis == "paid"
        and part_label(item, directory) == label
        and amount.figure.currency in {None, item.figure.currency}
        and item.figure.has_amount
        and said_at(claim) >= amount.said
        and not found.disputes(claim, *FIELDS)
    ]


def _unpaid(
    found: Round,
    claims: Sequence[Claim],
    amount: Amount,
    label: str,
    directory: Directory,
) -> Amount | None:
    """Give what is conditional of a part that was perhaps paid in full."""
    paid = paid_since(found, claims, amount, directory, label)
    if not paid or amount.vague:
        return amount
    shares = [
        share.figure
        for claim in claims
        for share in shares_in(claim, directory)
        if share.basis in PARTS
        and share.label == label
        and share.figure.currency == amount.figure.currency
        and share.figure.has_amount
    ]
    return unpaid(amount, hull(shares) if shares else amount.figure, paid)


def unpaid(amount: Amount, whole: Figure, paid: Iterable[Figure]) -> Amount | None:
    """Cut the conditional amount down to the part of the whole that was not paid."""
    left = amount
    for figure in paid:
        same = figure.currency == whole.currency
        if not same or not (whole.has_amount and figure.has_amount):
            continue
        most = minus(whole, figure)
        if most is None:
            return None
        if left.figure.currency == most.currency and not left.vague:
            left = _with_figure(left, least(left.figure, most))
    return left
