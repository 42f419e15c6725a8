"""The one shape of every answer: a document of rows, and what they rest on.

    format     which version of this shape it is
    question   valuations, raised, rounds, ...
    asked      what was asked: names, filters, options
    basis      the cuts on three clocks, the token that replays them, what came late
    notes      what a reader should know, as sentences
    (parts)    further lists of a question, each under its own name
    rows       one thing a row
    sources    who is named in it: slug, name, kind
    events     the events that it names: id, when, by whom, and the evidence

A page of a long document (see `paging`) has `page`, too: how much of it this is.

`-f json`, `Answer.as_dict()` and every server give this document. As jsonl it is one
object a line: first all that stands before the rows, then each row, then what stands
after them. The tables of people, and csv, are made from the same columns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from ledger.claims.names import Directory
from ledger.projections.prose import Prose
from ledger.rendering.basis import quiet
from ledger.rendering.cells import Field
from ledger.rendering.columns import Cell, Cells, Column, Columns, Thing
from ledger.rendering.exact import json_line, objects
from ledger.rendering.frames import Framed, framed
from ledger.rendering.notebook import html_of
from ledger.rendering.picking import Picked, RowPick, picked
from ledger.rendering.tables import Table, render
from ledger.store.reading import Reader

FORMAT: Final = "sayso-answer/1"
"""It is raised when a key goes or changes its meaning; new keys do not raise it."""

WIDE: Final = 1000
"""Columns: where a browser breaks the lines."""

NAMING: Final = frozenset(
    {"event", "events", "source", "sources", "prose", "thing", "things"}
)
"""The kinds of columns that name events or sources."""


@dataclass(slots=True)
class References:
    """The events and sources that the rows of a document name."""

    events: set[int] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def add(self, columns: Sequence[Column[Any]], row: Sequence[Cell]) -> None:
        """Note what a row names."""
        for column, cell in zip(columns, row, strict=True):
            if cell is not None and column.kind in NAMING:
                self._note(column, cell)

    def _note(self, column: Column[Any], cell: Cell) -> None:
        match cell:
            case Prose():
                self.events.update(cell.events)
            case Thing():
                made = tuple(x.of(cell.value) if x.of else None for x in column.parts)
                self.add(column.parts, made)
            case tuple():
                for one in cell:
                    self._note(column, one)
            case int() if column.kind in {"event", "events"}:
                self.events.add(cell)
            case str() if column.kind in {"source", "sources"}:
                self.sources.add(cell)


@dataclass(frozen=True, slots=True)
class Told(Framed):
    """How an answer is told: to programs as one document, to people as tables."""

    question: str
    asked: Mapping[str, object]
    exact: Callable[[], Table]
    """Makes the rows for programs, and the parts next to them."""
    drawn: Callable[[int], Iterable[Table]]
    """Makes the tables for people, for a terminal of a width."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """What else stands before the rows."""
    names: Directory = field(default_factory=Directory)
    """Who is registered, for the names of sources."""
    reader: Reader | None = None
    """Where events are read; None where rows are the events themselves."""
    known_at: int = -1
    """The last entry that counts, for our own corrections."""
    parallel: int | None = 0
    """Which of the tables for people has the rows of `exact`, one by one, if one."""

    def pick(self, **wanted: Any) -> Self:
        """Give the same with some rows and columns alone; see `RowPick.made`."""
        return self.picked(RowPick.made(**wanted))

    def picked(self, pick: RowPick) -> Self:
        """Give the same with the rows and columns that are wanted alone.

        UnknownName, BadInput for columns or values that do not fit.
        """
        found = picked(self.exact(), pick, self.names, self._titles)
        return replace(
            self,
            exact=lambda: found.table,
            drawn=lambda width: self._drawn(found, width),
            extra={**self.extra, "picked": found.asked()},
        )

    def _drawn(self, found: Picked, width: int) -> Iterator[Table]:
        """Give the tables for people; that for programs, where none has its rows."""
        tables = list(self.drawn(width))
        if self.parallel is None:
            yield found.alone()
            return
        for place, table in enumerate(tables):
            main = place == self.parallel
            told = found.drawn(table) if main else found.related(table)
            if told is not None:
                yield told

    def _titles(self) -> dict[str, str]:
        """Give the names of columns by the titles that people read."""
        columns = (x for table in self.drawn(WIDE) for x in table.columns)
        return {x.title: x.name for x in columns if x.title}

    def as_dict(self) -> dict[str, Any]:
        """Give the document as plain values, as JSON has them."""
        table, named = self.exact(), References()
        head = self.head(table, named)
        rows = list(objects(table.columns, _noted(table, named)))
        return {**head, "rows": rows, **self.tail(named)}

    def json_text(self) -> Iterator[str]:
        """Write the document as JSON, in pieces, a row a line; nothing is held of rows
        and events but the numbers of the events.
        """
        table, named = self.exact(), References()
        yield json_line(self.head(table, named)).removesuffix("}") + ',"rows":['
        ahead = "\n"
        for one in objects(table.columns, _noted(table, named)):
            yield ahead + json_line(one)
            ahead = ",\n"
        yield "\n],"
        yield from self._tail_text(named)
        yield "}\n"

    def object_text(self) -> Iterator[str]:
        """Write the document as jsonl, in pieces: what stands before the rows, each
        row, the rest.

        The first line has the key `format`, the last one `events`.
        """
        table, named = self.exact(), References()
        yield json_line(self.head(table, named)) + "\n"
        for one in objects(table.columns, _noted(table, named)):
            yield json_line(one) + "\n"
        yield "{"
        yield from self._tail_text(named)
        yield "}\n"

    def framed(self) -> tuple[Sequence[Field], Iterable[Cells]]:
        """Give the rows under the columns of csv, each of one plain kind."""
        table = self.exact()
        return framed(table.columns, table.rows)

    def as_text(self, width: int) -> str:
        """Write its tables for people, for a terminal of a width."""
        drawn = (render(quiet(x), "table", width=width) for x in self.drawn(width))
        return "\n\n".join("\n".join(lines) for lines in drawn)

    def as_html(self) -> str:
        """Write its tables for people as a notebook shows them."""
        return "".join(html_of(quiet(x)) for x in self.drawn(WIDE))

    def head(self, table: Table, named: References | None = None) -> dict[str, Any]:
        """Give what stands before the rows; with `named` the other lists, too."""
        head: dict[str, Any] = {
            "format": FORMAT,
            "question": self.question,
            "asked": dict(self.asked),
            "basis": None if table.basis is None else dict(table.basis),
            **self.extra,
            "notes": [str(note) for note in table.notes],
        }
        if named is not None:
            for name, part in table.parts.items():
                head[name] = list(objects(part.columns, _noted(part, named)))
        return head

    def tail(self, named: References) -> dict[str, Any]:
        """Give what stands after the rows: the sources and events that are named."""
        numbers = sorted(named.events)
        return {
            "sources": self._sources(named, numbers),
            "events": list(self._events(numbers)),
        }

    def _tail_text(self, named: References) -> Iterator[str]:
        """Write the same as JSON, an event a piece."""
        numbers = sorted(named.events)
        yield f'"sources":{json_line(self._sources(named, numbers))},"events":['
        ahead = ""
        for one in self._events(numbers):
            yield ahead + json_line(one)
            ahead = ","
        yield "]"

    def _events(self, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
        from ledger.answers.events import events_table  # for documents only

        table = events_table(self.reader, numbers, self.known_at)
        return objects(table.columns, table.rows)

    def _sources(
        self, named: References, numbers: Sequence[int]
    ) -> list[dict[str, Any]]:
        """Give the sources that rows name, and those that events of these numbers name.

        They stand before the events, which are too many to be held: so these are read
        twice.
        """
        from ledger.answers.events import speakers_table  # as above

        speakers = speakers_table(self.reader, numbers, self.known_at)
        for row in speakers.rows:
            named.add(speakers.columns, row)
        known = self.names.sources
        sources = [known[slug] for slug in sorted(named.sources) if slug in known]
        return list(
            objects(SOURCES, Table.of(None, SOURCES, sources, brief=False).rows)
        )


def _noted(table: Table, named: References) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of a table, and note what they name."""
    naming = [x for x, one in enumerate(table.columns) if one.kind in NAMING]
    columns = [table.columns[x] for x in naming]
    for row in table.rows:
        named.add(columns, [row[x] for x in naming])
        yield row


SOURCES: Final[Columns[Any]] = (
    Column("source", of=lambda x: x.slug),
    Column("name", of=lambda x: x.name),
    Column("kind", of=lambda x: x.kind),
    Column("speaks_for", of=lambda x: x.speaks_for, kind="texts"),
)
"""What is said of each source that a document names."""
