"""The track record: reported rounds of AI companies, each with what came of it.

docs/credibility.md says how beliefs fared on it. With SAYSO_REWRITE=1 the table there
is written again.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ledger.book import Book
from ledger.claims.canonical import read_json
from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import parse_when
from ledger.credibility.forecasts import Forecast
from tests.demo import NOW, demo_lines

HERE: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = HERE / "fixtures" / "track-record"
PAGE: Final = HERE / "docs" / "credibility.md"
TABLE: Final = re.compile(
    r"(?<=<!-- reliability -->\n).*?(?=<!-- /reliability -->)", re.DOTALL
)
QUOTED: Final = re.compile(r"[\"“”«»「」『』]|(?<!\w)'[^']+'(?!\w)")
NAMED: Final = re.compile(r".{2,80}, \d{4}-\d{2}(-\d{2})?(/\d{4}-\d{2}(-\d{2})?)?")
"""Who spoke, where and when: `Reuters, 2025-07-01`."""

SOURCE: Final = "source.registered"
EVIDENCE: Final = frozenset({"url", "locator", "note", "language"})
BINS: Final = ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))


def lines(name: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    return [read_json(line) for line in text.splitlines()]


NAMES: Final = lines("names")
TOLD: Final = lines("history")
DEMO: Final = [x for x in map(read_json, demo_lines()) if "payload" not in x]
SAID: Final = [line for line in TOLD if "source" in line["data"]]


def ids(line: dict[str, Any]) -> str:
    return str(line["ref"])


def kinds() -> dict[str, str]:
    """Give the kind of every source, those of the demo too."""
    registered = [x["data"] for x in (*DEMO, *NAMES) if x["type"] == SOURCE]
    return {data["slug"]: data["kind"] for data in registered}


def labels(data: dict[str, Any]) -> list[str]:
    """Give the labels of the lines that a line answers."""
    named = [data.get("claim"), *data.get("claims", [])]
    return [label.removeprefix("@") for label in named if label]


def ledger_of(place: Path, told: Iterable[bytes]) -> Book:
    book = Book.create(str(place), clock=lambda: NOW, actor="ann")
    assert book.import_lines(told, name="track record").problems == []
    return book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The demo's ledger with the track record."""
    place = tmp_path_factory.mktemp("record") / "record.db"
    record = [
        line
        for name in ("names", "history")
        for line in (FOLDER / f"{name}.jsonl").read_bytes().splitlines()
    ]
    with ledger_of(place, [*demo_lines(), *record]) as made:
        yield made


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The demo's ledger alone."""
    place = tmp_path_factory.mktemp("demo") / "demo.db"
    with ledger_of(place, demo_lines()) as made:
        yield made


@pytest.fixture(scope="module")
def forecasts(book: Book) -> list[Forecast]:
    """What was believed of each round, and what had come of it by that day."""
    return book.forecasts(as_of="2026-10-31").value


@pytest.mark.parametrize("line", [*NAMES, *TOLD], ids=ids)
def test_every_line_is_an_event(line: dict[str, Any]) -> None:
    assert set(line) == {"ref", "type", "data"}
    data = dict(line["data"])
    if "claim" in data:
        data["claim"] = "0" * 64
    if "claims" in data:
        data["claims"] = ["0" * 64 for _ in data["claims"]]
    event_data(event_from(line["type"], data))


def test_at_least_sixty_rounds_are_first_told_of_by_a_paper() -> None:
    reports = [x["data"] for x in TOLD if x["type"] == "round.reported"]
    known = {x["data"].get("round") for x in DEMO}
    first: dict[str, str] = {}
    for data in sorted(reports, key=lambda x: parse_when(x["published"]).hi):
        first.setdefault(data["round"], data["source"])
    told = {
        name
        for name, source in first.items()
        if kinds()[source] in {"press", "wire"} and name not in known
    }
    assert len(told) >= 60
    years = {parse_when(x["published"]).text[:4] for x in reports}
    assert years == {"2022", "2023", "2024", "2025", "2026"}


def test_nothing_stands_twice_not_even_with_the_demo() -> None:
    every = [*DEMO, *NAMES, *TOLD]
    assert max(Counter(x["ref"] for x in every).values()) == 1
    bodies = Counter(
        str((x["type"], {k: v for k, v in x["data"].items() if k not in EVIDENCE}))
        for x in every
    )
    assert max(bodies.values()) == 1


@pytest.mark.parametrize("line", SAID, ids=ids)
def test_every_line_says_who_said_it_and_when(line: dict[str, Any]) -> None:
    data = line["data"]
    assert NAMED.fullmatch(data["locator"]), data["locator"]
    assert data["source"] in kinds()
    when = parse_when(data["published"])
    assert when.zone == "America/New_York"
    assert data["locator"].endswith(data["published"].partition("[")[0])
    assert data.get("url", "https://").startswith("https://")


def test_most_lines_give_the_page_where_it_was_read() -> None:
    assert sum("url" in x["data"] for x in SAID) > len(SAID) / 2


def test_notes_are_short_and_quote_nobody() -> None:
    for line in TOLD:
        note = line["data"].get("note", "")
        assert len(note) <= 300, line["ref"]
        assert not QUOTED.search(note), line["ref"]


def test_what_is_answered_stands_before_the_answer() -> None:
    seen: set[str] = set()
    for line in TOLD:
        assert set(labels(line["data"])) <= seen, line["ref"]
        seen.add(line["ref"])


def test_it_is_told_in_the_order_of_publication() -> None:
    starts = [parse_when(x["data"]["published"]).lo for x in SAID]
    assert starts == sorted(starts)


def test_no_outcome_is_told_before_the_first_report_is_over() -> None:
    for name in {x["data"]["round"] for x in SAID if "round" in x["data"]}:
        told = [x["data"] for x in SAID if x["data"].get("round") == name]
        papers = [x for x in told if kinds()[x["source"]] in {"press", "wire"}]
        others = [x for x in told if kinds()[x["source"]] not in {"press", "wire"}]
        if papers and others:
            heard = min(parse_when(x["published"]).hi for x in papers)
            assert heard <= min(parse_when(x["published"]).hi for x in others), name


def test_every_registered_name_is_used() -> None:
    companies = {x["data"]["slug"] for x in NAMES if x["type"] == "company.registered"}
    sources = {x["data"]["slug"] for x in NAMES if x["type"] == SOURCE}
    assert companies <= {x["data"]["company"] for x in TOLD}
    assert sources <= {x["data"]["source"] for x in SAID}


def test_the_same_round_is_nowhere_told_of_twice(book: Book, demo: Book) -> None:
    """What the demo leaves open on purpose stays so; nothing comes to it."""

    def proposed(ledger: Book) -> set[tuple[str, str]]:
        found = ledger.links().as_dict()["rows"]
        return {(str(x["round"]), str(x["other"])) for x in found}

    assert proposed(demo)
    assert proposed(book) <= proposed(demo)


def test_lint_flags_one_price_and_it_is_so(book: Book, demo: Book) -> None:
    """The Financial Times gave 10B in dollars, Reuters the same number in euros."""

    def flagged(ledger: Book) -> set[tuple[str, str]]:
        return {(x["flag"], x["round"]) for x in ledger.lint().as_dict()["rows"]}

    mistral = {("currency-missing", "mistral/series-c")}
    assert flagged(book) - flagged(demo) == mistral


def test_far_more_than_seven_rounds_are_scored(forecasts: list[Forecast]) -> None:
    settled = [one for one in forecasts if one.real is not None]
    assert len(settled) >= 45
    assert len({one.round for one in settled}) == len(settled)


def test_some_reports_came_to_nothing(forecasts: list[Forecast]) -> None:
    silent = {x.round for x in forecasts if x.real is None and x.tier is not None}
    assert {"stability-ai/talks-2023", "character-ai/talks-2023-09"} <= silent
    assert "windsurf/kleiner-2025" in silent


def test_papers_that_report_much_are_rated(book: Book) -> None:
    rated = {x["source"]: x["rated"] for x in book.credibility().as_dict()["rows"]}
    for paper in ("bloomberg", "the-information", "financial-times", "reuters"):
        assert rated[paper] == "rated"


def bins(forecasts: list[Forecast]) -> Iterator[str]:
    """The rows of the table: what was said, and what came of it."""
    yield "| P(real) said | mean | rounds | came true | proved untrue | no word of it |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for low, high in BINS:
        kept = [x for x in forecasts if low <= x.chance < high and x.tier is not None]
        if kept:
            yield _row(f"{low:.1f} to {high:.1f}", kept)
    yield _row("all", [x for x in forecasts if x.tier is not None])


def _row(name: str, kept: list[Forecast]) -> str:
    mean = sum(x.chance for x in kept) / len(kept)
    true = sum(x.real is True for x in kept)
    untrue = sum(x.real is False for x in kept)
    cells = (name, f"{mean:.2f}", len(kept), true, untrue, len(kept) - true - untrue)
    return f"| {' | '.join(map(str, cells))} |"


def test_the_page_tells_how_beliefs_fared(forecasts: list[Forecast]) -> None:
    page = PAGE.read_text("utf-8")
    table = "\n".join(bins(forecasts))
    assert TABLE.search(page)
    made = TABLE.sub(lambda _: f"\n{table}\n\n", page)
    if os.environ.get("SAYSO_REWRITE"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made, "SAYSO_REWRITE=1 writes it again"
