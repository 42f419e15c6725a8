"""The schema that ships: it is that of the columns, and each key says what it means."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from ledger.answers import keys, schema, shapes
from ledger.errors import UnknownName
from tests.conftest import Sayso

HERE = Path(__file__).resolve().parents[2]
FILE = HERE / "ledger/answers" / schema.FILE


def test_what_ships_is_made_of_the_columns_of_today() -> None:
    made = schema.text(schema.answers_schema())
    if os.environ.get("SAYSO_REWRITE"):
        FILE.write_text(made, "utf-8")
    assert FILE.read_text("utf-8") == made, "SAYSO_REWRITE=1 writes it again"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.shipped())


@pytest.mark.parametrize("question", shapes.QUESTIONS)
def test_the_schema_of_one_question_stands_alone(question: str) -> None:
    found = schema.shipped(question)
    jsonschema.Draft202012Validator.check_schema(found)
    others = set(shapes.QUESTIONS) - {question}
    assert not others & set(found["$defs"])
    named = {ref.rpartition("/")[2] for ref in refs(found)}
    assert named <= set(found["$defs"])


def refs(part: Any) -> list[str]:
    """Every reference in a schema."""
    if isinstance(part, list):
        return [ref for one in part for ref in refs(one)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [ref for one in part.values() for ref in refs(one)]


def test_no_key_has_a_meaning_that_nothing_uses(monkeypatch: Any) -> None:
    used: set[str] = set()

    def noting(name: str, within: str) -> str:
        special = f"{within}.{name}"
        used.add(special if special in keys.KEYS else name)
        return keys.meaning(name, within)

    monkeypatch.setattr(schema, "meaning", noting)
    schema.answers_schema()
    assert set(keys.KEYS) == used


def test_a_question_that_there_is_not_is_refused_with_near_ones() -> None:
    with pytest.raises(UnknownName, match="valuation") as caught:
        schema.shipped("valuation")
    assert "valuations" in (caught.value.hint or "")


def test_the_command_prints_it(sayso: Sayso) -> None:
    assert sayso("schema").stdout == FILE.read_text("utf-8")
    one = json.loads(sayso("schema", "show-round").stdout)
    assert one["$ref"] == "#/$defs/show-round"
    refused = sayso("schema", "show")
    assert refused.exit_code == 1
    assert "show-round" in refused.stderr
