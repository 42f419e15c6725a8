"""An export, and what somebody does to it on the way."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.audit.notes import Note
from ledger.audit.places import Home
from ledger.audit.verdicts import Report
from ledger.book import Book
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from tests.audit.conftest import Keeper

if TYPE_CHECKING:
    from ledger.book import Sign


def plainly(sign: "Sign") -> Note:
    """Sign without a passphrase."""
    return sign(None)


def exported(keeper: Keeper, target: Path, **options: Any) -> "Bundle":
    """Export the keeper's ledger; `signed` is false for one that nobody signs."""
    signed = options.pop("signed", True)
    with keeper.open() as book:
        book.export(target, signing=plainly if signed else None, **options)
    return Bundle(target, keeper)


@dataclass(slots=True)
class Bundle:
    """An export that lies in a folder."""

    path: Path
    keeper: Keeper

    def file(self, name: str) -> Path:
        return self.path / "data" / name

    def names(self) -> list[str]:
        files = (path for path in self.path.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.path).as_posix() for path in files)

    def touch(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Change a file, and all manifests with it, as an attacker would."""
        path = self.path / name
        before = path.read_bytes() if path.exists() else b""
        after = change(before)
        assert after != before
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(after)
        self.rehash()

    def drop(self, name: str) -> None:
        (self.path / name).unlink()
        self.rehash()

    def rehash(self) -> None:
        """Make the manifests fit whatever is there."""
        data = [name for name in self.names() if name.startswith("data/")]
        self._manifest("manifest-sha256.txt", data)
        tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
        self._manifest("tagmanifest-sha256.txt", tags)

    def _manifest(self, name: str, files: list[str]) -> None:
        lines = [
            f"{sha256((self.path / one).read_bytes()).hexdigest()}  {one}\n"
            for one in files
        ]
        (self.path / name).write_text("".join(lines), newline="")

    def copy(self, target: Path) -> "Bundle":
        shutil.copytree(self.path, target)
        return Bundle(target, self.keeper)

    def verify(
        self, given: Given | None = None, *, deep: bool = False, key: bool = True
    ) -> Report:
        """Verify as somebody who has nothing but the bundle, and its key."""
        brought = given or Given(keys=[self.keeper.key] if key else [])
        nobody = Home.at(self.path.parent / "nobody")
        return verified(str(self.path), nobody, brought, deep=deep)

    def entries(self) -> list[dict[str, Any]]:
        lines = self.file("events.jsonl").read_bytes().splitlines()
        return [json.loads(line) for line in lines]


EVENTS = "data/events.jsonl"
Lines = Callable[[list[bytes]], list[bytes]]


def relined(change: Lines) -> Callable[[bytes], bytes]:
    """Give a change of a file that changes its lines."""
    return lambda data: b"\n".join([*change(data.split(b"\n")[:-1]), b""])


def of_other_rules(scope: bytes) -> bytes:
    """Give a scope as a program of later rules would write it."""
    later = re.sub(rb'"b\d+\.', b'"b999.', scope)
    return re.sub(rb'"rules": ?\d+', b'"rules": 999', later)


def altered(report: Report, file: str | None = None, seq: int | None = None) -> str:
    """Hold that something was altered, and where; give what is said of it."""
    first = report.findings[0]
    assert (report.verdict, report.exit_code) == ("ALTERED", 1), report
    assert file in {None, first.file}, first
    assert seq in {None, first.seq}, first
    return first.what


CAST = (
    ("company.registered", {"slug": "x-corp", "name": "英偉達 </script>"}),
    (
        "source.registered",
        {"slug": "elon-musk", "name": "=Elon", "kind": "person", "speaks_for": ["xai"]},
    ),
    ("source.registered", {"slug": "reuters", "name": "R", "kind": "wire"}),
)
REPORT = {
    "round": "xai/series-b",
    "source": "bloomberg",
    "published": "2024-01-19",
    "stage": "committed",
    "raised": [{"figure": "500M", "basis": "committed"}],
    "valuation": [{"figure": "15B..20B", "kind": "unspecified"}],
    "payloads": [{"what": "quote", "text": "half of it is there, a person said"}],
}
ANSWERS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "claim.relayed",
        {"carrier": "reuters", "published": "2024-01-20", "form": "cited"},
    ),
    (
        "claim.revised",
        {
            "source": "bloomberg",
            "published": "2024-01-22",
            "set": {"valuation": [{"figure": "18B", "kind": "unspecified"}]},
        },
    ),
    (
        "claim.confirmed",
        {"source": "elon-musk", "published": "2024-05-27", "scope": ["raised"]},
    ),
)
DENIAL = {
    "company": "xai",
    "source": "elon-musk",
    "published": "2024-01-19",
    "scope": ["whole"],
    "form": "fake",
}
MARK = {
    "company": "xai",
    "source": "reuters",
    "published": "2024-06-01",
    "valuation": [{"figure": "24B", "kind": "mark"}],
}


def story(book: Book) -> None:
    """Put one event of every sort into a ledger."""
    *_, told = book.record([*CAST, ("round.reported", REPORT)])
    book.record([("claim.denied", {**DENIAL, "claims": [told.id]})])
    about = {"company": "xai", "claim": told.id}
    book.record([(type_, {**about, **data}) for type_, data in ANSWERS])
    applied = {"target": told.id, "set": {"note": "n"}, "reason": "r"}
    book.record([("entry.corrected", applied)])
    (mark,) = book.record([("valuation.reported", MARK)])
    back = {"company": "xai", "claim": mark.id, "source": "reuters"}
    book.record([("claim.retracted", {**back, "published": "2024-06-02"})])
    book.record([("entry.voided", {"target": mark.id, "reason": "twice"})])
