"""Companies as files name them: whom a name finds, and whom it never does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.importers.kit.lines import Line, NamedCompany
from ledger.recording.companies import Stranger
from ledger.recording.intake import Imported, Intake

Clock = Callable[[], int]


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Book:
    """A ledger with one company and one source."""
    made = Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann")
    made.record(
        [
            ("company.registered", {"slug": "match", "name": "Match"}),
            ("source.registered", {"slug": "wire", "name": "Wire", "kind": "wire"}),
        ]
    )
    return made


def imported(
    book: Book,
    *companies: NamedCompany,
    create: bool | None = True,
    skip_bad: bool = False,
) -> Imported:
    """Import a round of each company."""
    data = {"source": "wire", "published": "2012", "stage": "closed", "round": "a"}
    items = (
        Line(at, "round.reported", data | {"note": str(at)}, company=one)
        for at, one in enumerate(companies, 2)
    )
    intake = Intake(create=create, skip_bad=skip_bad)
    with book:
        return book.import_items(items, name="f", intake=intake)


def companies(book: Book) -> dict[str, tuple[str, ...]]:
    """Slugs, and the names under which each is known."""
    found = book.names().companies
    return {slug: (one.name, *one.aliases) for slug, one in found.items()}


def test_a_known_name_is_bound_and_the_vendors_key_is_noted(book: Book) -> None:
    done = imported(book, NamedCompany("MATCH", "cb:match-com"))
    assert (done.new, done.registered, done.recognised) == (1, 0, ["MATCH"])
    assert companies(book) == {"match": ("Match", "cb:match-com")}


def test_two_identifiers_of_one_name_are_two_companies(book: Book) -> None:
    done = imported(
        book, NamedCompany("Match", "cb:match-com"), NamedCompany("Match", "cb:match")
    )
    assert (done.new, done.registered) == (2, 1)
    assert companies(book) == {
        "match": ("Match", "cb:match-com"),
        "match-2": ("Match (match-2)", "cb:match"),
    }


def test_another_vendors_identifier_finds_the_same_company_by_name(book: Book) -> None:
    imported(book, NamedCompany("Match", "cb:match-com"))
    assert imported(book, NamedCompany("Match", "pb:17")).registered == 0
    assert companies(book)["match"] == ("Match", "cb:match-com", "pb:17")


def test_an_identifier_finds_its_company_whatever_its_name_is_now(book: Book) -> None:
    imported(book, NamedCompany("Waywire", "cb:waywire"))
    assert imported(book, NamedCompany("Magnify", "cb:waywire")).registered == 0
    assert list(companies(book)) == ["match", "waywire"]


@pytest.mark.parametrize("name", ["月之暗面", "深度求索"])
def test_a_name_without_latin_letters_gets_a_slug_of_its_own(
    book: Book, name: str
) -> None:
    imported(book, NamedCompany(name))
    slug = next(reversed(companies(book)))
    assert slug.startswith("company-")
    assert imported(book, NamedCompany(name)).registered == 0


def test_traditional_and_simplified_are_one_name(book: Book) -> None:
    assert (
        imported(book, NamedCompany("英伟达"), NamedCompany("英偉達")).registered == 1
    )


def test_a_slug_that_is_taken_gets_a_number(book: Book) -> None:
    imported(book, NamedCompany("Match!"), NamedCompany("match?"))
    assert list(companies(book)) == ["match", "match-2", "match-3"]


def test_a_name_of_300_characters_is_a_problem_of_its_line(book: Book) -> None:
    done = imported(book, NamedCompany("x" * 300), NamedCompany("Match"), skip_bad=True)
    (problem,) = done.problems
    assert (problem.where, problem.field) == ("line 2", "name")
    assert "200" in problem.message
    assert (done.new, done.registered) == (1, 0)


def test_the_first_stranger_ends_an_import_where_nobody_said_what_to_do(
    book: Book,
) -> None:
    with pytest.raises(Stranger):
        imported(
            book,
            NamedCompany("Match"),
            NamedCompany("Mtch"),
            create=None,
            skip_bad=True,
        )
    with book:
        assert book.log.head().seq == 2, "not even the round before is recorded"


def test_a_key_that_an_earlier_line_gave_makes_no_stranger(book: Book) -> None:
    both = NamedCompany("Match", "cb:match"), NamedCompany("Match Group", "cb:match")
    done = imported(book, *both, create=None)
    assert (done.new, done.known, done.registered) == (1, 1, 0)


def test_strangers_are_problems_where_nobody_is_to_be_registered(book: Book) -> None:
    done = imported(book, NamedCompany("Mtch"), NamedCompany("Match"), create=False)
    (problem,) = done.problems
    assert problem.message == (
        "unknown company 'Mtch' (perhaps match; or register it:"
        " sayso company add mtch --name Mtch)"
    )
    assert list(companies(book)) == ["match"]
