"""The ledger's own past beliefs, scored against what came of them.

Of every round one forecast is kept: what was believed a set number of days after its
first claim, by what was known then, if the round was open then. It is scored once the
round is settled by an outcome of tier 1 to 5; a lapse settles nothing and is only
counted. Brier is the squared error of P(real), the log score is in nats; a price is
scored where the outcome states one: the log error of the median, and whether the 90 %
interval held it. Real rounds come to be known more often than unreal ones; so each
counts by one over the chance of that, and the sums stand for all rounds. Next to them
stands what could have been said of any round on that day: the share of reports that had
turned out true at that time, never a share known in hindsight.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, log
from operator import itemgetter
from typing import Final, NamedTuple

from ledger.credibility.cases import Case
from ledger.credibility.consensus import Consensus
from ledger.credibility.replaying import Replay
from ledger.credibility.scores import Scores
from ledger.credibility.settings import DAY
from ledger.credibility.settling import SILENT, Outcome
from ledger.credibility.silence import Silence
from ledger.credibility.sweeping import Moment, Sweep, decided, weigh
from ledger.credibility.tallies import Share
from ledger.credibility.worth import Decided, last_confirmed, of_one_round, stated_price

AFTER: Final = 21
"""Days after the first claim on a round at which a forecast is made."""

RARE: Final = 0.1
"""A chance of becoming known that is smaller counts as this: no round for over ten."""

LEAST: Final = 0.001
"""A probability nearer to nothing is taken as this in the log score."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """One past belief, and what came of it."""

    company: str
    round: str
    currency: str
    made: int
    """The instant as of which it is made."""
    chance: float
    price: Consensus | None
    tier: int | None
    """Of the outcome; None while the round is open."""
    real: bool | None
    """None where it is open, or only lapsed."""
    event: int | None
    settled: int | None
    truth: float | None
    """The log of the price with which it was settled."""
    share: float
    """The share of reports that had come true on that day: what could have been said
    of any round.
    """
    known: float
    """The chance that a round like it comes to be known officially in a year."""

    @property
    def brier(self) -> float | None:
        return None if self.real is None else (self.chance - self.real) ** 2

    @property
    def nats(self) -> float | None:
        """Give the log score."""
        if self.real is None:
            return None
        hit = self.chance if self.real else 1 - self.chance
        return -log(max(hit, LEAST))

    @property
    def off(self) -> float | None:
        """Give how far the median was off, in logs."""
        if self.truth is None or self.price is None:
            return None
        return abs(self.price.median - self.truth)

    @property
    def held(self) -> bool | None:
        """Whether the interval held the truth."""
        if self.truth is None or self.price is None:
            return None
        return self.price.low <= self.truth <= self.price.high


@dataclass(frozen=True, slots=True)
class ForecastRecord:
    """All forecasts of a ledger, added up."""

    scored: int
    real: int
    lapsed: int
    open: int
    brier: float | None
    nats: float | None
    blind: float | None
    """The Brier score if `share` were the forecast of each round."""
    priced: int
    off: float | None
    held: float | None


class DueForecast(NamedTuple):
    """A round that is open on the day of its forecast, and what became of it since."""

    made: int
    """The instant as of which it is forecast."""
    case: Case
    share: Share
    before: tuple[Decided, ...]
    """The round that last confirmed a price of the company before this one, if any."""
    company: str
    currency: str
    """As they are at the basis."""
    outcome: Outcome | None
    """Likewise."""


def forecasts_of(
    last: Moment, sweep: Sweep, companies: frozenset[str], after: int = AFTER
) -> list[Forecast]:
    """Make every forecast again, in the order of time, and say what came of it.

    `sweep` begins before everything; `last` is the state at the basis.
    """
    quiet = last.scores.quiet
    return [
        forecast_of(due, sweep.replay.scores(), quiet)
        for due in due_in(last.replay, sweep, companies, after)
    ]


def due_in(
    last: Replay, sweep: Sweep, companies: frozenset[str], after: int = AFTER
) -> Iterator[DueForecast]:
    """Go through time and stop wherever a forecast is due: of rounds that are open."""
    due = sorted(
        (case.first + after * DAY, name)
        for name, case in last.cases.items()
        if not companies or case.company in companies
    )
    replay = sweep.replay
    for made, name in due:
        if made > last.cut:
            return
        sweep.go(made)
        case = replay.cases.get(name)
        if case is None or replay.shares[name].outcome is not None:
            continue
        now = last.cases[name]
        yield DueForecast(
            made=made,
            case=case,
            share=replay.shares[name],
            before=_confirmed_before(decided(replay, case.company), case.first),
            company=now.company,
            currency=now.currency,
            outcome=last.shares[name].outcome,
        )


def _confirmed_before(company: Iterable[Decided], first: int) -> tuple[Decided, ...]:
    """Find the round that last confirmed a price before an instant."""
    known = [(last_confirmed([found], first), found) for found in company]
    confirmed = [(price, found) for price, found in known if price is not None]
    return tuple(x for _, x in sorted(confirmed, key=itemgetter(0))[-1:])


def forecast_of(due: DueForecast, scores: Scores, quiet: Silence) -> Forecast:
    """Forecast a round by the scores of that day; `quiet` is silence at the basis."""
    weighed = weigh(due.case, due.share, scores, due.made)
    outcome = due.outcome
    hard = outcome is not None and outcome.tier not in SILENT
    heard = quiet.real if outcome is not None and outcome.real else quiet.unreal
    return Forecast(
        company=due.company,
        round=due.case.round,
        currency=due.currency,
        made=due.made,
        chance=weighed.belief.chance,
        price=of_one_round(weighed, due.before, scores),
        tier=None if outcome is None else outcome.tier,
        real=outcome.real if outcome is not None and hard else None,
        event=None if outcome is None else outcome.event,
        settled=None if outcome is None else outcome.when,
        truth=stated_price(outcome),
        share=scores.share,
        known=heard[-1],
    )


def record_of(forecasts: Iterable[Forecast]) -> ForecastRecord:
    """Add forecasts up."""
    kept = list(forecasts)
    scored = [one for one in kept if one.real is not None]
    priced = [one for one in kept if one.held is not None]
    weights = [1 / max(one.known, RARE) for one in scored]
    return ForecastRecord(
        scored=len(scored),
        real=sum(bool(one.real) for one in scored),
        lapsed=sum(one.tier in SILENT for one in kept),
        open=sum(one.tier is None for one in kept),
        brier=_weighed([one.brier or 0.0 for one in scored], weights),
        nats=_weighed([one.nats or 0.0 for one in scored], weights),
        blind=_weighed([(one.share - bool(one.real)) ** 2 for one in scored], weights),
        priced=len(priced),
        off=_mean([one.off for one in priced if one.off is not None]),
        held=_mean([float(bool(one.held)) for one in priced]),
    )


def _weighed(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """Give the mean of all rounds, of which those that are known are a sample."""
    if not values:
        return None
    total = fsum(x * weight for x, weight in zip(values, weights, strict=True))
    return total / fsum(weights)


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None
