"""A file or a type that a docstring or a comment names in backquotes exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).resolve().parents[1]
PROGRAMS: Final = [
    path.relative_to(HERE)
    for folder in ("ledger", "commands", "tests", "benchmarks")
    for path in sorted((HERE / folder).rglob("*.py"))
]
REFERENCE: Final = re.compile(r"`(\w+\.py|[A-Z][a-z]\w*)`")
"""A file, or a type: names of columns and options are written in lower case, too."""

EXAMPLES: Final = {"AmountInUSD"}
"""A word of somebody else's table."""


def known(program: str) -> Iterator[str]:
    """Give what a program defines, imports or asks for by name, and its short texts."""
    for node in ast.walk(ast.parse(program)):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name):
                yield name.rpartition(".")[2]
            case ast.Constant(value=str(name)) if name.isidentifier():
                yield name


def missing(text: str, names: set[str]) -> list[str]:
    """List the references of a text to files and types that do not exist."""
    return [x for x in REFERENCE.findall(text) if x not in names | EXAMPLES]


def test_references_lead_somewhere() -> None:
    texts = {path: (HERE / path).read_text("utf-8") for path in PROGRAMS}
    names = {path.name for path in PROGRAMS}.union(*map(known, texts.values()))
    lost = {path: missing(text, names) for path, text in texts.items()}
    assert {path: found for path, found in lost.items() if found} == {}


@pytest.mark.parametrize("name", ["gone.py", "GoneClass"])
def test_a_reference_to_nothing_is_found(name: str) -> None:
    assert missing(f"as `{name}` says", {"Known", "known.py"}) == [name]
