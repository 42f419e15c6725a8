"""The tables that the command line prints, as tables of a page, with links.

Nothing is worked out here: a cell is the cell that people see in a terminal. What names
an event, a company, a round or a source becomes a link to its page, at the same basis.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from ledger.claims.names import shown
from ledger.page.markup import Child, Html, dated, join_markup, tag
from ledger.projections.basis import Answer
from ledger.projections.prose import Prose
from ledger.rendering.basis import ReplayNote, heading, quiet
from ledger.rendering.columns import Cell, Column
from ledger.rendering.tables import Table, brief
from ledger.serving.site import Site

WIDE: Final = 160
"""Columns of the terminal whose tables are drawn here."""

NAMED: Final = re.compile(
    r"(?P<round>(?<![\w/:.-])[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*(?![\w/]))"
    r"|(?P<source>source:[a-z0-9-]+)"
)
"""The names of a round and of a source, as they are typed and pasted anywhere."""

LABEL: Final = re.compile(r"(?!\d{4}-\d\d-\d\d$)[a-z0-9][a-z0-9-]*")
FIELD: Final = ("field", "value")
"""The columns of a card, which is a list of terms."""

TableCells = Sequence[Cell]


class SiteTables:
    """Draws tables for the pages of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def told(self, answer: Answer[Any], *, first: str = "") -> list[Html]:
        """Draw all tables of an answer; `first` is the heading of the first one."""
        assert answer.told is not None, "only a book's answers are drawn"
        tables = list(answer.told.drawn(WIDE))
        drawn: list[Html] = []
        for number, table in enumerate(tables):
            own = self._heading(table) if number else first
            drawn += [tag("h3", own)] if own else []
            drawn.append(self.table(table, own or first or "Answer"))
        return drawn

    def table(self, table: Table, caption: str) -> Html:
        """Draw a table, or a card, and its notes."""
        quieter = quiet(table)
        rows = list(quieter.rows)
        names = tuple(column.name for column in quieter.columns)
        if names == FIELD:
            body = self._card(rows)
        elif rows:
            body = self._grid(quieter.columns, rows, caption)
        else:
            body = None
        notes = [x for x in quieter.notes if not isinstance(x, ReplayNote)]
        lines = [tag("li", self.linked(shown(one))) for one in notes]
        return join_markup([body, tag("ul", *lines, class_="note") if lines else None])

    def _heading(self, table: Table) -> str:
        """Give the heading of a table; the page says what it is as of."""
        told = table.heading or ""
        told = told.removesuffix(heading(self._site.basis)).removesuffix(", ")
        return told[:1].upper() + told[1:]

    def _card(self, rows: Iterable[TableCells]) -> Html:
        parts: list[Html] = []
        for term, value in rows:
            words = self._any(value)
            if term == "url" and str(value).startswith(("http://", "https://")):
                # Nothing is asked of it unless a reader follows it.
                words = tag("a", str(value), href=str(value), rel="noreferrer")
            elif isinstance(value, int) and term in {"event", "document"}:
                words = self._event(value)
            parts += [tag("dt", self._any(term)), tag("dd", words)]
        return tag("dl", *parts, class_="card")

    def _grid(
        self, columns: Sequence[Column[Any]], rows: Sequence[TableCells], caption: str
    ) -> Html:
        heads = [tag("th", x.title, scope="col", class_=_class(x)) for x in columns]
        grouped = columns[0].name == "company"
        bodies = list(self._grouped(columns, rows)) if grouped else None
        if bodies is None:
            lines = [tag("tr", *self._cells(columns, row, "")) for row in rows]
            bodies = [tag("tbody", *lines)]
        kinds = ["ranking" if grouped else "stacked"]
        # A figure says itself what it is; of other cells a narrow screen shows titles.
        if grouped and "figure" not in {x.name for x in columns}:
            kinds.append("titled")
        return tag(
            "table",
            tag("caption", caption, class_="unseen"),
            tag("thead", tag("tr", *heads)),
            *bodies,
            class_=" ".join(kinds),
        )

    def _grouped(
        self, columns: Sequence[Column[Any]], rows: Iterable[TableCells]
    ) -> Iterator[Html]:
        """Draw the rows of each company together, its name once."""
        owner = ""

        def owned(row: TableCells) -> str:
            nonlocal owner
            owner = brief(row[0]) or owner
            return owner

        for slug, several in groupby(rows, key=owned):
            group = list(several)
            lines = []
            for number, row in enumerate(group):
                cells = self._cells(columns[1:], row[1:], slug)
                if not number:
                    cells.insert(0, self._owner(slug, len(group)))
                lines.append(tag("tr", *cells))
            yield tag("tbody", *lines)

    def _owner(self, slug: str, rows: int) -> Html:
        known = self._site.names.companies.get(slug)
        words: Child = slug
        if known is not None:
            link = tag("a", known.name, href=self._site.company(slug))
            words = join_markup([link, tag("small", slug)])
        return tag("th", words, scope="rowgroup", rowspan=rows)

    def _cells(
        self, columns: Sequence[Column[Any]], row: TableCells, company: str
    ) -> list[Html]:
        return [
            tag(
                "td",
                self._cell(column, cell, company),
                class_=_class(column),
                data_label=column.title,
            )
            for column, cell in zip(columns, row, strict=True)
        ]

    def _cell(self, column: Column[Any], cell: Cell, company: str) -> Child:
        if isinstance(cell, Prose):
            return self._prose(cell)
        if column.kind in {"event", "events"}:
            return self._events(cell)
        return self._words(column, brief(cell), company)

    def _words(self, column: Column[Any], words: str, company: str) -> Child:
        """Draw what a cell without events says."""
        if column.flag and words:
            standing = words.partition(" ")[0].rstrip(",")
            return tag("span", words, class_=f"standing {standing}")
        if column.kind in {"source", "sources"}:
            return self._sources(words)
        if column.name == "investor" and words:
            return tag("a", words, href=self._site.investor(words))
        label, comma, rest = words.partition(", ")
        if column.name == "round" and company and LABEL.fullmatch(label):
            link = tag("a", label, href=self._site.round_(f"{company}/{label}"))
            return join_markup([link, comma, dated(rest)])
        return self.linked(words)

    def _any(self, cell: Cell) -> Html:
        """Draw a cell of a card."""
        return (
            self._prose(cell) if isinstance(cell, Prose) else self.linked(brief(cell))
        )

    def _prose(self, prose: Prose) -> Html:
        parts = prose.worded(shown).parts
        return join_markup(
            self._event(x) if isinstance(x, int) else self.linked(str(x)) for x in parts
        )

    def _events(self, cell: Cell) -> Child:
        several = cell if isinstance(cell, tuple) else (cell,)
        numbers = [self._event(x) for x in several if isinstance(x, int)]
        return join_markup(numbers, " ") if numbers else brief(cell)

    def _event(self, number: int) -> Html:
        return tag("a", str(number), href=self._site.event(number))

    def _sources(self, words: str) -> Html:
        """Link each source that is named in a list."""
        slugs = self._site.slugs
        parts: list[Child] = []
        for number, part in enumerate(words.split(", ")):
            parts += [", "] if number else []
            link = slugs.get(part)
            parts.append(
                dated(part)
                if link is None
                else tag("a", part, href=self._site.source(link))
            )
        return join_markup(parts)

    def linked(self, words: str) -> Html:
        """Make links of the rounds, events and sources that a text names."""
        parts: list[Child] = []
        end = 0
        for found in NAMED.finditer(words):
            parts.append(dated(words[end : found.start()]))
            parts.append(self._named(found))
            end = found.end()
        return join_markup([*parts, dated(words[end:])])

    def _named(self, found: re.Match[str]) -> Child:
        site, word = self._site, found[0]
        names = site.names
        if found["round"] and site.has_round(word):
            return tag("a", word, href=site.round_(word))
        slug = word.removeprefix("source:")
        if found["source"] and slug in names.sources:
            return tag("a", word, href=site.source(slug))
        return word


def _class(column: Column[Any]) -> str | None:
    kind = "events" if column.kind in {"event", "events"} else column.page
    words = ["right"] * column.right + [kind] * (kind in {"events", "figure"})
    return " ".join(words) or None
