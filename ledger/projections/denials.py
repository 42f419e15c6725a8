"""Denials and what becomes of them.

A denial covers the claims that it names (a copy stands for its origin), or all
claims of others on a round published by then, in its scope; claims published later
are not covered. The whole of a claim is the fields that it states. A denial stays
open, field by field, until the denier takes it back or an entitled party states the
field later; then the field is *confirmed after denial*. A stage is stated by one that
is announced or later, or at least as strong as the one that was denied. A denial
erases nothing and proves nothing; "no comment" does nothing at all.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from ledger.claims.vocabulary import DENIABLE, ENDS, STRENGTH
from ledger.projections.claims import Claim, Identity, origin_of
from ledger.projections.entitled import PRINCIPAL, Entitlements
from ledger.projections.rows import Key, Row, Said

ANNOUNCED: Final = STRENGTH["announced"]
COMMITTED: Final = STRENGTH["committed"]

Retractions = dict[tuple[str, str | None], Row]


@dataclass(slots=True, eq=False)
class Denial:
    """Somebody's contradiction of claims, and how much of it is still open."""

    row: Row
    source: str
    fields: frozenset[str]
    claims: list[Claim]
    taken_back: Row | None = None
    denied_by: list[Row] = field(default_factory=list)
    statements: Mapping[str, Sequence["Statement"]] = field(default_factory=dict)
    """Round -> what entitled parties state of it, in the order of folds."""
    known: dict[tuple[str | None, str], dict[str, Row]] = field(default_factory=dict)
    """Round and stage -> field -> the statement that answers it, once looked up."""
    wholes: dict[str, frozenset[str]] = field(default_factory=dict)
    """Claim id -> all that there is to deny of it, once looked up; all denials of a
    company share it.
    """
    ids: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.ids = frozenset([claim.id for claim in self.claims])

    @property
    def whole(self) -> bool:
        return self.fields == DENIABLE

    def open_on(self, claim: Claim) -> frozenset[str]:
        """Give the fields of a claim that this denial still contradicts."""
        if self.taken_back is not None or claim.id not in self.ids:
            return frozenset()
        fields = self.fields
        if self.whole:
            if claim.id not in self.wholes:
                self.wholes[claim.id] = DENIABLE - _unsaid(claim)
            fields = self.wholes[claim.id]
        answers = self.answers_to(claim)
        return fields - answers.keys() if answers else fields

    def answers_to(self, claim: Claim) -> dict[str, Row]:
        """Give, for each denied field of a claim, the statement that answered it."""
        about = (claim.round, claim.stage)
        if about not in self.known:
            stated = self.statements.get(claim.round or "", ())
            self.known[about] = _answers(self, stated, claim.stage)
        return self.known[about]

    @property
    def open(self) -> bool:
        return any(self.open_on(claim) for claim in self.claims if claim.live)


class Statement(NamedTuple):
    """An entitled party states fields of a round, at a time."""

    row: Row
    """The event that states them: a report, a revision, a confirmation."""
    claim: Claim
    rank: int
    fields: frozenset[str]
    strong: bool
    """Whether the claim is at announced or later, as it stands at the cut."""
    stage: str | None
    """The stage that is stated, if one is."""

    @property
    def key(self) -> Key:
        return self.row.key


def retractions_in(rows: Iterable[Row]) -> Retractions:
    """Find who took back what: (event id, source) -> the first retraction."""
    found: Retractions = {}
    for row in rows:
        if row.type == "claim.retracted":
            found.setdefault((row.data["claim"], row.source), row)
    return found


def statements_of(
    claims: Mapping[str, Claim],
    rows: Iterable[Row],
    may: Entitlements,
    retractions: Retractions,
) -> dict[str, list[Statement]]:
    """Collect what entitled parties state, by round, in the order of folds."""
    found: dict[str, list[Statement]] = {}
    for claim in claims.values():
        rank = may.of(claim)
        if claim.round is not None and claim.live and rank >= PRINCIPAL:
            found.setdefault(claim.round, []).extend(_stated(claim, rank))
    for row in rows:
        if row.type != "claim.confirmed" or (row.id, row.source) in retractions:
            continue
        stood_by = claims.get(row.data["claim"])
        if stood_by is None or stood_by.round is None or not stood_by.live:
            continue
        rank = may.rank(row.source or "", stood_by.company, stood_by.round)
        if rank >= PRINCIPAL:
            fields = expanded(row.data["scope"]) & _fields(stood_by.said)
            strong = is_strong(stood_by.stage)
            found.setdefault(stood_by.round, []).append(
                Statement(row, stood_by, rank, fields, strong, stood_by.stage)
            )
    for statements in found.values():
        statements.sort(key=lambda statement: statement.key)
    return found


def _stated(claim: Claim, rank: int) -> list[Statement]:
    first = claim.row.said
    assert first is not None
    strong = is_strong(claim.stage)
    stated = [Statement(claim.row, claim, rank, _fields(first), strong, first.stage)]
    for revision in claim.revised:
        assert revision.said is not None
        said = revision.said
        stated.append(
            Statement(revision, claim, rank, _fields(said), strong, said.stage)
        )
    return stated


def _unsaid(claim: Claim) -> frozenset[str]:
    """Name the deniable fields that a claim leaves open."""
    said = claim.said
    there = {
        "raised": said.raised,
        "valuation": said.valuation,
        "investors": said.investors,
        "timing": said.effective,
    }
    return frozenset(name for name, value in there.items() if not value)


def _fields(said: Said) -> frozenset[str]:
    """Name the deniable fields that something said states."""
    strong = is_strong(said.stage or "rumoured")
    stated = {
        "stage": said.stage is not None and said.stage not in ENDS,
        "raised": any(item.figure.currency for item in said.raised),
        "valuation": any(price.figure.currency for price in said.valuation),
        "investors": bool(said.investors),
        "timing": said.effective is not None or strong,
    }
    return frozenset(name for name, there in stated.items() if there)


def is_strong(stage: str) -> bool:
    """Tell whether a stage is announced or later."""
    return STRENGTH.get(stage, -1) >= ANNOUNCED


def expanded(scope: Iterable[str]) -> frozenset[str]:
    """Spell out what `whole` stands for."""
    fields = frozenset(scope)
    return DENIABLE if "whole" in fields else fields


def denials_at(
    rows: Sequence[Row],
    claims: Mapping[str, Claim],
    identity: Identity,
    statements: Mapping[str, Sequence[Statement]],
    retractions: Retractions,
) -> list[Denial]:
    """Build every visible denial, in the order of folds."""
    denied = [row for row in rows if row.type == "claim.denied"]
    if not denied:
        return []
    by_round: dict[str, list[Claim]] = {}
    for claim in claims.values():
        if claim.round is not None:
            by_round.setdefault(claim.round, []).append(claim)
    wholes: dict[str, frozenset[str]] = {}
    found = {}
    for row in denied:
        covered = _covered(row, claims, by_round, identity)
        denial = Denial(row, row.source or "", expanded(row.data["scope"]), covered)
        denial.wholes = wholes
        denial.taken_back = retractions.get((row.id, row.source))
        denial.statements = statements
        found[row.id] = denial
    for row in denied:
        for target in row.data.get("claims", ()):
            if target in found and target != row.id:
                found[target].denied_by.append(row)
    return list(found.values())


def _covered(
    row: Row,
    claims: Mapping[str, Claim],
    by_round: Mapping[str, list[Claim]],
    identity: Identity,
) -> list[Claim]:
    if row.round is None:
        named = [claims[x] for x in row.data["claims"] if x in claims]
        origins = [origin_of(claim, claims) for claim in named]
        return list({claim.id: claim for claim in (*named, *origins)}.values())
    return [
        claim
        for claim in by_round.get(identity.round(row.round), ())
        if claim.row.when.hi <= row.when.hi
        and origin_of(claim, claims).source != row.source
    ]


def _answers(
    denial: Denial, statements: Sequence[Statement], stage: str
) -> dict[str, Row]:
    """Give, for each denied field, the first entitled statement after the denial."""
    least = min(STRENGTH.get(stage, ANNOUNCED), ANNOUNCED)
    found: dict[str, Row] = {}
    wanted = set(denial.fields)
    later = bisect_right(statements, denial.row.key, key=attrgetter("key"))
    for statement in islice(statements, later, None):
        for name in statement.fields & wanted:
            if name != "stage" or STRENGTH.get(statement.stage or "", -1) >= least:
                found[name] = statement.row
                wanted.discard(name)
        if not wanted:
            break
    return found
