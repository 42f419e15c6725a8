"""Tags of companies as columns, and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ledger.claims.names import Company, Directory
from ledger.claims.tags import COUNTRY, KEYS, SECTOR
from ledger.rendering.columns import Cell, Column, Columns
from ledger.rendering.tables import Table

NONE: Final[Mapping[str, str]] = {SECTOR: "no sector", COUNTRY: "no country"}
"""How people read that a company has no tag of a key."""


def others(company: Company) -> tuple[str, ...]:
    """Give the tags of a company that have no column of their own, as typed."""
    return tuple(f"{key}={x}" for key, x in company.tags.items() if key not in KEYS)


TAGS: Final[Columns[Company]] = (
    Column("sector", "sector", lambda x: x.tags.get(SECTOR)),
    Column("country", "country", lambda x: x.tags.get(COUNTRY)),
    Column("tags", "tags", others, kind="texts", wide=True),
)
"""What a list of companies says of them."""


def with_tags(table: Table, names: Directory | None) -> Table:
    """Give a table for programs with sector and country of the company of each row.

    They are there if any company has one; without `names` too, for the schema.
    """
    known = {} if names is None else names.companies
    if names is not None and not any(x.tags.keys() & set(KEYS) for x in names.tagged()):
        return table
    place = next(
        at for at, x in enumerate(table.columns) if x.name in {"company", "round"}
    )

    def tags(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        company = known.get(str(row[place]).partition("/")[0])
        found = {} if company is None else company.tags
        return tuple(found.get(key) for key in KEYS)

    rows = ((*row, *tags(row)) for row in table.rows)
    again = table.again
    return replace(
        table,
        columns=(*table.columns, *OF_A_ROW),
        rows=rows if isinstance(table.rows, Iterator) else list(rows),
        again=again and (lambda places: with_tags(again(places), names)),
    )


OF_A_ROW: Final[Columns[Any]] = tuple(
    Column(key, of=lambda _: None, optional=True) for key in KEYS
)
"""Columns whose cells `with_tags` makes."""
