"""Texts next to entries: kept, found again, carried along, and erased without a trace.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.claims.canonical import parse_entry
from ledger.errors import BadInput, Refused, Unreachable
from ledger.store import payloads
from ledger.store.connection import located, open_engine
from ledger.store.sqlite.scrubbing import rewrite, scrub, traces
from tests.audit.conftest import Keeper

WORDS = "five hundred million of a billion is secured, a person with knowledge said"
NUMBER = "Jane Roe, +1 202 555 0199"


def saying(*texts: tuple[str, str], by: str = "n") -> tuple[str, dict[str, Any]]:
    items = [{"what": what, "text": text} for what, text in texts]
    return (
        "round.reported",
        {
            "round": "xai/series-b",
            "source": "bloomberg",
            "published": "2024-01-19",
            "stage": "closed",
            "investors": [{"name": by}],
            "payloads": items,
        },
    )


@pytest.fixture
def book(keeper: Keeper) -> Any:  # a generator of books
    """Give the ledger, open, with a claim 10 whose citation 11 brings two texts."""
    with keeper.open() as opened:
        opened.record([saying(("quote", WORDS), ("personal", NUMBER))])
        yield opened


def test_a_text_stands_beside_its_entry_and_not_in_it(book: Book) -> None:
    stored = book.event("11")
    assert WORDS.encode() not in stored.body
    items = parse_entry(stored.body)["data"]["payloads"]
    assert [item["what"] for item in items] == ["quote", "personal"]
    assert items[0]["bytes"] == len(WORDS)
    texts = book.story("11").texts
    assert [(one.what, one.text) for one in texts] == [
        ("quote", WORDS),
        ("personal", NUMBER),
    ]
    assert len({one["salt"] for one in book.texts(stored)}) == 2


def test_the_same_words_again_are_the_same_event_again(book: Book) -> None:
    (again,) = book.record([saying(("quote", WORDS), ("personal", NUMBER))])
    assert (again.new, again.seq) == (False, 10)
    twice = [saying(("quote", WORDS), by="other")] * 2
    first, second = book.record(twice)
    assert (first.new, second.new, second.seq) == (True, False, first.seq)
    assert payloads.count(book.log) == 3


def test_the_same_words_with_another_event_get_another_salt(book: Book) -> None:
    book.record([saying(("quote", WORDS), by="other")])
    one, other = (book.story(seq).texts[0] for seq in ("11", "13"))
    assert one.text == other.text
    assert one.commitment != other.commitment


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"what": "quote"}, "has a text"),
        ({"what": "quote", "text": "  "}, "has a text"),
        ({"what": "quote", "text": 5}, "has a text"),
        ({"what": "quote", "text": "\ud800"}, "UTF-8"),
        ({"what": "quote", "text": "x" * 1_000_001}, "1,000,001 bytes"),
        ({"what": "quote", "text": "x", "colour": "red"}, "colour"),
        ({"what": "song", "text": "x"}, "payloads.0.what"),
        ({"what": "quote", "text": "x", "media_type": "x"}, "media_type"),
        ("words", "payloads.0"),
    ],
)
def test_what_is_no_text_is_refused(
    sqlite_keeper: Keeper, item: object, told: str
) -> None:
    type_, data = saying()
    with sqlite_keeper.open() as book:
        before = book.log.head()
        with pytest.raises(BadInput) as caught:
            book.record([(type_, {**data, "payloads": [item]})])
        assert told in caught.value.message
        assert book.log.head() == before


def test_a_commitment_to_nothing_is_refused(sqlite_keeper: Keeper) -> None:
    item = {
        "what": "quote",
        "commitment": "ab" * 32,
        "media_type": "text/plain",
        "bytes": 4,
    }
    type_, data = saying()
    with sqlite_keeper.open() as book, pytest.raises(Refused, match="abababababab"):
        book.record([(type_, {**data, "payloads": [item]})])


def test_what_came_with_an_event_is_not_corrected(book: Book) -> None:
    target = {"target": book.event("11").id, "reason": "typing error"}
    with pytest.raises(Refused, match="cannot be corrected"):
        book.record([("entry.corrected", {**target, "set": {"payloads": None}})])


def exported(book: Book, *, texts: bool) -> Iterator[bytes]:
    for stored in book.events():
        for text in book.texts(stored) if texts else ():
            yield json.dumps({"payload": text}).encode()
        yield stored.body


def test_an_export_with_texts_is_imported_with_its_ids(
    book: Book, empty_place: str, keeper: Keeper
) -> None:
    book.erase("10", ("personal",), "asked to")
    with Book.create(empty_place, clock=keeper.clock) as other:
        done = other.import_lines(exported(book, texts=True), name="x")
        assert done.problems == []
        texts = other.story(book.event("11").id).texts
        assert [one.text for one in texts] == [WORDS, None]
        assert texts[1].erased_by is not None
        again = other.import_lines(exported(book, texts=True), name="x")
        assert (again.new, again.problems) == (0, [])


def test_an_export_without_texts_is_not_imported(
    book: Book, empty_place: str, keeper: Keeper
) -> None:
    with Book.create(empty_place, clock=keeper.clock) as other:
        done = other.import_lines(exported(book, texts=False), name="x")
        assert [(p.where, p.field) for p in done.problems] == [
            ("line 12", "payloads")
        ] * 2
        assert "--payloads" in done.problems[0].message
        assert other.log.head().seq == 0


@pytest.mark.parametrize(
    ("member", "value"),
    [("text", "other words"), ("salt", "00" * 32), ("salt", "zz"), ("text", 5)],
)
def test_a_text_that_was_changed_on_the_way_is_told(
    book: Book, tmp_path: Path, keeper: Keeper, member: str, value: object
) -> None:
    lines = list(exported(book, texts=True))
    at = next(n for n, line in enumerate(lines) if b'"payload"' in line[:12])
    touched = json.loads(lines[at])
    touched["payload"][member] = value
    lines[at] = json.dumps(touched).encode()
    with Book.create(str(tmp_path / "other.db"), clock=keeper.clock) as other:
        done = other.import_lines(lines, name="x")
        assert done.problems[0].where == f"line {at + 1}"


def test_a_dry_run_shows_the_words_and_keeps_none(book: Book) -> None:
    event = saying(("quote", WORDS), by="dry")
    (told,) = book.record([event], dry_run=True)
    assert told.data["payloads"] == event[1]["payloads"]
    assert payloads.count(book.log) == 2
    line = json.dumps({"type": event[0], "data": event[1]}).encode()
    done = book.import_lines([line], name="x", dry_run=True)
    assert done.recorded[0].data["payloads"] == event[1]["payloads"]


# -- erased ------------------------------------------------------------------


def test_29_erased_with_an_event_that_says_so(book: Book, keeper: Keeper) -> None:
    with book:
        assert book.erase("10", (), "asked to") == [12, 13]
        assert [one.text for one in book.story("11").texts] == [None, None]
        assert [one.erased_by for one in book.story("11").texts] == [12, 13]
    report = keeper.verify()
    assert (report.verdict, report.erased, report.warnings) == ("VERIFIED", 2, [])


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("UPDATE payload SET body = :x", "ALTERED"),
        ("UPDATE payload SET salt = :y", "ALTERED"),
        ("DELETE FROM payload", "MISSING"),
    ],
)
def test_29_touched_or_removed_behind_the_ledgers_back(
    book: Book, keeper: Keeper, statement: str, verdict: str
) -> None:
    book.close()
    keeper.tamper(statement, x=b"other words", y=bytes(32))
    keeper.guard()
    report = keeper.verify()
    first = report.findings[0]
    assert (report.verdict, report.exit_code, first.seq) == (verdict, 1, 11)
    assert first.expected is not None


def test_29_erased_by_an_event_and_still_there(book: Book, keeper: Keeper) -> None:
    kept = [text for text in book.texts(book.event("11")) if NUMBER in text["text"]]
    book.erase("10", ("personal",), "asked to")
    book.close()
    (one,) = kept
    keeper.tamper(
        "INSERT INTO payload VALUES (:c, :s, :c, 'text/plain', :b)",
        guarded=True,
        c=bytes.fromhex(one["commitment"]),
        s=bytes.fromhex(one["salt"]),
        b=one["text"].encode(),
    )
    report = keeper.verify()
    assert report.verdict == "VERIFIED"
    assert "still there" in report.warnings[0]


def test_30_an_erasure_of_what_never_was_is_refused(book: Book) -> None:
    said = {"commitment": "ab" * 32, "reason": "asked to"}
    with pytest.raises(Refused, match="by recording that"):
        book.record([("payload.erased", said)])
    with pytest.raises(Refused, match="it has none"):
        book.erase("4", (), "asked to")
    with pytest.raises(Refused, match="it has none"):
        book.erase("10", ("article",), "asked to")
    book.erase("10", (), "asked to")
    with pytest.raises(Refused, match="erased by event 12, event 13"):
        book.erase("10", (), "asked again")


def test_proofs_stay_good_after_an_erasure(book: Book) -> None:
    before = book.trail.prove("10")
    book.erase("10", (), "asked to")
    before.check(book.event("10").body)
    book.trail.prove("10").check(book.event("10").body)


@pytest.mark.parametrize("size", [20, 90, 700, 3_900, 4_100, 70_000])
def test_the_file_and_its_log_hold_no_trace(sqlite_keeper: Keeper, size: int) -> None:
    keeper = sqlite_keeper
    rest = [secrets.token_hex(40 + 30 * number) for number in range(40)]
    words = secrets.token_hex(size // 2)
    with keeper.open() as book:
        for number, text in enumerate(rest):
            book.record([saying(("quote", text), by=f"rest {number}")])
            if number == 20:
                book.record([saying(("quote", words), by="secret")])
                seq = str(book.log.head().seq)
        (kept,) = book.texts(book.event(seq))
        gone = [words.encode(), bytes.fromhex(kept["salt"])]
        assert list(traces(Path(keeper.place), gone))
        book.erase(seq, (), "asked to")
        assert not list(traces(Path(keeper.place), gone))
    for path in Path(keeper.place).parent.glob("sayso.db*"):
        assert words[:16].encode() not in path.read_bytes()
    assert keeper.verify().verdict == "VERIFIED"


def test_words_that_stand_elsewhere_are_no_failure(book: Book) -> None:
    book.record([saying(("quote", WORDS), by="the same words")])
    assert book.erase("10", ("quote",), "asked to")
    assert book.story("13").texts[0].text == WORDS


def test_a_log_that_somebody_reads_is_not_emptied_unsaid(
    sqlite_keeper: Keeper,
) -> None:
    keeper = sqlite_keeper
    with keeper.open() as book:
        book.record([saying(("quote", WORDS))])
        with closing(sqlite3.connect(keeper.place)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM entry").fetchone()
            with pytest.raises(Unreachable, match="write-ahead log") as caught:
                book.erase("10", (), "asked to")
            assert caught.value.hint is not None
            assert "db scrub" in caught.value.hint
        assert book.story("11").texts[0].erased_by == 12
    engine = open_engine(located(keeper.place))
    rewrite(engine)
    assert scrub(engine, [WORDS.encode()])
    engine.dispose()


def test_a_server_vacuums(postgresql_url: str) -> None:
    engine = open_engine(located(postgresql_url))
    with Book.create(postgresql_url, clock=lambda: 1):
        rewrite(engine)
        assert scrub(engine, [b"words"])
    engine.dispose()
