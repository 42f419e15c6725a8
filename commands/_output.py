"""Results to standard output, in the form that was asked for."""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from ._files import file_of, typed

if TYPE_CHECKING:
    from ledger.projections.basis import Answer, Telling
    from ledger.rendering.picking import RowPick
    from ledger.rendering.tables import Table

PICK = "sayso.pick"
"""Where a context keeps which rows and columns are wanted; see `_options.wanted`."""


def show(answer: "Answer[Any]", form: str) -> None:
    """Prints an answer of the book, which must be open; see `tell`."""
    assert answer.told is not None, "only a book's answers are shown"
    tell(answer.told, form)


def tell(told: "Telling", form: str) -> None:
    """Prints the rows that are wanted; of csv, notes and basis go to standard error."""
    if pick := pick_wanted():
        told = told.picked(pick)
    if form == "table":
        for number, table in enumerate(told.drawn(width())):
            if number:
                put([""], exact=False)
            draw(table)
    elif form == "csv":
        _print_rows(told.exact())
    elif form == "xlsx":
        _workbook(told)
    else:
        exactly(told.json_text() if form == "json" else told.object_text(), end="")


def has_rows(answer: "Answer[list[Any]]") -> bool:
    """Whether an answer has rows; with --where, whether any of them satisfies it."""
    pick = pick_wanted()
    if not answer.value or pick is None or not pick.where:
        return bool(answer.value)
    assert answer.told is not None, "only a book's answers are shown"
    return bool(answer.told.picked(pick).exact().rows)


def pick_wanted() -> "RowPick | None":
    """Which rows and columns the command line asks for, if it does."""
    context = click.get_current_context(silent=True)
    given = None if context is None else context.meta.get(PICK)
    if not given:
        return None
    from ledger.rendering.picking import RowPick

    if "desc" in given and "sort" not in given:
        raise click.UsageError("--desc needs --sort COLUMN", context)
    return RowPick(**given)


def highest(many: int | None) -> int | None:
    """How many companies a ranking is asked for: all, where conditions come first.

    Then those of the first companies are taken of the rows that satisfy these.
    """
    wanted = click.get_current_context().meta.get(PICK, {})
    if many is None or "where" not in wanted:
        return many
    wanted["companies"] = many
    return None


def draw(table: "Table") -> None:
    """Prints a table for people; what only machines need of its basis with -v."""
    from ledger.rendering.basis import quiet
    from ledger.rendering.tables import render

    drawn = table if verbose() else quiet(table)
    lines = render(drawn, "table", width=width(), colour=colour(), wrap=on_screen())
    put(lines, exact=False)


def verbose() -> bool:
    """Whether -v was given, before the command or behind it."""
    context = click.get_current_context(silent=True)
    known = None if context is None else context.find_root().obj
    return bool(known and known.get("verbose"))


def _print_rows(table: "Table") -> None:
    from ledger.rendering.basis import Machinery, ReplayNote
    from ledger.rendering.tables import render

    exactly(render(table, "csv"))
    token = (table.basis or {}).get("token")
    if token:
        for note in table.notes:
            wanted = not isinstance(note, Machinery) or verbose()
            if wanted and not isinstance(note, ReplayNote):
                click.echo(note, err=True)
        click.echo(f"basis: {token}", err=True)


def _workbook(told: "Telling") -> None:
    from ledger.answers.telling import Told
    from ledger.answers.workbook import write

    assert isinstance(told, Told), "a workbook is made of a documented answer"
    write(told, file_of() or sys.stdout.buffer, typed())


def exactly(lines: Iterable[str], end: str = "\n") -> None:
    """Writes lines for programs; a terminal shows what it would otherwise obey."""
    put(map(inert, lines) if on_screen() else lines, end=end)


def put(lines: Iterable[str], *, exact: bool = True, end: str = "\n") -> None:
    """Writes lines. Exact ones are UTF-8 on every terminal, for the next program."""
    file = file_of()
    exact = exact or file is not None
    encoding = "utf-8" if exact else (sys.stdout.encoding or "utf-8")
    stream = sys.stdout.buffer if file is None else file
    for line in lines:
        stream.write((line + end).encode(encoding, "backslashreplace"))
    stream.flush()


def inert(line: str) -> str:
    """A line for a terminal, which shows what it would otherwise obey."""
    from ledger.claims.names import shown

    return "\n".join(shown(part) for part in line.split("\n"))


def on_screen() -> bool:
    """Whether the output goes to a terminal."""
    return file_of() is None and sys.stdout.isatty()


def width() -> int:
    """Columns of the terminal: COLUMNS, else what it says, else 80."""
    import shutil

    return shutil.get_terminal_size(fallback=(80, 24)).columns


def colour() -> bool:
    """Rich's rules: NO_COLOR forbids, FORCE_COLOR demands, else only a terminal."""
    if os.environ.get("NO_COLOR") or file_of() is not None:
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    dumb = os.environ.get("TERM", "") in {"dumb", "unknown"}
    return sys.stdout.isatty() and not dumb
