"""Tables of the second model: a ranking, or the rounds of one source."""

from typing import Final

from ledger.claims.names import Directory, Source
from ledger.credibility.em import Joint, Reliability
from ledger.projections.basis import Answer
from ledger.rendering.basis import facts, heading
from ledger.rendering.beliefs import COARSE, FINE, number
from ledger.rendering.tables import Cell, Column, Table
from ledger.rendering.trust import noted

RANKING: Final = (
    Column("source", "source", wide=True),
    Column("kind", "kind"),
    Column("score", "score", right=True),
    Column("low", "5 %", right=True),
    Column("high", "95 %", right=True),
    Column("claims", "claims", right=True),
    Column("settled", "settled", right=True),
    Column("rated", "rated"),
)
ROUNDS: Final = (
    Column("event", "event", right=True),
    Column("round", "round", firm=True),
    Column("p_real", "P(real)", right=True),
    Column("rated", "rated"),
)


def joint_table(
    answer: Answer[Joint], names: Directory, source: Source | None, *, brief: bool
) -> Table:
    """The second model: every source's reliability, or the rows of one."""
    joint = answer.value
    how = f"model em: {joint.steps} steps; a second opinion, learned from agreement too"
    if source is not None:
        return _joint_rows(answer, source, how, brief=brief)
    ranked = sorted(
        joint.sources.values(),
        key=lambda one: (one.settled == 0, -one.interval[0], one.source),
    )
    title = heading(answer.basis, "credibility, model em")
    shown = [_joint_source(one, names, brief=brief) for one in ranked]
    return Table(title, RANKING, shown, facts(answer), noted([how], answer))


def _joint_rows(
    answer: Answer[Joint], source: Source, how: str, *, brief: bool
) -> Table:
    """One source under the second model: each of its rounds, and what it makes."""
    one = answer.value.sources.get(source.slug)
    places = COARSE if brief else FINE
    held = () if one is None else one.rows
    label: tuple[Cell, ...] = () if brief else (_label(one),)
    rows = [
        (event, name, number(belief, places), *label) for name, event, belief in held
    ]
    columns = ROUNDS[:-1] if brief else ROUNDS
    if one is None or not one.settled:
        said = "unrated: nothing that it said is settled by then"
    else:
        low, high = one.interval
        said = f"score {one.mean:.2f}, 90 % {low:.2f}..{high:.2f}"
        said += f"; {one.settled} of {len(one.rows)} settled"
    title = heading(answer.basis, f"credibility of source:{source.slug}, model em")
    return Table(title, columns, rows, facts(answer), noted([said, how], answer))


def _joint_source(
    one: Reliability, names: Directory, *, brief: bool
) -> tuple[Cell, ...]:
    places = COARSE if brief else FINE
    known = names.sources.get(one.source)
    rated = one.settled > 0
    return (
        known.name if known is not None and brief else one.source,
        one.kind,
        number(one.mean, places) if rated else None,
        number(one.interval[0], places) if rated else None,
        number(one.interval[1], places) if rated else None,
        len(one.rows),
        one.settled,
        _label(one),
    )


def _label(one: Reliability | None) -> str:
    """Tell whether anything is known of a source beside agreement."""
    return "unrated" if one is None or not one.settled else "rated"
