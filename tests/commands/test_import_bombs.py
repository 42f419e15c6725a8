"""Small files that unpack to huge ones, or would fill the memory: each ends soon.

Each is imported by a process of its own, of which the highest memory is asked. What is
held against it is an error that says what is wrong, and less than 300 MB.
"""

import gzip
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from itertools import repeat
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from ledger.errors import BadInput
from ledger.importers.kit.feeds import feed_from
from ledger.importers.kit.limits import LIMITS
from tests.conftest import Sayso

SAYSO: Final = Path(sys.executable).with_name("sayso")
MOST: Final = 300_000_000
KB: Final = 1024
WAIT: Final = 500
MAPPED: Final = (
    *("--source", "bloomberg", "--create-companies", "no"),
    *("--map", "Company=company", "--map", "Date=published", "--map", "N=raised:M"),
)
HEADER: Final = b"Company,Date,N\n"


class Ended(NamedTuple):
    """How a process ended."""

    code: int
    said: str
    peak: int
    """The most bytes of memory that it had."""


LAUNCH: Final = """
import os, sys
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
"""
"""A small program that starts another: what it began with would count as its own."""


def run(*words: str) -> Ended:
    """Run a command line in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", LAUNCH, SAYSO, *words],
        capture_output=True,
        check=True,
        timeout=WAIT,
    )
    *_, last = told.stdout.decode().splitlines()
    code, peak = map(int, last.split())
    return Ended(code, told.stderr.decode("utf-8", "replace"), peak * KB)


def packed(name: str, start: bytes, piece: bytes, size: int) -> str:
    """Write a gzip file of a start, and a piece again and again."""
    block = piece * max(1, (1 << 20) // len(piece))
    with gzip.open(name, "wb") as file:
        file.write(start)
        for one in repeat(block, size // len(block)):
            file.write(one)
    return name


def blank_lines() -> str:
    name = packed("bomb.gz", HEADER, b"\n", 390_000_000)
    assert Path(name).stat().st_size < 400_000
    return name


def open_quotes() -> str:
    """Each line closes a quote that the one before opened, and opens another."""
    path = Path("bomb.csv")
    path.write_bytes(HEADER + b'a","\n' * 8_000_000)
    return str(path)


def one_open_quote() -> str:
    return packed("bomb.gz", HEADER + b'xAI,"2024', b"\n", 60_000_000)


def many_open_quotes() -> str:
    """No line is closed by those below, and each is read far ahead."""
    path = Path("bomb.csv")
    far = b"\n" * 20_000
    path.write_bytes(HEADER + (b'x,"1,2\n' + far) * 110)
    return str(path)


def zeros() -> str:
    return packed("bomb.gz", HEADER, b"\0", 200_000_000)


def bad_rows() -> str:
    path = Path("bomb.csv")
    path.write_bytes(HEADER + b"x,y\n" * 1_000_000)
    return str(path)


def long_behind_a_quote() -> str:
    path = Path("bomb.csv")
    path.write_bytes(HEADER + b'x,"1,2\n' + b"a,b\n" * 10_000_000)
    return str(path)


def in_a_zip() -> str:
    with (
        zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as made,
        made.open("t.csv", "w") as file,
    ):
        file.write(HEADER)
        for _ in range(60):
            file.write(b"\n" * 1_000_000)
    return "bomb.zip"


def workbook(name: str, change: Callable[[str, bytes], bytes]) -> str:
    """Write a workbook whose parts were changed."""
    book = Workbook()
    book.active.append(["Company", "Date", "N"])
    book.active.append(["xAI", "2024-05-26", 6000])
    book.save("plain.xlsx")
    with (
        zipfile.ZipFile("plain.xlsx") as plain,
        zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in plain.namelist():
            made.writestr(part, change(part, plain.read(part)))
    return name


def shared_texts() -> str:
    """Its texts stand in a part of their own, which is read at once."""
    name = workbook("bomb.xlsx", _with_texts)
    with zipfile.ZipFile(name, "a", zipfile.ZIP_DEFLATED) as made:
        texts = b"<si><t>x</t></si>" * 8_000_000
        made.writestr("xl/sharedStrings.xml", b"<sst>" + texts + b"</sst>")
    return name


def _with_texts(part: str, data: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml"
    said = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>'
    kind += b".sharedStrings+xml"
    return data.replace(b"</Types>", said % kind) if "Types" in part else data


def a_far_cell() -> str:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

    def change(part: str, data: bytes) -> bytes:
        whole = data.replace(b"A1:C2", b"A1:XFD1048576")
        return whole.replace(b"</sheetData>", far) if "sheet1" in part else data

    return workbook("bomb.xlsx", change)


def json_of_nothing() -> str:
    path = Path("bomb.json")
    path.write_bytes(b'[{"Company":"xAI"}' + b",{}" * 3_000_000 + b"]")
    return str(path)


def json_of_one_text() -> str:
    return packed("bomb.gz", b'[{"Company":"', b"x", 200_000_000)


def deep_json() -> str:
    path = Path("bomb.json")
    path.write_bytes(b'[{"Company":' + b"[" * 900_000)
    return str(path)


def json_with_as_many_keys() -> str:
    path = Path("bomb.json")
    rows = b",".join(b'{"k%d":1}' % number for number in range(100_000))
    path.write_bytes(b"[" + rows + b"]")
    return str(path)


def many_columns() -> str:
    path = Path("bomb.csv")
    names = b",".join(b"%x" % number for number in range(150_000))
    path.write_bytes(HEADER.strip() + b"," + names + b"\n")
    return str(path)


TABLES: Final[dict[Callable[[], str], str]] = {
    blank_lines: "unpacks to more than",
    open_quotes: "a quote is opened here and never closed, for the 101st time",
    one_open_quote: "unpacks to more than",
    many_open_quotes: "a quote is opened here and never closed, for the 101st time",
    zeros: "unpacks to more than",
    bad_rows: "line 1002: more than 1,000 problems",
    long_behind_a_quote: "more than 1,000 problems",
    in_a_zip: "unpacks to more than",
    shared_texts: "sharedStrings.xml unpacks to more than",
    a_far_cell: "has more than 20,000,000 cells",
    json_of_nothing: "more than 1,000,000 values of JSON",
    json_of_one_text: "unpacks to more than",
    deep_json: "nested too deep",
    json_with_as_many_keys: "a table of more than 20,000,000 cells",
    many_columns: "the header has 150,003 columns; at most 16,384 fit",
}


@pytest.mark.parametrize("bomb", TABLES, ids=lambda bomb: bomb.__name__)
def test_a_table_that_would_not_end(ledger: Sayso, bomb: Callable[[], str]) -> None:
    assert ledger("log").exit_code == 0
    ended = run("import", bomb(), *MAPPED)
    assert (ended.code, TABLES[bomb] in ended.said) == (2, True), ended.said[:2000]
    assert "Traceback" not in ended.said
    assert ended.peak < MOST, f"{ended.peak:,}"


# -- events ------------------------------------------------------------------------


def an_endless_line() -> str:
    return packed("bomb.gz", b'{"type":"', b"x", 200_000_000)


def a_line_of_lists() -> str:
    path = Path("bomb.jsonl")
    start, end = b'{"type":"round.reported","data":{"x":[[]', b"]}}\n"
    path.write_bytes(start + b",[]" * 2_600_000 + end)
    return str(path)


def a_deep_line() -> str:
    path = Path("bomb.jsonl")
    path.write_bytes(b'{"type":"round.reported","data":' + b'{"a":' * 1_000_000)
    return str(path)


def lines_that_wait() -> str:
    line = b'{"type":"claim.retracted","data":{"claim":"@no","published":"2024"}}\n'
    path = Path("bomb.jsonl")
    path.write_bytes(line * 200_000)
    return str(path)


EVENTS: Final[dict[Callable[[], str], str]] = {
    an_endless_line: "unpacks to more than",
    a_line_of_lists: "1 line is invalid; file not imported",
    a_deep_line: "1 line is invalid; file not imported",
    lines_that_wait: "more than 50,000 lines wait for others",
}


@pytest.mark.parametrize("bomb", EVENTS, ids=lambda bomb: bomb.__name__)
def test_events_that_would_not_end(ledger: Sayso, bomb: Callable[[], str]) -> None:
    assert ledger("log").exit_code == 0
    ended = run("import", bomb())
    assert (ended.code, EVENTS[bomb] in ended.said) == (2, True), ended.said[:2000]
    assert "Traceback" not in ended.said
    assert ended.peak < MOST, f"{ended.peak:,}"


def test_a_pipe_is_read_no_further_than_it_is_right(ledger: Sayso) -> None:
    assert ledger("log").exit_code == 0
    for line, words in ((b"{}\n", ()), (b"x,y\n", MAPPED)):
        with subprocess.Popen(
            [SAYSO, "import", "-", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as importing:
            assert importing.stdin is not None
            assert importing.stderr is not None
            written = 0
            with suppress(BrokenPipeError):
                importing.stdin.write(HEADER if words else b"")
                while written < 300_000_000:
                    written += importing.stdin.write(line * 10_000)
            said = importing.stderr.read()
            with suppress(BrokenPipeError):
                importing.stdin.close()
        assert b"more than 1,000 problems" in said
        assert written < 10_000_000


def test_what_is_packed_and_comes_by_a_pipe_has_a_limit_of_its_own() -> None:
    few = LIMITS._replace(put_by=1_000)
    packed_ = BytesIO(b"\x1f\x8b" + b"x" * 2_000_000)
    with (
        pytest.raises(BadInput, match="more than 1,000 bytes that are packed"),
        feed_from(packed_, "a pipe", limits=few),
    ):
        pass


def test_problems_that_are_to_be_listed_may_be_more(ledger: Sayso) -> None:
    Path("bad.csv").write_bytes(HEADER + b"x,y\n" * 2_000)
    done = ledger("import", "bad.csv", *MAPPED)
    assert "line 1002: more than 1,000 problems" in done.stderr
    done = ledger("import", "bad.csv", *MAPPED, "--problems", "all.csv")
    assert "bad.csv: 2,000 lines are invalid" in done.stderr
    done = ledger("import", "bad.csv", *MAPPED, "--skip-bad")
    assert "2,000 left out" in done.stdout
    done = ledger("import", "--guess", "bad.csv")
    assert "more than 1,000 problems" in done.stderr


def test_nothing_of_a_bomb_is_recorded(ledger: Sayso) -> None:
    before = ledger("log", "-f", "jsonl").stdout
    for bomb in (bad_rows, lines_that_wait):
        ledger("import", bomb(), *(MAPPED if bomb is bad_rows else ()))
        ledger("import", bomb(), "--skip-bad", *(MAPPED if bomb is bad_rows else ()))
    assert ledger("log", "-f", "jsonl").stdout == before


# -- other files --------------------------------------------------------------------


def sparse(name: str, start: bytes = b"") -> str:
    """Write a file of 3 GB that takes no room."""
    with Path(name).open("wb") as file:
        file.write(start)
        file.truncate(3_000_000_000)
    return name


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            [
                *("record", "report", "xai/b", "--source", "bloomberg", "--stage"),
                *("closed", "--published", "2024", "--article", "big"),
            ],
            "big has 8,000,001 bytes; at most 8,000,000 are read",
        ),
        (["audit", "verify", "big"], "big has more than 10,000,000 bytes"),
        (["audit", "verify", "--since", "big"], "big has more than 10,000,000 bytes"),
        (["audit", "verify", "--key", "big"], "big has more than 10,000,000 bytes"),
        (
            ["record", "void", "--import", "big", "--reason", "x"],
            "more than 32,000,000 bytes",
        ),
        (["import", "big"], "more than 2,000,000,000 bytes"),
    ],
)
def test_other_files_have_limits_too(
    ledger: Sayso, words: list[str], message: str
) -> None:
    assert ledger("log").exit_code == 0
    sparse("big", b"c2sp.org/tlog-proof@v1\n" if words[0] == "audit" else b'{"a":')
    ended = run(*words)
    assert (ended.code, message in ended.said) == (2, True), ended.said[:2000]
    assert ended.peak < MOST, f"{ended.peak:,}"


# -- raising them --------------------------------------------------------------------


def test_limits_can_be_raised_for_a_file_that_one_trusts(ledger: Sayso) -> None:
    name = packed("rows.gz", HEADER + b"xAI,2024-05-26,6000\n", b"\n", 1_200_000)
    done = ledger("import", name, *MAPPED)
    assert done.exit_code == 2
    assert f"{name} unpacks to more than 1,000,000 lines" in done.stderr
    assert "hint: if you trust the file, --limits 10 allows" in done.stderr
    done = ledger("import", name, *MAPPED, "--limits", "100")
    assert "1 recorded" in done.stdout, done.output
    done = ledger("import", name, *MAPPED, SAYSO_IMPORT_LIMITS="100")
    assert "0 recorded, 1 already on record" in done.stdout, done.output


def test_what_comes_by_a_pipe_has_the_same_limits(ledger: Sayso) -> None:
    name = packed("rows.gz", HEADER, b"\n", 2_000_000)
    done = ledger("import", "-", *MAPPED, stdin=Path(name).read_bytes())
    assert done.exit_code == 2
    assert "standard input unpacks to more than 1,000,000 lines" in done.stderr


def test_what_is_measured_is_the_one_process() -> None:
    assert 0 < run("--version").peak < 100_000_000
