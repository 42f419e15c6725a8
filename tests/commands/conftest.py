"""Ledgers that a command line finds in its folder, and how it fails."""

from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import Sayso


@pytest.fixture
def ledger(sayso: Sayso) -> Sayso:
    """The same, in a folder with a ledger that knows xAI, Bloomberg and its founder."""
    for words in (
        ["init", "--tz", "America/New_York"],
        ["company", "add", "xai", "--name", "xAI", "--alias", "X.AI"],
        ["source", "add", "bloomberg", "--name", "Bloomberg", "--kind", "press"],
        [
            *("source", "add", "elon-musk", "--name", "Elon Musk"),
            *("--kind", "person", "--speaks-for", "xai"),
        ],
    ):
        done = sayso(*words)
        assert done.exit_code == 0, done.output
    return sayso


@pytest.fixture
def kept(sayso: Sayso) -> Sayso:
    """A folder with a ledger of five entries, its key, an export and a proof."""
    for words in (
        ["init", "--origin", "example.com/a-ledger-with-rather-a-long-name"],
        ["company", "add", "xai", "--name", "xAI"],
        ["source", "add", "bloomberg", "--name", "Bloomberg", "--kind", "press"],
        [
            *("record", "report", "xai/series-b", "--source", "bloomberg"),
            *("--published", "2024-01-19", "--stage", "closed", "--quote", "half"),
        ],
        ["audit", "export", "export.zip"],
    ):
        done = sayso(*words)
        assert done.exit_code == 0, done.output
    key = sayso("audit", "key", "show").stdout
    Path("ledger.vkey").write_text(key)
    Path("proof").write_bytes(sayso("audit", "prove", "3").stdout_bytes)
    Path("head").write_bytes(sayso("audit", "checkpoint").stdout_bytes)
    return sayso


def failed(done: Result, code: int, message: str, hint: str = "") -> None:
    """Hold that a command failed in these words, and printed no result."""
    assert (done.exit_code, done.stdout) == (code, ""), done.output
    assert done.stderr.startswith(f"error: {message}"), done.stderr
    assert f"hint: {hint}" in done.stderr or not hint, done.stderr
    assert "Traceback" not in done.stderr


def fits(text: str) -> None:
    """Hold that lines fit a terminal of 80 columns, but for a word that is longer."""
    for line in text.splitlines():
        assert len(line) <= 80 or " " not in line.strip(), line
