"""What a chart shows: amounts as they stood, and the events that moved them.

A *step* is one amount of one line, and the cuts for which it was the answer. A *mark*
is an event, at the first cut at which it counts as known. Both hold values alone;
words and pictures are made of them elsewhere.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from ledger.claims.figures import Figure
from ledger.projections.rows import Row

MARKED: Final = {
    "round.reported": "report",
    "valuation.reported": "report",
    "claim.confirmed": "confirmation",
    "claim.denied": "denial",
    "claim.revised": "revision",
    "claim.retracted": "retraction",
    "companies.merged": "merger",
}
"""The types of events that a chart marks, and what the mark is called."""

STATEMENT: Final = "statement"
"""What the mark of a report is called whose source is entitled to state it."""

BID: Final = "bid"
"""What the mark of a report is called that names what somebody offered to pay."""


@dataclass(frozen=True, slots=True)
class Probability:
    """A probability, and what it lies between with 90 %."""

    middle: Decimal
    low: Decimal
    high: Decimal


ChartAmount: TypeAlias = Figure | Probability


@dataclass(frozen=True, slots=True)
class Step:
    """One amount of one line, the answer at every cut in [since, until)."""

    subject: str
    """The company or the source that it is about."""
    line: str
    """Which line: confirmed, paid, a role, belief."""
    since: int
    until: int
    amount: ChartAmount
    kind: str = ""
    standing: str = ""
    disputed: bool = False
    round: str | None = None
    sources: tuple[str, ...] = ()
    published: str = ""
    events: tuple[int, ...] = ()
    debt: bool = False

    @property
    def unit(self) -> str:
        """The currency; nothing for a probability."""
        return amount_unit(self.amount)


@dataclass(frozen=True, slots=True)
class Mark:
    """An event at the first cut at which it counts, next to the amount it is about."""

    subject: str
    kind: str
    at: int
    row: Row
    amount: ChartAmount | None = None
    """None if it is about no amount of what the chart shows."""
    round: str | None = None
    """The round that it is about, by the name of then."""

    @property
    def unit(self) -> str:
        """The currency; nothing for a probability."""
        return "" if self.amount is None else amount_unit(self.amount)


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines and marks of some subjects, up to a cut."""

    what: str
    subjects: tuple[str, ...]
    steps: tuple[Step, ...]
    marks: tuple[Mark, ...]
    cut: int
    together: bool = False
    """Whether one panel holds all subjects, each with one line: the headline."""
    heard: int | None = None
    """Of beliefs in open rounds: rounds that had been settled within a year."""


def amount_unit(amount: ChartAmount) -> str:
    """Give the currency of an amount; nothing for a probability."""
    return amount.currency or "" if isinstance(amount, Figure) else ""


def ends_of(amount: ChartAmount) -> tuple[Decimal | None, Decimal | None]:
    """Give the lower and the upper end of an amount; None for an open one."""
    if isinstance(amount, Figure):
        return amount.min, amount.max
    return amount.low, amount.high
