"""All that is wrong with a file can be had, and the screen has what is needed."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Sayso = Callable[..., Result]
WORDS = (
    *("--source", "bloomberg", "--create-companies", "yes"),
    *("--map", "Company=company", "--map", "Date=published", "--map", "N=raised:USD"),
)
MANY = 30


@pytest.fixture
def bad(ledger: Sayso) -> Sayso:
    """A table: thirty rows of Indian groups, three without a day, and a good one."""
    rows = [f'xAI,2024,"{n},00,000"' for n in range(10, 10 + MANY)]
    rows += ["xAI,,5"] * 3 + ["xAI,2024,50000"]
    Path("t.csv").write_text("\n".join(["Company,Date,N", *rows]))
    return ledger


def test_the_screen_has_kinds_and_the_first_twenty(bad: Sayso) -> None:
    done = bad("import", "t.csv", *WORDS)
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert "error: t.csv: 33 lines are invalid; file not imported" in lines
    assert (
        "  30 rows like line 2: N '10,00,000' has Indian digit groups (add --numbers"
        " 1,23,45,678)"
    ) in lines
    undated = "   3 rows like line 32: Date missing date (use --published D to set one)"
    assert undated in lines
    assert sum(line.startswith("  line ") for line in lines) == 20
    assert "  and 13 more (--problems FILE.csv has all of them)" in lines


def test_all_problems_are_written_as_a_table(bad: Sayso) -> None:
    done = bad("import", "t.csv", *WORDS, "--problems", "bad.csv", "--skip-bad")
    assert done.exit_code == 0, done.stderr
    assert "33 problems in bad.csv" in done.stderr
    assert done.stdout == "t.csv: 1 recorded, 33 left out\n"
    with Path("bad.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 33
    assert rows[0] == {
        "line": "2",
        "column": "N",
        "cell": "10,00,000",
        "what": "'10,00,000' has Indian digit groups",
        "hint": "add --numbers 1,23,45,678",
    }


def test_a_refused_file_has_its_problems_written_too(bad: Sayso) -> None:
    done = bad("import", "t.csv", *WORDS, "--problems", "bad.csv")
    assert done.exit_code == 2
    assert len(Path("bad.csv").read_text().splitlines()) == 34


def test_a_few_problems_are_listed_as_they_are(ledger: Sayso) -> None:
    Path("t.csv").write_text("Company,Date,N\nxAI,2024,n/a\n")
    done = ledger("import", "t.csv", *WORDS)
    assert "rows like" not in done.stderr
    assert "line 2  N  'n/a' is not an amount (--empty n/a" in done.stderr


def test_a_place_that_cannot_be_written_is_told(bad: Sayso) -> None:
    done = bad("import", "t.csv", *WORDS, "--problems", "nowhere/bad.csv")
    assert done.exit_code == 1
    assert "nowhere/bad.csv cannot be written" in done.stderr
    assert "Traceback" not in done.output


def test_no_word_of_a_library_reaches_a_person(ledger: Sayso) -> None:
    long = "x" * 300
    Path("t.csv").write_text(
        f"Company,Date,N,U\n{long},2024,$5M,\nxAI,2024,$5M,{long * 9}\n"
    )
    done = ledger("import", "t.csv", *WORDS, "--map", "U=url")
    for word in ("string", "input", "should have", "pydantic"):
        assert word not in done.stderr
    assert "Company  at most 200 characters" in done.stderr
    assert "U        at most 2000 characters" in done.stderr
