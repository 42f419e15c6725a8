"""Columns: one list makes a table for people, one for programs, and a panel."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from ledger.claims.figures import Figure, parse_figure
from ledger.claims.names import Directory
from ledger.page import telling
from ledger.page.contents import PageHead, heads_of
from ledger.panels.rows import ROUNDS, VALUATIONS
from ledger.rendering import disputed, explained, figures, raised, rounds
from ledger.rendering.cells import Field, cells_by, fields_of
from ledger.rendering.columns import Cell, Column, Columns, join_columns, part
from ledger.rendering.figures import source_names
from ledger.rendering.tables import Table


class Said(NamedTuple):
    """A figure, who states it, and what it came from."""

    source: str
    figure: Figure | None
    parent: "Said | None" = None


COLUMNS: Columns[Said] = (
    Column(
        "source",
        "by",
        lambda x: x.source,
        brief=lambda x, names: source_names([x.source], names),
        panel=lambda x: x.source.upper(),
    ),
    Column("remark", "remark", brief=lambda _, __: "seen", page="prose", wide=True),
    Column("amount", "amount", lambda x: x.figure, kind="figure", right=True),
    Column("vague", of=lambda x: x.figure is None, kind="flag"),
)
CHILD = Said("ft", None, Said("wire", parse_figure("5M..6M")))


def shape(table: Table) -> tuple[list[str], list[tuple[Cell, ...]]]:
    """The names of the columns of a table, and its rows."""
    return [column.name for column in table.columns], list(table.rows)


def test_people_see_the_columns_with_a_title_in_their_words() -> None:
    names = Directory()
    names.add_source("ft", "Financial Times", "press")
    table = Table.of(None, COLUMNS, [CHILD], names=names)
    assert shape(table) == (
        ["source", "remark", "amount"],
        [("Financial Times", "seen", None)],
    )


def test_programs_see_the_exact_cells_by_every_column_that_has_one() -> None:
    table = Table.of(None, COLUMNS, [CHILD], brief=False)
    assert shape(table) == (["source", "amount", "vague"], [("ft", None, True)])


def test_a_panel_has_a_field_for_each_cell_and_four_for_a_figure() -> None:
    assert fields_of(COLUMNS) == (
        Field("source"),
        Field("amount_currency"),
        Field("amount_min", "exact"),
        Field("amount_max", "exact"),
        Field("amount_qualifier"),
        Field("vague", "flag"),
    )
    figure = parse_figure("5M..6M")
    ends = ("USD", figure.min, figure.max, "range")
    assert cells_by(COLUMNS)(Said("ft", figure)) == ("FT", *ends, False)
    assert cells_by(COLUMNS)(CHILD) == ("FT", None, None, None, None, True)


def test_a_page_has_the_columns_that_people_see() -> None:
    assert heads_of(COLUMNS) == (
        PageHead("by"),
        PageHead("remark", "prose"),
        PageHead("amount", right=True),
    )


def test_a_column_of_a_part_is_empty_in_every_form_where_the_part_is_missing() -> None:
    columns = join_columns(COLUMNS[:1], part(COLUMNS, lambda x: x.parent))
    for brief in (True, False):
        table = Table.of(None, columns, [CHILD, Said("ft", None)], brief=brief)
        there, missing = table.rows
        assert set(there[1:]) & {"wire", parse_figure("5M..6M")}
        assert set(missing[1:]) == {None}
    assert cells_by(columns)(CHILD)[1] == "WIRE"
    assert set(cells_by(columns)(Said("ft", None))[1:]) == {None}


def test_an_iterator_of_things_is_streamed_and_a_list_is_kept() -> None:
    asked: list[int] = []

    def things() -> Iterator[Said]:
        for number in range(3):
            asked.append(number)
            yield CHILD

    rows = iter(Table.of(None, COLUMNS, things(), brief=False).rows)
    assert asked == []
    assert next(rows) == ("ft", None, True)
    assert asked == [0]
    assert isinstance(Table.of(None, COLUMNS, [CHILD]).rows, list)


def test_a_table_without_empty_columns_says_as_much() -> None:
    table = Table.of(None, COLUMNS, [CHILD, CHILD]).without_empty()
    assert shape(table) == (["source", "remark"], [("ft", "seen")] * 2)
    nothing = Table.of(None, COLUMNS, []).without_empty()
    assert shape(nothing) == ([], [])


def test_a_column_without_any_cell_is_refused_when_it_is_shown() -> None:
    with pytest.raises(AssertionError, match="amount"):
        Table.of(None, (Column[Said]("amount", "amount"),), [CHILD])


def test_what_is_said_of_a_figure_or_a_round_stands_in_tables_and_panels() -> None:
    """One line in these lists is a column of the table and of the panel."""
    for shared, table, panel in (
        (figures.FIGURE, figures.VALUATIONS, VALUATIONS),
        (rounds.ROUND, rounds.ROUNDS, ROUNDS),
        (raised.MONEY, raised.RAISED, ROUNDS),
    ):
        names = [column.name for column in shared if column.of is not None]
        for columns in (table, panel):
            there = [x.name for x in columns if x.of is not None]
            assert [name for name in there if name in names] == names


def test_the_page_shows_the_columns_that_the_commands_print() -> None:
    # A page is read on any day, so ages, which change with the day, are left to people.
    titles = [x.title for x in figures.VALUATIONS if x.title not in {None, "age"}]
    assert [x.title for x in telling.RANKING] == ["company", "trend", *titles[1:]]
    assert heads_of(disputed.DENIALS) == telling.DISPUTED
    assert telling.TABLES["claims"][0] == heads_of(explained.CLAIMS)
