"""A company's story: every visible event, and what was believed after each.

What was believed is the fold of everything up to that event, asked as of the instant
at which it counted as known. Events of one published interval follow each other in
the order of folds, so the last of them shows what the ledger answers for that day. A
copy or an answer never stands before what it copies or answers: one that is dated to
the minute waits for a claim that is dated to the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.rows import Key, Row
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
    rows = in_order(company.rows)
    for index, (order, row) in enumerate(rows):
        about = rounds_of(row, company)
        if name is not None and name not in about:
            continue
        at = basis.at(min(order[0], basis.cut))
        told = sorted((x for _, x in rows[: index + 1]), key=lambda x: x.key)
        then = company_at(company.slug, told, directory, at.cut, company.recorded)
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


def in_order(rows: Sequence[Row]) -> list[tuple[Key, Row]]:
    """Put events in the order of their story: each after what it is about."""
    by_id = {row.id: row for row in rows}
    found: dict[str, Key] = {}

    def order(row: Row, below: frozenset[str]) -> Key:
        if row.id in found:
            return found[row.id]
        about = (row.data.get("claim"), row.data.get("copy"))
        targets = [
            by_id[x] for x in (*about, *row.data.get("claims", ())) if x in by_id
        ]
        under = below | {row.id}
        first = [order(x, under) for x in targets if x.id not in under]
        latest = max(first, default=row.key)
        key = row.key if latest <= row.key else (*latest[:2], *row.key[2:])
        if not below:
            found[row.id] = key
        return key

    told = [(order(row, frozenset()), row) for row in rows]
    return sorted(told, key=lambda pair: (pair[0][:2], pair[1].key))


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
