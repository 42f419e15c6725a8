"""Which rows and columns of an answer somebody wants, and in which order.

A pick is applied to the rows for programs; the rows for people are the same ones in
the same order, so that every form of an answer shows the same. Rows first have to
satisfy all conditions, then they are sorted, then the first ones are taken. What is
missing is sorted behind the rest, and amounts in dollars stand before those in each
other currency. Sums come last, and are those of the rows that are shown. Lists next to
the rows keep what is about the companies and rounds that are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ledger.claims.names import Directory
from ledger.errors import BadInput
from ledger.rendering.basis import CompanyNote
from ledger.rendering.columns import Cells
from ledger.rendering.conditions import Context, RowCondition, read_all, sortable
from ledger.rendering.finding import ColumnFinder, FoundColumn, Titles
from ledger.rendering.tables import Table

SUM: Final = "row"
"""The column that tells sums from other rows: a condition on it means sums as rows."""


@dataclass(frozen=True, slots=True)
class RowPick:
    """What somebody wants of the rows of an answer."""

    where: tuple[RowCondition, ...] = ()
    sort: str | None = None
    desc: bool = False
    columns: tuple[str, ...] = ()
    limit: int | None = None
    """The most rows."""
    companies: int | None = None
    """The most companies that rows are about."""

    @classmethod
    def made(
        cls,
        where: Iterable[str] = (),
        sort: str | None = None,
        columns: Iterable[str] = (),
        limit: int | None = None,
        *,
        desc: bool = False,
    ) -> "RowPick":
        """Make a pick of text; BadInput names everything that cannot be read.

        One condition, or one column, can be given as a text alone.
        """
        where = [where] if isinstance(where, str) else where
        columns = [columns] if isinstance(columns, str) else columns
        if limit is not None and limit < 1:
            raise BadInput(f"limit: {limit} is less than 1", "1 or more", ("limit",))
        if desc and sort is None:
            raise BadInput(
                "desc: nothing is sorted", "say `sort`, too", ("desc", "sort")
            )
        return cls(read_all(where), sort, desc, tuple(columns), limit)

    def __bool__(self) -> bool:
        return self != RowPick()


@dataclass(frozen=True, slots=True)
class Picked:
    """The rows that were picked."""

    pick: RowPick
    table: Table
    """For programs, with these rows, columns and parts."""
    places: Sequence[int]
    """Where its rows stood, but for sums that were made again."""
    rows: int
    """How many rows there were, but for these sums."""
    columns: Sequence[FoundColumn]
    """What was asked for; nothing: all."""
    again: bool
    """Whether sums were made again of the rows that are shown."""
    there: frozenset[tuple[object, object]]
    """The companies and rounds of its rows."""
    notes: tuple[str, ...]
    """What is said of what is not shown."""

    @property
    def fewer(self) -> bool:
        """Whether rows are missing."""
        return len(self.places) < self.rows

    def asked(self) -> dict[str, object]:
        """Give what was asked, and how much of it is shown, as JSON holds it."""
        pick = self.pick
        return {
            "where": [str(one) for one in pick.where],
            "sort": pick.sort,
            "desc": pick.desc,
            "columns": list(pick.columns),
            "limit": pick.limit,
            "rows": self.rows,
            "shown": len(self.places),
        }

    def kept(self, notes: Iterable[str]) -> tuple[str, ...]:
        """Leave out the notes about companies that are not shown."""
        companies = {company for company, _ in self.there}
        return tuple(
            note
            for note in notes
            if not (self.fewer and isinstance(note, CompanyNote))
            or companies.intersection(note.companies)
        )

    def drawn(self, table: Table) -> Table:
        """Give the table for people that has the same rows with those picked."""
        made = self._with_sums(table)
        notes = (*self.notes, *self.kept(table.notes))
        if not self.columns:
            return replace(made, notes=notes)
        places = {column.name: place for place, column in enumerate(table.columns)}
        exact = list(self.table.rows)
        chosen = [
            (table.columns[places[x.column.name]], places[x.column.name])
            if x.column.name in places and not x.ending
            else (replace(x.column, title=x.column.name), None)
            for x in self.columns
        ]
        rows = [
            tuple(
                full[number] if place is None else row[place]
                for number, (_, place) in enumerate(chosen)
            )
            for row, full in zip(made.rows, exact, strict=True)
        ]
        columns = tuple(column for column, _ in chosen)
        notes += tuple(filter(self._on_a_column, self.table.notes))
        return replace(made, columns=columns, rows=rows, many=None, notes=notes)

    def _on_a_column(self, note: str) -> bool:
        """Tell whether a note is about one of the columns that were asked for."""
        names = {found.column.name for found in self.columns}
        return isinstance(note, CompanyNote) and note.column in names

    def alone(self) -> Table:
        """Give the table for programs to people: the columns that say something."""
        table = self.table
        named = tuple(replace(x, title=x.title or x.name) for x in table.columns)
        made = replace(table, columns=named, parts={})
        return made if self.columns else made.without_empty()

    def _with_sums(self, table: Table) -> Table:
        wanted = set(self.places)
        rows = {x: row for x, row in enumerate(table.rows) if x in wanted}
        return with_sums(
            table, [rows[x] for x in self.places], self.places, again=self.again
        )

    def related(self, table: Table) -> Table | None:
        """Give another table for people, of what is about the companies and rounds
        that are shown; None where its rows may be about others.
        """
        notes = (x for x in self.kept(table.notes) if not self._on_a_column(x))
        table = replace(table, notes=tuple(notes))
        if not self.fewer:
            return table
        if not table.about:
            return replace(table, heading=None, rows=()) if table.notes else None
        both = zip(table.rows, table.about, strict=True)
        rows = [row for row, about in both if self.shows(*about)]
        if not rows and not table.notes:
            return None
        return replace(table, rows=rows, heading=table.heading if rows else None)

    def shows(self, company: object, round_: object) -> bool:
        """Tell whether a company, or a round if it is one, is among what is shown.

        What is about neither, or about what the rows do not name, is.
        """
        rounds = {one for _, one in self.there}
        if round_ is not None and rounds != {None}:
            return round_ in rounds
        companies = {one for one, _ in self.there}
        return company is None or companies == {None} or company in companies


def with_sums(
    table: Table, rows: list[Cells], places: Sequence[int], *, again: bool
) -> Table:
    """Give a table with other rows, and below them sums of these."""
    if again and table.again is not None:
        sums = table.again(places)
        at = {column.name: place for place, column in enumerate(sums.columns)}
        own = [at[column.name] for column in table.columns]
        rows = [*rows, *(tuple(row[x] for x in own) for row in sums.rows)]
    return replace(table, rows=rows)


def picked(table: Table, pick: RowPick, names: Directory, titles: Titles) -> Picked:
    """Pick rows and columns of a table for programs.

    `titles` gives further titles of its columns. UnknownName for columns that there
    are not, BadInput for values that do not go with their column; all at once.
    """
    zone = str((table.basis or {}).get("zone", "UTC"))
    context, finding = Context(zone, names), ColumnFinder(table.columns, titles)
    tests = finding.tests(pick.where, context)
    by = finding.found(pick.sort) if pick.sort else None
    columns = finding.several(pick.columns)
    finding.check()
    again = bool(table.sums) and all(x.column.name != SUM for x, _ in tests)
    fitting, count = [], 0
    for place, row in enumerate(table.rows):
        if again and place in table.sums:
            continue
        context.row, count = place, count + 1
        if all(test(found.cell(row)) for found, test in tests):
            fitting.append((place, row))
    if by is not None:
        fitting = _ordered(fitting, by, zone, desc=pick.desc)
    shown = _first_rows(fitting, table, pick)
    found = _FoundRows(shown, count, len(fitting), context.apart, again=again)
    return _picked_tables(table, pick, found, columns)


class _FoundRows(NamedTuple):
    """The rows that were found."""

    shown: list[tuple[int, Cells]]
    rows: int
    fitting: int
    apart: dict[str, set[int]]
    again: bool


def _ordered(
    rows: list[tuple[int, Cells]], by: FoundColumn, zone: str, *, desc: bool
) -> list[tuple[int, Cells]]:
    """Order rows: dollars before other currencies, what is missing behind the rest."""
    keys = {place: sortable(by.column, by.cell(row), zone) for place, row in rows}
    there = [(keys[one[0]], one) for one in rows]
    sure = [(key, one) for key, one in there if key is not None]
    sure.sort(key=lambda x: x[0][1], reverse=desc)
    sure.sort(key=lambda x: x[0][0])
    return [*(one for _, one in sure), *(one for key, one in there if key is None)]


def _first_rows(
    rows: list[tuple[int, Cells]], table: Table, pick: RowPick
) -> list[tuple[int, Cells]]:
    """Take the first rows, or those of the first companies."""
    if pick.companies is not None:
        names = [column.name for column in table.columns]
        company = names.index("company")
        every = dict.fromkeys(row[company] for _, row in rows)
        first = set(list(every)[: pick.companies])
        rows = [one for one in rows if one[1][company] in first]
    return rows[: pick.limit]


def _picked_tables(
    table: Table, pick: RowPick, found: _FoundRows, columns: list[FoundColumn]
) -> Picked:
    places = [place for place, _ in found.shown]
    rows = [row for _, row in found.shown]
    there = frozenset(_there(table, rows))
    whole = with_sums(table, rows, places, again=found.again)
    made = Picked(pick, whole, places, found.rows, columns, found.again, there, ())
    parts = {name: _part_about_shown(made, part) for name, part in table.parts.items()}
    notes = tuple(_left_out(pick, found))
    told = replace(
        whole,
        rows=[tuple(x.cell(row) for x in columns) for row in whole.rows]
        if columns
        else whole.rows,
        columns=tuple(x.column for x in columns) or whole.columns,
        notes=(*notes, *made.kept(table.notes)),
        parts=parts,
    )
    return replace(made, table=told, notes=notes)


def _there(table: Table, rows: Iterable[Cells]) -> Iterator[tuple[object, object]]:
    """Give the companies and rounds of rows; the company of a round by its name."""
    names = [column.name for column in table.columns]
    company = names.index("company") if "company" in names else None
    round_ = names.index("round") if "round" in names else None
    for row in rows:
        yield (
            None if company is None else row[company],
            None if round_ is None else row[round_],
        )


def _part_about_shown(made: Picked, part: Table) -> Table:
    """Leave out of a list next to the rows what is about nothing that is shown."""
    names = [column.name for column in part.columns]
    if not made.fewer or ("company" not in names and "round" not in names):
        return part
    rows = list(part.rows)
    about = zip(rows, _there(part, rows), strict=True)
    return replace(part, rows=[row for row, one in about if made.shows(*one)])


def _left_out(pick: RowPick, found: _FoundRows) -> Iterator[str]:
    """Say how much is not shown, and what could not be compared."""
    many, fitting, shown = found.rows, found.fitting, len(found.shown)
    conditions = ", ".join(map(str, pick.where))
    if pick.where and not fitting:
        yield f"none of {_many(many)} has {conditions}"
    elif shown < fitting and pick.companies:
        yield (
            f"{shown:,} of {_many(fitting)} with {conditions} shown:"
            f" those of the first {_many(pick.companies, 'company', 'companies')}"
        )
    elif shown < fitting and pick.where:
        yield (
            f"{shown:,} of {_many(fitting)} with {conditions} shown;"
            f" --limit {fitting} shows all of these"
        )
    elif shown < fitting:
        yield f"{shown:,} of {_many(fitting)} shown; --limit {fitting} shows all"
    elif shown < many:
        yield f"{shown:,} of {_many(many)} shown: those with {conditions}"
    for code, rows in sorted(found.apart.items()):
        yield (
            f"{len(rows):,} in {code} not compared: amounts of different currencies are"
            " compared with --in only"
        )


def _many(count: int, one: str = "row", several: str = "rows") -> str:
    return f"{count:,} {one if count == 1 else several}"
