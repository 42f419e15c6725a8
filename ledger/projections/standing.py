"""What the published claims on each round of a company add up to.

*Stage*: the strongest stage among live claims, unless a later claim of an equally or
more entitled source says that the round ended; a still later one of that rank can
revive it.

*Standing*, first match: retracted (no live claim left) · superseded (merged into
another round, or named in the `supersedes` of a visible round that is confirmed or
reported at announced or later) · failed / withdrawn · confirmed or
confirmed_after_denial (an entitled party states it at announced or later) · disputed
(every live claim is under an open denial of the whole or of the stage) · corroborated
(two or more origins with overlapping figures, at committed or later) · reported
(committed or later) · rumoured. Rumoured, reported and disputed rounds are *expired*
when nothing new was published for 365 days; copies, and comments that neither confirm
nor deny, are nothing new. A disputed round supersedes none, and rounds that would
supersede each other in a circle keep to what was said first. An origin is the source
of a live claim; one source is one origin a round. A round with some live claims under
an open denial and others not is *contested*.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from ledger.claims.dates import Days, parse_days
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.claims.vocabulary import ENDS, STRENGTH
from ledger.projections.claims import Claim, Identity, claims_at, identity_at
from ledger.projections.denials import (
    ANNOUNCED,
    COMMITTED,
    Denial,
    Statement,
    denials_at,
    retractions_in,
    statements_of,
)
from ledger.projections.entitled import Entitlements, entitlements
from ledger.projections.rows import SNAPSHOTS, Row

DAY: Final = 86_400_000_000
EXPIRY: Final = 365 * DAY
"""Microseconds without news after which a round that nobody settled expires."""

NO_NEWS: Final = frozenset({"claim.commented", "claim.relayed"}) | SNAPSHOTS
"""What moves nothing, so it keeps no round from expiring either."""

CONFIRMED: Final = frozenset({"confirmed", "confirmed_after_denial"})
EXPIRING: Final = frozenset({"rumoured", "reported", "disputed"})
GONE: Final = frozenset({"retracted", "superseded", "failed", "withdrawn", "expired"})
"""Standings under which a round's figures do not count any more."""


@dataclass(slots=True, eq=False)
class Round:
    """A round at a cut: its claims, what answers them, and its standing."""

    name: str
    claims: list[Claim]
    live: list[Claim]
    stage: str
    standing: str
    statements: list[Statement]
    denials: list[Denial]
    news: Row
    """The newest event about it."""
    ended_by: Row | None = None
    superseded_by: str | None = None

    @property
    def deadline(self) -> int:
        """Microseconds: when it expires unless something new is published."""
        return self.news.when.hi + EXPIRY

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(claim.source for claim in self.live))

    @property
    def open_denials(self) -> list[Denial]:
        return [denial for denial in self.denials if denial.open]

    @property
    def strong_statements(self) -> list[Statement]:
        return [statement for statement in self.statements if statement.strong]

    def denied(self, claim: Claim, *fields: str) -> list[Denial]:
        """Give the open denials of any of these fields of a claim."""
        return [
            denial
            for denial in self.denials
            if not denial.open_on(claim).isdisjoint(fields)
        ]

    @property
    def contested(self) -> bool:
        touched = [
            any(denial.open_on(claim) for denial in self.denials) for claim in self.live
        ]
        return any(touched) and not all(touched)


@dataclass(slots=True)
class CompanyAt:
    """A company at a cut: its rounds, its prices outside rounds, its end."""

    slug: str
    rows: Sequence[Row]
    rounds: dict[str, Round]
    prices: list[Claim]
    """Prices outside a round, in the order of folds."""
    denials: list[Denial]
    claims: Mapping[str, Claim]
    may: Entitlements
    identity: Identity
    merged: Row | None = None
    """The event by which its line ended, if it was acquired."""
    ended: Days | None = None
    recorded: Sequence[Entry] = ()
    """What is recorded of it and of those linked to it, published by then or not."""


def company_at(
    slug: str,
    rows: Sequence[Row],
    directory: Directory,
    cut: int,
    recorded: Sequence[Entry] = (),
) -> CompanyAt:
    """Fold visible rows (in the order of folds) into one company at a cut.

    `rows` hold all that is about the company and those it is one with; what they say
    of others is left out.
    """
    identity = identity_at(rows)
    slug = identity.company(slug)
    claims = {
        id_: claim
        for id_, claim in claims_at(rows, identity).items()
        if claim.company == slug
    }
    may = entitlements(directory, claims.values())
    retractions = retractions_in(rows)
    statements = statements_of(claims, rows, may, retractions)
    denials = denials_at(rows, claims, identity, statements, retractions)
    found = CompanyAt(
        slug=slug,
        rows=[row for row in rows if _concerns(row, slug, identity, claims)],
        rounds={},
        prices=[claim for claim in claims.values() if claim.round is None],
        denials=denials,
        claims=claims,
        may=may,
        identity=identity,
        recorded=recorded,
    )
    found.rounds = _rounds(found, statements, cut)
    _end(found, identity)
    return found


def _concerns(
    row: Row, slug: str, identity: Identity, claims: Mapping[str, Claim]
) -> bool:
    if row.type == "companies.merged" and identity.company(row.data["into"]) == slug:
        return True
    if row.id in claims:
        return True
    return identity.company(row.company) == slug and row.type not in {
        "round.reported",
        "valuation.reported",
    }


def _rounds(
    company: CompanyAt, statements: Mapping[str, list[Statement]], cut: int
) -> dict[str, Round]:
    grouped: dict[str, list[Claim]] = {}
    for claim in company.claims.values():
        if claim.round is not None:
            grouped.setdefault(claim.round, []).append(claim)
    news = _newest(company, grouped)
    denials: dict[str, list[Denial]] = {}
    for denial in company.denials:
        for name in dict.fromkeys(claim.round for claim in denial.claims):
            denials.setdefault(name or "", []).append(denial)
    rounds = {}
    for name, claims in sorted(grouped.items()):
        stated = statements.get(name, [])
        found = _round(name, claims, stated, denials.get(name, []), news[name])
        _set_stage(found, company.may)
        _set_standing(found, cut)
        rounds[name] = found
    _supersede(rounds, company.identity)
    return rounds


def _round(
    name: str,
    claims: list[Claim],
    statements: list[Statement],
    denials: list[Denial],
    news: Row,
) -> Round:
    live = [claim for claim in claims if claim.live]
    return Round(name, claims, live, "", "", statements, denials, news)


def _newest(
    company: CompanyAt, grouped: Mapping[str, Sequence[Claim]]
) -> dict[str, Row]:
    """Find the newest event about each round: claims, and all that answers them."""
    newest = {}
    for round_, said in grouped.items():
        own = [claim.row for claim in said if claim.copied is None]
        newest[round_] = (own or [said[-1].row])[-1]
    claims = company.claims
    for row in company.rows:
        if row.id in claims or row.type in NO_NEWS:
            continue
        about = (row.data.get("claim"), *row.data.get("claims", ()))
        names = {claims[x].round for x in about if x in claims}
        if row.round is not None:
            names.add(company.identity.round(row.round))
        for name in names:
            if name in newest and row.key > newest[name].key:
                newest[name] = row
    return newest


def _set_stage(found: Round, may: Entitlements) -> None:
    """Find the strongest stage, or the end that outranks it."""
    best, best_rank, end, end_rank = "", -1, None, -1
    for claim in sorted(found.live, key=lambda claim: claim.spoke("stage")):
        rank = may.of(claim)
        if claim.stage in ENDS:
            if rank >= best_rank:
                end, end_rank = claim, rank
            continue
        if STRENGTH[claim.stage] > STRENGTH.get(best, -1):
            best, best_rank = claim.stage, rank
        elif claim.stage == best:
            best_rank = max(best_rank, rank)
        if end is not None and rank >= end_rank:
            end = None
    if end is None:
        found.stage = best
    else:
        found.stage, found.ended_by = end.stage, end.row


def _set_standing(found: Round, cut: int) -> None:
    found.standing = _standing(found)
    if found.standing in EXPIRING and found.deadline <= cut:
        found.standing = "expired"


def _standing(found: Round) -> str:
    if not found.live:
        return "retracted"
    if found.stage in ENDS:
        return found.stage
    strong = found.strong_statements
    if strong:
        return _confirmed(found, strong)
    if all(found.denied(claim, "stage") for claim in found.live):
        return "disputed"
    if STRENGTH[found.stage] < COMMITTED:
        return "rumoured"
    return "corroborated" if corroborated(found.live) else "reported"


def _confirmed(found: Round, strong: Iterable[Statement]) -> str:
    """Tell whether a denial stood before somebody entitled stated what it denied."""
    answers = {statement.row.id for statement in strong}
    for denial in found.denials:
        if denial.taken_back is not None:
            continue
        alike = {(claim.round, claim.stage): claim for claim in denial.claims}
        for claim in alike.values():
            if any(row.id in answers for row in denial.answers_to(claim).values()):
                return "confirmed_after_denial"
    return "confirmed"


def corroborated(live: Iterable[Claim]) -> bool:
    """Tell whether two origins at committed or later give overlapping figures.

    Each origin is taken at its newest word.
    """
    firm = {
        claim.source: claim
        for claim in live
        if STRENGTH.get(claim.stage, -1) >= COMMITTED
    }
    return any(_agree(one, other) for one, other in combinations(firm.values(), 2))


def _agree(one: Claim, other: Claim) -> bool:
    """Tell whether two claims share a field, and overlap in all that they share."""
    pairs = [
        (a.figure, b.figure)
        for a in one.raised
        for b in other.raised
        if a.basis == b.basis and a.part == b.part
    ]
    pairs += [
        (a.figure, b.figure)
        for a in one.valuation
        for b in other.valuation
        if a.kind == b.kind or "unspecified" in {a.kind, b.kind}
    ]
    return bool(pairs) and all(a.overlaps(b) for a, b in pairs)


def _supersede(rounds: Mapping[str, Round], identity: Identity) -> None:
    """Mark rounds that a later round replaces."""
    said = [
        (claim.row.key, other, identity.round(name))
        for other in rounds.values()
        if any(claim.said.supersedes for claim in other.live) and _replaces(other)
        for claim in other.live
        for name in claim.said.supersedes
    ]
    for _, other, name in sorted(said, key=lambda one: one[0]):
        old = rounds.get(name)
        if old is None or not old.live or old.name in _line(other, rounds):
            continue
        old.standing, old.superseded_by = "superseded", other.name


def _replaces(found: Round) -> bool:
    """Tell whether a round is firm enough to replace those that it names."""
    if found.standing in CONFIRMED:
        return True
    denied = all(found.denied(claim, "stage") for claim in found.live)
    strong = STRENGTH.get(found.stage, -1) >= ANNOUNCED
    return strong and bool(found.live) and not denied


def _line(found: Round, rounds: Mapping[str, Round]) -> set[str]:
    """Name a round and all that replaced it, one after the other."""
    names = {found.name}
    while found.superseded_by is not None:
        found = rounds[found.superseded_by]
        names.add(found.name)
    return names


def _end(company: CompanyAt, identity: Identity) -> None:
    """Find the acquisition by which the company's own line ends."""
    for row in company.rows:
        if row.type != "companies.merged" or row.data["form"] != "acquired":
            continue
        if identity.company(row.company) == company.slug:
            company.merged = row
    if company.merged is not None:
        merged = company.merged
        said = merged.data.get("effective")
        company.ended = merged.when.day if said is None else parse_days(said)
