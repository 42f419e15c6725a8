"""Mappings as files: proposed, edited, read, remembered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ledger.errors import BadInput
from ledger.importers.kit.mapfile import mapping_from, mapping_text

pytestmark = pytest.mark.usefixtures("november")
Sayso = Callable[..., Result]
CASES = Path(__file__).resolve().parents[2] / "fixtures" / "importers" / "cases"
YES = ("--create-companies", "yes")
EVERYTHING = """
source = "src"
published = "2024-01-05"
encoding = "cp1252"
numbers = "1.234,5"
comment = "#"
divider = ";"
header-line = 4
empty = ["NULL", "-"]
fill-down = ["Company"]

[set]
currency = "EUR"

[columns.Company]
field = "company"

[columns."Round, type"]
field = ["round", "round_type"]

[columns."Summe \\"x\\""]
field = "raised"
unit = "M"
numbers = "1,234.5"

[columns.seed]
field = "raised"
unit = "USD"
set = { round_type = "seed" }
"""


def guessed(sayso: Sayso, path: Path | str) -> str:
    """The mapping that is proposed for a file."""
    done = sayso("import", "--guess", str(path))
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_what_is_written_reads_back() -> None:
    found = mapping_from(EVERYTHING)
    assert mapping_from(mapping_text(found)) == found
    assert [(x.name, x.field) for x in found.columns[1:3]] == [
        ("Round, type", "round"),
        ("Round, type", "round_type"),
    ]
    assert found.columns[-1].constants == (("round_type", "seed"),)
    assert found.numbers == {"": "1.234,5", 'Summe "x"': "1,234.5"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = ", "this is not TOML"),
        ("sourse = 'a'", "no 'sourse'"),
        ("source = 1", "must be text"),
        ("empty = 'NULL'", "must be a list"),
        ("header-line = '4'", "must be a number"),
        ("columns = 1", "each must be a table"),
        ("[columns]\nA = 1", "must be a table"),
        ("[columns.A]\nfeeld = 'raised'", "no 'feeld' in [columns.A]"),
        ("[columns.A]\nfield = 1", "field is text"),
        ("[columns.A]\nunit = 1", "unit is text"),
        ("[columns.A]\nset = 1", "must be fields with"),
        ("numbers = 'x'", "is not an example of"),
    ],
)
def test_a_mapping_that_is_wrong_is_told(text: str, told: str) -> None:
    with pytest.raises(BadInput) as error:
        mapping_from(text)
    assert told in error.value.message


def test_a_guess_reads_its_own_file(table: Sayso) -> None:
    for case in ("indian-groups/india.csv", "month-names/en.csv"):
        text = guessed(table, CASES / case).replace('source = "?"', 'source = "src"')
        Path("map.toml").write_text(text)
        done = table("import", "--map-file", "map.toml", str(CASES / case), *YES)
        assert done.exit_code == 0, done.stderr
        assert " recorded" in done.stdout


def test_a_guess_has_every_column_with_three_of_its_cells(table: Sayso) -> None:
    text = guessed(table, CASES / "indian-groups" / "india.csv")
    assert "[columns.AmountInUSD]  # 20,00,00,000 | 80,48,394 | 900,000" in text
    assert 'numbers = "1,23,45,678"' in text
    assert 'unit = "dmy"' in text
    mapping_from(text)


def test_a_guess_is_never_a_wrong_field(table: Sayso) -> None:
    Path("t.csv").write_text(
        "Startup,Rounds,Deal date,Founded,Funding,uuid,Type,Note\n"
        "Halcyon,3,soon,2011,much,ab-1,Seed,x\nQuill,1,later,2012,5,ab-2,B,y\n"
    )
    text = guessed(table, "t.csv")
    fields = [x.field for x in mapping_from(text).columns]
    assert fields == ["company", "company_id", "round_type"]
    assert "published: no column looks like it" in text
    Path("t.csv").write_text("Name,Date,Amount\nHalcyon,05/03/2024,5\n")
    text = guessed(table, "t.csv")
    assert [x.field for x in mapping_from(text).columns] == ["company", "raised"]
    assert 'unit = "dmy" or "mdy": which leads?' in text
    assert 'unit = "?"' in text


def test_a_wide_table_is_a_claim_a_cell(table: Sayso) -> None:
    Path("w.csv").write_text(
        "name,at,seed,round_A,total\nHalcyon,2014,500000,0,500000\nQuill,2015,1,2,3\n"
    )
    Path("w.toml").write_text(
        "source = 'src'\n[columns.name]\nfield = 'company'\n"
        "[columns.at]\nfield = 'published'\n"
        "[columns.seed]\nfield = 'raised'\nunit = 'USD'\n"
        "set = { round_type = 'seed' }\n"
        "[columns.round_A]\nfield = 'raised'\nunit = 'USD'\n"
        "set = { round_type = 'series_a', published = '2016' }\n"
        "[columns.total]\nfield = 'cumulative'\nunit = 'USD'\n"
    )
    done = table("import", "--map-file", "w.toml", "w.csv", *YES)
    assert done.stdout == "w.csv: 3 recorded, 2 companies registered\n", done.stderr
    stored = table("log", "-f", "jsonl").stdout
    assert "halcyon/seed-2014" in stored
    assert "quill/series-a-2016" in stored


def test_the_command_line_goes_before_the_file(table: Sayso) -> None:
    Path("m.toml").write_text(
        "source = 'src'\nnumbers = '1,234.5'\n[columns.N]\nfield = 'raised'\n"
        "unit = 'M'\n[columns.C]\nfield = 'company'\n[columns.D]\nfield='published'\n"
    )
    Path("t.csv").write_text("C,D,N,P\nHalcyon,2024,1.234,5\n")
    words = ("--map-file", "m.toml", "t.csv", *YES)
    assert table("import", *words, "--numbers", "1.234,5", "--dry-run").stdout.count(
        '"1234000000"'
    )
    assert table("import", *words, "--map", "P=raised:K").exit_code == 0
    assert "halcyon/round-2024-5k" in table("log", "-f", "jsonl").stdout


def test_a_mapping_is_remembered_for_its_source_when_asked(table: Sayso) -> None:
    words = ("--source", "src", "--map", "C=company", "--map", "D=published")
    Path("t.csv").write_text("C,D\nHalcyon,2024\n")
    assert table("import", "t.csv", *words, "--remember", *YES).exit_code == 0
    Path("t.csv").write_text("C,D\nHalcyon,2025\n")
    done = table("import", "t.csv", "--source", "src")
    assert done.stdout == "t.csv: 1 recorded\n"
    assert "columns as remembered in" in done.stderr
    forgotten = table(
        "import", "t.csv", "--source", "src", "--remember", "--map", "C=company"
    )
    assert forgotten.exit_code == 2
