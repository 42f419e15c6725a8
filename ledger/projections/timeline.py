"""A company's story: every visible event, and what was believed after each.

What was believed is the fold of everything up to that event, asked as of the instant
at which it counted as known. Events of one published interval follow each other in
the order of folds, so the last of them shows what the ledger answers for that day. A
copy or an answer never stands before what it copies or answers: one that is dated to
the minute waits for a claim that is dated to the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.claims.kinds import KINDS, values_named
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.story import Story
from ledger.projections.valuations import Valuation, valuation_at


@dataclass(frozen=True, slots=True)
class StoryMoment:
    """One event of a story, and what was believed after it."""

    row: Row
    believed: Valuation
    round: str | None
    standing: str | None
    """Of the round that the event is about."""


def timeline_at(
    company: CompanyAt, directory: Directory, basis: Basis, name: str | None = None
) -> list[StoryMoment]:
    """Tell the story of a company, or of one of its rounds, up to a basis."""
    moments = []
    story = Story(company.slug, directory, company.recorded)
    for place, row in in_order(company.rows):
        story.enter(row)
        about = rounds_of(row, company)
        if name is not None and name not in about:
            continue
        at = basis.at(min(place[0], basis.cut))
        then = story.at(at)
        first = min(about, default=None) if name is None else name
        found = None if first is None else story.round(first)
        moments.append(
            StoryMoment(
                row=row,
                believed=valuation_at(then, at),
                round=first,
                standing=None if found is None else found.standing,
            )
        )
    return moments


StoryPlace = tuple[int, int, int, int, str]
"""Where an event stands: its interval, how far behind what it is about, its kind."""


def in_order(rows: Sequence[Row]) -> list[tuple[StoryPlace, Row]]:
    """Put events in the order of their story: each after all that it is about."""
    by_id = {row.id: row for row in rows}
    about = {row.id: _about(row) for row in rows}
    for row in rows:
        if row.type == "claim.relayed" and row.data.get("copy") in about:
            about[row.data["copy"]].append(row.data["claim"])
    found: dict[str, StoryPlace] = {}

    def place(row: Row, below: frozenset[str]) -> StoryPlace:
        if row.id in found:
            return found[row.id]
        hi, lo, rank, id_ = row.key
        under = below | {row.id}
        own = (hi, lo, 0, rank, id_)
        last = max(
            (
                place(by_id[target], under)
                for target in about[row.id]
                if target in by_id and target not in under
            ),
            default=own,
        )
        if last > own:
            own = (last[0], last[1], last[2] + 1, rank, id_)
        if not below:
            found[row.id] = own
        return own

    places = [(place(row, frozenset()), row) for row in rows]
    return sorted(places, key=lambda pair: pair[0])


def _about(row: Row) -> list[str]:
    """Give the ids of the events that an event is about."""
    return list(values_named(row.data, KINDS[row.type].events))


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
