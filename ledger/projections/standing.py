"""What the published claims on each round of a company add up to.

*Stage*: the strongest stage among the live claims that count: those that are under no
open denial of the whole or of the stage, if there are any, else all. A later claim of
an equally or more entitled source that says that the round ended goes before that, and
a still later one of that rank can revive the round.

*Standing*, first match:

- retracted: no live claim is left.
- superseded: merged into, or named in the `supersedes` of, a visible round that is
  confirmed at committed or later, or reported at announced or later.
- failed / withdrawn: its stage is that end.
- confirmed, or confirmed_after_denial: an entitled party states it at committed or
  later, or states the very stage that it is at, whatever that is. A letter of intent
  that both sides announced is confirmed, and loi_signed.
- disputed: every live claim is under an open denial of the whole or of the stage.
- corroborated: two or more origins that count, at committed or later, with figures that
  agree.
- reported: committed or later.
- rumoured: earlier stages.

Rounds that are rumoured, disputed, or confirmed below committed are *expired* when
nothing new was published for 365 days: talks expire, no matter who told of them. What
somebody says was committed, announced, closed or filed stays what it is, and grows old.
Copies, and comments that neither confirm nor deny, are nothing new. A disputed round
supersedes none, and rounds that would supersede each other in a circle keep to what was
said first. An origin is the source of a live claim, or a paper that stands by one from
sources of its own; one source is one origin a round. A round with some live claims
under an open denial and others not is *contested*.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from operator import attrgetter
from typing import Final

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.claims.vocabulary import ENDS, STAGES, STRENGTH
from ledger.projections.claims import (
    Claim,
    Identity,
    claims_at,
    identity_at,
    retractions_in,
    second,
)
from ledger.projections.closing import mark_over
from ledger.projections.denials import (
    Denial,
    Statement,
    denials_at,
    is_firm,
    statements_of,
)
from ledger.projections.endings import bought_by, ends_at
from ledger.projections.entitled import entitlements
from ledger.projections.rounds import (
    CONFIRMED,
    EXPIRY,
    GONE,
    CompanyAt,
    Round,
    is_primary,
)
from ledger.projections.roundtally import Tally
from ledger.projections.rows import SNAPSHOTS, Row
from ledger.projections.superseding import supersede

__all__ = [
    "CONFIRMED",
    "EXPIRY",
    "GONE",
    "CompanyAt",
    "Round",
    "company_at",
    "corroborated",
    "is_primary",
]

NO_NEWS: Final = frozenset({"claim.commented", "claim.relayed"}) | SNAPSHOTS
"""What moves nothing, so it keeps no round from expiring either."""


def company_at(
    slug: str,
    rows: Sequence[Row],
    directory: Directory,
    cut: int,
    recorded: Sequence[Entry] = (),
    identity: Identity | None = None,
    buyers: Iterable[str] | None = None,
) -> CompanyAt:
    """Fold visible rows (in the order of folds) into one company at a cut.

    `rows` hold all that is about the company and those it is one with; what they say
    of others is left out. Who is one with whom, and who bought the company, is read
    from them, unless it is given.
    """
    if identity is None:
        identity = identity_at(rows)
    slug = identity.company(slug)
    claims = {
        id_: claim
        for id_, claim in claims_at(rows, identity).items()
        if claim.company == slug
    }
    retractions = retractions_in(rows)
    second(claims, rows, directory, retractions)
    ends = ends_at(slug, rows, identity)
    if buyers is None:
        buyers = bought_by(ends)
    may = entitlements(directory, claims.values(), buyers)
    statements = statements_of(claims, rows, may, retractions)
    denials = denials_at(rows, claims, identity, statements, retractions)
    found = CompanyAt(
        slug=slug,
        rows=[row for row in rows if is_about(row, slug, identity, claims)],
        rounds={},
        prices=[claim for claim in claims.values() if claim.round is None],
        denials=denials,
        claims=claims,
        may=may,
        identity=identity,
        ends=ends,
        recorded=recorded,
    )
    found.rounds = _rounds(found, statements, cut)
    mark_over(found, cut)
    return found


def is_about(
    row: Row, slug: str, identity: Identity, claims: Mapping[str, Claim]
) -> bool:
    """Tell whether an event is about a company, whose claims are given."""
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
    news = _newest_events(company, grouped)
    denials: dict[str, list[Denial]] = {}
    for denial in company.denials:
        for name in dict.fromkeys(claim.round for claim in denial.claims):
            denials.setdefault(name or "", []).append(denial)
    rounds = {}
    for name, claims in sorted(grouped.items()):
        stated = statements.get(name, [])
        live = [claim for claim in claims if claim.live]
        against = denials.get(name, [])
        found = Round(
            name, claims, live, "", "", stated, against, news[name], company.may
        )
        found.tally = tally_of(found)
        found.replaces = replaced_by(found, company.identity)
        set_stage(found)
        set_standing(found, cut)
        rounds[name] = found
    supersede(rounds, company.identity)
    return rounds


def replaced_by(found: Round, identity: Identity) -> frozenset[str]:
    """Name the rounds that the claims on a round say that it replaces."""
    return frozenset(map(identity.round, found.tally.replaced))


def _newest_events(
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
        for name in answered_in(row, company):
            if name in newest and row.key > newest[name].key:
                newest[name] = row
    return newest


def answered_in(row: Row, company: CompanyAt) -> set[str | None]:
    """Name the rounds that an answer is about."""
    claims = company.claims
    about = (row.data.get("claim"), *row.data.get("claims", ()))
    names = {claims[x].round for x in about if x in claims}
    if row.round is not None:
        names.add(company.identity.round(row.round))
    return names


def tally_of(found: Round) -> Tally:
    """Count the live claims of a round."""
    tally = Tally()
    for claim in found.live:
        found.count(claim, tally)
    return tally


def set_stage(found: Round) -> None:
    """Find the strongest stage, or the end that outranks it.

    Of words of one interval those that end the round come last.
    """
    stages = found.tally.stages
    if stages.isdisjoint(ENDS):
        found.stage = max(stages, key=STRENGTH.__getitem__, default="")
        return
    best, best_rank, end, end_rank = "", -1, None, -1
    may = found.may

    def order(claim: Claim) -> tuple[tuple[int, ...], bool, int, int]:
        spoke = claim.spoke("stage")[:2]
        ends = claim.stage in ENDS
        return spoke, ends, may.of(claim), -STAGES.index(claim.stage)

    for claim in sorted(found.counting, key=order):
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


def set_standing(found: Round, cut: int) -> None:
    found.standing = _standing(found)
    if found.expires and found.deadline <= cut:
        found.standing = "expired"


def _standing(found: Round) -> str:
    if not found.live:
        return "retracted"
    if found.stage in ENDS:
        return found.stage
    if any(_confirms(x, found.stage) for x in reversed(found.statements)):
        return _confirmed(found)
    if found.tally.all_denied:
        return "disputed"
    if not is_firm(found.stage):
        return "rumoured"
    return "corroborated" if corroborated(found.tally) else "reported"


def _confirms(statement: Statement, stage: str) -> bool:
    """Tell whether an entitled party states it at committed or later, or states the
    very stage that it is at.
    """
    same = "stage" in statement.fields and statement.claim.stage == stage
    return statement.firm or same


def _confirmed(found: Round) -> str:
    """Tell whether a denial stood before somebody entitled stated what it denied."""
    for denial in found.denials:
        if denial.taken_back is not None:
            continue
        # What answers it on another round confirms nothing on this one.
        own = [claim for claim in denial.claims if claim.round == found.name]
        for claim in {claim.stage: claim for claim in own}.values():
            answers = denial.answers_to(claim).values()
            if any(_confirms(_stated_in(found, x), found.stage) for x in answers):
                return "confirmed_after_denial"
    return "confirmed"


def _stated_in(found: Round, row: Row) -> Statement:
    """Give what an event states."""
    every = found.statements
    return every[bisect_left(every, row.key, key=attrgetter("key"))]


def corroborated(tally: Tally) -> bool:
    """Tell whether two origins at committed or later give overlapping figures.

    Each origin is taken at its newest word.
    """
    pairs = combinations(tally.firm, 2)
    return tally.seconded or any(_agree(one, other) for one, other in pairs)


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
