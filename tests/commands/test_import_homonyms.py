"""Two companies of one name in a table: told, and kept apart by their identifiers."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Sayso = Callable[..., Result]

TWO = """Company,Valuation,Date,Id
Bolt,$8.4B,2018-05-29,org/bolt-eu
Bolt,$11B,2021-10-08,org/bolt-us
"""
MAPPED = ("--map", "Company=company", "--map", "Date=published")
SOURCED = ("--source", "src", "--create-companies", "yes")


def imported(sayso: Sayso, table: str, *words: str) -> Result:
    """Import a table into a new ledger with one source."""
    assert sayso("init", "case.db").exit_code == 0
    added = sayso("source", "add", "src", "--kind", "database", "--db", "case.db")
    assert added.exit_code == 0, added.stderr
    Path("two.csv").write_text(table, "utf-8")
    price = ("--map", "Valuation=valuation")
    done = sayso(
        "import", "two.csv", "--db", "case.db", *SOURCED, *MAPPED, *price, *words
    )
    assert done.exit_code == 0, done.stderr
    return done


def test_a_name_with_two_identifiers_is_told_with_the_option(sayso: Sayso) -> None:
    done = imported(sayso, TWO)
    assert '"Bolt" stands with org/bolt-eu and org/bolt-us in Id' in done.stderr
    assert '--map "Id=company_id"' in done.stderr


def test_the_option_keeps_them_apart_and_nothing_is_told(sayso: Sayso) -> None:
    done = imported(sayso, TWO, "--map", "Id=company_id")
    assert "2 companies registered" in done.stdout
    assert "stands with" not in done.stderr


def test_one_identifier_a_name_is_no_homonym(sayso: Sayso) -> None:
    done = imported(sayso, TWO.replace("org/bolt-us", "org/bolt-eu"))
    assert "stands with" not in done.stderr
