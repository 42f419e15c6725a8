"""What a benchmark gives: rows, each a ratio to a floor that ran in turn with it."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Self

_HELD: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
}
_WANTED: Final = re.compile(r"(<=|>=|<|=) ([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured thing, as a ratio to its floor.

    A row without a floor is a plain figure, of the unit that `measure` names.
    """

    what: str
    floor: str
    measure: str
    """What the ratio is of: `rate, wall` (more is better), `CPU`, `peak`."""
    ratio: float
    low: float
    high: float
    """The least and the greatest of the rounds; the ratio is their median."""
    rounds: int = 1
    wanted: str = ""
    """`>= 0.90` or `<= 1.25`, if anything."""
    note: str = ""

    @classmethod
    def of(
        cls,
        what: str,
        floor: str,
        measure: str,
        rounds: Sequence[float],
        *,
        wanted: str = "",
        note: str = "",
    ) -> Self:
        """Make a row out of the ratios of some rounds."""
        ends = median(rounds), min(rounds), max(rounds)
        return cls(what, floor, measure, *ends, len(rounds), wanted, note)

    @property
    def reached(self) -> bool | None:
        """Whether it is as wanted; None where nothing is."""
        if not self.wanted:
            return None
        return is_as_wanted(self.wanted, self.ratio)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A peer that could not be run, and why."""

    what: str
    why: str


MeasuredOrSkipped = Measurement | Skipped


def is_as_wanted(wanted: str, ratio: float) -> bool:
    """Tell whether a ratio is as wanted."""
    found = _WANTED.fullmatch(wanted)
    if found is None:
        raise ValueError(f"{wanted!r} is not like '>= 0.90'")
    return _HELD[found[1]](ratio, float(found[2]))
