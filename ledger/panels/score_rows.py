"""The rows of a panel of credibility: one a source, role and field.

Every source that had spoken at that time has a row, also if nothing that it said was
settled. An unrated score has no mean and no interval: a number there would pose as
knowledge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.claims.names import Directory, Source
from ledger.credibility.posterior import Counted, Score
from ledger.credibility.settings import FIELDS, ROLES
from ledger.credibility.sweeping import Moment
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.rendering.beliefs import rounded
from ledger.rendering.cells import ASKED, RECORDED, Trace, named
from ledger.rendering.columns import Column, Columns, joined, part
from ledger.rendering.trust import INTERVAL, RECORD, SETTLED, mean_of


@dataclass(slots=True)
class SourceRow:
    """A source in one role and field, and what was settled of it last."""

    source: Source
    basis: Basis
    score: Score
    last: Counted | None
    """None while nothing is settled."""
    trace: Trace | None


def source_rows(
    moment: Moment, names: Directory, events: Mapping[int, Row], basis: Basis
) -> Iterator[SourceRow]:
    """Give the rows of all sources that had spoken by a basis, by slug.

    `events` are all published events by number.
    """
    spoken = _spoken(moment)
    for slug in sorted(names.sources):
        source = names.sources[slug]
        for role in ROLES:
            for name in FIELDS:
                score = moment.scores.score(slug, source.kind, role, name)
                bare = name == FIELDS[0] and (slug, role) in spoken
                if score.rows or bare:
                    yield _row(score, source, events, basis)


def _spoken(moment: Moment) -> set[tuple[str, str]]:
    """Find who had spoken, and in which role."""
    original, relay, denial = ROLES
    found = set()
    for case in moment.replay.cases.values():
        found |= {(told.source, original) for told in case.told}
        found |= {(carried.source, relay) for carried in case.carried}
        found |= {(denied.source, denial) for denied in case.denied}
    return found


def _row(
    score: Score, source: Source, events: Mapping[int, Row], basis: Basis
) -> SourceRow:
    if not score.rows:
        return SourceRow(source, basis, score, None, None)
    last = max(score.rows, key=lambda one: (one.row.when, _deciding(one, events).id))
    recorded = [_recorded(one, events) for one in score.rows]
    trace = Trace(_deciding(last, events), recorded, basis.cut)
    return SourceRow(source, basis, score, last, trace)


def _deciding(one: Counted, events: Mapping[int, Row]) -> Row:
    """Give the event that settled a claim; of a lapse, the claim itself."""
    decided = one.row.decided
    return events[one.row.event if decided is None else decided]


def _recorded(one: Counted, events: Mapping[int, Row]) -> int:
    """Say when both the claim and what settled it were on record."""
    return max(events[one.row.event].recorded, _deciding(one, events).recorded)


def _late(row: SourceRow) -> int:
    return 0 if row.trace is None else row.trace.late


def _event(row: SourceRow) -> str | None:
    """Name the event that settled a claim; a lapse is none."""
    if row.trace is None or row.last is None or row.last.row.decided is None:
        return None
    return named(row.trace.deciding.id)


def _decided(row: SourceRow) -> int | None:
    return None if row.last is None else row.last.row.when


SCORE: Final[Columns[Score]] = (
    Column("role", of=lambda x: x.role),
    Column("field", of=lambda x: x.field),
    Column("rated", of=lambda x: x.label),
    rounded("mean", "mean", mean_of),
    *INTERVAL,
    SETTLED,
    Column("claims", of=lambda x: len(x.rows), kind="whole"),
    *RECORD,
)
CREDIBILITY: Final[Columns[SourceRow]] = joined(
    (Column("source", of=lambda x: x.source.slug),),
    ASKED[:-1],  # the day of the world does not act on scores
    (Column("source_kind", of=lambda x: x.source.kind),),
    part(SCORE, lambda x: x.score),
    (Column("event", of=_event), Column("decided", of=_decided, kind="instant")),
    part(RECORDED, lambda x: x.trace),
    (Column("late", of=_late, kind="whole"),),
)
