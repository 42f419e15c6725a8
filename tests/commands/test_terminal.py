"""What is printed for programs, where it meets a terminal after all."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.conftest import Sayso

RED = "\x1b[31mred\x1b[0m\u202e"


def at_a_terminal(*words: str) -> str:
    """Run the command with a terminal for its standard output; give what it shows."""
    ours, theirs = pty.openpty()
    sayso = str(Path(sys.executable).with_name("sayso"))
    with os.fdopen(ours, "rb", buffering=0) as screen:
        done = subprocess.Popen([sayso, *words], stdout=theirs, stdin=theirs)
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = screen.read(4096)
            except OSError:  # the last one who could write has left
                break
            if not piece:
                break
            shown += piece
        assert done.wait() == 0
    return shown.decode()


def test_a_terminal_is_shown_what_it_would_obey(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    assert sayso("company", "add", "quill", "--name", RED).exit_code == 0
    for form in ("csv", "jsonl", "json", "table"):
        shown = at_a_terminal("company", "list", "-f", form)
        assert "quill" in shown
        assert "\x1b[31m" not in shown, form
        assert "\u202e" not in shown, form


def test_a_program_gets_the_bytes(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    assert sayso("company", "add", "quill", "--name", RED).exit_code == 0
    assert RED in sayso("company", "list", "-f", "csv").stdout
