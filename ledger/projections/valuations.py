"""What a company was said to be worth: four figures, never merged.

- *confirmed*: stated by an entitled party for a priced primary round at announced or
  later, effective by the day asked about. Post-money; where entitled parties gave
  pre-money and the amount, the sum, marked derived.
- *reported*: the figure for a round at committed or later of those who are not
  entitled (also their price for a round whose amount alone is confirmed), if newer
  than the confirmed one: the hull of the origins' ranges, each at its newest word.
  When its round expires the figure stays and says so, but is no headline.
- *sought*: a price asked or discussed at aspiration to loi_signed, not expired.
- *secondary*: a price outside a primary round: tender, secondary sale, mark, 409A,
  implied by a stake, value in a merger. A bid is never a value.

Newest means effective first, published second; a round takes effect when it reached
its present stage, so a late report about an old round never becomes the current
figure. A figure is disputed if every claim behind it is under an open denial of its
price or stage; if only some are, the others make the figure. Headline: the confirmed,
else the newest undisputed reported one, else none. From the day a company was
acquired it has no figures of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.claims.dates import Days
from ledger.claims.figures import Figure, Price, add, hull
from ledger.claims.vocabulary import (
    DEBT_TYPES,
    ENDS,
    PRIMARY_KINDS,
    PURCHASE_TYPES,
    SECONDARY_KINDS,
    SECONDARY_TYPES,
    STRENGTH,
)
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import COMMITTED, is_strong
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.rows import Key
from ledger.projections.standing import CONFIRMED, GONE, CompanyAt, Round

FIGURES: Final = ("confirmed", "reported", "sought", "secondary")
"""What is said of a company, in this order; none is ever merged with another."""

NOT_PRIMARY: Final = DEBT_TYPES | SECONDARY_TYPES | PURCHASE_TYPES
HEADLINE: Final = frozenset({"reported", "corroborated"})
"""The standings of a reported figure that make it a headline."""

AMOUNTS: Final = ("round_total", "raised_to_date", "committed")
"""What may be added to a pre-money price, in this order of preference."""


@dataclass(frozen=True, slots=True)
class Valued:
    """One figure with all that it must never be printed without."""

    figure: Figure
    kind: str
    standing: str
    stage: str
    disputed: bool
    derived: bool
    round: str | None
    sources: tuple[str, ...]
    """The origins behind it."""
    published: str
    """When the newest claim behind it was published."""
    effective: Days
    deniers: tuple[str, ...]
    """Whose denials of it are open."""
    events: tuple[int, ...]
    """Sequence numbers: the claims, then the denials that are open on them."""
    key: tuple[int, Key]
    """Newest is greatest: effective day, then published."""


@dataclass(frozen=True, slots=True)
class Valuation:
    """The four figures of a company."""

    company: str
    confirmed: Valued | None
    reported: Valued | None
    sought: Valued | None
    secondary: Valued | None
    headline: Valued | None
    ended: str | None = None
    """Into which company it was merged, if its line has ended."""
    ended_on: int | None = None


def valuation_at(
    company: CompanyAt, basis: Basis, *, include_disputed: bool = False
) -> Valuation:
    """Choose the four figures of a company at a basis."""
    if company.ended is not None and company.ended.last <= basis.effective:
        assert company.merged is not None
        into = company.merged.data["into"]
        day = company.ended.last
        return Valuation(company.slug, None, None, None, None, None, into, day)
    rounds = [
        x for x in company.rounds.values() if x.standing not in GONE - {"expired"}
    ]
    primary = [found for found in rounds if is_primary(found)]
    confirmed = _newest(_confirmed(found, company, basis) for found in primary)
    reports = [
        report
        for found in primary
        if (report := _reported(found, company, basis)) is not None
        and (confirmed is None or report.key > confirmed.key)
    ]
    reported = _newest(reports)
    headline = confirmed or _newest(x for x in reports if x.standing in HEADLINE)
    if headline is None and include_disputed and reported and reported.disputed:
        headline = reported
    return Valuation(
        company=company.slug,
        confirmed=confirmed,
        reported=reported,
        sought=_newest(_sought(company, rounds, basis)),
        secondary=_newest(_secondary(company, rounds, basis)),
        headline=headline,
    )


def is_primary(found: Round) -> bool:
    """Tell whether a round brings new equity into the company."""
    kinds = {claim.said.round_type for claim in found.live}
    instruments = {claim.said.instrument for claim in found.live}
    return kinds.isdisjoint(NOT_PRIMARY) and instruments != {"debt"}


def applies(claim: Claim, basis: Basis) -> bool:
    """Tell whether what a claim is about has taken effect by the day asked about."""
    if not (claim.dated or basis.dated):
        return True
    day = claim.days.first if basis.possible else claim.days.last
    return day <= basis.effective


def reached(found: Round, company: CompanyAt) -> Days:
    """Give the day on which a round reached its present stage."""

    def order(claim: Claim) -> tuple[bool, bool, Key]:
        entitled = company.may.of(claim) >= PRINCIPAL
        return not entitled, not claim.dated, claim.row.key

    at_stage = [claim for claim in found.live if claim.stage == found.stage]
    return min(at_stage or found.live, key=order).days


def _newest(found: Iterable[Valued | None]) -> Valued | None:
    there = [valued for valued in found if valued is not None]
    return max(there, key=lambda valued: valued.key, default=None)


def _price(claim: Claim, kinds: frozenset[str]) -> Price | None:
    """Give a claim's price of these kinds: after the money, if it gives both."""
    prices = [x for x in claim.valuation if x.kind in kinds and x.figure.currency]
    return min(prices, key=lambda price: price.kind == "pre_money", default=None)


def _confirmed(found: Round, company: CompanyAt, basis: Basis) -> Valued | None:
    if found.standing not in CONFIRMED:
        return None
    stated = [
        statement.claim
        for statement in found.strong_statements
        if "valuation" in statement.fields and applies(statement.claim, basis)
    ]
    priced = [(claim, price) for claim in stated if (price := _primary_price(claim))]
    if not priced:
        return None
    after = [pair for pair in priced if pair[1].kind != "pre_money"]
    claim, price = (after or priced)[-1]
    amount = None
    if price.kind == "pre_money":
        amount = _amount(found, basis, price.figure.currency)
    if amount is None:
        return _valued(found, company, [claim], price.figure, price.kind)
    giver, figure = amount
    total = add(price.figure, figure)
    both = [claim] if giver is claim else [claim, giver]
    return _valued(found, company, both, total, "post_money", derived=True)


def _primary_price(claim: Claim) -> Price | None:
    return _price(claim, PRIMARY_KINDS)


def _amount(
    found: Round, basis: Basis, currency: str | None
) -> tuple[Claim, Figure] | None:
    """Give the newest amount of the round that an entitled party states."""
    for basis_name in AMOUNTS:
        for statement in reversed(found.strong_statements):
            if not applies(statement.claim, basis):
                continue
            for item in statement.claim.raised:
                if item.basis == basis_name and item.figure.currency == currency:
                    return statement.claim, item.figure
    return None


def _reported(found: Round, company: CompanyAt, basis: Basis) -> Valued | None:
    stage = STRENGTH.get(found.stage, -1)
    if stage < COMMITTED or any(
        "valuation" in statement.fields for statement in found.strong_statements
    ):
        return None
    settled = found.standing in CONFIRMED

    def counts(claim: Claim) -> bool:
        strength = STRENGTH.get(claim.stage, -1)
        return strength >= COMMITTED or (settled and claim.stage not in ENDS)

    return _hulled(found, company, basis, _primary_price, counts)


def _sought(
    company: CompanyAt, rounds: Sequence[Round], basis: Basis
) -> Iterable[Valued | None]:
    def asked(claim: Claim) -> Price | None:
        return _price(claim, PRIMARY_KINDS | SECONDARY_KINDS | {"sought"})

    def still(claim: Claim) -> bool:
        return STRENGTH.get(claim.stage, COMMITTED) < COMMITTED

    for found in rounds:
        if found.standing != "expired" and STRENGTH.get(found.stage, 99) < COMMITTED:
            yield _hulled(found, company, basis, asked, still)


def _secondary(
    company: CompanyAt, rounds: Sequence[Round], basis: Basis
) -> Iterable[Valued | None]:
    def outside(claim: Claim) -> Price | None:
        return _price(claim, SECONDARY_KINDS)

    def any_kind(claim: Claim) -> Price | None:
        return _price(claim, SECONDARY_KINDS) or _price(claim, PRIMARY_KINDS)

    def done(claim: Claim) -> bool:
        return STRENGTH.get(claim.stage, -1) >= COMMITTED

    for found in rounds:
        price = outside if is_primary(found) else any_kind
        if {claim.said.round_type for claim in found.live} & DEBT_TYPES:
            continue
        yield _hulled(found, company, basis, price, done)
    for claim in company.prices:
        if claim.live and done(claim) and applies(claim, basis):
            yield _lone(claim, company, outside(claim))


def _lone(claim: Claim, company: CompanyAt, price: Price | None) -> Valued | None:
    """Give the figure of a claim that stands outside every round."""
    if price is None:
        return None
    against = [
        denial
        for denial in company.denials
        if not denial.open_on(claim).isdisjoint({"valuation", "stage"})
    ]
    entitled = company.may.of(claim) >= PRINCIPAL and is_strong(claim.stage)
    standing = "disputed" if against else "confirmed" if entitled else "reported"
    return Valued(
        figure=price.figure,
        kind=price.kind,
        standing=standing,
        stage=claim.stage,
        disputed=bool(against),
        derived=False,
        round=None,
        sources=(claim.source,),
        published=claim.row.when.text,
        effective=claim.days,
        deniers=tuple(dict.fromkeys(denial.source for denial in against)),
        events=(claim.seq, *(denial.row.seq for denial in against)),
        key=(claim.days.last, claim.row.key),
    )


def _hulled(
    found: Round,
    company: CompanyAt,
    basis: Basis,
    price: Callable[[Claim], Price | None],
    counts: Callable[[Claim], bool],
) -> Valued | None:
    """Make one figure of the newest word of each origin of a round."""
    newest: dict[str, tuple[Claim, Price]] = {}
    for claim in sorted(found.live, key=lambda claim: claim.spoke("valuation")):
        given = price(claim)
        if given is not None and counts(claim) and applies(claim, basis):
            newest[claim.source] = (claim, given)
    if not newest:
        return None
    undenied = [
        pair
        for pair in newest.values()
        if not found.denied(pair[0], "valuation", "stage")
    ]
    chosen = undenied or list(newest.values())
    currency = chosen[-1][1].figure.currency
    chosen = [pair for pair in chosen if pair[1].figure.currency == currency]
    claims = [claim for claim, _ in chosen]
    figures, kinds, derived = _after_money(chosen)
    return _valued(
        found,
        company,
        claims,
        hull(figures) if len(figures) > 1 else figures[0],
        kinds.pop() if len(kinds) == 1 else "unspecified",
        derived=derived,
        disputed=not undenied,
    )


def _after_money(
    chosen: Sequence[tuple[Claim, Price]],
) -> tuple[list[Figure], set[str], bool]:
    """Add the amount to a pre-money price where the same claim states both."""
    figures, kinds, derived = [], set(), False
    for claim, price in chosen:
        figure, kind = price.figure, price.kind
        amounts = [
            item.figure
            for name in AMOUNTS
            for item in claim.raised
            if item.basis == name and item.figure.currency == figure.currency
        ]
        if kind == "pre_money" and amounts:
            figure, kind, derived = add(figure, amounts[0]), "post_money", True
        figures.append(figure)
        kinds.add(kind)
    return figures, kinds, derived


def _price_standing(found: Round, claims: Sequence[Claim], *, disputed: bool) -> str:
    """Give the standing of a price: a confirmed round does not confirm every price."""
    if disputed:
        return "disputed"
    if found.standing not in CONFIRMED:
        return found.standing
    stated = {
        statement.claim.id
        for statement in found.strong_statements
        if "valuation" in statement.fields
    }
    return found.standing if stated & {claim.id for claim in claims} else "reported"


def _valued(
    found: Round,
    company: CompanyAt,
    claims: Sequence[Claim],
    figure: Figure,
    kind: str,
    *,
    derived: bool = False,
    disputed: bool = False,
) -> Valued:
    newest = max(claims, key=lambda claim: claim.row.key)
    effective = reached(found, company)
    against = {
        denial.row.seq: denial.source
        for claim in claims
        for denial in found.denied(claim, "valuation", "stage")
    }
    return Valued(
        figure=figure,
        kind=kind,
        standing=_price_standing(found, claims, disputed=disputed),
        stage=found.stage,
        disputed=disputed,
        derived=derived,
        round=found.name,
        sources=tuple(dict.fromkeys(claim.source for claim in claims)),
        published=newest.row.when.text,
        effective=effective,
        deniers=tuple(dict.fromkeys(against.values())),
        events=(*sorted(claim.seq for claim in claims), *sorted(against)),
        key=(effective.last, newest.row.key),
    )
