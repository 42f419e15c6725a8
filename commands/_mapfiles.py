"""Mappings as files: read, remembered for a source, proposed from a table."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._options import Values
from ._output import put
from ._recording import read

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.importers.kit.feeds import Feed
    from ledger.importers.kit.mapfile import TableMap
    from ledger.importers.kit.reading import Setting

MAPS = (
    click.option(
        "--map-file",
        type=click.Path(exists=True, dir_okay=False, readable=True),
        metavar="FILE",
        help="TOML file with the meaning of the columns; see --guess.",
    ),
    click.option(
        "--remember",
        is_flag=True,
        help="Keep the mapping next to the ledger, for this source.",
    ),
)


def mapping(book: "Book", how: Values) -> "TableMap | None":
    """The mapping of --map-file, or the one that is remembered for --source."""
    from ledger.importers.kit.mapfile import mapping_from

    if how["map_file"] is not None:
        text = Path(how["map_file"]).read_text("utf-8")
        return read(f"--map-file {how['map_file']}", mapping_from, text)
    if how["source"] is None or how["columns"]:
        return None
    kept = place(book, book.names().find_source(how["source"]) or "")
    if kept is None or not kept.is_file():
        return None
    found = read(str(kept), mapping_from, kept.read_text("utf-8"))
    click.echo(f"columns as remembered in {kept}", err=True)
    return found


def place(book: "Book", source: str) -> Path | None:
    """Where the mapping of a source is remembered; nowhere for a server."""
    if "://" in book.place or not source:
        return None
    return Path(f"{book.place}.maps") / f"{source}.toml"


def merged(setting: "Setting", found: "TableMap | None") -> "Setting":
    """What options say, and what the mapping says that they do not."""
    if found is None:
        return setting
    mine, theirs = setting.layout, found.layout
    said = {column.field for column in setting.columns}
    kept = (x for x in found.columns if x.constants or x.field not in said)
    layout = replace(
        mine,
        divider=mine.divider or theirs.divider,
        header=mine.header or theirs.header,
        comment=mine.comment or theirs.comment,
        empty=mine.empty | theirs.empty,
        filled=mine.filled or theirs.filled,
    )
    return replace(
        setting,
        columns=(*kept, *setting.columns),
        numbers={**found.numbers, **setting.numbers},
        constants={**found.constants, **setting.constants},
        encoding=setting.encoding or found.encoding,
        layout=layout,
    )


def remember(book: "Book", setting: "Setting") -> None:
    """Keep how a table was read, for the next one of its source."""
    from ledger.errors import BadInput
    from ledger.importers.kit.mapfile import TableMap, mapping_text

    kept = place(book, setting.source or "")
    if kept is None:
        raise BadInput(
            "--remember needs a ledger in a folder, and --source",
            "--map-file FILE uses a mapping from any place",
        )
    found = TableMap(
        columns=setting.columns,
        numbers=setting.numbers,
        constants=setting.constants,
        layout=setting.layout,
        source=setting.source,
        encoding=setting.encoding,
    )
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(mapping_text(found), "utf-8")
    click.echo(f"remembered in {kept}", err=True)


def guess(feed: "Feed", how: Values) -> None:
    """Prints a mapping of a table, to be edited."""
    from itertools import islice

    from ledger.importers.csv_tables import table_in
    from ledger.importers.kit.limits import stopping
    from ledger.importers.kit.proposing import LOOKED_AT, proposed
    from ledger.importers.kit.reading import Setting
    from ledger.importers.kit.tables import TableRow

    from ._importing import named
    from ._tables import layout

    feed.peek()
    with named(feed), feed.opened() as file:
        table = table_in(file, Setting(encoding=how["encoding"], layout=layout(how)))
        read = stopping(table.rows(), feed.limits)
        rows = (row.cells for row in read if isinstance(row, TableRow))
        text = proposed(feed.name, table.header, list(islice(rows, LOOKED_AT)))
    put(text.splitlines())
