"""A company's story: every visible event, and what was believed after each.

What was believed is the fold of everything up to that event, asked as of the instant
at which it counted as known. Events of one published interval follow each other in
the order of folds, so the last of them shows what the ledger answers for that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.valuations import Valuation, valuation_at


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a story, and what was believed after it."""

    row: Row
    believed: Valuation
    round: str | None
    standing: str | None
    """Of the round that the event is about."""


def timeline_at(
    company: CompanyAt, directory: Directory, basis: Basis, name: str | None = None
) -> list[Moment]:
    """Tell the story of a company, or of one of its rounds, up to a basis."""
    moments = []
    for index, row in enumerate(company.rows):
        about = rounds_of(row, company)
        if name is not None and name not in about:
            continue
        at = basis.at(min(row.when.hi, basis.cut))
        then = _before(company.rows, index, company.slug, directory, at)
        first = next(iter(sorted(about)), None) if name is None else name
        found = None if first is None else then.rounds.get(first)
        moments.append(
            Moment(
                row=row,
                believed=valuation_at(then, at),
                round=first,
                standing=None if found is None else found.standing,
            )
        )
    return moments


def _before(
    rows: Sequence[Row], index: int, slug: str, directory: Directory, basis: Basis
) -> CompanyAt:
    return company_at(slug, rows[: index + 1], directory, basis.cut)


def rounds_of(row: Row, company: CompanyAt) -> set[str]:
    """Name the rounds that an event is about, as they are known at the cut."""
    names = set()
    if row.round is not None:
        names.add(company.identity.round(row.round))
    for target in (row.data.get("claim"), *row.data.get("claims", ())):
        claim = company.claims.get(target or "")
        if claim is not None and claim.round is not None:
            names.add(claim.round)
    own = company.claims.get(row.id)
    if own is not None and own.round is not None:
        names = {own.round}
    if row.type == "claim.moved":
        names.add(company.identity.round(row.data["to"]))
    return names
