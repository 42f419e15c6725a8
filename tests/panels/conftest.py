"""A ledger of its own for every test, told in the sentences of `tests.tales`; and the
demo's, once for a module.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Book
from tests.demo import demo_book
from tests.tales import Tale, told


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give an empty story: the cast is registered, nothing is said yet."""
    with told(tmp_path) as begun:
        yield begun


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger."""
    with demo_book(tmp_path_factory.mktemp("demo")) as made:
        yield made
