"""How a question says what it is about: clocks as words, or a basis; and bad input."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.errors import BadInput, LedgerError, Refused
from tests.conftest import Sayso

Ask = Callable[[Book, dict[str, Any]], Any]
DAY = "2024-01-19"
EIGHT = timezone(timedelta(hours=8))

QUESTIONS: dict[str, Ask] = {
    "valuations": lambda demo, cuts: demo.valuations(**cuts),
    "valuations of one": lambda demo, cuts: demo.valuations(companies="xai", **cuts),
    "raised": lambda demo, cuts: demo.raised(**cuts),
    "rounds": lambda demo, cuts: demo.rounds(**cuts).as_dict(),
    "disputed": lambda demo, cuts: demo.disputed(**cuts).as_dict(),
    "credibility": lambda demo, cuts: demo.credibility(**cuts).as_dict(),
    "reliability": lambda demo, cuts: demo.reliability(**cuts).as_dict(),
    "forecasts": lambda demo, cuts: demo.forecasts(**cuts).as_dict(),
    "show": lambda demo, cuts: demo.show("source:bloomberg", **cuts).as_dict(),
    "companies_list": lambda demo, cuts: demo.companies_list(**cuts).as_dict(),
    "sources_list": lambda demo, cuts: demo.sources_list(**cuts).as_dict(),
    "sql": lambda demo, cuts: demo.sql("FROM claims", **cuts).as_dict(),
    "companies": lambda demo, cuts: [x.slug for x in demo.companies(**cuts).value],
    "company": lambda demo, cuts: list(demo.company("xai", **cuts).value.rounds),
    "round": lambda demo, cuts: demo.round("xai/series-b", **cuts)[1].standing,
    "timeline": lambda demo, cuts: [
        x.row.seq for x in demo.timeline("xai", **cuts).value
    ],
    "explain": lambda demo, cuts: demo.explain("xai", **cuts).value.valuation,
    "vintages": lambda demo, cuts: demo.vintages("xai", **cuts),
    "links": lambda demo, cuts: len(demo.links(**cuts).value),
    "lint": lambda demo, cuts: demo.lint(**cuts),
    "statements": lambda demo, cuts: [
        x.seq for x in demo.statements("bloomberg", **cuts).value
    ],
    "names": lambda demo, cuts: sorted(demo.names(**cuts).companies),
    "panel": lambda demo, cuts: list(demo.panel("claims", **cuts).rows),
    "chart": lambda demo, cuts: (
        demo.chart("valuation", names="xai", **cuts).value.steps
    ),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_takes_clocks_or_a_basis_and_answers_alike(
    demo: Book, ask: Ask
) -> None:
    for cuts in ({"as_of": "2024-06-01"}, {"known_at": 150}, {}):
        assert ask(demo, cuts) == ask(demo, {"basis": demo.basis(**cuts)})


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_names_the_parameter_that_cannot_be_read(
    demo: Book, ask: Ask
) -> None:
    for name, given in BAD:
        with pytest.raises(LedgerError) as caught:
            ask(demo, {name: given})
        assert caught.value.message.startswith(f"{name}: ")
        assert str(given) in caught.value.message
        assert caught.value.hint
        assert caught.value.parameters == (name,)
    with pytest.raises(TypeError, match="asof"):
        ask(demo, {"asof": DAY})


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
def test_a_moment_is_text_a_date_or_a_datetime(demo: Book, given: Any) -> None:
    assert demo.basis(as_of=given).cut == demo.basis(as_of=DAY).cut


def test_an_entry_is_named_by_its_number_also_one_that_looks_like_a_year(
    demo: Book,
) -> None:
    assert demo.basis(known_at=150) == demo.basis(known_at="seq:150")
    with pytest.raises(BadInput, match="no entry 2024"):
        demo.basis(known_at=2024)


def test_a_basis_or_token_cannot_be_combined_with_a_clock(demo: Book) -> None:
    basis = demo.basis(as_of=DAY)
    with pytest.raises(BadInput, match=r"`basis` contains all clocks.*`as_of`"):
        demo.valuations(basis, as_of=DAY)
    with pytest.raises(BadInput, match=r"`token` contains all clocks.*`possible`"):
        demo.valuations(token=basis.token, possible=True)
    assert demo.valuations(basis, as_of=None) == demo.valuations(token=basis.token)


def test_a_token_of_another_ledger_is_refused(demo: Book, tmp_path: Path) -> None:
    with Book.create(tmp_path / "other.db", clock=demo.clock) as other:
        with pytest.raises(Refused, match=r"^token: it has more") as caught:
            other.valuations(token=demo.basis().token)
        caught.value.rename({"token": "--basis"})
        assert str(caught.value).startswith("--basis: it has more entries")


def test_a_comparison_takes_days_and_names_its_sides(demo: Book) -> None:
    days = demo.basis(as_of="2024-01-18"), demo.basis(as_of="2024-05-28")
    told = demo.diff("2024-01-18", date(2024, 5, 28), "xai")
    assert told == demo.diff(*days, ["xai"])
    assert demo.diff(days[0]) == demo.diff(days[0], demo.basis())
    for sides, name in ((("mondays",), "before"), ((DAY, "mondays"), "after")):
        with pytest.raises(BadInput, match=rf"^{name}: 'mondays'"):
            demo.diff(*sides)


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (lambda demo: demo.valuations(headline="best"), "headline"),
        (lambda demo: demo.valuations(top=0), "top"),
        (lambda demo: demo.valuations(companies=["xai", 5]), "companies"),
        (lambda demo: demo.valuations(companies=5), "companies"),
        (lambda demo: demo.valuations(standing="sure"), "standing"),
        (lambda demo: demo.rounds(standing="sure"), "standing"),
        (lambda demo: demo.lint(flag="odd"), "flag"),
        (lambda demo: demo.credibility(role="friend"), "role"),
        (lambda demo: demo.vintages("xai", figure="best"), "figure"),
        (lambda demo: demo.vintages("xai", step="day"), "step"),
        (lambda demo: demo.panel("prices"), "table"),
        (lambda demo: demo.panel("claims", since="2020", every="fortnight"), "every"),
        (lambda demo: demo.panel("claims", since="then"), "since"),
        (lambda demo: demo.panel("claims", since="2020", until="then"), "until"),
        (lambda demo: demo.chart("prices", names="xai"), "what"),
        (lambda demo: demo.chart("valuation"), "names"),
    ],
)
def test_a_value_that_a_parameter_does_not_take_is_told(
    demo: Book, ask: Callable[[Book], Any], name: str
) -> None:
    with pytest.raises(BadInput, match=rf"^{name}: ") as caught:
        ask(demo)
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
