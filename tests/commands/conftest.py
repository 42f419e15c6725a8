"""The command as it is installed, on a ledger and a clock of the test's own."""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

KEPT = ("SAYSO_DB", "SAYSO_ACTOR", "SAYSO_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


Sayso = Callable[..., Result]
"""Runs one command line: its words, `stdin`, and variables of the environment."""


@pytest.fixture(scope="session")
def root() -> click.Group:
    """The root group, found as the shell finds it."""
    (script,) = entry_points(group="console_scripts", name="sayso")
    found = sys.modules[script.load().__module__].root
    assert isinstance(found, click.Group)
    return found


@pytest.fixture
def sayso(
    root: click.Group,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: Callable[[], int],
) -> Sayso:
    """Runs a command line in an empty folder; the clock stands still."""
    monkeypatch.chdir(tmp_path)
    for name in KEPT:
        monkeypatch.delenv(name, raising=False)

    def run(
        *words: str, stdin: bytes | str | None = None, **environment: str
    ) -> Result:
        return CliRunner().invoke(
            root,
            words,
            input=stdin,
            env={"SAYSO_ACTOR": "ann", "COLUMNS": "100", **environment},
            obj={"clock": clock},
            prog_name="sayso",
        )

    return run


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
