"""Waiting for others, said in a word; and leaving nothing half made behind."""

import os
import shutil
import signal
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ledger.errors import BadInput, Unreachable
from ledger.store.database import create
from ledger.store.log import Log
from ledger.store.opening import connect
from ledger.store.sqlite.files import patience
from tests.conftest import Sayso
from tests.store.conftest import Scribe

ADD = ("company", "add", "quill")


def test_who_records_waits_for_another_and_says_so(
    sayso: Sayso,
) -> None:
    """The other one lets go when the word was said: no clock decides."""
    assert sayso("init").exit_code == 0
    other = sqlite3.connect("sayso.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    let_go = threading.Timer(1.5, other.rollback)
    let_go.start()
    done = sayso(*ADD, SAYSO_WAIT="300")
    let_go.join()
    other.close()
    assert done.exit_code == 0, done.stderr
    assert "another program is writing to" in done.stderr
    assert "waiting for up to 300 s (SAYSO_WAIT)" in done.stderr


def test_how_long_can_be_said(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    with closing(sqlite3.connect("sayso.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = sayso(*ADD, SAYSO_WAIT="0")
    assert done.exit_code == 1
    assert "SAYSO_WAIT=600" in done.stderr


@pytest.mark.parametrize("given", ["", "soon", "-1", "1.5", "9999999"])
def test_what_is_no_time_is_refused(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_WAIT", given)
    with pytest.raises(BadInput, match="SAYSO_WAIT"):
        patience()


@contextmanager
def starting(states: list[tuple[str, str]]) -> Iterator[int]:
    """A server that answers who connects with one error after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for code, words in states:
                met, _ = listening.accept()
                with met:
                    met.recv(4096)
                    fields = f"SFATAL\0VFATAL\0C{code}\0M{words}\0\0".encode()
                    met.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)

        server = threading.Thread(target=serve)
        server.start()
        yield listening.getsockname()[1]
        server.join()


def test_a_server_that_is_starting_up_is_waited_for() -> None:
    up = ("57P03", "the database system is starting up")
    with starting([up, up, ("3D000", 'database "x" does not exist')]) as port:
        place = (
            f"postgresql://ann@127.0.0.1:{port}/x?sslmode=disable&gssencmode=disable"
        )
        with pytest.raises(Unreachable, match="does not exist"):
            connect(place)


def test_sigterm_leaves_no_part_of_a_backup(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sayso("init").exit_code == 0

    def asked_to_end(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(shutil, "copymode", asked_to_end)
    done = sayso("db", "backup", "copy.db")
    assert done.exit_code == 128 + signal.SIGTERM
    assert [x.name for x in Path().iterdir() if "copy" in x.name] == []


def test_an_init_that_fails_leaves_no_file(sayso: Sayso, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("no folder", "utf-8")
    done = sayso("init")
    assert done.exit_code == 1
    assert list(Path().iterdir()) == []


def test_an_init_that_fails_leaves_what_was_there(sayso: Sayso) -> None:
    made = create("sayso.db")
    Scribe(Log(made)).report(2)
    made.close()
    assert sayso("init").exit_code == 1
    opened = connect("sayso.db")
    assert Log(opened).check() == 2
    opened.close()
