"""No answer about trust looks ahead: what was published later might as well not be."""

import json
import re
from collections.abc import Iterator

import pytest

from ledger.book import Book
from ledger.claims.dates import parse_when
from tests.conftest import Sayso
from tests.demo import NOW, demo_lines

QUESTIONS = (
    ("credibility",),
    ("credibility", "--deniers"),
    ("credibility", "bloomberg"),
    ("credibility", "elon-musk"),
    ("credibility", "--model", "em"),
    ("credibility", "wsj", "--model", "em"),
    ("credibility", "--half-life", "300"),
    ("valuations",),
    ("explain", "xai"),
    ("timeline", "xai"),
    ("disputed",),
    ("forecasts",),
    ("diff", "2023-11-01"),
)


def recorded(place: str, lines: list[bytes]) -> None:
    with Book.create(place, clock=lambda: NOW, actor="ann") as book:
        assert book.import_lines(lines, name="demo").problems == []


def dates_of(lines: list[bytes]) -> Iterator[str | None]:
    """Give when each line was published, a citation with its claim; names have none."""
    dates: dict[str, str | None] = {}
    for line in map(json.loads, lines):
        data = line.get("data", {})
        cited = dates.get(data.get("claim", "").removeprefix("@"))
        date = data.get("published", cited)
        if "ref" in line:
            dates[line["ref"]] = date
        yield date


def unnamed(text: str) -> str:
    """Leave out what names the ledger itself: its last entry, its tokens, citations."""
    text = re.sub(r'"event":\d+,"url"', '"event":"behind all claims","url"', text)
    text = re.sub(r"ledger entry \d+", "known at the end", text)
    text = re.sub(r'"known_at":\d+', "known at the end", text)
    text = re.sub(r'"(head|root)":"[0-9a-f]*"', "head", text)
    return re.sub(r"b\d+(\.[0-9a-z]+){5}\.[0-9a-f]{12}\.UTC", "token", text)


@pytest.mark.parametrize(
    ("day", "form", "possible"),
    [("2024-01-20", "table", ()), ("2025-09-03", "json", ("--possible",))],
)
def test_what_was_published_later_changes_no_byte(
    sayso: Sayso, day: str, form: str, possible: tuple[str, ...]
) -> None:
    """Two ledgers: one with everything, one that was never told what came after."""
    cut = parse_when(day).hi
    lines = demo_lines()
    said = [date is None or parse_when(date).lo < cut for date in dates_of(lines)]
    by_then = [line for line, there in zip(lines, said, strict=True) if there]
    later = [line for line, there in zip(lines, said, strict=True) if not there]
    assert len(later) > 30
    recorded("short.db", by_then)
    recorded("whole.db", [*by_then, *later])
    for words in QUESTIONS:
        asked = (day,) if words[0] == "diff" else ("--as-of", day)
        answers = [
            sayso(*words, *asked, *possible, "-f", form, "--db", place)
            for place in ("short.db", "whole.db")
        ]
        assert answers[0].exit_code == 0, answers[0].output
        short, whole = (unnamed(done.output) for done in answers)
        assert short == whole, words
