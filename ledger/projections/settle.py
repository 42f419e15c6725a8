"""What the answer of one day says of a question that has an end.

*By D* means on any day up to D: one day on which the answer of `valuations` or `raised`
meets the question decides it. A disputed figure meets none. A figure that straddles the
amount (a range, "about", a sum next to which something is undisclosed, an amount in
another currency) says neither yes nor no. A floor reaches a quarter further, as where
claims are compared: 80B+ may be 100B, and is no word of 500B. Money whose split into
equity and debt nobody says may add to the total of equity.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from ledger.claims.figures import Figure
from ledger.claims.numerals import EXACT
from ledger.projections.basis import Basis
from ledger.projections.question import Question
from ledger.projections.raised import RaisedLine, raised_at
from ledger.projections.rounds import CompanyAt
from ledger.projections.sums import totals
from ledger.projections.valuations import valuation_at
from ledger.projections.valued import Valued

QuestionMatch = Literal["met", "open", "unmet"]
"""Whether a figure meets a question: it does, it may, it does not."""

YES: Final = "yes"
NO: Final = "no"
NOT_YET: Final = "not yet"
OPEN: Final = "cannot be told"
ANSWERS: Final = (YES, NO, NOT_YET, OPEN)
"""What a clock may answer."""
CLOCKS: Final = ("published", "recorded", "effective")

FLOOR_REACHES: Final = Decimal("1.25")


class ComparedFigure(NamedTuple):
    """A figure that was held against a question."""

    label: str
    figure: Figure | None
    """None for a total of amounts that nobody tells."""
    reading: QuestionMatch
    events: tuple[int, ...]
    why: str | None = None
    """Why it can be read neither way."""


class Judged(NamedTuple):
    """What the answer of one day says of a question."""

    asked: tuple[ComparedFigure, ...]
    """The figures that are asked about."""
    others: tuple[ComparedFigure, ...]
    """Figures of other names that meet it, such as what was sought."""

    @property
    def deciding(self) -> ComparedFigure | None:
        """The figure that comes nearest to a yes, if there is any."""
        order = ("met", "open", "unmet")
        return min(self.asked, key=lambda x: order.index(x.reading), default=None)


@dataclass(frozen=True, slots=True)
class ClockAnswer:
    """What one clock says of a question."""

    clock: str
    answer: str
    """`yes`, `no`, `not yet` or `cannot be told`."""
    on: str | None
    """The day from which the deciding figure stood, in the zone of the question."""
    at: str | None
    """The instant from which it was known; None on the effective clock."""
    held: ComparedFigure | None
    """The figure that decides; of a no the last one that was asked about."""
    event: int | None
    """The event that made it so; None where time alone did, or nothing is known."""
    token: str
    """The basis at which `valuations` or `raised` prints that figure."""
    others: tuple[tuple[str, ComparedFigure], ...]
    """Figures of other names that met it by that time, each with its first day."""


def judged(question: Question, company: CompanyAt, basis: Basis) -> Judged:
    """Hold the answer of `valuations` or `raised` at a basis against a question."""
    if question.raised is not None:
        lines = raised_at(company, basis)
        return Judged(tuple(_sums(question, lines)), tuple(_elsewhere(question, lines)))
    valuation = valuation_at(company, basis)
    rows = [row for row in valuation.rows if not row.disputed]
    if question.row == "headline":
        asked = [] if valuation.headline is None else [valuation.headline]
    else:
        asked = [row for row in rows if _is_asked(row, question)]
    others = [_held(row, question) for row in valuation.rows if row not in asked]
    return Judged(
        tuple(_held(row, question) for row in asked),
        tuple(x for x in others if x.reading != "unmet" and x.why is None),
    )


def _is_asked(row: Valued, question: Question) -> bool:
    if question.row is None and row.name == "sought":
        return False
    return question.row in {None, row.name} and question.kind in {None, row.kind}


def _held(row: Valued, question: Question) -> ComparedFigure:
    label = " ".join(dict.fromkeys((row.name, row.kind)))
    if row.disputed:
        label += ", disputed"
    reading, why = meets(row.figure, question)
    return ComparedFigure(label, row.figure, reading, row.events, why)


def meets(figure: Figure, question: Question) -> tuple[QuestionMatch, str | None]:
    """Tell whether a figure meets a question, and why it cannot be told."""
    if not figure.has_amount:
        return "open", f"{figure.said()} has no number"
    if figure.currency != question.amount.currency:
        return "open", f"{figure.said()} is in another currency: nothing is converted"
    low, high = reach(figure)
    amount = question.amount.min
    assert amount is not None, "the amount of a question is one"
    reading = compare_ends(low, high, question.how, amount)
    why = f"{figure.said()} straddles {question.amount}" if reading == "open" else None
    return reading, why


def reach(figure: Figure) -> tuple[Decimal, Decimal]:
    """Give the least and the most that a figure with a number can mean."""
    low, high = figure.bounds()
    if high is None:
        assert low is not None, "a figure with a number has an end"
        high = EXACT.multiply(low, FLOOR_REACHES)
    return low or Decimal(0), high


def compare_ends(
    low: Decimal, high: Decimal | None, how: str, amount: Decimal
) -> QuestionMatch:
    """Hold an interval, open above if it has no upper end, against an amount."""
    if how == "=":
        if low == high == amount:
            return "met"
        apart = amount < low or (high is not None and high < amount)
        return "unmet" if apart else "open"
    yes, no = {
        ">=": (low >= amount, high is not None and high < amount),
        ">": (low > amount, high is not None and high <= amount),
        "<=": (high is not None and high <= amount, low > amount),
        "<": (high is not None and high < amount, low >= amount),
    }[how]
    return "met" if yes else "unmet" if no else "open"


def _sums(question: Question, lines: Sequence[RaisedLine]) -> list[ComparedFigure]:
    """Give the total of equity in the column and the currency of a question.

    What is not known to be apart from it (undisclosed amounts, other currencies, money
    that may be debt) may add to it.
    """
    column, code = question.raised or "", question.amount.currency
    sums = [x for x in totals(lines) if x.money in {"equity", "mixed"}]
    equity = [x for x in sums if x.money == "equity" and x.currency == code]
    figure = equity[0].amounts.get(column) if equity else None
    more = [
        f"{x.amounts[column]} that may be debt or equity"
        for x in sums
        if x.money == "mixed" and x.currency == code and column in x.amounts
    ]
    more += [
        f"{x.amounts[column]} in another currency"
        for x in sums
        if x.currency not in {code, None} and column in x.amounts
    ]
    vague = [x for x in lines if _is_vague(x, column)]
    more += [f"{len(vague)} undisclosed"] if vague else []
    if figure is None and not more:
        return []
    low, high = (Decimal(0), Decimal(0)) if figure is None else reach(figure)
    assert question.amount.min is not None, "the amount of a question is one"
    amount, how = question.amount.min, question.how
    reading = compare_ends(low, None if more else high, how, amount)
    events = _events(lines, column)
    why = None
    if reading == "open":
        why = f"{figure or 'nothing'} and {', '.join(more)}" if more else None
        why = f"{why or figure} straddles {question.amount}"
    return [ComparedFigure(f"raised {column}", figure, reading, events, why)]


def _is_vague(line: RaisedLine, column: str) -> bool:
    amount = line.in_sums.get(column)
    return line.money in {"equity", "mixed"} and amount is not None and amount.vague


def _events(lines: Iterable[RaisedLine], column: str) -> tuple[int, ...]:
    found = {
        seq
        for line in lines
        if line.money in {"equity", "mixed"} and column in line.in_sums
        for seq in line.in_sums[column].events
    }
    return tuple(sorted(found))


def _elsewhere(question: Question, lines: Iterable[RaisedLine]) -> list[ComparedFigure]:
    """Give amounts of single rounds, in other columns, that would meet a question."""
    found = []
    for line in lines:
        for column, amount in line.amounts.items():
            reading, why = meets(amount.figure, question)
            if column != question.raised and reading == "met" and why is None:
                label = f"{column}, {line.round}"
                found.append(
                    ComparedFigure(label, amount.figure, reading, amount.events)
                )
    return found
