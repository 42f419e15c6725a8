"""What makes pictures, and the demo's ledger."""

import importlib.util
import os
from collections.abc import Iterator

import pytest

from ledger.book import Book
from tests.demo import demo_book


@pytest.fixture
def engine() -> None:
    """Skip, and say so, where what makes pictures is missing."""
    missing_extra()


def missing_extra() -> None:
    """Skip, and say so, where the extra is missing; under CI=true that is a failure."""
    if not importlib.util.find_spec("vl_convert"):
        told = "no vl_convert: pip install 'sayso[report]'"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger."""
    with demo_book(tmp_path_factory.mktemp("demo")) as book:
        yield book
