"""From the answers of many days to tables that follow the days.

The rows are those of the commands: `valuations`, `disputed`, `explain`, `timeline`. A
report that drew other rows would be a second opinion, not a picture of the first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeVar

from ledger.claims.names import Directory, shown
from ledger.page.contents import (
    Cells,
    Head,
    Moving,
    Trend,
    Words,
    heads_of,
)
from ledger.page.spans import Shown, Spans, numbered
from ledger.projections.basis import Answer
from ledger.projections.explain import Explanation
from ledger.projections.prose import Prose
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.timeline import Moment
from ledger.projections.valuations import Valuation
from ledger.rendering import disputed, explained
from ledger.rendering.basis import Replay
from ledger.rendering.columns import Cell
from ledger.rendering.disputed import disputed_table
from ledger.rendering.explained import explanation_tables, ruled_table
from ledger.rendering.figures import AGELESS, EVENTS, placed, valuations_table
from ledger.rendering.stories import timeline_table
from ledger.rendering.tables import Table, brief

State = tuple[CompanyAt, Explanation]
T = TypeVar("T")
Corner = tuple[int, Decimal, bool, str]
"""Day, amount, whether it is the headline, and its currency."""

RANKING: Final = (Head("company"), Head("trend"), *heads_of(AGELESS)[1:])
DISPUTED: Final = heads_of(disputed.DENIALS)
FIGURES: Final = (*explained.RULED, EVENTS)
UNDISPUTED: Final = "no open denials at that date"
TABLES: Final = {
    "figures": (heads_of(FIGURES), "no valuation by that date"),
    "claims": (heads_of(explained.CLAIMS), "no claims by that date"),
    "denials": (heads_of(explained.DENIALS), "no denials by that date"),
}
"""The tables of an explanation, and what is said on days without a row."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is known from a day on: every company, and what is to be said beside."""

    place: int
    answer: Answer[list[State]]
    names: Directory


@dataclass(slots=True)
class Told:
    """Tables that are told one day after the other."""

    ranking: Spans = field(default_factory=Spans)
    notes: Spans = field(default_factory=Spans)
    disputed: Spans = field(default_factory=Spans)
    figures: dict[str, Spans] = field(default_factory=dict)
    claims: dict[str, Spans] = field(default_factory=dict)
    denials: dict[str, Spans] = field(default_factory=dict)
    trends: dict[str, list[Corner]] = field(default_factory=dict)
    _told: dict[str, State] = field(default_factory=dict)

    def tell(self, day: Day) -> None:
        """Tell what is known from a day on."""
        self._ranking(day)
        states = {state[0].slug: state for state in day.answer.value}
        for slug in {*self._told, *states}:
            state = states.get(slug)
            if self._told.get(slug) is not state:
                self._explain(day, slug, state)
        self._told = states
        self._dispute(day)

    def _ranking(self, day: Day) -> None:
        valuations = [found.valuation for _, found in day.answer.value]
        table = valuations_table(
            _with(day, valuations), day.names, brief=True, columns=AGELESS
        )
        keys = {x.company: placed(x) for x in valuations}
        groups: dict[str, list[Cells]] = {}
        for company, *row in _texts(table):
            groups.setdefault(str(company), []).append(tuple(row))
        known = day.names.companies
        self.ranking.show(
            day.place,
            [
                (keys[x], (x, shown(known[x].name if x in known else x)), tuple(rows))
                for x, rows in groups.items()
            ],
        )
        notes = [shown(x) for x in table.notes if not isinstance(x, Replay)]
        self.notes.show(day.place, numbered((note,) for note in notes))
        for valuation in valuations:
            points = self.trends.setdefault(valuation.company, [])
            points.append((day.place, *_seen(valuation)))

    def _explain(self, day: Day, slug: str, state: State | None) -> None:
        rows: dict[str, list[Cells]] = {name: [] for name in TABLES}
        if state is not None:
            answer = _with(day, state[1])
            tables = explanation_tables(answer, day.names, slug, brief=True)
            by_heading = {table.heading: _texts(table) for table in tables[1:]}
            rows["figures"] = _texts(ruled_table(state[1], slug, (EVENTS,)))
            rows["claims"] = by_heading.get("claims", [])
            rows["denials"] = by_heading.get("denials", [])
        for name, told in rows.items():
            spans: dict[str, Spans] = getattr(self, name)
            spans.setdefault(slug, Spans()).show(day.place, numbered(told))

    def _dispute(self, day: Day) -> None:
        denied: list[Shown] = []
        for company, _ in day.answer.value:
            table = disputed_table(_with(day, [company]), day.names, brief=True)
            denied += [
                ((company.slug, place), (), (row,))
                for place, row in enumerate(_texts(table))
            ]
        self.disputed.show(day.place, denied)


def _with(day: Day, value: T) -> Answer[T]:
    answer = day.answer
    return Answer(answer.basis, value, answer.late, answer.possible, answer.empty)


def _texts(table: Table) -> list[Cells]:
    return [tuple(_words(cell) for cell in row) for row in table.rows]


def _words(cell: Cell) -> Words:
    """Write a cell; a whole number is that of an event."""
    match cell:
        case bool():
            return brief(cell)
        case int():
            return Prose.of(cell)
        case Prose():
            return cell.worded(shown)
        case (int(), *_):
            return Prose.listed(x for x in cell if isinstance(x, int))
    return brief(cell)


def _seen(valuation: Valuation) -> tuple[Decimal, bool, str]:
    """Give what a line shows: the headline, else the first other figure."""
    others = (row for row in valuation.rows if row.name != "secondary")
    valued = valuation.headline or next(others, None)
    if valued is None:
        return Decimal(), False, ""
    figure = valued.figure
    ends = [x for x in (figure.min, figure.max) if x is not None]
    middle = sum(ends, Decimal()) / len(ends) if ends else Decimal()
    return middle, valued is valuation.headline, figure.currency or ""


def trend_of(points: Sequence[Corner]) -> Trend | None:
    """Give a line of what has one currency, that of the newest amount; else none."""
    currency = next((x[3] for x in reversed(points) if x[1]), None)
    if currency is None:
        return None
    corners: list[tuple[int, Decimal, bool]] = []
    for day, amount, headline, code in points:
        one = (amount, headline) if code == currency else (Decimal(), False)
        if not corners or corners[-1][1:] != one:
            corners.append((day, *one))
    return Trend(tuple(corners), currency)


def story_of(
    answer: Answer[list[Moment]],
    names: Directory,
    slug: str,
    place: Callable[[Row], int],
    end: int,
) -> Moving:
    """Give the story of a company; each of its events is shown once it is known."""
    table = timeline_table(answer, names, slug, brief=True)
    spans, texts = Spans(), _texts(table)
    moments = [(place(x.row), row) for x, row in zip(answer.value, texts, strict=True)]
    rows = [*enumerate(moments)]
    for day in sorted({first for first, _ in moments}):
        known = [(at, (), (row,)) for at, (first, row) in rows if first <= day]
        spans.show(day, known)
    return Moving(
        f"{slug}.story",
        heads_of(table.columns),
        spans.done(end),
        "nothing by that date",
    )
