"""Bad input, end to end: an error and a hint, an exit code, and nothing written.

Permissions do not bind root, who runs many test machines: a file that cannot be
written is one whose pages are all taken (`max_page_count`), or one that another
connection has locked, or one that SQLite itself holds read-only (`query_only`).
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ledger.book import Book
from ledger.store.sqlite import files

Clock = Callable[[], int]
Sayso = Callable[..., Result]
REPORT = ("record", "report", "xai/series-b", "--source", "bloomberg")
WHEN = ("--published", "2024-01-19")
WHAT = ("--stage", "committed", "--raised", "committed:500M")
SETTING: list[tuple[str, dict[str, Any]]] = [
    ("company.registered", {"slug": "xai", "name": "xAI", "aliases": ["X.AI"]}),
    ("company.registered", {"slug": "openai", "name": "OpenAI"}),
    ("source.registered", {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"}),
    ("source.registered", {"slug": "musk", "name": "Elon Musk", "kind": "person"}),
    (
        "round.reported",
        {
            "round": "xai/series-b",
            "source": "bloomberg",
            "published": "2024-01-18",
            "stage": "committed",
        },
    ),
]
PLACE = "sayso.db"
DENIED = ("--scope", "whole", "--form", "fake")


@pytest.fixture
def sayso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Sayso:
    """Runs a command line next to a ledger whose event 5 is Bloomberg's report."""
    monkeypatch.chdir(tmp_path)
    for name in ("SAYSO_DB", "SAYSO_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    (script,) = entry_points(group="console_scripts", name="sayso")
    command = sys.modules[script.load().__module__].root
    with Book.create(PLACE, clock=clock, actor="ann") as made:
        made.record(SETTING)

    def run(*words: str) -> Result:
        return CliRunner().invoke(
            command, words, env={"COLUMNS": "100"}, obj={"clock": clock}
        )

    return run


def head() -> int:
    """The last number on record, read without the program."""
    with sqlite3.connect(f"file:{PLACE}?mode=ro", uri=True) as connection:
        (seq,) = connection.execute("SELECT max(seq) FROM entry").fetchone()
    connection.close()
    return int(seq)


def refused(done: Result) -> str:
    """What a failure says; it is told in words, with a hint."""
    assert done.exit_code in {1, 2}, done.output
    assert done.stderr.startswith("error: ")
    assert "\nhint: " in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([*REPORT, "--published", "2024-01-19T08:00", *WHAT], "2024-01-19T08:00"),
        ([*REPORT, "--published", "01/02/2024", *WHAT], "01/02/2024"),
        ([*REPORT, "--published", "2024-02-30", *WHAT], "2024-02-30"),
        ([*REPORT, *WHEN, "--stage", "done"], "done"),
        ([*REPORT, *WHEN, "--stage", "closed", "--raised", "500"], "500"),
        ([*REPORT, *WHEN, "--stage", "closed", "--raised", "5.5"], "5.5"),
        ([*REPORT, *WHEN, "--stage", "closed", "--raised", "target:"], "''"),
        ([*REPORT, *WHEN, "--stage", "closed", "--raised", "00M"], "00M"),
        ([*REPORT, *WHEN, "--stage", "closed", "--raised", "20B..15B"], "20B..15B"),
        ([*REPORT, *WHEN, "--stage", "closed", "--raised", "¥5B"], "¥5B"),
        ([*REPORT, *WHEN, "--stage", "closed", "--raised", "-5M"], "-5M"),
        (["record", "report", "xai", *REPORT[3:], *WHEN, *WHAT], "xai"),
        (["record", "report", "x.OpenAI/a", *REPORT[3:], *WHEN, *WHAT], "x.OpenAI"),
        (["record", "report", "OpenOpenAI/a", *REPORT[3:], *WHEN, *WHAT], "openai"),
        (["record", "report", "xai/Series B!", *REPORT[3:], *WHEN, *WHAT], "Series"),
        ([*REPORT[:3], "--source", "blomberg", *WHEN, *WHAT], "bloomberg"),
        (["record", "deny", "99", "--source", "musk", *WHEN, *DENIED], "99"),
        (["record", "deny", "ffff", "--source", "musk", *WHEN, *DENIED], "ffff"),
        (["record", "retract", "1", "--source", "musk", *WHEN], "company.registered"),
        (
            ["record", "revise", "5", "--source", "musk", *WHEN, "--stage", "closed"],
            "musk cannot revise",
        ),
        (["record", "void", "99", "--reason", "x"], "99"),
        (["record", "correct", "5", "--set", "colour=red", "--reason", "x"], "colour"),
        (["company", "add", "xai", "--name", "Xi"], "already registered"),
        (["company", "add", "Xi Ai", "--name", "Xi"], "xi-ai"),
        (["company", "add", "xi", "--name", " "], "name"),
        (["source", "add", "fox", "--name", "Fox", "--kind", "telly"], "telly"),
        (["valuations", "OpenOpenAI"], "openai"),
        (["valuations", "--as-of", "01/02/2024"], "01/02/2024"),
        (["valuations", "--tz", "Mars/Olympus"], "Mars/Olympus"),
        (["valuations", "--known-at", "99"], "99"),
        (["show", "99"], "99"),
        (["import", "missing.jsonl"], "missing.jsonl"),
        (["import", "."], "."),
    ],
    ids=lambda value: " ".join(value)[-60:] if isinstance(value, list) else "",
)
def test_what_cannot_be_read_is_told(sayso: Sayso, words: list[str], told: str) -> None:
    assert told.lower() in refused(sayso(*words)).lower()
    assert head() == 5


def test_an_amount_that_the_shell_ate_is_refused(sayso: Sayso) -> None:
    refused(sayso(*REPORT, *WHEN, "--stage", "closed", "--raised", ""))
    refused(sayso(*REPORT, *WHEN, "--stage", "closed", "--raised", "committed:00M"))
    assert head() == 5


@pytest.mark.parametrize(
    "name", ["Evil \x1b[2J Inc", "Evil \u202ecnI", "Evil\u200bInc"]
)
def test_a_name_that_steers_a_terminal_is_stored_and_shown_escaped(
    sayso: Sayso, name: str, clock: Clock
) -> None:
    done = sayso("company", "add", "evil", "--name", name)
    assert done.exit_code == 0, done.stderr
    listed = sayso("company", "list")
    for text in (done.stdout, listed.stdout):
        assert name not in text
        assert "\\u" in text
    with Book.open(PLACE, clock=clock) as book:
        assert book.names().companies["evil"].name == name


def test_a_name_that_is_no_text_is_refused(sayso: Sayso) -> None:
    refused(sayso("company", "add", "evil", "--name", "half \udcff"))
    assert head() == 5


@pytest.mark.usefixtures("sayso")
def test_an_actor_that_is_no_text_is_refused() -> None:
    program = Path(sys.executable).with_name("sayso")
    done = subprocess.run(
        [program, *REPORT, *WHEN, *WHAT],
        env={**os.environb, b"SAYSO_ACTOR": b"\xff"},
        capture_output=True,
        check=False,
    )
    assert done.returncode in {1, 2}
    assert done.stderr.startswith(b"error: ")
    assert b"Traceback" not in done.stderr
    assert head() == 5


def test_a_database_of_a_newer_version_is_told(sayso: Sayso) -> None:
    connection = sqlite3.connect(PLACE)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    for words in ([*REPORT, *WHEN, *WHAT], ["valuations"]):
        refused(sayso(*words))
    assert head() == 5


@contextmanager
def every_connection(pragma: str) -> Iterator[None]:
    """Set each connection that is opened meanwhile to something."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "PRAGMAS", (*files.PRAGMAS, pragma))
        yield


HELD = "PRAGMA query_only = ON"
"""Makes a connection read only, as on a file that nobody may write."""


def filled() -> str:
    """Leave a database room for two more pages, as on a disk that is nearly full."""
    with closing(sqlite3.connect(PLACE)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    return f"PRAGMA max_page_count = {pages + 2}"


def test_a_read_only_file_is_told_and_can_be_asked(sayso: Sayso) -> None:
    with every_connection(HELD):
        assert "read-only" in refused(sayso(*REPORT, *WHEN, *WHAT))
        assert sayso("valuations").exit_code == 0
    assert head() == 5


def test_a_full_disk_is_told_and_nothing_of_a_file_is_written(sayso: Sayso) -> None:
    line = (
        '{"type": "round.reported", "data": {"round": "xai/a", "source": "musk",'
        ' "published": "2024-01-19", "stage": "closed", "note": "%s %d"}}\n'
    )
    text = "".join(line % ("n" * 1_900, number) for number in range(600))
    Path("f.jsonl").write_text(text, "utf-8")
    with every_connection(filled()):
        assert "no space left" in refused(sayso("import", "f.jsonl"))
    assert head() == 5


def test_a_locked_database_is_told_after_a_while(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.sqlite.files.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(PLACE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert "busy" in refused(sayso(*REPORT, *WHEN, *WHAT))
    finally:
        other.close()
    assert head() == 5


def text_file(path: Path) -> None:
    """A file that somebody took for a ledger."""
    path.write_text("these are my notes, and no ledger at all\n" * 100, "utf-8")


def other_database(path: Path) -> None:
    """A database of another program."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE entry (a)")
    connection.commit()
    connection.close()


def empty_file(path: Path) -> None:
    """A file of no bytes."""
    path.touch()


def half_a_ledger(path: Path) -> None:
    """A copy that broke off."""
    shutil.copy(PLACE, path)
    os.truncate(path, 6_000)


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, text_file, other_database, empty_file, half_a_ledger, None],
    ids=lambda value: value.__name__ if value else "nothing",
)
@pytest.mark.parametrize("words", [[*REPORT, *WHEN, *WHAT], ["valuations"], ["log"]])
def test_a_place_that_is_no_ledger_is_told(
    sayso: Sayso, make: Callable[[Path], None] | None, words: list[str]
) -> None:
    place = Path("other")
    if make is not None:
        make(place)
    before = place.read_bytes() if place.is_file() else None
    refused(sayso(*words, "--db", "other"))
    assert (place.read_bytes() if place.is_file() else None) == before
    assert head() == 5


@pytest.mark.parametrize("place", ["mysql://a@b/c", "://", "no/such/folder/x.db"])
def test_a_place_that_cannot_be_is_told(sayso: Sayso, place: str) -> None:
    refused(sayso("valuations", "--db", place))


def test_a_batch_with_a_bad_line_lists_it_and_writes_nothing(sayso: Sayso) -> None:
    name = '{"type": "company.registered", "data": {"slug": "%s", "name": "%s"}}\n'
    lines = [name % (f"c{n}", f"C{n}") for n in range(1_000)]
    lines[700] = name % ("c700", "OpenAI")
    Path("f.jsonl").write_text("".join(lines), "utf-8")
    told = refused(sayso("import", "f.jsonl"))
    assert "1 line is invalid; file not imported" in told
    assert "line 701" in told
    assert head() == 5
