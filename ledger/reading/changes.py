"""What changed between two bases: both sides read, folded and compared."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.errors import found_all
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import (
    MOST_FOLDED,
    Change,
    ExpiryTimes,
    FactValues,
    Unseen,
    changes,
    due_at,
    facts_at,
    own_events,
    responsible,
)
from ledger.projections.reasons import SAID, by_number, explained
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.visible import visible
from ledger.reading import questions
from ledger.reading.entries import entries_of
from ledger.reading.folding import SMALL
from ledger.reading.tagchanges import retagged

DiffSide: TypeAlias = tuple[Basis, Directory]


def diff(
    ledger: questions.Ledger, before: Basis, after: Basis, companies: Sequence[str] = ()
) -> Answer[list[Change]]:
    """Say what changed between two bases, and which events did each change."""
    today = questions.names(ledger)
    wanted = found_all(companies, today.company)
    upto = max(before.known_at, after.known_at)
    sides = (
        (before, questions.names(ledger, before)),
        (after, questions.names(ledger, after)),
    )
    most = MOST_FOLDED if wanted or upto < SMALL else 0
    found = [
        change
        for slugs, entries in ledger.folding.groups(wanted, upto)
        for change in _changes_of_group(slugs, entries, sides, most)
        if not wanted or change.company in wanted
    ]
    ends = tuple((basis.known_at, known) for basis, known in sides)
    found += retagged(ledger, (ends[0], ends[1]), wanted)
    return Answer(after, sorted(found, key=lambda x: (x.company, x.item)))


def _changes_of_group(
    slugs: Sequence[str],
    entries: Sequence[Entry],
    sides: tuple[DiffSide, DiffSide],
    most: int,
) -> Iterator[Change]:
    """Give what changed of companies that belong together; see `own_events`."""
    views = [visible(entries, basis) for basis, _ in sides]
    facts: tuple[FactValues, FactValues] = ({}, {})
    due: tuple[ExpiryTimes, ExpiryTimes] = ({}, {})
    folded: dict[str, CompanyAt] = {}
    for number, (view, (basis, directory)) in enumerate(zip(views, sides, strict=True)):
        for slug in slugs if view.rows else ():
            at = company_at(slug, view.rows, directory, basis.cut, view.recorded)
            facts[number].update(facts_at(at, basis))
            due[number].update(due_at(at, basis))
            folded[slug] = at
    by = responsible(views[0].rows, views[1].rows)
    basis, directory = sides[1]
    found = changes(*facts, dict.fromkeys(slugs, by), due, basis.cut)

    def fold(slug: str, rows: Sequence[Row]) -> FactValues:
        recorded = views[1].recorded
        at = company_at(slug, rows, directory, basis.cut, recorded)
        return facts_at(at, basis)

    told = [x for x in found if x.company not in folded]
    for slug, at in folded.items():
        own = [x for x in found if x.company == slug]
        rows = (views[0].rows, views[1].rows)
        told += own_events(own, rows, at, partial(fold, slug), most) if by else own
    if told:
        one, other = (by_number(view.recorded) for view in views)
        yield from (explained(x, one, other, basis.known_at) for x in told)


def unseen(
    ledger: questions.Ledger,
    before: Basis,
    after: Basis,
    companies: Sequence[str] = (),
    named: Iterable[int] = (),
) -> Unseen:
    """Count what came on record between two sides and changed nothing.

    Events in `named` are left out.
    """
    known, shown = questions.names(ledger), set(named)
    slugs = found_all(companies, known.company) or None
    since = min(ledger.log.seq_at(before.cut), before.known_at)
    both = before.known_at == after.known_at
    counts, still = {"both": 0, "ahead": 0}, list[int]()
    for entry in entries_of(
        ledger.log.read(company=slugs, after=since, upto=after.known_at)
    ):
        ahead = False
        if entry.type in SAID and entry.seq not in shown:
            end = parse_when(entry.data["published"]).hi
            ahead = end > after.cut
            counts["both"] += both and end <= before.cut
            counts["ahead"] += ahead
        if entry.seq > before.known_at and entry.seq not in shown and not ahead:
            still.append(entry.seq)
    return Unseen(**counts, idle=tuple(still), silent=since == after.known_at)
