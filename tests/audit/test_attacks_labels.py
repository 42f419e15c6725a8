"""Attacks on what is written on an export, and on the texts that come with it.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.audit.places import Home
from ledger.audit.signatures import verifier_key
from ledger.book import Book
from ledger.trail.auditing import restored
from ledger.trail.given import Given
from tests.audit.bundles import Bundle, altered, exported, story
from tests.audit.conftest import ORIGIN, START, Keeper
from tests.audit.test_attacks_heads import OTHER

TEXTS = "data/payloads.jsonl"


@pytest.fixture
def bundle(sqlite_keeper: Keeper, tmp_path: Path) -> Bundle:
    with sqlite_keeper.open() as book:
        story(book)
    return exported(sqlite_keeper, tmp_path / "export")


@pytest.mark.parametrize(
    "change",
    [
        lambda info: info.replace(b"Sayso-Size: ", b"Sayso-Size: 1"),
        lambda info: info.replace(b"example.com", b"example.org"),
        lambda info: info + b"Sayso-Size: 9\n",
        lambda info: info + b"sayso-root: 00\n",
        lambda info: info.replace(b"Sayso-Root", b"Sayso-Rood"),
    ],
    ids=["size", "origin", "twice", "in small letters", "missing"],
)
def test_31_a_bag_that_says_something_else_of_the_log(
    bundle: Bundle, change: Callable[[bytes], bytes]
) -> None:
    bundle.touch("bag-info.txt", change)
    assert "says something else" in altered(bundle.verify(), "bag-info.txt")


def test_31_another_readme_is_told(bundle: Bundle) -> None:
    bundle.touch("data/README.txt", lambda text: text + b"The key: http://127.0.0.1\n")
    report = bundle.verify()
    assert report.verdict == "VERIFIED"
    assert "do not rely on it" in report.warnings[0]


def test_16_a_key_that_the_log_does_not_name(bundle: Bundle) -> None:
    other = f"{verifier_key(ORIGIN, OTHER)}\n".encode()
    bundle.touch("data/log.vkey", lambda text: text + other)
    altered(bundle.verify(), "data/log.vkey")


def test_keys_that_came_later_are_not_in_an_older_export(
    bundle: Bundle, tmp_path: Path
) -> None:
    until = len(bundle.entries()) - 1
    with bundle.keeper.open() as book:
        book.trail.rotate()
    later = exported(bundle.keeper, tmp_path / "later", until=until)
    assert later.names() == bundle.names()
    for name in later.names():
        assert (later.path / name).read_bytes() == (bundle.path / name).read_bytes()


def test_17_an_older_head_whose_signature_was_touched(bundle: Bundle) -> None:
    name = "data/checkpoints/3.checkpoint"
    bundle.touch(name, lambda note: note[:-8] + b"AAA=\n")
    for path in bundle.names():
        if path.startswith("data/consistency/"):
            bundle.drop(path)
    report = bundle.verify()
    assert (report.verdict, report.findings[0].file) == ("BAD-SIGNATURE", name)


# -- texts -------------------------------------------------------------------


def test_29_the_media_type_of_a_text(bundle: Bundle) -> None:
    bundle.touch(TEXTS, lambda text: text.replace(b"text/plain", b"text/html"))
    altered(bundle.verify(), TEXTS)


def test_29_the_media_type_of_a_text_in_a_ledger(sqlite_keeper: Keeper) -> None:
    with sqlite_keeper.open() as book:
        story(book)
    sqlite_keeper.tamper("UPDATE payload SET media_type = 'text/html'")
    sqlite_keeper.guard()
    assert sqlite_keeper.verify().verdict == "ALTERED"


def test_29_a_text_that_comes_twice(bundle: Bundle) -> None:
    bundle.touch(TEXTS, lambda text: text + text)
    assert "twice" in altered(bundle.verify(), TEXTS)


def test_a_text_of_two_entries_comes_once(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    with sqlite_keeper.open() as book:
        story(book)
        claim = next(x for x in book.events() if b'"commitment"' in x.body)
        data = json.loads(claim.body)["data"] | {"locator": "line 3"}
        book.record([("claim.cited", data)])
    bundle = exported(sqlite_keeper, tmp_path / "export")
    assert len(bundle.file("payloads.jsonl").read_bytes().splitlines()) == 1
    assert bundle.verify().verdict == "VERIFIED"


def test_29_a_text_put_back_after_it_was_erased(bundle: Bundle, tmp_path: Path) -> None:
    with bundle.keeper.open() as book:
        claim = next(x for x in book.events() if b'"commitment"' in x.body)
        book.erase(str(claim.seq), (), "asked to")
    later = exported(bundle.keeper, tmp_path / "later")
    later.touch(TEXTS, lambda _: bundle.file("payloads.jsonl").read_bytes())
    report = later.verify()
    assert (report.verdict, report.erased) == ("VERIFIED", 0)
    assert "still in the export" in report.warnings[0]
    place = str(tmp_path / "copy.db")
    given = Given(keys=[bundle.keeper.key])
    restored(later.path, place, Home.at(tmp_path / "nobody"), given)
    assert Keeper(place, bundle.keeper.home).verify().erased == 1
    with Book.open(place, clock=lambda: START) as copy:
        assert copy.story(str(claim.seq)).texts[0].text is None
    assert b"half of it is there" not in Path(place).read_bytes()
