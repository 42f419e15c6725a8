"""The consensus figures of rounds and of companies, out of cases and scores.

A round that was settled with a price is believed at that price. Else every origin
that gives one enters at its newest word, less the bias of its source; a denial of the
terms by a party takes from the chance that the figures it names are sound.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import Final

from ledger.credibility.belief import Belief
from ledger.credibility.cases import TERMS, Case
from ledger.credibility.consensus import (
    POINTS,
    Consensus,
    Opinion,
    Shift,
    bell,
    consensus_of,
    grid_over,
    mixed,
    of_round,
    shifts_of,
    summary,
)
from ledger.credibility.origins import Copy
from ledger.credibility.scores import Scores
from ledger.credibility.settings import DAY
from ledger.credibility.settling import SILENT, Outcome

PRICE: Final = "valuation"
SURE: Final = 0.95
"""Weight of a round that two origins settled."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case with all that was worked out of it at a cut."""

    case: Case
    origin: tuple[str, ...]
    outcome: Outcome | None
    belief: Belief
    copied: Mapping[str, Copy] = field(default_factory=dict)
    """Claims that copy, by id."""


@dataclass(frozen=True, slots=True)
class Believed:
    """What was to be believed of a round after an event of its story."""

    weighed: Weighed | None
    price: Consensus | None


CONFIRMED: Final = frozenset({1, 2})
DIGITS: Final = ((0.8, 2), (0.6, 3), (0.35, 4), (0.0, 5))
"""The Admiralty's digits, by P(real); 1 is confirmed by others, 6 cannot be judged."""

NEARLY: Final = 0.95


def digit_of(found: Weighed) -> int:
    """Give the Admiralty's digit for a round."""
    outcome, chance = found.outcome, found.belief.chance
    origins = sum(voice.what == "origin" for voice in found.belief.voices)
    if outcome is not None and outcome.tier in CONFIRMED and outcome.real:
        return 1
    if chance >= NEARLY and origins > 1:
        return 1
    if not origins and (outcome is None or outcome.tier in SILENT):
        return 6
    return next(digit for least, digit in DIGITS if chance >= least)


def opinions(found: Weighed, scores: Scores, name: str = PRICE) -> list[Opinion]:
    """Give each origin's newest figure as it enters the mixture."""
    newest: dict[str, Opinion] = {}
    for told, root in zip(found.case.told, found.origin, strict=True):
        readings = told.words[-1].readings(name)
        if root != told.id or told.taken_back is not None or not readings:
            continue
        low, high = readings[0]
        bias, variance, sound = scores.errors(told.source, told.kind, name)
        for denied in found.case.denied:
            against = denied.form == TERMS and denied.taken_back is None
            if against and told.id in denied.claims and name in denied.fields:
                own = denied.party == found.case.party
                sound *= 1 - scores.denial(denied.party, own=own)
        deviation = sqrt(variance + (high - low) ** 2 / 12)
        newest[told.source] = Opinion(
            told.event, told.source, (low + high) / 2 - bias, deviation, sound
        )
    return list(newest.values())


def stated_price(outcome: Outcome | None) -> float | None:
    """Give the log of the price with which a round was settled."""
    truth = () if outcome is None else outcome.truth
    for name, _, _, _, logs in truth:
        if name == PRICE:
            return logs[0]
    return None


def last_confirmed(
    company: Iterable[Weighed], before: int | None = None
) -> tuple[int, float] | None:
    """Give when a company's price was last confirmed, and the log of it."""
    known = [
        (found.outcome.when, price)
        for found in company
        if found.case.primary
        and found.outcome is not None
        and (before is None or found.outcome.when <= before)
        and (price := stated_price(found.outcome)) is not None
    ]
    return max(known, default=None)


def of_one_round(
    found: Weighed, company: Sequence[Weighed], scores: Scores
) -> Consensus | None:
    """Give the consensus price of a round."""
    price, given = stated_price(found.outcome), scores.settings
    if price is not None:
        grid = grid_over([price])
        return summary(bell(grid, price, given.stated_spread), grid)
    return consensus_of(opinions(found, scores), _before(found, company), given.growth)


def shifts_in(
    found: Weighed, company: Sequence[Weighed], scores: Scores
) -> tuple[Shift, ...]:
    """Give what each origin shifts of the consensus price of an open round."""
    if stated_price(found.outcome) is not None:
        return ()
    last = _before(found, company)
    return shifts_of(opinions(found, scores), last, scores.settings.growth)


def _before(found: Weighed, company: Sequence[Weighed]) -> float | None:
    """Give the log of the company's price as confirmed before a round was told of."""
    last = last_confirmed(company, found.case.first)
    return None if last is None else last[1]


@dataclass(frozen=True, slots=True)
class Order:
    """Which of a company's rounds the rules hold for newer, by their names."""

    headline: str | None = None
    """The round of the headline."""
    confirmed: str | None = None
    """The round of the confirmed price that stands beside it."""
    older: frozenset[str] = frozenset()
    """Rounds whose price took effect before the headline."""


UNORDERED: Final = Order()


def of_company(
    company: Sequence[Weighed], scores: Scores, cut: int, order: Order = UNORDERED
) -> Consensus | None:
    """Give what a company is worth on a day, by all that was said; None where no
    price was ever confirmed, and none is claimed. Prices in the currency of the most
    rounds count. It follows the headline: of rounds that are older, only the confirmed
    price counts, and a headline without one is believed at its own prices.
    """
    code = currency_of(company)
    company = [x for x in company if x.case.primary and x.case.currency == code]
    head = next((x for x in company if x.case.round == order.headline), None)
    kept = {order.headline, order.confirmed}
    company = [x for x in company if x.case.round not in order.older - kept]
    last = last_confirmed(company) if head is None else _last(head, company, order)
    if last is None:
        if head is not None and opinions(head, scores):
            return of_one_round(head, company, scores)
        return _unconfirmed(company, scores)
    when, price = last
    given = scores.settings
    middle = price + given.growth
    live = [
        (found, said)
        for found in sorted(company, key=lambda found: found.case.first)
        if _counts(found, when)
        for said in [opinions(found, scores)]
    ]
    logs = [opinion.log for _, said in live for opinion in said]
    grid = grid_over([price, middle, *logs], POINTS)
    newer = bell(grid, middle, given.growth_spread)
    unheard = given.newer_share * (
        1 - exp(-max(0, cut - when) / DAY / given.newer_days)
    )
    density = mixed(bell(grid, price, given.stated_spread), newer, unheard)
    for found, said in live:
        of_it = of_round(said, middle, grid) if said else newer
        density = mixed(density, of_it, closed_by(found, scores, cut))
    return summary(density, grid)


def _last(
    head: Weighed, company: Iterable[Weighed], order: Order
) -> tuple[int, float] | None:
    """Give when the last price was confirmed that is no newer than the headline."""
    stated = stated_price(head.outcome)
    if head.outcome is not None and stated is not None:
        return head.outcome.when, stated
    for found in company:
        price = stated_price(found.outcome)
        if found.case.round == order.confirmed and found.outcome and price is not None:
            return min(found.outcome.when, head.case.first - 1), price
    return None


def currency_of(company: Sequence[Weighed]) -> str:
    """Give the currency of most of a company's primary rounds with a price."""
    codes = [
        found.case.currency
        for found in company
        if found.case.primary and dict(found.case.currencies).get(PRICE)
    ]

    def order(code: str) -> tuple[int, bool, str]:
        return -codes.count(code), code != "USD", code

    return min(codes, key=order, default="USD")


def _counts(found: Weighed, confirmed: int) -> bool:
    """Tell whether a round may be newer than the last confirmed one."""
    outcome = found.outcome
    if outcome is None or outcome.tier in SILENT:
        return found.case.first > confirmed
    return outcome.real and outcome.when > confirmed and stated_price(outcome) is None


def closed_by(found: Weighed, scores: Scores, cut: int) -> float:
    """Give the chance that a round is real and has closed."""
    outcome, given = found.outcome, scores.settings
    if outcome is not None and outcome.tier not in SILENT:
        return 1.0 if outcome.tier < 4 else SURE  # noqa: PLR2004 - stated, or two origins
    chances = [0.0]
    for told, root in zip(found.case.told, found.origin, strict=True):
        if root == told.id and told.taken_back is None:
            days = max(0, cut - told.when) / DAY
            still = 1 - given.closed_by_now[told.hedge]
            chances.append(1 - still * exp(-days / given.closing_days))
    return found.belief.chance * max(chances)


def _unconfirmed(company: Sequence[Weighed], scores: Scores) -> Consensus | None:
    """Give the consensus of the likeliest round of a company without a price."""
    for found in sorted(company, key=lambda found: -found.belief.chance):
        said = opinions(found, scores)
        if said:
            return consensus_of(said, None, scores.settings.growth)
    return None
