"""What one round raised, column by column.

- *paid*: what a closed or filed round raised, what was raised to date, tranches paid,
  and what is said to be paid, at any stage.
- *committed*: all binding amounts, including the paid part; what is conditional is not.
- *conditional*: bound, but only if something happens (`conditional.py`).
- *sought*: targets, and whatever is talked about or under a letter of intent. It ends
  when its round expires, ends or closes; and what was asked for equity also as a price
  that is asked does, when a later priced round of the company has happened.

Tranches inside a round add up, and so do parts of single investors where nobody gives
the whole; the larger of both sums counts. What a closing paid is the whole less what is
conditional still. Payments go on: who says later than an entitled party that more was
paid, and is not denied, is believed up to the whole. Cumulative figures only check,
sector totals belong to no company. A figure is disputed if every claim behind it is
under an open denial of the amount or the stage.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from ledger.claims.amounts import Figure, minus, total
from ledger.claims.vocabulary import ENDS, STRENGTH
from ledger.projections.amount import (
    Amount,
    Part,
    Stated,
    below,
    chosen,
    including,
    larger,
    least,
    summed,
)
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.conditional import (
    Conditional,
    all_conditional,
    conditional_at,
    conditions_in,
    paid_since,
    unpaid,
)
from ledger.projections.dated import applies
from ledger.projections.denials import COMMITTED
from ledger.projections.rounds import GONE, CompanyAt, Round, is_primary
from ledger.projections.stated import (
    ALL,
    PARTS,
    Share,
    column_of,
    joined,
    shares_in,
    wholes_in,
)
from ledger.projections.tally import said_at


@dataclass(frozen=True, slots=True)
class _Asked:
    """A round, the claims on it that count for money, and what is conditional."""

    found: Round
    company: CompanyAt
    claims: list[Claim]
    conditional: Conditional

    def chosen(
        self, stated: Iterable[Stated], part: Part | None = None
    ) -> Amount | None:
        return chosen(self.found, self.company, stated, part)


def _asked_of(found: Round, company: CompanyAt, basis: Basis) -> _Asked:
    claims = [
        claim
        for claim in found.live
        if claim.stage not in ENDS and applies(claim, basis)
    ]
    return _Asked(found, company, claims, conditional_at(found, company, claims))


def amounts_of(found: Round, company: CompanyAt, basis: Basis) -> dict[str, Amount]:
    """Give the amounts of a round, column by column.

    What is sought is given even if it may be overtaken (`asked_on`).
    """
    asked = _asked_of(found, company, basis)
    whole = _gross(asked)
    still = _still(asked, whole)
    paid = _paid(asked, still, whole)
    committed = _committed(asked, still)
    if paid is not None and not paid.disputed:
        committed = including(committed, paid)
        if still is not None and not still.vague and whole is not None:
            still = unpaid(still, whole, [paid.figure])
    amounts = {
        "paid": paid,
        "committed": committed,
        "conditional": still,
        "sought": _sought(asked, basis),
    }
    return {column: x for column, x in amounts.items() if x is not None}


def _gross(asked: _Asked) -> Figure | None:
    """Give all that is said to be bound or paid, with what is conditional of it."""
    stated = [
        asked.chosen(
            (claim, _with_conditional(claim, whole.figure))
            for claim in asked.claims
            for whole in wholes_in(claim, column)
        )
        for column in ("committed", "paid")
    ]
    whole = larger(*stated)
    if whole is not None:
        return whole.figure
    found = larger(_parts(asked, "committed", {}), _parts(asked, "paid", {}))
    amounts = [x for x in (found, asked.conditional.amount) if x and not x.vague]
    currencies = {amount.figure.currency for amount in amounts}
    return total(x.figure for x in amounts) if len(currencies) == 1 else None


def _with_conditional(claim: Claim, figure: Figure) -> Figure:
    """Give a whole with what its claim calls conditional, which is a part of it.

    Not if it cannot be: a part that is larger than the whole stands next to it, and
    so does one that makes up with it the total that the claim states.
    """
    part = conditions_in(claim, figure.currency)
    if part is None or not figure.has_amount:
        return figure
    both = total((figure, part))
    totals = [x.figure for x in claim.raised if x.basis == "round_total"]
    return both if both in totals or below(figure, part) else figure


def _still(asked: _Asked, whole: Figure | None) -> Amount | None:
    """Give what is conditional still, after all that is said to be paid."""
    still, directory = asked.conditional.amount, asked.company.may.directory
    if still is None or whole is None:
        return still
    return unpaid(still, whole, paid_since(asked.found, asked.claims, still, directory))


def _net(
    asked: _Asked, still: Amount | None, claim: Claim, figure: Figure
) -> Figure | None:
    """Give what is bound of a whole: less what is conditional of it, or was dropped."""
    left: Figure | None = _with_conditional(claim, figure)
    parts = [] if still is None or still.disputed else [still.figure]
    said = said_at(claim)
    parts += [gone.figure for gone in asked.conditional.dropped if gone.said >= said]
    for part in parts:
        if left is None or not _subtracts(left, part):
            continue
        if not _excludes(asked, claim, figure, part):
            left = minus(left, part)
    return left


def _subtracts(whole: Figure, part: Figure) -> bool:
    """Tell whether two figures have a number each, and one currency."""
    return whole.has_amount and part.has_amount and whole.currency == part.currency


def _excludes(asked: _Asked, claim: Claim, figure: Figure, part: Figure) -> bool:
    """Tell whether a whole leaves out what others call a conditional part of more."""
    if any(item.condition == "open" for item in claim.raised):
        return False
    return any(
        whole.figure.currency == part.currency
        and whole.figure.has_amount
        and minus(_with_conditional(other, whole.figure), part) == figure
        for other in asked.claims
        if other is not claim and conditions_in(other, part.currency) is not None
        for column in ("committed", "paid")
        for whole in wholes_in(other, column)
    )


def _committed(asked: _Asked, still: Amount | None) -> Amount | None:
    """Give what is bound: the whole, else the parts, else what was conditional."""
    wholes = [
        (claim, whole.figure)
        for claim in asked.claims
        for whole in wholes_in(claim, "committed")
    ]
    if not wholes:
        parts = _parts(asked, "committed", asked.conditional.parts)
        if parts is not None:
            return parts
        if not any(wholes_in(claim, "paid") for claim in asked.claims):
            wholes = [
                (claim, figure)
                for claim in asked.claims
                if column_of("conditional", claim.stage) == "conditional"
                for figure in all_conditional(claim)
            ]
    return asked.chosen(_netted(asked, still, wholes))


def _netted(
    asked: _Asked, still: Amount | None, wholes: Iterable[Stated]
) -> Iterator[Stated]:
    for claim, figure in wholes:
        net = _net(asked, still, claim, figure)
        if net is not None:
            yield claim, net


def _paid(asked: _Asked, still: Amount | None, whole: Figure | None) -> Amount | None:
    """Give what is paid: of the whole, or of the parts if that is more."""
    stated: list[Stated] = []
    for claim in asked.claims:
        for one in wholes_in(claim, "paid"):
            if one.basis == "round_total":
                stated += _netted(asked, still, [(claim, one.figure)])
            else:
                stated += _bound(claim, one.figure, still, whole)
    amount = _since(asked, asked.chosen(stated), whole)
    return larger(amount, _parts(asked, "paid", asked.conditional.parts))


def _bound(
    claim: Claim, figure: Figure, still: Amount | None, whole: Figure | None
) -> list[Stated]:
    """Give what is said to be paid, at most what is not conditional still."""
    if still is None or whole is None or still.disputed:
        return [(claim, figure)]
    if not (_subtracts(whole, still.figure) and figure.currency == whole.currency):
        return [(claim, figure)]
    most = minus(whole, still.figure)
    return [] if most is None else [(claim, least(figure, most))]


def _since(asked: _Asked, amount: Amount | None, whole: Figure | None) -> Amount | None:
    """Let a later word that more was paid go first, up to the whole."""
    if amount is None or amount.vague or whole is None:
        return amount
    more = [
        (claim, least(one.figure, whole))
        for claim in asked.claims
        for one in wholes_in(claim, "paid")
        if one.basis == "paid"
        and one.figure.currency == whole.currency == amount.figure.currency
        and said_at(claim) > amount.said
        and not asked.found.disputes(claim, "raised", "stage")
        and below(amount.figure, one.figure)
    ]
    return asked.chosen(more) or amount


def _parts(
    asked: _Asked, column: str, conditional: Mapping[str, Figure]
) -> Amount | None:
    """Add up the parts in a column: tranches, or investors, whichever are more."""
    directory = asked.company.may.directory
    by: dict[str, dict[str, list[tuple[Claim, Figure]]]] = {}
    for claim in asked.claims:
        for share in shares_in(claim, directory):
            if column_of(share.basis, share.stage) == column:
                parts = by.setdefault(share.basis, {})
                parts.setdefault(share.label, []).append((claim, share.figure))
    found: Amount | None = None
    for basis in sorted(by):
        amounts = [
            asked.chosen(_shares(basis, label, stated, conditional), (basis, label))
            for label, stated in by[basis].items()
        ]
        sum_ = summed(asked.found, [x for x in amounts if x is not None])
        found = larger(found, sum_)
    return found


def _shares(
    basis: str,
    label: str,
    stated: Sequence[Stated],
    conditional: Mapping[str, Figure],
) -> Iterator[Stated]:
    """Give what each claim says of one part, less what is conditional of it."""
    less = conditional.get(label) if label != ALL and basis in PARTS else None
    for claim in dict.fromkeys(claim for claim, _ in stated):
        figures = [figure for other, figure in stated if other is claim]
        for figure in joined(basis, label, figures):
            left: Figure | None = figure
            if less is not None and _subtracts(figure, less):
                left = minus(figure, less)
            if left is not None:
                yield claim, left


def _sought(asked: _Asked, basis: Basis) -> Amount | None:
    """Give what is sought, as long as it is."""
    found, claims = asked.found, asked.claims
    if found.standing in GONE:
        return None
    if STRENGTH.get(found.stage, -1) >= COMMITTED:
        if found.stage == "closed" or found.deadline <= basis.cut:
            return None
        # An amount once discussed is history when money is bound; a target is not.
        claims = [c for c in claims if STRENGTH[c.stage] >= COMMITTED]
    return _asked_for(replace(asked, claims=claims))


def _asked_for(asked: _Asked) -> Amount | None:
    """Give what was asked for, whether or not it still is."""
    whole = asked.chosen(
        (claim, whole.figure)
        for claim in asked.claims
        for whole in wholes_in(claim, "sought")
    )
    return whole or _parts(asked, "sought", {})


def asked_on(found: Round, amount: Amount) -> int | None:
    """Give the last day on which an amount was asked for equity; None for others.

    It is sought no longer once a priced round of the company came after that.
    """
    if STRENGTH.get(found.stage, -1) >= COMMITTED or not is_primary(found):
        return None
    return max(
        claim.word("raised").when.day.last
        for claim in found.live
        if claim.seq in amount.events
    )


class OwnAmounts:
    """What investors put into a round at a basis: read once for all of them."""

    def __init__(self, found: Round, company: CompanyAt, basis: Basis) -> None:
        self._asked = _asked_of(found, company, basis)
        self._shares: dict[str, list[tuple[Claim, Share]]] = {}
        for claim in self._asked.claims:
            for share in shares_in(claim, company.may.directory):
                if share.basis != "tranche":
                    self._shares.setdefault(share.label, []).append((claim, share))

    def of(self, labels: Iterable[str]) -> dict[str, Amount]:
        """Give what one investor puts in, column by column.

        `labels` are the names under which its part is stated. What was asked of it
        stays here after its round ended: the standing of the round tells.
        """
        still = self._asked.conditional.known
        amounts: dict[str, Amount] = {}
        for label in labels:
            shares = self._shares.get(label, ())
            own = {
                column: _own(self._asked, column, label, shares)
                for column in (("paid", "committed", "sought") if shares else ())
            }
            paid = own.get("paid")
            if paid is not None:
                own["committed"] = including(own.get("committed"), paid)
            own["conditional"] = still.get(label)
            for column, amount in own.items():
                if amount is not None:
                    amounts.setdefault(column, amount)
        return amounts


def whole_amounts(found: Round, company: CompanyAt, basis: Basis) -> dict[str, Amount]:
    """Give what a round of one investor brings, also once the round ended."""
    amounts = amounts_of(found, company, basis)
    if found.standing in GONE and not amounts:
        sought = _asked_for(_asked_of(found, company, basis))
        return {} if sought is None else {"sought": sought}
    return amounts


def _own(
    asked: _Asked, column: str, label: str, shares: Iterable[tuple[Claim, Share]]
) -> Amount | None:
    """Give what is said of one investor's part in a column."""
    stated: dict[str, list[Stated]] = {}
    for claim, share in shares:
        if column_of(share.basis, share.stage) == column:
            stated.setdefault(share.basis, []).append((claim, share.figure))
    less = asked.conditional.parts if column != "sought" else {}
    amounts = [
        asked.chosen(_shares(basis, label, pairs, less), (basis, label))
        for basis, pairs in sorted(stated.items())
    ]
    return reduce(larger, amounts, None)
