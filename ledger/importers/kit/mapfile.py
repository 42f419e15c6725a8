"""A mapping as a file: what the columns of a table mean, in TOML.

    source = "the-wire"
    numbers = "1.234,5"
    empty = ["NULL"]

    [set]
    currency = "EUR"

    [columns."Amount"]
    field = "raised"
    unit = "M"

    [columns."seed"]
    field = "raised"
    unit = "USD"
    set = { round_type = "seed" }    # each cell is a claim of its own

What it may say is what the command line may: a field, its unit and its numbers for each
column, and the options that say how the table is laid out.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.claims.names import near, shown
from ledger.errors import BadInput
from ledger.importers.kit.numbers import numbers_from
from ledger.importers.kit.reading import Layout, MappedColumn
from ledger.importers.kit.words import empty_words

GAP: Final = "?"
"""What a proposal has in place of a source that nobody has filled in."""
_TEXTS: Final = ("source", "published", "encoding", "numbers", "comment", "divider")
_LISTS: Final = ("empty", "fill-down")
_WHOLE: Final = (*_TEXTS, *_LISTS, "header-line", "set", "columns")
_OF_COLUMN: Final = ("field", "unit", "numbers", "set")
_BARE: Final = re.compile("[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class TableMap:
    """What a file says of a table; what it does not say is empty."""

    columns: tuple[MappedColumn, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)
    source: str | None = None
    published: str | None = None
    encoding: str | None = None


def mapping_from(text: str) -> TableMap:
    """Read a mapping; BadInput with what is wrong, and where."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"this is not TOML: {error}", "put names in quotes") from None
    _check_words(found, _WHOLE, "")
    for name in _TEXTS:
        _check(found.get(name), str, f"{name}: must be text")
    for name in _LISTS:
        _check(found.get(name), list, f"{name}: must be a list, in brackets")
    _check(found.get("header-line"), int, "header-line: must be a number")
    columns, numbers = _columns(found.get("columns", {}))
    if said := found.get("numbers"):
        numbers_from(said)
        numbers[""] = said
    layout = Layout(
        divider=found.get("divider"),
        header=found.get("header-line"),
        comment=found.get("comment"),
        empty=empty_words(tuple(map(str, found.get("empty", ())))),
        filled=tuple(map(str, found.get("fill-down", ()))),
    )
    constants = _constants(found.get("set", {}), "[set]")
    if found.get("source") == GAP:
        del found["source"]
    whole = (found.get(name) for name in ("source", "published", "encoding"))
    return TableMap(columns, numbers, constants, layout, *whole)


def _columns(found: object) -> tuple[tuple[MappedColumn, ...], dict[str, str]]:
    """Read the columns, and how their numbers are written."""
    _check(found, dict, "columns: each must be a table: [columns.NAME]")
    assert isinstance(found, dict)
    columns: list[MappedColumn] = []
    numbers: dict[str, str] = {}
    for name, said in found.items():
        at = f"[columns.{shown(name)}]"
        _check(said, dict, f"{at}: must be a table")
        _check_words(said, _OF_COLUMN, f" in {at}")
        fields = said.get("field", [])
        fields = [fields] if isinstance(fields, str) else fields
        _check(fields, list, f"{at}: field is text, or a list of texts")
        constants = tuple(_constants(said.get("set", {}), at).items())
        _check(said.get("unit"), str, f"{at}: unit is text")
        unit = said.get("unit") or None
        columns += (MappedColumn(name.strip(), str(x), unit, constants) for x in fields)
        if written := said.get("numbers"):
            _check(written, str, f"{at}: numbers is text")
            numbers_from(written)
            numbers[name.strip()] = written
    return tuple(columns), numbers


def _constants(found: object, at: str) -> dict[str, str]:
    _check(found, dict, f"{at}: must be fields with their values")
    assert isinstance(found, dict)
    return {str(name): str(value) for name, value in found.items()}


def _check_words(found: Mapping[str, Any], words: tuple[str, ...], where: str) -> None:
    for name in found:
        if name not in words:
            close = near(name, words)
            hint = f"perhaps {', '.join(close)}" if close else f"{', '.join(words)}"
            raise BadInput(f"there is no {shown(name)!r}{where}", hint)


def _check(value: object, type_: type, what: str) -> None:
    if value is not None and not isinstance(value, type_):
        raise BadInput(what)


def mapping_text(mapping: TableMap) -> str:
    """Write a mapping, so that it is read again as it is."""
    return "\n".join([*_toml_lines(mapping), ""])


def _toml_lines(mapping: TableMap) -> Iterator[str]:
    layout = mapping.layout
    whole: dict[str, object] = {
        "source": mapping.source,
        "published": mapping.published,
        "encoding": mapping.encoding,
        "numbers": mapping.numbers.get(""),
        "comment": layout.comment,
        "divider": layout.divider,
        "header-line": layout.header,
        "empty": sorted(layout.empty),
        "fill-down": list(layout.filled),
    }
    yield from (f"{name} = {toml_value(x)}" for name, x in whole.items() if x)
    if mapping.constants:
        yield "\n[set]"
        yield from (f"{key(x)} = {toml_value(y)}" for x, y in mapping.constants.items())
    for name in dict.fromkeys(column.name for column in mapping.columns):
        several = [column for column in mapping.columns if column.name == name]
        yield from column_lines(name, several, mapping.numbers.get(name))


def column_lines(
    name: str, columns: list[MappedColumn], numbers: str | None = None
) -> Iterator[str]:
    """Write what one column means: its fields, and their common unit."""
    first = columns[0]
    fields = [column.field for column in columns]
    yield f"\n[columns.{key(name)}]"
    yield f"field = {toml_value(fields if len(fields) > 1 else fields[0])}"
    if first.unit:
        yield f"unit = {toml_value(first.unit)}"
    if numbers:
        yield f"numbers = {toml_value(numbers)}"
    if first.constants:
        pairs = ", ".join(f"{key(x)} = {toml_value(y)}" for x, y in first.constants)
        yield f"set = {{ {pairs} }}"


def key(name: str) -> str:
    """Write a name as TOML has it on the left."""
    return name if _BARE.fullmatch(name) else toml_value(name)


def toml_value(found: object) -> str:
    """Write text, a number or a list of texts; JSON's strings are TOML's."""
    return json.dumps(found, ensure_ascii=False)
