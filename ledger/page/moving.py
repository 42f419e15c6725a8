"""Tables that follow the slider: as the page has them before any script runs.

`page.js` draws the same rows for the other days; a test holds that both draw alike.
"""

from collections.abc import Iterable, Mapping

from ledger.page.contents import (
    CellText,
    Moving,
    PageHead,
    ReportContents,
    RowTexts,
    Shared,
    ShownRows,
)
from ledger.page.markup import Child, Html, join_markup, linked, tag, to_event


class RowDrawer:
    """Draws rows of a report."""

    def __init__(self, report: ReportContents, trends: Mapping[str, Html]) -> None:
        self._trends = trends
        self.known = frozenset(event.seq for event in report.events)
        self._last = report.last

    def table(self, moving: Moving, caption: str, *, class_: str) -> Html:
        """Draw a table as it is on the last day."""
        heads = [
            tag("th", one.title, scope="col", class_=_class(one))
            for one in moving.heads
        ]
        return tag(
            "table",
            tag("caption", caption, class_="unseen"),
            tag("thead", tag("tr", *heads)),
            *self.bodies(moving, self._last),
            class_=class_,
            data_table=moving.name,
        )

    def bodies(self, moving: Moving, place: int) -> list[Html]:
        """Draw the rows of a day."""
        spans = moving.at(place)
        if not spans:
            cell = tag("td", moving.nothing, colspan=len(moving.heads))
            return [tag("tbody", tag("tr", cell, class_="nothing"))]
        return [self._body(moving, span) for span in spans]

    def _body(self, moving: Moving, span: ShownRows) -> Html:
        rows = []
        for number, cells in enumerate(span.rows):
            heads = moving.heads[2:] if span.head else moving.heads
            drawn = [
                self._cell(one, cell, cells)
                for one, cell in zip(heads, cells, strict=True)
            ]
            if span.head and not number:
                drawn = [*self._owner(span.head, len(span.rows)), *drawn]
            rows.append(tag("tr", *drawn))
        return tag("tbody", *rows)

    def _owner(self, head: tuple[str, ...], rows: int) -> list[Html]:
        slug, name = head
        link = tag("a", name, href=f"#company-{slug}")
        words = join_markup([link, tag("small", slug)])
        return [
            tag("th", words, scope="rowgroup", rowspan=rows),
            tag("td", self._trends.get(slug), rowspan=rows, class_="trend"),
        ]

    def _cell(self, head: PageHead, cell: CellText, cells: RowTexts) -> Html:
        words: Child = linked(cell, head.kind, self.known)
        if head.kind == "figure":
            words = self._figure(cell, cells)
        elif head.kind == "standing" and cell:
            standing = str(cell).partition(" ")[0].rstrip(",")
            words = tag("span", str(cell), class_=f"standing {standing}")
        return tag("td", words, class_=_class(head), data_label=head.title)

    def _figure(self, cell: CellText, cells: RowTexts) -> Child:
        """Link an amount to the first of the events that its row ends with."""
        behind = cells[-1]
        events = () if isinstance(behind, str) else behind.events
        words = str(cell)
        if not words or not events or events[0] not in self.known:
            return words
        return to_event(events[0], words)


def _class(head: PageHead) -> str | None:
    words = ["right"] * head.right + [head.kind] * (head.kind != "text")
    return " ".join(words) or None


def packed(moving: Moving) -> dict[str, object]:
    """Give a table as the script reads it."""
    heads = [[one.title, one.kind, one.right] for one in moving.heads]
    spans = [[x.first, x.end, x.head, _json_rows(x.rows)] for x in moving.spans]
    table: dict[str, object] = {"heads": heads, "spans": spans}
    table["nothing"] = moving.nothing
    if moving.shared:
        table["shared"] = [
            [x.first, x.end, x.head[0], _cell(x.rows[0][0])] for x in moving.shared
        ]
    return table


def _json_rows(rows: Iterable[RowTexts]) -> list[list[object]]:
    return [[_cell(x) for x in cells] for cells in rows]


def _cell(words: CellText) -> object:
    """Write a cell as JSON has it: a text, a list of texts and numbers of events, or
    the name of a text that rows share.
    """
    if isinstance(words, Shared):
        return {"shared": str(words)}
    return words if isinstance(words, str) else words.parts
