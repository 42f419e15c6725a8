"""Results to standard output, in the form that was asked for."""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ledger.rendering.tables import Table


def show(table: "Table", form: str) -> None:
    """Prints a table; of rows alone (jsonl, csv) the rest goes to standard error."""
    from ledger.rendering.basis import Replay
    from ledger.rendering.tables import render

    if form == "table":
        put(render(table, form, width=width(), colour=colour()), exact=False)
    elif sys.stdout.isatty():
        put(map(inert, render(table, form)))
    else:
        put(render(table, form))
    token = (table.basis or {}).get("token")
    if form in {"jsonl", "csv"} and token:
        for note in table.notes:
            if not isinstance(note, Replay):
                click.echo(note, err=True)
        click.echo(f"basis: {token}", err=True)


def show_all(tables: Iterable["Table"], form: str) -> None:
    """Prints tables below each other."""
    for number, table in enumerate(tables):
        if number:
            click.echo()
        show(table, form)


def put(lines: Iterable[str], *, exact: bool = True) -> None:
    """Writes lines. Exact ones are UTF-8 on every terminal, for the next program."""
    encoding = "utf-8" if exact else (sys.stdout.encoding or "utf-8")
    stream = sys.stdout.buffer
    for line in lines:
        stream.write(line.encode(encoding, "backslashreplace") + b"\n")
    stream.flush()


def inert(line: str) -> str:
    """A line for a terminal, which shows what it would otherwise obey."""
    from ledger.claims.names import shown

    return "\n".join(shown(part) for part in line.split("\n"))


def width() -> int:
    """Columns of the terminal: COLUMNS, else what it says, else 80."""
    import shutil

    return shutil.get_terminal_size(fallback=(80, 24)).columns


def colour() -> bool:
    """Rich's rules: NO_COLOR forbids, FORCE_COLOR demands, else only a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    dumb = os.environ.get("TERM", "") in {"dumb", "unknown"}
    return sys.stdout.isatty() and not dumb
