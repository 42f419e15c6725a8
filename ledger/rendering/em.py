"""Tables of the second model: a ranking, or the rounds of one source."""

from typing import Final, NamedTuple

from ledger.claims.names import Directory, Source
from ledger.credibility.em import Joint, Reliability
from ledger.projections.basis import Answer
from ledger.rendering.basis import answer_table
from ledger.rendering.beliefs import rounded
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import sources
from ledger.rendering.tables import Table
from ledger.rendering.trust import about_claims


class BelievedRound(NamedTuple):
    """A round of a source, and how far it is believed."""

    round: str
    event: int
    belief: float
    rated: str
    """Whether its source is rated."""


def joint_table(
    answer: Answer[Joint], names: Directory, source: Source | None, *, brief: bool
) -> Table:
    """The second model: every source's reliability, or the rows of one."""
    joint = answer.value
    how = (
        f"model em: {joint.steps} steps; a second opinion, also learned from agreement"
    )
    if source is not None:
        return _joint_rows(answer, source, how, brief=brief)
    ranked = sorted(
        joint.sources.values(),
        key=lambda one: (_unrated(one), -one.interval[0], one.source),
    )
    what, notes = "credibility, model em", (how, *about_claims(answer))
    return answer_table(answer, RANKING, ranked, what, notes, names=names, brief=brief)


def _joint_rows(
    answer: Answer[Joint], source: Source, how: str, *, brief: bool
) -> Table:
    """One source under the second model: each of its rounds, and what it makes."""
    one = answer.value.sources.get(source.slug)
    if one is None or _unrated(one):
        said = "unrated: less than one of its claims was settled at that date"
    else:
        low, high = one.interval
        said = f"score {one.mean:.2f}, 90 % {low:.2f}..{high:.2f}"
        said += f"; {one.settled} of {len(one.rows)} settled"
    what = f"credibility of source:{source.slug}, model em"
    notes = (said, how, *about_claims(answer))
    rated = _label(one)
    held = [] if one is None else [BelievedRound(*row, rated) for row in one.rows]
    return answer_table(answer, BELIEVED, held, what, notes, brief=brief)


def _label(one: Reliability | None) -> str:
    """Tell how much is known of a source in addition to agreement."""
    return "unrated" if one is None else one.label


def _unrated(one: Reliability) -> bool:
    return one.label == "unrated"


RANKING: Final[Columns[Reliability]] = (
    sources("source", "source", lambda x: x.source),
    Column("kind", "kind", lambda x: x.kind),
    rounded("score", "score", lambda x: None if _unrated(x) else x.mean),
    rounded("low", "5 %", lambda x: None if _unrated(x) else x.interval[0]),
    rounded("high", "95 %", lambda x: None if _unrated(x) else x.interval[1]),
    Column("claims", "claims", lambda x: len(x.rows), kind="whole", right=True),
    Column("settled", "settled", lambda x: x.settled, kind="whole", right=True),
    Column("rated", "rated", _label),
)
BELIEVED: Final[Columns[BelievedRound]] = (
    Column("event", "event", lambda x: x.event, kind="event", right=True),
    Column("round", "round", lambda x: x.round, firm=True),
    rounded("p_real", "P(real)", lambda x: x.belief),
    Column("rated", of=lambda x: x.rated),
)
