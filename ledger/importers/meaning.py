"""What the columns of somebody's table mean: fields, units, and what is left out.

`COLUMN=FIELD[:unit]` gives a column one meaning; a column may have several. The words
of the vocabulary are fields: a basis of money raised (`target`, `committed`, ...) and a
kind of price (`pre_money`, `mark`, ...). `raised` is the total of the round, and
`valuation` a price of which nobody says whether it is before or after the money.
"""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.claims.names import near, shown
from ledger.claims.vocabulary import BASES, PRICE_KINDS, PRIMARY_KINDS
from ledger.errors import BadInput
from ledger.importers.cells import Unit, unit_of
from ledger.importers.reading import Column, Setting
from ledger.importers.tables import Table, listed

RAISED: Final = {"raised": "round_total"} | {
    basis: basis for basis in BASES if basis not in {"per_investor", "sector_aggregate"}
}
"""Fields that are amounts of money raised, and of which basis. What one investor gives,
or a whole sector gets, is not the round's."""
PRICES: Final = {"valuation": "unspecified"} | {kind: kind for kind in PRICE_KINDS}
"""Fields that are prices, and of which kind."""
DAYS: Final = ("published", "effective")
NAMES: Final = ("investors", "lead")
TEXTS: Final = ("url", "locator", "note", "language")
FIELDS: Final = (
    *("company", "round", "round_type", "stage", "instrument", "currency", "source"),
    *(*DAYS, *NAMES, *TEXTS, *RAISED, *PRICES),
)
_ORDERS: Final = ("ymd", "dmy", "mdy")
_SEPARATORS: Final = ",;|/"
_OF_ROUNDS: Final = {"round", "round_type", "instrument", *NAMES, *RAISED, "valuation"}
_HINTS: Final = (
    ("company", r"company|organi[sz]ation|startup|issuer|firm|^name$"),
    ("published", r"announce|publish|report|date|^when$|day$"),
    ("post_money", r"post"),
    ("pre_money", r"pre.?money"),
    ("valuation", r"valuation|^value"),
    ("raised", r"raised|amount|funding|size"),
    ("round_type", r"type|series|stage"),
    ("round", r"round"),
    ("lead", r"lead"),
    ("investors", r"investor"),
    ("currency", r"currency"),
    ("url", r"url|link"),
)
"""Fields that a column's name suggests, for an example; never taken on trust."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What each column that is read means, and how amounts, days and names are read."""

    columns: tuple[Column, ...]
    units: dict[str, Unit]
    """By field, of amounts."""
    semicolons: bool

    @property
    def fields(self) -> frozenset[str]:
        """The fields that some column has."""
        return frozenset(column.field for column in self.columns)

    @property
    def is_of_rounds(self) -> bool:
        """Whether a row is about a round; else it is a price outside one."""
        priced = self.fields & PRICES.keys()
        return bool(not priced or self.fields & _OF_ROUNDS or priced & PRIMARY_KINDS)

    def left_out(self, header: Sequence[str]) -> str | None:
        """Say which columns nobody gave a meaning."""
        read = {column.name for column in self.columns}
        rest = [x or f"column {at}" for at, x in enumerate(header, 1) if x not in read]
        return f"columns left out: {', '.join(map(shown, rest))}" if rest else None


def meaning_of(setting: Setting, table: Table) -> Meaning:
    """Hold what was said of columns against a table's header; BadInput if it fails."""
    columns = setting.columns
    if setting.published_column is not None:
        columns = (*columns, Column(setting.published_column, "published"))
    if not columns:
        raise BadInput(
            f"nobody says what its columns mean: {listed(table.header)}",
            f"such as {example(table.header)}",
        )
    table.require([column.name for column in columns])
    for at, column in enumerate(columns):
        _check(column)
        if column.field in {earlier.field for earlier in columns[:at]}:
            raise BadInput(f"two columns are mapped to {column.field}", "leave one out")
    found = {column.field: column for column in columns}
    if "company" not in found:
        raise _missing("company", table.header)
    if "published" not in found and setting.published is None:
        raise _missing("published", table.header, " or --published D for all of it")
    if "source" not in found and setting.source is None:
        raise BadInput(
            "whose words are these?",
            "--source S says it; `sayso source add` registers one first",
        )
    amounts = RAISED.keys() | PRICES.keys()
    units = {key: unit_of(found[key].unit) for key in found if key in amounts}
    return Meaning(columns, units, table.delimiter == ";")


def _check(column: Column) -> None:
    """BadInput for a field that there is not, or a unit that it cannot have."""
    field, unit = column.field, column.unit
    if field not in FIELDS:
        close = near(field, FIELDS)
        perhaps = f"perhaps {', '.join(close)}; " if close else ""
        raise BadInput(
            f"there is no field {shown(field)!r} that a column can have",
            f"{perhaps}fields are {', '.join(FIELDS)}",
        )
    if unit is None:
        return
    if field in RAISED or field in PRICES:
        unit_of(unit)
    elif field in DAYS:
        if unit not in _ORDERS:
            raise BadInput(
                f"{field}:{shown(unit)}: which comes first?",
                "dmy for 30/6/2012, mdy for 6/30/2012",
            )
    elif field in NAMES:
        if unit not in _SEPARATORS:
            raise BadInput(
                f"{field}:{shown(unit)}: what stands between two names?",
                f"one of {' '.join(_SEPARATORS)}",
            )
    else:
        raise BadInput(f"{field} has no unit", f"leave :{shown(unit)} out")


def _missing(field: str, header: Sequence[str], more: str = "") -> BadInput:
    return BadInput(
        f"no column is mapped to {field}",
        f"--map COLUMN={field}{more}; the header has {listed(header)}",
    )


def example(header: Sequence[str]) -> str:
    """Make up a command line out of a table's own columns."""
    found: dict[str, str] = {}
    for field, words in _HINTS:
        for name in header:
            known = name in found.values()
            if field not in found and not known and re.search(words, name.lower()):
                found[field] = name
    named = [x for x in header if x]
    for field, name in zip(("company", "published"), (*named, *named), strict=False):
        if field not in found and name not in found.values():
            found[field] = name
    parts = (
        shlex.quote(f"{shown(name)}={field}{_unit(field, name)}")
        for field, name in found.items()
    )
    return " ".join(["--from csv --source S", *(f"--map {part}" for part in parts)])


def _unit(field: str, name: str) -> str:
    """The unit that a column's name suggests: `Amount ($M)`, `raised_usd`."""
    if field not in RAISED and field not in PRICES:
        return ""
    scale = re.search(r"(?<![a-z])([kmb])n?(?:ill(?:ion)?s?)?\b|illion", name.lower())
    code = next((x for x in ("EUR", "GBP") if x.lower() in name.lower()), "")
    letter = (scale[1] or "m").upper() if scale else ""
    return ":" + ((code + letter) or "USD")
