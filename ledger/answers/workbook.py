"""An answer as an Excel workbook: its rows, its further lists, and what they are.

The first sheet is named as the question and has the columns of csv; each further list
has a sheet of its own. The last sheet, `about`, says what was asked and typed, of which
ledger, at which basis, with the token that asks it again, and what each column holds.
"""

from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final

from ledger.answers.keys import meaning
from ledger.answers.shapes import QUESTIONS
from ledger.answers.telling import Told
from ledger.reading.entries import entry_of
from ledger.rendering.basis import ReplayNote
from ledger.rendering.cells import Field
from ledger.rendering.columns import Cells
from ledger.rendering.exact import SPREAD
from ledger.rendering.frames import framed
from ledger.rendering.tables import Table
from ledger.rendering.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from ledger.rendering.columns import Column

ABOUT: Final = "about"

FIELDS: Final = tuple(map(Field, ("what", "column", "holds", "written_as")))

ENDS: Final[Mapping[str, str]] = {
    "_currency": "the currency",
    "_min": "the lower end, in full units",
    "_max": "the upper end, in full units",
    "_qualifier": "exact, about, over, a range, ...",
    "_from": "the first instant of it, in UTC",
    "_to": "the first instant after it, in UTC",
    "_first": "the first day of it",
    "_last": "the last day of it",
    "": "as it is written",
}
"""What the parts of an amount or of a partial date hold."""

KINDS: Final[Mapping[str, str]] = {
    "whole": "number",
    "exact": "number",
    "float": "number",
    "flag": "true or false",
    "day": "date",
    "instant": "date and time, UTC",
    **dict.fromkeys(("texts", "wholes", "exacts"), "text; a list is joined by ;"),
}
"""How a column is written; all others as text."""


def write(told: Told, sink: IO[bytes], command: str | None = None) -> None:
    """Write an answer as a workbook; `command` is how it was typed.

    Refused if openpyxl is not installed, or for more rows than a sheet holds.
    """
    table = told.exact()
    every = {told.question: table} | {
        name: part for name, part in table.parts.items() if part.rows
    }
    framings = {name: framed(one.columns, one.rows) for name, one in every.items()}
    sheets = [Sheet(name, *framing) for name, framing in framings.items()]
    about = [*_question_rows(told, table, command)]
    for name, one in every.items():
        about += _columns(name, one, framings[name][0], free=_free(told.question))
    write_workbook([*sheets, Sheet(ABOUT, FIELDS, about)], sink)


def _question_rows(told: Told, table: Table, command: str | None) -> Iterator[Cells]:
    """Say what was asked, and of what; a row a line."""
    shape = QUESTIONS.get(told.question)
    yield "question", None, told.question if shape is None else shape.about, None
    if command is not None:
        yield "command", None, command, None
    for name, given in _ledger(told).items():
        yield name, None, given, None
    basis = dict(table.basis or {})
    for name, words in BASIS.items():
        if basis.get(name) is not None:
            yield words, None, str(basis[name]), None
    for note in table.notes:
        if not isinstance(note, ReplayNote):  # its token stands above
            yield "note", None, str(note), None
    yield "hidden columns", None, "columns without any value", None


BASIS: Final[Mapping[str, str]] = {
    "as_of": "as of",
    "published_before": "published before (UTC)",
    "known_at": "ledger entry",
    "effective": "reference date",
    "zone": "zone",
    "rules": "rules",
    "token": "basis (--basis TOKEN repeats it)",
}
"""What of the basis a reader needs, in words."""


def _ledger(told: Told) -> Mapping[str, str]:
    """Name the ledger, as its first entry does."""
    if told.reader is None:
        return {}
    opened = next(iter(told.reader.read(upto=0)), None)
    if opened is None:
        return {}
    data = entry_of(opened).data
    return {"ledger": str(data["origin"]), "ledger id": str(data["log"])}


def _free(question: str) -> bool:
    shape = QUESTIONS.get(question)
    return shape is not None and shape.free


def _columns(
    name: str, table: Table, fields: list[Field], *, free: bool
) -> Iterator[Cells]:
    """Say what each column of a sheet holds."""
    words = {} if free else dict(_column_words(name, table))
    for one in fields:
        told = words.get(one.name, "as in the query")
        yield f"sheet {name}", one.name, told, KINDS.get(one.kind, "text")


def _column_words(within: str, table: Table) -> Iterator[tuple[str, str]]:
    """Give each name that csv may have for a column, or a part of it, in words."""
    for column in table.columns:
        told = meaning(column.name, within)
        yield from _part_names(column.name, column, told)
        for part in column.parts if column.spread else ():
            of_it = f"{told}: {meaning(part.name, column.name)}"
            yield from _part_names(f"{column.name}_{part.name}", part, of_it)


def _part_names(
    name: str, column: "Column[Any]", told: str
) -> Iterator[tuple[str, str]]:
    for end, words in ENDS.items():
        whole = end == "" and column.kind not in SPREAD
        yield f"{name}{end}", told if whole else f"{told}: {words}"
