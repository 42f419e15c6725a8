"""Crunchbase's table of rounds as it was exported in October 2013.

One row is one round as Crunchbase had it: reported at *announced*, its amount the total
of the round. The day is when the round was made public, as precisely as it is honest:
the file writes a year as its first of January and a month as its first day, so those
count as a year and a month; the first of January 1960 is how it writes that nobody
knows. `series-c+` lumps Series C and all later ones, and stays lumped. Companies go by
Crunchbase's own names for them, kept as aliases. Text is UTF-8 or, where it is not, Mac
OS Roman.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import Final

from ledger.claims.names import proposed_slug
from ledger.errors import BadInput, Problem
from ledger.importers.cells import amount, day, written
from ledger.importers.dialects import Dialect, plain_amount
from ledger.importers.lines import Cells, Item, Line, Named
from ledger.importers.reading import Account, Format, Setting, Speaker
from ledger.importers.tables import Row, Table

_COLUMNS: Final = (
    "company_permalink",
    "company_name",
    "funding_round_type",
    "funded_at",
    "raised_amount_usd",
)
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
_ENCODING: Final = "mac_roman"


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    table = Table(file, setting.encoding or _ENCODING)
    for row in table.rows():
        account.rows, account.empty = table.tally.rows, table.tally.empty
        yield row if isinstance(row, Problem) else _round(row, setting)
    account.rows, account.empty = table.tally.rows, table.tally.empty


def _round(row: Row, setting: Setting) -> Line | Problem:
    field = ""
    try:
        field = "funded_at"
        published = _when(row.cells[field], setting)
        field = "raised_amount_usd"
        raised = amount(row.cells[field])
        field = "funding_round_type"
        kind, type_ = _type(row.cells[field])
    except BadInput as error:
        hint = f" ({error.hint})" if error.hint else ""
        return Problem(row.where, field, error.message + hint)
    label = proposed_slug(f"{kind.replace('+', '-plus')} {row.cells['funded_at']}")
    data = {
        "round": label.removesuffix(f"-{_NO_DAY}"),
        "source": setting.source,
        "published": published,
        "stage": "announced",
        "round_type": type_,
        "raised": []
        if raised is None
        else [{"figure": written(raised), "basis": "round_total"}],
    }
    data = {key: value for key, value in data.items() if value not in (None, [])}
    return Line(row.where, "round.reported", data, company=_company(row.cells))


def _company(cells: Cells) -> Named:
    permalink = cells["company_permalink"].rpartition("/")[2]
    name = cells["company_name"] or permalink
    return Named(name, f"crunchbase:{permalink}")


def _named(cells: Cells) -> Named | None:
    return _company(cells) if cells["company_permalink"] else None


def _type(text: str) -> tuple[str, str | None]:
    kind = text.casefold()
    if kind not in _TYPES:
        raise BadInput(f"{text[:40]!r} is no type of round that such a file has")
    return kind, _TYPES[kind]


def _when(text: str, setting: Setting) -> str:
    """Give the day, month or year that a date of this file stands for."""
    found = day(text)
    if found in {None, _NO_DAY}:
        if setting.published is None:
            raise BadInput(
                "nobody knows when", "--published D gives the file's own day"
            )
        return setting.published
    assert found is not None
    year, month, number = (*found.split("-"), "", "")[:3]
    if number != "01":
        return found
    return year if month == "01" else f"{year}-{month}"


def _fits(start: bytes) -> bool:
    header = start.splitlines()[0] if start.strip() else b""
    return all(name.encode() in header for name in _COLUMNS)


SPEAKER: Final = Speaker("crunchbase", "Crunchbase", "database")
FORMAT: Final = Format("crunchbase", _read, _fits, SPEAKER)


def _plain(column: str, text: str) -> str:
    return plain_amount(text) if column == "raised_amount_usd" else text


def _claims(row: Row, setting: Setting, locator: str) -> list[Line | Problem]:
    """Give the claim of a row as of the day of a snapshot; its own day is effective."""
    found = _round(row, setting)
    if isinstance(found, Problem):
        return [found]
    data = {**found.data, "published": setting.published, "locator": locator}
    if row.cells["funded_at"] not in {"", _NO_DAY}:
        data["effective"] = found.data["published"]
    return [replace(found, data=data)]


DIALECT: Final = Dialect(
    SPEAKER, lambda header: set(_COLUMNS) <= set(header), _plain, _named, _claims
)
