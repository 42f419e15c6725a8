"""A lake: all entries of one ledger as Parquet, in a Delta table in a folder.

    seq             the number of the entry
    id              its id, 64 hex digits
    type            company.registered, round.reported, ...
    company, other  the company that it is about; a second one, if it links two
    published_from  the first and the last instant of its publication, and when it was
    published_to    recorded: microseconds since 1970
    recorded
    leaf            its hash in the tree, 32 bytes
    body            its stored bytes, JSON
    part            in which folder of the table it is

A version of the table is a signed head: its commit says how many entries there are, the
root of the tree over them, which ledger they are of, and has the signed note. The table
is for appending only, and remembers its versions for ever.

The part follows from the name of the company and never changes: which companies belong
together changes with every merger and every claim that is moved. What is folded
together is put together when it is read; see `ledger.lake.copied`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.claims.entry import Stored
from ledger.errors import Conflict, Damaged, Refused, Unreachable
from ledger.logs import log

if TYPE_CHECKING:
    from deltalake import DeltaTable

PARTS: Final = 32
"""Parts of entries about companies: as many tasks can share the work."""

NO_COMPANY: Final = "none"
"""The part of entries about no company: names, documents, rows of tables."""

BATCH: Final = 5000
"""Entries that are held at once while they are written."""

COLUMNS: Final = Stored._fields
_SIZE, _ROOT, _LEDGER, _NOTE = (
    *("sayso.size", "sayso.root", "sayso.ledger", "sayso.checkpoint"),
)
_GLANCE: Final = 8
"""Commits that are looked at first: above that of a head, others may have compacted."""


class Version(NamedTuple):
    """A version of the table that is a head of its ledger."""

    number: int
    size: int
    """How many entries it has."""
    root: str
    """The root (hex) of the tree over them."""
    ledger: str
    """The uuid of their ledger."""


class File(NamedTuple):
    """A file of the table."""

    path: Path
    part: str
    rows: int
    size: int
    """Bytes."""


class Commit(NamedTuple):
    """What a new version says."""

    size: int
    root: str
    note: bytes
    """The signed head; nothing if nobody signed."""


def part_of(company: str | None) -> str:
    """Name the part of the entries about a company, or about none."""
    if company is None:
        return NO_COMPANY
    return f"{sha256(company.encode()).digest()[0] % PARTS:02d}"


def modules() -> tuple[Any, Any]:
    """Import deltalake and pyarrow; Refused if they are not installed."""
    try:
        import deltalake
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.compute  # type: ignore[import-untyped]
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError:
        raise Refused(
            "a lake needs more packages", "pip install 'sayso[lake]'"
        ) from None
    return deltalake, pa


@dataclass(frozen=True, slots=True)
class LakeTable:
    """The Delta table in a folder, as it is now."""

    folder: Path
    delta: "DeltaTable"

    @classmethod
    def found(cls, folder: Path) -> "LakeTable | None":
        """Open the table in a folder; None if there is none yet.

        Refused for a folder with other things in it, Unreachable for one that cannot
        be read.
        """
        deltalake, _ = modules()
        try:
            if (folder / "_delta_log").is_dir():
                return cls(folder, deltalake.DeltaTable(str(folder)))
            if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
                return None
        except (OSError, deltalake.exceptions.DeltaError) as error:
            log("the lake cannot be read", why=str(error))
            raise Unreachable(
                f"{folder} cannot be read as a Delta table",
                "check that all of it is there, and may be read",
            ) from None
        raise Refused(
            f"{folder} is no lake",
            "name a new folder, or one that `sayso export --lake` wrote",
        )

    def versions(self) -> Iterator[Version]:
        """Give the versions that are heads, the newest first."""
        several = self.delta.history(_GLANCE)
        yield from map(_version, filter(_is_head, several))
        if len(several) == _GLANCE:
            older = islice(self.delta.history(), _GLANCE, None)
            yield from map(_version, filter(_is_head, older))

    def newest(self) -> Version:
        """Give the newest head; Refused if no version is one."""
        found = next(self.versions(), None)
        if found is None:
            raise Refused(
                f"{self.folder} is a Delta table of something else",
                "name a folder that `sayso export --lake` wrote",
            )
        return found

    def files(self) -> list[File]:
        """Give the files that make up the table, as its log names them."""
        _, pa = modules()
        actions = pa.table(self.delta.get_add_actions(flatten=True))
        names = ("path", "partition.part", "num_records", "size_bytes")
        rows = zip(*(actions[name].to_pylist() for name in names), strict=True)
        files = (File(self.folder / path, *rest) for path, *rest in rows)
        return sorted(files)

    def append(self, entries: Iterable[Stored], commit: Commit, ledger: str) -> None:
        """Add entries as one version, or nothing; see `append`."""
        append(self.delta, entries, commit, ledger)


def _is_head(commit: Mapping[str, Any]) -> bool:
    return _SIZE in commit


def _version(commit: Mapping[str, Any]) -> Version:
    said = commit[_ROOT], commit[_LEDGER]
    return Version(int(commit["version"]), int(commit[_SIZE]), *said)


def create(
    folder: Path, entries: Iterable[Stored], commit: Commit, ledger: str
) -> None:
    """Make a table in a folder, with entries as its first version."""
    append(str(folder), entries, commit, ledger)


def append(
    target: "DeltaTable | str", entries: Iterable[Stored], commit: Commit, ledger: str
) -> None:
    """Add entries to a table as one version, or nothing if anything fails.

    Conflict if somebody else appended in the meantime.
    """
    deltalake, pa = modules()
    new = isinstance(target, str)
    feed = _EntryStream(pa, entries)
    said = {_SIZE: str(commit.size), _ROOT: commit.root, _LEDGER: ledger}
    if commit.note:
        said[_NOTE] = commit.note.decode()
    # Two who append at once both say that they write for this ledger: one fails.
    once = deltalake.Transaction(f"sayso:{ledger}", commit.size)
    try:
        deltalake.write_deltalake(
            target,
            pa.RecordBatchReader.from_batches(feed.schema, feed.batches()),
            partition_by=["part"],
            mode="append",
            name="entries" if new else None,
            configuration=_KEPT if new else None,
            commit_properties=deltalake.CommitProperties(
                custom_metadata=said, app_transactions=[once]
            ),
        )
    except deltalake.exceptions.CommitFailedError:
        raise Conflict(
            "somebody else appended to the lake in the meantime", "repeat the command"
        ) from None
    except (OSError, deltalake.exceptions.DeltaError) as error:
        if feed.trouble is not None:
            raise feed.trouble from None
        log("the lake cannot be written", why=str(error))
        raise Unreachable(
            "the lake cannot be written",
            "check that its folder is writable, and the free space; -v tells more",
        ) from None


_KEPT: Final = {"delta.appendOnly": "true", "delta.enableExpiredLogCleanup": "false"}


class _EntryStream:
    """Entries on their way into a table; what went wrong meanwhile is kept."""

    def __init__(self, pa: Any, entries: Iterable[Stored]) -> None:
        self._pa, self._entries = pa, entries
        self.schema = _schema(pa)
        self.trouble: BaseException | None = None

    def batches(self) -> Iterator[Any]:
        """Give record batches."""
        ahead = iter(self._entries)
        try:
            while some := list(islice(ahead, BATCH)):
                columns: list[Sequence[Any]] = list(zip(*some, strict=True))
                columns.append([part_of(x.company) for x in some])
                arrays = map(self._pa.array, columns, self.schema.types)
                yield self._pa.record_batch(list(arrays), schema=self.schema)
        except BaseException as error:
            self.trouble = error
            raise


def _schema(pa: Any) -> Any:
    types = {"seq": pa.int64(), "leaf": pa.binary(), "body": pa.binary()}
    types |= dict.fromkeys(("published_from", "published_to", "recorded"), pa.int64())
    names = (*COLUMNS, "part")
    return pa.schema([(name, types.get(name, pa.string())) for name in names])


def entries_in(
    files: Iterable[File],
    columns: Sequence[str] = COLUMNS,
    wanted: Callable[[Any], Any] | None = None,
) -> Any:
    """Read some columns of files, as a table of pyarrow.

    `wanted` gives a mask of the rows of one file that are to be kept. Damaged names a
    file that does not read.
    """
    _, pa = modules()
    whole = _schema(pa)
    schema = pa.schema([whole.field(name) for name in columns])
    found = [pa.Table.from_batches([], schema)]
    for one in files:
        try:
            # Not as a data set: that imports pandas, where it is installed.
            with pa.parquet.ParquetFile(one.path) as file:
                rows = file.read(columns=list(columns)).cast(schema)
        except (OSError, ValueError, pa.ArrowException) as error:
            log("a file of the lake cannot be read", why=str(error))
            raise Damaged(
                f"the lake cannot be read: {one.path} is no Parquet file of entries",
                WRITE_AGAIN,
            ) from None
        found.append(rows if wanted is None else rows.filter(wanted(rows)))
    return pa.concat_tables(found)


def stored_in(table: Any) -> list[Stored]:
    """Make entries of a table of pyarrow that has their columns."""
    columns = (table[name].to_pylist() for name in COLUMNS)
    return list(map(Stored._make, zip(*columns, strict=True)))


WRITE_AGAIN: Final = "write it again, with `sayso export --lake` and a new folder"
