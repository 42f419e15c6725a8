"""Options of `sayso import` that say how a table is laid out and written."""

from typing import TYPE_CHECKING

import click

from ._options import Values

if TYPE_CHECKING:
    from ledger.importers.kit.reading import Layout

TABLE = (
    click.option(
        "--numbers",
        multiple=True,
        metavar="[COLUMN=]EXAMPLE",
        help="Number format, by example: 1.234,5 or 1,23,45,678.",
    ),
    click.option(
        "--empty",
        multiple=True,
        metavar="WORD",
        help="Word for an empty cell: NULL; or usual, for common ones.",
    ),
    click.option(
        "--set",
        "constants",
        multiple=True,
        metavar="FIELD=VALUE",
        help="Value for rows and cells that have none: currency=EUR.",
    ),
    click.option(
        "--fill-down",
        "filled",
        multiple=True,
        metavar="COLUMN",
        help="Column in which an empty cell means the one above.",
    ),
    click.option(
        "--header-line",
        type=click.IntRange(min=1),
        metavar="N",
        help="Line with the column names. [the first]",
    ),
    click.option("--comment", metavar="SIGN", help="Beginning of comment lines: #."),
    click.option(
        "--sheet",
        metavar="NAME",
        help="Sheet of a workbook, or file in a zip file.",
    ),
    click.option(
        "--divider",
        metavar="SIGN",
        help="Separator: comma, semicolon, bar or tab. [detected]",
    ),
)


def layout(how: Values) -> "Layout":
    """How the options say that a table is laid out."""
    from ledger.errors import BadInput
    from ledger.importers.kit.reading import Layout
    from ledger.importers.kit.words import empty_words

    divider = {"tab": "\t", "\\t": "\t", "comma": ","}.get(
        how["divider"] or "", how["divider"]
    )
    if divider is not None and len(divider) != 1:
        raise BadInput(
            f"--divider {divider!r}: give one character", "such as --divider ';'"
        )
    return Layout(
        divider=divider,
        header=how["header_line"],
        comment=how["comment"],
        empty=empty_words(how["empty"]),
        filled=how["filled"],
    )


def numbers(how: Values) -> dict[str, str]:
    """How numbers are written, by column; of all others under an empty name."""
    from ledger.importers.kit.numbers import numbers_from

    from ._recording import read

    found = {}
    for text in how["numbers"]:
        column, _, sample = text.rpartition("=")
        read("--numbers", numbers_from, sample)
        found[column] = sample
    return found


def constants(how: Values) -> dict[str, str]:
    """What holds for every row, by field."""
    from ledger.errors import BadInput

    found = {}
    for text in how["constants"]:
        field, equals, value = text.partition("=")
        if not (equals and field.strip() and value.strip()):
            raise BadInput(
                f"--set {text}: write FIELD=VALUE",
                "such as --set currency=EUR",
            )
        found[field.strip()] = value.strip()
    return found
