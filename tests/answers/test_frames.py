"""Answers in the libraries of others: the rows of csv, typed, for every question."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest

from ledger import Answer, Book
from ledger.reading import questions
from ledger.rendering.tables import render
from tests.answers.asking import of_all, of_company, of_source


def asked(demo: Book, as_of: str) -> Iterator[Answer[Any]]:
    """Every question at a day: of all, of some companies and of a source."""
    basis = demo.basis(as_of=as_of)
    yield from of_all(demo, basis)
    for slug in ("xai", "openai"):
        yield from of_company(demo, slug, basis)
    yield from of_source(demo, "bloomberg", basis)


@pytest.mark.parametrize("as_of", ["2019", "2024-01-19", "2026-04-01"])
def test_every_answer_gives_the_rows_of_csv_in_each_library(
    demo: Book, as_of: str
) -> None:
    for answer in asked(demo, as_of):
        names, rows = csv_rows(answer)
        arrow, polars = answer.to_arrow(), answer.to_polars()
        assert arrow.schema.names == polars.columns == names
        found = [tuple(row.values()) for row in arrow.to_pylist()]
        assert [tuple(map(written, row)) for row in found] == rows
        assert polars.rows() == found
        frame = answer.to_pandas()
        assert list(frame.columns) == names
        assert [tuple(map(taken, row)) for row in frame.itertuples(index=False)] == rows


def csv_rows(answer: Answer[Any]) -> tuple[list[str], list[tuple[str, ...]]]:
    """The names and the cells of the csv of an answer."""
    assert answer.told is not None
    text = "\n".join(render(answer.told.exact(), "csv"))
    names, *rows = csv.reader(io.StringIO(text, newline=""))
    return names, [tuple(plain(cell.removeprefix("'")) for cell in row) for row in rows]


def plain(text: str) -> str:
    """A number without zeros at its end; other text as it is."""
    one = re.fullmatch(r"(-?\d+)(?:\.(\d*[1-9]))?\.?0*", text)
    return text if one is None else ".".join(filter(None, one.groups()))


def written(cell: object) -> str:
    """A value as csv writes it."""
    match cell:
        case list():
            return plain(";".join(map(written, cell)))
        case Decimal():
            return plain(format(cell, "f"))
        case datetime():
            return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case None | bool():
            return {None: "", True: "true", False: "false"}[cell]
    return plain(str(cell).removeprefix("'"))


def taken(cell: Any) -> str:
    """A value of pandas as csv writes it."""
    if not isinstance(cell, list) and pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp) and cell.tzinfo is None:
        return str(cell.date())
    return written(cell.item() if isinstance(cell, np.generic) else cell)


def test_an_answer_is_read_at_a_glance(demo: Book) -> None:
    answer = demo.valuations(companies="xai", as_of="2024-05-28")
    assert repr(answer) == "<Answer valuations as of 2024-05-28: list of 1>"
    assert answer.told is not None
    assert str(answer) == answer.told.as_text(100)
    assert "24B" in str(answer)
    assert repr(answer.basis) == f"<Basis {answer.basis.token}>"


def test_a_notebook_shows_tables_without_anything_that_acts(demo: Book) -> None:
    page = demo.valuations(companies="xai", as_of="2024-05-28")._repr_html_()
    assert page is not None
    assert "<td" in page
    assert "24B post-money derived" in page
    long = demo.sql("SELECT '<script>' || i AS x FROM range(1000) t(i)")._repr_html_()
    assert long is not None
    assert "<script>" not in long
    assert long.count("<tr>") == 61
    assert "and 940 more rows" in long


def test_a_value_alone_says_what_it_is(demo: Book) -> None:
    answer = questions.companies(demo, as_of="2024-05-28")
    assert repr(answer) == str(answer) == "<Answer as of 2024-05-28: list of 9>"
    assert answer._repr_html_() is None
