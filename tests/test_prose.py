"""Words of ours are for people: plain, and no code takes them apart.

What is to be known behind a sentence stands next to it, as a value: the events that it
names (`ledger.projections.prose`), its line, whether it replays an answer.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).resolve().parents[1]
CUTTING: Final = {
    *("endswith", "find", "index", "partition", "removeprefix", "removesuffix"),
    *("replace", "rpartition", "rsplit", "split", "startswith"),
    *("compile", "findall", "finditer", "fullmatch", "match", "search", "sub"),
}
READERS: Final = ("audit", "claims", "drafting", "importers", "store", "trail")
"""Rooms that read what others wrote, and formats; pictures come from Vega as SVG."""

STANDING: Final = {" "}
KNOWN: Final = {
    "ledger/rendering/tables.py": STANDING,
    "ledger/page/moving.py": STANDING,
    "ledger/serving/shell.py": {" "},
    "ledger/rendering/layout.py": {r"(?:nearly|up to) \S*\d\S*|\S+"},
    "commands/_failures.py": {
        "'(.*)' is not one of ",
        r"Got unexpected extra arguments? \((.*)\)\.?",
    },
    "ledger/serving/tables.py": {" ", ", "},
}
"""The word of a standing, which stands first in its cell, has a colour of its own; the
shell of the server reads a header of HTTP. A page links the names in a cell that lists
sources, and the label in front of the day of a round: nothing is read out of them but
what is registered under just that name, so a word that is no name stays text. A line
does not end between an amount and the word in front of it; and click names what was
typed, where that is no word of an option, in a sentence of its own only."""

OURS: Final = [
    path.relative_to(HERE)
    for folder in ("ledger", "commands")
    for path in sorted((HERE / folder).rglob("*.py"))
    if path.relative_to(HERE).parts[1] not in READERS and path.name != "vega_files.py"
]


def cut(program: str) -> Iterator[str]:
    """Give the words by which a program takes texts apart: such as have a space."""
    for node in ast.walk(ast.parse(program)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in CUTTING or not node.args:
            continue
        for part in ast.walk(node.args[0]):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield from {part.value} if " " in part.value else ()


@pytest.mark.parametrize("path", OURS, ids=str)
def test_no_code_takes_words_of_ours_apart(path: Path) -> None:
    found = set(cut((HERE / path).read_text("utf-8")))
    assert found <= KNOWN.get(path.as_posix(), set())


@pytest.mark.parametrize(
    "program",
    [
        'note.startswith(("late", "basis "))',
        'heading(basis).removeprefix("as of ")',
        'heading(basis).removeprefix(f"as of {day}")',
        'cell.split(", ")',
        'text.replace(f"event {id_}", number)',
        're.compile("event ([0-9]+)")',
    ],
)
def test_code_that_did_would_be_found(program: str) -> None:
    assert list(cut(program))


GONE: Final = re.compile(
    r"\b(anew|besides?|by then|league|mend(s|ed|ing)?|so many of|who reads|whoever)\b",
    re.IGNORECASE,
)
"""Words that readers stumble over; plain ones are: again, next to, at that time, fix,
ranking, that many, readers, anyone who."""

PAGES: Final = [
    *(HERE / name for name in ("README.md", "CONTRIBUTING.md", "run.py")),
    *sorted((HERE / "docs").rglob("*.md")),
]
PROGRAMS: Final = [
    path.relative_to(HERE)
    for folder in ("ledger", "commands", "benchmarks")
    for path in sorted((HERE / folder).rglob("*.py"))
    if path.name not in {"readme.py", "paths.py"}
]
"""Exports of earlier versions are held against `readme.py`, so its text stays; what is
in `paths.py` is a program."""

QUOTED: Final = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
"""Sessions and names in the documents: what a program prints has its own test."""


def shown(program: str) -> Iterator[str]:
    """Give the texts that a person may read: no docstrings but those of commands."""
    tree = ast.parse(program)
    alone = {id(x.value) for x in ast.walk(tree) if isinstance(x, ast.Expr)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        of_ours = id(node) in alone and "Example:\n" not in node.value
        if " " in node.value.strip() and not of_ours:  # stored words and keys stay
            yield node.value


@pytest.mark.parametrize("path", PROGRAMS, ids=str)
def test_no_text_uses_a_word_that_readers_stumble_over(path: Path) -> None:
    texts = shown((HERE / path).read_text("utf-8"))
    assert [found[0] for text in texts for found in GONE.finditer(text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_no_document_uses_one_either(page: Path) -> None:
    text = QUOTED.sub("", page.read_text("utf-8"))
    assert [found[0] for found in GONE.finditer(text)] == []


PLAIN: Final = [
    path
    for path in PROGRAMS
    if path.parts[0] == "commands"
    or path.parts[1]
    in {"answers", "audit", "charts", "drafting", "importers", "page", "rendering"}
]
"""What has been gone through by its comments and docstrings, too."""


@pytest.mark.parametrize("path", PLAIN, ids=str)
def test_comments_and_docstrings_stand_next_to_things(path: Path) -> None:
    text = QUOTED.sub("", (HERE / path).read_text("utf-8"))
    said = [x.string for x in tokenize.generate_tokens(io.StringIO(text).readline)]
    prose = [x for x in said if " " in x]
    assert [x for x in prose if re.search(r"\bbesides?\b", x, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ('raise Refused("mend it by then")', ["mend", "by then"]),
        ('def f():\n    """Fold it anew."""\n    return "beside"', []),
        ('def f():\n    """Fold it anew.\n\n    Example:\n    """', ["anew"]),
    ],
)
def test_what_a_person_reads_is_found(program: str, found: list[str]) -> None:
    assert [x[0] for text in shown(program) for x in GONE.finditer(text)] == found
