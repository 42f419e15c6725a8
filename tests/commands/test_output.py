"""The same answer on a terminal and in a pipe; prompts for people only."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Sayso = Callable[..., Result]
PROGRAM = Path(sys.executable).with_name("sayso")
LIST = ["company", "list"]


def typed(words: list[str], answers: str = "", **environment: str) -> str:
    """What a person at a terminal of 80 columns sees."""
    ours, theirs = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if "COLOR" not in key}
    with subprocess.Popen(
        [PROGRAM, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**kept, "COLUMNS": "80", "TERM": "xterm", **environment},
    ) as running:
        os.close(theirs)
        os.write(ours, answers.encode())
        seen = b""
        while True:
            try:
                some = os.read(ours, 4096)
            except OSError:  # Linux says so when the other end is closed
                break
            if not some:
                break
            seen += some
        assert running.wait() == 0, seen
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


def test_a_pipe_gets_what_a_terminal_shows_without_colour(ledger: Sayso) -> None:
    assert typed(LIST, NO_COLOR="1") == ledger(*LIST, COLUMNS="80").stdout


def test_a_terminal_has_colour_unless_it_says_no(ledger: Sayso) -> None:
    assert ledger(*LIST).exit_code == 0
    assert "\x1b[" in typed(LIST)
    assert "\x1b[" not in typed(LIST, NO_COLOR="1")
    assert "\x1b[" not in typed(LIST, TERM="dumb")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
    ids=str,
)
def test_a_pipe_has_colour_only_by_force(
    ledger: Sayso, variables: dict[str, str], *, coloured: bool
) -> None:
    assert ("\x1b[" in ledger(*LIST, **variables).stdout) is coloured


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_what_is_for_programs_never_has_colour(ledger: Sayso, form: str) -> None:
    assert "\x1b[" not in ledger(*LIST, "-f", form, FORCE_COLOR="1").stdout


def test_names_outside_the_terminals_alphabet_do_not_fail(ledger: Sayso) -> None:
    ledger("company", "add", "nvidia", "--name", "英伟达")
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONUTF8"}
    environment = {**kept, "PYTHONIOENCODING": "latin-1"}
    for form, name in (("table", rb"\u82f1"), ("csv", "英伟达".encode())):
        done = subprocess.run(
            [PROGRAM, *LIST, "-f", form],
            env=environment,
            capture_output=True,
            check=True,
        )
        assert name in done.stdout


def test_a_person_is_asked_for_what_is_missing(ledger: Sayso) -> None:
    assert ledger(*LIST).exit_code == 0
    seen = typed(["source", "add", "reuters"], "wire\n")
    assert "kind" in seen
    assert "reuters" in ledger("source", "list").stdout


def test_nobody_is_asked_without_a_terminal(ledger: Sayso) -> None:
    done = ledger("source", "add", "reuters", stdin="wire\n")
    assert done.exit_code == 2
    assert "missing option '--kind'" in done.stderr
