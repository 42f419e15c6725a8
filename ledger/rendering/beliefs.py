"""What is believed, beside what was claimed: P(real) and consensus figures.

Tables of claims are made elsewhere and stay as they are; here columns are put beside
them, and tables below them. A consensus figure has three significant digits: more
would pretend.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import exp, log10
from typing import TYPE_CHECKING, Final

from ledger.claims.figures import Figure
from ledger.credibility.reach import AT_ONCE
from ledger.rendering.basis import CLAIMS_ONLY, Replay
from ledger.rendering.tables import Cell, Column, Table

if TYPE_CHECKING:
    from ledger.credibility.consensus import Consensus
    from ledger.credibility.sweeping import Moment
    from ledger.credibility.worth import Believed, Weighed
    from ledger.projections.basis import Basis
    from ledger.projections.valuations import Valuation

DIGITS: Final = 3
PLACES: Final = Decimal("0.001")
FINE: Final = Decimal("0.000001")
COARSE: Final = Decimal("0.01")

Priced = tuple[Cell, Cell]
"""Median, and the interval that holds 90 %."""

CONSENSUS: Final = (
    Column("consensus", "consensus", figure=True),
    Column("consensus_90", "90 %", figure=True),
)
WORTH: Final = (
    Column("p_real", "P(real)"),
    *CONSENSUS,
    Column("worth", "worth now", figure=True),
    Column("worth_90", "90 %", figure=True),
)
NO_WORTH: Final = "what a company is worth is left out: beliefs know no other day"
LEFT_OUT: Final = "beliefs are left out, the ledger is large: --belief shows them"


def number(value: float | None, places: Decimal = PLACES) -> Decimal | None:
    """Give a number for eyes or programs, with so many places."""
    return None if value is None else Decimal(repr(value)).quantize(places)


def likely(value: float | None) -> Decimal | None:
    """Give a probability for eyes: never 0 and never 1."""
    return None if value is None else number(min(max(value, 0.01), 0.99), COARSE)


def amount(logarithm: float) -> Decimal:
    """Give the amount that a natural log stands for, to three digits."""
    value = exp(logarithm)
    place = int(log10(value)) - DIGITS + 1
    step = Decimal(10) ** place
    return (Decimal(repr(value)) / step).to_integral_value() * step


def figures_of(found: "Consensus | None", code: str) -> Priced:
    """Give a consensus as figures: its median, and its interval."""
    if found is None:
        return None, None
    middle, low, high = map(amount, (found.median, found.low, found.high))
    spread = Figure(code, low, high, "range") if low < high else None
    return Figure(code, middle, middle, "exact"), spread


def widened(
    table: Table,
    columns: Sequence[Column],
    cells: Callable[[Mapping[str, Cell]], tuple[Cell, ...]],
    *,
    before: str = "",
) -> Table:
    """Put columns beside those of a table, or before one of them.

    `cells` reads a row by its names.
    """
    names = [column.name for column in table.columns]
    place = names.index(before) if before in names else len(names)
    rows = [
        (*row[:place], *cells(dict(zip(names, row, strict=True))), *row[place:])
        for row in list(table.rows)
    ]
    held = (*table.columns[:place], *columns, *table.columns[place:])
    return replace(table, columns=held, rows=rows)


class Beside:
    """Beliefs in the rounds of companies, worked out once a company."""

    def __init__(self, moment: "Moment | None") -> None:
        self.moment = moment
        self._companies: dict[str, list[Weighed]] = {}

    def company(self, slug: str) -> "list[Weighed]":
        """Weigh the rounds of a company; none where beliefs are left out."""
        if self.moment is None:
            return []
        if slug not in self._companies:
            self._companies[slug] = self.moment.company(slug)
        return self._companies[slug]

    def round(self, name: str | None) -> "Weighed | None":
        """Find a round by its name."""
        if name is None:
            return None
        rounds = self.company(name.partition("/")[0])
        return next((one for one in rounds if one.case.round == name), None)

    def price(self, found: "Weighed | None") -> Priced:
        """Give the consensus price of a round."""
        if found is None or self.moment is None:
            return None, None
        from ledger.credibility.worth import of_one_round

        rounds = self.company(found.case.company)
        price = of_one_round(found, rounds, self.moment.scores)
        return figures_of(price, found.case.currency)

    def worth(self, slug: str) -> "tuple[Priced, Consensus | None]":
        """Give the consensus price of a company."""
        rounds = self.company(slug)
        if not rounds or self.moment is None:
            return (None, None), None
        from ledger.credibility.worth import currency_of, of_company

        found = of_company(rounds, self.moment.scores, self.moment.cut)
        return figures_of(found, currency_of(rounds)), found


def chance(found: "Weighed | None") -> float | None:
    """Give P(real) of a round."""
    return None if found is None else found.belief.chance


def told(table: Table, basis: "Basis") -> Table:
    """Say that beliefs are left out, where that is for the size of the ledger."""
    if basis.known_at < AT_ONCE:
        return table
    above = [note for note in table.notes if not isinstance(note, Replay)]
    below = [note for note in table.notes if isinstance(note, Replay)]
    return replace(table, notes=(*above, LEFT_OUT, *below))


def league_tables(
    table: Table,
    listed: "Sequence[Valuation]",
    moment: "Moment | None",
    basis: "Basis",
    *,
    brief: bool,
) -> list[Table]:
    """Put the consensus beside a league: columns for programs, a table for eyes."""
    beside = Beside(moment)
    if not brief:
        ended = frozenset(x.company for x in listed if x.ended is not None)
        return [valued_beside(table, beside, ended, basis)]
    if moment is None:
        return [told(table, basis)]
    from ledger.projections.explain import figures_of as figures_by_name

    shown = {
        valuation.company: tuple(
            dict.fromkeys(
                valued.round
                for valued in figures_by_name(valuation).values()
                if valued.round is not None
            )
        )
        for valuation in listed
        if valuation.ended is None
    }
    below = consensus_table(shown, beside, table.notes, basis)
    return [replace(table, notes=()), below] if below.rows else [table]


def valued_beside(
    table: Table, beside: Beside, ended: frozenset[str], basis: "Basis"
) -> Table:
    """Put belief and consensus beside each figure, for programs."""

    def cells(row: Mapping[str, Cell]) -> tuple[Cell, ...]:
        found = beside.round(None if row["round"] is None else str(row["round"]))
        company = str(row["company"])
        silent = basis.apart or company in ended
        worth = (None, None) if silent else beside.worth(company)[0]
        return number(chance(found), FINE), *beside.price(found), *worth

    return widened(table, WORTH, cells)


def consensus_table(
    shown: Mapping[str, Sequence[str]],
    beside: Beside,
    notes: tuple[str, ...],
    basis: "Basis",
) -> Table:
    """For eyes: what each company is worth by all that was said, and its rounds.

    Of another day of the world it does not say what a company was worth: the model
    knows when something was said, not on which day a round took effect.
    """
    if basis.apart:
        notes = (CLAIMS_ONLY, NO_WORTH, *notes)
    rows: list[tuple[Cell, ...]] = []
    for slug, rounds in shown.items():
        (middle, spread), found = beside.worth(slug)
        modes = _modes(found, beside.company(slug))
        if middle is not None and not basis.apart:
            rows.append((slug, "now", None, middle, spread, modes))
        for name in rounds:
            weighed = beside.round(name)
            price = beside.price(weighed)
            if weighed is not None:
                label = name.partition("/")[2]
                rows.append((slug, label, likely(chance(weighed)), *price, None))
    columns = (
        Column("company", "company"),
        Column("about", "about", wide=True),
        Column("p_real", "P(real)", right=True),
        Column("consensus", "consensus", right=True),
        Column("consensus_90", "90 %", right=True),
        Column("modes", "modes", wide=True),
    )
    return Table("consensus, beside the claims", columns, rows, None, notes)


def _modes(found: "Consensus | None", rounds: "Sequence[Weighed]") -> Cell:
    if found is None or len(found.modes) < 2:  # noqa: PLR2004 - one mode is the median
        return None
    from ledger.credibility.worth import currency_of

    code = currency_of(rounds)
    return " ".join(
        Figure(code, amount(mode), amount(mode), "exact").brief()
        for mode in found.modes
    )


def story_beside(
    table: Table, told_of: "Sequence[Believed] | None", basis: "Basis", *, brief: bool
) -> Table:
    """Put the belief after each event beside it, row by row."""
    place = [column.name for column in table.columns].index("event")
    numbers = [int(str(row[place])) for row in table.rows]
    believed = {} if told_of is None else dict(zip(numbers, told_of, strict=True))
    if brief and told_of is None:
        return told(table, basis)
    if brief:
        column = Column("p_real", "P", right=True)
        return widened(
            table, (column,), lambda row: (_after(believed, row),), before="late"
        )
    columns = (
        Column("p_real", "P(real)"),
        Column("nats", "nats"),
        *CONSENSUS,
    )

    def cells(row: Mapping[str, Cell]) -> tuple[Cell, ...]:
        one = believed.get(int(str(row["event"])))
        if one is None or one.weighed is None:
            return (None, None, None, None)
        belief = one.weighed.belief
        price = figures_of(one.price, one.weighed.case.currency)
        return number(belief.chance, FINE), number(belief.nats, FINE), *price

    return widened(table, columns, cells)


def _after(believed: "Mapping[int, Believed]", row: Mapping[str, Cell]) -> Cell:
    one = believed.get(int(str(row["event"])))
    return None if one is None else likely(chance(one.weighed))


def denials_beside(
    table: Table, moment: "Moment | None", basis: "Basis", *, brief: bool
) -> Table:
    """Put P(real) of the rounds beside the denials of their claims."""
    beside = Beside(moment)
    if brief and (moment is None or not table.rows):
        return table if moment is not None else told(table, basis)

    def cells(row: Mapping[str, Cell]) -> tuple[Cell, ...]:
        about = row["about"]
        assert isinstance(about, tuple)
        found = [beside.round(str(name)) for name in about if "/" in str(name)]
        chances = tuple(
            likely(chance(one)) if brief else number(chance(one), FINE)
            for one in found
            if one is not None
        )
        return (chances[0] if brief and len(chances) == 1 else chances,)

    return widened(table, (Column("p_real", "P(real)", right=brief),), cells)
