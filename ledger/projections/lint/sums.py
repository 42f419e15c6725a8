"""Flags on sums: parts that are more than the whole, and the other way round.

- *parts-exceed-total*: the tranches of a round, or the shares of its investors, add up
  to over 105 % of the largest total that anybody states; figures are rounded.
- *sum-below-round*: a sum over several rounds (cumulative, sector) is below what its
  own claim, or an earlier one on the same round at closed or filed, says of the round.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import fold
from ledger.claims.numerals import EXACT
from ledger.projections.amount import is_below
from ledger.projections.claims import Claim
from ledger.projections.lint.flags import Flag, flagged, live_in, plain_word
from ledger.projections.standing import CompanyAt, Round
from ledger.projections.stated import PAID_STAGES, PARTS

ROUNDING: Final = Decimal("1.05")
SUMS: Final = frozenset({"cumulative", "sector_aggregate"})
TOTALS: Final = frozenset({"round_total", "committed"})
STATED: Final = TOTALS | {"raised_to_date"}


def parts_exceed_total(company: CompanyAt) -> Iterator[Flag]:
    """Flag parts of a round that add up to more than the whole."""
    for found in company.rounds.values():
        for basis in sorted(PARTS):
            for currency, parts in _least_parts(found, basis).items():
                yield from _exceeding(found, basis, currency, parts)


LeastParts = dict[str, tuple[Decimal, Claim]]
"""Label of a part -> the least that anybody says it is, and who says so."""


def _least_parts(found: Round, basis: str) -> dict[str, LeastParts]:
    """Give the parts of a round for each currency."""
    least: dict[str, LeastParts] = {}
    for claim in found.live:
        for item in claim.raised:
            low = item.figure.bounds()[0]
            if item.basis != basis or not item.part or low is None:
                continue
            parts = least.setdefault(item.figure.currency or "", {})
            label = fold(item.part)
            if label not in parts or low < parts[label][0]:
                parts[label] = low, claim
    return least


def _exceeding(
    found: Round, basis: str, currency: str, parts: LeastParts
) -> Iterator[Flag]:
    total = Decimal(0)
    for low, _ in parts.values():
        total = EXACT.add(total, low)
    whole = _largest_total(found, currency)
    if whole is None or total <= EXACT.multiply(whole[0], ROUNDING):
        return
    ceiling, stated = whole
    claims = [claim for _, claim in parts.values()]
    last = max(claims, key=lambda claim: claim.row.key)
    others = {claim.seq for claim in (*claims, stated)} - {last.seq}
    reason = (
        f"{plain_word(basis)}: {_brief(currency, total)} together, of"
        f" {_brief(currency, ceiling)} in all (event {stated.seq})"
    )
    yield flagged("parts-exceed-total", last, "raised", reason, tuple(sorted(others)))


def _largest_total(found: Round, currency: str) -> tuple[Decimal, Claim] | None:
    """Give the largest total that is stated; None if there is none, or one is open."""
    wholes = [
        (item.figure.bounds()[1], claim)
        for claim in found.live
        for item in claim.raised
        if item.basis in TOTALS and item.figure.currency == currency
    ]
    closed = [(high, claim) for high, claim in wholes if high is not None]
    if not closed or len(closed) < len(wholes):
        return None
    return max(closed, key=lambda one: (one[0], one[1].row.key))


def _brief(currency: str, amount: Decimal) -> str:
    return Figure(currency, amount, amount, "exact").brief()


def sum_below_round(company: CompanyAt) -> Iterator[Flag]:
    """Flag a sum over several rounds that is below one of them."""
    for found, claim in live_in(company):
        sums = [x.figure for x in claim.raised if x.basis in SUMS]
        wrong = [
            (total, item.figure, other)
            for total in sums
            for other in found.live
            if other is claim or _earlier(other, claim)
            for item in other.raised
            if item.basis in STATED and is_below(total, item.figure)
        ]
        if wrong:
            total, part, other = wrong[0]
            beside = () if other is claim else (other.seq,)
            named = f" (event {other.seq})" if beside else ""
            reason = f"{total.brief()} in all, but {part.brief()} in this round{named}"
            yield flagged("sum-below-round", claim, "raised", reason, beside)


def _earlier(other: Claim, claim: Claim) -> bool:
    """Tell whether a claim says what was raised before a sum was told."""
    return other.stage in PAID_STAGES and other.row.key < claim.row.key
