"""Keeping a ledger: counted, copied, brought up to date."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from click.testing import Result

Sayso = Callable[..., Result]


def test_stats_count_every_type(ledger: Sayso) -> None:
    done = ledger("db", "stats", "-f", "json")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["basis"]["events"] == 4
    assert {row["type"]: row["events"] for row in document["rows"]} == {
        "company.registered": 1,
        "ledger.opened": 1,
        "source.registered": 2,
    }


def test_stats_are_readable(ledger: Sayso) -> None:
    printed = ledger("db", "stats").stdout
    assert printed.startswith("events: 4, companies: ")
    assert "2026-01-01T00:00:00Z" in printed


def test_a_backup_holds_the_same(ledger: Sayso) -> None:
    done = ledger("db", "backup", "copy.db")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "copy.db: 4 events, checked\n"
    exports = [
        ledger("log", "-f", "jsonl", "--db", name).stdout
        for name in ("sayso.db", "copy.db")
    ]
    assert exports[0] == exports[1]


def test_a_backup_overwrites_nothing(ledger: Sayso) -> None:
    Path("notes.txt").write_text("mine", "utf-8")
    done = ledger("db", "backup", "notes.txt")
    assert done.exit_code == 1
    assert "hint: " in done.stderr
    assert Path("notes.txt").read_text("utf-8") == "mine"


def test_upgrading_the_newest_does_nothing(ledger: Sayso) -> None:
    done = ledger("db", "upgrade")
    assert done.exit_code == 0
    assert "nothing to do" in done.stdout


def test_a_ledger_of_a_newer_program_is_left_alone(ledger: Sayso) -> None:
    with closing(sqlite3.connect("sayso.db")) as link:
        link.execute("PRAGMA user_version = 999")
    for words in (["log"], ["db", "upgrade"], ["company", "add", "quill"]):
        done = ledger(*words)
        assert done.exit_code == 1
        assert "newer sayso" in done.stderr


def test_a_league_is_made_anew_and_answers_the_same(ledger: Sayso) -> None:
    report = ("xai/series-b", "--source", "bloomberg", "--published", "2024-01-19")
    price = ("--valuation", "18B", "--stage", "closed")
    assert ledger("record", "report", *report, *price).exit_code == 0
    asked = ("valuations", "-f", "json", "--as-of", "2024-06-01", "--no-belief")
    folded = ledger(*asked).stdout
    done = ledger("db", "rebuild")
    assert (done.exit_code, done.stdout) == (
        0,
        "the league of 1 company is made anew\n",
    )
    assert ledger(*asked).stdout == folded
    assert "the league holds events up to 4" in ledger("db", "stats").stdout
    with closing(sqlite3.connect("sayso.db")) as file:
        assert file.execute("SELECT count(*) FROM league_line").fetchone() != (0,)
        file.execute("UPDATE league_line SET until = 0")
        file.commit()
    assert ledger(*asked).stdout != folded
    assert ledger("db", "rebuild").exit_code == 0
    assert ledger(*asked).stdout == folded


def test_where_there_is_no_ledger_no_league_is_made(sayso: Sayso) -> None:
    done = sayso("db", "rebuild")
    assert done.exit_code == 1
    assert done.stderr.startswith("error: no ledger")
