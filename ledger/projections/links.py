"""Which rounds of one company may be one, and which claims stand there twice.

Sources file one round under different labels. Two rounds are *proposed* as one where
a claim on each, of two sources, states a figure (raised or price) that is alike, at
most 90 days apart, and nothing speaks against it:

- their types go together (`comparing.py` has the rules; unknown goes with anything),
  and so do their kinds of money: equity is not debt,
- neither was superseded, and neither names the other as superseded,
- not one of them alone ended (failed, withdrawn),
- no source has a deal (committed or later) of its own on each: it takes them for two,
- nobody kept them apart (`rounds.kept_apart`; that acts by sequence, on every as-of).

Claims count that are live and were not moved: who moved a claim has looked at it. Two
claims of *one* source with the same figures, the same publication and the same days
are *duplicates*, on two rounds or on one; without a number only if they state one day
of the world, the same type and the same stage.

Two claims of one source on two rounds are proposed, too, where they state one day of
the world (or one month, if they know no better) and the same amount or price: rows of
a database that come again under other ids. Parts of one announcement are two rounds:
what one source, which is no database, published at once, and amounts of differing
parts.

Nothing is linked here. A person accepts a proposal with a move or a merge, or refuses
it. The order is: duplicates, then more fields alike, nothing that conflicts, figures
that are equal, fewer days apart, names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from ledger.claims.names import Directory, fold
from ledger.claims.vocabulary import ENDS
from ledger.projections.claims import Claim
from ledger.projections.comparing import (
    WINDOW,
    Match,
    conflicts,
    days_apart,
    matches,
    money_of,
    near,
    types_fit,
    types_of,
)
from ledger.projections.roundsides import Sided, candidates_of, deals_of, side_of
from ledger.projections.rows import EventOrder
from ledger.projections.standing import CONFIRMED, CompanyAt, Round
from ledger.projections.twins import CompanyLink, Twins, apart_from, company_links

KEPT_APART: Final = "rounds.kept_apart"
MONTH: Final = 31
"""Days: what one source says of a longer stretch may well be of two rounds."""
RoundPair = tuple[str, str]
"""The names of two rounds, the smaller first; one name twice for a round alone."""
Order = tuple[bool, int, bool, bool, int]


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """Two claims that may be about one round."""

    one: Claim
    other: Claim
    days: int
    """How far apart they are at least."""
    matches: tuple[Match, ...]
    conflicts: bool
    """Whether a field that both state has other figures."""
    duplicate: bool
    again: bool = False
    """Whether one source states the same amount or price for the same day."""

    @property
    def order(self) -> Order:
        """The stronger the smaller."""
        exact = all(match.exact for match in self.matches)
        return (
            not self.duplicate,
            -len(self.matches),
            self.conflicts,
            not exact,
            self.days,
        )


@dataclass(frozen=True, slots=True)
class Link:
    """Two rounds that may be one: what speaks for it, the strongest first."""

    round: Round
    """The one that would go."""
    into: Round
    """The one that would stay; the same round if it holds a claim twice."""
    evidence: tuple[LinkEvidence, ...]
    movable: Claim | None
    """The only thing that is said of the round that would go, if it is one claim."""

    @property
    def best(self) -> LinkEvidence:
        return self.evidence[0]

    @property
    def events(self) -> tuple[int, ...]:
        """The claims behind it, by number."""
        return tuple(
            sorted({x.seq for one in self.evidence for x in (one.one, one.other)})
        )


@dataclass(frozen=True, slots=True)
class Linked:
    """What may be one in a company, and the refusals that keep more from being said."""

    links: tuple[Link, ...]
    apart: tuple[int, ...]
    """Events by which pairs are kept apart that would be proposed."""
    companies: tuple[CompanyLink, ...] = ()
    """Companies that may be one with it."""


def linked_at(company: CompanyAt, twins: Twins) -> Linked:
    """Propose which rounds of a company are one, and which companies it may be."""
    found = links_at(company)
    refused = apart_from(company)
    shared = twins.get(company.slug, ())
    apart = {*found.apart, *(seq for slug, seq in refused.items() if slug in shared)}
    companies = tuple(company_links(company, twins))
    return Linked(found.links, tuple(sorted(apart)), companies)


def links_at(company: CompanyAt) -> Linked:
    """Propose which rounds of a company are one; nothing for most companies."""
    found: dict[RoundPair, list[LinkEvidence]] = {}
    for alike in _near_pairs(near(_candidates(company)), company.may.directory):
        found.setdefault(_pair(alike), []).append(alike)
    if not found:
        return Linked((), ())
    refused = kept_apart(company)
    links, apart = [], set()
    for pair, alike_ones in found.items():
        one, other = (company.rounds[name] for name in pair)
        evidence = _of_one_money(one, other, alike_ones)
        if not _may_be_one(one, other, evidence):
            continue
        if pair in refused:
            apart.add(refused[pair])
        else:
            links.append(_link(one, other, evidence, company))
    links.sort(key=lambda x: (x.best.order, x.round.name, x.into.name))
    return Linked(tuple(links), tuple(sorted(apart)))


def may_be_one(one: Round, other: Round) -> bool:
    """Tell whether two rounds of a company would be proposed as one."""
    if max(one.days[0] - other.days[1], other.days[0] - one.days[1]) > WINDOW:
        return False
    if other not in one.ones:
        one.ones[other] = _looked_up(one, other)
    return one.ones[other]


def _looked_up(one: Round, other: Round) -> bool:
    """Work it out as `links_at` does, without all of the evidence.

    A source that has a deal of its own on each of them must say the same twice; where
    there is none, one piece of evidence is enough.
    """
    sides = side_of(one), side_of(other)
    first, second = (side.sided for side in sides)
    both = first.deals & second.deals
    if both and not both <= {source for source, _ in first.said & second.said}:
        return False
    if not _go_together(one, other):
        return False
    said = {first.money, second.money}
    kinds = {money or "equity" for money in said}
    if said == {"equity", "debt"} or (both and len(kinds) > 1):
        return False
    if not _speak_of_near_days(first, second):
        return False
    directory = one.may.directory
    if both:
        own = [[[x for x in s.claims if x.source == by] for s in sides] for by in both]
        return all(_any_alike(product(*found), directory) for found in own)
    pairs: Iterable[tuple[Claim, Claim]] = product(sides[0].claims, sides[1].claims)
    if len(kinds) > 1:
        pairs = (x for x in pairs if x[0].source != x[1].source)
    return _any_alike(pairs, directory)


def _speak_of_near_days(one: Sided, other: Sided) -> bool:
    """Tell whether any two claims on two rounds are near."""
    return any(
        max(first - until, begin - last) <= WINDOW
        for _, (first, last) in one.said
        for _, (begin, until) in other.said
    )


def _any_alike(pairs: Iterable[tuple[Claim, ...]], directory: Directory) -> bool:
    """Tell whether two claims of any of these pairs are near and alike."""
    close = ((one, other) for one, other in pairs if days_apart(one, other) <= WINDOW)
    return next(_near_pairs(close, directory), None) is not None


def kept_apart(company: CompanyAt) -> dict[RoundPair, int]:
    """Give the pairs that somebody keeps apart, under today's names of the rounds."""
    key = (KEPT_APART,)
    if key not in company.kept:
        found: dict[RoundPair, int] = {}
        for entry in company.recorded:
            if entry.type == KEPT_APART:
                names = (entry.data["round"], entry.data["other"])
                one, other = sorted(company.identity.round(name) for name in names)
                found.setdefault((one, other), entry.seq)
        company.kept[key] = found
    pairs: dict[RoundPair, int] = company.kept[key]
    return pairs


def _candidates(company: CompanyAt) -> Iterator[Claim]:
    """Give the claims that can be held against each other."""
    for found in company.rounds.values():
        yield from candidates_of(found)


def _near_pairs(
    pairs: Iterable[tuple[Claim, Claim]], directory: Directory
) -> Iterator[LinkEvidence]:
    """Give those pairs of claims near enough that state a figure that is alike."""
    for one, other in pairs:
        duplicate = _twice(one, other)
        if not duplicate and one.round == other.round:
            continue
        again = not duplicate and one.source == other.source
        if again and not _comes_again(one, other, directory):
            continue
        alike = matches(one, other)
        if again and not any(match.same for match in alike):
            continue
        if alike or (duplicate and _same_row(one, other)):
            days, odd = days_apart(one, other), conflicts(one, other)
            yield LinkEvidence(one, other, days, tuple(alike), odd, duplicate, again)


def _comes_again(one: Claim, other: Claim, directory: Directory) -> bool:
    """Tell whether one source may speak of one day twice, not of two parts at once."""
    if one.days[1:] != other.days[1:] or one.days.last - one.days.first > MONTH:
        return False
    if (
        _round_parts(one)
        and _round_parts(other)
        and not _round_parts(one) & _round_parts(other)
    ):
        return False
    source = directory.sources.get(one.source)
    at_once = one.row.when[1:3] == other.row.when[1:3]
    return not at_once or (source is not None and source.kind == "database")


def _round_parts(claim: Claim) -> set[str]:
    """Name the parts of its round that a claim is about."""
    parts = [item.part for item in claim.raised]
    parts += [price.part for price in claim.valuation]
    return {fold(part) for part in parts if part is not None}


def _twice(one: Claim, other: Claim) -> bool:
    """Tell whether one source says the very same twice."""
    return (
        one.source == other.source
        and (one.row.when.lo, one.row.when.hi) == (other.row.when.lo, other.row.when.hi)
        and one.days[1:] == other.days[1:]
        and set(one.raised) == set(other.raised)
        and set(one.valuation) == set(other.valuation)
    )


def _same_row(one: Claim, other: Claim) -> bool:
    """Tell whether claims without a number say the same of one day and one type."""
    return (
        one.dated
        and one.days.first == one.days.last
        and one.said.round_type is not None
        and (one.stage, one.said.round_type) == (other.stage, other.said.round_type)
    )


def _pair(evidence: LinkEvidence) -> RoundPair:
    one, other = sorted(str(claim.round) for claim in (evidence.one, evidence.other))
    return one, other


def _of_one_money(
    one: Round, other: Round, evidence: Sequence[LinkEvidence]
) -> Sequence[LinkEvidence]:
    """Leave out what speaks of two kinds of money.

    Several sources may know more or less of it, so that only equity and debt are two.
    One source says one thing in one way: what it leaves open is equity, as in sums.
    """
    if not evidence:
        return []
    kinds = [money_of(found) for found in (one, other)]
    if set(kinds) == {"equity", "debt"}:
        return []
    same = len({kind or "equity" for kind in kinds}) == 1
    return [x for x in evidence if same or x.one.source != x.other.source]


def _may_be_one(one: Round, other: Round, evidence: Sequence[LinkEvidence]) -> bool:
    """Tell whether nothing speaks against two rounds being one."""
    if not evidence:
        return False
    if one is other:
        return True
    if not _go_together(one, other):
        return False
    return not _taken_for_two(one, other, evidence)


def _go_together(one: Round, other: Round) -> bool:
    """Tell whether two rounds may be one by their types, their ends and their names."""
    if (one.stage in ENDS) != (other.stage in ENDS):
        return False
    if not (one.replaces | other.replaces).isdisjoint((one.name, other.name)):
        return False
    return types_fit(side_of(one).sided.types, side_of(other).sided.types)


def _taken_for_two(one: Round, other: Round, evidence: Iterable[LinkEvidence]) -> bool:
    """Tell whether a source has a deal of its own on each of two rounds."""
    twice = {x.one.source for x in evidence if x.duplicate or x.again}
    return bool((deals_of(one) & deals_of(other)) - twice)


def _link(
    one: Round, other: Round, evidence: Sequence[LinkEvidence], company: CompanyAt
) -> Link:
    stays, goes = sorted((one, other), key=_rank)
    ranked = sorted(evidence, key=lambda x: (x.order, x.one.row.key, x.other.row.key))
    return Link(goes, stays, tuple(ranked), _movable(goes, company))


def _rank(found: Round) -> tuple[bool, int, int, bool, EventOrder]:
    """Rank which of two rounds stays: confirmed, better known, labelled, earlier."""
    return (
        found.standing not in CONFIRMED,
        -len(found.origins),
        -len(found.claims),
        not types_of(found),
        min(claim.row.key for claim in found.claims),
    )


def _movable(goes: Round, company: CompanyAt) -> Claim | None:
    """Give the claim of a round that has one, unless others speak of that round.

    A denial of the round would lose sight of a claim that was moved away.
    """
    if len(goes.claims) > 1:
        return None
    (claim,) = goes.claims
    named = {
        company.identity.round(row.round)
        for row in company.rows
        if row.round is not None and row.id != claim.id
    }
    return None if goes.name in named else claim
