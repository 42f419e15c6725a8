"""The ranking in other hands: what was changed in it answers nobody, and is told.

Attacks are made past the program and past the guards, on both databases.
"""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import text

from ledger.book import Book
from ledger.projections.basis import Answer, Basis
from ledger.projections.raised import raised_at
from ledger.projections.valuations import Valuation, valuation_at
from ledger.reading.ranking.answering import DAMAGED
from ledger.reading.ranking.checking import check_ranking
from ledger.reading.ranking.keeping import DROPPED
from ledger.rendering.figures import ordered
from ledger.store.connection import located, open_engine
from ledger.store.ranking import NOTHING, PARTS, RAISED, ranking_state
from tests.tales import Tale

DAY = "2025-12-31"

CHANGED = {
    "no lines": ["DELETE FROM ranking_line"],
    "a company left out": ["DELETE FROM ranking_line WHERE company = 'c2'"],
    "a price in a body": [
        (
            "UPDATE ranking_line SET body = (SELECT body FROM ranking_line"
            " WHERE company = 'c1' AND amount > 0) WHERE company = 'c4'"
        )
    ],
    "a price that ranks high": [
        "UPDATE ranking_line SET amount = amount + 1 WHERE company = 'c1'"
    ],
    "a price that ranks low": ["UPDATE ranking_line SET amount = 1 WHERE amount > 1"],
    "the highest ranks low": [
        "UPDATE ranking_line SET amount = 1000 WHERE company = 'c4'"
    ],
    "a price without a rank": [
        "UPDATE ranking_line SET amount = NULL WHERE company = 'c4'"
    ],
    "another currency": [
        "UPDATE ranking_line SET currency = 'EUR' WHERE company = 'c4'"
    ],
    "an answer of another day": [
        "UPDATE ranking_line SET until = start WHERE company = 'c4'"
    ],
    "an answer too early": ["UPDATE ranking_line SET start = 0 WHERE company = 'c4'"],
    "a line twice": [
        "INSERT INTO ranking_line SELECT * FROM ranking_line WHERE company = 'c1'"
    ],
    "a line of another company": [
        "UPDATE ranking_line SET company = 'c1' WHERE company = 'c2'"
    ],
    "marks that were forgotten": ["UPDATE ranking_line SET mark = 0"],
    "events that are late": ["UPDATE ranking_count SET late = late + 1"],
    "events that are possible": ["UPDATE ranking_count SET possible = possible + 1"],
    "no counts": ["DELETE FROM ranking_count"],
    "an empty generation": ["UPDATE ranking SET generation = generation + 1"],
    "another end": ["UPDATE ranking SET told = told - 1"],
    "no seal": ["UPDATE ranking SET seal = :nothing"],
}


@pytest.fixture
def tale(place: str) -> Iterator[Tale]:
    """A ledger of five companies with a ranking, on SQLite and PostgreSQL."""
    told = Tale(place)
    for number, figure in enumerate(("9B", "EUR99B", "12B", "13B", "965B")):
        slug = f"c{number}"
        told.say("company.registered", slug=slug, name=slug)
        told.reported(f"{slug}/a", figure, by="the-wire", on="2025-08-01")
    with told.book:
        told.book.rebuild()
        yield told


def tamper(book: Book, *statements: str) -> None:
    """Change the database as its owner can, past every guard."""
    engine = open_engine(located(book.place))
    with engine.begin() as connection:
        for statement in statements:
            values = {"nothing": b""} if ":nothing" in statement else {}
            connection.execute(text(statement), values)
    engine.dispose()


def folded(book: Book, basis: Basis) -> Answer[list[Valuation]]:
    ask = partial(valuation_at, basis=basis, headline="newest")
    return book.folding.companies((), basis, ask)


@pytest.mark.parametrize("top", [None, 2])
@pytest.mark.parametrize("statements", CHANGED.values(), ids=CHANGED)
def test_a_changed_ranking_answers_nobody(
    tale: Tale,
    statements: list[str],
    top: int | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    basis = tale.book.basis(as_of=DAY)
    tamper(tale.book, *statements)
    found = ordered(tale.book.valuations(basis, top=top).value)[:top]
    assert found == ordered(folded(tale.book, basis).value)[:top]
    if top is None:
        assert ranking_state(tale.book.log) == NOTHING
        assert DAMAGED in capsys.readouterr().err
        tale.book.valuations(basis)
        assert capsys.readouterr().err == ""


RAISED_CHANGED = {
    "no lines": "DELETE FROM ranking_line WHERE generation = :kept",
    "a round left out": (
        "DELETE FROM ranking_line WHERE generation = :kept AND company = 'c2'"
        " AND body != :nothing"
    ),
    "what another raised": (
        "UPDATE ranking_line SET body = (SELECT body FROM ranking_line"
        " WHERE generation = :kept AND company = 'c1' AND body != :nothing)"
        " WHERE generation = :kept AND company = 'c4' AND body != :nothing"
    ),
    "no counts": "DELETE FROM ranking_count WHERE generation = :kept",
    "no seal": "UPDATE ranking SET seal = :nothing WHERE generation = :kept",
}


@pytest.mark.parametrize("statement", RAISED_CHANGED.values(), ids=RAISED_CHANGED)
def test_money_raised_that_was_changed_answers_nobody(
    tale: Tale, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tale.book
    for number in range(5):
        tale.reported(
            f"c{number}/a", by="herald", on="2025-08-02", raised=f"{number + 1}B"
        )
    basis = book.basis(as_of=DAY)
    folded = book.folding.companies((), basis, partial(raised_at, basis=basis))
    assert book.ranking.raised(basis) == folded
    kept = str(ranking_state(book.log, RAISED).generation)
    tamper(book, statement.replace(":kept", kept))
    assert book.raised(basis) == folded
    assert ranking_state(book.log, RAISED) == NOTHING
    assert ranking_state(book.log) != NOTHING
    assert DAMAGED in capsys.readouterr().err


def test_one_that_was_dropped_is_made_again(tale: Tale) -> None:
    tamper(tale.book, "DELETE FROM ranking_line WHERE company = 'c2'")
    basis = tale.book.basis(as_of=DAY)
    tale.book.valuations(basis)
    assert tale.book.rebuild() == 5
    assert tale.book.ranking.valuations(basis) == folded(tale.book, basis)
    tamper(tale.book, "DELETE FROM ranking")
    assert tale.book.rebuild() == 5
    assert tale.book.ranking.valuations(basis) == folded(tale.book, basis)


def test_one_of_another_log_does_not_count(tale: Tale) -> None:
    """Anyone who slips in a row for a generation without lines says nothing with it."""
    now = ranking_state(tale.book.log)
    tamper(tale.book, "DELETE FROM ranking")
    engine = open_engine(located(tale.book.place))
    slipped = {"version": now.version, "told": now.told, "seal": bytes(32)}
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO ranking"
                " VALUES ('valuations', 7, 0, :version, :told, :seal)"
            ),
            slipped,
        )
    engine.dispose()
    basis = tale.book.basis(as_of=DAY)
    found = tale.book.valuations(basis)
    assert found == folded(tale.book, basis)
    assert found.empty is None


def test_what_follows_a_ranking_that_was_changed_does_not_heal_it(tale: Tale) -> None:
    tamper(tale.book, "DELETE FROM ranking_line WHERE company = 'c2'")
    tale.reported("c1/b", "14B", by="herald", on="2025-08-02")
    basis = tale.book.basis(as_of=DAY)
    assert tale.book.valuations(basis) == folded(tale.book, basis)
    assert ranking_state(tale.book.log) == NOTHING


LAUNDERED = {
    "a price in a body": CHANGED["a price in a body"][0],
    "a body that does not read": (
        "UPDATE ranking_line SET body = :nothing WHERE company = 'c4' AND amount > 0"
    ),
    "a currency of the same weight": (
        "UPDATE ranking_line SET currency = 'GBP' WHERE currency = 'EUR'"
    ),
}


@pytest.mark.parametrize("statement", LAUNDERED.values(), ids=LAUNDERED)
def test_an_altered_line_gets_no_new_mark_when_its_company_is_spoken_of(
    tale: Tale, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(tale.book, statement)
    for company in ("c1", "c4"):
        tale.reported(f"{company}/b", "14B", by="herald", on="2026-08-02")
    assert ranking_state(tale.book.log) == NOTHING
    assert DROPPED in capsys.readouterr().err
    basis = tale.book.basis(as_of=DAY)
    assert tale.book.valuations(basis) == folded(tale.book, basis)


def test_what_is_kept_is_compared_though_some_of_it_was_dropped(tale: Tale) -> None:
    with tale.book.log.ranking(PARTS) as making:
        making.drop()
    tamper(tale.book, "UPDATE ranking_line SET mark = 0")
    last = tale.book.log.head().recorded
    compared = check_ranking(tale.book.log, "UTC", last, whole=True)
    assert compared is not None
    assert compared.wrong
