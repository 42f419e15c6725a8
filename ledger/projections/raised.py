"""Money raised, by basis, per round and company.

- *paid*: what a closed or filed round raised, what was raised to date, tranches paid.
- *committed*: all that is bound, its paid part included.
- *conditional*: bound, but only if something happens.
- *sought*: targets, and whatever is talked about or under a letter of intent.

One amount per round and basis. An entitled party's figure, or one that it stands by,
goes before everybody else's; among entitled parties the newest (restatements and
filing amendments replace); among others the hull of the origins at their newest word.
Of its own part an investor is entitled to speak that does not lead. Tranches inside a
round add up, and so do parts of single investors where nobody gives the whole.
Cumulative figures only check, sector totals belong to no company. Debt has a column
of its own; secondary sales and purchases never enter. A figure is disputed if every
claim behind it is under an open denial of the amount or the stage; disputed figures,
and rounds that are retracted, superseded, withdrawn, failed or expired, enter no sum.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from ledger.claims.figures import Figure, Raised, add, hull
from ledger.claims.names import Directory, fold
from ledger.claims.vocabulary import (
    DEBT_TYPES,
    ENDS,
    PURCHASE_TYPES,
    SECONDARY_TYPES,
    STRENGTH,
)
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import COMMITTED
from ledger.projections.entitled import OWN_PART
from ledger.projections.rows import Key
from ledger.projections.standing import GONE, CompanyAt, Round
from ledger.projections.valuations import applies

COLUMNS: Final = ("paid", "committed", "conditional", "sought")
SUMMED: Final = frozenset({"paid", "committed", "conditional"})
"""What is only sought was not raised, and is in no sum."""

Part = tuple[str, str]
"""The basis of a part, and which tranche or whose share it is."""

PARTS: Final = frozenset({"tranche", "per_investor"})
PAID_STAGES: Final = frozenset({"closed", "filed"})
PAYING_STAGES: Final = frozenset({"partially_closed", "closed", "filed"})


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of a round under one basis, with what it rests on."""

    figure: Figure
    disputed: bool
    sources: tuple[str, ...]
    events: tuple[int, ...]

    @property
    def vague(self) -> bool:
        """Whether it has no number at all ("billions")."""
        return self.figure.min is None and self.figure.max is None


@dataclass(frozen=True, slots=True)
class RaisedLine:
    """What one round raised; each column may be empty."""

    company: str
    round: str
    standing: str
    stage: str
    debt: bool
    counted: frozenset[str]
    """The columns whose amounts, unless disputed, enter the sums."""
    amounts: dict[str, Amount]


@dataclass(frozen=True, slots=True)
class RaisedTotal:
    """The sums of a company, one for each currency."""

    company: str
    currency: str
    debt: bool
    amounts: dict[str, Figure]


def raised_at(company: CompanyAt, basis: Basis) -> list[RaisedLine]:
    """Give a line for every round of a company that says anything of money."""
    lines = []
    for found in company.rounds.values():
        kinds = {claim.said.round_type for claim in found.live}
        if not found.live or kinds & (SECONDARY_TYPES | PURCHASE_TYPES):
            continue
        amounts = {
            column: amount
            for column in COLUMNS
            if (amount := _amount(found, company, basis, column)) is not None
        }
        _include_paid(amounts)
        if amounts:
            lines.append(
                RaisedLine(
                    company=company.slug,
                    round=found.name,
                    standing=found.standing,
                    stage=found.stage,
                    debt=bool(kinds & DEBT_TYPES)
                    or {claim.said.instrument for claim in found.live} == {"debt"},
                    counted=_counted(found, amounts),
                    amounts=amounts,
                )
            )
    return lines


def _counted(found: Round, amounts: Mapping[str, Amount]) -> frozenset[str]:
    """Name the columns that enter the sums: of an expired round, what was paid."""
    if found.standing == "expired":
        paid, committed = amounts.get("paid"), amounts.get("committed")
        return frozenset({"paid", "committed"} if paid == committed else {"paid"})
    return frozenset() if found.standing in GONE else frozenset(COLUMNS)


def totals(lines: Iterable[RaisedLine]) -> list[RaisedTotal]:
    """Sum up undisputed amounts of rounds that count; equity and debt apart."""
    sums: dict[tuple[str, str, bool], dict[str, Figure]] = {}
    for line in lines:
        for column, amount in line.amounts.items():
            currency = amount.figure.currency
            if amount.disputed or column not in line.counted & SUMMED or amount.vague:
                continue
            assert currency is not None
            key = (line.company, currency, line.debt)
            total = sums.setdefault(key, {})
            known = total.get(column)
            figure = amount.figure
            total[column] = figure if known is None else add(known, figure)
    return [RaisedTotal(*key, amounts) for key, amounts in sorted(sums.items())]


def column_of(basis: str, stage: str) -> str | None:
    """Tell in which column an amount belongs; None if in none."""
    if basis in {"cumulative", "sector_aggregate"}:
        return None
    if basis == "target" or STRENGTH.get(stage, -1) < COMMITTED:
        return "sought"
    if basis == "conditional":
        return "conditional"
    paid = {
        "raised_to_date": True,
        "tranche": stage in PAYING_STAGES,
        "committed": False,
    }.get(basis, stage in PAID_STAGES)
    return "paid" if paid else "committed"


def _amount(
    found: Round, company: CompanyAt, basis: Basis, column: str
) -> Amount | None:
    """Choose the amount of a round for a column: the whole, else the parts."""
    claims = [
        claim
        for claim in found.live
        if claim.stage not in ENDS and applies(claim, basis)
    ]
    if column == "sought" and STRENGTH.get(found.stage, -1) >= COMMITTED:
        if found.stage == "closed" or found.deadline <= basis.cut:
            return None
        # An amount once discussed is history when money is bound; a target is not.
        claims = [c for c in claims if STRENGTH[c.stage] >= COMMITTED]

    whole = partial(_whole, column=column)
    amount = _chosen(found, company, claims, whole)
    if amount is not None and column != "paid":
        return amount
    of = partial(_part, directory=company.may.directory)
    parts = {
        of(item, claim): None
        for claim in claims
        for item in claim.raised
        if item.basis in PARTS
    }
    shares = [
        _chosen(
            found, company, claims, partial(_share, column=column, part=x, of=of), x
        )
        for x in parts
    ]
    return _larger(amount, _summed([share for share in shares if share is not None]))


def _whole(claim: Claim, column: str) -> Figure | None:
    """Give what a claim says of the whole round in a column."""
    for item in claim.raised:
        if item.basis not in PARTS and column_of(item.basis, claim.stage) == column:
            return item.figure if item.figure.currency else None
    return None


def _part(item: Raised, claim: Claim, directory: Directory) -> Part:
    """Tell which part an amount is: an investor goes by one name, its source's."""
    if item.basis == "tranche":
        return item.basis, fold(item.part or "")
    name = item.part or claim.source
    return item.basis, directory.find_source(name) or fold(name)


def _share(
    claim: Claim, column: str, part: Part, of: Callable[[Raised, Claim], Part]
) -> Figure | None:
    """Give what a claim says of one tranche or investor in a column."""
    for item in claim.raised:
        here = item.basis in PARTS and of(item, claim) == part
        if here and column_of(item.basis, claim.stage) == column:
            return item.figure if item.figure.currency else None
    return None


def _chosen(
    found: Round,
    company: CompanyAt,
    claims: Sequence[Claim],
    figure: Callable[[Claim], Figure | None],
    part: Part | None = None,
) -> Amount | None:
    """Choose among those who state it: the entitled first, else all origins' hull."""
    stated = [(claim, given) for claim in claims if (given := figure(claim))]
    if not stated:
        return None
    settled = _settled(found, company, (claim for claim, _ in stated), part)
    if settled:
        last = max((x for x in stated if x[0].id in settled), key=_by(settled))
        return _made(found, [last])
    stated.sort(key=lambda pair: pair[0].spoke("raised"))
    newest = {claim.source: (claim, given) for claim, given in stated}
    pairs = list(newest.values())
    undenied = [x for x in pairs if not found.denied(x[0], "raised", "stage")]
    chosen = undenied or pairs
    currency = chosen[-1][1].currency
    return _made(found, [pair for pair in chosen if pair[1].currency == currency])


def _by(settled: Mapping[str, Key]) -> Callable[[tuple[Claim, Figure]], Key]:
    return lambda pair: settled[pair[0].id]


def _settled(
    found: Round, company: CompanyAt, claims: Iterable[Claim], part: Part | None
) -> dict[str, Key]:
    """Give the claims whose amount an entitled party states, and when it last did."""
    stated = {
        statement.claim.id: statement.key
        for statement in found.statements
        if "raised" in statement.fields
    }
    settled = {}
    for claim in claims:
        own = part == ("per_investor", claim.source)
        if claim.id in stated:
            settled[claim.id] = stated[claim.id]
        elif own and company.may.of(claim) == OWN_PART:
            settled[claim.id] = claim.spoke("raised")
    return settled


def _made(found: Round, pairs: Sequence[tuple[Claim, Figure]]) -> Amount:
    figures = [figure for _, figure in pairs]
    against = [
        denial.row.seq
        for claim, _ in pairs
        for denial in found.denied(claim, "raised", "stage")
    ]
    return Amount(
        figure=hull(figures) if len(figures) > 1 else figures[0],
        disputed=all(found.denied(claim, "raised", "stage") for claim, _ in pairs),
        sources=tuple(dict.fromkeys(claim.source for claim, _ in pairs)),
        events=(*sorted(claim.seq for claim, _ in pairs), *sorted(set(against))),
    )


def _summed(amounts: Sequence[Amount]) -> Amount | None:
    """Add up the parts of one currency, the most common one."""
    if not amounts:
        return None
    currency = amounts[-1].figure.currency
    same = [amount for amount in amounts if amount.figure.currency == currency]
    total = same[0].figure
    for amount in same[1:]:
        total = add(total, amount.figure)
    return Amount(
        figure=total,
        disputed=any(amount.disputed for amount in same),
        sources=tuple(dict.fromkeys(x for amount in same for x in amount.sources)),
        events=tuple(sorted({x for amount in same for x in amount.events})),
    )


def _larger(one: Amount | None, other: Amount | None) -> Amount | None:
    if one is None or other is None:
        return one or other
    return other if _least(other.figure) > _least(one.figure) else one


def _least(figure: Figure) -> tuple[object, ...]:
    return (figure.max or figure.min or 0, figure.min or 0)


def _include_paid(amounts: dict[str, Amount]) -> None:
    """What is paid is bound too: committed is never less than paid."""
    paid, committed = amounts.get("paid"), amounts.get("committed")
    larger = _larger(committed, paid)
    if paid is not None and not paid.disputed and larger is not None:
        amounts["committed"] = larger
