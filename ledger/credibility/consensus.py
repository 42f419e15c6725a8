"""Which figure to believe: a mixture on a grid of logs, with an honest interval.

Of one round: each origin's newest figure, less the bias of its source, is normally
spread around the truth, unless it is a gross error (a price before the money taken
for one after it, a slip of units). The product over origins is normed on a grid.

Of a company on a day: the last confirmed price; then with some weight a newer round
that nobody has reported yet; then every live round in the order of its first claim,
with the chance that it is real and has closed.

The consensus is a median, an interval that holds 90 %, and the modes where there is
more than one. It stands next to the claims, never instead of them. Logs are natural,
of amounts in one currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, log, sqrt
from typing import Final

SPREAD: Final = 0.8
"""Standard deviation, in logs, of what is thought of a price before any claim."""

ASTRAY: Final = 0.8
"""The same of a gross error."""

POINTS: Final = 801
TINY: Final = 1e-300
"""Less than this is not told from nothing."""

MARGIN: Final = 1.8
"""Logs by which the grid reaches beyond what was said."""

TAIL: Final = 0.05
PEAK: Final = 0.2
"""A mode is named if it is at least this high, against the highest."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One origin's figure, as it enters the mixture."""

    event: int
    source: str
    log: float
    """The middle of what it said, less the bias of its source."""
    deviation: float
    sound: float
    """The chance that it is no gross error."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What the consensus owes to one origin: the median with it over that without."""

    event: int
    source: str
    opinion: Opinion
    by: float | None
    """A ratio less one; None where there is no consensus without it."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """A figure to believe, in logs."""

    median: float
    low: float
    high: float
    modes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Equally spaced logs."""

    start: float
    step: float
    points: int

    def at(self, place: float) -> float:
        return self.start + self.step * place

    @property
    def places(self) -> list[float]:
        return [self.start + self.step * place for place in range(self.points)]


Density = list[float]


def grid_over(logs: Sequence[float], points: int = POINTS) -> Grid:
    """Lay a grid over all that was said."""
    low, high = min(logs) - MARGIN, max(logs) + MARGIN
    return Grid(low, (high - low) / (points - 1), points)


def bell(grid: Grid, middle: float, deviation: float) -> Density:
    """Give a normal density on a grid, normed to a sum of one."""
    scale = 1 / (2 * deviation * deviation)
    return normed([-scale * (at - middle) ** 2 for at in grid.places])


def normed(logs: Sequence[float]) -> Density:
    """Give the density of which these are the logs, but for a constant."""
    top = max(logs)
    values = [exp(value - top) for value in logs]
    total = fsum(values)
    return [value / total for value in values]


def of_round(opinions: Sequence[Opinion], middle: float, grid: Grid) -> Density:
    """Give what the origins of one round say together of its figure.

    In logs, since what a hundred origins say that do not agree is too small a number.
    """
    scale = 1 / (2 * SPREAD * SPREAD)
    logs = [-scale * (at - middle) ** 2 for at in grid.places]
    for opinion in opinions:
        astray = -((opinion.log - middle) ** 2) / (2 * ASTRAY * ASTRAY)
        floor = (1 - opinion.sound) * exp(astray) / ASTRAY
        logs = [
            one + other
            for one, other in zip(logs, heard(opinion, floor, grid), strict=True)
        ]
    return normed(logs)


def heard(opinion: Opinion, floor: float, grid: Grid) -> list[float]:
    """Give the log of how likely a figure is said, by what is true."""
    spread = opinion.deviation
    scale, front = 1 / (2 * spread * spread), opinion.sound / spread
    return [
        log(max(front * exp(-scale * (at - opinion.log) ** 2) + floor, TINY))
        for at in grid.places
    ]


def weighed_by(density: Density, opinion: Opinion, grid: Grid) -> Density:
    """Weigh a density by what one more voice says; a gross error says nothing."""
    width = grid.step * (grid.points - 1)
    said = heard(opinion, (1 - opinion.sound) / width, grid)
    return normed(
        [log(max(p, TINY)) + one for p, one in zip(density, said, strict=True)]
    )


def moved(density: Density, by: float, spread: float, grid: Grid) -> Density:
    """Give a normal density: that of the price that follows another, a step wider."""
    mean = fsum(p * at for p, at in zip(density, grid.places, strict=True))
    square = fsum(
        p * (at - mean) ** 2 for p, at in zip(density, grid.places, strict=True)
    )
    return bell(grid, mean + by, sqrt(square + spread * spread))


def mixed(one: Density, other: Density, weight: float) -> Density:
    """Give `other` a weight, and `one` the rest."""
    return [(1 - weight) * a + weight * b for a, b in zip(one, other, strict=True)]


def summary(density: Density, grid: Grid) -> Consensus:
    """Read median, interval and modes off a density."""
    total, running = 0.0, []
    for value in density:
        total += value
        running.append(total)
    low, median, high = (_quantile(running, x, grid) for x in (TAIL, 0.5, 1 - TAIL))
    return Consensus(median, low, high, _modes(density, grid))


def _quantile(running: Sequence[float], share: float, grid: Grid) -> float:
    wanted = share * running[-1]
    place = next(i for i, value in enumerate(running) if value >= wanted)
    below = running[place - 1] if place else 0.0
    step = running[place] - below
    part = (wanted - below) / step if step else 0.0
    return grid.at(place - 0.5 + part)


def _modes(density: Density, grid: Grid) -> tuple[float, ...]:
    least = PEAK * max(density)
    return tuple(
        grid.at(i)
        for i in range(1, len(density) - 1)
        if density[i] >= least and density[i - 1] < density[i] >= density[i + 1]
    )


def middle_of(opinions: Sequence[Opinion], last: float | None, growth: float) -> float:
    """Give where a figure is looked for: the last confirmed price grown, else the
    median of what was said.
    """
    if last is not None:
        return last + growth
    logs = sorted(opinion.log for opinion in opinions)
    half = len(logs) // 2
    return logs[half] if len(logs) % 2 else (logs[half - 1] + logs[half]) / 2


def consensus_of(
    opinions: Sequence[Opinion], last: float | None, growth: float
) -> Consensus | None:
    """Give the consensus of one round."""
    return _combined(opinions, last, growth) if opinions else None


def shifts_of(
    opinions: Sequence[Opinion], last: float | None, growth: float
) -> tuple[Shift, ...]:
    """Give what each origin shifts: the consensus with it against that without."""
    found = consensus_of(opinions, last, growth)
    if found is None:
        return ()
    shifts = []
    for left_out in opinions:
        others = [opinion for opinion in opinions if opinion is not left_out]
        by = None
        if others:
            by = exp(found.median - _combined(others, last, growth).median) - 1
        shifts.append(Shift(left_out.event, left_out.source, left_out, by))
    return tuple(shifts)


def _combined(
    opinions: Sequence[Opinion], last: float | None, growth: float
) -> Consensus:
    middle = middle_of(opinions, last, growth)
    grid = grid_over([middle, *(opinion.log for opinion in opinions)])
    return summary(of_round(opinions, middle, grid), grid)
