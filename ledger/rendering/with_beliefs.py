"""Tables of claims, with what is believed of them beside or below.

The tables of claims are made elsewhere and stay as they are: here they get more
columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.names import Directory
from ledger.credibility.reach import AT_ONCE
from ledger.projections.basis import Answer, Basis
from ledger.projections.explain import figures_of as figures_by_name
from ledger.projections.standing import CompanyAt
from ledger.projections.timeline import Moment as Told
from ledger.projections.valuations import Valuation
from ledger.rendering.basis import CLAIMS_ONLY
from ledger.rendering.beliefs import (
    FINE,
    UNPRICED,
    Beside,
    Priced,
    chance,
    consensus,
    figures_of,
    likely,
    number,
)
from ledger.rendering.columns import Column, Columns, joined, part
from ledger.rendering.figures import Line, ordered, valuations_table
from ledger.rendering.rounds import Denied, disputed_table
from ledger.rendering.stories import Line as Event
from ledger.rendering.stories import timeline_table
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.credibility.consensus import Consensus
    from ledger.credibility.sweeping import Moment
    from ledger.credibility.worth import Believed, Weighed

NO_WORTH: Final = "what a company is worth is left out: beliefs know no other day"
LEFT_OUT: Final = "beliefs are left out, the ledger is large: --belief shows them"


def told(table: Table, basis: Basis) -> Table:
    """Say that beliefs are left out, where that is for the size of the ledger."""
    if basis.known_at < AT_ONCE:
        return table
    notes = (*table.notes[:-1], LEFT_OUT, *table.notes[-1:])
    return replace(table, notes=notes)


def league_tables(
    answer: Answer[list[Valuation]],
    names: Directory,
    moment: "Moment | None",
    *,
    brief: bool,
    standing: str | None = None,
    top: int | None = None,
) -> list[Table]:
    """Put the consensus beside a league: columns for programs, a table for eyes."""
    beside, basis = Beside(moment), answer.basis
    columns = () if brief else _valued(beside, basis)
    table = valuations_table(
        answer, names, brief=brief, standing=standing, top=top, more=columns
    )
    if not brief:
        return [table]
    if moment is None:
        return [told(table, basis)]
    shown = {
        valuation.company: tuple(
            dict.fromkeys(
                valued.round
                for valued in figures_by_name(valuation).values()
                if valued.round is not None
            )
        )
        for valuation in ordered(answer.value)[:top]
        if valuation.ended is None
    }
    below = consensus_table(shown, beside, table.notes, basis)
    return [replace(table, notes=()), below] if below.rows else [table]


def _valued(beside: Beside, basis: Basis) -> Columns[Line]:
    """Give belief and consensus of each figure, for programs."""

    def found(line: Line) -> "Weighed | None":
        return beside.round(line.valued.round)

    def price(line: Line) -> Priced:
        return beside.price(found(line))

    def worth(line: Line) -> Priced:
        company = line.valuation
        silent = basis.apart or company.ended is not None
        return UNPRICED if silent else beside.worth(company.company)

    p_real = Column[Line]("p_real", of=lambda x: number(chance(found(x)), FINE))
    return (p_real, *consensus(price), *consensus(worth, "worth"))


class Worth(NamedTuple):
    """What is believed of a company, or of one of its rounds."""

    company: str
    about: str
    chance: float | None
    price: Priced
    modes: str | None = None


_PRICE: Final[Columns[Worth]] = consensus(lambda x: x.price, title="consensus")
CONSENSUS: Final[Columns[Worth]] = (
    Column("company", "company", lambda x: x.company),
    Column("about", "about", lambda x: x.about, wide=True),
    Column("p_real", "P(real)", lambda x: likely(x.chance), right=True),
    *_PRICE,
    Column("modes", "modes", lambda x: x.modes, wide=True),
)


def consensus_table(
    shown: Mapping[str, Sequence[str]],
    beside: Beside,
    notes: tuple[str, ...],
    basis: Basis,
) -> Table:
    """For eyes: what each company is worth by all that was said, and its rounds.

    Of another day of the world it does not say what a company was worth: the model
    knows when something was said, not on which day a round took effect.
    """
    if basis.apart:
        notes = (CLAIMS_ONLY, NO_WORTH, *notes)
    rows: list[Worth] = []
    for slug, rounds in shown.items():
        price = beside.worth(slug)
        if price.median is not None and not basis.apart:
            rows.append(Worth(slug, "now", None, price, beside.modes(slug)))
        for name in rounds:
            weighed = beside.round(name)
            if weighed is not None:
                price, label = beside.price(weighed), name.partition("/")[2]
                rows.append(Worth(slug, label, chance(weighed), price))
    return Table.of("consensus, beside the claims", CONSENSUS, rows, None, notes)


class After(NamedTuple):
    """What was to be believed of a round after an event."""

    weighed: "Weighed"
    price: "Consensus | None"


AFTER: Final[Columns[After]] = joined(
    (
        Column(
            "p_real",
            "P",
            lambda x: number(chance(x.weighed), FINE),
            lambda x, _: likely(chance(x.weighed)),
            right=True,
        ),
        Column("nats", of=lambda x: number(x.weighed.belief.nats, FINE)),
    ),
    consensus(lambda x: figures_of(x.price, x.weighed.case.currency)),
)


def story_table(
    answer: Answer[list[Told]],
    names: Directory,
    what: str,
    believed: "Sequence[Believed] | None",
    *,
    brief: bool,
) -> Table:
    """Put the belief after each event of a story beside it."""
    if brief and believed is None:
        return told(timeline_table(answer, names, what, brief=brief), answer.basis)
    pairs = zip(answer.value, believed or (), strict=believed is not None)
    after = {
        moment.row.id: After(one.weighed, one.price)
        for moment, one in pairs
        if one.weighed is not None
    }
    more: Columns[Event] = part(AFTER, lambda x: after.get(x.row.id))
    return timeline_table(answer, names, what, brief=brief, more=more)


def denials_table(
    answer: Answer[list[CompanyAt]],
    names: Directory,
    moment: "Moment | None",
    *,
    brief: bool,
    since: int | None = None,
) -> Table:
    """Put P(real) of the rounds beside the denials of their claims."""
    if brief and moment is None:
        table = disputed_table(answer, names, brief=brief, since=since)
        return told(table, answer.basis)
    beside = Beside(moment)

    def chances(line: Denied) -> list[float | None]:
        found = [beside.round(name) for name in line.about if "/" in name]
        return [chance(one) for one in found if one is not None]

    column = Column[Denied](
        "p_real",
        "P(real)",
        lambda x: tuple(number(one, FINE) for one in chances(x)),
        lambda x, _: tuple(likely(one) for one in chances(x)),
        right=True,
    )
    return disputed_table(answer, names, brief=brief, since=since, more=(column,))
