"""Files that are wrong: each is told with a hint, and nothing of it is half written."""

import gzip
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result

from tests.commands.conftest import count

Sayso = Callable[..., Result]
MAPPED = (
    *("--source", "bloomberg", "--map", "Company=company"),
    *("--map", "Date=published", "--map", "N=raised:M"),
)
HEADER = "Company,Date,N\n"
GOOD = f"{HEADER}xAI,2024,5\n"


def zipped() -> bytes:
    """A spreadsheet, which is a zip file."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


def refused(sayso: Sayso, content: bytes | str, *words: str) -> str:
    """What is said of a file of which nothing was recorded."""
    raw = content.encode() if isinstance(content, str) else content
    Path("rounds.csv").write_bytes(raw)
    done = sayso("import", "rounds.csv", *(words or MAPPED))
    assert done.exit_code in {1, 2}, done.output
    assert "error: " in done.stderr
    assert "hint: " in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""
    assert count(sayso) == 4
    return done.stderr


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"", "rounds.csv is empty", id="no bytes"),
        pytest.param(b"\n \r\n", "rounds.csv is empty", id="blank"),
        pytest.param("\ufeff\n", "rounds.csv is empty", id="mark of UTF-8"),
        pytest.param("\n".encode("utf-16"), "rounds.csv is empty", id="blank UTF-16"),
        pytest.param(HEADER.encode("utf-16-le"), "--encoding utf-16-le", id="UTF-16LE"),
        pytest.param(HEADER.encode("utf-16-be"), "--encoding utf-16-be", id="UTF-16BE"),
        pytest.param(zipped(), "is not a workbook that sayso can read", id="xlsx"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "an old spreadsheet", id="xls"),
        pytest.param(b"%PDF-1.7\n", "a PDF file", id="pdf"),
        pytest.param(b"{\\rtf1,a}", "a text document", id="rtf"),
        pytest.param("\ufeff\n<!DOCTYPE html><p>Sign in", "a web page", id="html"),
        pytest.param(b"PAR1\0\0", "a Parquet file", id="parquet"),
        pytest.param(b'[{"a": 1}]', "there is no key 'Company'", id="JSON list"),
        pytest.param(b"hello", "unknown format", id="prose"),
        pytest.param(b"\x1f\x8b\x08\0junk", "gzip file is damaged", id="no gzip"),
        pytest.param(gzip.compress(zipped()), "a zip file", id="zip in gzip"),
        pytest.param(
            '"Company,Date,N\n', "header cannot be read", id="quote in header"
        ),
        pytest.param(b"Company,Date,\xe9\n", "header is not UTF-8", id="header"),
        pytest.param("Company,Date,N,N\n", "'N' twice", id="column twice"),
        pytest.param("Company,Dat,N\n", "no column 'Date'", id="column missing"),
    ],
)
def test_a_file_that_is_no_table_is_told(
    ledger: Sayso, content: bytes | str, what: str
) -> None:
    assert what in refused(ledger, content)


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        ("xAI,2024", "line 2", "2 cells, where the header has 3"),
        ("xAI,2024,5,6", "line 2", "4 cells, where the header has 3"),
        ("Company,Date,N", "line 2", "the header repeated"),
        ('xAI,2024," 17,50,000 "', "line 2  N", "--numbers 1,23,45,678"),
        ("xAI,2024,n/a", "line 2  N", "--empty n/a"),
        ("xAI,2024,1.2.3", "line 2  N", "not a plain number"),
        ("xAI,2024,-5", "line 2  N", "is negative"),
        ("xAI,2024,1e30", "line 2  N", "more money than exists"),
        ("xAI,2024,=1+1", "line 2  N", "a formula"),
        ("xAI,2024,5\0", "line 2  N", "NUL"),
        ("xAI,01/02/2024,5", "line 2  Date", ":dmy, or :mdy"),
        ("xAI,2024-02-30,5", "line 2  Date", "this day does not exist"),
        ('"xAI,2024,5', "line 2", "never closed"),
        (",2024,5", "line 2  Company", "the row names no company"),
        (b"x\xffAI,2024,5", "line 2  Company", "--encoding cp1252"),
    ],
)
def test_a_row_that_is_wrong_is_told_with_line_column_and_hint(
    ledger: Sayso, row: bytes | str, where: str, what: str
) -> None:
    raw = row.encode() if isinstance(row, str) else row
    told = refused(ledger, HEADER.encode() + raw)
    assert "1 line is invalid; file not imported" in told
    assert where in told
    assert what in told


def test_skip_bad_records_the_right_rows_and_lists_the_rest(ledger: Sayso) -> None:
    rows = [f"xAI,2024-01-{1 + n % 28:02},{n}" for n in range(300)]
    bad = ["xAI,2024", "xAI,soon,5", "xAI,2024,x", '"xAI,2024,1', "Company,Date,N"]
    mixed = [one for at, row in enumerate(rows) for one in (row, bad[at % 5])]
    Path("rounds.csv").write_text(HEADER + "\n".join([*mixed, *rows[:7]]), "utf-8")
    done = ledger("import", "rounds.csv", *MAPPED, "--skip-bad")
    assert done.exit_code == 0, done.stderr
    expected = "300 recorded, 7 already on record, 300 left out"
    assert done.stdout == f"rounds.csv: {expected}\n"
    assert len(mixed) + 7 == 300 + 7 + 300
    assert "  and 280 more" in done.stderr
    again = ledger("import", "rounds.csv", *MAPPED, "--skip-bad")
    assert again.stdout.startswith("rounds.csv: 0 recorded, 307 already on record")


def test_of_many_rows_the_empty_ones_are_not_called_imported(ledger: Sayso) -> None:
    text = GOOD + ",,\n" * 1_000 + "\n" * 500 + "xAI,2025,6\n"
    Path("rounds.csv").write_text(text, "utf-8")
    done = ledger("import", "rounds.csv", *MAPPED)
    usable = "2 usable rows of 1,502, the rest is empty"
    assert done.stdout == f"rounds.csv: {usable}: 2 recorded\n"


def test_only_a_header_is_told(ledger: Sayso) -> None:
    Path("rounds.csv").write_text(HEADER, "utf-8")
    done = ledger("import", "rounds.csv", *MAPPED)
    assert done.stdout == "rounds.csv: 0 recorded\n"
    assert "there is no row below the header" in done.stderr


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(GOOD.replace("\n", "\r").encode(), (), id="CR"),
        pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), (), id="byte order mark"),
        pytest.param(GOOD.encode("utf-16"), (), id="UTF-16"),
        pytest.param(GOOD.replace(",", ";").encode(), (), id="semicolons"),
        pytest.param(GOOD.replace(",", "\t").encode(), (), id="tabs"),
        pytest.param(gzip.compress(GOOD.encode()), (), id="gzip"),
        pytest.param(
            GOOD.encode("utf-16-le"), ("--encoding", "utf-16-le"), id="unmarked"
        ),
    ],
)
def test_what_is_only_unusual_is_read(
    ledger: Sayso, raw: bytes, words: tuple[str, ...]
) -> None:
    Path("rounds.csv").write_bytes(raw)
    done = ledger("import", "rounds.csv", *MAPPED, *words)
    assert done.stdout == "rounds.csv: 1 recorded\n", done.stderr


@pytest.mark.parametrize("cut", [1, 9, 60])
def test_a_gzip_file_that_was_cut_leaves_nothing(ledger: Sayso, cut: int) -> None:
    text = HEADER + "".join(f"xAI,2024,{n * n}\n" for n in range(3_000))
    told = refused(ledger, gzip.compress(text.encode())[:-cut])
    assert "damaged or cut short" in told


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((*MAPPED, "--encoding", "nonsense"), "--encoding: 'nonsense'"),
        ((*MAPPED, "--encoding", "rot13"), "--encoding: 'rot13'"),
        ((*MAPPED, "--source", "blomberg"), "sayso source add blomberg"),
        ((*MAPPED, "--published", "soon"), "--published: 'soon'"),
        (MAPPED[2:], "the file needs a source"),
        (("--source", "bloomberg"), "--map Company=company --map Date=published"),
        ((*MAPPED, "--map", "X"), "write COLUMN=MEANING"),
        ((*MAPPED, "--map", "X=url"), "no column 'X'"),
        ((*MAPPED, "--map", "N=amount"), "no field 'amount'"),
        ((*MAPPED, "--from", "jsonl"), "is not jsonl: it looks like csv"),
        (("--from", "crunchbase"), "is not crunchbase: it looks like csv"),
    ],
)
def test_options_that_do_not_fit_are_told(
    ledger: Sayso, words: tuple[str, ...], what: str
) -> None:
    assert what in refused(ledger, GOOD, *words)


def test_options_that_mean_nothing_for_events_are_refused(ledger: Sayso) -> None:
    line = '{"type": "company.registered", "data": {"slug": "q", "name": "Q"}}'
    for option in ("--source", "--published", "--encoding", "--published-column"):
        told = refused(ledger, line, option, "bloomberg")
        assert f"{option} does not apply to jsonl" in told


def test_a_file_that_cannot_be_read_is_told(ledger: Sayso) -> None:
    if os.geteuid() == 0:
        pytest.skip("permissions do not bind root")
    Path("shut.csv").write_text(GOOD, "utf-8")
    Path("shut.csv").chmod(0)
    done = ledger("import", "shut.csv", *MAPPED)
    assert done.exit_code == 2
    assert "shut.csv" in done.stderr


def test_columns_that_steer_a_terminal_are_shown_escaped(ledger: Sayso) -> None:
    told = refused(ledger, "Company,Date,\x1b[2J\nxAI,2024,5\n")
    assert "\x1b" not in told
    assert "\\u001B[2J" in told
