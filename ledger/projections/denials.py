"""Denials and what becomes of them.

A denial covers the claims that it names (a copy stands for its origin), or all
claims of others on a round published by that time, in its scope; claims published later
are not covered. The whole of a claim is the fields that it states. That somebody is
not raising now covers the stage, if no scope is said. A denial stays open, field by
field, until the denier takes it back or an entitled party states the field later; then
the field is *confirmed after denial*. A stage is stated by one that is announced or
later, or at least as strong as the one that was denied. A denial erases nothing and
proves nothing; "no comment" does nothing at all.

An open denial is *closed by time* once every round that it denies has ended (expired,
superseded, failed, withdrawn), or was closed or filed and had no news for 365 days; and
one that says "not raising now", once a later primary round of the company has happened.
Then nobody disputes anything any more. For stage, standing and prices it still counts
as open: time proves nothing either.

Who is less entitled than the source of a claim does not take the claim's word away: it
still counts for the stage of its round and is the price of it, denied or not.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from ledger.claims.vocabulary import DENIABLE, ENDS, STRENGTH
from ledger.projections.claims import Claim, Identity, Retractions, origin_of
from ledger.projections.entitled import ARRANGER, Entitlements
from ledger.projections.rows import EventOrder, Row, Said

ANNOUNCED: Final = STRENGTH["announced"]
COMMITTED: Final = STRENGTH["committed"]

SETTLED: Final = frozenset({"closed", "filed"})

NOT_RAISING_NOW: Final = "not_raising_now"

_FIRM: Final = frozenset(x for x, rank in STRENGTH.items() if rank >= COMMITTED)


@dataclass(slots=True, eq=False)
class Denial:
    """Somebody's contradiction of claims, and how much of it is still open."""

    row: Row
    source: str
    fields: frozenset[str]
    claims: list[Claim]
    taken_back: Row | None = None
    over: bool = False
    """Whether all that it denies is over; it still counts as open for figures."""
    denied_by: list[Row] = field(default_factory=list)
    statements: Mapping[str, Sequence["Statement"]] = field(default_factory=dict)
    """Round -> what entitled parties state of it, in the order of folds."""
    known: dict[tuple[str | None, str], dict[str, Row]] = field(default_factory=dict)
    """Round and stage -> field -> the statement that answers it, once looked up."""
    wholes: dict[str, frozenset[str]] = field(default_factory=dict)
    """Claim id -> everything in it that can be denied, once looked up; all denials of a
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
            self.known[about] = self._answered(*about)
        return self.known[about]

    def _answered(self, name: str | None, stage: str) -> dict[str, Row]:
        return _answers(self, self.statements.get(name or "", ()), stage)

    def hear_again(self) -> bool:
        """Let what is stated now answer it; tell whether that is something else."""
        before = self.known
        self.known = {about: self._answered(*about) for about in before}
        return self.known != before

    def hears(self, name: str, statement: "Statement") -> bool:
        """Let a statement on a round answer it that is later than all before; tell
        whether it does.
        """
        answered = False
        for (round_, stage), found in self.known.items():
            if round_ == name:
                fresh = statement.answers(stage) & self.fields - found.keys()
                found.update(dict.fromkeys(fresh, statement.row))
                answered = answered or bool(fresh)
        return answered

    @property
    def open(self) -> bool:
        return any(self.open_on(claim) for claim in self.claims if claim.live)

    @property
    def not_raising_now(self) -> bool:
        return bool(self.row.data.get("form") == NOT_RAISING_NOW)


class Statement(NamedTuple):
    """An entitled party states fields of a round, at a time."""

    row: Row
    """The event that states them: a report, a revision, a confirmation."""
    claim: Claim
    rank: int
    fields: frozenset[str]
    firm: bool
    """Whether the claim is at committed or later, as it stands at the cut."""
    stage: str | None
    """The stage that is stated, if one is."""

    @property
    def key(self) -> EventOrder:
        return self.row.key

    def answers(self, stage: str) -> frozenset[str]:
        """Name the fields that it answers a denial of, for a claim at some stage."""
        least = min(STRENGTH.get(stage, ANNOUNCED), ANNOUNCED)
        if STRENGTH.get(self.stage or "", -1) >= least:
            return self.fields
        return self.fields - {"stage"}


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
        if claim.round is not None and claim.live and rank >= ARRANGER:
            found.setdefault(claim.round, []).extend(stated_in(claim, rank))
    for row in rows:
        if row.type != "claim.confirmed" or (row.id, row.source) in retractions:
            continue
        stood_by = claims.get(row.data["claim"])
        if stood_by is not None and stood_by.round is not None:
            confirmed = confirmed_in(row, stood_by, may)
            found.setdefault(stood_by.round, []).extend(confirmed)
    for statements in found.values():
        statements.sort(key=lambda statement: statement.key)
    return found


def _statement(
    row: Row, claim: Claim, rank: int, fields: frozenset[str], stage: str | None
) -> Statement:
    fields &= Entitlements.fields(rank)
    return Statement(row, claim, rank, fields, is_firm(claim.stage), stage)


def confirmed_in(row: Row, claim: Claim, may: Entitlements) -> list[Statement]:
    """Give what a confirmation states of a claim on a round, if it states anything."""
    rank = may.rank(row.source or "", claim.company, claim.round)
    if rank < ARRANGER or not claim.live:
        return []
    fields = expanded(row.data["scope"]) & _fields(claim.said)
    return [_statement(row, claim, rank, fields, claim.stage)]


def stated_in(claim: Claim, rank: int) -> Iterator[Statement]:
    """Give what a claim states at first, and in each revision."""
    for row in (claim.row, *claim.revised):
        assert row.said is not None
        yield _statement(row, claim, rank, _fields(row.said), row.said.stage)


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
    announced = STRENGTH.get(said.stage or "", -1) >= ANNOUNCED
    stated = {
        "stage": said.stage is not None and said.stage not in ENDS,
        "raised": any(item.figure.currency for item in said.raised),
        "valuation": any(price.figure.currency for price in said.valuation),
        "investors": bool(said.investors),
        "timing": said.effective is not None or announced,
    }
    return frozenset(name for name, there in stated.items() if there)


def is_firm(stage: str) -> bool:
    """Tell whether a stage is committed or later: the money, or the price, is bound."""
    return stage in _FIRM


def expanded(scope: Iterable[str]) -> frozenset[str]:
    """Spell out what `whole` stands for."""
    fields = frozenset(scope)
    return DENIABLE if "whole" in fields else fields


def scope_of(row: Row) -> frozenset[str]:
    """Give the fields that a denial contradicts."""
    scope = row.data.get("scope", ())
    if not scope and row.data["form"] == NOT_RAISING_NOW:
        return frozenset({"stage"})
    return expanded(scope or ("whole",))


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
        named = by_round.get(identity.round(row.round), ()) if row.round else ()
        denial = denial_of(row, claims, named)
        denial.wholes, denial.statements = wholes, statements
        denial.taken_back = retractions.get((row.id, row.source))
        found[row.id] = denial
    for row in denied:
        for target in row.data.get("claims", ()):
            if target in found and target != row.id:
                found[target].denied_by.append(row)
    return list(found.values())


def denial_of(
    row: Row, claims: Mapping[str, Claim], on_round: Iterable[Claim]
) -> Denial:
    """Give a denial, and the claims that it covers; `on_round` are those on its round,
    if it names one.
    """
    covered = _covered(row, claims, on_round)
    return Denial(row, row.source or "", scope_of(row), covered)


def _covered(
    row: Row, claims: Mapping[str, Claim], on_round: Iterable[Claim]
) -> list[Claim]:
    if row.round is None:
        named = [claims[x] for x in row.data["claims"] if x in claims]
        origins = [origin_of(claim, claims) for claim in named]
        return list({claim.id: claim for claim in (*named, *origins)}.values())
    return [
        claim
        for claim in on_round
        if claim.row.when.hi <= row.when.hi
        and origin_of(claim, claims).source != row.source
    ]


def _answers(
    denial: Denial, statements: Sequence[Statement], stage: str
) -> dict[str, Row]:
    """Give, for each denied field, the first entitled statement after the denial."""
    found: dict[str, Row] = {}
    wanted = set(denial.fields)
    later = bisect_right(statements, denial.row.key, key=attrgetter("key"))
    for statement in islice(statements, later, None):
        for name in statement.answers(stage) & wanted:
            found[name] = statement.row
            wanted.discard(name)
        if not wanted:
            break
    return found
