"""Epoch AI's table of funding rounds, as it is published and as others pass it on.

One row is one claim of Epoch AI's about one round. When it was said is the day on which
the copy was taken: the table's own "Report date" is often older than what the row says,
since rows are overwritten and the date stays. So `--published` must be given, or
`--published-column 'Report date'`, to take the table's word for it.

- *Closed* is closed, effective on the close date; *Late* and *Early discussions* are
  in_talks, and their amounts are targets.
- Equity and debt are two amounts, so two claims, and the debt a round of its own
  (`june-2025-10b-raise-debt`): it enters no sum of equity.
- *Secondary* alone makes a secondary round at a secondary price; *Other* (a merger, a
  stock exchange's price) an implied one: neither counts as raised, nor as the price of
  a primary round. Zero equity is no amount.
- Amounts are dollars, as the table says, also where it converted euros.
- Confidence, type, report date and exclusion are words of Epoch's: they stand in the
  note. The first source is the address of the claim, the others stand in the note too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BufferedReader
from typing import Any, Final

from ledger.claims.names import proposed_slug
from ledger.errors import BadInput, Problem
from ledger.importers.kit.cells import amount, figure_text, us_day
from ledger.importers.kit.dialects import (
    Dialect,
    WrongCell,
    cell,
    header_in,
    plain_amount,
    plain_day,
)
from ledger.importers.kit.lines import Item, Line, NamedCompany, RowCells
from ledger.importers.kit.reading import Account, Format, Setting, Speaker
from ledger.importers.kit.tables import CsvTable, TableRow, counted_rows

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("Id",),
    "company": ("Company", "company"),
    "closed": ("Close date", "date"),
    "status": ("Status", "status"),
    "equity": ("Funding (equity)", "equity_usd"),
    "debt": ("Funding (debt)", "debt_usd"),
    "valuation": ("Valuation (post-money)", "valuation_usd"),
    "reported": ("Report date",),
    "type": ("Type", "round_type"),
    "confidence": ("Confidence", "confidence"),
    "excluded": ("Exclude from graph view",),
}
"""What a column is for, and what it is called in the copies that there are."""

_NEEDED: Final = ("company", "closed", "status", "equity", "valuation")
_FOR: Final = {name: use for use, names in _NAMES.items() for name in names}
_AMOUNTS: Final = {"equity", "debt", "valuation"}
_DAYS: Final = {"closed", "reported"}
_SOURCE: Final = re.compile(r"Source( \d+)?")
_SAID_AGAIN: Final = frozenset({"closed"})
"""The name of a column that repeats the status."""

_STAGES: Final = {
    "closed": "closed",
    "late discussions": "in_talks",
    "early discussions": "in_talks",
}
_TYPES: Final = frozenset({"primary", "secondary", "debt", "other"})
SPEAKER: Final = Speaker("epoch-ai", "Epoch AI", "database")
DEBT: Final = ", debt"
"""The end of a locator that leads to the debt of a row."""


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Give the column for each use, as this copy calls it."""
    return {_FOR[name]: name for name in header if name in _FOR}


def _knows(header: Sequence[str]) -> bool:
    return _columns(header).keys() >= set(_NEEDED)


def _plain_cell(column: str, text: str) -> str:
    use = _FOR.get(column)
    if use in _AMOUNTS:
        return plain_amount(text)
    if use in _DAYS:
        return plain_day(text)
    if use == "excluded":
        return text.upper()
    return ",".join(_types(text)) if use == "type" else text


def _types(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _company(cells: RowCells) -> NamedCompany | None:
    name = cells.get(_columns(tuple(cells)).get("company", ""), "")
    return NamedCompany(name) if name else None


def _claims(row: TableRow, setting: Setting, locator: str) -> list[Line | Problem]:
    columns = _columns(tuple(row.cells))
    try:
        found = _RoundRow(row.cells, columns)
    except WrongCell as error:
        return [error.at(row.line)]
    company = _company(row.cells)
    if company is None:
        return [Problem(row.line, columns["company"], "no company")]
    shared = {"source": setting.source, "published": setting.published}
    return [
        Line(
            row.line,
            "round.reported",
            {**shared, **data, "locator": locator + ending},
            company=company,
            part=ending,
        )
        for ending, data in found.claims()
    ]


class _RoundRow:
    """One row, read."""

    def __init__(self, cells: RowCells, columns: Mapping[str, str]) -> None:
        self._cells, self._columns = cells, columns
        self._equity = cell(cells, columns["equity"], amount) or None
        self._debt = cell(cells, columns.get("debt"), amount) or None
        self._valuation = cell(cells, columns["valuation"], amount) or None
        self._closed = cell(cells, columns["closed"], us_day)
        self._stage = cell(cells, columns["status"], _stage)
        self._kinds = cell(cells, columns.get("type"), _kinds)

    def claims(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give what it claims: the ending of the locator, and an event's data."""
        said = {"stage": self._stage, "effective": self._closed, **self._sources()}
        label = self._label()
        lent = self._kinds == {"debt"} and not (self._equity or self._valuation)
        if not lent:
            yield (
                "",
                _without_empty(
                    {**said, "round": label, **self._shares(), "note": self._note()}
                ),
            )
        if self._debt or lent:
            yield (
                DEBT,
                _without_empty(
                    {
                        **said,
                        "round": proposed_slug(f"{label[:58]}-debt"),
                        "raised": self._raised(self._debt),
                        "round_type": "debt",
                        "instrument": "debt",
                        "note": self._note(),
                    }
                ),
            )

    def _shares(self) -> dict[str, Any]:
        """Give what is said of shares: new ones, old ones, or a price alone."""
        price, type_ = "post_money", None
        if self._kinds == {"secondary"}:
            price = type_ = "secondary"
        elif self._kinds == {"other"}:
            price = "implied"
        value = self._valuation
        return {
            "raised": self._raised(self._equity),
            "valuation": [{"figure": figure_text(value), "kind": price}]
            if value
            else [],
            "round_type": type_,
            "instrument": "equity" if self._kinds == {"primary"} else None,
        }

    def _raised(self, value: Any) -> list[dict[str, str]]:  # see amount
        basis = "round_total" if self._stage == "closed" else "target"
        return [{"figure": figure_text(value), "basis": basis}] if value else []

    def _label(self) -> str:
        """Give the label of the round: the row's Id, else the day of closing."""
        said = self._said("id") or self._closed or "undated"
        digest = sha256(said.encode()).hexdigest()[:8]
        return proposed_slug(said.replace("+", "-plus")) or f"row-{digest}"

    def _said(self, use: str) -> str:
        return self._cells.get(self._columns.get(use, ""), "")

    def _sources(self) -> dict[str, str]:
        found = self._addresses()
        return {"url": found[0]} if found else {}

    def _addresses(self) -> list[str]:
        named = sorted(name for name in self._cells if _SOURCE.fullmatch(name))
        return [self._cells[name] for name in named if self._cells[name]]

    def _note(self) -> str:
        """Say in words what is no figure, so that nothing is lost."""
        uses = ("status", "confidence", "type")
        words = [f"{x} {said}" for x in uses if (said := self._said(x))]
        if day := plain_day(self._said("reported")):
            words.append(f"report date {day}")
        if (said := self._said("excluded")) and said.casefold() != "false":
            words.append("excluded from the graph")
        words += [f"also {address}" for address in self._addresses()[1:]]
        return f"{SPEAKER.name}: {'; '.join(words)}"


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [], "")}


def _stage(text: str) -> str:
    found = _STAGES.get(text.casefold())
    if found is None:
        raise BadInput(
            f"{text[:40]!r} is not a status",
            "Closed, Late discussions, Early discussions",
        )
    return found


def _kinds(text: str) -> set[str]:
    found = {kind.casefold() for kind in _types(text)}
    if unknown := sorted(found - _TYPES):
        raise BadInput(
            f"{unknown[0][:40]!r} is not a type", "Primary, Secondary, Debt, Other"
        )
    return found


DIALECT: Final = Dialect(SPEAKER, _knows, _plain_cell, _company, _claims)


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    table = CsvTable(file, setting.encoding)
    if not _knows(table.header):
        raise BadInput(
            f"{setting.name} does not have the columns of Epoch AI's table",
            "--map says what the columns of another table mean",
        )
    _dated(table.header, setting)
    if left := [name for name in table.header if not _used(name)]:
        account.notes.append(f"columns left out: {', '.join(left)}")
    for row in counted_rows(table, account):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _of_day(row, setting)


def _used(name: str) -> bool:
    return name in _FOR or name in _SAID_AGAIN or _SOURCE.fullmatch(name) is not None


def _dated(header: Sequence[str], setting: Setting) -> None:
    """Refuse a table that does not say when it said so."""
    column = setting.published_column
    if column is not None and column not in header:
        raise BadInput(f"there is no column {column!r}", f"{', '.join(header)}")
    if column is None and setting.published is None:
        raise BadInput(
            "when was this copy taken? Rows are overwritten, but keep their report"
            " dates stay",
            "--published D: the day on which this copy was taken; --published-column"
            " 'Report date' uses the dates of the table, which may be too early",
        )


def _of_day(row: TableRow, setting: Setting) -> Iterator[Line | Problem]:
    """Give the claims of a row, published on the day that is meant for it."""
    published = setting.published
    if setting.published_column is not None:
        try:
            own = cell(row.cells, setting.published_column, us_day)
        except WrongCell as error:
            yield error.at(row.line)
            return
        published = own or published
    if published is None:
        what = "no date (use --published D for rows without one)"
        yield Problem(row.line, setting.published_column or "", what)
        return
    key = row.cells.get("Id", "")
    locator = f"row {key}" if key else row.where
    yield from _claims(row, replace(setting, published=published), locator)


FORMAT: Final = Format(
    "epoch",
    _read,
    lambda start: _knows(header_in(start.header)),
    SPEAKER,
    takes=frozenset({"source", "published", "published_column", "encoding"}),
)
