"""From a ledger to its lake: versions are signed heads, and only what is new comes."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from deltalake import DeltaTable

from ledger.audit.places import Home
from ledger.book import Book
from ledger.errors import Conflict, Forked, Refused, RolledBack
from ledger.lake.copying import Copied, check_current, copy
from ledger.lake.table import Commit, LakeTable, part_of
from tests.conftest import Clock

WIRE = ("source.registered", {"slug": "wire", "name": "Wire", "kind": "wire"})
QUOTE = "the founder said so on the phone"


def company(slug: str) -> tuple[str, dict[str, str]]:
    return "company.registered", {"slug": slug, "name": slug.title()}


def report(slug: str, published: str) -> tuple[str, dict[str, object]]:
    said = {"company": slug, "round": f"{slug}/a", "source": "wire", "stage": "closed"}
    price = [{"figure": "1B", "kind": "post_money"}]
    return "round.reported", {**said, "published": published, "valuation": price}


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Iterator[Book]:
    """Give a ledger whose heads are signed: its opening, and who is registered."""
    place = tmp_path / "sayso.db"
    with Book.create(place, clock=clock, actor="ann", home=Home.of_user()) as made:
        made.record([WIRE, company("ash"), company("birch")])
        yield made


def copied(book: Book, folder: Path) -> Copied:
    return copy(book.log, book.opening, folder)


def numbers(folder: Path, version: int) -> list[int]:
    """The entries in a version of a Delta table, as anybody reads one."""
    found = DeltaTable(str(folder), version=version).to_pyarrow_table()
    return sorted(found["seq"].to_pylist())


def test_a_version_is_a_signed_head(book: Book, tmp_path: Path) -> None:
    book.record([report("ash", "2024-01")])
    assert copied(book, tmp_path / "lake") == Copied(2, 5, 5, 0)
    assert [numbers(tmp_path / "lake", x) for x in range(3)] == [
        [0],
        [0, 1, 2, 3],
        [0, 1, 2, 3, 4],
    ]
    newest = DeltaTable(str(tmp_path / "lake")).history(1)[0]
    basis = book.basis()
    assert newest["sayso.size"] == "5"
    assert newest["sayso.root"] == basis.root
    assert newest["sayso.ledger"] == book.opening["log"]
    assert newest["sayso.checkpoint"].startswith(f"{book.opening['origin']}\n5\n")


def test_what_is_new_is_appended_and_nothing_else(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    first = copied(book, folder)
    there = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert copied(book, folder) == first._replace(new=0)
    book.record([report("ash", "2024-01"), report("birch", "2024-02")])
    assert copied(book, folder) == Copied(first.version + 1, 6, 2, 0)
    now = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert there.items() <= now.items()


def test_a_row_is_the_entry_as_it_is_stored(book: Book, tmp_path: Path) -> None:
    book.record([report("ash", "2024-01")])
    copied(book, tmp_path / "lake")
    table = DeltaTable(str(tmp_path / "lake")).to_pyarrow_table().sort_by("seq")
    (last,) = table.slice(4).to_pylist()
    stored = book.log.get(4)
    part = last.pop("part")
    assert last == stored._asdict()
    assert part == part_of("ash") != "none"
    assert table.schema.field("body").type == pa.binary()


def test_a_ledger_that_nobody_signs_has_one_version_an_export(
    tmp_path: Path, clock: Clock
) -> None:
    with Book.create(tmp_path / "sayso.db", clock=clock, actor="ann") as book:
        book.record([WIRE, company("ash")])
        assert copied(book, tmp_path / "lake") == Copied(0, 3, 3, 0)
        book.record([report("ash", "2024-01")])
        assert copied(book, tmp_path / "lake") == Copied(1, 4, 1, 0)
        assert (
            "sayso.checkpoint" not in DeltaTable(str(tmp_path / "lake")).history(1)[0]
        )


def test_what_nobody_has_signed_yet_waits(
    book: Book, tmp_path: Path, clock: Clock
) -> None:
    with Book.open(book.place, clock=clock, actor="bob") as unsigned:
        unsigned.record([report("ash", "2024-01")])
    assert copied(book, tmp_path / "lake") == Copied(1, 4, 4, 1)
    assert copied(book, tmp_path / "lake") == Copied(1, 4, 0, 1)
    book.sign()
    assert copied(book, tmp_path / "lake") == Copied(2, 5, 1, 0)


def test_texts_are_never_in_a_lake(book: Book, tmp_path: Path) -> None:
    type_, said = report("ash", "2024-01")
    quoted = {**said, "payloads": [{"what": "quote", "text": QUOTE}]}
    book.record([(type_, quoted)])
    copied(book, tmp_path / "lake")
    table = DeltaTable(str(tmp_path / "lake")).to_pyarrow_table()
    assert b"commitment" in b"".join(table["body"].to_pylist())
    files = [path for path in (tmp_path / "lake").rglob("*") if path.is_file()]
    assert not [path for path in files if QUOTE.encode() in path.read_bytes()]
    assert not [x for x in table["body"].to_pylist() if QUOTE.encode() in x]


def test_the_lake_of_another_ledger_is_refused(
    book: Book, tmp_path: Path, clock: Clock
) -> None:
    copied(book, tmp_path / "lake")
    with Book.create(tmp_path / "other.db", clock=clock, actor="ann") as other:
        with pytest.raises(Refused, match="is the lake of another ledger"):
            copied(other, tmp_path / "lake")
        last = table_in(tmp_path / "lake").newest()
        with pytest.raises(Refused, match="is the lake of another ledger"):
            check_current(other.log, other.opening, last, tmp_path / "lake")


def table_in(folder: Path) -> LakeTable:
    found = LakeTable.found(folder)
    assert found is not None
    return found


def test_a_ledger_that_was_rolled_back_is_told(
    book: Book, tmp_path: Path, clock: Clock
) -> None:
    earlier = tmp_path / "earlier.db"
    earlier.write_bytes(Path(book.place).read_bytes())
    wal = Path(f"{book.place}-wal")
    if wal.exists():
        Path(f"{earlier}-wal").write_bytes(wal.read_bytes())
    book.record([report("ash", "2024-01")])
    copied(book, tmp_path / "lake")
    with Book.open(earlier, clock=clock, actor="ann") as old:
        with pytest.raises(RolledBack, match="has 5 entries, the ledger 4"):
            copied(old, tmp_path / "lake")
        old.record([report("birch", "2024-01")])
        with pytest.raises(Forked, match="has other entries than the ledger"):
            copied(old, tmp_path / "lake")


def test_a_lake_behind_its_ledger_is_told(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "a lake"
    copied(book, folder)
    book.record([report("ash", "2024-01")])
    with pytest.raises(Refused, match="is behind its ledger: 4 of 5 entries") as told:
        check_current(book.log, book.opening, table_in(folder).newest(), folder)
    assert told.value.hint == f"sayso export --lake '{folder}'"
    copied(book, folder)
    check_current(book.log, book.opening, table_in(folder).newest(), folder)


def test_of_two_who_append_at_once_one_is_told(book: Book, tmp_path: Path) -> None:
    copied(book, tmp_path / "lake")
    one, other = table_in(tmp_path / "lake"), table_in(tmp_path / "lake")
    book.record([report("ash", "2024-01")])
    new, said = [book.log.get(4)], Commit(5, "0" * 64, b"")
    one.append(new, said, book.opening["log"])
    with pytest.raises(Conflict, match="somebody else appended"):
        other.append(new, said, book.opening["log"])
    assert numbers(tmp_path / "lake", 2) == [0, 1, 2, 3, 4]


def test_nothing_appears_where_an_entry_cannot_be_read(
    book: Book, tmp_path: Path
) -> None:
    copied(book, tmp_path / "lake")
    table = table_in(tmp_path / "lake")

    def broken() -> Iterator[object]:
        yield book.log.get(1)
        raise Refused("nothing more")

    with pytest.raises(Refused, match="nothing more"):
        table.append(broken(), Commit(9, "0" * 64, b""), "x")  # type: ignore[arg-type]
    assert table_in(tmp_path / "lake").newest().size == 4


def test_a_folder_with_something_else_is_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is no lake"):
        copied(book, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="is no lake"):
        copied(book, tmp_path / "file")
    assert copied(book, tmp_path / "new" / "lake").size == 4


def test_others_cannot_take_entries_out(book: Book, tmp_path: Path) -> None:
    copied(book, tmp_path / "lake")
    with pytest.raises(Exception, match="append-only"):
        DeltaTable(str(tmp_path / "lake")).delete("seq = 1")
