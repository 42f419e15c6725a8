"""Sources and tags that files bring: what is registered, what stays, what is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.importers.kit.lines import Line, NamedCompany
from ledger.recording.intake import Imported, Intake
from ledger.recording.speakers import MOST_COMPARED

Clock = Callable[[], int]


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Book:
    """A ledger with one company and one source."""
    made = Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann")
    made.record(
        [
            ("company.registered", {"slug": "match", "name": "Match"}),
            (
                "source.registered",
                {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"},
            ),
        ]
    )
    return made


def imported(
    book: Book,
    *rows: dict[str, Any],
    tags: tuple[dict[str, str], ...] = (),
    kind: str | None = "press",
    skip_bad: bool = False,
) -> Imported:
    """Import a round of the company for each row."""
    data = {"published": "2012", "stage": "closed", "round": "a"}
    about = [NamedCompany("Match", tags=x) for x in tags] or [
        NamedCompany("Match")
    ] * len(rows)
    items = (
        Line(at, "round.reported", data | {"note": str(at)} | row, company=named)
        for at, (row, named) in enumerate(zip(rows, about, strict=True), 2)
    )
    with book:
        intake = Intake(sources=kind, skip_bad=skip_bad)
        return book.import_items(items, name="f", intake=intake)


def sources(book: Book) -> dict[str, tuple[str, str]]:
    """The name and the kind of each source, by slug."""
    return {slug: (x.name, x.kind) for slug, x in book.names().sources.items()}


def test_each_stranger_is_registered_once_under_a_slug_of_its_name(book: Book) -> None:
    done = imported(
        book,
        {"source": "The Wire"},
        {"source": "the wire", "via": ["新华社", "Bloomberg"]},
        {"source": "BLOOMBERG"},
    )
    assert (done.problems, done.sources) == ([], ["The Wire", "新华社"])
    found = sources(book)
    assert found.pop("the-wire") == ("The Wire", "press")
    assert found.pop("bloomberg") == ("Bloomberg", "press")
    ((slug, told),) = found.items()
    assert slug.startswith("source-")
    assert told == ("新华社", "press")


def test_without_the_option_a_stranger_is_a_problem_that_is_marked(book: Book) -> None:
    done = imported(book, {"source": "The Wire"}, kind=None)
    assert done.unknown_sources
    assert "unknown source 'The Wire'" in done.problems[0].message
    assert set(sources(book)) == {"bloomberg"}


def test_a_source_that_looks_like_one_on_record_is_told(book: Book) -> None:
    done = imported(book, {"source": "Blomberg"})
    assert done.alike_sources == ["Blomberg (Bloomberg)"]


@pytest.mark.parametrize(
    "wrong", [{"stage": "done"}, {"colour": "red"}, {"supersedes": ["nobody/a"]}]
)
def test_nobody_is_registered_for_a_row_that_is_left_out(
    book: Book, wrong: dict[str, Any]
) -> None:
    done = imported(book, {"source": "The Wire", **wrong}, skip_bad=True)
    assert done.problems
    assert (done.sources, set(sources(book))) == ([], {"bloomberg"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "x" * 300},
        {"source": " "},
        {"source": 5},
        {"via": ["New", "x" * 300]},
        {"via": [5]},
        {"via": 5},
    ],
)
def test_a_name_that_no_source_can_have_is_a_problem(
    book: Book, wrong: dict[str, Any]
) -> None:
    done = imported(book, {"source": "bloomberg", **wrong}, skip_bad=True)
    assert done.problems
    assert done.problems[0].field.partition(".")[0] in wrong
    assert (done.sources, done.alike_sources) == ([], [])
    assert set(sources(book)) == {"bloomberg"}


def test_only_the_first_new_sources_are_compared_with_all_others(book: Book) -> None:
    rows = [{"source": f"Wire {at}"} for at in range(MOST_COMPARED + 20)]
    done = imported(book, *rows)
    assert len(done.sources) == len(rows)
    assert len(done.alike_sources) == MOST_COMPARED - 1, "the first is like nobody"


def test_slugs_that_are_taken_are_numbered(book: Book) -> None:
    imported(book, {"source": "Le Monde"})
    imported(book, {"source": "Le, Monde!"})
    assert {"le-monde", "le-monde-2"} <= set(sources(book))


def tags_of(book: Book) -> dict[str, str]:
    return dict(book.names().companies["match"].tags)


WIRE = {"source": "bloomberg"}


def test_tags_that_a_company_lacks_are_recorded_once(book: Book) -> None:
    both = {"sector": "ai", "country": "FR"}
    done = imported(book, WIRE, WIRE, tags=({"sector": "ai"}, both))
    assert (done.tagged, tags_of(book)) == ({"match"}, both)
    size = len(book.names().companies["match"].tags)
    assert imported(book, WIRE, WIRE, tags=(both, both)).tagged == set()
    assert len(tags_of(book)) == size


def test_a_tag_on_record_stays_and_the_other_one_is_told(book: Book) -> None:
    imported(book, WIRE, tags=({"country": "FR"},))
    done = imported(book, WIRE, tags=({"country": "DE", "sector": "ai"},))
    assert list(done.other_tags.values()) == ["match (country FR, not DE)"]
    assert tags_of(book) == {"country": "FR", "sector": "ai"}


@pytest.mark.parametrize(
    "first", [{"sector": "ai"}, {"sector": "ai", "country": "FR"}], ids=["one", "both"]
)
@pytest.mark.parametrize(
    "again", [{"sector": "ai"}, {"sector": "ai", "country": "FR"}], ids=["one", "both"]
)
def test_a_tag_that_was_taken_away_stays_away(
    book: Book, first: dict[str, str], again: dict[str, str]
) -> None:
    imported(book, WIRE, tags=(first,))
    with book:
        away = {"slug": "match", "tags": {}, "without": ["sector"]}
        book.record([("company.tagged", away)])
    imported(book, WIRE, tags=(again,))
    assert "sector" not in tags_of(book)
    imported(book, WIRE, tags=({"sector": "chips"},))
    assert tags_of(book)["sector"] == "chips", "another value is news"


def test_a_row_that_is_left_out_tags_nobody(book: Book) -> None:
    wrong = {**WIRE, "stage": "done"}
    done = imported(book, wrong, tags=({"sector": "ai"},), skip_bad=True)
    assert done.problems
    assert tags_of(book) == {}
