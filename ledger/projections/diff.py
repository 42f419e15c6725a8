"""What changed between two bases, and which events or which deadline did it.

An answer is flattened into facts, `(company, item) -> value`; the difference is the
facts whose values differ. So the difference of a basis with itself is empty, applying
a difference to one answer gives the other, and differences follow on each other, on
every clock. What expired (talks, what is disputed, a price that was asked) names its
deadline: the instant at which 365 days without news were over.

Events did it if they count at one basis and not at the other. Each fact has its own:
none, if time alone makes it what it is; else the fewest that do, first among those that
are about its round, or the rounds of its price before and after, then among all. Where
others would do as well, the ones published first are named. Whether some do is not
guessed: the company is folded with these alone. That has a limit: of a company of
thousands of events a fact may name all that are about its round, and so may every fact
where all companies of a large ledger are asked about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple

from ledger.claims.figures import Figure
from ledger.claims.kinds import targets_in
from ledger.projections.basis import Basis
from ledger.projections.columns import whole_amounts
from ledger.projections.investors import deal_kind
from ledger.projections.raised import raised_at
from ledger.projections.rows import SNAPSHOTS, Row
from ledger.projections.standing import CompanyAt
from ledger.projections.valuations import Valued, valuation_at

FactValue = tuple[Figure | str | bool | None, ...]
FactValues = dict[tuple[str, str], FactValue]

BOUND: Final = ("committed", "conditional", "paid", "sought")
"""The columns of an amount: of a sale or a purchase the first that is stated counts."""

MOST_FOLDED: Final = 10_000
"""Rows that may be folded to find the fewest events of a company's changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs; None where there is nothing to say."""

    company: str
    item: str
    """`confirmed`, `headline`, `standing xai/series-b`, `paid xai/series-b`, ...; the
    `amount` of a round is what is paid for shares that exist, or for the company."""
    before: FactValue | None
    after: FactValue | None
    events: tuple[int, ...]
    deadline: int | None = None
    """Microseconds: when it expired, if that is what changed it."""
    why: tuple[str, ...] = ()
    """A word for each event, or one for time; see `ledger.projections.reasons`."""


ExpiryTimes = dict[tuple[str, str], tuple[int, str | None]]
"""Company and item -> when it expires, and with which round, if it is of one."""


class Unseen(NamedTuple):
    """What is on record that a difference up to now cannot show."""

    both: int = 0
    """Events that came on record between the two days, about earlier days."""
    ahead: int = 0
    """Events that came on record and whose day is not over."""
    idle: tuple[int, ...] = ()
    """Entries that came on record between the two days and change no answer."""
    silent: bool = False
    """Whether nothing came on record between the two days."""


def due_at(company: CompanyAt, basis: Basis) -> ExpiryTimes:
    """Give what expires unless something new is published, or has expired."""
    slug = company.slug
    due: ExpiryTimes = {
        (slug, f"{what} {found.name}"): (found.deadline, found.name)
        for found in company.rounds.values()
        if found.expires or found.standing == "expired"
        for what in ("standing", "sought")
    }
    for name, valued in valuation_at(company, basis).labelled():
        if valued.until is not None:
            due[slug, name] = valued.until, valued.round
    return due


def facts_at(company: CompanyAt, basis: Basis) -> FactValues:
    """Flatten what is said of a company at a basis into facts."""
    facts: FactValues = {}
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
    facts |= dict(_deals_at(company, basis))
    return facts


def _deals_at(
    company: CompanyAt, basis: Basis
) -> Iterator[tuple[tuple[str, str], FactValue]]:
    """Give the amounts of rounds whose money does not reach the company."""
    for found in company.rounds.values():
        kind = deal_kind(found)
        if found.live and kind in {"purchase", "secondary"}:
            amounts = whole_amounts(found, basis)
            first = next((amounts[x] for x in BOUND if x in amounts), None)
            if first is not None:
                said = (first.figure, kind, first.disputed)
                yield (company.slug, f"amount {found.name}"), said


def _fact(valued: Valued) -> FactValue:
    return (
        valued.figure,
        valued.kind,
        valued.standing,
        valued.disputed,
        valued.round,
        *valued.marks,
    )


def changes(
    before: Mapping[tuple[str, str], FactValue],
    after: Mapping[tuple[str, str], FactValue],
    events: Mapping[str, tuple[int, ...]],
    due: tuple[ExpiryTimes, ExpiryTimes] = ({}, {}),
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
    after: Mapping[tuple[str, str], FactValue],
    due: tuple[ExpiryTimes, ExpiryTimes],
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


def own_events(
    found: Sequence[Change],
    rows: tuple[Sequence[Row], Sequence[Row]],
    company: CompanyAt,
    fold: Callable[[Sequence[Row]], FactValues],
    most: int = MOST_FOLDED,
) -> list[Change]:
    """Leave each change only the events that did it.

    `rows` are those visible before and after, `company` is what the later ones fold to,
    and `fold` gives its facts from rows at the later basis. Once more than `most` rows
    were folded, what is found is no longer made fewer.
    """
    old, new = ({row.seq: row for row in side} for side in rows)
    every = {**old, **new}
    folded: dict[frozenset[int], FactValues] = {}

    def does(events: frozenset[int], change: Change) -> bool:
        if events not in folded:
            kept = {seq: row for seq, row in old.items() if seq not in events}
            kept |= {seq: new[seq] for seq in events if seq in new}
            folded[events] = fold(sorted(kept.values(), key=lambda row: row.key))
        return folded[events].get((change.company, change.item)) == change.after

    def tired() -> bool:
        return len(folded) * len(every) > most

    told = []
    for change in found:
        rounds = _rounds_of(change)
        ordered = sorted(change.events, key=lambda seq: every[seq].key)
        near = [seq for seq in ordered if rounds & _rounds_named(every[seq], company)]
        enough = partial(does, change=change)
        own = fewest(near, enough, tired) or fewest(ordered, enough, tired)
        by = change.events if own is None else tuple(sorted(own))
        told.append(replace(change, events=by))
    return told


def fewest(
    events: Sequence[int],
    enough: Callable[[frozenset[int]], bool],
    tired: Callable[[], bool],
) -> frozenset[int] | None:
    """Give the fewest events that are enough, of several such the first; or None.

    By halves: what the second half has to add to the first, then what the first has to
    add to that. So few events are found among many in few steps. What is found is tried
    as well, since an event can undo what another did.
    """

    def needed(kept: frozenset[int], asked: Sequence[int]) -> frozenset[int]:
        if enough(kept) or tired():
            return frozenset()
        if len(asked) == 1:
            return frozenset(asked)
        first, second = asked[: len(asked) // 2], asked[len(asked) // 2 :]
        later = needed(kept | frozenset(first), second)
        return later | needed(kept | later, first)

    whole = frozenset(events)
    if enough(frozenset()):
        return frozenset()
    if not enough(whole):
        return None
    found = needed(frozenset(), events)
    return found if enough(found) else whole


def round_named_in(item: str) -> str | None:
    """Name the round that a fact is about, if its name says so."""
    name = item.rsplit(maxsplit=1)[-1]
    return name if "/" in name else None


def _rounds_of(change: Change) -> set[str | None]:
    """Name the rounds that a change is about; None stands for prices outside rounds."""
    name = round_named_in(change.item)
    if name is not None:
        return {name}
    sides = (change.before or (), change.after or ())
    words = [x for side in sides for x in side if isinstance(x, str) and "/" in x]
    return {word.split()[-1] for word in words} or {None}


def _rounds_named(row: Row, company: CompanyAt) -> set[str | None]:
    """Name the rounds that an event is about, as they are called at the later basis."""
    named = [company.claims.get(id_) for id_ in targets_in(row.type, row.data)]
    about = {claim.round for claim in named if claim is not None}
    if row.round is not None or not about:
        about.add(None if row.round is None else company.identity.round(row.round))
    return about


def apply(facts: FactValues, difference: Iterable[Change]) -> FactValues:
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
