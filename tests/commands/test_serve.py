"""`sayso serve`: what it refuses, and a server as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Sayso
from tests.demo import demo_book

PROGRAM = "from ledger.commands import main; main()"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("--record --host 0.0.0.0", "others could record as you"),
        ("--record --name ledger.example", "others could record as you"),
        ("--record --proxy 10.0.0.1", "--proxy needs --user-header"),
        ("--user-header X-User", "add --record"),
        ("--proxy 10.0.0.1", "add --record"),
        ("--port 70000", "70000"),
    ],
)
def test_what_would_let_others_in_is_refused(
    sayso: Sayso, words: str, why: str
) -> None:
    assert sayso("init").exit_code == 0
    done = sayso("serve", *words.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert why in done.stderr


def test_what_is_wrong_with_the_ledger_is_said_at_once(sayso: Sayso) -> None:
    done = sayso("serve", "--db", "nowhere.db")
    assert done.exit_code == 1
    assert "nowhere.db" in done.stderr
    assert done.stdout == ""


def test_a_port_that_is_taken_is_refused(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    with socket.create_server(("127.0.0.1", 0)) as ear:
        done = sayso("serve", "--port", str(ear.getsockname()[1]))
    assert done.exit_code == 1
    assert "cannot listen" in done.stderr
    assert "--port 0" in done.stderr


def test_without_the_packages_it_says_which(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sayso("init").exit_code == 0
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    done = sayso("serve")
    assert done.exit_code == 1
    assert "sayso[serve]" in done.stderr


@contextmanager
def served(place: str, *words: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Start a server; give the address that it prints."""
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--db", place]
    process = subprocess.Popen(
        [*command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={key: x for key, x in os.environ.items() if key != "SAYSO_TOKEN"},
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
    finally:
        process.terminate()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_answers_and_ends_when_it_is_told_to(
    tmp_path: Path, number: signal.Signals
) -> None:
    with demo_book(tmp_path) as book:
        place = str(book.place)
    with served(place) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        jar = urllib.request.HTTPCookieProcessor()
        page = urllib.request.build_opener(jar).open(address, timeout=120)
        assert page.status == 200
        assert b"OpenAI" in page.read()
        base = address.partition("?")[0]
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(base, timeout=120)  # noqa: S310 - ours
        process.send_signal(number)
        _, talk = process.communicate(timeout=120)
    assert process.returncode in {0, 128 + number}
    assert "Traceback" not in talk
    assert "Ctrl-C ends the server" in talk
