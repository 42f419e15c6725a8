"""The demo's ledger, filled on one day of November 2026."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.book import Book
from ledger.claims.dates import parse_when

DEMO: Final = Path(__file__).parents[1] / "fixtures" / "demo"
NOW: Final = parse_when("2026-11-23T12:00Z").lo


def demo_lines() -> list[bytes]:
    """Give the lines of its history."""
    return [
        line
        for name in ("names", "history", "articles")
        for line in (DEMO / f"{name}.jsonl").read_bytes().splitlines()
    ]


def demo_claims() -> list[bytes]:
    """Give the lines of its names and claims, without its articles."""
    apart = ("document.recorded", "claim.cited")
    told = [line for line in demo_lines() if not line.startswith(b'{"payload"')]
    return [line for line in told if json.loads(line)["type"] not in apart]


@contextmanager
def demo_book(folder: Path) -> Iterator[Book]:
    """Give it, in a folder."""
    place = str(folder / "demo.db")
    with Book.create(place, clock=lambda: NOW, actor="ann") as made:
        assert made.import_lines(demo_lines(), name="demo").problems == []
        yield made
