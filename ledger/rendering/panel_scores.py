"""The rows of a panel of credibility: one a source, role and field.

Every source that had spoken by then has a row, whether or not anything that it said
was settled. An unrated score has no mean and no interval: a number there would pose as
knowledge.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from ledger.claims.names import Directory, Source
from ledger.credibility.scores import Counted, Score
from ledger.credibility.settings import FIELDS, ROLES
from ledger.credibility.sweeping import Moment
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.rendering.beliefs import FINE, number
from ledger.rendering.panels import ASKED, Cells, Field, asked, named

CREDIBILITY: Final = (
    Field("source"),
    *ASKED[:-1],
    Field("source_kind"),
    Field("role"),
    Field("field"),
    Field("rated"),
    Field("mean", "exact"),
    Field("low", "exact"),
    Field("high", "exact"),
    Field("settled", "exact"),
    Field("claims", "whole"),
    Field("lapsed", "exact"),
    Field("changed", "exact"),
    Field("lead_days", "exact"),
    Field("prior", "exact"),
    Field("admiralty"),
    Field("event"),
    Field("decided", "instant"),
    Field("recorded", "instant"),
    Field("recorded_last", "instant"),
    Field("late", "whole"),
)
"""The day of the world has no column: it does not act on scores."""


def source_rows(
    moment: Moment, names: Directory, events: Mapping[int, Row], basis: Basis
) -> Iterator[Cells]:
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
) -> Cells:
    rated = score.label != "unrated"
    return (
        source.slug,
        *asked(basis)[:-1],
        source.kind,
        score.role,
        score.field,
        score.label,
        number(score.mean if rated else None, FINE),
        number(score.interval[0] if rated else None, FINE),
        number(score.interval[1] if rated else None, FINE),
        number(score.n, FINE),
        len(score.rows),
        number(score.lapsed, FINE),
        number(score.changed, FINE),
        number(score.lead, FINE),
        number(score.prior, FINE),
        score.letter,
        *_traced(score, events, basis.cut),
    )


def _traced(score: Score, events: Mapping[int, Row], cut: int) -> Cells:
    """Give what was settled last, when that came on record, and what came late."""
    if not score.rows:
        return None, None, None, None, 0
    last = max(score.rows, key=lambda one: (one.row.when, _deciding(one, events).id))
    deciding = _deciding(last, events)
    recorded = [_recorded(one, events) for one in score.rows]
    return (
        None if last.row.decided is None else named(deciding.id),
        last.row.when,
        deciding.recorded,
        max(recorded),
        sum(instant >= cut for instant in recorded),
    )


def _deciding(one: Counted, events: Mapping[int, Row]) -> Row:
    """Give the event that settled a claim; of a lapse, the claim itself."""
    decided = one.row.decided
    return events[one.row.event if decided is None else decided]


def _recorded(one: Counted, events: Mapping[int, Row]) -> int:
    """Say when both the claim and what settled it were on record."""
    return max(events[one.row.event].recorded, _deciding(one, events).recorded)
