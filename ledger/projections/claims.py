"""Claims at a cut: what each source says now, and which claims still live.

A claim is its event with the same source's visible revisions applied field by field,
in published order. It is *retracted* once that source withdrew it, and a *copy* once
a relay says so. No copy is a claim that states figures which its origin never stated,
nor one whose source says that it has them from sources of its own (`own_sourcing`).
Live means neither. A paper that stands by a claim of another source, in some scope, is
a *second* of that claim there: one more origin, with the same figures. Rounds and
companies are named as identity is known at the cut: merges and moves act in published
order, and before their date they do not exist.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.claims.dates import Days
from ledger.claims.figures import Price, Raised
from ledger.claims.names import Directory
from ledger.projections.rows import CLAIMS, EventOrder, Row, Said

Retractions = dict[tuple[str, str | None], Row]
"""The id of an event and who took it back -> by what."""

PAPERS: Final = frozenset({"press", "wire", "blog"})
"""The kinds of sources that can stand by what others say, and be origins of it."""

DONE: Final = frozenset({"partially_closed", "closed", "filed"})
"""Stages of what is done by the time that somebody says so."""


def done_by(days: Days, told: Days | None) -> Days:
    """Give those of the days on which something was done that were no later than told.

    Days that are all later are told in advance, and stay.
    """
    if told is None or not days.first <= told.last < days.last:
        return days
    return days._replace(last=told.last)


@dataclass(slots=True, eq=False)
class Claim:
    """One source's statement about a round or a price, as it stands at a cut."""

    row: Row
    id: str
    company: str
    round: str | None
    """None for a price outside a round."""
    source: str
    said: Said
    days: Days
    """The days of the world that it is about."""
    dated: bool
    """Whether it says so, rather than the days follow from its publication."""
    revised: tuple[Row, ...] = ()
    moved: tuple[Row, ...] = ()
    retracted: Row | None = None
    copied: Row | None = None
    """The relay that makes it a copy."""
    carriers: tuple[Row, ...] = ()
    seconds: tuple[Row, ...] = ()
    """Papers that stand by it, each from sources of its own."""
    kept: dict[str, Any] = field(default_factory=dict, repr=False)
    """What was read of what it says, as long as it says that."""

    @property
    def seq(self) -> int:
        return self.row.seq

    @property
    def live(self) -> bool:
        return self.retracted is None and self.copied is None

    def word(self, field_name: str) -> Row:
        """Give the event in which its source last said what it says in a field."""
        for revision in reversed(self.revised):
            if getattr(revision.said, field_name):
                return revision
        return self.row

    def spoke(self, field_name: str) -> EventOrder:
        """Give when its source last said what the claim says in a field."""
        return self.word(field_name).key

    def origins(self, *fields: str) -> tuple[str, ...]:
        """Name its source, and the papers that stand by any of these fields."""
        if not self.seconds:
            return (self.source,)
        seconds = (
            row.source or ""
            for row in self.seconds
            if not {"whole", *fields}.isdisjoint(row.data["scope"])
        )
        return tuple(dict.fromkeys((self.source, *seconds)))

    def states(self) -> Iterator[tuple[Row, Said]]:
        """Give what it said at first, and after each revision, in published order."""
        said = self.row.said
        assert said is not None
        yield self.row, said
        for row in self.revised:
            assert row.said is not None
            said = revised(said, row.said)
            yield row, said

    @property
    def stage(self) -> str:
        return self.said.stage or "rumoured"

    @property
    def effective(self) -> Days:
        """The days on which what it says takes effect; never later than it said done.

        "Closed in March", said on the 20th, is about the days up to the 20th.
        """
        if self.days.first == self.days.last:
            return self.days
        told = (
            row.when.day
            for row, said in self.states()
            if said.stage in DONE and said.effective == self.days
        )
        return done_by(self.days, min(told, key=lambda day: day.last, default=None))

    @property
    def raised(self) -> tuple[Raised, ...]:
        return self.said.raised

    @property
    def valuation(self) -> tuple[Price, ...]:
        return self.said.valuation


@dataclass(slots=True)
class Identity:
    """Who is who at a cut: companies that are one, rounds that are one."""

    companies: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, str] = field(default_factory=dict)
    merged: dict[str, Row] = field(default_factory=dict)
    """A round that was merged away -> the event that says so."""

    def company(self, slug: str) -> str:
        return self.companies.get(slug, slug)

    def round(self, name: str) -> str:
        """Give today's name of a round, under today's name of its company."""
        if not (self.companies or self.rounds):
            return name
        company, label = name.split("/", 1)
        name = f"{self.company(company)}/{label}"
        return self.rounds.get(name, name)


def identity_at(rows: Iterable[Row]) -> Identity:
    """Read merges in order; one into itself, or back in a circle, says nothing."""
    found = Identity()
    for row in rows:
        if row.type == "companies.merged" and row.data["form"] == "identical":
            _join(found.companies, row.company, row.data["into"])
    for row in rows:
        if row.type == "rounds.merged" and row.round is not None:
            old, into = found.round(row.round), found.round(row.data["into"])
            if old != into:
                found.merged[old] = row
                _join(found.rounds, old, into)
    return found


def _join(names: dict[str, str], old: str, into: str) -> None:
    old, into = names.get(old, old), names.get(into, into)
    if old == into:
        return
    names[old] = into
    for name, target in names.items():
        if target == old:
            names[name] = into


def claims_at(rows: Sequence[Row], identity: Identity) -> dict[str, Claim]:
    """Build every claim among visible rows (in the order of folds), by event id."""
    claims = {row.id: claim_of(row, identity) for row in rows if row.type in CLAIMS}
    for row in rows:
        claim = claims.get(row.data.get("claim", ""))
        if claim is None:
            continue
        match row.type:
            case "claim.revised" if row.source == claim.source:
                revise(claim, row)
            case "claim.retracted" if row.source == claim.source:
                claim.retracted = claim.retracted or row
            case "claim.moved":
                claim.moved = (*claim.moved, row)
            case "claim.relayed" if "carrier" in row.data:
                claim.carriers = (*claim.carriers, row)
    _mark_copies(claims, rows)
    for claim in claims.values():
        if claim.moved:
            _move(claim, identity)
    return claims


def claim_of(row: Row, identity: Identity) -> Claim:
    """Give a claim as it was first made."""
    said = row.said
    assert said is not None
    assert row.source is not None
    return Claim(
        row=row,
        id=row.id,
        company=identity.company(row.company),
        round=None if row.round is None else identity.round(row.round),
        source=row.source,
        said=said,
        days=said.effective or row.when.day,
        dated=said.effective is not None,
    )


def revise(claim: Claim, row: Row) -> None:
    """Let a later statement of the same source replace the fields that it names."""
    new = row.said
    assert new is not None
    claim.said, claim.kept = revised(claim.said, new), {}
    claim.revised = (*claim.revised, row)
    if new.effective is not None:
        claim.days, claim.dated = new.effective, True


def revised(old: Said, new: Said) -> Said:
    """Give what is said once the fields that a revision names are replaced."""
    return Said._make(later or former for later, former in zip(new, old, strict=True))


def _move(claim: Claim, identity: Identity) -> None:
    """Put a claim where the last move says; a round merged later takes it along."""
    last = claim.moved[-1]
    company, label = last.data["to"].split("/", 1)
    name = f"{identity.company(company)}/{label}"
    merged = identity.merged.get(name)
    if merged is not None and merged.key > last.key:
        name = identity.rounds[name]
    claim.company, claim.round = identity.company(company), name


def _mark_copies(claims: Mapping[str, Claim], rows: Iterable[Row]) -> None:
    """Mark claims that a relay calls copies, if they state no other figures.

    A relay that would close a circle of copies says nothing.
    """
    for row in rows:
        if row.type != "claim.relayed" or "copy" not in row.data:
            continue
        origin, copy = claims.get(row.data["claim"]), claims.get(row.data["copy"])
        if origin is None or copy is None or copy.copied is not None:
            continue
        if _leads_to(copy, origin, claims):
            continue
        if _same_figures(origin, copy) and not copy.said.own_sourcing:
            copy.copied = row
            origin.carriers = (*origin.carriers, row)


def _leads_to(claim: Claim, origin: Claim, claims: Mapping[str, Claim]) -> bool:
    """Tell whether following copies back from `origin` ends at `claim`."""
    return origin_of(origin, claims) is claim


def origin_of(claim: Claim, claims: Mapping[str, Claim]) -> Claim:
    """Follow copies back to a claim that is not one, or to the first among `claims`.

    An origin that was moved to another company is not among them.
    """
    while claim.copied is not None:
        origin = claims.get(claim.copied.data["claim"])
        if origin is None:
            break
        claim = origin
    return claim


def _same_figures(origin: Claim, copy: Claim) -> bool:
    """Tell whether a copy says nothing about money that its origin never said.

    A copy stays one when the origin is revised and the copy is not.
    """
    words = [x.said for x in (origin.row, *origin.revised) if x.said is not None]
    raised = {item for said in words for item in said.raised}
    prices = {price for said in words for price in said.valuation}
    return raised.issuperset(copy.raised) and prices.issuperset(copy.valuation)


def retractions_in(rows: Iterable[Row]) -> Retractions:
    """Find who took back what: (event id, source) -> the first retraction."""
    found: Retractions = {}
    for row in rows:
        if row.type == "claim.retracted":
            found.setdefault((row.data["claim"], row.source), row)
    return found


def second(
    claims: Mapping[str, Claim],
    rows: Iterable[Row],
    directory: Directory,
    retractions: Retractions,
) -> None:
    """Let papers stand by the claims of others, unless they took that back."""
    for row in rows:
        if row.type != "claim.confirmed" or (row.id, row.source) in retractions:
            continue
        claim = claims.get(row.data["claim"])
        if claim is not None and is_second(claim, row, directory):
            claim.seconds = (*claim.seconds, row)


def is_second(claim: Claim, row: Row, directory: Directory) -> bool:
    """Tell whether a confirmation is by a paper that stands by the claim of another."""
    source = directory.sources.get(row.source or "")
    paper = source is not None and source.kind in PAPERS
    return paper and row.source != claim.source
