"""From the answers of many days to tables that follow the days.

The rows are those of the commands: `valuations`, `disputed`, `explain`, `timeline`. A
report that drew other rows would be a second opinion, not a picture of the first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from ledger.claims.names import Directory, shown
from ledger.page.contents import (
    Cells,
    Moving,
    PageHead,
    Span,
    heads_of,
)
from ledger.page.spans import Shown, Spans, numbered
from ledger.page.trends import Seen, seen
from ledger.page.written import Written, texts
from ledger.projections.basis import Answer
from ledger.projections.explain import Explanation
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.timeline import Moment
from ledger.projections.valuations import Valuation
from ledger.rendering import disputed, explained
from ledger.rendering.basis import ReplayNote, footnotes
from ledger.rendering.disputed import disputed_table
from ledger.rendering.explained import denials_table, ruled_table
from ledger.rendering.figures import (
    AGELESS,
    EVENTS,
    ordered,
    placed,
    valuations_notes,
    valuations_table,
)
from ledger.rendering.stories import timeline_table

State = tuple[CompanyAt, Explanation]
T = TypeVar("T")
RANKING: Final = (PageHead("company"), PageHead("trend"), *heads_of(AGELESS)[1:])
DISPUTED: Final = heads_of(disputed.DENIALS)
FIGURES: Final = (*explained.RULED, EVENTS)
UNDISPUTED: Final = "no open denials at that date"
TABLES: Final = {
    "figures": (heads_of(FIGURES), "no valuation by that date"),
    "claims": (heads_of(explained.CLAIMS), "no claims by that date"),
    "denials": (heads_of(explained.DENIALS), "no denials by that date"),
}
"""The tables of an explanation, and what is said on days without a row."""
UNFOLLOWED: Final = (
    "so many claims are accounted for on the last day of the report only:"
    " `sayso explain --as-of` and `sayso serve` do it for any day"
)


@dataclass(frozen=True, slots=True)
class Day:
    """What is known from a day on: every company, and what is to be said of it."""

    place: int
    answer: Answer[list[State]]
    names: Directory


@dataclass(slots=True)
class PageTables:
    """Tables that are told one day after the other."""

    ranking: Spans = field(default_factory=Spans)
    notes: Spans = field(default_factory=Spans)
    disputed: Spans = field(default_factory=Spans)
    figures: dict[str, Spans] = field(default_factory=dict)
    claims: dict[str, Spans] = field(default_factory=dict)
    denials: dict[str, Spans] = field(default_factory=dict)
    trends: dict[str, list[Seen]] = field(default_factory=dict)
    _told: dict[str, State] = field(default_factory=dict)
    _written: Written = field(default_factory=Written)

    def tell(self, day: Day) -> None:
        """Tell what is known from a day on, of companies that are not as before."""
        renamed = self._written.under(day.names)
        states = {state[0].slug: state for state in day.answer.value}
        before, self._told = self._told, states
        for slug in {*before, *states}:
            state = states.get(slug)
            if before.get(slug) is not state:
                self._explain(day, slug, state)
            elif not renamed:
                continue
            self._rank(day, slug, state)
            self._dispute(day, slug, state)
        valuations = [found.valuation for _, found in states.values()]
        told = [*valuations_notes(ordered(valuations), None), *footnotes(day.answer)]
        notes = [shown(x) for x in told if not isinstance(x, ReplayNote)]
        self.notes.show(day.place, numbered((note,) for note in notes))

    def _rank(self, day: Day, slug: str, state: State | None) -> None:
        """Tell the rows of a company in the ranking, and where its line goes."""
        rows: list[Shown] = []
        if state is not None:
            valuation = state[1].valuation
            self.trends.setdefault(slug, []).append(seen(day.place, valuation))
            head = slug, _called(slug, day.names)
            if valuation.rows:
                rows = [(placed(valuation), head, _ranked(day, valuation))]
        self.ranking.show(day.place, rows, slug)

    def _explain(self, day: Day, slug: str, state: State | None) -> None:
        rows: dict[str, list[Cells]] = {name: [] for name in TABLES}
        if state is not None:
            rows["figures"] = texts(ruled_table(state[1], slug, (EVENTS,)))
            rows["claims"] = self._written.claims(state[1], day.names)
            rows["denials"] = texts(denials_table(state[1], day.names, brief=True))
        for name, told in rows.items():
            spans: dict[str, Spans] = getattr(self, name)
            spans.setdefault(slug, Spans()).show(day.place, numbered(told))

    def account(self, day: Day, last: int) -> None:
        """Account for the claims of companies on the last day, which was told."""
        for company, found in day.answer.value:
            for spans, rows in (
                (self.claims, self._written.claims(found, day.names)),
                (self.denials, texts(denials_table(found, day.names, brief=True))),
            ):
                spans[company.slug].show(last, numbered(rows))

    def _dispute(self, day: Day, slug: str, state: State | None) -> None:
        rows: list[Cells] = []
        if state is not None:
            answer = _with(day, [state[0]])
            rows = texts(disputed_table(answer, day.names, brief=True))
        denied: list[Shown] = [((slug, at), (), (row,)) for at, row in enumerate(rows)]
        self.disputed.show(day.place, denied, slug)


def _called(slug: str, names: Directory) -> str:
    known = names.companies.get(slug)
    return shown(slug if known is None else known.name)


def _with(day: Day, value: T) -> Answer[T]:
    answer = day.answer
    return Answer(answer.basis, value, answer.late, answer.possible, answer.empty)


def _ranked(day: Day, valuation: Valuation) -> tuple[Cells, ...]:
    """Write the rows of a company in the ranking, without its name."""
    answer = _with(day, [valuation])
    table = valuations_table(answer, day.names, brief=True, columns=AGELESS)
    return tuple(row[1:] for row in texts(table))


def story_of(
    answer: Answer[list[Moment]],
    names: Directory,
    slug: str,
    place: Callable[[Row], int],
    end: int,
) -> Moving:
    """Give the story of a company; each of its events is shown once it is known."""
    table = timeline_table(answer, names, slug, brief=True)
    spans = [
        Span(first, end, (), (row,))
        for x, row in zip(answer.value, texts(table), strict=True)
        if (first := place(x.row)) < end
    ]
    return Moving(
        f"{slug}.story", heads_of(table.columns), spans, "nothing by that date"
    )
