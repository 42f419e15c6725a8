"""Keeping a ledger: counted, copied, brought up to date."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from ledger import Book
from ledger.reading.index import keeping
from ledger.store.schema import SEARCH
from ledger.store.sqlite.files import SCHEMA_VERSION

Sayso = Callable[..., Result]


def test_stats_count_every_type(ledger: Sayso) -> None:
    done = ledger("db", "stats", "-f", "json")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    (ledger_,) = document["ledger"]
    assert ledger_["events"] == 4
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


def test_a_ranking_is_made_anew_and_answers_the_same(ledger: Sayso) -> None:
    report = ("xai/series-b", "--source", "bloomberg", "--published", "2024-01-19")
    price = ("--valuation", "18B", "--stage", "closed")
    assert ledger("record", "report", *report, *price).exit_code == 0
    asked = ("valuations", "-f", "json", "--as-of", "2024-06-01", "--no-belief")
    folded = ledger(*asked).stdout
    done = ledger("db", "rebuild")
    assert (done.exit_code, done.stdout) == (
        0,
        (
            "rebuilt: the index of words, the ranking of 1 company, and the sums behind"
            " beliefs\n"
        ),
    )
    assert ledger(*asked).stdout == folded
    told = ledger("db", "stats").stdout
    assert "the ranking holds events up to 4" in told
    assert "the index of words holds events up to 4" in told
    with closing(sqlite3.connect("sayso.db")) as file:
        assert file.execute("SELECT count(*) FROM ranking_line").fetchone() != (0,)
        file.execute("DROP TRIGGER ranking_line_update")
        file.execute("UPDATE ranking_line SET until = 0")
        file.commit()
    done = ledger(*asked)
    assert done.stdout == folded
    assert done.stderr.startswith("warning: the stored ranking differed")
    assert "the ranking holds" not in ledger("db", "stats").stdout
    assert ledger("db", "rebuild").exit_code == 0
    assert ledger(*asked).stdout == folded


def test_ctrl_c_says_that_the_old_ones_are_still_used(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Book, "rebuild", interrupted)
    done = ledger("db", "rebuild")
    assert done.exit_code == 130
    what = "the ranking, then the sums behind beliefs: the old ones are still used"
    assert what in done.stderr.splitlines()


def test_where_there_is_no_ledger_no_ranking_is_made(sayso: Sayso) -> None:
    done = sayso("db", "rebuild")
    assert done.exit_code == 1
    assert done.stderr.startswith("error: no ledger")


def test_a_what_if_copy_says_that_it_is_one(ledger: Sayso) -> None:
    done = ledger("db", "copy", "what-if.db")
    assert (done.exit_code, done.stdout) == (
        0,
        "what-if.db: a copy of 4 events, to experiment with\n",
    )
    added = ledger("company", "add", "quill", "--db", "what-if.db")
    assert added.exit_code == 0, added.stderr
    assert "what-if.db is a what-if copy: nothing" in added.stderr
    assert "quill" not in ledger("log").stdout
    assert ledger("log").stderr == ""
    assert "quill" in ledger("log", "--db", "what-if.db").stdout
    checked = ledger("audit", "verify", "what-if.db")
    assert checked.exit_code == 3
    assert "it is a copy to experiment with" in checked.stdout
    refused = ledger("audit", "checkpoint", "--db", "what-if.db")
    assert refused.exit_code == 1
    assert "a what-if copy is not signed" in refused.stderr
    assert ledger("audit", "verify").exit_code == 0


def older(path: str) -> None:
    """Take a ledger back to the tables of version 3."""
    with closing(sqlite3.connect(path)) as file:
        triggers = file.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
            " AND (tbl_name LIKE 'ranking%' OR name = 'entry_reads')"
        )
        for (name,) in triggers.fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for index in ("time", "company", "top"):
            file.execute(f"DROP INDEX ranking_line_{index}")
        file.execute("DROP TABLE search")
        file.execute("ALTER TABLE ranking DROP COLUMN seal")
        for part in ("", "_line", "_count", "_name"):
            file.execute(f"ALTER TABLE ranking{part} RENAME TO league{part}")
        file.execute("UPDATE sayso_schema SET version_num = '0003'")
        file.execute("PRAGMA user_version = 3")
        file.commit()


def test_an_older_ledger_is_copied_and_upgraded(ledger: Sayso) -> None:
    before = ledger("log", "-f", "jsonl").stdout
    older("sayso.db")
    refused = ledger("log")
    assert refused.exit_code == 1
    assert "hint: sayso db upgrade" in refused.stderr
    assert ledger("db", "backup", "old.db").exit_code == 0
    done = ledger("db", "upgrade")
    assert done.exit_code == 0, done.stderr
    assert "sayso.schema-3.db" in done.stdout
    assert f"upgraded from schema 3 to {SCHEMA_VERSION}" in done.stdout
    assert "db rebuild" not in done.stdout, "so small a ledger stores no ranking"
    assert ledger("log", "-f", "jsonl").stdout == before
    assert ledger("audit", "verify").exit_code == 0
    with closing(sqlite3.connect("sayso.schema-3.db")) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (3,)


def test_an_upgrade_fills_the_index_of_a_large_ledger(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGE", 1)
    before = ledger("search", "bloomberg", "-f", "json").stdout
    with closing(sqlite3.connect("sayso.db")) as file:
        file.execute("DROP TABLE search")
        file.execute("UPDATE sayso_schema SET version_num = '0004'")
        file.execute("PRAGMA user_version = 4")
        file.commit()
    done = ledger("db", "upgrade")
    assert f"upgraded from schema 4 to {SCHEMA_VERSION}" in done.stdout
    assert done.stdout.endswith(
        "Next: sayso db rebuild, for quick answers about all companies\n"
    )
    with Book.open("sayso.db") as book:
        assert keeping.last_indexed(book.log) == book.log.head().seq
    assert ledger("search", "bloomberg", "-f", "json").stdout == before


@pytest.mark.parametrize("words", [("db", "rebuild"), ("db", "upgrade")], ids=" ".join)
def test_an_index_that_somebody_dropped_is_made_again(
    ledger: Sayso, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGE", 1)
    assert ledger("db", "rebuild").exit_code == 0
    before = ledger("search", "bloomberg", "-f", "json").stdout
    with closing(sqlite3.connect("sayso.db")) as file:
        file.execute("DROP TABLE search")
        file.commit()
    seen = ledger("audit", "verify")
    assert seen.exit_code == 1, "the index is in use"
    assert "FOREIGN  the table of the index of words was dropped" in seen.stdout
    assert "`sayso db rebuild` makes the index again" in seen.stdout
    scrubbed = ledger("db", "scrub")
    assert scrubbed.exit_code == 1
    assert "has lost the table of its index of words" in scrubbed.stderr
    assert ledger(*words).exit_code == 0
    assert ledger("audit", "verify").exit_code in {0, 3}
    with Book.open("sayso.db") as book:
        assert keeping.last_indexed(book.log) == book.log.head().seq
    assert ledger("search", "bloomberg", "-f", "json").stdout == before


def test_a_sqlite_without_search_is_told_in_plain_words(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made,) = SEARCH["sqlite"]
    absent = made.replace("fts5", "fts_absent")  # as if it had been left out
    monkeypatch.setitem(SEARCH, "sqlite", (absent,))
    done = sayso("init")
    assert done.exit_code == 1
    assert "the SQLite of this Python has no full-text search (FTS5)" in done.stderr
    assert "hint: use a Python whose SQLite has it" in done.stderr
    assert "no such module" not in done.stderr
