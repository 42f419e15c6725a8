"""Conditions on cells: what holds of text, amounts, dates, numbers, lists and gaps."""

from typing import Any

import pytest

from ledger.claims.figures import parse_figure
from ledger.claims.names import Directory
from ledger.claims.vocabulary import STAGES
from ledger.errors import BadInput
from ledger.rendering.columns import Cell, CellKind, Column
from ledger.rendering.conditions import Context, RowCondition, read_all

STAGE = Column[Any]("stage", words=("", *STAGES))
STANDING = Column[Any]("standing", words=("confirmed", "reported"))


def column(name: str, kind: CellKind = "text") -> Column[Any]:
    """A column of a kind."""
    return Column(name, kind=kind)


def context() -> Context:
    """A ledger in New York that knows one company and one source."""
    names = Directory()
    names.add_company("nvidia", "NVIDIA", ("英伟达",))
    names.add_source("the-wire", "The Wire", "wire")
    return Context("America/New_York", names)


def holds(condition: str, of: Column[Any], cell: Cell) -> bool:
    """Whether a condition holds of a cell."""
    return RowCondition.read(condition).test(of, context())(cell)


def refused(condition: str, of: Column[Any], amounts: tuple[str, ...] = ()) -> BadInput:
    """The error for a value that does not go with a column."""
    with pytest.raises(BadInput) as found:
        RowCondition.read(condition).test(of, context(), amounts)
    return found.value


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("standing=confirmed", ("standing", "=", "confirmed")),
        ("amount >= 10B", ("amount", ">=", "10B")),
        ("source, published~wire", ("source, published", "~", "wire")),
        ("round!=", ("round", "!=", "")),
        ("text=a>=b", ("text", "=", "a>=b")),
        ("age<3", ("age", "<", "3")),
    ],
)
def test_a_condition_is_a_column_a_sign_and_a_value(
    text: str, parts: tuple[str, str, str]
) -> None:
    read = RowCondition.read(text)
    assert (read.column, read.sign, read.value) == parts


def test_all_that_are_no_conditions_are_named_at_once() -> None:
    with pytest.raises(BadInput) as found:
        read_all(["one", "a=b", "=two"])
    assert "'one'" in found.value.message
    assert "'=two'" in found.value.message
    assert "COLUMN=VALUE" in str(found.value.hint)


@pytest.mark.parametrize(
    ("condition", "cell", "wanted"),
    [
        ("x=Credit Facility", "credit_facility", True),
        ("x=credit", "credit_facility", False),
        ("x~FACIL", "credit_facility", True),
        ("x~輝", "辉达", True),
        ("x!=a", "b", True),
        ("x!=a", "a", False),
        ("x>=2024-Q2", "2024-Q3", True),
        ("x<2024-Q2", "2024-Q3", False),
    ],
)
def test_text_is_compared_as_names_are(
    condition: str, cell: Cell, *, wanted: bool
) -> None:
    assert holds(condition, column("x"), cell) is wanted


@pytest.mark.parametrize("value", ["nvidia", "NVIDIA", "英偉達"])
def test_a_company_goes_by_any_of_its_names(value: str) -> None:
    assert holds(f"company={value}", column("company"), "nvidia")
    assert not holds(f"company={value}", column("company"), "xai")


@pytest.mark.parametrize("condition", ["by=the wire", "by=the-wire", "by~WIRE"])
def test_a_source_goes_by_slug_and_name(condition: str) -> None:
    assert holds(condition, column("by", "source"), "the-wire")
    assert holds(condition, column("by", "sources"), ("cnbc", "the-wire"))


@pytest.mark.parametrize(
    ("condition", "figure", "wanted"),
    [
        ("x>=10B", "10B", True),
        ("x>10B", "10B", False),
        ("x>=10B", "9B..20B", False),
        ("x>=10B", "15B..20B", True),
        ("x<=20B", "15B..20B", True),
        ("x<20B", "15B..20B", False),
        ("x>=10B", "60B+", True),
        ("x<=100B", "60B+", False),
        ("x>=10B", "..45B", False),
        ("x<=45B", "..45B", True),
        ("x>=300M", "c.300M", True),
        ("x>=10B", "undisclosed", False),
        ("x=10B", "10B", True),
        ("x=10B", "c.10B", False),
        ("x=c.10B", "c.10B", True),
        ("x!=10B", "11B", True),
        ("x>=$10 billion", "11B", True),
        ("x~B..", "15B..20B", True),
    ],
)
def test_an_amount_satisfies_what_all_that_it_may_be_does(
    condition: str, figure: str, *, wanted: bool
) -> None:
    assert holds(condition, column("x", "figure"), parse_figure(figure)) is wanted


def test_amounts_of_two_currencies_are_not_compared_but_counted() -> None:
    asked, where = RowCondition.read("x>=1B"), context()
    test = asked.test(column("x", "figure"), where)
    assert not test(parse_figure("EUR20B"))
    assert not test(parse_figure("undisclosed"))
    assert {code: len(rows) for code, rows in where.apart.items()} == {"EUR": 1}


@pytest.mark.parametrize(
    ("condition", "cell", "wanted"),
    [
        ("x>=2024", "2024-01-19[America/New_York]", True),
        ("x=2024-01", "2024-01-19[America/New_York]", True),
        ("x=2024-01-19", "2024-01-19", True),  # a day of UTC is that day, too
        ("x>2024-01-19", "2024-01-19", False),
        ("x<2024-01-20", "2024-01-19T23:00Z", True),
        ("x<=2024-01-19", "2024-01", False),
        ("x>=2024-01-19T12:00Z", "2024-01-19T13:00Z", True),
        ("x>=2024-01-19T12:00Z", "2024-01-19T11:00Z", False),
    ],
)
def test_a_date_is_compared_where_it_was_said(
    condition: str, cell: Cell, *, wanted: bool
) -> None:
    assert holds(condition, column("x", "when"), cell) is wanted


def test_an_instant_belongs_to_the_day_of_the_answers_zone() -> None:
    late = "2024-01-20T03:00:00Z"  # still the 19th in New York
    assert holds("x=2024-01-19", column("x", "instant"), late)
    assert not holds("x=2024-01-20", column("x", "instant"), late)


@pytest.mark.parametrize(
    ("condition", "kind", "cell", "wanted"),
    [
        ("x>=1,000", "whole", 1000, True),
        ("x<2", "whole", 10, False),
        ("x>0.5", "exact", "0.75", True),
        ("x=73", "events", (12, 73), True),
        ("x>=100", "events", (12, 73), False),
        ("x=yes", "flag", True, True),
        ("x=no", "flag", False, True),
        ("x!=yes", "flag", None, True),
        ("x=b", "texts", ("a", "b"), True),
        ("x!=b", "texts", ("a", "b"), False),
        ("x=", "text", None, True),
        ("x=", "texts", (), True),
        ("x!=", "text", "a", True),
        ("x!=", "figure", None, False),
    ],
)
def test_numbers_flags_lists_and_what_is_missing(
    condition: str, kind: CellKind, cell: Cell, *, wanted: bool
) -> None:
    assert holds(condition, column("x", kind), cell) is wanted


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [("committed", True), ("closed", True), ("in_talks", False), ("failed", False)],
)
def test_stages_are_ordered_from_weak_to_strong(stage: str, *, wanted: bool) -> None:
    assert holds("stage>=committed", STAGE, stage) is wanted


@pytest.mark.parametrize(
    ("condition", "of", "told"),
    [
        ("x>=ten", column("x", "figure"), "x holds amounts"),
        ("x>=ten", column("x", "whole"), "x holds numbers"),
        ("x>=nan", column("x", "exact"), "x holds numbers"),
        ("x<inf", column("x", "float"), "x holds numbers"),
        ("x>=monday", column("x", "when"), "x holds dates"),
        ("x=maybe", column("x", "flag"), "x is yes or no"),
        ("standing>=reported", STANDING, "holds words: confirmed, reported"),
        ("stage>=done", STAGE, "stage holds words: aspiration"),
        ("x>=", column("x"), "no value"),
    ],
)
def test_a_value_that_does_not_go_with_a_column_is_refused(
    condition: str, of: Column[Any], told: str
) -> None:
    assert told in refused(condition, of).message


def test_an_amount_held_against_words_names_the_column_of_amounts() -> None:
    error = refused("standing>=10B", STANDING, ("amount", "consensus"))
    assert error.hint == "an amount: amount>=10B"
