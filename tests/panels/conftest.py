"""A ledger of its own for every test, told in the sentences of `tests.tales`; and the
demo's, once for a module.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.claims.dates import parse_when
from tests.tales import Tale, told

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
NOW = parse_when("2026-11-23T12:00Z").lo


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give an empty story: the cast is registered, nothing is said yet."""
    with told(tmp_path) as begun:
        yield begun


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger."""
    place = str(tmp_path_factory.mktemp("demo") / "demo.db")
    with Book.create(place, clock=lambda: NOW, actor="ann") as made:
        lines = [
            line
            for name in ("names", "history", "articles")
            for line in (DEMO / f"{name}.jsonl").read_bytes().splitlines()
        ]
        assert made.import_lines(lines, name="demo").problems == []
        yield made
