"""The JSON Schema of every answer, made from the columns of its rows.

It ships as `schema.json`, next to this file; a test holds that it is what is made here.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from ledger.answers.asking import Shape
from ledger.answers.events import EVENTS
from ledger.answers.keys import meaning
from ledger.answers.shapes import QUESTIONS
from ledger.answers.telling import FORMAT, SOURCES
from ledger.claims.amounts import QUALIFIERS
from ledger.claims.names import near
from ledger.errors import UnknownName
from ledger.rendering.columns import Column

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FILE: Final = "schema.json"

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
DECIMAL: Final[Schema] = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
DAY: Final[Schema] = {"type": "string", "format": "date"}

FREE: Final[Schema] = {"type": "array", "items": {"type": "object"}}
"""Rows whose columns the question itself names."""

SIMPLE: Final[Mapping[str, Schema]] = {
    "text": TEXT,
    "prose": TEXT,
    "source": TEXT,
    "whole": {"type": "integer"},
    "event": NUMBER,
    "exact": DECIMAL,
    "flag": {"type": "boolean"},
    "instant": INSTANT,
    "day": DAY,
    "figure": {"$ref": "#/$defs/amount"},
    "when": {"$ref": "#/$defs/when"},
    "days": {"$ref": "#/$defs/days"},
    "json": {},
}
"""What one value of a kind is."""

ONES: Final = {
    "texts": "text",
    "sources": "source",
    "events": "event",
    "exacts": "exact",
    "figures": "figure",
    "things": "thing",
}
"""The kinds that are lists, and what they are lists of."""


def _object_schema(properties: Mapping[str, Schema], **more: object) -> Schema:
    """Give the schema of an object that has all of these keys and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _column(column: Column[Any], within: str) -> Schema:
    """Give the schema of what a column holds, with what its key means."""
    return {"description": meaning(column.name, within), **_cell_schema(column)}


def _cell_schema(column: Column[Any]) -> Schema:
    """Give the schema of a cell: of one value, or of a list of them."""
    one = ONES.get(column.kind)
    if one is None:
        return _or_null(_one_value(column, column.kind))
    return {"type": ["array", "null"], "items": _one_value(column, one)}


def _one_value(column: Column[Any], kind: str) -> Schema:
    """Give the schema of one value that a column holds."""
    if kind == "thing":
        return _row_schema(column.parts, column.name)
    if column.words:
        return {"enum": list(column.words)}
    return SIMPLE[kind]


def _row_schema(columns: Sequence[Column[Any]], within: str) -> Schema:
    shown = [one for one in columns if one.of is not None]
    always = [one.name for one in shown if not one.optional]
    found = {one.name: _column(one, within) for one in shown}
    return _object_schema(found, required=always)


def _list(columns: Sequence[Column[Any]], within: str) -> Schema:
    return {"type": "array", "items": _row_schema(columns, within)}


def _ends_schema(*names: str, end: Schema) -> Schema:
    return _object_schema({"text": TEXT, **dict.fromkeys(names, _or_null(end))})


BASIS: Final[Mapping[str, Schema]] = {
    "as_of": {"type": "string"},
    "published_before": INSTANT,
    "published_before_local": INSTANT,
    "known_at": {"type": "integer", "minimum": -1},
    "effective": DAY,
    "zone": {"type": "string"},
    "strict": {"type": "boolean"},
    "provisional": {"type": "boolean"},
    "late": NUMBER,
    "possible": NUMBER,
    "rules": {"type": "integer"},
    "asked_under": {"type": "integer"},
    "head": {"type": "string"},
    "root": {"type": "string"},
    "token": {"type": "string"},
}


TEXTS: Final[Schema] = {"type": "array", "items": TEXT}
PICKED: Final[Mapping[str, Schema]] = {
    "where": TEXTS,
    "sort": {"type": ["string", "null"]},
    "desc": SIMPLE["flag"],
    "columns": TEXTS,
    "limit": {"type": ["integer", "null"]},
    "rows": NUMBER,
    "shown": NUMBER,
}
PICKED_ABOUT: Final = (
    "there where rows or columns were picked: by what, of how many rows, and how many"
    " are shown; if columns were picked, a row has only these keys"
)


def _shared_definitions() -> dict[str, Schema]:
    """Give what several questions have in common."""
    return {
        "amount": _object_schema(
            {
                "currency": _or_null(TEXT),
                "min": _or_null(DECIMAL),
                "max": _or_null(DECIMAL),
                "qualifier": {"enum": list(QUALIFIERS)},
                "text": {"type": "string"},
            },
            description="min and max in plain digits; text can be pasted back",
        ),
        "when": _ends_schema("from", "to", end=INSTANT)
        | {"description": "a partial date: from is in it, to is not; null is open"},
        "days": _ends_schema("first", "last", end=DAY)
        | {"description": "calendar days, both included; null is open"},
        "basis": _object_schema(BASIS),
        "page": _object_schema(
            {"rows": NUMBER, "of": _or_null(NUMBER), "next": _or_null(TEXT)},
            description="only where a page is asked for: its rows, of how many (null"
            " where that is not known), and the cursor of the next page, null at the"
            " end",
        ),
        "picked": _object_schema(PICKED, description=PICKED_ABOUT),
        "named_sources": _list(SOURCES, "sources"),
        "named_events": _list(EVENTS, "events"),
    }


def _question(name: str, shape: Shape) -> Schema:
    table = shape.table()
    named = {x: {"$ref": f"#/$defs/named_{x}"} for x in ("sources", "events")}
    parts = {x: _list(part.columns, x) for x, part in table.parts.items()}
    asked = {x: _value_schema(kind) for x, kind in shape.asked.items()}
    basis = {"$ref": "#/$defs/basis"} if shape.based else {"type": "null"}
    document: dict[str, Schema] = {
        "format": {"const": FORMAT},
        "question": {"const": name},
        "asked": _object_schema(asked),
        "basis": basis,
        **{x: {"$ref": f"#/$defs/{name}"} for x, name in shape.extra.items()},
        "notes": {"type": "array", "items": {"type": "string"}},
        **parts,
        "rows": FREE if shape.free else _list(table.columns, name),
        **named,
    }
    always = list(document)
    more = {x: {"$ref": f"#/$defs/{x}"} for x in ("page", "picked")}
    return _object_schema(document | more, required=always, description=shape.about)


def _value_schema(kind: str) -> Schema:
    one = ONES.get(kind)
    if one is None:
        return _or_null(SIMPLE[kind])
    return {"type": "array", "items": SIMPLE[one]}


def answers_schema() -> Schema:
    """Make the schema of all questions."""
    questions = {name: _question(name, shape) for name, shape in QUESTIONS.items()}
    return {
        "$schema": DIALECT,
        "$id": f"urn:sayso:{FORMAT}",
        "title": "An answer of sayso",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in questions],
        "$defs": {**_shared_definitions(), **questions},
    }


def shipped(question: str | None = None) -> Schema:
    """Give the schema that ships: of every answer, or of one question.

    UnknownName for a question that does not exist.
    """
    import orjson

    found: Schema = orjson.loads((files("ledger.answers") / FILE).read_bytes())
    names = [one["$ref"].removeprefix("#/$defs/") for one in found["oneOf"]]
    if question is None:
        return found
    if question not in names:
        alike = near(question, dict.fromkeys(names))
        perhaps = f"perhaps {', '.join(alike)}; " if alike else ""
        raise UnknownName(
            f"there is no question {question!r}", f"{perhaps}one of {', '.join(names)}"
        )
    del found["oneOf"]
    kept = {x: y for x, y in found["$defs"].items() if x not in names or x == question}
    return {**found, "$ref": f"#/$defs/{question}", "$defs": kept}


def text(schema: Schema) -> str:
    """Write a schema as the file holds it."""
    import orjson

    return orjson.dumps(schema, option=orjson.OPT_INDENT_2).decode() + "\n"
