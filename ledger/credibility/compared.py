"""What moved a score between two days: the difference of two sets of rows.

A score is named where its own rows differ and it is told otherwise, with the events
that did it: those that decided a row of one side only, and the claims of that row. A
score also moves a little with what becomes of others of its kind; that is not named.
"""

from collections.abc import Iterator, Sequence

from ledger.claims.names import Directory
from ledger.credibility.grading import GradedField
from ledger.credibility.posterior import Score
from ledger.credibility.scores import Scores
from ledger.credibility.settings import FIELDS, ROLES
from ledger.projections.diff import Change, FactValue


def score_changes(
    before: Scores, after: Scores, names: Directory, companies: Sequence[str] = ()
) -> Iterator[Change]:
    """Give the scores whose rows differ; with `companies`, by rounds of theirs."""
    for source in sorted(names.sources.values(), key=lambda source: source.slug):
        for role in ROLES:
            for name in FIELDS:
                one = before.score(source.slug, source.kind, role, name)
                other = after.score(source.slug, source.kind, role, name)
                rows = moved(one, other)
                about = {row.round.partition("/")[0] for row in rows}
                told = (_record_value(one), _record_value(other))
                if told[0] == told[1]:
                    continue  # an unrated score with a row more is unrated still
                if rows and (not companies or about & set(companies)):
                    item = f"score {role} {name}"
                    events = _events(rows)
                    slug = f"source:{source.slug}"
                    yield Change(slug, item, *told, events, why=("score",))


def moved(one: Score, other: Score) -> list[GradedField]:
    """Give the rows that stand at one side only."""
    old, new = ({counted.row for counted in score.rows} for score in (one, other))
    return sorted(old ^ new, key=lambda row: (row.when, row.event))


def _record_value(score: Score) -> FactValue | None:
    if not score.rows:
        return None
    return (_number(score), score.label)


def _number(score: Score) -> str:
    return "" if score.label == "unrated" else f"{score.mean:.3f}"


def _events(rows: Sequence[GradedField]) -> tuple[int, ...]:
    found = {row.event for row in rows}
    found |= {row.decided for row in rows if row.decided is not None}
    return tuple(sorted(found))
