"""What the tracer of trips takes for a place that holds a datum."""

import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.trips import DEEP, LONG, MANY, files_of, holds


@dataclass(frozen=True, slots=True)
class Box:
    inside: object


@pytest.mark.parametrize(
    "value",
    [
        "at 17B today",
        b'{"min":"17B"}',
        17,
        Decimal(17),
        ["no", "17B"],
        {"min": "17B"},
        Box(("17B",)),
        Box([Box("17B")]),
    ],
)
def test_a_value_holds_a_datum_in_any_form(value: object) -> None:
    assert holds(value, ("17B", "17"))


@pytest.mark.parametrize(
    "value",
    [
        "18B",
        None,
        18,
        {"17B": "a name, no value"},
        "17B".rjust(LONG),
        ["17B"] * MANY,
        [[[[["17B"]]]]],
    ],
)
def test_what_does_not_hold_it_or_holds_far_more_is_left_out(value: object) -> None:
    assert DEEP == 4
    assert not holds(value, ("17B", "17"))


def test_a_trip_names_the_files_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # both are put back afterwards
    monkeypatch.setattr(sys, "argv", sys.argv)
    files = files_of(tmp_path, ("settle", "openai post_money >= 17B"), ("17B",))

    names = [Path(file).name for file in files]
    assert names[0] == "_lazy.py", "the words that were typed"
    assert "settle.py" in names
