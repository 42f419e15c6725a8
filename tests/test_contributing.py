"""The maps of CONTRIBUTING.md: rooms, types, and files, each where the page says."""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from tests.test_architecture import PURE, ROOMS

HERE: Final = Path(__file__).resolve().parents[1]
PAGE: Final = (HERE / "CONTRIBUTING.md").read_text("utf-8")
LINES: Final = re.findall(
    r"^((?:ledger/)?(\w+)(?:/|\.py)) +(.*)$",
    PAGE.partition("\n## The rooms\n")[2].partition("\n## ")[0],
    re.MULTILINE,
)
"""Of each line on the map of rooms: the folder or file, its name, and the words."""

TYPES: Final = re.findall(r"^\| `(\w+)` \| `(ledger/\S+)` \| \w", PAGE, re.MULTILINE)


def test_every_room_is_on_the_map() -> None:
    packages = {f"ledger/{x.name}/" for x in (HERE / "ledger").iterdir() if x.is_dir()}
    modules = {f"ledger/{x.name}" for x in (HERE / "ledger").glob("*.py")}
    around = {"commands/", "migrations/", "fixtures/"}
    there = packages | modules | around
    there -= {"ledger/__pycache__/", "ledger/__init__.py"}
    assert {place for place, *_ in LINES} == there


def test_a_room_stands_above_all_that_it_uses() -> None:
    order = [name for _, name, _ in LINES]
    assert order[0] == "commands"
    apart = {"migrations", "fixtures"}  # at the foot: they are installed next to it
    for room in ROOMS.keys() - apart:
        for used in ROOMS[room] - apart:
            assert order.index(room) < order.index(used), f"{room} uses {used}"


def test_the_rooms_that_are_called_pure_are_held_to_it() -> None:
    assert {name for _, name, words in LINES if words.endswith(" pure")} == set(PURE)


@pytest.mark.parametrize(("place", "words"), [(x, words) for x, _, words in LINES])
def test_the_rooms_within_a_room_are_on_its_line(place: str, words: str) -> None:
    within = {x.parent.name for x in (HERE / place).glob("*/*.py")}
    assert within - {"versions"} <= set(re.findall(r"(\w+)/", words))


def test_every_type_on_the_map_is_in_the_file_that_it_names() -> None:
    assert len(TYPES) >= 30
    for name, file in TYPES:
        tree = ast.parse((HERE / file).read_text("utf-8"))
        classes = [x.name for x in tree.body if isinstance(x, ast.ClassDef)]
        assert name in classes, f"{file} has no {name}"


def test_the_way_of_an_amount_leads_along_types_of_the_map() -> None:
    way = PAGE.partition("\nAn amount that somebody types")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", way)
    assert len(named) >= 10
    assert set(named) <= {name for name, _ in TYPES}


def test_files_and_folders_that_the_page_names_exist() -> None:
    named = set(re.findall(r"`([\w.-]+/[\w./-]*)`", PAGE))
    assert len(named) >= 20
    assert [x for x in sorted(named) if not (HERE / x).exists()] == []
