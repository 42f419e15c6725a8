"""Copies of a table of your own: what its columns mean is said, and rows claim it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.usefixtures("november")
Sayso = Callable[..., Result]
CASES = Path(__file__).resolve().parents[2] / "fixtures" / "importers" / "cases"
GIVEN = ("--from", "snapshot", "--key", "Id", "--source", "src")
MAPPED = ("--map", "Company=company", "--map", "Close=effective:dmy")
MONEY = ("--map", "Amount=raised:M", "--map", "Stage=stage")


def copied(sayso: Sayso, text: str | Path, day: str, *words: str) -> Result:
    """Import a copy of a table that was taken on a day."""
    path = text if isinstance(text, Path) else Path("copy.csv")
    if isinstance(text, str):
        path.write_text(text)
    yes = ("--create-companies", "yes")
    return sayso("import", *GIVEN, *words, "--published", day, str(path), *yes)


def types(sayso: Sayso, after: int = 1) -> list[str]:
    """The types of the events since one."""
    lines = sayso("log", "-f", "jsonl").stdout.splitlines()
    return [json.loads(line)["type"] for line in lines[after + 1 :]]


def test_days_obey_their_order(table: Sayso) -> None:
    for name, day in (("jan", "2024-04-01"), ("feb", "2024-04-02")):
        path = CASES / "snapshot-day-order" / f"{name}.csv"
        done = copied(table, path, day, *MAPPED)
        assert done.exit_code == 0, done.stderr
    assert "0 new, 0 changed, 0 gone" in done.stderr
    wrong = copied(table, "Id,Company,Close\n1,Halcyon,3/25/2024\n", "2024-05", *MAPPED)
    assert wrong.exit_code == 2
    assert "'Close' was said to be dmy, and 1 cell is not" in wrong.stderr


def test_amounts_are_compared_as_amounts(table: Sayso) -> None:
    words = ("--map", "Company=company", "--map", "Amount=raised")
    for name, day in (("s1", "2024-01-01"), ("s2", "2024-01-02")):
        path = CASES / "snapshot-spelling" / f"{name}.csv"
        done = copied(table, path, day, *words)
        assert done.exit_code == 0, done.stderr
    assert "0 new, 0 changed, 0 gone" in done.stderr


@pytest.mark.parametrize(
    ("unit", "told"), [("XYZ", "XYZ"), ("Q", "is not a unit of amounts")]
)
def test_units_are_checked(table: Sayso, unit: str, told: str) -> None:
    words = ("--map", "Company=company", "--map", f"Amount=raised:{unit}")
    wrong = copied(table, "Id,Company,Amount\n1,Halcyon,5\n", "2024", *words)
    assert wrong.exit_code == 2
    assert told in wrong.stderr


def test_rows_claim_revise_and_retract(table: Sayso) -> None:
    header = "Id,Company,Stage,Amount,Close\n"
    first = f"{header}1,Halcyon,announced,5,05/03/2024\n2,Quill,closed,6,06/03/2024\n"
    done = copied(table, first, "2024-04-01", *MAPPED, *MONEY)
    assert done.exit_code == 0, done.stderr
    assert types(table).count("round.reported") == 2
    second = f"{header}1,Halcyon,closed,$7,05/03/2024\n3,North,closed,1,\n"
    before = len(types(table)) + 1
    done = copied(table, second, "2024-05-01", *MAPPED, *MONEY)
    assert "1 new, 1 changed, 1 gone" in done.stderr
    found = types(table, before)
    assert found.count("claim.revised") == 1
    assert found.count("claim.retracted") == 1
    assert found.count("round.reported") == 1
    shown = table("raised", "--as-of", "2024-05-02").stdout
    assert "7M" in shown
    assert "6M" not in shown
    again = copied(table, second, "2024-05-01", *MAPPED, *MONEY)
    assert again.stdout.endswith("0 recorded, 1 already on record\n")


def test_a_cell_that_cannot_be_read_makes_no_claim(table: Sayso) -> None:
    text = "Id,Company,Amount\n1,Halcyon,1.234\n2,Quill,6\n"
    words = ("--map", "Company=company", "--map", "Amount=raised:M")
    done = copied(table, text, "2024", *words)
    assert done.exit_code == 0, done.stderr
    assert "kept as rows, but not claims: line 2, Amount: '1.234' may be" in done.stderr
    assert types(table).count("round.reported") == 1


def test_rows_under_other_keys_are_found_again(table: Sayso) -> None:
    header = "Id,Company,Amount,Close\n"
    words = (*MAPPED, "--map", "Amount=raised:M")
    first = f"{header}1,Halcyon,5,05/03/2024\n2,Quill,6,06/03/2024\n"
    copied(table, first, "2024-04-01", *words)
    other = "No,Firm,Sum,Day\nb,Quill,$6M,2024-03-06\na,Halcyon,5000K,2024-03-05\n"
    Path("other.csv").write_text(other)
    renamed = (
        *("import", "--from", "snapshot", "--key", "No", "--source", "src"),
        *("--map", "Firm=company", "--map", "Sum=raised", "--map", "Day=effective"),
        *("--create-companies", "yes", "other.csv", "--published"),
    )
    done = table(*renamed, "2024-05-01")
    assert "0 new, 0 changed, 0 gone" in done.stderr
    done = table(*renamed, "2024-06-01")
    assert "0 new, 0 changed, 0 gone" in done.stderr
    assert "0.0 %" in table("rewritten", "src").stdout
    Path("other.csv").write_text("No,Firm,Sum,Day\nx,North,$1M,2024-01-01\n")
    refused = table(*renamed, "2024-07-01")
    assert refused.exit_code == 2
    assert "it is another table" in refused.stderr


def test_no_hint_leads_into_an_error(table: Sayso) -> None:
    path = CASES / "skip-bad-hint-in-snapshot" / "dupkey.csv"
    refused = copied(table, path, "2024-01-05")
    assert "is the key of line 2 too" in refused.stderr
    assert "--skip-bad" not in refused.stderr


def test_gaps_are_filled_and_words_for_nothing_are_empty(table: Sayso) -> None:
    words = ("--map", "Company=company", "--map", "Amount=raised:M")
    more = ("--empty", "N/A", "--fill-down", "Company")
    first = "Id,Company,Amount\n1,Halcyon,5\n2,,N/A\n"
    copied(table, first, "2024-01", *words, *more)
    done = copied(
        table, "Id,Company,Amount\n1,Halcyon,5\n2,Halcyon,\n", "2024-02", *words
    )
    assert "0 new, 0 changed, 0 gone" in done.stderr
