"""Exports: what is in them, that they are the same again, and that they verify."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ledger.audit.packing import pack
from ledger.errors import BadInput, Refused, UnknownName
from ledger.trail.given import Given, read_keys
from tests.audit.bundles import Bundle, exported, story
from tests.audit.conftest import Keeper


@pytest.fixture
def teller(keeper: Keeper) -> Keeper:
    """Give the keeper of a ledger with a story, and more than one tile of entries."""
    with keeper.open() as book:
        story(book)
    keeper.report(260)
    return keeper


@pytest.fixture
def bundle(teller: Keeper, tmp_path: Path) -> Bundle:
    """Give an export of all of it."""
    return exported(teller, tmp_path / "export")


def test_an_export_is_verified_by_who_has_the_key(bundle: Bundle) -> None:
    for deep in (False, True):
        report = bundle.verify(deep=deep)
        assert (report.verdict, report.exit_code) == ("VERIFIED", 0)
    assert report.size == len(bundle.entries())
    assert report.root == bundle.keeper.root()
    assert report.warnings == []
    assert bundle.verify(key=False).verdict == "UNPINNED"


def test_the_key_in_the_export_itself_is_refused(bundle: Bundle) -> None:
    path = bundle.file("log.vkey")
    given = Given(keys=read_keys(str(path)), files=[path])
    with pytest.raises(Refused, match="proves nothing"):
        bundle.verify(given)


def test_an_export_has_these_files(bundle: Bundle) -> None:
    size = len(bundle.entries())
    names = set(bundle.names())
    assert {
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "data/README.txt",
        "data/events.jsonl",
        "data/log.vkey",
        "data/log/checkpoint",
        "data/log/tile/0/000",
        f"data/log/tile/0/001.p/{size - 256}",
        "data/log/tile/1/000.p/1",
        "data/log/tile/entries/000",
        "data/payloads.jsonl",
        "data/prov.json",
        "data/cloudevents.json",
        "data/scope.json",
        "data/tables/datapackage.json",
        "data/tables/valuations.csv",
        f"data/checkpoints/{size}.checkpoint",
        "data/consistency/1-3.txt",
    } <= names
    bodies = bundle.keeper.bodies()
    assert bundle.file("events.jsonl").read_bytes() == b"".join(
        body + b"\n" for body in bodies
    )
    proofs = [name for name in names if name.endswith(".tlog-proof")]
    assert proofs


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_the_same_head_and_options_give_the_same_bytes(
    teller: Keeper, tmp_path: Path, form: str
) -> None:
    suffix = ".zip" if form == "zip" else ""
    made = []
    for number in range(2):
        target = tmp_path / f"export-{number}{suffix}"
        exported(teller, target, as_of="2024-05-28")
        teller.now += 10**12
        made.append(target)
    one, other = made
    if form == "zip":
        assert one.read_bytes() == other.read_bytes()
        return
    files = {
        target: {
            path.relative_to(target).as_posix(): path.read_bytes()
            for path in target.rglob("*")
            if path.is_file()
        }
        for target in made
    }
    assert files[one] == files[other]


def test_a_zip_is_the_folder_and_nothing_is_packed(
    bundle: Bundle, tmp_path: Path
) -> None:
    zipped = exported(bundle.keeper, tmp_path / "export.zip")
    pack(bundle.path, tmp_path / "again.zip")
    assert zipped.path.read_bytes() == (tmp_path / "again.zip").read_bytes()
    with zipfile.ZipFile(zipped.path) as opened:
        members = opened.infolist()
        assert [one.filename for one in members] == bundle.names()
        assert {one.date_time for one in members} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.compress_type for one in members} == {zipfile.ZIP_STORED}
    assert zipped.verify().verdict == "VERIFIED"


def test_an_export_up_to_an_event(teller: Keeper, tmp_path: Path) -> None:
    bundle = exported(teller, tmp_path / "early", until=4)
    report = bundle.verify()
    assert (report.verdict, report.size) == ("VERIFIED", 5)
    assert report.root == teller.root(5)
    assert exported(teller, tmp_path / "again.zip", until=4).verify().size == 5
    with teller.open() as book, pytest.raises(BadInput, match="no event 9999"):
        book.export(tmp_path / "late", until=9999)
    assert teller.verify().verdict == "VERIFIED"


def test_an_export_of_one_company_is_partial(teller: Keeper, tmp_path: Path) -> None:
    bundle = exported(teller, tmp_path / "x", company="x-corp")
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == ("PARTIAL", 3)
    size = len(teller.bodies())
    found = len(bundle.entries())
    assert f"{found} of {size} events" in report.findings[0].what
    assert 5 < found < 20
    assert [
        one for one in bundle.entries() if one["data"].get("company") == "xai"
    ] == []
    assert bundle.verify(key=False).verdict == "UNPINNED"
    with teller.open() as book, pytest.raises(UnknownName):
        book.export(tmp_path / "y", company="nobody")


def test_an_export_that_nobody_signed(teller: Keeper, tmp_path: Path) -> None:
    bundle = exported(teller, tmp_path / "unsigned", signed=False)
    assert bundle.file("log/tree-head.json").exists()
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == ("UNSIGNED", 3)
    assert bundle.verify(deep=True).verdict == "UNSIGNED"


def test_38_a_key_that_is_missing_stops_an_export(
    teller: Keeper, tmp_path: Path
) -> None:
    next(teller.home.keys.glob("*.key")).unlink()
    teller.report()
    with pytest.raises(Refused, match="no signing key"):
        exported(teller, tmp_path / "export")
    assert not (tmp_path / "export").exists()


def test_texts_can_be_left_out(teller: Keeper, tmp_path: Path) -> None:
    bundle = exported(teller, tmp_path / "bare", texts=False)
    assert not bundle.file("payloads.jsonl").exists()
    report = bundle.verify()
    assert (report.verdict, report.findings[0].what) == (
        "PARTIAL",
        "1 text was left out of it",
    )


def test_texts_that_were_erased_are_not_in_it(teller: Keeper, tmp_path: Path) -> None:
    with teller.open() as book:
        claim = next(one for one in book.events() if b'"commitment"' in one.body)
        book.erase(str(claim.seq), (), "asked to")
    bundle = exported(teller, tmp_path / "export")
    assert not bundle.file("payloads.jsonl").exists()
    report = bundle.verify()
    assert (report.verdict, report.erased) == ("VERIFIED", 1)
    for name in bundle.names():
        assert b"a person said" not in (bundle.path / name).read_bytes()


def test_an_export_never_overwrites(teller: Keeper, tmp_path: Path) -> None:
    for name in ("folder", "file.zip"):
        (tmp_path / name).write_text("mine")
        with pytest.raises(Refused, match="exists already"):
            exported(teller, tmp_path / name)
        assert (tmp_path / name).read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} <= {
        "folder",
        "file.zip",
        "keeper",
        "sayso.db",
        "sayso.db-shm",
        "sayso.db-wal",
    }


def test_an_older_export_says_nothing_of_later_heads(
    teller: Keeper, tmp_path: Path
) -> None:
    bundle = exported(teller, tmp_path / "export")
    teller.report(3)
    later = teller.heads()[-1]
    early = teller.heads()[1]
    given = Given(keys=[teller.key], heads=[("later", later), ("early", early)])
    assert bundle.verify(given).verdict == "VERIFIED"


def test_a_head_that_an_export_contradicts(teller: Keeper, tmp_path: Path) -> None:
    seen = teller.heads()[-1]
    bodies = teller.bodies()
    teller.rewrite([bodies[4].replace(b"closed", b"seeking"), *bodies[5:]], 4)
    teller.resign(teller.private)
    teller.guard()
    teller.pin.unlink()
    bundle = exported(teller, tmp_path / "export")
    given = Given(keys=[teller.key], heads=[("monday", seen)])
    report = bundle.verify(given)
    assert (report.verdict, report.exit_code) == ("FORKED", 1)
    assert len(report.evidence) == 2


def test_tables_are_safe_in_spreadsheets(bundle: Bundle) -> None:
    text = bundle.file("tables/sources.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["source"]: row["name"] for row in rows}["elon-musk"] == "'=Elon"


def test_the_package_describes_its_tables(bundle: Bundle) -> None:
    package: dict[str, Any] = json.loads(
        bundle.file("tables/datapackage.json").read_bytes()
    )
    assert [one["name"] for one in package["resources"]] == [
        "events",
        "rounds",
        "sources",
        "valuations",
    ]
    for one in package["resources"]:
        path = bundle.file(f"tables/{one['path']}")
        header = path.read_text("utf-8").splitlines()[0]
        assert [field["name"] for field in one["schema"]["fields"]] == header.split(",")
        assert one["bytes"] == path.stat().st_size
    assert package["sources"][0]["path"] == "../events.jsonl"


def test_tables_show_the_day_that_was_asked_for(teller: Keeper, tmp_path: Path) -> None:
    early = exported(teller, tmp_path / "early", as_of="2024-01-18")
    later = exported(teller, tmp_path / "later", as_of="2024-05-28")
    tables = [
        one.file("tables/rounds.csv").read_text("utf-8") for one in (early, later)
    ]
    assert tables[0] != tables[1]
    assert len(tables[0].splitlines()) == 1
    assert early.verify().verdict == later.verify().verdict == "VERIFIED"


def test_42_a_newer_shape_of_an_event_changes_nothing(
    teller: Keeper, tmp_path: Path
) -> None:
    lines = Path(__file__).resolve().parents[2] / "fixtures/old/round_reported_1.json"
    old = json.loads(lines.read_text("utf-8"))
    with teller.open() as book:
        done = book.import_lines([json.dumps(old).encode()], name="old")
        if done.problems:
            pytest.fail(str(done.problems))
    assert teller.verify(deep=True).verdict == "VERIFIED"
    assert exported(teller, tmp_path / "export").verify(deep=True).exit_code == 0
