"""The rows of a panel of credibility: one a source, role and field.

Every source that had spoken at that time has a row, also if nothing that it said was
settled. An unrated score has no mean and no interval: a number there would pose as
knowledge.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from ledger.claims.names import Directory, Source
from ledger.credibility.cases import Case
from ledger.credibility.posterior import Score
from ledger.credibility.scores import Scores
from ledger.credibility.settings import FIELDS, ROLES
from ledger.panels.settledclaims import Scored, SettledClaims, lead_in
from ledger.projections.basis import Basis
from ledger.rendering.beliefs import rounded
from ledger.rendering.cells import ASKED, short_id
from ledger.rendering.columns import Column, Columns, join_columns, part
from ledger.rendering.trust import INTERVAL, KIND, OPEN, SETTLED, lead_of, mean_of

Spoken = set[tuple[str, str]]
"""Sources that had spoken, each with a role in which it did."""


class ScoreInputs(NamedTuple):
    """All that rows of one basis are made of."""

    scores: Scores
    spoken: Spoken
    settled: Mapping[Scored, SettledClaims]


@dataclass(slots=True)
class SourceRow:
    """A source in one role and field, and what was settled of it."""

    source: Source
    basis: Basis
    score: Score
    lead: float | None
    """Days by which it was ahead of the official word, in the median."""
    settled: SettledClaims | None
    """None while nothing is settled."""


def source_rows(
    found: ScoreInputs, names: Directory, basis: Basis
) -> Iterator[SourceRow]:
    """Give the rows of all sources that had spoken by a basis, by slug."""
    scores, spoken, settled = found
    for slug in sorted(names.sources):
        source = names.sources[slug]
        for role in ROLES:
            for field in FIELDS:
                name = slug, role, field
                if name in settled or (field == FIELDS[0] and (slug, role) in spoken):
                    score = scores.score(slug, source.kind, role, field)
                    lead = lead_in(scores.tallies, name)
                    yield SourceRow(source, basis, score, lead, settled.get(name))


def spoken_in(cases: Iterable[Case]) -> Spoken:
    """Find who had spoken, and in which role."""
    original, relay, denial = ROLES
    found = set()
    for case in cases:
        found |= {(told.source, original) for told in case.told}
        found |= {(carried.source, relay) for carried in case.carried}
        found |= {(denied.source, denial) for denied in case.denied}
    return found


def _event(settled: SettledClaims) -> str | None:
    """Name the event that settled a claim; a lapse is not an event."""
    return None if settled.last.lapsed else short_id(settled.last.id)


def _claim_count(row: SourceRow) -> int:
    return 0 if row.settled is None else row.settled.claims


def _late(row: SourceRow) -> int:
    return 0 if row.settled is None else row.settled.late


SCORE: Final[Columns[Score]] = (
    Column("role", of=lambda x: x.role),
    Column("field", of=lambda x: x.field),
    Column("rated", of=lambda x: x.label),
    rounded("mean", "mean", mean_of),
    *INTERVAL,
    SETTLED,
)
LAST: Final[Columns[SettledClaims]] = (
    Column("event", of=_event),
    Column("decided", of=lambda x: x.last.when, kind="instant"),
    Column("recorded", of=lambda x: x.last.recorded, kind="instant"),
    Column("recorded_last", of=lambda x: x.recorded, kind="instant"),
)
CREDIBILITY: Final[Columns[SourceRow]] = join_columns(
    (Column("source", of=lambda x: x.source.slug),),
    ASKED[:-1],  # the day of the world does not act on scores
    (Column("source_kind", of=lambda x: x.source.kind),),
    part(SCORE, lambda x: x.score),
    (Column("claims", of=_claim_count, kind="whole"),),
    part(OPEN, lambda x: x.score),
    (lead_of(lambda x: x.lead),),
    part(KIND, lambda x: x.score),
    part(LAST, lambda x: x.settled),
    (Column("late", of=_late, kind="whole"),),
)
