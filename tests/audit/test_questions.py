"""An export with a question in it: a stranger settles it again, from the entries."""

from pathlib import Path

import pytest

from tests.audit.bundles import Bundle, altered, plainly
from tests.audit.conftest import Keeper

QUESTION = "xai valuation >= 1B by 2030"
SETTLED = "data/tables/settled.csv"


@pytest.fixture
def asked(keeper: Keeper, tmp_path: Path) -> Bundle:
    """Give an export with an answer, of a ledger on SQLite, then on PostgreSQL."""
    target = tmp_path / "asked"
    with keeper.open() as book:
        basis = book.basis()
        book.export(target, basis=basis, question=QUESTION, signing=plainly)
    return Bundle(target, keeper)


def test_a_stranger_finds_the_same_answer(asked: Bundle) -> None:
    report = asked.verify()
    assert (report.verdict, report.exit_code) == ("VERIFIED", 0), report
    lines = asked.file("tables/settled.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "clock",
        "published",
        "recorded",
        "effective",
    ]
    assert QUESTION in asked.file("scope.json").read_text()


def test_another_answer_is_found_out(asked: Bundle) -> None:
    asked.touch(SETTLED, lambda data: data.replace(b",not yet,", b",yes,", 1))
    assert "differs from what the entries say" in altered(asked.verify(), SETTLED)


def test_the_answer_to_another_question_is_found_out(asked: Bundle) -> None:
    asked.touch("data/scope.json", lambda data: data.replace(b"by 2030", b"by 2020"))
    altered(asked.verify(), SETTLED)


def test_an_answer_cannot_be_left_out_or_slipped_in(
    asked: Bundle, tmp_path: Path
) -> None:
    without = asked.copy(tmp_path / "without")
    without.drop(SETTLED)
    altered(without.verify(), SETTLED)
    asked.touch("data/scope.json", lambda data: data.replace(b'"question"', b'"asked"'))
    altered(asked.verify())


@pytest.mark.parametrize(
    "text", [b"null", b"7", b'"no question at all"', b'"z = 1B by 2"']
)
def test_a_scope_with_no_question_in_its_place(asked: Bundle, text: bytes) -> None:
    name = f'"{QUESTION}"'.encode()
    asked.touch("data/scope.json", lambda data: data.replace(name, text))
    altered(asked.verify())
