"""Making a ledger, and finding it again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Sayso = Callable[..., Result]


def test_init_makes_an_empty_ledger_here(sayso: Sayso) -> None:
    done = sayso("init")
    assert done.exit_code == 0
    assert done.stdout.startswith("Created ")
    assert Path("sayso.db").is_file()
    assert sayso("log", "-f", "csv").stdout.count("\n") == 2


def test_init_makes_it_where_it_is_told(sayso: Sayso) -> None:
    assert sayso("init", "other.db").exit_code == 0
    assert sayso("log", "--db", "other.db").exit_code == 0
    assert sayso("log", SAYSO_DB="other.db").exit_code == 0


def test_init_refuses_a_ledger_that_exists(ledger: Sayso) -> None:
    before = Path("sayso.db").read_bytes()
    done = ledger("init")
    assert done.exit_code == 1
    assert "hint: " in done.stderr
    assert Path("sayso.db").read_bytes() == before


def test_init_refuses_a_zone_that_does_not_exist(sayso: Sayso) -> None:
    done = sayso("init", "--tz", "America/New_Yrok")
    assert done.exit_code == 2
    assert "America/New_York" in done.stderr
    assert not Path("sayso.db").exists()


def test_the_ledger_is_found_from_a_folder_below(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = Path("notes/2024")
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert "xai" in ledger("company", "list").stdout


def test_db_goes_before_the_environment_and_that_before_the_folder(
    ledger: Sayso,
) -> None:
    for name in ("a", "b"):
        assert ledger("init", f"{name}.db").exit_code == 0
        ledger("company", "add", name, "--db", f"{name}.db")
    listed = ["company", "list", "-f", "csv"]
    assert "xai" in ledger(*listed).stdout
    assert "a," in ledger(*listed, SAYSO_DB="a.db").stdout
    assert "b," in ledger(*listed, "--db", "b.db", SAYSO_DB="a.db").stdout


@pytest.mark.parametrize("place", ["missing.db", "no/such/folder.db", "mysql://x/y"])
def test_a_place_without_a_ledger_is_told(ledger: Sayso, place: str) -> None:
    done = ledger("log", "--db", place)
    assert done.exit_code in {1, 2}
    assert done.stderr.startswith("error: ")
    assert "hint: " in done.stderr
    assert not Path(place).exists()


def test_a_file_that_is_no_ledger_is_told(ledger: Sayso) -> None:
    Path("notes.txt").write_text("not a database at all\n" * 100, "utf-8")
    done = ledger("log", "--db", "notes.txt")
    assert done.exit_code == 1
    assert "not a sayso ledger" in done.stderr
