"""The demo's ledger with a lake next to it, once for a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.lake.copying import copy
from tests.demo import demo_book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger, with a lake next to it."""
    with demo_book(tmp_path_factory.mktemp("lakes")) as made:
        copy(made.log, made.opening, Path(made.place).with_name("lake"))
        yield made
