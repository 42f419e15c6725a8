"""Workbooks, zip files, JSON of others and whole submissions to EDGAR."""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook  # type: ignore[import-untyped]

Sayso = Callable[..., Result]
CASES = Path(__file__).resolve().parents[2] / "fixtures" / "importers" / "cases"
TABLE = "Company,Date,N\nxAI,2024-05-26,6000\nQuill,2024,2.5\n"
YES = ("--create-companies", "yes")
WORDS = (
    *("--source", "bloomberg", *YES),
    *("--map", "Company=company", "--map", "Date=published", "--map", "N=raised:M"),
)
ROUNDS = {"xai/round-2024-05-26-6b", "quill/round-2024-2-5m"}


def rounds(sayso: Sayso) -> set[str]:
    """The rounds of all claims."""
    lines = sayso("log", "-f", "jsonl").stdout.splitlines()
    return {x["round"] for x in (json.loads(y)["data"] for y in lines) if "round" in x}


def workbook(name: str, *sheets: str) -> None:
    """Write a workbook with the same table on each sheet, and an empty one."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        made = book.create_sheet(sheet)
        made.append(["Company", "Date", "N", "Note"])
        made.append(["xAI", datetime(2024, 5, 26), 6000, None])
        made.append(["Quill", 2024, 2.5, True])
    book.create_sheet("Empty")
    book.save(name)


def test_a_workbook_is_a_table(ledger: Sayso) -> None:
    workbook("t.xlsx", "Rounds")
    done = ledger("import", "t.xlsx", *WORDS)
    assert done.exit_code == 0, done.stderr
    assert rounds(ledger) == ROUNDS
    packed = Path("t.xlsx").read_bytes()
    again = ledger("import", "-", *WORDS, stdin=packed)
    assert again.stdout == "standard input: 0 recorded, 2 already on record\n"


def test_one_sheet_of_several_is_named(ledger: Sayso) -> None:
    workbook("t.xlsx", "2023", "2024")
    refused = ledger("import", "t.xlsx", *WORDS)
    assert refused.exit_code == 2
    assert "t.xlsx has 2 sheets" in refused.stderr
    assert "choose one with --sheet NAME: 2023, 2024" in refused.stderr
    assert (
        "has no sheet 'x'" in ledger("import", "t.xlsx", *WORDS, "--sheet", "x").stderr
    )
    assert ledger("import", "t.xlsx", *WORDS, "--sheet", "2024").exit_code == 0


def test_a_fraction_of_a_workbook_is_no_group(ledger: Sayso) -> None:
    book = Workbook()
    book.active.append(["Company", "Date", "N"])
    book.active.append(["xAI", "2024", 1.234])
    book.save("t.xlsx")
    assert ledger("import", "t.xlsx", *WORDS).exit_code == 0
    assert rounds(ledger) == {"xai/round-2024-1-234m"}


def test_a_table_in_a_zip_file_is_read(ledger: Sayso) -> None:
    with zipfile.ZipFile("t.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("data/rounds.csv", TABLE)
        made.writestr("__MACOSX/._rounds.csv", "x")
    assert ledger("import", "t.zip", *WORDS).exit_code == 0
    assert rounds(ledger) == ROUNDS
    with zipfile.ZipFile("t.zip", "a") as made:
        made.writestr("other.csv", TABLE)
    refused = ledger("import", "t.zip", *WORDS)
    assert "choose one with --sheet NAME: data/rounds.csv, other.csv" in refused.stderr
    assert ledger("import", "t.zip", *WORDS, "--sheet", "other.csv").exit_code == 0


def test_what_is_damaged_is_told(ledger: Sayso) -> None:
    with zipfile.ZipFile("t.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("rounds.csv", TABLE * 100)
    whole = Path("t.zip").read_bytes()
    for raw in (whole[:-40], whole[:60] + b"xxxx" + whole[64:]):
        Path("t.zip").write_bytes(raw)
        refused = ledger("import", "t.zip", *WORDS)
        assert refused.exit_code == 2
        assert "damaged" in refused.stderr
    assert rounds(ledger) == set()


ITEMS = [
    {
        "co": {"name": "xAI"},
        "when": "2024-05-26",
        "amount": {"value": 6000, "currency": "USD"},
        "who": [{"name": "A"}, {"name": "B"}],
        "x": None,
    },
    {"co": {"name": "Quill"}, "when": "2024", "amount": {"value": 2.5}, "who": ["C"]},
]
KEYS = (
    *("--source", "bloomberg", *YES, "--map", "co.name=company"),
    *("--map", "when=published", "--map", "amount.value=raised:M"),
    *("--map", "amount.currency=currency", "--map", "who=investors"),
)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ITEMS),
        json.dumps(ITEMS, indent=2),
        "\n".join(map(json.dumps, ITEMS)),
        json.dumps({"data": ITEMS, "count": 2}, indent=2),
    ],
)
def test_json_of_others_is_read_by_its_keys(ledger: Sayso, text: str) -> None:
    Path("t.json").write_text(text)
    done = ledger("import", "t.json", *KEYS)
    assert done.exit_code == 0, done.stderr
    assert "t.json: read as json" in done.stderr
    assert rounds(ledger) == ROUNDS
    assert (
        '"investors":[{"name":"A"},{"name":"B"}]' in ledger("log", "-f", "jsonl").stdout
    )


def test_json_that_cannot_be_read_is_told_where(ledger: Sayso) -> None:
    lines = [json.dumps(ITEMS[0]), "{broken", "5", json.dumps(ITEMS[1])]
    Path("t.json").write_text("\n".join(lines))
    refused = ledger("import", "t.json", *KEYS)
    assert "line 2    this is not JSON" in refused.stderr
    assert "line 3    this is not a JSON object" in refused.stderr
    wrong = ledger("import", "t.json", *KEYS, "--map", "amout.value=target:M")
    assert "perhaps amount.value" in wrong.stderr


def test_an_object_over_several_lines_is_told_for_what_it_is(ledger: Sayso) -> None:
    Path("t.json").write_text(json.dumps({"rounds": [1], "b": 2}, indent=2))
    told = ledger("import", "t.json").stderr
    assert "t.json is one JSON object over several lines" in told
    assert "jq -c" in told
    told = ledger("import", str(CASES / "json-object" / "financings.json")).stderr
    assert "this is an Open Cap Table file (FINANCINGS), one JSON object" in told
    assert told.count("line") <= 3


def test_a_whole_submission_has_its_day_and_number(ledger: Sayso) -> None:
    path = CASES / "form-d-envelope" / "0001999001-23-000001.txt"
    done = ledger("import", str(path), *YES)
    assert done.exit_code == 0, done.stderr
    *_, entry, cited = (
        json.loads(line)["data"]
        for line in ledger("log", "-f", "jsonl").stdout.splitlines()
    )
    assert entry["published"] == "2023-02-03[America/New_York]"
    assert "accession 0001999001-23-000001" in cited["locator"]
    raw = path.read_bytes()
    xml = raw[raw.index(b"<XML>") : raw.index(b"</XML>") + 6]
    Path("bare.xml").write_bytes(xml)
    done = ledger("import", "bare.xml", *YES, "--published", "2023-02-03")
    assert done.exit_code == 0, done.stderr
    mail = b"-----BEGIN PRIVACY-ENHANCED MESSAGE-----\nProc-Type: 2001,MIC-CLEAR\n\n"
    Path("pem.txt").write_bytes(mail + raw)
    assert "already on record" in ledger("import", "pem.txt", *YES).stdout
    Path("old.txt").write_bytes(raw.replace(b"edgarSubmission", b"other"))
    told = ledger("import", "old.txt", "--from", "form-d", *YES).stderr
    assert "without the XML of a Form D" in told


def test_a_sale_after_the_signature_is_told_and_flagged(ledger: Sayso) -> None:
    path = CASES / "form-d-sale-after-signature" / "primary_doc.xml"
    done = ledger("import", str(path), *YES)
    assert (
        "first sold on 2006-09-15, after it was signed (2006-06-21): it was filed later"
    ) in done.stderr
    assert "sold-after-filing" in ledger("lint").stdout
