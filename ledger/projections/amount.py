"""One amount out of what several sources state of the same money.

An entitled party's figure, or one that it stands by, goes before everybody else's;
among entitled parties the newest: the later day first, on one day the more entitled,
then the later hour. Of its own part an investor is entitled to speak that does not
lead. Among all others it is the hull of the origins, each at its newest word, without
those that are under an open denial of the amount or the stage, unless all are. Words
of one moment and rank are a hull, too: neither goes first by chance. "At least", "at
most" and "about" do not widen a hull of exact figures and ranges that satisfies them.

A number goes before words such as "billions" or "undisclosed". Nothing is converted:
of several currencies the one counts in which most origins speak of the round, then the
one that was said first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter
from typing import Final

from ledger.claims.amounts import Figure, between, hull, total
from ledger.claims.dates import MIN_US, day_of
from ledger.claims.rates import Unit
from ledger.projections.amountslots import AmountChange, Slot
from ledger.projections.laststated import Stated
from ledger.projections.rounds import Round

ZERO: Final = Decimal(0)
FIELDS: Final = ("raised", "stage")
"""Who denies one of these fields of a claim denies its amount."""

_ROW_KEY: Final = attrgetter("row.key")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of a round under one basis, with what it rests on."""

    figure: Figure
    disputed: bool
    sources: tuple[str, ...]
    events: tuple[int, ...]
    said: tuple[int, int] = (0, 0)
    """The end and the start of the interval in which it was last said."""

    @property
    def vague(self) -> bool:
        """Whether it has no number at all ("billions", "undisclosed")."""
        return not self.figure.has_amount

    @property
    def said_on(self) -> int:
        """The day on which it was last said, as an ordinal."""
        end, start = self.said
        return day_of(start if start > MIN_US else end - 1, "UTC")


def amounts_in(amounts: Mapping[str, Amount], unit: Unit) -> dict[str, Amount]:
    """Give amounts in one currency, each at the rate of its own day.

    One that has no rate is left out; the unit remembers that.
    """
    found = {}
    for column, amount in amounts.items():
        figure = unit.figure(amount.figure, amount.said_on)
        if figure is not None:
            found[column] = replace(amount, figure=figure)
    return found


def chosen_in(
    found: Round, slot: Slot, change: AmountChange | None = None
) -> Amount | None:
    """Choose among those who state an amount of one thing, as it is changed; None if
    nobody does. What is not changed is chosen again only where something else counts.
    """
    if not slot:
        return None
    if change is not None:
        return choose_amount(found, slot.last(change))
    if None not in slot.known:
        slot.known[None] = counting(found, slot.last())
    stated: list[Stated] = slot.known[None]
    codes = {one.figure.currency for one in stated}
    key = (currency_of(found, codes) if len(codes) > 1 else codes.pop(),)
    if key not in slot.known:
        slot.known[key] = amount_from(found, stated)
    amount: Amount = slot.known[key]
    return amount


def choose_amount(found: Round, stated: Iterable[Stated]) -> Amount | None:
    """Choose among those who state an amount; None if nobody does."""
    there = counting(found, list(stated))
    return amount_from(found, there) if there else None


def counting(found: Round, stated: Sequence[Stated]) -> list[Stated]:
    """Give what counts of all that is stated of an amount."""
    there = [one for one in stated if one.figure.has_amount] or list(stated)
    settled = [one for one in there if one.settled]
    if settled:
        return last_said(settled)
    by: dict[str, list[Stated]] = {}
    for one in there:
        by.setdefault(one.claim.source, []).append(one)
    there = [one for said in by.values() for one in last_said(said)]
    return [x for x in there if not found.disputes(x.claim, *FIELDS)] or there


def last_said(stated: Sequence[Stated]) -> list[Stated]:
    """Give what was said last; more than one if nothing tells which was."""
    last = max(one.word for one in stated)
    return [one for one in stated if one.word == last]


def amount_from(found: Round, stated: Sequence[Stated]) -> Amount:
    """Make one amount of figures that go together, in the currency that counts."""
    currency = currency_of(found, {one.figure.currency for one in stated})
    same = [one for one in stated if one.figure.currency == currency]
    claims = sorted({x.claim.id: x.claim for x in same}.values(), key=_ROW_KEY)
    denied = [found.disputes(claim, *FIELDS) for claim in claims]
    against = {denial.row.seq for denials in denied for denial in denials}
    return Amount(
        figure=spanned([one.figure for one in same]),
        disputed=all(denied),
        sources=tuple(dict.fromkeys(claim.source for claim in claims)),
        events=(*sorted(claim.seq for claim in claims), *sorted(against)),
        said=max(one.word.when for one in same),
    )


def spanned(figures: Sequence[Figure]) -> Figure:
    """Give the hull of figures; what the tightest ones satisfy does not widen it."""
    for qualifiers in ({"exact", "range"}, {"about", "nearly"}):
        tight = [figure for figure in figures if figure.qualifier in qualifiers]
        if tight:
            core = hull(tight)
            others = [x for x in figures if x not in tight and x.has_amount]
            return hull([core, *(x for x in others if not x.overlaps(core))])
    return hull(figures)


def currency_of(found: Round, among: Iterable[str | None]) -> str | None:
    """Choose a currency: that of most origins, then of the first word, then by code."""

    def order(code: str | None) -> tuple[bool, int, tuple[int, int], str]:
        said = found.tally.in_currency(code)
        return code is None, -said.origins, said.first or (0, 0), code or ""

    return min(among, key=order)


def summed(found: Round, amounts: Sequence[Amount]) -> Amount | None:
    """Add up the undisputed parts of one currency, if any is undisputed.

    A part without a number makes the sum a floor.
    """
    parts = [amount for amount in amounts if not amount.disputed] or list(amounts)
    numbers = [amount for amount in parts if not amount.vague]
    if not numbers:
        return parts[0] if parts else None
    currency = currency_of(found, {amount.figure.currency for amount in numbers})
    same = [amount for amount in numbers if amount.figure.currency == currency]
    figure = total(amount.figure for amount in same)
    if len(numbers) < len(parts):
        figure = between(currency, figure.bounds()[0] or ZERO, None)
    return Amount(
        figure=figure,
        disputed=parts[0].disputed,
        sources=tuple(dict.fromkeys(x for amount in same for x in amount.sources)),
        events=tuple(sorted({x for amount in same for x in amount.events})),
        said=max(amount.said for amount in same),
    )


def larger(one: Amount | None, other: Amount | None) -> Amount | None:
    """Give the larger of two amounts; the first if neither is."""
    if one is None or other is None:
        return one or other
    return other if _least(other.figure) > _least(one.figure) else one


def including(one: Amount | None, part: Amount) -> Amount:
    """Give the larger of an amount and what is a part of it: at least that part."""
    whole = larger(one, part)
    assert whole is not None, "of two amounts one is an amount"
    if whole is part or whole.disputed or whole.vague or part.vague:
        return whole
    low, high = whole.figure.bounds()
    least_, most = part.figure.bounds()
    same = whole.figure.currency == part.figure.currency
    if not same or least_ is None or (low is not None and low >= least_):
        return whole
    if most is not None and high is not None and most > high:
        return whole
    return replace(
        whole,
        figure=between(whole.figure.currency, least_, high),
        sources=tuple(dict.fromkeys((*whole.sources, *part.sources))),
        events=tuple(sorted({*whole.events, *part.events})),
    )


def _least(figure: Figure) -> tuple[object, ...]:
    return (figure.max or figure.min or 0, figure.min or 0)


def least(one: Figure, other: Figure) -> Figure:
    """Give the figure that reaches less far; the first if neither does."""
    high, most = one.bounds()[1], other.bounds()[1]
    return one if most is None or (high is not None and high <= most) else other


def is_below(one: Figure, other: Figure) -> bool:
    """Tell whether all that one figure can mean is below all that another can."""
    if one.currency != other.currency:
        return False
    high, low = one.bounds()[1], other.bounds()[0]
    return high is not None and low is not None and high < low
