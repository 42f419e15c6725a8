"""How a question says what it is about: clocks as words, or a basis; and bad input."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.errors import BadInput, LedgerError, Refused
from tests.conftest import Sayso
from tests.demo import demo_book

Ask = Callable[[Book, dict[str, Any]], Any]
DAY = "2024-01-19"
EIGHT = timezone(timedelta(hours=8))

QUESTIONS: dict[str, Ask] = {
    "valuations": lambda book, cuts: book.valuations(**cuts),
    "valuations of one": lambda book, cuts: book.valuations(companies="xai", **cuts),
    "raised": lambda book, cuts: book.raised(**cuts),
    "rounds": lambda book, cuts: book.rounds(**cuts).as_dict(),
    "disputed": lambda book, cuts: book.disputed(**cuts).as_dict(),
    "credibility": lambda book, cuts: book.credibility(**cuts).as_dict(),
    "reliability": lambda book, cuts: book.reliability(**cuts).as_dict(),
    "forecasts": lambda book, cuts: book.forecasts(**cuts).as_dict(),
    "show": lambda book, cuts: book.show("source:bloomberg", **cuts).as_dict(),
    "companies_list": lambda book, cuts: book.companies_list(**cuts).as_dict(),
    "sources_list": lambda book, cuts: book.sources_list(**cuts).as_dict(),
    "sql": lambda book, cuts: book.sql("FROM claims", **cuts).as_dict(),
    "companies": lambda book, cuts: [x.slug for x in book.companies(**cuts).value],
    "company": lambda book, cuts: list(book.company("xai", **cuts).value.rounds),
    "round": lambda book, cuts: book.round("xai/series-b", **cuts)[1].standing,
    "timeline": lambda book, cuts: [
        x.row.seq for x in book.timeline("xai", **cuts).value
    ],
    "explain": lambda book, cuts: book.explain("xai", **cuts).value.valuation,
    "vintages": lambda book, cuts: book.vintages("xai", **cuts),
    "links": lambda book, cuts: len(book.links(**cuts).value),
    "lint": lambda book, cuts: book.lint(**cuts),
    "statements": lambda book, cuts: [
        x.seq for x in book.statements("bloomberg", **cuts).value
    ],
    "names": lambda book, cuts: sorted(book.names(**cuts).companies),
    "panel": lambda book, cuts: list(book.panel("claims", **cuts).rows),
    "chart": lambda book, cuts: (
        book.chart("valuation", names="xai", **cuts).value.steps
    ),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger."""
    with demo_book(tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_takes_clocks_or_a_basis_and_answers_alike(
    book: Book, ask: Ask
) -> None:
    for cuts in ({"as_of": "2024-06-01"}, {"known_at": 150}, {}):
        assert ask(book, cuts) == ask(book, {"basis": book.basis(**cuts)})


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_names_the_parameter_that_cannot_be_read(
    book: Book, ask: Ask
) -> None:
    for name, given in BAD:
        with pytest.raises(LedgerError) as caught:
            ask(book, {name: given})
        assert caught.value.message.startswith(f"{name}: ")
        assert str(given) in caught.value.message
        assert caught.value.hint
        assert caught.value.parameters == (name,)
    with pytest.raises(TypeError, match="asof"):
        ask(book, {"asof": DAY})


BAD: list[tuple[str, Any]] = [
    ("as_of", "mondays"),
    ("as_of", "01/02/2024"),
    ("as_of", "2024/.."),
    ("as_of", 20240119),
    ("as_of", datetime(2024, 1, 19)),
    ("known_at", 9_999_999),
    ("known_at", -1),
    ("known_at", "soon"),
    ("known_at", "b3.x"),
    ("effective", "Q5"),
    ("effective", "../.."),
    ("tz", "Mars/Olympus"),
    ("tz", 5),
    ("token", "b3.nothing"),
    ("basis", "2024-01-19"),
]


@pytest.mark.parametrize(
    "given",
    [
        DAY,
        date(2024, 1, 19),
        "2024-01-20T07:59:59.999999+08:00",
        datetime(2024, 1, 20, 7, 59, 59, 999_999, EIGHT),
        datetime(2024, 1, 19, 23, 59, 59, 999_999, UTC),
    ],
)
def test_a_moment_is_text_a_date_or_a_datetime(book: Book, given: Any) -> None:
    assert book.basis(as_of=given).cut == book.basis(as_of=DAY).cut


def test_an_entry_is_named_by_its_number_also_one_that_looks_like_a_year(
    book: Book,
) -> None:
    assert book.basis(known_at=150) == book.basis(known_at="seq:150")
    with pytest.raises(BadInput, match="no entry 2024"):
        book.basis(known_at=2024)


def test_a_basis_or_token_cannot_be_combined_with_a_clock(book: Book) -> None:
    basis = book.basis(as_of=DAY)
    with pytest.raises(BadInput, match=r"`basis` contains all clocks.*`as_of`"):
        book.valuations(basis, as_of=DAY)
    with pytest.raises(BadInput, match=r"`token` contains all clocks.*`possible`"):
        book.valuations(token=basis.token, possible=True)
    assert book.valuations(basis, as_of=None) == book.valuations(token=basis.token)


def test_a_token_of_another_ledger_is_refused(book: Book, tmp_path: Path) -> None:
    with Book.create(tmp_path / "other.db", clock=book.clock) as other:
        with pytest.raises(Refused, match=r"^token: it has more") as caught:
            other.valuations(token=book.basis().token)
        caught.value.rename({"token": "--basis"})
        assert str(caught.value).startswith("--basis: it has more entries")


def test_a_comparison_takes_days_and_names_its_sides(book: Book) -> None:
    days = book.basis(as_of="2024-01-18"), book.basis(as_of="2024-05-28")
    told = book.diff("2024-01-18", date(2024, 5, 28), "xai")
    assert told == book.diff(*days, ["xai"])
    assert book.diff(days[0]) == book.diff(days[0], book.basis())
    for sides, name in ((("mondays",), "before"), ((DAY, "mondays"), "after")):
        with pytest.raises(BadInput, match=rf"^{name}: 'mondays'"):
            book.diff(*sides)


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (lambda book: book.valuations(headline="best"), "headline"),
        (lambda book: book.valuations(top=0), "top"),
        (lambda book: book.valuations(companies=["xai", 5]), "companies"),
        (lambda book: book.valuations(companies=5), "companies"),
        (lambda book: book.valuations(standing="sure"), "standing"),
        (lambda book: book.rounds(standing="sure"), "standing"),
        (lambda book: book.lint(flag="odd"), "flag"),
        (lambda book: book.credibility(role="friend"), "role"),
        (lambda book: book.vintages("xai", figure="best"), "figure"),
        (lambda book: book.vintages("xai", step="day"), "step"),
        (lambda book: book.panel("prices"), "table"),
        (lambda book: book.panel("claims", since="2020", every="fortnight"), "every"),
        (lambda book: book.panel("claims", since="then"), "since"),
        (lambda book: book.panel("claims", since="2020", until="then"), "until"),
        (lambda book: book.chart("prices", names="xai"), "what"),
        (lambda book: book.chart("valuation"), "names"),
    ],
)
def test_a_value_that_a_parameter_does_not_take_is_told(
    book: Book, ask: Callable[[Book], Any], name: str
) -> None:
    with pytest.raises(BadInput, match=rf"^{name}: ") as caught:
        ask(book)
    assert caught.value.hint
    assert caught.value.parameters == (name,)
    assert caught.value.__notes__ == [f"hint: {caught.value.hint}"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("valuations --as-of mondays", "--as-of: 'mondays'"),
        ("valuations --known-at 99", "--known-at: there is no entry 99"),
        ("valuations --effective 2024/..", "--effective: '2024/..' has no end"),
        ("valuations --tz Mars/Olympus", "--tz: unknown time zone"),
        ("valuations --basis zz", "--basis: 'zz' is not a basis token"),
        ("valuations --basis b3.zz --as-of 2024", "--basis contains all clocks"),
        ("diff mondays", "BEFORE: 'mondays'"),
        ("diff 2024 mondays", "AFTER: 'mondays'"),
        ("diff b3.1.1 --axis recorded", "BEFORE: 'b3.1.1' is not a basis token"),
        ("diff 99 --axis recorded", "BEFORE: there is no entry 99"),
        ("export claims --from 2030", "--from 2030 is after"),
        ("export claims --from 2020 --to 2019", "--from 2020 is after --to 2019"),
        ("export claims --from then", "--from: 'then'"),
    ],
)
def test_a_command_names_its_option_instead(
    sayso: Sayso, words: str, told: str
) -> None:
    assert sayso("init").exit_code == 0
    done = sayso(*words.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {told}")
    assert "`" not in done.stderr


def test_a_place_that_is_no_ledger_is_named_as_who_asked_named_it(
    sayso: Sayso, tmp_path: Path
) -> None:
    place = tmp_path / "notes.db"
    place.write_text("these are my notes\n" * 100)
    with pytest.raises(Refused) as caught:
        Book.open(place)
    assert "`place`" in (caught.value.hint or "")
    assert "--db" in sayso("valuations", "--db", str(place)).stderr


def test_a_book_tells_what_it_is_and_reads_the_clock_of_the_system(
    tmp_path: Path,
) -> None:
    with Book.create(tmp_path / "a.db") as made:
        assert repr(made) == f"<Book {tmp_path / 'a.db'}: 0 events, UTC>"
    with Book.open(tmp_path / "a.db") as opened:
        before, told = datetime.now(UTC), opened.basis().told
    day = datetime.fromtimestamp(told / 1_000_000, UTC)
    assert before <= day <= datetime.now(UTC) + timedelta(seconds=1)
