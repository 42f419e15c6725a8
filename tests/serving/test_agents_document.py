"""docs/agents.md: what it shows of tools and addresses is what they answer."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.testclient import TestClient

from ledger.book import Book
from ledger.serving.questions import QUESTIONS
from ledger.serving.tools import TOOLS

TEXT: Final = (Path(__file__).parents[2] / "docs/agents.md").read_text("utf-8")
BLOCK: Final = re.compile(r"^```(sh|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS: Final = re.compile(r'"http://127\.0\.0\.1:8643(/api/[^"]+)"')
CALLED: Final = re.compile(r"(?:calls) `(\w+)`:\n\n```json\n(.*?)\n```\n", re.DOTALL)
VARIES: Final = "…"


def is_part(shown: Any, whole: Any) -> bool:
    """Tell whether what a document shows is in an answer; lists by their beginning."""
    match shown:
        case dict():
            return all(x in whole and is_part(y, whole[x]) for x, y in shown.items())
        case list():
            pairs = zip(shown, whole, strict=False)
            return len(shown) <= len(whole) and all(is_part(x, y) for x, y in pairs)
        case "…":
            return isinstance(whole, str) and bool(whole)
    return bool(shown == whole)


def requests() -> list[tuple[str, Any]]:
    """Every address that is asked for, and what is shown of its answer."""
    blocks = BLOCK.findall(TEXT)
    found = []
    for (kind, text), (_, after) in pairwise(blocks):
        if kind == "sh" and text.startswith("curl "):
            (address,) = ADDRESS.findall(text)
            found.append((address, json.loads(after)))
    return found


@pytest.mark.parametrize(("address", "shown"), requests())
def test_an_address_answers_what_is_shown(
    reader: TestClient, address: str, shown: Any
) -> None:
    assert is_part(shown, reader.get(address).json())


def calls() -> list[tuple[str, Any, Any]]:
    """Every call of a tool, and what is shown of its answer."""
    found = []
    for one in CALLED.finditer(TEXT):
        after = BLOCK.search(TEXT, one.end())
        assert after is not None
        found.append((one[1], json.loads(one[2]), json.loads(after[2])))
    return found


@pytest.mark.parametrize(("tool", "arguments", "shown"), calls())
def test_a_tool_answers_what_is_shown(
    demo_place: Path, tool: str, arguments: dict[str, object], shown: Any
) -> None:
    with Book.open(demo_place, only_read=True) as book:
        assert is_part(shown, TOOLS[tool].call(book, None, arguments))


def test_the_document_has_what_it_is_about() -> None:
    assert len(requests()) == 3
    assert len(calls()) == 2
    for name, tool in TOOLS.items():
        (row,) = [x for x in TEXT.splitlines() if x.startswith(f"| `{name}` |")]
        shown = re.findall(r"(\*\*)?`(\w+)`", row.split("|")[2])
        taken = [("**" if x.required else "", x.name) for x in tool.parameters]
        assert shown == taken, name
    named = TEXT.partition("named as its\ncommand: ")[2].partition(". The parameters")[
        0
    ]
    assert re.findall(r"`([\w-]+)`", named) == list(QUESTIONS)
