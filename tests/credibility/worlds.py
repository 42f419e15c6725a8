"""A small invented world of rounds, reports and denials, with known truth.

Companies raise, or are only said to. Reporters of three kinds tell of it: each is
right with a chance of its own, gives prices with a bias and some noise, and copies
others. Chiefs deny what is untrue, and some of them also what is true. Most real
rounds are announced in the end. Nothing here knows a model, and absolute figures say
nothing of real sources. The same seed gives the same world.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp, fsum, log
from random import Random
from typing import Final, NamedTuple

from tests.credibility.telling import Happening, Teller

KINDS: Final = {"wire": (4, 0.85), "press": (8, 0.70), "blog": (8, 0.50)}
"""How many there are of a kind, and how often they are right on the average."""

DAYS: Final = 2000.0
LAST: Final = DAYS + 400
HALF: Final = 0.5
ROUNDS: Final = 3
"""Real rounds a company; as many unreal ones are talked of, less one."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a world goes."""

    copied: float = 0.3
    labelled: float = 0.4
    delay: float = 2.5
    """Days within which a report is copied."""
    public: float = 0.85
    """Share of the real rounds that are announced."""
    refuted: float = 0.2
    """Share of the others that are refuted."""
    unreal: int = ROUNDS - 1
    """Rounds of a company that are only talked of."""
    denied_real: float = 0.2
    denied_unreal: float = 0.6
    turning: float = 0.0
    """Share of the reporters that are another half-way."""
    reports: int = 45
    """At most, of a reporter."""


WAYS: Final = {
    "base": Ways(),
    "late-copies": Ways(copied=0.6, labelled=0.0, delay=20.0),
    "silent": Ways(copied=0.9, labelled=0.0),
    "drift": Ways(turning=0.6),
    "drift-all": Ways(turning=1.0),
    "few-claims": Ways(reports=9),
    "scarce": Ways(public=0.45, refuted=0.05),
    "never-public": Ways(public=0.15, refuted=0.0),
    "phantoms": Ways(unreal=7),
    "honest-deniers": Ways(denied_real=0.02, denied_unreal=0.95),
    "all-deny": Ways(denied_real=0.6, denied_unreal=0.1),
}
"""Worlds in which something is other than configured."""


@dataclass(slots=True)
class World:
    """What happened, who is how reliable, and which rounds are real."""

    happenings: list[Happening]
    kinds: dict[str, str]
    reliability: dict[str, float]
    real: dict[str, bool]
    price: dict[str, float]
    first: dict[str, float] = field(default_factory=dict)

    def teller(self) -> Teller:
        """Begin to tell this world to the model."""
        priors = {kind: mean for kind, (_, mean) in KINDS.items()}
        return Teller(self.kinds, priors, frozenset({"wire", "press"}))


@dataclass(frozen=True, slots=True)
class _Round:
    name: str
    company: str
    start: float
    public: float | None
    price: float
    real: bool = True


def world(seed: int, companies: int = 30, ways: Ways = WAYS["base"]) -> World:
    """Draw a world."""
    random, turned = Random(seed), Random(seed + 10**6)
    kinds = {
        f"{kind}-{number}": kind
        for kind, (many, _) in KINDS.items()
        for number in range(many)
    }
    reliability = {
        source: random.betavariate(KINDS[kind][1] * 10, (1 - KINDS[kind][1]) * 10)
        for source, kind in kinds.items()
    }
    later = {
        source: turned.betavariate(1.5, 1.5)
        for source in kinds
        if turned.random() < ways.turning
    }
    rounds = list(_rounds(random, companies, ways))
    told = _told(random, rounds, Chances(reliability, later), ways)
    found = World(
        happenings=_numbered(told),
        kinds=kinds,
        reliability=reliability | later,
        real={one.name: one.real for one in rounds},
        price={one.name: one.price for one in rounds},
    )
    for it in found.happenings:
        found.first.setdefault(it.round, it.day)
    return found


def _rounds(random: Random, companies: int, ways: Ways) -> Iterator[_Round]:
    for number in range(companies):
        company, level = f"c{number}", random.gauss(log(2e8), 1)
        for place in range(ROUNDS):
            start = (place + random.random()) * DAYS / ROUNDS
            level += random.gauss(0.5, 0.3)
            heard = random.random() < ways.public
            public = start + random.uniform(60, 200) if heard else None
            yield _Round(
                f"{company}/r{place}", company, start, public, price=exp(level)
            )
        for place in range(ways.unreal):
            start = random.random() * DAYS
            refuted = random.random() < ways.refuted
            public = start + random.uniform(60, 250) if refuted else None
            price = exp(level + random.gauss(0, 0.5))
            name = f"{company}/x{place}"
            yield _Round(name, company, start, public, price, real=False)


Told = tuple[float, str, _Round, str, str, tuple[float, float] | None, int | None]
"""Day, kind, round, source, hedge, price, and the place of what it copies."""


class Chances(NamedTuple):
    """How often reporters are right, and those that turn in the second half."""

    first: dict[str, float]
    later: dict[str, float]

    def about(self, random: Random, source: str, rounds: list[_Round]) -> _Round:
        """Draw a round of which a reporter tells."""
        chance, among = self.first[source], rounds
        if source in self.later:
            late = random.random() < HALF
            chance = self.later[source] if late else chance
            among = [one for one in rounds if (one.start > DAYS / 2) == late]
        right = random.random() < chance
        return random.choice([one for one in among if one.real == right])


def _told(
    random: Random, rounds: list[_Round], chances: Chances, ways: Ways
) -> list[Told]:
    found: list[Told] = []
    for source in chances.first:
        bias = random.gauss(0, 0.05)
        for _ in range(random.randint(ways.reports // 3, ways.reports)):
            about = chances.about(random, source, rounds)
            found.append(_report(random, about, source, bias))
            if random.random() < ways.copied:
                by = random.choice(list(chances.first))
                found.append(_copy(random, found, by, ways))
    for about in rounds:
        days = [one[0] for one in found if one[2] is about]
        if not days:
            continue
        if random.random() < (ways.denied_real if about.real else ways.denied_unreal):
            day = min(days) + random.uniform(0, 4)
            found.append(
                (day, "denial", about, f"chief-{about.company}", "", None, None)
            )
        if about.public is not None:
            kind = "announcement" if about.real else "refutation"
            stated = (about.price, about.price) if about.real else None
            found.append((about.public, kind, about, "", "", stated, None))
    return found


def _report(random: Random, about: _Round, source: str, bias: float) -> Told:
    end = about.public if about.real and about.public else about.start + 60
    day = random.uniform(about.start, end - 1)
    price = float(f"{about.price * exp(bias + random.gauss(0, 0.12)):.2g}")
    hedge = random.choices(("talks", "advanced", "closed"), (5, 3, 2))[0]
    given = (price, price) if random.random() < 0.8 else None
    return (day, "report", about, source, hedge, given, None)


def _copy(random: Random, found: list[Told], source: str, ways: Ways) -> Told:
    """Let a source repeat the report that was told last, mostly without saying so."""
    day, kind, about, _, hedge, price, _ = found[-1]
    later = day + random.uniform(0.1, ways.delay)
    origin = len(found) - 1 if random.random() < ways.labelled else None
    return (later, kind, about, source, hedge, price, origin)


def _own(told: list[Told]) -> Iterator[int]:
    """Say which reports say that they have their own sources: a third of those that
    have, and none that was copied.
    """
    said = [one[:3] for one in told]
    for place, (_, kind, about) in enumerate(said):
        copied = place and kind == "report" and said[place - 1][2] is about
        if kind == "report" and not copied and place % 3 == 0:
            yield place


def _numbered(told: list[Told]) -> list[Happening]:
    order = sorted(range(len(told)), key=lambda place: (told[place][0], place))
    numbers = {place: number for number, place in enumerate(order, 1)}
    own = set(_own(told))
    return [
        Happening(
            number=numbers[place],
            day=day,
            kind=kind,
            company=about.company,
            round=about.name,
            source=source,
            hedge=hedge,
            price=price,
            copy_of=None if origin is None else numbers[origin],
            own=place in own,
        )
        for place in order
        for day, kind, about, source, hedge, price, origin in [told[place]]
    ]


ASKED: Final = 21.0
"""Days after it was first heard of, a round is asked about."""

WARM: Final = 500.0


@dataclass(slots=True)
class Result:
    """What was answered, next to what is true."""

    scores: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Answer, ends of the interval, truth."""
    chances: list[tuple[float, bool]] = field(default_factory=list)
    prices: list[tuple[tuple[float, ...], float]] = field(default_factory=list)


def played(found: World) -> Result:
    """Tell a world, and ask of every round 21 days after it was first heard of."""
    teller, result = found.teller(), Result()
    due = sorted((day + ASKED, name) for name, day in found.first.items())
    events: Iterator[Happening] = iter(found.happenings)
    ahead = next(events, None)
    for day, name in due:
        while ahead is not None and ahead.day <= day:
            teller.tell(ahead)
            ahead = next(events, None)
        teller.until(day)
        told = teller.rounds[name]
        if day < WARM or told.proofs:
            continue
        chance, price = teller.round(told.company, name)
        result.chances.append((chance, found.real[name]))
        if price is not None and found.real[name]:
            result.prices.append((price, found.price[name]))
    while ahead is not None:
        teller.tell(ahead)
        ahead = next(events, None)
    teller.until(LAST)
    for source, truth in found.reliability.items():
        result.scores.append((*teller.reliability(source), truth))
    return result


def mean(values: Sequence[float]) -> float:
    """Give the mean of some numbers."""
    return fsum(values) / len(values)


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Give Spearman's correlation of pairs."""
    ranks = []
    for side in (0, 1):
        order = sorted(range(len(pairs)), key=lambda i: (pairs[i][side], i))
        ranks.append({place: rank for rank, place in enumerate(order)})
    middle = (len(pairs) - 1) / 2
    up = fsum((ranks[0][i] - middle) * (ranks[1][i] - middle) for i in ranks[0])
    return up / fsum((i - middle) ** 2 for i in range(len(pairs)))


def figures(result: Result) -> dict[str, float]:
    """Score one world."""
    return {
        "rank": rank_correlation([(one[0], one[3]) for one in result.scores]),
        "error": mean([abs(one[0] - one[3]) for one in result.scores]),
        "covered": mean([float(x[1] <= x[3] <= x[2]) for x in result.scores]),
        "brier": mean([(chance - real) ** 2 for chance, real in result.chances]),
        "price error": mean([abs(log(p[0] / true)) for p, true in result.prices]),
        "price covered": mean(
            [float(p[1] <= true <= p[2]) for p, true in result.prices]
        ),
    }
