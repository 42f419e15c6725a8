"""What a report holds, as values: rows for stretches of days, events, sources, proof.

Days are named by their places in the report's list of them, the first one being 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

from ledger.projections.basis import Basis
from ledger.projections.prose import Prose
from ledger.rendering.columns import Columns

CellText = str | Prose
"""A text for people; the events that it names are numbers."""


class Shared(str):
    """The name of a text that many rows of a table share, and that follows the days."""

    __slots__ = ()


RowTexts = tuple[CellText, ...]
"""Texts, one a column."""

LINKED: Final = frozenset({"events", "prose", "named"})
"""The kinds of columns in which the numbers of events are links to them."""


@dataclass(frozen=True, slots=True)
class PageHead:
    """A column of the page: its title, and what its cells are."""

    title: str
    kind: str = "text"
    """events, prose, named: events alone, in a sentence, or each with its source;
    figure: an amount; standing; text."""
    right: bool = False


def heads_of(columns: Columns[Any]) -> tuple[PageHead, ...]:
    """Give the page's columns for those of a table that people see."""
    return tuple(
        PageHead(x.title, "standing" if x.flag else x.page, x.right)
        for x in columns
        if x.title is not None
    )


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows that belong together, and the days on which they are shown."""

    first: int
    end: int
    """The first day on which they are not shown any more."""
    head: tuple[str, ...]
    """Whose rows they are: slug and name; nothing where each row stands alone."""
    rows: tuple[RowTexts, ...]

    def saying(self, words: Mapping[str, CellText]) -> "ShownRows":
        """Give it with words in place of the texts that it shares with others."""
        rows = tuple(
            tuple(words[x] if isinstance(x, Shared) else x for x in cells)
            for cells in self.rows
        )
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Moving:
    """A table that follows the days; its spans stand in the order of their rows."""

    name: str
    heads: tuple[PageHead, ...]
    spans: Sequence[ShownRows]
    nothing: str = ""
    """What is said on days without a row."""
    shared: Sequence[ShownRows] = ()
    """The texts that rows share: each with its name as head."""

    def at(self, place: int) -> list[ShownRows]:
        """Give what is shown on a day, with the texts of that day."""
        words = {x.head[0]: x.rows[0][0] for x in _there(self.shared, place)}
        there = _there(self.spans, place)
        return [span.saying(words) for span in there] if words else there


def _there(spans: Sequence[ShownRows], place: int) -> list[ShownRows]:
    return [span for span in spans if span.first <= place < span.end]


class FigurePoint(NamedTuple):
    """The figure of a company from a day on."""

    day: int
    amount: Decimal
    """0 where there is no figure."""
    sure: bool = False
    """Whether it is the headline; else it is disputed, or only sought."""
    joined: bool = False
    """Whether somebody said that it went from the amount before to this one."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The figure of a company from day to day, for a line without an axis."""

    points: tuple[FigurePoint, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Pictured:
    """A chart in two shapes, as Vega-Lite specifications in JSON."""

    wide: str
    narrow: str
    about: str
    """What it rests on."""


@dataclass(frozen=True, slots=True)
class Section:
    """A company: its story, and why its figures are what they are."""

    slug: str
    name: str
    now: str
    """With which company this one turned out to be one; nothing if with none."""
    trend: Trend | None
    story: Moving
    figures: Moving
    claims: Moving
    denials: Moving


class EvidencePiece(NamedTuple):
    """A piece of evidence: where an event was read, the words, and a note."""

    where: str
    """All but the address: the document and the place in it."""
    url: str
    quotes: tuple[str, ...]
    note: str


class Reply(NamedTuple):
    """An event that answers another one, as the card of that one tells it."""

    kind: str
    """denial, copy, confirmation, revision, retraction or comment."""
    word: str
    """What it makes of the other: denied by."""
    seq: int
    source: str
    published: str
    how: str
    """In which scope and form."""


@dataclass(frozen=True, slots=True)
class SaidEvent:
    """An event that somebody published."""

    seq: int
    id: str
    place: int
    """The first day on which it counts as known."""
    company: str
    source: str
    what: CellText
    published: str
    recorded: str
    pieces: Sequence[EvidencePiece] = ()
    replies: Sequence[Reply] = ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """How far a source can be trusted in one role."""

    name: str
    slug: str
    kind: str
    rated: str
    settled: str
    lapsed: str
    lead: str
    events: tuple[int, ...]
    """The claims of it that are settled."""
    score: tuple[float, float, float] | None
    """The mean, and between what it lies with 90 %; None while it is unrated."""


@dataclass(frozen=True, slots=True)
class PageProof:
    """What the page can be held against."""

    origin: str
    size: int
    root: str
    checkpoint: str
    """The newest signed head that it extends, as signed; nothing if there is none."""
    witnesses: Sequence[str] = ()
    """How many witnesses are wanted, and what each cosigned last, as sentences."""


@dataclass(frozen=True, slots=True)
class ReportContents:
    """All that stands in a page."""

    bases: Sequence[Basis]
    """One a day; the last one is the basis of the report. At least one."""
    first: int
    """The first day, as an ordinal."""
    ranking: Moving
    disputed: Moving
    notes: Moving
    sections: Sequence[Section]
    events: Sequence[SaidEvent]
    sources: Sequence[SourceRecord]
    deniers: Sequence[SourceRecord]
    believed: bool
    """Whether sources were weighed: large ledgers leave that out."""
    proof: PageProof
    wanted: tuple[str, ...] = ()
    """The companies that were asked for; all if none."""
    charts: Mapping[str, Pictured] = field(default_factory=dict)
    """Of the companies that have anything to draw."""

    @property
    def basis(self) -> Basis:
        """The basis of the report."""
        return self.bases[-1]

    @property
    def last(self) -> int:
        """The place of the last day."""
        return len(self.bases) - 1

    def tables(self) -> Iterator[Moving]:
        """Give every table that follows the days."""
        yield from (self.ranking, self.disputed)
        for section in self.sections:
            yield from (
                section.story,
                section.figures,
                section.claims,
                section.denials,
            )
