"""What it says of a round that somebody says has closed, if no official word follows.

Anyone who has closed a round announces it within weeks, if ever. So a report that a
round has closed is worth less with each ten days in which nothing official is heard, up
to sixty days; after that the round only gets older. Of the rounds that are a year old
and were said to have closed, the ledger counts how many were settled how soon after
that, real or not. Those that were never settled count for both sides, by their chances.
Silence then adds

    ln (1 - heard of the real) - ln (1 - refuted of the unreal)

which is nothing before the ledger knows of such rounds: both sides begin alike.
"""

from collections.abc import Callable, Iterable, Sequence
from math import fsum, log
from typing import Final, NamedTuple

from ledger.credibility.cases import Case
from ledger.credibility.circumstances import MOST, Chance
from ledger.credibility.settings import DAY, Settings
from ledger.credibility.settling import SILENT, Outcome, closed_since, matures

STEP: Final = 10 * DAY
YEAR: Final = 365 * DAY
STEPS: Final = 6
"""Steps after which silence about a closed round says no more."""


class ClosingOutcome(NamedTuple):
    """What became of a round that somebody said had closed, once it is a year old."""

    chance: Chance
    step: int | None
    """Of its outcome, since that word; None if it was never settled."""
    real: bool


def closed_of(
    case: Case,
    origin: Sequence[str],
    outcome: Outcome,
    chance: Chance,
    cut: int,
    settings: Settings,
) -> ClosingOutcome | None:
    """Say what became of a case of which somebody said that it had closed; None if
    nobody did, if it is not a year old, or if that was too late in its year to tell.
    """
    since, whole = closed_since(case, origin), settings.lapse_days * DAY
    if matures(case, settings) > cut or since is None or not case.ahead(since):
        return None
    if since + STEPS * STEP > case.first + whole:
        return None
    if outcome.tier in SILENT or outcome.when >= case.first + whole:
        return ClosingOutcome(chance, None, real=False)
    step = max(0, outcome.when - since) // STEP
    return ClosingOutcome(chance, min(step, STEPS), outcome.real)


OutcomeCounts = Iterable[tuple[ClosingOutcome, int]]


class Closing(NamedTuple):
    """Shares heard of by the end of each step since the word that a round closed."""

    real: tuple[float, ...]
    unreal: tuple[float, ...]

    def nats(self, age: int) -> float:
        """Give what silence adds so long after that word."""
        step = min(age // STEP, STEPS) - 1
        if step < 0:
            return 0.0
        return log(1 - self.real[step]) - log(1 - self.unreal[step])


def closing_of(
    counts: OutcomeCounts, likely: Callable[[Chance], float], settings: Settings
) -> Closing:
    """Work the shares out of counted rounds.

    `likely` gives the chance that a round was real that nobody settled.
    """
    settled = {True: [0] * (STEPS + 1), False: [0] * (STEPS + 1)}
    open_real, open_unreal = [0.0], [0.0]
    for (chance, step, real), n in counts:
        if step is None:
            open_real.append(n * likely(chance))
            open_unreal.append(n * (1 - likely(chance)))
        else:
            settled[real][min(step, STEPS)] += n
    return Closing(
        _curve(settled[True], fsum(open_real), settings),
        _curve(settled[False], fsum(open_unreal), settings),
    )


def _curve(
    settled: list[int], unsettled: float, settings: Settings
) -> tuple[float, ...]:
    """Give the share heard of by the end of each step."""
    strength, curve = settings.closing_strength, []
    whole, total = strength + sum(settled) + unsettled, 0
    for step, some in enumerate(settled[:STEPS], 1):
        total += some
        known = strength * settings.refuted_share * step * STEP / YEAR
        curve.append(min((known + total) / whole, MOST))
    return tuple(curve)
