"""What the TAB key offers, and that it never complains."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Sayso = Callable[..., Result]


def offered(sayso: Sayso, typed: str, **environment: str) -> set[str]:
    """What TAB offers behind a command line."""
    done = sayso(
        _SAYSO_COMPLETE="bash_complete",
        COMP_WORDS=typed,
        COMP_CWORD=str(len(typed.split(" ")) - 1),
        **environment,
    )
    assert done.stderr == ""
    return {line.partition(",")[2] for line in done.stdout.splitlines() if line}


@pytest.fixture
def known(ledger: Sayso) -> Sayso:
    """A ledger with two companies and three rounds."""
    ledger("company", "add", "cognition")
    for name in ("xai/series-b", "xai/series-c", "cognition/seed"):
        done = ledger(
            *("record", "report", name, "--source", "bloomberg", "--stage", "closed"),
            *("--published", "2024-01-19"),
        )
        assert done.exit_code == 0, done.stderr
    return ledger


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("sayso lo", {"log"}),
        ("sayso record re", {"report", "revise", "retract", "relay", "rename"}),
        ("sayso record report --sta", {"--stage"}),
        ("sayso record report --stage clo", {"closed"}),
        ("sayso company alias ", {"xai", "cognition"}),
        ("sayso company alias x", {"xai"}),
        ("sayso record report xai", {"xai/series-b", "xai/series-c"}),
        ("sayso record report xai/series-c", {"xai/series-c"}),
        ("sayso record report xai/seed --source ", {"bloomberg", "elon-musk"}),
        ("sayso record merge c", {"cognition", "cognition/seed"}),
        ("sayso links x", {"xai"}),
        ("sayso record apart xai/series-b xai/series-c", {"xai/series-c"}),
        (
            "sayso lint --flag price",
            {"price-below-amount", "price-equals-amount", "price-too-small"},
        ),
        ("sayso chart x", {"xai"}),
        ("sayso chart --what credibility b", {"bloomberg"}),
        ("sayso completion ", {"bash", "zsh", "fish"}),
    ],
)
def test_tab_offers(known: Sayso, typed: str, names: set[str]) -> None:
    assert offered(known, typed) == names


def test_tab_offers_what_stands_today(known: Sayso) -> None:
    said = [
        json.loads(line) for line in known("log", "-f", "jsonl").stdout.split("\n")[:-1]
    ]
    wrong = next(x for x in said if x["data"].get("round") == "xai/series-c")
    known("record", "void", str(wrong["seq"]), "--reason", "another company")
    assert offered(known, "sayso record report xai") == {"xai/series-b"}


@pytest.mark.parametrize(
    "place", ["missing.db", "notes.txt", ".", "postgresql://nobody@127.0.0.1:1/x"]
)
def test_tab_is_silent_where_there_is_no_ledger(sayso: Sayso, place: str) -> None:
    Path("notes.txt").write_text("no ledger", "utf-8")
    assert offered(sayso, "sayso company alias ", SAYSO_DB=place) == set()


def test_tab_makes_no_file(sayso: Sayso) -> None:
    offered(sayso, "sayso company alias ", SAYSO_DB="missing.db")
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_what_the_shell_reads(sayso: Sayso, shell: str) -> None:
    done = sayso("completion", shell)
    assert done.exit_code == 0
    assert "_SAYSO_COMPLETE" in done.stdout
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=done.stdout.encode(), check=True)


def test_bash_completes_with_the_script(known: Sayso) -> None:
    script = known("completion", "bash").stdout
    bash = shutil.which("bash")
    assert bash is not None
    typed = (
        f"{script}\nCOMP_WORDS=(sayso company alias x); COMP_CWORD=3\n"
        '_sayso_completion sayso; echo "${COMPREPLY[@]}"'
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-c", typed],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "xai\n"
