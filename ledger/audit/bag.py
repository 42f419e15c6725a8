"""Bags as BagIt 1.0 (RFC 8493) lays them out: a payload, and the hash of every file.

    bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt  data/...

`sha256sum -c` reads the manifests as they are. A bag lists just the files it has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from ledger.audit.archive import Archive
from ledger.errors import NotProven

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAGS: Final = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S+)")
_MOST_BYTES: Final = 1 << 30


class BagWriter:
    """A bag on its way into an empty folder; files are named below data/."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hashes: dict[str, str] = {}
        self._bytes = 0

    def add(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Write a payload file; give its SHA-256 (hex) and its size in bytes."""
        path = self._folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = sha256(), 0
        with path.open("xb") as file:
            for piece in pieces:
                digest.update(piece)
                size += file.write(piece)
        self._hashes[f"data/{name}"] = digest.hexdigest()
        self._bytes += size
        return digest.hexdigest(), size

    def finish(self, info: Mapping[str, str]) -> None:
        """Write what stands next to the payload; `info` goes to bag-info.txt."""
        oxum = {"Payload-Oxum": f"{self._bytes}.{len(self._hashes)}"}
        about = "".join(f"{key}: {value}\n" for key, value in {**info, **oxum}.items())
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": about.encode(),
            MANIFEST: _manifest(self._hashes),
        }
        for name, data in tags.items():
            (self._folder / name).write_bytes(data)
        hashes = {name: sha256(data).hexdigest() for name, data in tags.items()}
        (self._folder / TAG_MANIFEST).write_bytes(_manifest(hashes))


def _manifest(hashes: Mapping[str, str]) -> bytes:
    lines = (f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return "".join(lines).encode()


def check_bag(archive: Archive) -> Iterator[tuple[str, str]]:
    """Check every file of a bag; give each that is wrong, and what is wrong with it.

    NotProven if it is no bag of this kind at all.
    """
    if not archive.holds("bagit.txt") or archive.read("bagit.txt") != DECLARATION:
        raise NotProven("this is not a BagIt 1.0 bag in UTF-8")
    manifests = {name: _read_fields(archive, name) for name in (MANIFEST, TAG_MANIFEST)}
    for name, listed in manifests.items():
        inside = {one.startswith("data/") for one in listed}
        if inside - {name == MANIFEST}:
            raise NotProven(f"{name} lists files that it must not list")
    listed = manifests[MANIFEST] | manifests[TAG_MANIFEST]
    there = set(archive.names) - {TAG_MANIFEST}
    if not set(TAGS) <= listed.keys():
        raise NotProven(f"{TAG_MANIFEST} does not list {', '.join(TAGS)}")
    yield from ((one, "is in no manifest") for one in sorted(there - listed.keys()))
    for name, expected in sorted(listed.items()):
        if name not in there:
            yield name, "is missing"
            continue
        digest = sha256()
        for piece in archive.chunks(name):
            digest.update(piece)
        if digest.hexdigest() != expected:
            yield name, "is not the file that the manifest lists"


def _read_fields(archive: Archive, name: str) -> dict[str, str]:
    data = archive.read(name, _MOST_BYTES)
    lines = data.decode("utf-8", "replace").split("\n")
    if lines.pop() != "":
        raise NotProven(f"{name} does not end with a newline")
    found: dict[str, str] = {}
    for line in lines:
        matched = _LINE.fullmatch(line)
        if matched is None:
            raise NotProven(f"{name} has a malformed line: {line[:60]!r}")
        digest, path = matched.groups()
        if path in found:
            raise NotProven(f"{name} lists {path} twice")
        found[path] = digest
    return found


def misstated(archive: Archive, expected: Mapping[str, str]) -> Iterator[str]:
    """Give the labels of bag-info.txt that do not say, once, what they should."""
    lines = archive.read("bag-info.txt").decode("utf-8", "replace").split("\n")
    for label, value in expected.items():
        start = f"{label}:".lower()
        found = [line for line in lines if line.lower().startswith(start)]
        if found != [f"{label}: {value}"]:
            yield label
