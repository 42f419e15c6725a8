"""What tests of reading share."""

from collections.abc import Iterator

import pytest

from tests.tales import Tale


@pytest.fixture
def tale(place: str) -> Iterator[Tale]:
    """A ledger in which two companies are spoken of, on SQLite and PostgreSQL."""
    told = Tale(place)
    told.reported("halcyon/series-c", "15B", by="the-wire", on="2025-03-03")
    told.denied("halcyon/series-c", by="halcyon-co", on="2025-03-04")
    told.reported("kestrel/series-a", "1B", by="herald", on="2025-06-30")
    with told.book:
        yield told
