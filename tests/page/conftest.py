"""A story of one's own; the demo's ledger and a report on it, once for a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.page.contents import ReportContents
from tests.tales import Tale, told

NEW_YORK = "America/New_York"


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give an empty story: the cast is registered, nothing is said yet."""
    with told(tmp_path) as begun:
        yield begun


@pytest.fixture(scope="module")
def report(demo: Book) -> ReportContents:
    """Give a report on all of it, by the days of New York."""
    return demo.report(demo.basis(as_of="today", tz=NEW_YORK), believed=True)
