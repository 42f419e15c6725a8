"""Flags on what one source says in two ways at one time.

- *two-values-one-day*: two live claims of one source on one round, said in one
  interval, give two amounts of one basis, two prices of one kind, or two stages. None
  of them goes first; both count, as a range. The later one in the order of folds is
  flagged.
"""

from collections.abc import Iterator

from ledger.projections.claims import Claim
from ledger.projections.lint.flags import Flag, flagged, live_in
from ledger.projections.standing import CompanyAt

_Said = dict[tuple[str, str], str]
"""Field and basis or kind -> what is said."""


def two_values_one_day(company: CompanyAt) -> Iterator[Flag]:
    """Flag claims that contradict an earlier event of their source and day."""
    first: dict[tuple[str, str, str, str, str], tuple[str, Claim]] = {}
    claims = sorted((claim for _, claim in live_in(company)), key=lambda x: x.row.key)
    for claim in claims:
        for (field, kind), said in _said(claim).items():
            moment = str(claim.spoke(field)[:2])
            at = (claim.round or "", claim.source, moment, field, kind)
            before, other = first.setdefault(at, (said, claim))
            if before != said:
                what = f"{said}, and {before} of the same source and day"
                reason = f"{what} (event {other.seq})"
                yield flagged("two-values-one-day", claim, field, reason, (other.seq,))


def _said(claim: Claim) -> _Said:
    """Give what a claim says of a whole round."""
    found: _Said = {("stage", ""): claim.stage.replace("_", " ")}
    for item in claim.raised:
        if item.part is None and item.figure.has_amount:
            found["raised", item.basis] = item.figure.brief()
    for price in claim.valuation:
        if price.figure.has_amount:
            found["valuation", price.kind] = price.figure.brief()
    return found
