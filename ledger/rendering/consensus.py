"""What companies are said to be worth, and next to it or below what is believed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.projections.basis import Answer, Basis
from ledger.projections.rounds import HAPPENED
from ledger.projections.valuations import Valuation
from ledger.rendering.basis import CLAIMS_ONLY, CompanyNote
from ledger.rendering.beliefs import (
    FINE,
    UNPRICED,
    Beliefs,
    ConsensusPrice,
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
    FigureRow,
    ordered,
    rows_of,
    valuations_table,
)
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.claims.rates import Unit
    from ledger.credibility.sweeping import Moment
    from ledger.credibility.worth import Weighed

NEAR: Final = Decimal("0.05")
"""As a share: a consensus that is so near to a figure says nothing new."""
OPEN_ENDED: Final = Decimal("1.25")
"""How far above "at least" a consensus may lie and still agree with it."""
EVEN: Final = 0.5
NO_WORTH: Final = (
    "the consensus for companies is left out: it exists only for the as-of day"
)


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
    """Put the consensus next to a ranking: columns for programs, a table for eyes.

    With `aside`, figures that are set aside are printed, too; in a `unit` all amounts
    are, and all companies are ranked together.
    """
    beliefs, basis = Beliefs(moment), answer.basis
    columns = () if brief else _valued(beliefs, basis)
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
    listed = ordered(answer.value, unit, basis.effective)
    if top is not None:
        listed = [x for x in listed if x.headline is not None][:top]
    every = (rows_of(x, basis.effective, standing, aside=aside) for x in listed)
    worths = list(_worths_of(map(list, every), beliefs, basis, brief=brief))
    if not brief:
        table = table.with_lists(
            {"beliefs": Table.of(None, CONSENSUS, worths, brief=False)}
        )
    if moment is None:
        return [left_out(table, basis)]
    notes = (*_left_out(basis), *_doubts(moment, worths), *table.notes)
    if not brief:
        return [replace(table, notes=notes)]
    if not worths:
        return [table]
    what = "consensus of all claims"
    below = replace(
        Table.of(what, CONSENSUS, worths, None, notes),
        about=[(worth.company, worth.round) for worth in worths],
    )
    return [replace(table, notes=()), below]


def _left_out(basis: Basis) -> tuple[str, ...]:
    """Say what beliefs leave out of another day of the world."""
    return (CLAIMS_ONLY, NO_WORTH) if basis.apart else ()


def _doubts(moment: "Moment", worths: "Iterable[Worth]") -> Iterator[str]:
    """Say when not to trust a P(real), where one is shown."""
    companies = dict.fromkeys(x.company for x in worths if x.chance is not None)
    if companies:
        for note in doubts(moment):
            yield CompanyNote(note, *companies, column="p_real")


def _rounds(lines: Iterable[FigureRow]) -> tuple[str, ...]:
    """Name the rounds of the figures that are printed, each once."""
    rounds = dict.fromkeys(line.valued.round for line in lines)
    return tuple(name for name in rounds if name is not None)


def _says_more(worth: "Worth", lines: Sequence[FigureRow]) -> bool:
    """Tell whether a belief says something that the printed figures do not.

    Its amount lies elsewhere than each of them, or its chance is at odds with the
    standing: what is said to have happened is doubted, or what is not is believed.
    """
    own = [x for x in lines if worth.round in {None, x.valued.round}]
    if worth.round is None:
        own = [x for x in own if x.headline] or own
    happened = any(x.valued.standing in HAPPENED for x in own)
    if worth.chance is not None and (worth.chance >= EVEN) != happened:
        return True
    median = worth.price.median
    return median is not None and not any(
        _is_near(median, x.valued.figure) for x in own
    )


def _is_near(median: Figure, stated: Figure) -> bool:
    """Tell whether a consensus lies where a figure does that has a lower end."""
    if median.min is None or stated.min is None or median.currency != stated.currency:
        return False
    high = stated.max or stated.min * OPEN_ENDED
    return stated.min * (1 - NEAR) <= median.min <= high * (1 + NEAR)


def _valued(beliefs: Beliefs, basis: Basis) -> Columns[FigureRow]:
    """Give belief and consensus of each figure, for programs."""

    def found(line: FigureRow) -> "Weighed | None":
        return beliefs.round(line.valued.round)

    def price(line: FigureRow) -> ConsensusPrice:
        return beliefs.price(found(line))

    def silent(line: FigureRow) -> bool:
        return basis.apart or line.valuation.ended is not None

    def worth(line: FigureRow) -> ConsensusPrice:
        return UNPRICED if silent(line) else beliefs.worth(line.valuation)

    p_real = Column[FigureRow](
        "p_real", of=lambda x: number(chance(found(x)), FINE), kind="exact"
    )
    modes = Column[FigureRow](
        "worth_modes",
        of=lambda x: () if silent(x) else beliefs.modes(x.valuation),
        kind="figures",
    )
    return (p_real, *consensus(price), *consensus(worth, "worth"), modes)


class Worth(NamedTuple):
    """What is believed of a company, or of one of its rounds."""

    company: str
    round: str | None
    """None of the company itself."""
    chance: float | None
    price: ConsensusPrice
    modes: tuple[Figure, ...] = ()
    old: bool = False
    """Whether all that is said of it is older than a year."""

    @property
    def about(self) -> str:
        """What it is about, for eyes."""
        if self.round is not None:
            return self.round.partition("/")[2]
        return "now, from claims over a year old" if self.old else "now"


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


def _worths_of(
    every: Iterable[list[FigureRow]], beliefs: Beliefs, basis: Basis, *, brief: bool
) -> Iterator[Worth]:
    """Give what is believed of the companies and rounds of printed figures.

    People are told only what the figures do not say.
    """
    for lines in every:
        if lines and lines[0].valuation.ended is None:
            for worth in _worths(lines, beliefs, basis):
                if not brief or _says_more(worth, lines):
                    yield worth


def _worths(
    lines: Sequence[FigureRow], beliefs: Beliefs, basis: Basis
) -> Iterator[Worth]:
    """Give what a company is worth by all that was said, and its rounds.

    Of another day of the world it does not say what a company was worth: the model
    knows when something was said, not on which day a round took effect.
    """
    valuation = lines[0].valuation
    slug, price = valuation.company, beliefs.worth(valuation)
    if price.median is not None and not basis.apart:
        modes, old = beliefs.modes(valuation), beliefs.old(valuation)
        yield Worth(slug, None, None, price, modes, old)
    for name in _rounds(lines):
        weighed = beliefs.round(name)
        if weighed is not None:
            yield Worth(slug, name, chance(weighed), beliefs.price(weighed))
