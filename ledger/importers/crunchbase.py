"""Crunchbase's table of rounds as it was exported in October 2013.

One row is one round as Crunchbase had it: *closed*, since the file says when a company
was funded and what it raised, its amount the total of the round. That day stands for
the day on which it became public, too. It is as precise as is honest: the file writes a
year as its first of January and a month as its first day, so those count as a year and
a month; the first of January 1960 is how it writes that nobody knows. `series-c+` lumps
Series C and all later ones, and stays lumped. Companies go by Crunchbase's own names
for them, kept as aliases. A file whose lines end in CR alone comes from an old
Macintosh, and so does its text.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from io import BufferedReader
from typing import Any, Final

from ledger.claims.numerals import shortest
from ledger.claims.tags import tag_in
from ledger.errors import BadInput, Problem
from ledger.importers.kit.cells import amount, day, figure_text, is_error
from ledger.importers.kit.dialects import Dialect, plain_amount
from ledger.importers.kit.labels import ended, plain
from ledger.importers.kit.lines import Item, Line, NamedCompany, RowCells
from ledger.importers.kit.reading import Account, Format, Setting, Speaker
from ledger.importers.kit.tables import CsvTable, TableRow, cell_problem, counted_rows

_COLUMNS: Final = (
    "company_permalink",
    "company_name",
    "funding_round_type",
    "funded_at",
    "raised_amount_usd",
)
_TAGS: Final = {
    "sector": "company_category_code",
    "country": "company_country_code",
}
_NO_DAY: Final = "1960-01-01"
_TYPES: Final = {
    "angel": "angel",
    "series-a": "series_a",
    "series-b": "series_b",
    "series-c+": "series_c_plus",
    "venture": "series_unknown",
    "private-equity": "growth",
    "post-ipo": "pipe",
    "crowdfunding": "crowdfunding",
    "other": None,
}


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    encoding = setting.encoding or ("mac_roman" if _is_old_mac(file) else None)
    table = CsvTable(file, encoding)
    table.require(_COLUMNS)
    for row in counted_rows(table, account):
        yield row if isinstance(row, Problem) else _round(row, setting)


def _is_old_mac(file: BufferedReader) -> bool:
    start = file.peek()
    return b"\r" in start and b"\n" not in start


def _round(row: TableRow, setting: Setting) -> Line | Problem:
    field = ""
    try:
        field = "company_permalink"
        company = _company(row.cells)
        field = "funded_at"
        said = _when(row.cells[field])
        published = said or _fallback(setting)
        field = "raised_amount_usd"
        raised = amount(row.cells[field])
        field = "funding_round_type"
        kind, type_ = _type(row.cells[field])
    except BadInput as error:
        return cell_problem(row.line, field, error)
    assert company.key is not None
    words = f"{kind.replace('+', '-plus')} {said or ''}"
    old = plain(words)
    label = old if raised is None else ended(old, _ending(raised))
    data: dict[str, Any] = {
        "round": label,
        "source": setting.source,
        "published": published,
        "stage": "closed",
    }
    if said is not None:
        data["effective"] = said
    if type_ is not None:
        data["round_type"] = type_
    if raised is not None:
        data["raised"] = [{"figure": figure_text(raised), "basis": "round_total"}]
    earlier = {"round": old}
    return Line(row.line, "round.reported", data, company=company, earlier=earlier)


def _ending(raised: Decimal) -> str:
    """Give an amount as labels have it: the slug of its digits and letter."""
    return shortest(raised).lower().replace(".", "-")


def _company(cells: RowCells) -> NamedCompany:
    permalink = cells["company_permalink"].rpartition("/")[2]
    if not permalink:
        raise BadInput("the row names no company")
    name = cells["company_name"]
    if not name or is_error(name):  # the file came out of a spreadsheet
        name = permalink
    return NamedCompany(name, f"crunchbase:{permalink}", tags=_tags(cells))


def _tags(cells: RowCells) -> dict[str, str]:
    """Give the sector and the country, where the copy has them and they can be read."""
    found = {}
    for key, column in _TAGS.items():
        with suppress(BadInput):
            found[key] = tag_in(key, cells.get(column, ""))
    return found


def _type(text: str) -> tuple[str, str | None]:
    kind = text.casefold()
    if kind not in _TYPES:
        raise BadInput(
            f"{text[:40]!r} is not a type of round in such files",
            f"one of {', '.join(_TYPES)}",
        )
    return kind, _TYPES[kind]


def _when(text: str) -> str | None:
    """Give the day, month or year that a date of this file stands for, if known."""
    found = day(text)
    if found is None or found == _NO_DAY:
        return None
    year, month, number = (*found.split("-"), "", "")[:3]
    if number != "01":
        return found
    return year if month == "01" else f"{year}-{month}"


def _fallback(setting: Setting) -> str:
    if setting.published is None:
        raise BadInput("missing date", "use --published D to set one")
    return setting.published


SPEAKER: Final = Speaker("crunchbase", "Crunchbase", "database")
FORMAT: Final = Format(
    "crunchbase",
    _read,
    lambda start: all(name in start.header for name in _COLUMNS),
    SPEAKER,
)


def _plain_cell(column: str, text: str) -> str:
    return plain_amount(text) if column == "raised_amount_usd" else text


def _company_named(cells: RowCells) -> NamedCompany | None:
    return _company(cells) if cells["company_permalink"].strip("/") else None


def _claims(row: TableRow, setting: Setting, locator: str) -> list[Line | Problem]:
    """Give the claim of a row as it was published on the day of a snapshot."""
    found = _round(row, setting)
    if isinstance(found, Problem):
        return [found]
    data = {**found.data, "published": setting.published, "locator": locator}
    return [replace(found, data=data)]


DIALECT: Final = Dialect(
    SPEAKER,
    lambda header: set(_COLUMNS) <= set(header),
    _plain_cell,
    _company_named,
    _claims,
)
