"""Which amounts are out of all scale: the one flag that needs the whole ledger.

An amount is flagged if it is over 50 times the largest round that closed, of any
company, in the same currency and under another name. What closed is what a live claim
at closed or filed states as total, as committed or as raised to date, of a round that
still counts. Sums over several rounds are not held against it.

A company gives its amounts and its largest closed rounds; both are merged in any
order. It keeps back amounts that its own rounds explain.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.numerals import EXACT
from ledger.projections.lint.flags import Flag, flagged, live_in
from ledger.projections.lint.sums import STATED, SUMS
from ledger.projections.standing import GONE, CompanyAt
from ledger.projections.stated import PAID_STAGES

TIMES: Final = Decimal(50)

_NEVER_RAISED: Final = GONE - {"expired"}
"""What a press report alone says of a closing expires; the money stays raised."""


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """What a round raised that closed."""

    amount: Decimal
    round: str
    event: int
    figure: Figure

    @property
    def order(self) -> tuple[Decimal, str, Decimal]:
        """The largest first; the number of the event decides nothing."""
        return -self.amount, self.round, self.figure.max or self.amount


Scale = Mapping[str, tuple[ClosedRound, ...]]
"""Currency -> the two largest rounds that closed, of two names."""


@dataclass(frozen=True, slots=True)
class Large:
    """An amount that no closed round of its own company explains."""

    figure: Figure
    flag: Flag
    """What to say if all others do not explain it either; the reason is to come."""


def scale_at(company: CompanyAt) -> Scale:
    """Give the largest closed rounds of a company."""
    return merge_scales([{x.figure.currency or "": (x,)} for x in _closed(company)])


def _closed(company: CompanyAt) -> Iterator[ClosedRound]:
    for found in company.rounds.values():
        if found.standing in _NEVER_RAISED:
            continue
        for claim in found.live:
            if claim.stage not in PAID_STAGES:
                continue
            for item in claim.raised:
                low = item.figure.bounds()[0]
                if item.basis in STATED and low is not None:
                    yield ClosedRound(low, found.name, claim.seq, item.figure)


def merge_scales(scales: Iterable[Scale]) -> Scale:
    """Give the two largest of all, for each currency."""
    found: dict[str, tuple[ClosedRound, ...]] = {}
    for scale in scales:
        for currency, rounds in scale.items():
            ranked = sorted((*found.get(currency, ()), *rounds), key=lambda x: x.order)
            first = {x.round: x for x in reversed(ranked)}
            found[currency] = tuple(sorted(first.values(), key=lambda x: x.order)[:2])
    return found


def large_in(company: CompanyAt, scale: Scale) -> list[Large]:
    """Give the amounts of a company that are out of its own scale."""
    amounts = [
        Large(item.figure, flagged("amount-out-of-scale", claim, "raised", ""))
        for _, claim in live_in(company)
        for item in claim.raised
        if item.basis not in SUMS and item.figure.has_amount
    ]
    return [one for one in amounts if _beyond(one, _yardstick(one, scale))]


def beyond(large: Iterable[Large], scale: Scale) -> bool:
    """Tell whether any amount is out of a scale; of a wider one fewer are."""
    return any(_beyond(one, _yardstick(one, scale)) for one in large)


def out_of_scale(large: Iterable[Large], scale: Scale) -> Iterator[Flag]:
    """Flag what is out of the scale of the whole ledger."""
    for one in large:
        closed = _yardstick(one, scale)
        if closed is None or not _beyond(one, closed):
            continue
        times = EXACT.divide_int(_least_stated(one.figure), closed.amount)
        reason = (
            f"{one.figure.brief()} is {times} times the largest other round that"
            f" closed, {closed.figure.brief()} ({closed.round}, event {closed.event})"
        )
        yield replace(one.flag, reason=reason, beside=(closed.event,))


def _beyond(one: Large, closed: ClosedRound | None) -> bool:
    """Tell whether an amount is out of scale, as far as a closed round can tell."""
    if closed is None:
        return True
    return _least_stated(one.figure) > EXACT.multiply(closed.amount, TIMES)


def _yardstick(one: Large, scale: Scale) -> ClosedRound | None:
    """Give the largest closed round in its currency that has another name."""
    closed = scale.get(one.figure.currency or "", ())
    other = (x for x in closed if x.round != one.flag.round and x.amount)
    return next(other, None)


def _least_stated(figure: Figure) -> Decimal:
    """Give the least number that was said, else the most."""
    stated = figure.max if figure.min is None else figure.min
    assert stated is not None
    return stated
