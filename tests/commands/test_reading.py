"""How much of a ledger one question reads: each thing once, no company for nothing."""

import sqlite3
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from click.testing import Result

from ledger.projections.standing import CompanyAt, company_at
from ledger.reading import folding as asking
from ledger.store.sqlite import embedded
from ledger.store.sqlite.files import opened

Sayso = Callable[..., Result]
MOST = 11
"""Statements of a question about one company, in a ledger that was seen before: two
hold it against the head that was seen, four say what it is now (its head, its last
entry, and the tree in two: the roots of its full 256 leaves and the leaves after them),
one asks whether names are kept in an index. `sayso demo` keeps no head.
"""

BELIEFS = 1
"""One more asks whether beliefs are kept: each kept table has a state of its own."""

REACH = "SELECT (SELECT seq FROM head"
"""How far the ledger reaches: others may append meanwhile, so it is asked again."""


class Read:
    """What was asked of the database, and which companies were folded."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.folded: list[str] = []

    def opened(self, path: str, **how: Any) -> sqlite3.Connection:  # as it is
        """A connection that tells what it is asked."""
        connection = opened(path, **how)
        connection.set_trace_callback(self._told)
        return connection

    def _told(self, statement: str) -> None:
        if statement.startswith("SELECT"):
            self.statements.append(statement)

    def repeated(self) -> list[str]:
        """What was asked twice."""
        once = [x for x in self.statements if not x.startswith(REACH)]
        return [x for x in set(once) if once.count(x) > 1]

    def company_at(self, slug: str, *rest: Any) -> CompanyAt:  # as it is
        """A fold, which is counted."""
        self.folded.append(slug)
        return company_at(slug, *rest)


@pytest.fixture
def read(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> Read:
    """What is read, from when the demo's ledger is there."""
    folder = files("ledger.fixtures") / "demo"
    names = ("names.jsonl", "history.jsonl", "articles.jsonl")
    text = b"".join((folder / name).read_bytes() for name in names)
    assert sayso("init").exit_code == 0
    assert sayso("import", "--future", "-", stdin=text).exit_code == 0
    found = Read()
    monkeypatch.setattr(embedded, "opened", found.opened)
    monkeypatch.setattr(asking, "company_at", found.company_at)
    return found


def test_figures_of_one_company_without_beliefs_fold_it_alone(
    sayso: Sayso, read: Read
) -> None:
    done = sayso("valuations", "xai", "--no-belief")
    assert done.exit_code == 0, done.output
    assert len(read.statements) <= MOST, read.statements
    assert read.folded == ["xai"]


def test_beliefs_read_the_ledger_once_and_fold_each_company_once(
    sayso: Sayso, read: Read
) -> None:
    done = sayso("valuations", "xai", "--belief")
    assert done.exit_code == 0, done.output
    assert len(read.statements) <= MOST + BELIEFS, read.statements
    assert read.repeated() == []
    assert len(read.folded) == len(set(read.folded))
    assert "xai" in read.folded


@pytest.mark.parametrize("words", [["explain", "xai"], ["rounds"]])
def test_no_question_asks_the_same_twice(
    sayso: Sayso, read: Read, words: list[str]
) -> None:
    done = sayso(*words)
    assert done.exit_code == 0, done.output
    assert read.repeated() == [], read.statements
