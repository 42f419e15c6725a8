"""What companies are said to be worth, with what is believed beside or below."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.figures import Figure
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
    rounded,
)
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import (
    VALUATIONS,
    Line,
    ordered,
    valuations_table,
)
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.claims.rates import Unit
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
    unit: "Unit | None" = None,
) -> list[Table]:
    """Put the consensus beside a ranking: columns for programs, a table for eyes.

    With `aside`, figures that are set aside are printed, too; in a `unit` all amounts
    are, and all companies are ranked together.
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
        columns=(*VALUATIONS, *columns),
        unit=unit,
    )
    listed = ordered(answer.value, unit, basis.effective)[:top]
    shown = [(x, _rounds(x)) for x in listed if x.ended is None]
    worths = list(_worths(shown, beside, basis))
    if not brief:
        table = table.beside(
            {"beliefs": Table.of(None, CONSENSUS, worths, brief=False)}
        )
    if moment is None:
        return [left_out(table, basis)]
    notes = (*_left_out(basis), *doubts(moment), *table.notes)
    if not brief:
        return [replace(table, notes=notes)]
    if not worths:
        return [table]
    what = "consensus, beside the claims"
    below = Table.of(what, CONSENSUS, worths, None, notes)
    return [replace(table, notes=()), below]


def _left_out(basis: Basis) -> tuple[str, ...]:
    """Say what beliefs leave out of another day of the world."""
    return (CLAIMS_ONLY, NO_WORTH) if basis.apart else ()


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

    def silent(line: Line) -> bool:
        return basis.apart or line.valuation.ended is not None

    def worth(line: Line) -> Priced:
        return UNPRICED if silent(line) else beside.worth(line.valuation)

    p_real = Column[Line](
        "p_real", of=lambda x: number(chance(found(x)), FINE), kind="exact"
    )
    modes = Column[Line](
        "worth_modes",
        of=lambda x: () if silent(x) else beside.modes(x.valuation),
        kind="figures",
    )
    return (p_real, *consensus(price), *consensus(worth, "worth"), modes)


class Worth(NamedTuple):
    """What is believed of a company, or of one of its rounds."""

    company: str
    round: str | None
    """None of the company itself."""
    chance: float | None
    price: Priced
    modes: tuple[Figure, ...] = ()
    old: bool = False
    """Whether all that is said of it is older than a year."""

    @property
    def about(self) -> str:
        """What it is about, for eyes."""
        if self.round is not None:
            return self.round.partition("/")[2]
        return "now, by claims over a year old" if self.old else "now"


_PRICE: Final[Columns[Worth]] = consensus(lambda x: x.price, title="consensus")
CONSENSUS: Final[Columns[Worth]] = (
    Column("company", "company", lambda x: x.company),
    Column("round", of=lambda x: x.round),
    Column("about", "about", brief=lambda x, _: x.about, wide=True),
    Column("old", of=lambda x: x.old, kind="flag"),
    rounded("p_real", "P(real)", lambda x: x.chance, likely),
    *_PRICE,
    Column(
        "modes",
        "modes",
        lambda x: x.modes,
        lambda x, _: " ".join(y.brief() for y in x.modes),
        kind="figures",
        wide=True,
    ),
)


def _worths(
    shown: Iterable[tuple[Valuation, Sequence[str]]], beside: Beside, basis: Basis
) -> Iterator[Worth]:
    """Give what each company is worth by all that was said, and its rounds.

    Of another day of the world it does not say what a company was worth: the model
    knows when something was said, not on which day a round took effect.
    """
    for valuation, rounds in shown:
        slug, price = valuation.company, beside.worth(valuation)
        if price.median is not None and not basis.apart:
            modes, old = beside.modes(valuation), beside.old(valuation)
            yield Worth(slug, None, None, price, modes, old)
        for name in rounds:
            weighed = beside.round(name)
            if weighed is not None:
                yield Worth(slug, name, chance(weighed), beside.price(weighed))
