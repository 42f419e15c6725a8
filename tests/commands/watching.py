"""Somebody watches a ledger and is killed at a named point; run as a program.

    python watching.py POINT WORD...

The words are those of a command line. At the point it kills itself with SIGKILL; where
the point is never reached, it ends with its exit code.
"""

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ledger.audit.looks import Look
from ledger.panels import writing

COMMANDS: Any = import_module("ledger.commands")
LOOKING: Any = import_module("ledger.commands._looking")
OUTPUT: Any = import_module("ledger.commands._output")
WATCH: Any = import_module("ledger.commands.watch")


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    setattr(owner, name, die)


def after(owner: Any, name: str) -> None:
    whole: Callable[..., Any] = getattr(owner, name)

    def run(*words: Any, **more: Any) -> Any:
        whole(*words, **more)
        die()

    setattr(owner, name, run)


def half_printed() -> None:
    """Let the first line come out, and no other."""

    def put(lines: Any, **_: Any) -> None:
        sys.stdout.buffer.write(next(iter(lines)).encode() + b"\n")
        sys.stdout.buffer.flush()
        die()

    OUTPUT.put = put


POINTS: dict[str, Callable[[], None]] = {
    "before it is begun": lambda: before(LOOKING.Watching, "begin"),
    "before it is printed": lambda: after(Look, "begin"),
    "in the middle of a line": half_printed,
    "after it is flushed": lambda: after(WATCH, "show"),
    "before the feed": lambda: before(writing, "whole"),
    "before it is done": lambda: before(Look, "done"),
    "after it is done": lambda: after(Look, "done"),
}

if __name__ == "__main__":
    point, *words = sys.argv[1:]
    POINTS[point]()
    COMMANDS.root.main(words, prog_name="sayso")
