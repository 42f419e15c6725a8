"""What changed between two bases, and which events or which deadline did it.

An answer is flattened into facts, `(company, item) -> value`; the difference is the
facts whose values differ. So the difference of a basis with itself is empty, applying
a difference to one answer gives the other, and differences follow on each other, on
every clock. Events did it if they count at one basis and not at the other; where none
did, time alone did. What expired (talks, what is disputed, a price that was asked)
names its deadline: the instant at which 365 days without news were over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.claims.figures import Figure
from ledger.projections.basis import Basis
from ledger.projections.raised import raised_at
from ledger.projections.rows import SNAPSHOTS, Row
from ledger.projections.standing import CompanyAt
from ledger.projections.valuations import Valued, valuation_at

Value = tuple[Figure | str | bool | None, ...]
Facts = dict[tuple[str, str], Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs; None where there is nothing to say."""

    company: str
    item: str
    """`confirmed`, `headline`, `standing xai/series-b`, `paid xai/series-b`, ..."""
    before: Value | None
    after: Value | None
    events: tuple[int, ...]
    deadline: int | None = None
    """Microseconds: when it expired, if that is what changed it."""


Due = dict[tuple[str, str], tuple[int, str | None]]
"""Company and item -> when it expires, and with which round, if it is of one."""


def due_at(company: CompanyAt, basis: Basis) -> Due:
    """Give what expires unless something new is published, or has expired."""
    slug = company.slug
    due: Due = {
        (slug, f"{what} {found.name}"): (found.deadline, found.name)
        for found in company.rounds.values()
        if found.expires or found.standing == "expired"
        for what in ("standing", "sought")
    }
    for name, valued in valuation_at(company, basis).labelled():
        if valued.until is not None:
            due[slug, name] = valued.until, valued.round
    return due


def facts_at(company: CompanyAt, basis: Basis) -> Facts:
    """Flatten what is said of a company at a basis into facts."""
    facts: Facts = {}
    slug = company.slug
    valuation = valuation_at(company, basis)
    for name, valued in valuation.labelled():
        facts[slug, name] = _fact(valued)
    if valuation.headline is not None:
        facts[slug, "headline"] = (
            *_fact(valuation.headline),
            *(f"before {name}" for name in valuation.before),
        )
    if valuation.ended is not None:
        facts[slug, valuation.ended.how] = (valuation.ended.into,)
    for found in company.rounds.values():
        denied = sorted(
            {x for d in found.denials for c in found.live for x in d.open_on(c)}
        )
        facts[slug, f"standing {found.name}"] = (
            found.standing,
            found.stage,
            *denied,
        )
    for line in raised_at(company, basis):
        for column, amount in line.amounts.items():
            facts[slug, f"{column} {line.round}"] = (amount.figure, amount.disputed)
    return facts


def _fact(valued: Valued) -> Value:
    return (
        valued.figure,
        valued.kind,
        valued.standing,
        valued.disputed,
        valued.round,
        *valued.marks,
    )


def changes(
    before: Mapping[tuple[str, str], Value],
    after: Mapping[tuple[str, str], Value],
    events: Mapping[str, tuple[int, ...]],
    due: tuple[Due, Due] = ({}, {}),
    cut: int = 0,
) -> list[Change]:
    """Give the facts that differ; `events` did it, by company, or what was `due` before
    and after, by the later `cut`.
    """
    return [
        Change(
            *key,
            before.get(key),
            after.get(key),
            events.get(key[0], ()),
            _deadline(key, after, due, cut),
        )
        for key in sorted({**before, **after})
        if before.get(key) != after.get(key)
    ]


def _deadline(
    key: tuple[str, str],
    after: Mapping[tuple[str, str], Value],
    due: tuple[Due, Due],
    cut: int,
) -> int | None:
    """Give when a fact that is gone, or whose round has expired, was due."""
    company, item = key
    at, name = due[1].get(key) or due[0].get(key) or (None, None)
    if at is None or at > cut:
        return None
    if name is None:
        return None if key in after else at
    standing = after.get((company, f"standing {name}"), ("expired",))
    expired = standing[0] == "expired"
    kept = key in after and item != f"standing {name}"
    return at if expired and not kept else None


def apply(facts: Facts, difference: Iterable[Change]) -> Facts:
    """Give the facts that a difference leads to."""
    changed = dict(facts)
    for change in difference:
        key = (change.company, change.item)
        if change.after is None:
            changed.pop(key, None)
        else:
            changed[key] = change.after
    return changed


def responsible(before: Iterable[Row], after: Iterable[Row]) -> tuple[int, ...]:
    """Give the events (sequence numbers) that count, as they are, at one side only.

    Rows of somebody's table change no answer; the claims that were read in them do.
    """
    old = {row.seq: row.data for row in before if row.type not in SNAPSHOTS}
    new = {row.seq: row.data for row in after if row.type not in SNAPSHOTS}
    touched = {seq for seq in {**old, **new} if old.get(seq) != new.get(seq)}
    return tuple(sorted(touched))
