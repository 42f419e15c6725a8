"""From the answers of many days to tables that follow the days.

The rows are those of the commands: `valuations`, `disputed`, `explain`, `timeline`. A
report that drew other rows would be a second opinion, not a picture of the first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from ledger.claims.names import Directory, shown
from ledger.page.contents import (
    Moving,
    PageHead,
    RowTexts,
    ShownRows,
    heads_of,
)
from ledger.page.spans import PlacedRows, RowSpans, numbered
from ledger.page.trends import TrendPoint, seen
from ledger.page.written import Written, texts
from ledger.projections.accounts import CompanyAccount, PartAccount
from ledger.projections.basis import Answer
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.timeline import StoryMoment
from ledger.projections.valuations import Valuation
from ledger.rendering import disputed, explained
from ledger.rendering.basis import ReplayNote, footnotes
from ledger.rendering.columns import Columns
from ledger.rendering.explained import denial_states, ruled_table
from ledger.rendering.figures import (
    AGELESS,
    EVENTS,
    ordered,
    rank_of,
    valuations_notes,
    valuations_table,
)
from ledger.rendering.stories import timeline_table
from ledger.rendering.tables import Table

CompanyState = tuple[CompanyAt, CompanyAccount]
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


@dataclass(frozen=True, slots=True)
class ReportDay:
    """What is known from a day on: every company, and what is to be said of it."""

    place: int
    answer: Answer[list[CompanyState]]
    names: Directory


@dataclass(slots=True)
class ReportTables:
    """Tables that are told one day after the other."""

    ranking: RowSpans = field(default_factory=RowSpans)
    notes: RowSpans = field(default_factory=RowSpans)
    disputed: RowSpans = field(default_factory=RowSpans)
    figures: dict[str, RowSpans] = field(default_factory=dict)
    claims: dict[str, RowSpans] = field(default_factory=partial(defaultdict, RowSpans))
    reasons: dict[str, RowSpans] = field(default_factory=dict)
    """Why claims are set aside, if it is why others are."""
    denials: dict[str, RowSpans] = field(default_factory=partial(defaultdict, RowSpans))
    trends: dict[str, list[TrendPoint]] = field(default_factory=dict)
    _told: dict[str, CompanyState] = field(default_factory=dict)
    _written: Written = field(default_factory=Written)

    def tell(self, day: ReportDay) -> None:
        """Tell what is known from a day on, of companies that are not as before."""
        renamed = self._written.under(day.names)
        states = {state[0].slug: state for state in day.answer.value}
        before, self._told = self._told, states
        for slug in {*before, *states}:
            state = states.get(slug)
            if before.get(slug) is not state:
                self._explain(day, slug, state)
                self._account(day, slug, before.get(slug), state)
            elif not renamed:
                continue
            self._rank(day, slug, state)
        valuations = [found.valuation for _, found in states.values()]
        told = [*valuations_notes(ordered(valuations), None), *footnotes(day.answer)]
        notes = [shown(x) for x in told if not isinstance(x, ReplayNote)]
        self.notes.show(day.place, numbered((note,) for note in notes))

    def _rank(self, day: ReportDay, slug: str, state: CompanyState | None) -> None:
        """Tell the rows of a company in the ranking, and where its line goes."""
        rows: list[PlacedRows] = []
        if state is not None:
            valuation = state[1].valuation
            self.trends.setdefault(slug, []).append(seen(day.place, valuation))
            head = slug, _called(slug, day.names)
            if valuation.rows:
                rows = [(rank_of(valuation), head, _ranked(day, valuation))]
        self.ranking.show(day.place, rows, slug)

    def _explain(self, day: ReportDay, slug: str, state: CompanyState | None) -> None:
        """Tell the figures with their rules, and in which words the reasons are that
        claims have in common.
        """
        figures: list[RowTexts] = []
        reasons: list[PlacedRows] = []
        if state is not None:
            valuation, at = state[1].valuation, state[1].day
            figures = texts(ruled_table(valuation, at, slug, (EVENTS,)))
            for common in state[1].commons:
                words = common.words(valuation).worded(shown)
                reasons.append((common, (" ".join(common),), ((words,),)))
        self.figures.setdefault(slug, RowSpans()).show(day.place, numbered(figures))
        self.reasons.setdefault(slug, RowSpans()).show(day.place, reasons)

    def _account(
        self,
        day: ReportDay,
        slug: str,
        before: CompanyState | None,
        state: CompanyState | None,
    ) -> None:
        """Tell the claims and the denials of the parts that are not as before."""
        was = {} if before is None else before[1].parts
        now = {} if state is None else state[1].parts
        gone = {
            one
            for key, part in was.items()
            if now.get(key) is not part
            for one in _row_names(part)
        }
        for key, part in now.items():
            if state is None or was.get(key) is part:
                continue
            for name, id_, row in self._rows(day, slug, state[0], part):
                gone.discard((name, id_))
                self._spans(name, slug).show(day.place, [row], f"{slug} {id_}")
        for name, id_ in gone:
            self._spans(name, slug).show(day.place, [], f"{slug} {id_}")

    def _spans(self, name: str, slug: str) -> RowSpans:
        if name == "disputed":
            return self.disputed
        return (self.claims if name == "claims" else self.denials)[slug]

    def _rows(
        self, day: ReportDay, slug: str, company: CompanyAt, part: PartAccount
    ) -> Iterator[tuple[str, str, PlacedRows]]:
        """Give the rows of a part: its table, what it is about, and where it stands."""
        claims = self._written.claims(part.reasons, day.names)
        for reason, row in zip(part.reasons, claims, strict=True):
            yield "claims", reason.claim.id, row
        if not part.part.denials:
            return
        states = denial_states(company, part.part.denials)
        cells = _texts(explained.DENIALS, states, day.names)
        for one, told in zip(states, cells, strict=True):
            said = one.denial.row
            yield "denials", said.id, (said.key, (), (told,))
        there = [x for x in part.part.denials if disputed.is_open(x, company)]
        lines = [disputed.denial_row(part.part, x) for x in there]
        cells = _texts(disputed.DENIALS, lines, day.names)
        for line, told in zip(lines, cells, strict=True):
            yield "disputed", line.row.id, ((slug, line.row.key), (), (told,))


def _row_names(part: PartAccount) -> Iterator[tuple[str, str]]:
    """Name the rows that a part may have: in which table, and about which event."""
    for reason in part.reasons:
        yield "claims", reason.claim.id
    for denial in part.part.denials:
        yield "denials", denial.row.id
        yield "disputed", denial.row.id


def _texts(columns: Columns[T], lines: Sequence[T], names: Directory) -> list[RowTexts]:
    return texts(Table.of(None, columns, lines, names=names, brief=True))


def _called(slug: str, names: Directory) -> str:
    known = names.companies.get(slug)
    return shown(slug if known is None else known.name)


def _answer_with(day: ReportDay, value: T) -> Answer[T]:
    answer = day.answer
    return Answer(answer.basis, value, answer.late, answer.possible, answer.empty)


def _ranked(day: ReportDay, valuation: Valuation) -> tuple[RowTexts, ...]:
    """Write the rows of a company in the ranking, without its name."""
    answer = _answer_with(day, [valuation])
    table = valuations_table(answer, day.names, brief=True, columns=AGELESS)
    return tuple(row[1:] for row in texts(table))


def story_of(
    answer: Answer[list[StoryMoment]],
    names: Directory,
    slug: str,
    place: Callable[[Row], int],
    end: int,
) -> Moving:
    """Give the story of a company; each of its events is shown once it is known."""
    table = timeline_table(answer, names, slug, brief=True)
    spans = [
        ShownRows(first, end, (), (row,))
        for x, row in zip(answer.value, texts(table), strict=True)
        if (first := place(x.row)) < end
    ]
    return Moving(
        f"{slug}.story", heads_of(table.columns), spans, "nothing by that date"
    )
