"""Tables: readable for eyes at any width, exact for programs, safe everywhere."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ledger.claims.figures import parse_figure
from ledger.errors import BadInput
from ledger.rendering.columns import Cell, Column, Columns
from ledger.rendering.tables import FORMS, Table, render

SAMPLE: Columns[Any] = (
    Column("company", "company"),
    Column("post_money", "post money", right=True),
    Column("standing", "standing", flag=True),
    Column("events", "events"),
    Column("why", "why", wide=True),
)
LONG = "denied by its founder within hours, and later priced at another figure "
LAB = "上海人工智能实验室" * 3
ROWS: list[tuple[Cell, ...]] = [
    ("xai", parse_figure("15B..20B"), "disputed", (12, 13), LONG * 2),
    (
        "上海人工智能实验室" * 3,
        parse_figure("EUR385M"),
        "confirmed",
        (7,),
        "一二三" * 9,
    ),
    ("quill", None, None, (), None),
]


def lines(form: str, rows: list[tuple[Cell, ...]], width: int = 80) -> list[str]:
    """The lines of the ranking table in a form."""
    return list(render(Table("as of 2024-01-20", SAMPLE, rows), form, width=width))


def one(cell: Cell, form: str, *, figure: bool = False) -> list[str]:
    """The lines of a table of a single cell."""
    column = Column[Any]("x", "x", kind="figure" if figure else "text")
    table = Table(None, (column,), [(cell,)])
    return list(render(table, form))


def read(printed: list[str]) -> list[list[str]]:
    """What another program reads from lines of csv."""
    return list(csv.reader(io.StringIO("\n".join(printed), newline="")))


def squeezed(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())


@pytest.mark.parametrize("width", [200, 120, 80, 60])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(cell_len(line) for line in lines("table", ROWS, width)) <= width


@pytest.mark.parametrize("width", [200, 80, 60])
def test_wrapping_loses_no_text(width: int) -> None:
    printed = lines("table", ROWS, width)
    rooms = squeezed("".join(printed))
    for character in set(squeezed(LONG + LAB + "一二三")):
        whole = squeezed(LONG * 2 + LAB + "一二三" * 9)
        assert rooms.count(character) >= whole.count(character)


def test_a_long_name_wraps_in_its_own_column() -> None:
    printed = lines("table", [("n" * 90, None, "confirmed", (), "why")])
    assert "".join(line.split()[0] for line in printed[2:4]) == "n" * 90


def test_columns_of_chinese_and_latin_names_align() -> None:
    rows: list[tuple[Cell, ...]] = [("英伟达", "a"), ("NVIDIA", "b")]
    columns: Columns[Any] = (Column("company", "company"), Column("x", "x"))
    _, chinese, latin = render(Table(None, columns, rows), "table")
    before = cell_len(chinese.partition("a")[0])
    assert before == cell_len(latin.partition("b")[0])


def test_figures_are_brief_and_stand_to_the_right() -> None:
    printed = lines("table", ROWS)
    (xai,) = [line for line in printed if line.startswith("xai")]
    (head,) = [line for line in printed if "post money" in line]
    end = xai.index("15B..20B") + len("15B..20B")
    assert end == cell_len(head[: head.index("post money")]) + len("post money")


def test_no_line_ends_in_blanks() -> None:
    assert [line for line in lines("table", ROWS) if line != line.rstrip()] == []


def test_a_table_without_rows_is_its_heading_and_notes() -> None:
    table = Table(
        "as of 2020", SAMPLE, [], notes=("nothing was published by that date",)
    )
    assert list(render(table, "table")) == [
        "as of 2020",
        "nothing was published by that date",
    ]


def test_markup_in_a_name_is_text() -> None:
    assert one("[red]x[/red] :smile:", "table") == ["x", "[red]x[/red] :smile:"]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        pytest.param("a\x1b[31mb", r"a\u001B[31mb", id="escape sequence"),
        pytest.param("a\nb", r"a\u000Ab", id="line end"),
        pytest.param("a\u202eb", r"a\u202Eb", id="bidi override"),
        pytest.param("a\u200bb", r"a\u200Bb", id="zero width"),
    ],
)
def test_what_could_deceive_is_shown_escaped(name: str, printed: str) -> None:
    assert one(name, "table")[1] == printed
    assert next(render(Table(name, SAMPLE, []), "table")) == printed
    assert list(render(Table(None, SAMPLE, [], notes=(name,)), "table")) == [printed]


def test_colour_adds_nothing_but_colour() -> None:
    table = Table("as of 2024", SAMPLE, ROWS)
    coloured = "\n".join(render(table, "table", colour=True))
    for code in ("\x1b[1m", "\x1b[0m", "\x1b[32m", "\x1b[33m"):
        assert code in coloured
        coloured = coloured.replace(code, "")
    plain = [line.rstrip() for line in coloured.split("\n")]
    assert plain == list(render(table, "table"))


def test_only_standings_are_coloured() -> None:
    columns: Columns[Any] = (
        Column("name", "name"),
        Column("standing", "standing", flag=True),
    )
    table = Table(None, columns, [("disputed", "disputed")])
    *_, row = render(table, "table", colour=True)
    assert row.startswith("disputed  \x1b[33mdisputed")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0012", "0012"),
        (12, 12),
        (True, True),
        (False, False),
        (None, None),
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+3"), "1000"),
        (("a", 1), ["a", 1]),
        (
            parse_figure("61.5B"),
            {
                "currency": "USD",
                "min": "61500000000",
                "max": "61500000000",
                "qualifier": "exact",
                "text": "61.5B",
            },
        ),
        (
            parse_figure("undisclosed"),
            {
                "currency": None,
                "min": None,
                "max": None,
                "qualifier": "undisclosed",
                "text": "undisclosed",
            },
        ),
    ],
    ids=str,
)
def test_json_is_exact(cell: Cell, value: object) -> None:
    assert json.loads(one(cell, "jsonl")[0]) == {"x": value}


def test_a_figure_is_four_columns_of_csv() -> None:
    printed = csv.reader(lines("csv", ROWS))
    assert next(printed) == [
        "company",
        "post_money_currency",
        "post_money_min",
        "post_money_max",
        "post_money_qualifier",
        "standing",
        "events",
        "why",
    ]
    assert next(printed)[:7] == [
        "xai",
        "USD",
        "15000000000",
        "20000000000",
        "range",
        "disputed",
        "12;13",
    ]


def test_a_column_of_figures_stays_four_columns_when_it_is_empty() -> None:
    assert one(None, "csv", figure=True) == [
        "x_currency,x_min,x_max,x_qualifier",
        ",,,",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_text_in_csv_begins_a_formula(start: str) -> None:
    (_, (cell,)) = read(one(f"{start}1+2", "csv"))
    assert cell == f"'{start}1+2"


def test_a_number_in_csv_is_no_formula() -> None:
    assert one(-5, "csv")[1] == "-5"
    assert one(Decimal("-0.5"), "csv")[1] == "-0.5"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_text_survives_csv(text: str) -> None:
    (_, (cell,)) = read(one(text, "csv"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_all_forms_have_the_same_rows_in_the_same_order() -> None:
    names = [str(row[0])[:4] for row in ROWS]
    for form in FORMS:
        printed = "\n".join(lines(form, ROWS))
        places = [printed.index(name) for name in names]
        assert places == sorted(places)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(BadInput, match="no format 'xml'"):
        render(Table(None, SAMPLE, []), "xml")


def test_a_title_is_broken_before_a_word_below_it() -> None:
    titles = ("conditional", "committed", "who")
    columns: Columns[Any] = tuple(Column(x, x, right=x != "who") for x in titles)
    rows: list[tuple[Cell, ...]] = [("4B", "5B", "perplexity")]
    printed = list(render(Table(None, columns, rows), "table", width=24))
    assert printed[-1].endswith("perplexity")


def test_a_range_is_never_broken() -> None:
    columns: Columns[Any] = (Column("a", "a", right=True), Column("b", "b"))
    rows: list[tuple[Cell, ...]] = [(parse_figure("549.7M..2.55B"), "b" * 10)]
    printed = list(render(Table(None, columns, rows), "table", width=20))
    assert printed[1:] == ["549.7M..2.55B", f"  b: {'b' * 10}"]


def test_notes_are_folded_on_a_terminal_and_never_cut() -> None:
    token = "b3." + "x" * 50
    words = "the lower end counts rounds once that may be one and the same round"
    table = Table(None, (Column[Any]("a", "a"),), [("b",)], notes=(words, token))
    assert list(render(table, "table", width=40, wrap=True))[3:] == [
        "the lower end counts rounds once that",
        "  may be one and the same round",
        token,
    ]
    assert list(render(table, "table", width=40))[3:] == [words, token]
