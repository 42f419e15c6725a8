"""Columns of a table by the names under which programs and people know them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ledger.claims.names import fold, near, shown
from ledger.errors import BadInput, LedgerError, UnknownName
from ledger.rendering.columns import Cell, Column
from ledger.rendering.conditions import Context, RowCondition, together
from ledger.rendering.exact import ENDINGS, part_of

AMOUNTS = ("amount", "paid", "committed", "conditional", "sought")
DAYS = ("effective", "published", "from", "period", "recorded")
MEANT: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("amount", "amounts", "money", "raised", "size", "total"), AMOUNTS),
    **dict.fromkeys(("valuation", "price", "worth"), ("amount", "prices")),
    **dict.fromkeys(("date", "day", "when", "time", "year"), DAYS),
    **dict.fromkeys(("remarks", "denied by", "denial"), ("open_denials", "standing")),
    "status": ("standing", "stage"),
}
"""Words that people say, and the columns that hold it: a screen has several as one."""

Titles = Callable[[], Mapping[str, str]]
"""Gives the names of columns by their titles."""


class FoundColumn(NamedTuple):
    """A column of a table, or one part of a column that csv writes as several."""

    column: Column[Any]
    place: int
    kind: str = ""
    """Of the whole column, for a part of it."""
    ending: str = ""

    def cell(self, row: tuple[Cell, ...]) -> Cell:
        """Give the cell of a row."""
        cell = row[self.place]
        return part_of(cell, self.kind, self.ending) if self.ending else cell


class ColumnFinder:
    """Finds columns by name or title, and keeps what cannot be found or read."""

    def __init__(self, columns: Sequence[Column[Any]], titles: Titles) -> None:
        self._columns = columns
        self._places = {column.name: place for place, column in enumerate(columns)}
        self._more = titles
        self._titles = {fold(x.title): x.name for x in columns if x.title}
        self._unknown: list[str] = []
        self._wrong: list[LedgerError] = []

    def found(self, text: str) -> FoundColumn:
        """Find a column; `check` names one that does not exist."""
        if (found := self._named(text)) is None:
            self._titles = dict(self._further()) | self._titles
            found = self._named(text)
        if found is None:
            self._unknown.append(text)
            return FoundColumn(Column(text), 0)
        return found

    def several(self, texts: Sequence[str]) -> list[FoundColumn]:
        """Find columns; two that are none may be a title: `source, published`."""
        found, left = [], list(texts)
        while left:
            alone = self._named(left[0]) is not None or not left[1:]
            both = None if alone else self._named(", ".join(left[:2]))
            found.append(self.found(left[0]) if both is None else both)
            del left[: 1 if both is None else 2]
        return found

    def _further(self) -> Iterator[tuple[str, str]]:
        """Give the titles that only people read, where programs have that column.

        People read one price where programs have all of them.
        """
        for title, name in self._more().items():
            for own in (name, f"{name}s"):
                if own in self._places:
                    yield fold(title), own
                    break

    def _named(self, text: str) -> FoundColumn | None:
        name = "_".join(fold(text).split())
        for wanted in (name, self._titles.get(fold(text), "")):
            if (place := self._places.get(wanted)) is not None:
                return FoundColumn(self._columns[place], place)
        return self._part(name)

    def _part(self, name: str) -> FoundColumn | None:
        """Find a part of a column: amount_currency, and the company of a round."""
        if name == "company" and "round" in self._places:
            return FoundColumn(Column(name), self._places["round"], "round", "/")
        for place, column in enumerate(self._columns):
            ending = name.removeprefix(column.name)
            kind = ENDINGS.get(column.kind, {}).get(ending)
            if name.startswith(column.name) and kind is not None:
                return FoundColumn(Column(name, kind=kind), place, column.kind, ending)
        return None

    def tests(
        self, where: Iterable[RowCondition], context: Context
    ) -> list[tuple[FoundColumn, Callable[[Cell], bool]]]:
        """Give what each condition asks of which column."""
        amounts = [x.name for x in self._columns if x.kind == "figure"]
        tests = []
        for one in where:
            found, unknown = self.found(one.column), one.column in self._unknown
            try:
                test = None if unknown else one.test(found.column, context, amounts)
            except BadInput as error:
                self._wrong.append(error)
            else:
                tests += [] if test is None else [(found, test)]
        return tests

    def check(self) -> None:
        """Raise all that was wrong, at once."""
        wrong = [error.message for error in self._wrong]
        if self._unknown:
            texts = " or ".join(f"'{shown(x)}'" for x in dict.fromkeys(self._unknown))
            message = "; ".join([f"there is no column {texts}", *wrong])
            raise UnknownName(message, self._hint())
        if wrong:
            raise together("where", self._wrong)

    def _meant(self, text: str, words: Sequence[str]) -> Sequence[str]:
        """Give the columns that a word means, which may be mistyped."""
        word = fold(text)
        if word not in MEANT:
            word = next(iter(near(text, words, 1)), "")
        return MEANT.get(word, ())

    def _hint(self) -> str:
        """Name the columns that there are: first what is meant, then near misses."""
        known = {x: x for x in self._places} | self._titles
        close = [known[x] for text in self._unknown for x in near(text, known)]
        meant = [
            name
            for text in self._unknown
            for name in self._meant(text, [*known, *MEANT])
            if name in self._places
        ]
        offered = list(dict.fromkeys(meant or close[:1]))
        names = ", ".join(dict.fromkeys([*offered, *close, *self._places]))
        perhaps = f"perhaps {' or '.join(offered)}; " if offered else ""
        return f"{perhaps}columns: {names}"
