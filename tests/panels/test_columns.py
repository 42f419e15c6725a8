"""The columns of panels: rows fit them, and the page on panels names each of them."""

import re
from pathlib import Path

import pytest

from ledger.panels.panel import COMPANIES, TABLES
from ledger.panels.periods import EVERY
from ledger.panels.score_rows import CREDIBILITY
from ledger.rendering.cells import Field, fields_of

PAGE = Path(__file__).parents[2] / "docs" / "panels.md"
FIGURE = re.compile(r"_(?:currency|min|max|qualifier)$")
EVERYTHING = {name: kind.fields for name, kind in COMPANIES.items()}
EVERYTHING["credibility"] = fields_of(CREDIBILITY)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_explained(table: str) -> None:
    page = PAGE.read_text("utf-8")
    shared, *rest = re.split(r"^`(\w+)`[:,]", page, flags=re.MULTILINE)
    own = dict(zip(rest[::2], rest[1::2], strict=True))[table]
    for one in EVERYTHING[table]:
        name = FIGURE.sub("_...", one.name) if FIGURE.search(one.name) else one.name
        assert f"`{name}`" in own + shared, name


@pytest.mark.parametrize("table", TABLES)
def test_no_column_stands_twice(table: str) -> None:
    names = [one.name for one in EVERYTHING[table]]
    assert len(set(names)) == len(names)
    assert Field("late", "whole") in EVERYTHING[table]


@pytest.mark.parametrize("word", [*TABLES, *EVERY])
def test_every_table_and_period_is_named(word: str) -> None:
    assert f"`{word}`" in PAGE.read_text("utf-8")
