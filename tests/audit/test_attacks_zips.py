"""Attacks on an export that is a zip: refused, and nothing is written anywhere.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import os
import re
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.audit.archive import Archive
from ledger.audit.places import Home
from ledger.errors import BadInput, LedgerError, NotProven
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from tests.audit.bundles import Bundle, exported
from tests.audit.conftest import Keeper


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Give an export in a folder, of which zips are made."""
    folder = tmp_path_factory.mktemp("original")
    keeper = Keeper(str(folder / "sayso.db"), Home.at(folder / "keeper"))
    keeper.make()
    keeper.report(3)
    return exported(keeper, folder / "export")


def zipped(
    bundle: Bundle, target: Path, more: Callable[[zipfile.ZipFile], None]
) -> Path:
    """Make a zip of an export, with something more in it."""
    with zipfile.ZipFile(target, "w") as made:
        for name in bundle.names():
            made.write(bundle.path / name, name)
        more(made)
    return target


def nothing(_: zipfile.ZipFile) -> None:
    """Leave a zip as it is."""


def refused(path: Path, words: str) -> None:
    """Hold that a zip is refused in these words, and that nothing was written."""
    before = {x: x.stat().st_mtime_ns for x in path.parent.rglob("*")}
    given, home = Given(), Home.at(path.parent / "nobody")
    try:
        report = verified(str(path), home, given)
    except (BadInput, NotProven) as error:
        told = error.message
    else:
        assert report.exit_code == 1, report
        told = report.findings[0].what
    assert re.search(words, told), told
    assert {x: x.stat().st_mtime_ns for x in path.parent.rglob("*")} == before


def test_a_zip_made_by_others_is_read(original: Bundle, tmp_path: Path) -> None:
    path = zipped(original, tmp_path / "x.zip", nothing)
    home, given = Home.at(tmp_path / "nobody"), Given(keys=[original.keeper.key])
    assert verified(str(path), home, given).verdict == "VERIFIED"
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in original.names():
            made.write(original.path / name, name)
    assert verified(str(packed), home, given).verdict == "VERIFIED"


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "data/../../out.txt",
        "/etc/out.txt",
        "C:\\out.txt",
        "data\\out.txt",
        "data/./out.txt",
        "data//out.txt",
        "data/ou\u0301t.txt",
        "data/out\u202etxt",
        "data/a b",
    ],
)
def test_33_names_that_climb_or_hide(
    original: Bundle, tmp_path: Path, name: str
) -> None:
    path = zipped(original, tmp_path / "x.zip", lambda z: z.writestr(name, "x"))
    refused(path, "not a valid file name|not a plain file|not a complete zip")


def test_33_a_nul_in_a_name(original: Bundle, tmp_path: Path) -> None:
    path = zipped(original, tmp_path / "x.zip", lambda z: z.writestr("data/out", "x"))
    data = path.read_bytes().replace(b"data/out", b"data/o\0t")
    path.write_bytes(data)
    refused(path, "another file where|two files|no name|in no manifest")


def test_33_a_link(original: Bundle, tmp_path: Path) -> None:
    member = zipfile.ZipInfo("data/link")
    member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    path = zipped(original, tmp_path / "x.zip", lambda z: z.writestr(member, "/etc"))
    refused(path, "not a plain file")


@pytest.mark.skipif(os.name != "posix", reason="links need rights here")
def test_33_a_link_in_a_folder(original: Bundle, tmp_path: Path) -> None:
    copy = original.copy(tmp_path / "export")
    (copy.path / "data/link").symlink_to("/etc")
    with pytest.raises(NotProven, match="neither a file nor a folder"):
        copy.verify()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_33_two_files_of_one_name(original: Bundle, tmp_path: Path) -> None:
    path = zipped(
        original, tmp_path / "x.zip", lambda z: z.writestr("data/prov.json", "{}")
    )
    refused(path, "two files of the zip have one name")


@pytest.mark.parametrize("name", ["data/PROV.json", "data/Events.jsonl"])
def test_33_names_that_are_one_on_some_systems(
    original: Bundle, tmp_path: Path, name: str
) -> None:
    path = zipped(original, tmp_path / "x.zip", lambda z: z.writestr(name, "{}"))
    refused(path, "the same name on some systems")


def test_33_a_bomb(original: Bundle, tmp_path: Path) -> None:
    def more(made: zipfile.ZipFile) -> None:
        made.writestr("data/bomb", b"\0" * 50_000_000, zipfile.ZIP_DEFLATED)

    refused(zipped(original, tmp_path / "x.zip", more), "50,000,000 bytes")


def test_33_files_that_lie_over_each_other(original: Bundle, tmp_path: Path) -> None:
    path = zipped(original, tmp_path / "x.zip", nothing)
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    first = data.find(b"PK\x01\x02", start)
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)
    refused(path, "overlaps another file|another file where")


def test_33_an_encrypted_file(original: Bundle, tmp_path: Path) -> None:
    path = zipped(original, tmp_path / "x.zip", nothing)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    refused(path, "is encrypted")


def test_33_a_wrong_checksum(original: Bundle, tmp_path: Path) -> None:
    path = zipped(original, tmp_path / "x.zip", nothing)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"ledger.opened", b"ledger.Opened", 1))
    refused(path, "cannot be read|not the file")


@pytest.mark.parametrize("left", [0, 100, 0.5, -30])
def test_33_a_zip_that_was_cut(original: Bundle, tmp_path: Path, left: float) -> None:
    path = zipped(original, tmp_path / "x.zip", nothing)
    data = path.read_bytes()
    end = int(len(data) * left) if isinstance(left, float) else left
    path.write_bytes(data[:end])
    refused(path, "not a complete zip")


@pytest.mark.parametrize(
    ("place", "value"),
    [(26, 3), (8, 8), (14, 99), (18, 1), (22, 1), (6, 8)],
    ids=["name", "method", "checksum", "packed size", "size", "descriptor"],
)
def test_33_a_zip_that_contradicts_itself(
    original: Bundle, tmp_path: Path, place: int, value: int
) -> None:
    path = zipped(original, tmp_path / "x.zip", nothing)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x03\x04")
    data[at + place] ^= value
    path.write_bytes(data)
    refused(path, "another file where|two sizes or two checksums")


def test_33_an_unusual_way_of_packing(original: Bundle, tmp_path: Path) -> None:
    def more(made: zipfile.ZipFile) -> None:
        made.writestr("data/more", "x", zipfile.ZIP_LZMA)

    refused(zipped(original, tmp_path / "x.zip", more), "packed in an unusual way")


def test_33_a_folder_in_a_zip(original: Bundle, tmp_path: Path) -> None:
    path = zipped(original, tmp_path / "x.zip", lambda z: z.mkdir("data/more"))
    refused(path, "not a plain file")


def test_a_page_that_is_called_zip(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_text("<!doctype html><title>Sign in</title>")
    with pytest.raises(LedgerError, match="not a complete zip"):
        verified(str(path), Home.at(tmp_path / "nobody"), Given())


def test_a_file_that_grows_while_it_is_read(original: Bundle, tmp_path: Path) -> None:
    copy = original.copy(tmp_path / "export")
    with Archive(copy.path) as archive:
        (copy.path / "data/prov.json").write_bytes(b"x")
        with pytest.raises(NotProven, match="another size"):
            list(archive.chunks("data/prov.json"))
        with pytest.raises(NotProven, match="is too large"):
            archive.read("data/events.jsonl", 10)
        with pytest.raises(NotProven, match="is missing"):
            archive.read("data/nothing")
