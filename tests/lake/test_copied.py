"""A lake that is not whole, or not what was signed, is refused by name."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]
import pytest
from deltalake import DeltaTable

from ledger.book import Book
from ledger.errors import BadInput, Damaged, Refused
from ledger.lake.copied import Lake
from ledger.lake.copying import copy
from ledger.lake.table import part_of
from tests.conftest import Clock
from tests.lake.hands import ranked, replay_of
from tests.lake.test_copying import WIRE, company, report


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Iterator[Book]:
    """Give a ledger of three companies, and its lake of two versions."""
    with Book.create(tmp_path / "sayso.db", clock=clock, actor="ann") as made:
        made.record([WIRE, *map(company, ("ash", "birch", "cedar"))])
        copy(made.log, made.opening, tmp_path / "lake")
        made.record([report(x, "2024-01") for x in ("ash", "birch", "cedar")])
        copy(made.log, made.opening, tmp_path / "lake")
        yield made


@pytest.fixture
def lake(book: Book) -> Path:
    """Give the folder of the lake."""
    return Path(book.place).with_name("lake")


def file_of(folder: Path, slug: str | None) -> Path:
    """The one file of the newest version in the part of a company."""
    part = folder / f"part={part_of(slug)}"
    return max(part.iterdir(), key=lambda path: path.stat().st_mtime_ns)


def rewrite(path: Path, row: dict[str, object]) -> None:
    """Put other values into the first row of a file."""
    table = pa.parquet.read_table(path, partitioning=None)
    first, *rest = table.to_pylist()
    rows = pa.Table.from_pylist([{**first, **row}, *rest], schema=table.schema)
    pa.parquet.write_table(rows, path)


def test_a_lake_has_all_versions_and_files(book: Book, lake: Path) -> None:
    found = Lake(lake)
    assert (found.last.size, found.last.ledger) == (8, book.opening["log"])
    assert [found.version(x).size for x in (0, 1)] == [5, 8]
    assert {file.part for file in found.files} == {
        "none",
        *map(part_of, ("ash", "birch", "cedar")),
    }
    with pytest.raises(BadInput, match="no head of version 2"):
        found.version(2)


def test_a_missing_part_is_named(lake: Path) -> None:
    gone = file_of(lake, "birch")
    gone.unlink()
    with pytest.raises(Damaged) as told:
        Lake(lake)
    assert str(gone.relative_to(lake)) in told.value.message
    shutil.rmtree(lake / f"part={part_of('ash')}")
    with pytest.raises(Damaged, match="and 1 more"):
        Lake(lake)


def test_a_lake_behind_its_head_is_told(lake: Path) -> None:
    path = file_of(lake, "ash")
    table = pa.parquet.read_table(path, partitioning=None)
    pa.parquet.write_table(table.slice(1), path)
    with pytest.raises(Damaged, match="is behind its head: 7 of 8 entries"):
        Lake(lake)


def test_entries_of_another_ledger_are_told_with_their_file(
    lake: Path, tmp_path: Path, clock: Clock
) -> None:
    with Book.create(tmp_path / "other.db", clock=clock, actor="ann") as other:
        other.record([WIRE, *map(company, ("ash", "birch", "cedar"))])
        other.record([report(x, "2024-01") for x in ("ash", "birch", "cedar")])
        copy(other.log, other.opening, tmp_path / "second")
    shutil.copy(file_of(tmp_path / "second", "ash"), file_of(lake, "ash"))
    with pytest.raises(Damaged, match="has entries of another ledger") as told:
        Lake(lake)
    assert file_of(lake, "ash").name in told.value.message


def test_an_entry_that_was_altered_is_named(lake: Path) -> None:
    path = file_of(lake, "ash")
    body = pa.parquet.read_table(path, partitioning=None)["body"][0].as_py()
    rewrite(path, {"body": body.replace(b"closed", b"seeking"), "leaf": bytes(32)})
    with pytest.raises(Damaged, match="holds entry 5, altered"):
        Lake(lake)


def test_bytes_that_are_not_those_of_their_hash_are_found_by_who_folds(
    book: Book, lake: Path
) -> None:
    path = file_of(lake, "ash")
    body = pa.parquet.read_table(path, partitioning=None)["body"][0].as_py()
    rewrite(path, {"body": body.replace(b"closed", b"seeking")})
    with pytest.raises(Damaged, match="entry 5 is damaged: its leaf was changed"):
        ranked(replay_of(book, lake), book.basis())


def test_a_number_that_was_changed_is_told(lake: Path) -> None:
    rewrite(file_of(lake, "ash"), {"seq": 7})
    with pytest.raises(Damaged, match="has other entries than its head stands for"):
        Lake(lake)


def test_a_file_that_is_no_parquet_is_told(lake: Path) -> None:
    file_of(lake, "ash").write_bytes(b"nothing")
    with pytest.raises(Damaged, match="the lake cannot be read"):
        Lake(lake)


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    from deltalake import write_deltalake

    write_deltalake(str(tmp_path / "table"), pa.table({"part": ["a"]}))
    with pytest.raises(Refused, match="is a Delta table of something else"):
        Lake(tmp_path / "table")
    with pytest.raises(Refused, match="there is no lake in") as told:
        Lake(tmp_path / "no where")
    assert told.value.hint == f"sayso export --lake '{tmp_path}/no where'"


def test_a_lake_that_was_compacted_says_the_same(book: Book, lake: Path) -> None:
    book.record([report(x, "2024-02") for x in ("ash", "birch", "cedar")])
    before = ranked(replay_of(book, lake), book.basis())
    DeltaTable(str(lake)).optimize.compact()
    table = DeltaTable(str(lake))
    assert table.version() == 3
    table.vacuum(0, dry_run=False, enforce_retention_duration=False)
    found = Lake(lake)
    assert (found.last.number, found.last.size) == (2, 11)
    assert ranked(replay_of(book, lake), book.basis()) == before
