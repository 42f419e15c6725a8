"""Ledgers that a command line finds in its folder, and how it fails."""

from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import Sayso

HALCYON = "halcyon/series-a"


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


@pytest.fixture
def demo(sayso: Sayso) -> Sayso:
    """Give the command over the demo's history."""
    folder = files("ledger.fixtures") / "demo"
    names = ("names.jsonl", "history.jsonl", "articles.jsonl")
    text = b"".join((folder / name).read_bytes() for name in names)
    assert sayso("init").exit_code == 0
    assert sayso("import", "--future", "-", stdin=text).exit_code == 0
    return sayso


def done(run: Sayso, *words: str, **environment: str) -> str:
    """Give what a command prints; it must succeed."""
    answer = run(*words, **environment)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def report(run: Sayso, round_: str, published: str, *words: str) -> None:
    """Record what a source says of a round, the wire unless said otherwise."""
    source = () if "--source" in words else ("--source", "wire")
    done(run, "record", "report", round_, "--published", published, *source, *words)


@pytest.fixture
def told(sayso: Sayso) -> Sayso:
    """A ledger of three companies: one denied, one in euros, one confirmed."""
    done(sayso, "init")
    for slug in ("halcyon", "quill", "northlight", "silent"):
        done(sayso, "company", "add", slug, "--name", slug.title())
    done(sayso, "source", "add", "wire", "--name", "The Wire", "--kind", "wire")
    speaks = ("--kind", "person", "--speaks-for")
    done(sayso, "source", "add", "ann", "--name", "Ann", *speaks, "halcyon")
    done(sayso, "source", "add", "quill-co", "--name", "Quill", *speaks, "quill")
    committed, closed = ("--stage", "committed"), ("--stage", "closed")
    raised = ("--raised", "committed:1B")
    report(sayso, HALCYON, "2025-03-01", *committed, "--post-money", "9B", *raised)
    done(
        *(sayso, "record", "deny", HALCYON, "--source", "ann"),
        *("--published", "2025-03-02", "--scope", "whole", "--form", "fake"),
    )
    euros = ("--post-money", "EUR20B", "--raised", "EUR2B")
    report(sayso, "northlight/series-b", "2025-03-03", *closed, *euros)
    dollars = ("--post-money", "1B", "--raised", "100M", "--source", "quill-co")
    report(sayso, "quill/series-a", "2025-03-04", *closed, *dollars)
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


@pytest.fixture
def table(sayso: Sayso) -> Sayso:
    """A ledger with one source, src; gives the command line."""
    sayso("init")
    sayso("source", "add", "src", "--name", "The Table", "--kind", "database")
    return sayso


def count(sayso: Sayso) -> int:
    """How many events are on record."""
    return len(sayso("log", "-f", "jsonl").stdout.splitlines())


def ours() -> set[str]:
    """Give the names of the files here, but for those of the ledger."""
    return {path.name for path in Path.cwd().iterdir() if "sayso.db" not in path.name}
