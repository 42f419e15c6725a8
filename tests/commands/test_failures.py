"""Whatever goes wrong: error, hint, exit code, and no traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ledger.errors import BadInput, Conflict, LedgerError, Refused
from tests.conftest import Sayso


def failing(
    root: click.Group, error: BaseException, *words: str
) -> click.testing.Result:
    """Runs a group like the root's, whose one command fails."""

    class Group(type(root)):  # type: ignore[misc] # the class is found at run time
        def get_command(self, ctx: click.Context, name: str) -> click.Command:
            def fall() -> None:
                raise error

            return click.Command(name, callback=fall)

    sections = {"All": {"fall": ("nowhere:fall", "Fall.")}}
    group = Group(name="sayso", sections=sections, params=root.params)
    return CliRunner().invoke(group, [*words, "fall"], prog_name="sayso")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (BadInput("no figure", "write 5M"), 2, "error: no figure\n\nhint: write 5M\n"),
        (Refused("not yours", "deny it"), 1, "error: not yours\n\nhint: deny it\n"),
        (Conflict("the ledger moved on"), 1, "error: the ledger moved on\n"),
        (
            FileNotFoundError(2, "No such file or directory", "x.jsonl"),
            1,
            "error: x.jsonl: no such file or directory\n",
        ),
        (click.ClickException("Broken."), 1, "error: broken\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (click.Abort(), 130, "interrupted\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_a_failure_is_told_in_words(
    root: click.Group, error: BaseException, code: int, told: str
) -> None:
    done = failing(root, error)
    assert done.exit_code == code
    assert done.stderr.lstrip("\n") == told
    assert done.stdout == ""


def test_a_fault_of_ours_is_told_without_a_traceback(root: click.Group) -> None:
    done = failing(root, ZeroDivisionError("division by zero"))
    assert done.exit_code == 1
    assert done.stderr.startswith("error: ZeroDivisionError: division by zero\n")
    assert "sayso --debug" in done.stderr


def test_debug_shows_the_traceback(root: click.Group) -> None:
    done = failing(root, LedgerError("no"), "--debug")
    assert isinstance(done.exception, LedgerError)


def test_a_message_cannot_steer_the_terminal(root: click.Group) -> None:
    done = failing(root, Refused("name \x1b[2J", "say \u202e"))
    assert done.stderr == "error: name \\u001B[2J\n\nhint: say \\u202E\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["--nope"], "no such option '--nope'", id="option of the root"),
        pytest.param(["log", "--nope"], "no such option '--nope'", id="option"),
        pytest.param(["lgo"], "no command 'lgo'. Did you mean log?", id="command"),
        pytest.param(["re"], "no command 're'", id="a prefix is no command"),
        pytest.param(["record", "rename"], "missing argument 'COMPANY'", id="missing"),
        pytest.param(["log", "-f", "xml"], "invalid value for '-f'", id="choice"),
        pytest.param(["log", "extra"], "unexpected extra argument", id="extra"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    root: click.Group, words: list[str], told: str
) -> None:
    done = CliRunner().invoke(root, words, prog_name="sayso")
    assert done.exit_code == 2
    assert done.stderr.startswith("error: ")
    assert told in done.stderr
    assert "hint: see `sayso" in done.stderr


@pytest.mark.parametrize("words", [["-h"], ["--help"], ["record", "report", "-h"]])
def test_help_is_a_result(root: click.Group, words: list[str]) -> None:
    done = CliRunner().invoke(root, words, prog_name="sayso")
    assert done.exit_code == 0
    assert done.stdout.startswith("Usage: sayso")
    assert done.stderr == ""


def test_the_root_alone_shows_its_sections(root: click.Group) -> None:
    done = CliRunner().invoke(root, [], prog_name="sayso")
    assert done.exit_code == 2
    for section in ("Look:", "Record:", "Keep:"):
        assert section in done.stderr


def test_no_ledger_names_all_three_ways(sayso: Callable[..., Result]) -> None:
    done = sayso("log")
    assert done.exit_code == 1
    for way in ("--db", "SAYSO_DB", "sayso.db"):
        assert way in done.stderr


def test_a_closed_pipe_ends_quietly() -> None:
    sayso = Path(sys.executable).with_name("sayso")
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sayso, "completion", "bash"], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 0


def test_a_configured_value_is_named_where_the_error_has_no_hint_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = BadInput("unit: no rate of EUR", None, ("unit",))
    told = import_module("ledger.commands._failures").told
    assert told(error, configured=("unit", "currency", "EUR")) == 2
    said = capsys.readouterr().err
    assert "None" not in said
    assert "`sayso config unset currency`" in said


@pytest.mark.parametrize(
    "words",
    [
        ["valuations", "nobody", "noone"],
        ["rounds", "nobody/a", "noone"],
        ["forecasts", "nobody", "noone"],
        ["chart", "nobody", "noone"],
        ["diff", "2024", "--company", "nobody", "--company", "noone"],
        ["export", "valuations", "nobody", "noone", "--from", "2024", "--to", "2024"],
    ],
    ids=lambda words: words[0],
)
def test_all_names_that_are_not_known_are_told(ledger: Sayso, words: list[str]) -> None:
    done = ledger(*words)
    assert done.exit_code == 1
    for name in ("nobody", "noone"):
        assert f"unknown company '{name}'" in done.stderr
        assert f"sayso company add {name}" in done.stderr
