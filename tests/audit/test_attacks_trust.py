"""Attacks on what vouches for a ledger from outside: keys, pins and witnesses.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

from pathlib import Path

import pytest

from ledger.audit.keys import KeyStore
from ledger.audit.notes import VerifierKey
from ledger.audit.places import Home
from ledger.audit.signatures import verifier_key
from ledger.book import Book
from ledger.errors import BadInput, Refused
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from tests.audit.bundles import exported
from tests.audit.conftest import ORIGIN, START, Keeper
from tests.audit.test_attacks_heads import OTHER


def proof_of(keeper: Keeper, path: Path) -> Path:
    with keeper.open() as book:
        path.write_bytes(bytes(book.trail.prove("4")))
    return path


def test_45_a_proof_under_the_head_that_was_seen_last(
    sqlite_keeper: Keeper, stranger: Home, tmp_path: Path
) -> None:
    keeper, path = sqlite_keeper, proof_of(sqlite_keeper, tmp_path / "p")
    assert verified(str(path), stranger, Given()).verdict == "UNPINNED"
    keeper.verify(Given(keys=[keeper.key]), home=stranger)
    report = verified(str(path), stranger, Given())
    assert (report.verdict, report.trusted_by) == ("VERIFIED", ["the pin at 10"])


@pytest.mark.parametrize("algorithm", [1, 4])
def test_19_the_logs_own_key_is_no_witness(
    sqlite_keeper: Keeper, algorithm: int
) -> None:
    own = sqlite_keeper.key
    given = Given(witnesses=[VerifierKey(own.name, algorithm, own.public)])
    report = sqlite_keeper.verify(given)
    assert report.verdict == "UNWITNESSED"
    assert report.findings[0].what == "0 of 1 witness saw this log"


def test_44_an_export_from_before_a_rotation_names_the_former_key(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    keeper, old = sqlite_keeper, sqlite_keeper.key
    bundle = exported(keeper, tmp_path / "export")
    for _ in range(2):
        with keeper.open() as book:
            book.trail.rotate()
    report = verified(str(bundle.path), keeper.home, Given())
    assert report.verdict == "BAD-SIGNATURE"
    assert report.findings[0].hint.endswith(f"--key {old}")
    given = Given(keys=[old])
    assert verified(str(bundle.path), keeper.home, given).verdict == "VERIFIED"


def test_former_keys_of_a_like_named_ledger_are_not_its_own(tmp_path: Path) -> None:
    keys = KeyStore(Home.at(tmp_path))
    for origin in ("a", "a.b"):
        keys.make(origin)
        keys.promote(origin, keys.prepare(origin).public)
    assert [key.name for key in keys.former("a")] == ["a"]
    assert [key.name for key in keys.former("a.b")] == ["a.b"]


@pytest.mark.parametrize(
    "origin", ["x\nSayso-Root: 00", "x\x1b[2J", "x\x9b2J", "x\u202ey", " x", "\u200b"]
)
def test_35_an_origin_that_would_not_show_is_refused(
    tmp_path: Path, origin: str
) -> None:
    for home in (None, Home.at(tmp_path / "home")):
        place = tmp_path / "x.db"
        with pytest.raises(BadInput, match="is not an origin"):
            Book.create(str(place), clock=lambda: START, origin=origin, home=home)
        assert not place.exists()


def test_a_ledger_that_cannot_have_its_key_is_not_made(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    for origin in (ORIGIN, "a name"):
        place = tmp_path / "other.db"
        with pytest.raises(Refused):
            Book.create(
                str(place), clock=lambda: START, origin=origin, home=sqlite_keeper.home
            )
        assert not place.exists()


def test_a_key_that_somebody_slipped_in_is_not_signed_for(
    sqlite_keeper: Keeper,
) -> None:
    keeper, own = sqlite_keeper, sqlite_keeper.key
    with keeper.open() as book:
        said = {"old": str(own), "new": str(verifier_key(ORIGIN, OTHER))}
        book.trail._keep("key.rotated", said)
    with keeper.open() as book:
        book.record(keeper.events(1))
        assert "the ledger signs with" in str(book.trouble)
        with pytest.raises(Refused, match="the ledger signs with"):
            book.trail.sign()
    assert keeper.verify().verdict == "UNSIGNED"
    assert len(keeper.heads()) == 4
    keeper.resign(OTHER)
    keeper.guard()
    assert keeper.verify().verdict == "BAD-SIGNATURE"
