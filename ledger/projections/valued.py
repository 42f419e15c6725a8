"""The figures of a company, as they are printed.

A figure never goes without its kind, its standing, its age and the events behind it.
Each is a row; a company has as many rows as it has figures that differ in what they
are, and its headline is one of them.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.projections.hulls import Tier

FIGURES: Final = (
    "confirmed",
    "reported",
    "sought",
    "secondary",
    "cap",
    "deal_value",
    "ipo",
)
"""The names of rows, in the order in which they are printed."""

FROM_TALKS: Final = "from talks"
TIERED: Final = "tiered"
DIFFER: Final = "differ"
AGREED: Final = "agreed"
ANNOUNCED: Final = "announced"
LISTED: Final = "listed"
MARKS: Final = (FROM_TALKS, TIERED, DIFFER, AGREED, ANNOUNCED, LISTED)
"""What a row may be marked with, besides derived and disputed."""

RowPlace = tuple[int, int, int]
"""Newest is greatest: the effective day, then the interval of publication."""


class Valued(NamedTuple):
    """One figure with all that it must never be printed without.

    A tuple, since rankings have tens of thousands of them.
    """

    name: str
    """Which figure it is: one of `FIGURES`."""
    figure: Figure
    kind: str
    standing: str
    stage: str
    disputed: bool
    derived: bool
    marks: tuple[str, ...]
    """Of `MARKS`, in that order."""
    round: str | None
    """None for a price outside every round, and where several rounds have it."""
    sources: tuple[str, ...]
    """The origins behind it."""
    number: int
    """How many words it is made of: one an origin, or one a price outside a round."""
    published: str
    """When the newest word behind it was published."""
    effective: Days
    """When it took effect; of a price that is asked, when it was first said."""
    since: int
    """The day (an ordinal) from which its age counts: that of its first saying."""
    until: int | None
    """Microseconds: when it expires unless something new is published, if it does."""
    by: tuple[str, ...]
    """Who buys the company, if the figure is what is paid for it."""
    tiers: tuple[Tier, ...]
    """The prices at which parts of the round were sold, if there are several."""
    blended: Figure | None
    """The one price that the tiers come to, derived."""
    deniers: tuple[str, ...]
    """Whose denials of it are open."""
    events: tuple[int, ...]
    """Sequence numbers: the claims, then the denials that are open on them."""
    place: RowPlace


class Ended(NamedTuple):
    """How a company's own line ended."""

    how: str
    """`bought`, `listed` or `shut_down`."""
    into: str | None
    """Who bought it, if that is on record."""
    on: int
    """The day, as an ordinal."""


class Valuation(NamedTuple):
    """What is printed of a company: its rows, and which of them is the headline."""

    company: str
    rows: tuple[Valued, ...] = ()
    headline: Valued | None = None
    """Always one of the rows."""
    before: tuple[str, ...] = ()
    """Rounds and deals that are newer than the headline, and have no price of it."""
    newer: tuple[Valued, ...] = ()
    """The rows of transactions outside a primary round that took effect after it."""
    ended: Ended | None = None
    set_aside: tuple[Valued, ...] = ()
    """Figures that are not printed unless all are asked for."""

    def named(self, name: str) -> Valued | None:
        """Give the first row of a name, if there is one."""
        return next((row for row in self.rows if row.name == name), None)

    @property
    def confirmed(self) -> Valued | None:
        return self.named("confirmed")

    @property
    def reported(self) -> Valued | None:
        return self.named("reported")

    @property
    def sought(self) -> Valued | None:
        return self.named("sought")

    @property
    def secondary(self) -> Valued | None:
        return self.named("secondary")

    def labelled(self) -> Iterator[tuple[str, Valued]]:
        """Give every row under a label that no other row of it has."""
        seen: set[str] = set()
        for row in self.rows:
            for label in _labels(row):
                if label not in seen:
                    seen.add(label)
                    yield label, row
                    break


def _labels(row: Valued) -> Iterator[str]:
    """Give what a row may be called: its name, and what sets it apart from others."""
    label = row.name
    if row.name == "secondary" or (row.name == "sought" and is_outside(row)):
        label += f" {row.kind}"
    if AGREED in row.marks:
        label += " agreed"
    yield label
    if row.disputed:
        label += " disputed"
        yield label
    yield f"{label} {row.figure.currency}"
    yield f"{label} {row.figure.currency} {row.kind}"
    number = 2
    while True:
        yield f"{label} {number}"
        number += 1


def ranked(row: Valued) -> Decimal:
    """Give the amount by which a headline is ranked: its upper end, else its lower.

    An upper bound alone says nothing of how high it is.
    """
    figure = row.figure
    if figure.qualifier == "up_to":
        return Decimal(0)
    return figure.max or figure.min or Decimal(0)


def is_outside(row: Valued) -> bool:
    """Tell whether a price is one outside a primary round, or no price: a cap."""
    return row.kind in SALES or row.kind in {"cap", "ipo"}


SALES: Final = frozenset(
    {"secondary", "tender", "deal_value", "implied", "mark", "409a"}
)
"""The kinds of prices outside a primary round and a listing."""
TRANSACTIONS: Final = ("tender", "secondary", "deal_value")
"""Kinds of prices at which shares changed hands; the others are reckoned."""
