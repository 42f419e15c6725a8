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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from ledger.claims.amounts import Figure, minus, total
from ledger.claims.vocabulary import STRENGTH
from ledger.projections.amount import (
    FIELDS,
    Amount,
    choose_amount,
    chosen_in,
    including,
    is_below,
    larger,
    least,
    summed,
)
from ledger.projections.amountindex import TARGET, AmountIndex
from ledger.projections.amountslots import AmountChange
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
from ledger.projections.denials import COMMITTED
from ledger.projections.laststated import Stated
from ledger.projections.rounds import GONE, Round, is_primary
from ledger.projections.roundtally import said_at
from ledger.projections.stated import ALL, PARTS, column_of, wholes_in


@dataclass(frozen=True, slots=True)
class _RoundMoney:
    """A round, the money that its claims state, and how much of it is conditional."""

    found: Round
    at: AmountIndex
    conditional: Conditional

    def whole(self, column: str, change: AmountChange) -> Amount | None:
        """Choose the whole round in a column, less what is conditional of it."""
        slot = self.at.whole(column)
        return chosen_in(self.found, slot, change if self.at.conditional else None)


def _asked_of(found: Round, basis: Basis) -> _RoundMoney:
    at = found.amounts_at(basis)
    return _RoundMoney(found, at, conditional_at(found, at))


def amounts_of(found: Round, basis: Basis) -> dict[str, Amount]:
    """Give the amounts of a round, column by column.

    What is sought is given even if it may be overtaken (`asked_on`).
    """
    asked = _asked_of(found, basis)
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


def _gross(asked: _RoundMoney) -> Figure | None:
    """Give all money that is said to be bound or paid, with its conditional part."""

    def change(one: Stated) -> Figure:
        return _with_conditional(one.claim, one.figure)

    whole = larger(asked.whole("committed", change), asked.whole("paid", change))
    if whole is not None:
        return whole.figure
    found = larger(
        _sum_of_parts(asked, "committed", {}), _sum_of_parts(asked, "paid", {})
    )
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
    return both if both in totals or is_below(figure, part) else figure


def _still(asked: _RoundMoney, whole: Figure | None) -> Amount | None:
    """Give what is conditional still, after all that is said to be paid."""
    found, still = asked.found, asked.conditional.amount
    if still is None or whole is None:
        return still
    paid = paid_since(found, asked.at.bearing, still, found.may.directory)
    return unpaid(still, whole, paid)


def _net(asked: _RoundMoney, still: Amount | None, one: Stated) -> Figure | None:
    """Give what is bound of a whole: less what is conditional of it, or was dropped."""
    left: Figure | None = _with_conditional(one.claim, one.figure)
    parts = [] if still is None or still.disputed else [still.figure]
    said = said_at(one.claim)
    parts += [gone.figure for gone in asked.conditional.dropped if gone.said >= said]
    for part in parts:
        if left is None or not _subtracts(left, part):
            continue
        if not _excludes(asked, one, part):
            left = minus(left, part)
    return left


def _subtracts(whole: Figure, part: Figure) -> bool:
    """Tell whether two figures have a number each, and one currency."""
    return whole.has_amount and part.has_amount and whole.currency == part.currency


def _excludes(asked: _RoundMoney, one: Stated, part: Figure) -> bool:
    """Tell whether a whole leaves out what others call a conditional part of more."""
    if any(item.condition == "open" for item in one.claim.raised):
        return False
    return any(
        whole.figure.currency == part.currency
        and whole.figure.has_amount
        and minus(_with_conditional(other, whole.figure), part) == one.figure
        for other in asked.at.bearing
        if other is not one.claim and conditions_in(other, part.currency) is not None
        for column in ("committed", "paid")
        for whole in wholes_in(other, column)
    )


def _committed(asked: _RoundMoney, still: Amount | None) -> Amount | None:
    """Give what is bound: the whole, else the parts, else what was conditional."""

    def change(one: Stated) -> Figure | None:
        return _net(asked, still, one)

    if asked.at.whole("committed"):
        return asked.whole("committed", change)
    parts = _sum_of_parts(asked, "committed", asked.conditional.parts)
    if parts is not None or asked.at.whole("paid"):
        return parts
    every = [
        asked.at.stated(claim, figure)
        for claim in asked.at.bearing
        if column_of("conditional", claim.stage) == "conditional"
        for figure in all_conditional(claim)
    ]
    left = ((one, change(one)) for one in every)
    return choose_amount(
        asked.found, [_restated(one, x) for one, x in left if x is not None]
    )


def _restated(one: Stated, figure: Figure) -> Stated:
    return one._replace(figure=figure)


def _paid(
    asked: _RoundMoney, still: Amount | None, whole: Figure | None
) -> Amount | None:
    """Give what is paid: of the whole, or of the parts if that is more."""

    def change(one: Stated) -> Figure | None:
        if one.basis == "round_total":
            return _net(asked, still, one)
        return _bound(one.figure, still, whole)

    amount = _since(asked, asked.whole("paid", change), whole)
    return larger(amount, _sum_of_parts(asked, "paid", asked.conditional.parts))


def _bound(figure: Figure, still: Amount | None, whole: Figure | None) -> Figure | None:
    """Give what is said to be paid, at most what is not conditional still."""
    if still is None or whole is None or still.disputed:
        return figure
    if not (_subtracts(whole, still.figure) and figure.currency == whole.currency):
        return figure
    most = minus(whole, still.figure)
    return None if most is None else least(figure, most)


def _since(
    asked: _RoundMoney, amount: Amount | None, whole: Figure | None
) -> Amount | None:
    """Let a later word that more was paid go first, up to the whole."""
    if amount is None or amount.vague or whole is None:
        return amount
    more = [
        asked.at.stated(claim, least(one.figure, whole))
        for claim in asked.at.paid_after(amount.said)
        for one in wholes_in(claim, "paid")
        if one.basis == "paid"
        and one.figure.currency == whole.currency == amount.figure.currency
        and is_below(amount.figure, one.figure)
        and not asked.found.disputes(claim, *FIELDS)
    ]
    return choose_amount(asked.found, more) or amount


def _sum_of_parts(
    asked: _RoundMoney, column: str, conditional: Mapping[str, Figure]
) -> Amount | None:
    """Add up the parts in a column: tranches, or investors, whichever are more."""
    by: dict[str, list[Amount]] = {}
    for (basis, label), slot in asked.at.parts(column).items():
        less = _less(basis, label, conditional)
        amount = chosen_in(asked.found, slot, less)
        by.setdefault(basis, []).extend([amount] if amount else [])
    sums = (summed(asked.found, by[basis]) for basis in sorted(by))
    return reduce(larger, sums, None)


def _less(
    basis: str, label: str, conditional: Mapping[str, Figure]
) -> AmountChange | None:
    """Tell how to take what is conditional out of one part, if anything is."""
    part = conditional.get(label) if label != ALL and basis in PARTS else None
    if part is None:
        return None

    def change(one: Stated) -> Figure | None:
        return minus(one.figure, part) if _subtracts(one.figure, part) else one.figure

    return change


def _sought(asked: _RoundMoney, basis: Basis) -> Amount | None:
    """Give what is sought, as long as it is."""
    found = asked.found
    if found.standing in GONE:
        return None
    if STRENGTH.get(found.stage, -1) < COMMITTED:
        return _asked_for(asked, "sought")
    if found.stage == "closed" or found.deadline <= basis.cut:
        return None
    # An amount once discussed is history when money is bound; a target is not.
    return _asked_for(asked, TARGET)


def _asked_for(asked: _RoundMoney, column: str) -> Amount | None:
    """Give what was asked for, whether or not it still is."""
    whole = chosen_in(asked.found, asked.at.whole(column))
    return whole or _sum_of_parts(asked, column, {})


def asked_on(found: Round, amount: Amount, basis: Basis) -> int | None:
    """Give the last day on which an amount was asked for equity; None for others.

    It is sought no longer once a priced round of the company came after that.
    """
    if STRENGTH.get(found.stage, -1) >= COMMITTED or not is_primary(found):
        return None
    behind = found.amounts_at(basis).behind(amount.events)
    return max(claim.word("raised").when.day.last for claim in behind)


def own_amounts(found: Round, basis: Basis, labels: Iterable[str]) -> dict[str, Amount]:
    """Give what one investor puts into a round, column by column.

    `labels` are the names under which its part is stated. What was asked of it stays
    here after its round ended: the standing of the round tells.
    """
    asked = _asked_of(found, basis)
    still = asked.conditional.known
    amounts: dict[str, Amount] = {}
    for label in labels:
        own = {
            column: _investor_part(asked, column, label)
            for column in ("paid", "committed", "sought")
        }
        if own["paid"] is not None:
            own["committed"] = including(own["committed"], own["paid"])
        own["conditional"] = still.get(label)
        for column, amount in own.items():
            if amount is not None:
                amounts.setdefault(column, amount)
    return amounts


def whole_amounts(found: Round, basis: Basis) -> dict[str, Amount]:
    """Give what a round of one investor brings, also once the round ended."""
    amounts = amounts_of(found, basis)
    if found.standing in GONE and not amounts:
        sought = _asked_for(_asked_of(found, basis), "sought")
        return {} if sought is None else {"sought": sought}
    return amounts


def _investor_part(asked: _RoundMoney, column: str, label: str) -> Amount | None:
    """Give what is said of one investor's part in a column."""
    less = asked.conditional.parts if column != "sought" else {}
    found: Amount | None = None
    for basis in ("paid", "per_investor"):
        slot = asked.at.part(column, (basis, label))
        found = larger(found, chosen_in(asked.found, slot, _less(basis, label, less)))
    return found
