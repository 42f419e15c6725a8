"""Attacks on an export, its manifests made to fit: each is named with its file.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import json
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.audit.places import Home
from ledger.errors import BadInput, LedgerError
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from tests.audit.bundles import (
    EVENTS,
    Bundle,
    Lines,
    altered,
    exported,
    of_other_rules,
    relined,
    story,
)
from tests.audit.conftest import Keeper, relinked

SUITE = (
    Path(__file__).resolve().parents[2]
    / "fixtures/vectors/bagit/bagit-conformance-suite.tar.gz"
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Give an export of 280 entries, which every test copies."""
    folder = tmp_path_factory.mktemp("original")
    keeper = Keeper(str(folder / "sayso.db"), Home.at(folder / "keeper"))
    keeper.make()
    with keeper.open() as book:
        story(book)
    keeper.report(280 - len(keeper.bodies()))
    return exported(keeper, folder / "export")


@pytest.fixture
def bundle(original: Bundle, tmp_path: Path) -> Bundle:
    return original.copy(tmp_path / "export")


def edited(lines: list[bytes]) -> list[bytes]:
    lines[4] = re.sub(rb'"actor":"ann"', b'"actor":"bob"', lines[4])
    return lines


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        (edited, 4),
        (lambda lines: [*lines[:4], *lines[5:]], 4),
        (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], 4),
        (lambda lines: [*lines[:4], lines[5], *lines[5:]], 4),
        (lambda lines: [*lines[:5], lines[4], *lines[5:]], 5),
        (lambda lines: [*lines, relinked(lines[-1], len(lines), "0" * 64)], 279),
    ],
    ids=["edited", "deleted", "swapped", "over another", "inserted", "added"],
)
def test_1_5_7_entries_touched(bundle: Bundle, change: Lines, seq: int) -> None:
    bundle.touch(EVENTS, relined(change))
    altered(bundle.verify(), EVENTS, seq)


def test_3_the_whole_chain_made_anew(bundle: Bundle) -> None:
    from ledger.audit.merkle import leaf  # the attacker's tool

    def anew(lines: list[bytes]) -> list[bytes]:
        made = edited(lines)[:5]
        for seq, line in enumerate(lines[5:], 5):
            made.append(relinked(line, seq, leaf(made[-1]).hex()))
        return made

    bundle.touch(EVENTS, relined(anew))
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == ("ALTERED", 1)
    first = report.findings[0]
    assert first.file is not None
    assert first.file.startswith("data/log/tile/")
    for name in bundle.names():
        if "/tile/" in name:
            bundle.drop(name)
    assert bundle.verify().findings[0].file == "data/log/tile/0/000"


@pytest.mark.parametrize("lost", [1, 30])
def test_8_the_newest_entries_dropped(bundle: Bundle, lost: int) -> None:
    bundle.touch(EVENTS, relined(lambda lines: lines[:-lost]))
    report = bundle.verify()
    assert report.exit_code == 1
    assert report.verdict in {"TRUNCATED", "ALTERED"}


def test_8_a_whole_tile_dropped(bundle: Bundle) -> None:
    bundle.touch(EVENTS, relined(lambda lines: lines[:256]))
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == ("TRUNCATED", 1)
    assert report.findings[0].what == "signed 280 entries, found 256"


def flipped(data: bytes) -> bytes:
    return data[:5] + bytes([data[5] ^ 1]) + data[6:]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("log/tile/0/000", flipped),
        ("log/tile/0/001.p/24", flipped),
        ("log/tile/1/000.p/1", flipped),
        ("log/tile/entries/000", flipped),
        ("log/tile/entries/000", lambda data: b"\0\x01" + data[2:]),
        ("log/tile/entries/001.p/24", lambda data: data[:-1]),
        ("log/tile/0/000", lambda data: data + data[:32]),
    ],
)
def test_25_a_tile_touched(
    bundle: Bundle, name: str, change: Callable[[bytes], bytes]
) -> None:
    bundle.touch(f"data/{name}", change)
    altered(bundle.verify(), f"data/{name}")


@pytest.mark.parametrize(
    "name", ["log/tile/0/000", "log/tile/1/000.p/1", "log/tile/entries/001.p/24"]
)
def test_25_a_tile_missing(bundle: Bundle, name: str) -> None:
    bundle.drop(f"data/{name}")
    altered(bundle.verify(), f"data/{name}")


@pytest.mark.parametrize(
    "name",
    ["log/tile/0/002", "log/tile/0/000.p/255", "log/tile/2/000.p/1", "log/x", "x.html"],
)
def test_25_a_file_too_many(bundle: Bundle, name: str) -> None:
    bundle.touch(f"data/{name}", lambda _: b"x" * 32)
    altered(bundle.verify(), f"data/{name}")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'"actor":"ann"', b'"actor": "ann"', 1),
        lambda data: data.replace(b'"actor":"ann"', b'"actor":"\\u0061nn"', 1),
        lambda data: data.replace(b'"v":1}', b'"v":1.0}', 1),
        lambda data: data.replace(b'"v":1}', b'"v":1,"v":1}', 1),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data.replace(b"\n", b"\n\n", 1),
    ],
    ids=[
        "a space",
        "an escape",
        "1.0",
        "twice",
        "BOM",
        "CRLF",
        "no last LF",
        "one more LF",
        "an empty line",
    ],
)
def test_27_the_same_json_in_other_bytes(
    bundle: Bundle, change: Callable[[bytes], bytes]
) -> None:
    bundle.touch(EVENTS, change)
    for deep in (False, True):
        altered(bundle.verify(deep=deep))


@pytest.mark.parametrize(
    "line",
    [
        b"x" * 65_536,
        b"[",
        b'{"v":1,"data":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"v":1,"seq":' + b"9" * 5_000 + b"}",
        b"\xff\xfe",
        b'{"v":1,"seq":0,"log":"x","type":"x","data":{"published":"never"}}',
    ],
    ids=["65,536 bytes", "one byte", "depth 10,000", "5,000 digits", "noise", "date"],
)
def test_26_a_line_that_is_no_entry(bundle: Bundle, line: bytes) -> None:
    bundle.touch(EVENTS, relined(lambda lines: [*lines[:4], line, *lines[5:]]))
    altered(bundle.verify())
    bundle.touch(EVENTS, relined(lambda lines: [line, *lines[1:]]))
    altered(bundle.verify())


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("tables/valuations.csv", lambda data: data + b"xai,confirmed\r\n"),
        ("tables/rounds.csv", lambda data: data.replace(b"xai", b"XAI", 1)),
        ("tables/events.csv", lambda data: data[:-2]),
        ("tables/datapackage.json", lambda data: data.replace(b"events", b"event")),
        ("prov.json", lambda data: data.replace(b"bloomberg", b"reuters")),
        ("cloudevents.json", lambda data: data.replace(b"1.0", b"1.1", 1)),
        ("scope.json", lambda data: data.replace(b'"zone": "UTC"', b'"zone": "GMT"')),
    ],
)
def test_31_what_is_derived_edited(
    bundle: Bundle, name: str, change: Callable[[bytes], bytes]
) -> None:
    bundle.touch(f"data/{name}", change)
    assert "differs from what the entries say" in altered(
        bundle.verify(), f"data/{name}"
    )


@pytest.mark.parametrize("name", ["tables/rounds.csv", "prov.json", "scope.json"])
def test_31_what_is_derived_missing(bundle: Bundle, name: str) -> None:
    bundle.drop(f"data/{name}")
    altered(bundle.verify())


@pytest.mark.parametrize(
    "scope", [b"", b"[]", b"{}", b'{"basis":"x","company":null,"payloads":true}']
)
def test_31_a_scope_that_says_nothing(bundle: Bundle, scope: bytes) -> None:
    bundle.touch("data/scope.json", lambda _: scope)
    altered(bundle.verify())


def test_31_tables_of_other_rules_are_not_taken_for_granted(bundle: Bundle) -> None:
    bundle.touch("data/scope.json", of_other_rules)
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == ("PARTIAL", 3)
    assert "they were not compared" in report.findings[0].what


# -- heads, proofs, texts ----------------------------------------------------


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (lambda note: note[:-8] + b"AAA=\n", "BAD-SIGNATURE"),
        (lambda note: note.partition(b"\n\n")[0] + b"\n", "BAD-SIGNATURE"),
        (lambda note: note.replace(b"\n280\n", b"\n281\n"), "BAD-SIGNATURE"),
        (lambda note: note.replace(b"\n280\n", b"\n0280\n"), "BAD-SIGNATURE"),
        (lambda note: note.replace(b"example.com", b"example.org"), "BAD-SIGNATURE"),
        (lambda note: note.replace(b"\n", b"\r\n"), "BAD-SIGNATURE"),
    ],
    ids=["bits", "none", "size", "zero", "origin", "CRLF"],
)
def test_17_the_head_touched(
    bundle: Bundle, change: Callable[[bytes], bytes], verdict: str
) -> None:
    bundle.touch("data/log/checkpoint", change)
    for name in bundle.names():
        if "/proofs/" in name:
            bundle.drop(name)
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == (verdict, 1)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("checkpoints/3.checkpoint", lambda x: x.replace(b"\n3\n", b"\n4\n")),
        ("checkpoints/3.checkpoint", lambda x: x.replace(b"\n3\n", b"\n3\nmore\n")),
        ("checkpoints/4.checkpoint", lambda _: b"x"),
        ("consistency/1-3.txt", lambda x: x.replace(b"old 1", b"old 2")),
        (
            "consistency/1-3.txt",
            lambda x: re.sub(rb"\n\w{8}", b"\nAAAAAAAA", x, count=1),
        ),
        ("consistency/1-4.txt", lambda _: b"x"),
    ],
)
def test_24_an_older_head_or_its_proof_touched(
    bundle: Bundle, name: str, change: Callable[[bytes], bytes]
) -> None:
    bundle.touch(f"data/{name}", change)
    assert bundle.verify().exit_code == 1


def proofs(bundle: Bundle) -> Iterator[str]:
    return (name for name in bundle.names() if name.endswith(".tlog-proof"))


@pytest.mark.parametrize(
    "change",
    [
        lambda x: re.sub(rb"index \d+", b"index 1", x),
        lambda x: re.sub(rb"\n\w{8}", b"\nAAAAAAAA", x, count=1),
        lambda _: b"x",
    ],
)
def test_21_a_proof_in_it_touched(
    bundle: Bundle, change: Callable[[bytes], bytes]
) -> None:
    name = next(proofs(bundle))
    bundle.touch(name, change)
    altered(bundle.verify())


def test_21_the_entry_next_to_a_proof_touched(bundle: Bundle) -> None:
    name = next(proofs(bundle)).replace(".tlog-proof", ".json")
    bundle.touch(name, lambda data: data.replace(b"ann", b"bob", 1))
    altered(bundle.verify())


TEXTS = "data/payloads.jsonl"


def test_29_a_text_touched(bundle: Bundle) -> None:
    bundle.touch(TEXTS, lambda data: data.replace(b"half of it", b"all of it"))
    assert "is not what an entry commits to" in altered(bundle.verify(), TEXTS)


def test_29_a_salt_touched(bundle: Bundle) -> None:
    bundle.touch(TEXTS, lambda data: re.sub(rb'"salt":"..', b'"salt":"00', data))
    altered(bundle.verify(), TEXTS)


def test_29_a_text_gone(bundle: Bundle) -> None:
    bundle.drop(TEXTS)
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == ("MISSING", 1)
    assert report.findings[0].seq is not None


@pytest.mark.parametrize("line", [b"{}\n", b"x\n", b'{"commitment":5}\n'])
def test_29_a_text_that_is_none(bundle: Bundle, line: bytes) -> None:
    bundle.touch(TEXTS, lambda data: data + line)
    altered(bundle.verify(), TEXTS)


def test_29_a_text_too_many(bundle: Bundle) -> None:
    def more(data: bytes) -> bytes:
        text = json.loads(data)
        from hashlib import sha256  # the attacker's tool

        salted = bytes.fromhex(text["salt"]) + b"other"
        text |= {"text": "other", "commitment": sha256(salted).hexdigest()}
        return data + json.dumps(text).encode() + b"\n"

    bundle.touch(TEXTS, more)
    altered(bundle.verify(), TEXTS)


# -- bags --------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["../../x", "/etc/passwd", "~/x", "data/../../x", "C:\\x", "data//x"]
)
def test_32_a_manifest_that_reaches_out(bundle: Bundle, path: str) -> None:
    manifest = bundle.path / "manifest-sha256.txt"
    with manifest.open("a", newline="") as file:
        file.write(f"{'0' * 64}  {path}\n")
    bundle._manifest(  # as an attacker would
        "tagmanifest-sha256.txt", ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
    )
    report = bundle.verify()
    assert report.exit_code == 1


def test_32_a_file_in_no_manifest(bundle: Bundle) -> None:
    (bundle.path / "data/more.txt").write_text("more")
    assert "in no manifest" in altered(bundle.verify(), "data/more.txt")


def test_32_a_file_that_is_listed_and_missing(bundle: Bundle) -> None:
    bundle.file("prov.json").unlink()
    assert "is missing" in altered(bundle.verify(), "data/prov.json")


def test_32_a_file_that_was_touched(bundle: Bundle) -> None:
    path = bundle.file("README.txt")
    path.write_bytes(path.read_bytes() + b"x")
    assert "not the file that" in altered(bundle.verify(), "data/README.txt")


def test_32_files_to_be_fetched_from_elsewhere(bundle: Bundle) -> None:
    (bundle.path / "fetch.txt").write_text("http://127.0.0.1/x - data/x\n")
    altered(bundle.verify(), "fetch.txt")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("bagit.txt", lambda data: data.replace(b"1.0", b"0.97")),
        ("bagit.txt", lambda data: b"\xef\xbb\xbf" + data),
        ("manifest-sha256.txt", lambda data: data.replace(b"  ", b" ")),
        ("manifest-sha256.txt", lambda data: data + data.splitlines(keepends=True)[0]),
        ("manifest-sha256.txt", lambda data: data[:-1]),
        ("tagmanifest-sha256.txt", lambda data: data.splitlines(keepends=True)[0]),
        ("tagmanifest-sha256.txt", lambda _: b""),
    ],
)
def test_32_a_bag_that_is_none(
    bundle: Bundle, name: str, change: Callable[[bytes], bytes]
) -> None:
    path = bundle.path / name
    path.write_bytes(change(path.read_bytes()))
    assert bundle.verify().exit_code == 1


def bags(folder: Path) -> list[Path]:
    with tarfile.open(SUITE) as suite:
        suite.extractall(folder, filter="data")
    return sorted(path.parent for path in folder.rglob("bagit.txt"))


def test_32_no_bag_of_the_conformance_suite_passes(tmp_path: Path) -> None:
    found = bags(tmp_path)
    assert len(found) > 30
    for bag in found:
        with pytest.raises(LedgerError) as caught:
            verified(str(bag), Home.at(tmp_path / "nobody"), Given())
        assert caught.value.exit_code in {1, 2}


def test_a_folder_that_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not an export of a ledger"):
        verified(str(tmp_path), Home.at(tmp_path / "nobody"), Given())
