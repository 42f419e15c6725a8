"""Answers as files: the form by the ending, whole or not at all, workbooks and BOM."""

import csv
import io
import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from ledger import Book
from ledger.answers.telling import Told
from ledger.answers.workbook import write
from ledger.rendering.cells import Field
from ledger.rendering.workbook import CUT, MOST_SIGNS, Sheet, write_workbook
from tests.answers.test_page import told_of
from tests.commands.conftest import failed
from tests.conftest import Sayso
from tests.demo import demo_book

FORMULAS = ("=HYPERLINK('x')", "+1+1", "-2", "@SUM(A1)", " =1", "＝1", "#N/A", "TRUE")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Give the demo's ledger."""
    with demo_book(tmp_path_factory.mktemp("demo")) as made:
        yield made


def opened(data: bytes | Path) -> Any:
    """A workbook, as Excel would read it."""
    return load_workbook(io.BytesIO(data) if isinstance(data, bytes) else data)


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet, by the names of its columns."""
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def reported(sayso: Sayso) -> None:
    """Record that Bloomberg reports a round."""
    done = sayso(
        *("record", "report", "xai/series-b", "--source", "bloomberg"),
        *("--published", "2024-01-19", "--stage", "committed"),
        *("--raised", "500M", "--valuation", "15B..20B"),
    )
    assert done.exit_code == 0, done.output


def test_a_workbook_has_numbers_and_dates_and_says_what_they_are(ledger: Sayso) -> None:
    reported(ledger)
    done = ledger("valuations", "xai", "--as-of", "2024-01-19", "-o", "xai.xlsx")
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    assert "xai.xlsx is written" in done.stderr
    book = opened(Path("xai.xlsx"))
    sheet = book["valuations"]
    (row,) = rows_of(sheet)
    assert (row["amount_min"], row["amount_max"]) == (15_000_000_000, 20_000_000_000)
    assert row["since"] == datetime(2024, 1, 19)
    assert row["headline"] is True
    assert sheet.freeze_panes == "A2"
    assert sheet["E2"].number_format == "#,##0"
    assert sheet.column_dimensions["E"].width >= len("15,000,000,000")
    told = rows_of(book["about"])
    by = {row["what"]: row["holds"] for row in told}
    assert by["command"] == "sayso valuations xai --as-of 2024-01-19 -o xai.xlsx"
    assert by["as of"] == "2024-01-19"
    again = ledger("valuations", "xai", "--basis", by[BASIS], "-f", "csv").stdout
    plain = ledger("valuations", "xai", "--as-of", "2024-01-19", "-f", "csv").stdout
    assert again == plain
    described = {x["column"]: x["holds"] for x in told if "valuations" in x["what"]}
    names = next(csv.reader(io.StringIO(plain)))
    assert set(described) == set(names)
    assert all(described.values())


BASIS = "basis (--basis TOKEN repeats it)"


def test_where_the_ledger_is_stays_out_of_a_workbook(ledger: Sayso) -> None:
    for words in (["--db", "sayso.db"], ["--db=sayso.db"]):
        done = ledger("company", "list", *words, "-f", "xlsx")
        told = rows_of(opened(done.stdout_bytes)["about"])
        by = {row["what"]: row["holds"] for row in told}
        assert by["command"] == "sayso company list -f xlsx"


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_is_never_a_formula(ledger: Sayso, name: str) -> None:
    done = ledger("company", "add", "danger", "--name", name)
    assert done.exit_code == 0, done.output
    done = ledger("company", "list", "-f", "xlsx")
    cells = [x for row in opened(done.stdout_bytes)["companies"] for x in row]
    (found,) = (cell for cell in cells if cell.value == name)
    assert found.data_type == "s"
    parts = zipfile.ZipFile(io.BytesIO(done.stdout_bytes))
    xml = b"".join(parts.read(x) for x in parts.namelist() if "sheets/" in x)
    assert b"<f>" not in xml


def test_what_excel_cannot_hold_is_told() -> None:
    fields = [Field("text"), Field("exact", "exact"), Field("day", "day")]
    fields += [Field("whole", "whole"), Field("instant", "instant")]
    rows: list[tuple[Any, ...]] = [
        ("a\x00b\ud800\uffffc", "1234567890123456789.5", "1815-06-18", 2**53, 0),
        ("x" * 40_000, "24000000000000000000", "2024-02-29", 7, 1_705_653_240_000_000),
        ("_x0041_", "0.125", None, None, None),
        ("two\r\nlines", "-0.5", "1901-01-01", -1, None),
    ]
    sink = io.BytesIO()
    write_workbook([Sheet("all", fields, rows)], sink)
    first, second, third, fourth = rows_of(opened(sink.getvalue())["all"])
    assert first["text"] == "a\\u0000b\\uD800\\uFFFFc"
    assert first["exact"] == "1234567890123456789.5"
    assert first["day"] == "1815-06-18"
    assert first["whole"] == str(2**53)
    assert len(second["text"]) == MOST_SIGNS
    assert second["text"].endswith(CUT)
    assert second["exact"] == 24 * 10**18
    assert second["day"].date() == date(2024, 2, 29)
    assert second["instant"].isoformat() == "2024-01-19T08:34:00"
    assert third["text"] in {"_x0041_", "_x005F_x0041_"}
    assert third["exact"] == 0.125
    assert fourth["text"] == "two\nlines"


def test_columns_that_say_nothing_are_hidden() -> None:
    sink = io.BytesIO()
    rows = [("a", None), ("b", None)]
    write_workbook([Sheet("some", [Field("one"), Field("two")], rows)], sink)
    sheet = opened(sink.getvalue())["some"]
    assert not sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["B"].hidden


def test_a_package_that_is_missing_is_named(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    done = ledger("company", "list", "-o", "list.xlsx")
    failed(done, 1, "openpyxl is not installed", "pip install 'sayso[excel]'")
    assert not list(Path.cwd().glob("*list.xlsx*"))


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "txt"])
def test_the_ending_says_the_form(ledger: Sayso, ending: str) -> None:
    form = {"txt": "table"}.get(ending, ending)
    asked = ["company", "list", "--as-of", "2025-06-30"]
    done = ledger(*asked, "-o", f"list.{ending}")
    assert (done.exit_code, done.stdout) == (0, "")
    assert Path(f"list.{ending}").read_text() == ledger(*asked, "-f", form).stdout


def test_an_option_that_means_nothing_is_refused(ledger: Sayso) -> None:
    asked = ["company", "list"]
    for words, message in (
        (["-o", "list"], "list: end its name in .csv, .xlsx"),
        (["-o", "list.csv", "-f", "json"], "list.csv would contain json; use -f csv"),
        (["--bom"], "--bom is for csv"),
        (["--force", "-f", "csv"], "--force is for -o FILE"),
    ):
        failed(ledger(*asked, *words), 2, message)
    assert sorted(x.name for x in Path.cwd().iterdir()) == ["sayso.db"]


def test_a_file_is_replaced_by_force_only_and_the_ledger_never(ledger: Sayso) -> None:
    Path("list.csv").write_text("mine")
    done = ledger("company", "list", "-o", "list.csv")
    failed(
        done,
        1,
        "list.csv exists already",
        "choose another name, or replace it with --force",
    )
    assert Path("list.csv").read_text() == "mine"
    assert ledger("company", "list", "-o", "list.csv", "--force").exit_code == 0
    assert "xai" in Path("list.csv").read_text()
    Path("sayso.db").rename("sayso.csv")
    words = ["company", "list", "--db", "sayso.csv", "-o", "sayso.csv", "--force"]
    failed(ledger(*words), 1, "sayso.csv is the ledger itself")


def test_what_fails_leaves_no_file(ledger: Sayso) -> None:
    done = ledger("valuations", "nobody", "-o", "nobody.csv")
    failed(done, 1, "unknown company 'nobody'")
    assert sorted(x.name for x in Path.cwd().iterdir()) == ["sayso.db"]


def test_csv_for_excel_begins_with_its_mark(ledger: Sayso) -> None:
    ledger("company", "add", "nvidia", "--name", "英伟达")
    plain = ledger("company", "list", "-f", "csv").stdout_bytes
    marked = ledger("company", "list", "-f", "csv", "--bom").stdout_bytes
    assert marked == b"\xef\xbb\xbf" + plain
    ledger("company", "list", "-o", "list.csv", "--bom")
    assert Path("list.csv").read_bytes() == marked


def test_a_workbook_is_never_put_on_a_terminal(ledger: Sayso) -> None:
    assert ledger("company", "list").exit_code == 0
    ours, theirs = pty.openpty()
    program = Path(sys.executable).with_name("sayso")
    done = subprocess.run(
        [program, "company", "list", "-f", "xlsx"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"use -o FILE, or a pipe" in done.stderr


def test_notes_are_folded_on_a_terminal_and_whole_in_a_pipe(ledger: Sayso) -> None:
    done = ledger(
        *("record", "report", "xai/series-b", "--source", "bloomberg"),
        *("--published", "2024-01-19", "--stage", "closed", "--raised", "500M"),
        *("--investor", "SoftBank:500M"),
    )
    assert done.exit_code == 0, done.output
    ours, theirs = pty.openpty()
    asked = [str(Path(sys.executable).with_name("sayso")), "flows"]
    env = {**os.environ, "COLUMNS": "40"}
    piped = subprocess.run(asked, env=env, stdout=subprocess.PIPE, check=True)
    subprocess.run(asked, env=env, stdout=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode().replace("\r\n", "\n")
    os.close(ours)
    note = "paid, committed, conditional and sought are never added together"
    assert f"{note}\n" in piped.stdout.decode()
    assert note.replace("and sought", "and\n  sought") in shown


def test_a_log_goes_into_a_file_but_not_while_it_is_followed(ledger: Sayso) -> None:
    done = ledger("log", "-o", "log.jsonl")
    assert done.exit_code == 0, done.output
    assert Path("log.jsonl").read_bytes() == ledger("log", "-f", "jsonl").stdout_bytes
    done = ledger("log", "--follow", "--until", "2", "-o", "more.jsonl")
    failed(done, 2, "a file has an end")


def test_every_answer_can_be_a_workbook_that_says_what_its_columns_are(
    history: Book,
) -> None:
    told = {name: telling for name, (_, telling) in told_of(history).items()}
    for name, telling in told.items():
        assert isinstance(telling, Told)
        sink = io.BytesIO()
        write(telling, sink)
        book = opened(sink.getvalue())
        described = [(x["what"], x["column"]) for x in rows_of(book["about"])]
        for sheet in book.worksheets[:-1]:
            header = next(sheet.iter_rows(values_only=True, max_row=1))
            columns = [y for x, y in described if x == f"sheet {sheet.title}"]
            assert columns == list(header), name
