"""What a format is, and what its reader is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader

from ledger.errors import BadInput
from ledger.importers.kit.before import Comparing
from ledger.importers.kit.beginning import Beginning
from ledger.importers.kit.limits import LIMITS, Limits
from ledger.importers.kit.lines import Item
from ledger.importers.kit.names import FormatName


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """What a column of somebody's CSV file means."""

    name: str
    field: str
    """`company`, `raised`, `stage`, ...; see `ledger.importers.csv_tables`."""
    unit: str | None = None
    """`M`, `EUR`, `EURM`, ...: what the numbers in it are numbers of."""
    constants: tuple[tuple[str, str], ...] = ()
    """In a wide table: what its cells say next to their number, as fields and values.
    Each cell is a claim of its own then."""


def column_from(text: str) -> MappedColumn:
    """Read `COLUMN=FIELD` or `COLUMN=FIELD:UNIT`; the column's name may hold both."""
    name, equals, meaning = text.rpartition("=")
    field_, _, unit = meaning.partition(":")
    if not (equals and name.strip() and field_.strip()):
        raise BadInput(
            f"--map {text}: write COLUMN=MEANING",
            "such as --map 'Amount raised=raised:M'",
        )
    return MappedColumn(name.strip(), field_.strip(), unit.strip() or None)


@dataclass(frozen=True, slots=True)
class Layout:
    """What somebody says of a table as such; nothing, if it can be told from it."""

    divider: str | None = None
    """What stands between two cells."""
    header: int | None = None
    """The line that names the columns."""
    comment: str | None = None
    """How lines begin that are no rows."""
    empty: frozenset[str] = frozenset()
    """Words that stand for an empty cell, folded."""
    filled: tuple[str, ...] = ()
    """Columns in which an empty cell means the one above it."""
    sheet: str | None = None
    """Sheet of a workbook, or file in a zip file."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a file is to be read."""

    source: str | None = None
    """The slug or name of the source of all this."""
    published: str | None = None
    """When it was published, where a row has no date of its own."""
    published_column: str | None = None
    columns: tuple[MappedColumn, ...] = ()
    encoding: str | None = None
    name: str = ""
    """What the file is called."""
    comparing: Comparing | None = None
    """With what a snapshot is compared."""
    layout: Layout = field(default_factory=Layout)
    """How the table is laid out: what divides cells, words for an empty cell."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """How numbers are written, by an example: of a column, or "" for the others."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """By field: what holds for every row that does not say otherwise."""
    limits: Limits = LIMITS


@dataclass(slots=True)
class Account:
    """What a reader has to tell but its items; filled while they are read."""

    rows: int = 0
    """Rows of a table, usable or not."""
    empty: int = 0
    notes: list[str] = field(default_factory=list)
    """Sentences for the person who imports, such as how dates were read."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose files have a format: a source, registered when its first file is read."""

    slug: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    name: FormatName
    read: Callable[[BufferedReader, Setting, Account], Iterator[Item]]
    fits: Callable[[Beginning], bool]
    """Whether a file that begins so is of this kind, and of no other."""
    speaker: Speaker | None = None
    """Who says what is in it, unless somebody else is named."""
    takes: frozenset[str] = frozenset({"source", "published", "encoding"})
    """The options that mean something for it."""
