"""The consensus figures of rounds and of companies, out of cases and scores.

A round that was settled with a price is believed at that price. Else every origin
that gives one enters at its newest word, less the bias of its source; a denial of the
terms by a party takes from the chance that the figures it names are sound.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import Final, NamedTuple

from ledger.credibility.belief import Belief
from ledger.credibility.cases import TERMS, Case, LogRange
from ledger.credibility.consensus import (
    POINTS,
    SPREAD,
    Consensus,
    Density,
    Grid,
    Opinion,
    Shift,
    bell,
    consensus_of,
    grid_over,
    middle_of,
    mixed,
    moved,
    of_round,
    shifts_of,
    summary,
    weighed_by,
)
from ledger.credibility.origins import CopiedClaim
from ledger.credibility.scores import Scores
from ledger.credibility.settings import DAY, Settings
from ledger.credibility.settling import SILENT, TWO_ORIGINS, Outcome

PRICE: Final = "valuation"
YEAR: Final = 365.25
SALE: Final = 0.2
"""Log deviation of a price paid outside rounds from that of the company."""

RECKONED: Final = 0.35
"""The same of a price that somebody reckons."""

OUTSIDE: Final = 0.8
"""P(such a price is about the company's price at all)."""

SURE: Final = 0.95
"""Weight of a round that two origins settled."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case with all that was worked out of it at a cut."""

    case: Case
    origin: tuple[str, ...]
    outcome: Outcome | None
    belief: Belief
    copied: Mapping[str, CopiedClaim] = field(default_factory=dict)
    """Claims that copy, by id."""


class Decided(NamedTuple):
    """A case, and what became of it."""

    case: Case
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class BeliefAfter:
    """What was to be believed of a round after an event of its story."""

    weighed: Weighed | None
    price: Consensus | None
    heard: int | None = None
    """If it was open: rounds that had been settled within a year."""


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
    company: Iterable[Weighed | Decided], before: int | None = None
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
    found: Weighed, company: Sequence[Weighed | Decided], scores: Scores
) -> Consensus | None:
    """Give the consensus price of a round."""
    price, given = stated_price(found.outcome), scores.settings
    if price is not None:
        grid = grid_over([price])
        return summary(bell(grid, price, given.stated_spread), grid)
    return consensus_of(
        opinions(found, scores), _confirmed_price(found, company), given.growth
    )


def shifts_in(
    found: Weighed, company: Sequence[Weighed], scores: Scores
) -> tuple[Shift, ...]:
    """Give what each origin shifts of the consensus price of an open round."""
    if stated_price(found.outcome) is not None:
        return ()
    last = _confirmed_price(found, company)
    return shifts_of(opinions(found, scores), last, scores.settings.growth)


def _confirmed_price(
    found: Weighed, company: Iterable[Weighed | Decided]
) -> float | None:
    """Give the log of the company's price as confirmed before a round was told of."""
    last = last_confirmed(company, found.case.first)
    return None if last is None else last[1]


@dataclass(frozen=True, slots=True)
class Outside:
    """A price outside every primary round: a sale of old shares, or a reckoning."""

    event: int
    source: str
    span: LogRange
    currency: str
    when: int
    sale: bool
    """Somebody paid it; else it is reckoned (a mark, a stake)."""


@dataclass(frozen=True, slots=True)
class RoundOrder:
    """Which of a company's rounds the rules hold for newer, by their names."""

    headline: str | None = None
    """The round of the headline."""
    confirmed: str | None = None
    """The round of the confirmed price that stands next to it."""
    older: frozenset[str] = frozenset()
    """Rounds whose price took effect before the headline."""
    outside: tuple[Outside, ...] = ()
    """Prices outside rounds that are no older than the headline."""


UNORDERED: Final = RoundOrder()


def of_company(
    company: Sequence[Weighed], scores: Scores, cut: int, order: RoundOrder = UNORDERED
) -> Consensus | None:
    """Give what a company is worth on a day, by all that was said; None where no
    price was ever confirmed, and none is claimed. Prices in the currency of the most
    rounds count. It follows the headline: of rounds that are older, only the confirmed
    price counts, and a headline that nobody confirmed begins with its own claims.
    """
    code = currency_of(company, order)
    company = [x for x in company if x.case.primary and x.case.currency == code]
    head = next((x for x in company if x.case.round == order.headline), None)
    kept = {order.headline, order.confirmed}
    company = [x for x in company if x.case.round not in order.older - kept]
    company.sort(key=lambda found: found.case.first)
    last = last_confirmed(company) if head is None else _last(head, company, order)
    said = {x.case.round: opinions(x, scores) for x in company}
    logs = [opinion.log for every in said.values() for opinion in every]
    outside = [one for one in order.outside if one.currency == code]
    logs += [middle_in(one.span) for one in outside]
    if last is None and not logs:
        return None
    given = scores.settings
    begin = _lowest(company, said, logs) if last is None else last[1]
    grid = grid_over([begin, begin + given.growth, *logs], POINTS)
    if last is not None:
        when, price = last
        live = [found for found in company if _may_be_newer(found, when)]
        density, since = (
            _aged(bell(grid, price, given.stated_spread), when, cut, given, grid),
            when,
        )
    else:
        live, since = company, company[0].case.first if company else cut
        density = bell(grid, begin - given.growth, SPREAD)
        if live:
            since = max(found.case.first for found in live)
    for found in live:
        density = _mixed_in(
            found, said[found.case.round], density, grid, scores, cut, last
        )
    if last is None:
        density = _aged(density, since, cut, given, grid)
    for one in outside:
        density = weighed_by(density, _voiced(one, cut), grid)
    return summary(density, grid)


def newest_word(
    company: Sequence[Weighed], order: RoundOrder = UNORDERED
) -> int | None:
    """Give the instant of the newest word on which what a company is worth may rest."""
    words = [
        word.when
        for found in company
        if found.case.primary and found.case.round not in order.older
        for told in found.case.told
        if told.taken_back is None
        for word in told.words
        if word.readings(PRICE)
    ]
    return max([*words, *(one.when for one in order.outside)], default=None)


def middle_in(span: LogRange) -> float:
    """Give the middle of a span of logs."""
    return (span[0] + span[1]) / 2


def _lowest(
    company: Sequence[Weighed], said: Mapping[str, list[Opinion]], logs: list[float]
) -> float:
    """Give the price that was first spoken of, where nobody confirmed one."""
    for found in company:
        if said[found.case.round]:
            return middle_of(said[found.case.round], None, 0.0)
    return min(logs)


def _aged(
    density: Density, when: int, cut: int, settings: Settings, grid: Grid
) -> Density:
    """Mix in a newer round that nobody has reported, by the age of the last one."""
    days = max(0, cut - when) / DAY
    unheard = settings.newer_share * (1 - exp(-days / settings.newer_days))
    newer = moved(density, settings.growth, settings.growth_spread, grid)
    return mixed(density, newer, unheard)


def _mixed_in(
    found: Weighed,
    said: Sequence[Opinion],
    density: Density,
    grid: Grid,
    scores: Scores,
    cut: int,
    last: tuple[int, float] | None,
) -> Density:
    """Mix in a round by the chance that it is real and has closed."""
    given, stated = scores.settings, stated_price(found.outcome)
    if stated is not None:
        of_it = bell(grid, stated, given.stated_spread)
    elif said:
        middle = middle_of(said, None if last is None else last[1], given.growth)
        of_it = of_round(said, middle, grid)
    else:
        of_it = moved(density, given.growth, given.growth_spread, grid)
    return mixed(density, of_it, closed_by(found, scores, cut))


def _voiced(one: Outside, cut: int) -> Opinion:
    """Give what a price outside rounds says of the price now: the less, the older."""
    years = max(0, cut - one.when) / DAY / YEAR
    spread = SALE if one.sale else RECKONED
    wide = (one.span[1] - one.span[0]) ** 2 / 12
    deviation = sqrt(spread**2 * (1 + years) + wide)
    return Opinion(one.event, one.source, middle_in(one.span), deviation, OUTSIDE)


def _last(
    head: Weighed, company: Iterable[Weighed], order: RoundOrder
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


def currency_of(company: Sequence[Weighed], order: RoundOrder = UNORDERED) -> str:
    """Give the currency of most of a company's primary rounds with a price, else of its
    prices outside rounds.
    """
    codes = [
        found.case.currency
        for found in company
        if found.case.primary and dict(found.case.currencies).get(PRICE)
    ]
    codes = codes or [one.currency for one in order.outside]

    def rank(code: str) -> tuple[int, bool, str]:
        return -codes.count(code), code != "USD", code

    return min(codes, key=rank, default="USD")


def _may_be_newer(found: Weighed, confirmed: int) -> bool:
    """Tell whether a round may be newer than the last confirmed one."""
    outcome = found.outcome
    if outcome is None or outcome.tier in SILENT:
        return found.case.first > confirmed
    return outcome.real and outcome.when > confirmed and stated_price(outcome) is None


def closed_by(found: Weighed, scores: Scores, cut: int) -> float:
    """Give the chance that a round is real and has closed."""
    outcome, given = found.outcome, scores.settings
    if outcome is not None and outcome.tier not in SILENT:
        return 1.0 if outcome.tier < TWO_ORIGINS else SURE
    chances = [0.0]
    for told, root in zip(found.case.told, found.origin, strict=True):
        if root == told.id and told.taken_back is None:
            days = max(0, cut - told.when) / DAY
            still = 1 - given.closed_by_now[told.hedge]
            chances.append(1 - still * exp(-days / given.closing_days))
    return found.belief.chance * max(chances)
