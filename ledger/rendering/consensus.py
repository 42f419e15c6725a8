"""What companies are said to be worth, with what is believed beside or below."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.names import Directory
from ledger.projections.basis import Answer, Basis
from ledger.projections.valuations import Valuation
from ledger.rendering.basis import CLAIMS_ONLY
from ledger.rendering.beliefs import (
    FINE,
    UNPRICED,
    Beside,
    Priced,
    chance,
    consensus,
    doubts,
    left_out,
    likely,
    number,
)
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import Line, ordered, valuations_table
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.credibility.sweeping import Moment
    from ledger.credibility.worth import Weighed

NO_WORTH: Final = "what a company is worth is left out: beliefs know no other day"


def ranking_tables(
    answer: Answer[list[Valuation]],
    names: Directory,
    moment: "Moment | None",
    *,
    brief: bool,
    standing: str | None = None,
    top: int | None = None,
    aside: bool = False,
) -> list[Table]:
    """Put the consensus beside a ranking: columns for programs, a table for eyes.

    With `aside`, figures that are set aside are printed, too.
    """
    beside, basis = Beside(moment), answer.basis
    columns = () if brief else _valued(beside, basis)
    table = valuations_table(
        answer,
        names,
        brief=brief,
        standing=standing,
        top=top,
        aside=aside,
        more=columns,
    )
    if not brief:
        return [table]
    if moment is None:
        return [left_out(table, basis)]
    listed = ordered(answer.value)[:top]
    shown = [(x, _rounds(x)) for x in listed if x.ended is None]
    below = consensus_table(shown, beside, table.notes, basis)
    return [replace(table, notes=()), below] if below.rows else [table]


def _rounds(valuation: Valuation) -> tuple[str, ...]:
    """Name the rounds of the figures that are printed, each once."""
    rounds = dict.fromkeys(row.round for row in valuation.rows)
    return tuple(name for name in rounds if name is not None)


def _valued(beside: Beside, basis: Basis) -> Columns[Line]:
    """Give belief and consensus of each figure, for programs."""

    def found(line: Line) -> "Weighed | None":
        return beside.round(line.valued.round)

    def price(line: Line) -> Priced:
        return beside.price(found(line))

    def worth(line: Line) -> Priced:
        company = line.valuation
        silent = basis.apart or company.ended is not None
        return UNPRICED if silent else beside.worth(company)

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
    shown: Iterable[tuple[Valuation, Sequence[str]]],
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
    for valuation, rounds in shown:
        slug, price = valuation.company, beside.worth(valuation)
        if price.median is not None and not basis.apart:
            about = "now, by claims over a year old" if beside.old(valuation) else "now"
            rows.append(Worth(slug, about, None, price, beside.modes(valuation)))
        for name in rounds:
            weighed = beside.round(name)
            if weighed is not None:
                price, label = beside.price(weighed), name.partition("/")[2]
                rows.append(Worth(slug, label, chance(weighed), price))
    notes = (*doubts(beside.moment), *notes)
    return Table.of("consensus, beside the claims", CONSENSUS, rows, None, notes)
