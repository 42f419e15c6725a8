"""Witnesses for tests: foreign programs that are asked, and what they answered once.

`Foreign` runs aics-witness, from the package index, in a virtual environment of its
own: its packages want Python 3.12, so pip is told not to look. `Recorded` gives what
three of them answered when `SAYSO_REWRITE=1` was set the last time. Both are asked by
the same story, so the ledger of that story is always the same to the byte.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, Protocol
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit.notes import read_key
from ledger.audit.places import Home
from ledger.audit.policies import Witness
from ledger.trail.posting import NoAnswer, WitnessReply, post
from tests.audit.conftest import ORIGIN, Keeper

NAMES: Final = ("w1.example", "w2.example", "w3.example")
RECORDED: Final = Path(__file__).parents[2] / "fixtures" / "vectors" / "witness"
WANTED: Final = ("aics-witness==0.1.0", "aics-tlog==0.2.1")
SECONDS: Final = 60


class Network(Protocol):
    """Three witnesses, and a way to ask them."""

    witnesses: list[Witness]

    def post(self, url: str, body: bytes) -> WitnessReply:
        """Ask one; NoAnswer if it is away."""

    def away(self, name: str) -> None:
        """Let one be away from now on."""


def same_keeper(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """Give a keeper whose ledger and key are the same each time."""
    monkeypatch.setattr("ledger.recording.opening.uuid4", lambda: UUID(int=20))
    private = Ed25519PrivateKey.from_private_bytes(sha256(b"the keeper").digest())
    monkeypatch.setattr(Ed25519PrivateKey, "generate", lambda: private)
    made = Keeper(str(folder / "sayso.db"), Home.at(folder / "keeper"))
    made.make()
    return made


# -- what was answered once ------------------------------------------------------


class Recorded:
    """Gives the answers that were recorded; no other request is answered."""

    def __init__(self) -> None:
        said = json.loads((RECORDED / "recorded.json").read_bytes())
        self.witnesses = [
            Witness(f"http://{name}", read_key(key))
            for name, key in said["witnesses"].items()
        ]
        self._answers = {
            (one["witness"], one["request"]): WitnessReply(
                one["status"], one["answer"].encode()
            )
            for one in said["answers"]
        }
        self._away = set[str]()

    def post(self, url: str, body: bytes) -> WitnessReply:
        name = url.removeprefix("http://")
        if name in self._away:
            raise NoAnswer("it is away")
        return self._answers[name, body.decode()]

    def away(self, name: str) -> None:
        self._away.add(name)


# -- foreign programs ------------------------------------------------------------


def installed() -> Path:
    """Give the Python that has aics-witness; the test is skipped where none can."""
    folder = Path(sys.prefix) / "witness" / WANTED[0]
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        part = Path(mkdtemp(dir=folder.parent))
        try:
            _run(sys.executable, "-m", "venv", str(part))
            words = ("-m", "pip", "install", "--quiet", "--ignore-requires-python")
            _run(str(part / "bin" / "python"), *words, *WANTED)
        except (subprocess.SubprocessError, OSError) as error:
            said = getattr(error, "stderr", None) or b""
            why = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [error]
            pytest.skip(f"aics-witness cannot be installed: {why[0]}")
        try:
            part.rename(folder)
        except OSError:  # another process was faster
            assert folder.exists()
    return folder / "bin" / "python"


def _run(*words: str, cwd: Path | None = None) -> str:
    done = subprocess.run(words, cwd=cwd, capture_output=True, check=True, timeout=300)
    return done.stdout.decode()


class Foreign:
    """Three witnesses that we did not write, each a process on 127.0.0.1."""

    def __init__(self, python: Path, folder: Path) -> None:
        self._python, self._folder = python, folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.witnesses: list[Witness] = []
        self.asked: list[dict[str, object]] = []
        """Every request that was answered, as `recorded.json` keeps it."""

    def start(self, name: str, log: str) -> None:
        """Let a witness listen that knows a log by its key."""
        home = self._folder / name
        home.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        at = f"127.0.0.1:{port}"
        key = self._call(home, "init", "--name", name, "--listen", at).strip()
        self._call(home, "add-log", "--origin", ORIGIN, "--vkey", log)
        with (home / "log").open("wb") as told:
            self._running[name] = subprocess.Popen(
                [self._python, "-m", "aics_witness", "serve"],
                cwd=home,
                stdout=told,
                stderr=told,
            )
        self._wait(name, port)
        self.witnesses.append(Witness(f"http://{at}", read_key(key)))

    def _call(self, home: Path, command: str, *words: str) -> str:
        return _run(str(self._python), "-m", "aics_witness", command, *words, cwd=home)

    def _wait(self, name: str, port: int) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and self._running[name].poll() is None:
            ready = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
            try:
                ready.request("GET", "/healthz")
                if ready.getresponse().read() == b"ok\n":
                    return
            except OSError:
                time.sleep(0.05)
            finally:
                ready.close()
        pytest.fail((self._folder / name / "log").read_text())

    def post(self, url: str, body: bytes) -> WitnessReply:
        answer = post(url, body)
        name = next(one.name for one in self.witnesses if one.url == url)
        self.asked.append(
            {
                "witness": name,
                "request": body.decode(),
                "status": answer.status,
                "answer": answer.body.decode(),
            }
        )
        return answer

    def away(self, name: str) -> None:
        running = self._running.pop(name)
        running.send_signal(signal.SIGTERM)
        running.wait(SECONDS)

    def evidence(self, name: str) -> list[dict[str, str]]:
        """Give the requests that a witness kept because they contradict each other."""
        found: list[dict[str, str]] = json.loads(
            self._call(self._folder / name, "evidence")
        )
        return found

    def stop(self) -> None:
        for name in list(self._running):
            self.away(name)

    def write(self) -> None:
        """Keep what was asked and answered, for tests without these programs."""
        RECORDED.mkdir(exist_ok=True)
        said = {
            "made by": WANTED,
            "witnesses": {one.name: str(one.key) for one in self.witnesses},
            "answers": self.asked,
        }
        text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
        (RECORDED / "recorded.json").write_text(text, "utf-8")


@contextmanager
def foreign(folder: Path, log: str) -> Iterator[Foreign]:
    """Run three foreign witnesses of a log; each is ended by its own number."""
    made = Foreign(installed(), folder)
    try:
        for name in NAMES:
            made.start(name, log)
        yield made
        if os.environ.get("SAYSO_REWRITE"):
            made.write()
    finally:
        made.stop()
