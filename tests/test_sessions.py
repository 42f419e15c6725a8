"""Every `console` block of the documents, replayed through the installed command.

A document is one session: it begins in an empty folder, and the clock moves on by a
minute with every command. A line `...` stands for any lines. What differs from run
to run (the ledger's uuid, and so hashes and basis tokens) is not compared.

With SAYSO_REWRITE=1 (`python3 run.py docs`) blocks that differ are written again.
"""

import os
import re
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from itertools import groupby
from pathlib import Path
from shutil import copytree
from typing import Final

import click
import pytest
from click.testing import CliRunner

HERE: Final = Path(__file__).resolve().parent.parent
DOCUMENTS: Final = [
    HERE / "README.md",
    HERE / "CONTRIBUTING.md",
    *sorted((HERE / "docs").rglob("*.md")),
]
BLOCK: Final = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
TOKEN: Final = re.compile(r"b\d+(?:\.-?[0-9a-z]+){4}\.[dps]+\.[0-9a-f]*\.\S+")
HASH: Final = r"\b(?=[0-9-]*[a-f])[0-9a-f-]{8,64}\b"
NAMED: Final = r"(?<=sayso/)[0-9]{8}\b|(?<=\+)[0-9]{8}\b|(?<=root )[0-9]{12}\b"
"""Some hashes have no letter: one in forty of eight digits."""

VARIES: Final = re.compile(f"{TOKEN.pattern}|{HASH}|{NAMED}")
START: Final = 1_795_425_600_000_000
"""2026-11-23T09:20:00Z, in microseconds."""

KEPT_OUT: Final = ("SAYSO_DB", "SAYSO_DEBUG", "SAYSO_LOG", "NO_COLOR", "FORCE_COLOR")
MINUTE: Final = 60_000_000
REWRITE: Final = "SAYSO_REWRITE"


def heard(line: str) -> tuple[str, bytes | None]:
    """Give a command without the lines that it reads, and these lines."""
    first, *lines = line.split("\n")
    command, here, end = first.partition(" <<")
    if not here or not command.startswith("sayso "):
        return line, None
    assert lines.pop() == end, f"what {command} reads ends with {end}"
    return command, "".join(f"{x}\n" for x in lines).encode()


@dataclass
class Shell:
    """The little of a shell that the documents use, over the installed command."""

    root: click.Group
    now: int = START
    variables: dict[str, str] = field(default_factory=dict)
    status: int = 0
    token: str = ""
    """The basis token that was printed last."""

    def run(self, line: str) -> str:
        """Run `sayso ...`, with `| sayso ...` and `> file`; give what is shown.

        `cat > file <<END` writes the lines up to END, `sayso ... <<END` reads them.
        """
        line, given = heard(line)
        if line == "echo $?":
            return f"{self.status}\n"
        if line.startswith("cat > "):
            name, *lines = line.removeprefix("cat > ").split("\n")
            name, _, end = name.partition(" <<")
            assert lines.pop() == end, f"the text of {name} ends with {end}"
            Path(name).write_text("".join(f"{x}\n" for x in lines), "utf-8")
            return ""
        if line.startswith("mv "):
            _, name, target = line.split()
            Path(name).replace(target)
            return ""
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            self.variables[name] = value
            return ""
        words = shlex.split(TOKEN.sub(lambda _: self.token, line))
        shown, piped = "", given
        for is_bar, part in groupby(words, lambda word: word == "|"):
            if not is_bar:
                told, piped = self._call(list(part), piped)
                shown += told
        self.token = (TOKEN.findall(shown) or [self.token])[-1]
        return shown

    def _call(self, words: list[str], stdin: bytes | None) -> tuple[str, bytes]:
        """Give what goes to the terminal, and standard output for the next one."""
        target = None
        if ">" in words:
            words, target = words[: words.index(">")], Path(words[-1])
        assert words[0] == "sayso", f"the documents run sayso, not {words[0]}"
        self.now += MINUTE
        result = CliRunner().invoke(
            self.root,
            words[1:],
            input=stdin,
            env={"COLUMNS": "80", "SAYSO_ACTOR": "ann", **self.variables},
            obj={"clock": lambda: self.now},
            prog_name="sayso",
        )
        self.status = result.exit_code
        if target is None:
            return result.output, result.stdout_bytes
        target.write_bytes(result.stdout_bytes)
        return result.stderr, b""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, with nothing of the caller's environment.

    Only the samples of importers are there, as in a copy of the repository.
    """
    samples = "fixtures/importers"
    copytree(HERE / samples, tmp_path / samples)
    monkeypatch.chdir(tmp_path)
    for name in KEPT_OUT:
        monkeypatch.delenv(name, raising=False)
    (script,) = entry_points(group="console_scripts", name="sayso")
    root = sys.modules[script.load().__module__].root
    assert isinstance(root, click.Group)
    return Shell(root)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_shows_is_what_happens(document: Path, shell: Shell) -> None:
    said = document.read_text("utf-8")
    done = BLOCK.sub(lambda found: replayed(found[0], shell.run), said)
    if os.environ.get(REWRITE) and done != said:
        document.write_text(done, "utf-8")
    elif not os.environ.get(REWRITE):
        assert done == said, f"{document.name}: `python3 run.py docs` rewrites it"


def replayed(block: str, run: Callable[[str], str]) -> str:
    """Give a block with what its commands really show, where that differs.

    A basis token in a command is the one that the block showed last.
    """
    parts: list[str] = []
    for command, shown in commands_in(block):
        last = TOKEN.findall("".join(parts))[-1:]
        asked = TOKEN.sub(last[0], command) if last else command
        line = re.sub(r"\n> ?", "\n", re.sub(r"\\\n> *", "", asked))
        told = run(line.removeprefix("$ ").strip())
        same = matches(shown.splitlines(), told.splitlines())
        parts.append(asked + (shown if same else bare(told)))
    return "".join(parts)


def commands_in(block: str) -> list[tuple[str, str]]:
    """Split a block into commands (with their continuation lines) and output."""
    found = re.split(r"^(\$ .*\n(?:> ?.*\n)*)", block, flags=re.MULTILINE)
    assert not found[0].strip(), f"output without a command: {found[0]}"
    return list(zip(found[1::2], found[2::2], strict=True))


def bare(text: str) -> str:
    """Take trailing spaces off every line, as the documents do."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def matches(shown: Sequence[str], told: Sequence[str]) -> bool:
    """Tell whether the lines shown are the lines told; `...` stands for any."""
    if not shown:
        return not any(line.strip() for line in told)
    first, *rest = shown
    if first.strip() == "...":
        return any(matches(rest, told[start:]) for start in range(len(told) + 1))
    return bool(told) and alike(first, told[0]) and matches(rest, told[1:])


def alike(shown: str, told: str) -> bool:
    """Tell whether two lines are the same but for what differs from run to run."""
    return VARIES.sub("*", shown.rstrip()) == VARIES.sub("*", told.rstrip())


@pytest.mark.parametrize(
    ("shown", "told", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["...", "c"], ["a", "b", "c"], True),
        (["...", "b"], ["a", "b", "c"], False),
        (["id 12ab34cd"], ["id 98fe76dc"], True),
        (["by sayso/652a6323+c4574a28"], ["by sayso/47247650+12345678"], True),
        (["9 entries, root 91be96b32187"], ["9 entries, root 912962321874"], True),
        (["2024-01-19"], ["2024-01-20"], False),
    ],
)
def test_lines_are_compared_but_for_what_varies(
    shown: list[str], told: list[str], *, same: bool
) -> None:
    assert matches(shown, told) is same
