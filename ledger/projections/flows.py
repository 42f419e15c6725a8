"""Who funds whom, by stage; and the circles in which money comes back.

A flow is from one investor to one company, at one stage, of one kind of money. It has
the sums of the investor's own amounts, each column for itself and each currency for
itself; parts without an amount are counted next to them. What counts is what stands at
the cut: no round that is retracted, superseded, failed, withdrawn or expired (unless it
was paid), and nobody who left it. Disputed parts enter no sum, and are counted.

In a currency that is asked for, what was stated in others is summed once more.

A *circle* is companies that each fund the next, and the last the first: directly,
or through any number of others. Only money that reaches a company funds it: equity,
debt, grants, vendor financing, also under a letter of intent or in talks; no purchase
and no secondary sale. Each circle is listed once, from its first company by name, the
short ones first. Between two companies the strongest stage of all their rounds counts;
a circle is as weak as its *weakest* link.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ledger.claims.amounts import Figure, total
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import STRENGTH
from ledger.projections.basis import Basis
from ledger.projections.investors import (
    FUNDING,
    Invested,
    Investment,
    Who,
    all_investments,
    investments_at,
    same_words,
)
from ledger.projections.rounds import CompanyAt

_NOTHING: Final[Mapping[str, Figure]] = {}

MOST_CIRCLES: Final = 1_000
"""A ledger in which everybody funds everybody has more circles than anybody reads."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What one investor put into one company, at one stage."""

    who: Who
    company: str
    stage: str
    money: str
    currency: str | None
    """None where no amount is stated."""
    amounts: Mapping[str, Figure]
    """The sums by column, never across columns."""
    rounds: tuple[str, ...]
    standings: tuple[str, ...]
    leads: bool
    undisclosed: int
    """Parts without an amount."""
    disputed: int
    """Parts that are disputed, and in no sum."""
    events: tuple[int, ...]
    converted: bool = False
    """Whether it sums all currencies, each amount converted at the rate of its day."""


class FundingLink(NamedTuple):
    """One company that funds another, at the strongest stage at which it does."""

    giver: str
    taker: str
    stage: str
    disputed: bool
    rounds: tuple[str, ...]
    events: tuple[int, ...]


class Circle(NamedTuple):
    """Companies that fund each other in a circle, from the first by name."""

    links: tuple[FundingLink, ...]

    @property
    def companies(self) -> tuple[str, ...]:
        return tuple(link.giver for link in self.links)

    @property
    def weakest(self) -> FundingLink:
        """The link at the weakest stage; of several the first."""
        return min(self.links, key=lambda link: STRENGTH.get(link.stage, -1))

    @property
    def events(self) -> tuple[int, ...]:
        return tuple(sorted({seq for link in self.links for seq in link.events}))


def flows_of(
    investments: Iterable[Investment], unit: Unit | None = None
) -> Iterator[Flow]:
    """Give the flows by investor and company, the strongest stage first.

    In a `unit` what was stated in other currencies is summed once more, with all that
    goes the same way, each amount converted at the rate of its own day.
    """
    grouped: dict[tuple[str, str, int, str], list[Investment]] = {}
    for one in investments:
        if one.counts:
            grouped.setdefault(_investment_order(one), []).append(one)
    for _, parts in sorted(grouped.items()):
        codes = {code for part in parts for code in _currencies(part)} or {None}
        for code in sorted(codes, key=lambda code: code or ""):
            yield _flow(code, parts, first=code == min(codes, key=lambda x: x or ""))
        if unit is not None and codes - {None, unit.code}:
            changed = [one.changed(unit) for one in parts]
            if any(unit.code in _currencies(one) for one in changed):
                yield replace(_flow(unit.code, changed, first=False), converted=True)


def _investment_order(one: Investment | Flow) -> tuple[str, str, int, str]:
    return one.who.key, one.company, -STRENGTH.get(one.stage, -1), one.money


class Flowed(NamedTuple):
    """The flows into one company, and what cannot be summed before all are read."""

    flows: list[Flow]
    rest: Invested
    """The parts of companies: with a merger one of these may be another."""


def flows_into(company: CompanyAt, basis: Basis, unit: Unit | None = None) -> Flowed:
    """Sum what was put into one company; what companies put in is left as it is."""
    found = investments_at(company, basis)
    known = company.may.directory.companies
    own = [one for one in found.investments if one.who.key not in known]
    rest = [one for one in found.investments if one.who.key in known]
    flows = list(flows_of(all_investments([Invested(own, {})]), unit))
    return Flowed(flows, Invested(rest, found.identical))


def flows_together(parts: Iterable[Flowed], unit: Unit | None = None) -> list[Flow]:
    """Give the flows into all companies, as `flows_of` all their investors."""
    flows: list[Flow] = []
    rest = []
    for part in parts:
        flows += part.flows
        rest.append(part.rest)
    flows += flows_of(all_investments(rest), unit)
    return sorted(flows, key=_investment_order)


def _currencies(part: Investment) -> set[str | None]:
    return {
        amount.figure.currency
        for amount in part.amounts.values()
        if not (amount.vague or amount.disputed or part.disputed)
    }


def _flow(code: str | None, parts: Sequence[Investment], *, first: bool) -> Flow:
    """Make the flow of one currency; what has no amount is counted in the first."""
    figures: dict[str, list[Figure]] = {}
    within = [x for x in parts if code in _currencies(x)]
    for part in within:
        for column, amount in part.amounts.items():
            if not (amount.vague or amount.disputed) and amount.figure.currency == code:
                figures.setdefault(column, []).append(amount.figure)
    disputed = [x for x in parts if _in_dispute(x)] if first else []
    silent = [x for x in parts if not (_currencies(x) or _in_dispute(x))]
    silent = silent if first else []
    told = [x for x in parts if x in within or x in disputed or x in silent]
    lead = told[0]
    return Flow(
        who=lead.who,
        company=lead.company,
        stage=lead.stage,
        money=lead.money,
        currency=code,
        amounts={x: total(figures[x]) for x in figures} or _NOTHING,
        rounds=tuple(x.round for x in told),
        standings=same_words(tuple(dict.fromkeys(x.standing for x in told))),
        leads=any(x.leads for x in told),
        undisclosed=len(silent),
        disputed=len(disputed),
        events=tuple(sorted({seq for x in told for seq in x.events})),
    )


def _in_dispute(part: Investment) -> bool:
    amounts = part.amounts.values()
    return part.disputed or (bool(amounts) and all(x.disputed for x in amounts))


def links_of(investments: Iterable[Investment]) -> list[FundingLink]:
    """Give which company funds which, each pair once; nobody funds itself."""
    found: dict[tuple[str, str], list[Investment]] = {}
    for one in investments:
        giver = one.who.company
        if giver is None or giver == one.company or one.money not in FUNDING:
            continue
        if one.counts:
            found.setdefault((giver, one.company), []).append(one)
    return [
        FundingLink(
            giver,
            taker,
            max((x.stage for x in parts), key=lambda stage: STRENGTH.get(stage, -1)),
            all(x.disputed for x in parts),
            tuple(x.round for x in parts),
            tuple(sorted({seq for x in parts for seq in x.events})),
        )
        for (giver, taker), parts in sorted(found.items())
    ]


def circles_of(investments: Iterable[Investment]) -> Iterator[Circle]:
    """Give every circle once, the short ones first."""
    links: dict[str, dict[str, FundingLink]] = {}
    for link in links_of(investments):
        links.setdefault(link.giver, {})[link.taker] = link
    paths: deque[tuple[str, ...]] = deque((start,) for start in sorted(links))
    home = {start: _leading_to(start, links) for start in links}
    while paths:
        path = paths.popleft()
        start, here = path[0], path[-1]
        for taker in sorted(links.get(here, ())):
            if taker == start:
                ends = zip(path, (*path[1:], start), strict=True)
                yield Circle(tuple(links[one][other] for one, other in ends))
            elif taker > start and taker in home[start] and taker not in path:
                paths.append((*path, taker))


def _leading_to(
    start: str, links: Mapping[str, Mapping[str, FundingLink]]
) -> frozenset[str]:
    """Name the companies after `start` from which money can come back to it."""
    givers: dict[str, set[str]] = {}
    for giver, takers in links.items():
        for taker in takers:
            givers.setdefault(taker, set()).add(giver)
    found, ahead = {start}, [start]
    while ahead:
        for giver in givers.get(ahead.pop(), ()):
            if giver > start and giver not in found:
                found.add(giver)
                ahead.append(giver)
    return frozenset(found)
