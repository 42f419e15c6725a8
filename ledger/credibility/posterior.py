"""A score: the Beta posterior of a source in a role and a field, with its rows."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from ledger.credibility.beta import beta_quantile
from ledger.credibility.grading import GradedField
from ledger.credibility.settings import DAY
from ledger.credibility.settling import SILENT

HALF: Final = 0.5
LEAST: Final = 1.0
RATED: Final = 5.0
LETTERS: Final = ((0.9, "A"), (0.75, "B"), (0.6, "C"), (0.4, "D"), (0.0, "E"))
"""The Admiralty's letters, by the lower end of the interval; F is unrated."""


@dataclass(frozen=True, slots=True)
class CountedField:
    """A row as it counts in a score."""

    row: GradedField
    plus: float
    minus: float
    share: float
    """What is left of it: by age, and by whether the source has changed since."""


class Fates(NamedTuple):
    """Rounds of a source: it came true, it did not, nobody ever settled it.

    A figure came true that has at least half a grade; a denial that was right.
    """

    true: int
    untrue: int
    open: int


def label_of(n: float) -> str:
    """Say how much is known of a source, by its settled claims at their weights."""
    if n < LEAST:
        return "unrated"
    return "provisional" if n < RATED else "rated"


@dataclass(frozen=True)
class Score:
    """A Beta posterior: `prior x strength` and what the rows add."""

    source: str
    kind: str
    role: str
    field: str
    prior: float
    """With which it begins: that of its kind, less what a source may have changed."""
    strength: float
    plus: float
    minus: float
    n: float
    """Settled claims behind it, each at its weight; a lapse settles nothing."""
    lapsed: float
    """The share of all its rows that are only lapses, by weight."""
    of_kind: float = 0.0
    """The mean of its kind, from others."""
    changed: float = 0.0
    counted: int = 0
    """How many rows it has."""
    told: Callable[[], Iterable[CountedField]] = dataclasses.field(
        default=tuple, compare=False
    )
    """Gives them."""

    @cached_property
    def rows(self) -> tuple[CountedField, ...]:
        """Give the rows as they count, in the order in which they were told; only who
        asks for them pays for them.
        """
        return tuple(self.told())

    @property
    def graded(self) -> tuple[GradedField, ...]:
        """Give the rows as they were graded."""
        return tuple(one.row for one in self.rows)

    @property
    def a(self) -> float:
        return self.prior * self.strength + self.plus

    @property
    def b(self) -> float:
        return (1 - self.prior) * self.strength + self.minus

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @cached_property
    def interval(self) -> tuple[float, float]:
        """Give what 90 % of the posterior lies between."""
        return beta_quantile(0.05, self.a, self.b), beta_quantile(0.95, self.a, self.b)

    @property
    def label(self) -> str:
        return label_of(self.n)

    @cached_property
    def fates(self) -> "Fates":
        """Count its rounds by what became of what it said of them."""
        last = {row.round: row for row in self.graded}
        came = [row.grade >= HALF for row in last.values() if row.tier not in SILENT]
        return Fates(sum(came), len(came) - sum(came), len(last) - len(came))

    @property
    def letter(self) -> str:
        """Give the Admiralty's letter for the source."""
        if self.label == "unrated":
            return "F"
        return next(x for least, x in LETTERS if self.interval[0] >= least)

    @property
    def lead(self) -> float | None:
        """Give the days by which it was ahead of the official word, in the median."""
        return median_days(
            sorted(
                one.row.when - one.row.told for one in self.rows if one.row.confirmed
            )
        )


def median_days(leads: Sequence[int]) -> float | None:
    """Give the median, in days, of leads in microseconds, shortest first."""
    half = len(leads) // 2
    if not leads:
        return None
    if len(leads) % 2:
        return leads[half] / DAY
    return (leads[half - 1] / DAY + leads[half] / DAY) / 2
