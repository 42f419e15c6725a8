"""What is believed, as cells of tables: P(real) and consensus figures.

A consensus figure has three significant digits: more would pretend.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import exp, log10
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from ledger.claims.figures import Figure
from ledger.credibility.settings import AT_ONCE
from ledger.projections.valued import TRANSACTIONS
from ledger.rendering.basis import ReplayNote
from ledger.rendering.columns import Cell, Column, Columns

if TYPE_CHECKING:
    from ledger.credibility.consensus import Consensus
    from ledger.credibility.sweeping import Moment
    from ledger.credibility.worth import Outside, RoundOrder, Weighed
    from ledger.projections.basis import Basis
    from ledger.projections.valuations import Valuation
    from ledger.rendering.tables import Table

T = TypeVar("T")

DIGITS: Final = 3
EPOCH: Final = date(1970, 1, 1).toordinal()
PLACES: Final = Decimal("0.001")
FINE: Final = Decimal("0.000001")
COARSE: Final = Decimal("0.01")


class ConsensusPrice(NamedTuple):
    """A consensus as figures."""

    median: Figure | None
    interval: Figure | None
    """Holds 90 %."""


UNPRICED: Final = ConsensusPrice(None, None)

LEFT_OUT: Final = "estimates are left out because the ledger is large: use --belief"


def number(value: float | None, places: Decimal = PLACES) -> Decimal | None:
    """Give a number for eyes or programs, with a number of places."""
    return None if value is None else Decimal(repr(value)).quantize(places)


def likely(value: float | None) -> Decimal | None:
    """Give a probability for eyes: never 0 and never 1."""
    return None if value is None else number(min(max(value, 0.01), 0.99), COARSE)


def amount(logarithm: float) -> Decimal:
    """Give the amount that a natural log stands for, to three digits."""
    value = exp(logarithm)
    place = int(log10(value)) - DIGITS + 1
    step = Decimal(10) ** place
    return (Decimal(repr(value)) / step).to_integral_value() * step


def figure_at(logarithm: float, code: str) -> Figure:
    """Give the figure that a natural log stands for."""
    value = amount(logarithm)
    return Figure(code, value, value, "exact")


def figures_of(found: "Consensus | None", code: str) -> ConsensusPrice:
    """Give a consensus as figures: its median, and its interval."""
    if found is None:
        return UNPRICED
    low, high = amount(found.low), amount(found.high)
    spread = Figure(code, low, high, "range") if low < high else None
    return ConsensusPrice(figure_at(found.median, code), spread)


def coarse(value: float | None) -> Decimal | None:
    """Give a number for eyes, with two places."""
    return number(value, COARSE)


def rounded(
    name: str,
    title: str | None,
    of: Callable[[T], float | None],
    shown: Callable[[float | None], Cell] = coarse,
) -> Column[T]:
    """Give a column of numbers: fine for programs, as `shown` says for people."""
    return Column(
        name,
        title,
        lambda x: number(of(x), FINE),
        lambda x, _: shown(of(x)),
        kind="exact",
        right=True,
    )


def consensus(
    of: Callable[[T], ConsensusPrice], name: str = "consensus", title: str | None = None
) -> Columns[T]:
    """Give two columns of a consensus: its median, and its interval.

    Only programs see them, unless there is a title.
    """
    spread = None if title is None else "90 %"
    return (
        Column(name, title, lambda x: of(x).median, kind="figure", right=True),
        Column(
            f"{name}_90", spread, lambda x: of(x).interval, kind="figure", right=True
        ),
    )


def left_out(table: "Table", basis: "Basis") -> "Table":
    """Say that beliefs are left out, where that is for the size of the ledger."""
    if basis.known_at < AT_ONCE:
        return table
    above = [note for note in table.notes if not isinstance(note, ReplayNote)]
    below = [note for note in table.notes if isinstance(note, ReplayNote)]
    return replace(table, notes=(*above, LEFT_OUT, *below))


def order_of(valuation: "Valuation") -> "RoundOrder":
    """Say which rounds of a company are older, by its headline and its figures."""
    from ledger.credibility.worth import RoundOrder

    head, sure = valuation.headline, valuation.confirmed
    outside = tuple(_outside(valuation))
    if head is None:
        return RoundOrder(outside=outside)
    older = (
        row.round
        for row in (*valuation.rows, *valuation.set_aside)
        if row.name in {"confirmed", "reported"}
        and row.effective.last < head.effective.last
    )
    return RoundOrder(
        headline=head.round,
        confirmed=None if sure is None else sure.round,
        older=frozenset(name for name in older if name is not None),
        outside=outside,
    )


def _outside(valuation: "Valuation") -> "Iterator[Outside]":
    """Give the prices outside primary rounds that are printed of a company."""
    from ledger.credibility.settings import DAY
    from ledger.credibility.spans import span_of
    from ledger.credibility.worth import Outside

    for row in valuation.rows:
        figure = row.figure
        if row.name != "secondary" or row.disputed or not (figure.max or figure.min):
            continue
        yield Outside(
            event=row.events[0],
            source=row.sources[0] if row.sources else "",
            span=span_of(figure),
            currency=figure.currency or "USD",
            when=(row.since - EPOCH) * DAY,
            sale=row.kind in TRANSACTIONS,
        )


class Beliefs:
    """Beliefs in the rounds of companies, worked out once a company."""

    def __init__(self, moment: "Moment | None") -> None:
        self.moment = moment
        self._companies: dict[str, list[Weighed]] = {}
        self._prices: dict[str, ConsensusPrice] = {}
        self._worths: dict[str, Consensus | None] = {}

    def company(self, slug: str) -> "list[Weighed]":
        """Weigh the rounds of a company; none where beliefs are left out."""
        if self.moment is None:
            return []
        if slug not in self._companies:
            self._companies[slug] = self.moment.company(slug)
        return self._companies[slug]

    def round(self, name: str | None) -> "Weighed | None":
        """Find a round by its name."""
        if name is None:
            return None
        rounds = self.company(name.partition("/")[0])
        return next((one for one in rounds if one.case.round == name), None)

    def price(self, found: "Weighed | None") -> ConsensusPrice:
        """Give the consensus price of a round."""
        if found is None or self.moment is None:
            return UNPRICED
        name = found.case.round
        if name not in self._prices:
            from ledger.credibility.worth import of_one_round

            rounds = self.company(found.case.company)
            price = of_one_round(found, rounds, self.moment.scores)
            self._prices[name] = figures_of(price, found.case.currency)
        return self._prices[name]

    def worth(self, valuation: "Valuation") -> ConsensusPrice:
        """Give the consensus price of a company; its headline is followed."""
        found = self._worth(valuation)
        return (
            UNPRICED if found is None else figures_of(found, self._currency(valuation))
        )

    def old(self, valuation: "Valuation") -> bool:
        """Tell whether all that is said of a company's price is older than a year."""
        from ledger.credibility.settings import DAY
        from ledger.credibility.worth import newest_word

        newest = newest_word(self.company(valuation.company), order_of(valuation))
        moment = self.moment
        return bool(moment and newest and moment.cut - newest > 365 * DAY)

    def modes(self, valuation: "Valuation") -> tuple[Figure, ...]:
        """Give the figures between which the consensus on a company is divided."""
        found = self._worth(valuation)
        if found is None or len(found.modes) <= 1:  # one is the median
            return ()
        code = self._currency(valuation)
        return tuple(figure_at(x, code) for x in found.modes)

    def _worth(self, valuation: "Valuation") -> "Consensus | None":
        slug = valuation.company
        rounds, moment = self.company(slug), self.moment
        order = order_of(valuation)
        if moment is None or not (rounds or order.outside):
            return None
        if slug not in self._worths:
            from ledger.credibility.worth import of_company

            self._worths[slug] = of_company(rounds, moment.scores, moment.cut, order)
        return self._worths[slug]

    def _currency(self, valuation: "Valuation") -> str:
        from ledger.credibility.worth import currency_of

        return currency_of(self.company(valuation.company), order_of(valuation))


def chance(found: "Weighed | None") -> float | None:
    """Give P(real) of a round."""
    return None if found is None else found.belief.chance


FEW: Final = 30
"""Rounds settled within a year; with fewer, P(real) is mostly configuration."""


def doubts(moment: "Moment | None") -> list[str]:
    """Say when not to trust beliefs."""
    return doubts_of(None if moment is None else moment.scores.heard)


def doubts_of(heard: int | None) -> list[str]:
    """Say that beliefs are not to be trusted where so few rounds were settled within a
    year; None where nothing is believed that depends on it.
    """
    if heard is None or heard >= FEW:
        return []
    rounds = "1 round was" if heard == 1 else f"{heard} rounds were"
    return [
        f"P(real) depends mostly on configured priors: {rounds} settled within a year"
    ]
