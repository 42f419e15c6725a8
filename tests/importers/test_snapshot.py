"""Copies of known tables, recorded in both databases."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any, cast

import pytest

from ledger.book import Book
from ledger.errors import BadInput
from ledger.importers.kit.before import Comparing
from ledger.importers.kit.dialects import Dialect
from ledger.importers.kit.reading import Account, Setting
from ledger.importers.snapshot import FORMAT, dialect_in
from ledger.projections.rewritten import VendorTable
from ledger.recording.companies import known_as
from ledger.recording.intake import Imported, Intake

EPOCH = (
    "Id,Company,Close date,Status,Funding (equity),Funding (debt),"
    "Valuation (post-money),Type\n"
)
CRUNCHBASE = (
    "company_permalink,company_name,funding_round_type,funded_at,raised_amount_usd\n"
)


pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def book(place: str, clock: Callable[[], int]) -> Iterator[Book]:
    """Give an empty ledger, on SQLite and then on PostgreSQL."""
    with Book.create(place, clock=clock, actor="ann") as made:
        yield made


def dialect_of(text: str) -> Dialect:
    """Tell whose table a text is."""
    found = dialect_in(text.encode())
    assert found is not None
    return found


def record(
    book: Book, text: str, day: str, keys: tuple[str, ...] = ("Id",)
) -> Imported:
    """Record a copy of a known table, and the companies in it."""
    speaker = dialect_of(text).speaker
    comparing = Comparing(
        keys=keys,
        table=None,
        ignored=(),
        zone=book.zone,
        before=lambda: book.table(speaker.slug, None),
        claim=book.on_record,
        known=lambda named: known_as(named, book.names()),
    )
    setting = Setting(speaker.slug, day, comparing=comparing)
    file = cast("RawIOBase", BytesIO(text.encode()))
    items = FORMAT.read(BufferedReader(file), setting, Account())
    done = book.import_items(items, name="copy", intake=Intake(speaker, create=True))
    assert not done.problems
    return done


def types(book: Book, after: int) -> list[str]:
    """Give the types of the events since one, without evidence."""
    found = (stored.type for stored in book.events(after=after))
    return [type_ for type_ in found if type_ != "claim.cited"]


def figures(book: Book, text: str, day: str) -> Mapping[str, Any]:
    """Give what a company was said to be worth on a day."""
    (found,) = book.valuations(book.basis(as_of=day), [text]).value
    return {
        name: str(valued.figure)
        for name in ("reported", "sought", "secondary")
        if (valued := getattr(found, name)) is not None
    }


def test_a_copy_is_compared_with_what_the_database_holds(book: Book) -> None:
    first = EPOCH + "A,xAI,,Late discussions,1E+10,,2E+11,Primary\n"
    second = EPOCH + "A,xAI,1/6/2026,Closed,2E+10,,2.3E+11,Primary\n"
    record(book, first, "2025-12-14")
    last = book.log.head().seq
    record(book, second, "2026-01-16")
    assert types(book, last) == [
        "claim.revised",
        "snapshot.row_changed",
        "snapshot.taken",
    ]
    assert figures(book, "xai", "2026-01-15") == {"sought": "200B"}
    assert figures(book, "xai", "2026-01-16") == {"reported": "230B"}


def test_a_debt_that_appears_is_another_claim_and_may_go_again(book: Book) -> None:
    rows = [f"A,xAI,1/6/2026,Closed,2E+10,{debt},,Primary\n" for debt in ("", "5E+9")]
    record(book, EPOCH + rows[0], "2026-01")
    last = book.log.head().seq
    record(book, EPOCH + rows[1], "2026-02")
    assert types(book, last)[0] == "round.reported"
    last = book.log.head().seq
    record(book, EPOCH + rows[0], "2026-03")
    assert types(book, last)[0] == "claim.retracted"
    assert len(_rows(book)["A"].claims) == 1


def _rows(book: Book) -> Mapping[str, Any]:
    return book.table("epoch-ai", None).rows


def test_a_date_that_was_emptied_is_said_anew(book: Book) -> None:
    record(book, EPOCH + "A,xAI,1/6/2026,Closed,2E+10,,,Primary\n", "2026-01")
    last = book.log.head().seq
    record(book, EPOCH + "A,xAI,,Closed,2E+10,,,Primary\n", "2026-02")
    assert types(book, last) == [
        "claim.retracted",
        "round.reported",
        "snapshot.row_changed",
        "snapshot.taken",
    ]


def test_words_that_are_no_figure_change_a_row_and_no_claim(book: Book) -> None:
    header = EPOCH.replace("\n", ",Confidence\n")
    for day, word in (("2026-01", "Likely"), ("2026-02", "Confident")):
        last = book.log.head().seq
        record(book, f"{header}A,xAI,1/6/2026,Closed,2E+10,,,Primary,{word}\n", day)
    assert types(book, last) == ["snapshot.row_changed", "snapshot.taken"]


def test_a_claim_that_we_voided_is_left_alone(book: Book) -> None:
    record(book, EPOCH + "A,xAI,,Closed,1E+10,,,Primary\n", "2026-01")
    (target,) = _rows(book)["A"].claims
    seq = book.event(target).seq
    book.record([("entry.voided", {"target": target, "reason": "does not match them"})])
    record(
        book,
        EPOCH + "B,xAI,,Closed,5E+9,,,Primary\nA,xAI,,Closed,2E+10,,,Primary\n",
        "2026-02",
    )
    assert book.on_record(str(seq)).voided_by is not None
    assert "claim.revised" not in types(book, seq)
    assert len(_rows(book)["A"].claims) == 1


def test_a_row_that_comes_back_claims_again(book: Book) -> None:
    both = "A,xAI,,Closed,1E+10,,,Primary\nB,xAI,,Closed,1,,,Primary\n"
    record(book, EPOCH + both, "2026-01")
    record(book, EPOCH + both.splitlines(keepends=True)[1], "2026-02")
    record(book, EPOCH + both, "2026-03")
    (claim,) = _rows(book)["A"].claims
    assert book.event(claim).seq > book.event("2").seq
    found = book.company("xai", book.basis(as_of="2026-03")).value
    assert len(found.rounds["xai/a"].live) == 1


def test_a_copy_of_crunchbases_table_is_compared_by_several_columns(
    book: Book,
) -> None:
    row = "/company/waywire,#waywire,seed,2012-06-30,{}\n"
    keys = ("company_permalink", "funding_round_type", "funded_at")
    text = CRUNCHBASE + row.replace("seed", "angel")
    record(book, text.format("1750000"), "2013-10", keys)
    last = book.log.head().seq
    record(book, text.format("1750000.00"), "2013-11", keys)
    assert types(book, last) == ["snapshot.taken"]
    record(book, text.format("2000000"), "2013-12", keys)
    (revised,) = (x for x in book.events(after=last) if x.type == "claim.revised")
    assert b"2000000" in revised.body
    found = book.company("#waywire", book.basis(as_of="2013-10")).value
    (claim,) = found.claims.values()
    assert claim.dated
    (shown, *_) = book.evidence(claim.id)
    locator = str(shown.evidence.locator)
    assert locator.startswith("row /company/waywire / angel / 2012")


def test_a_long_column_takes_several_events(book: Book) -> None:
    rows = [f"{n},xAI,,Closed,{n}" for n in range(1, 301)]
    header = "Id,Company,Close date,Status,Funding (equity),Valuation (post-money)"
    record(book, "\n".join([header, *(f"{row}," for row in rows), ""]), "2026-01")
    long = ["https:" + "x" * 200] * len(rows)
    wide = [f"{row},,{text}" for row, text in zip(rows, long, strict=True)]
    last = book.log.head().seq
    record(book, "\n".join([f"{header},Source 1", *wide, ""]), "2026-02")
    assert types(book, last).count("snapshot.column_seen") > 1
    assert {x.cells["Source 1"] for x in _rows(book).values()} == set(long)


def test_an_empty_copy_is_refused(book: Book) -> None:
    with pytest.raises(BadInput, match="has no rows"):
        record(book, EPOCH, "2026-01")


def test_a_table_that_nobody_took_is_empty(book: Book) -> None:
    assert book.table("epoch-ai", None) == VendorTable("epoch-ai", None)


def test_without_a_comparison_there_is_no_snapshot() -> None:
    setting = replace(Setting("epoch-ai"), published="2026")
    file = cast("RawIOBase", BytesIO(EPOCH.encode()))
    with pytest.raises(BadInput, match="on one day"):
        list(FORMAT.read(BufferedReader(file), setting, Account()))
