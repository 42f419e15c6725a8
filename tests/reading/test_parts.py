"""Which entries belong together with the newest: rounds not joined are not read."""

from collections.abc import Iterator

import pytest

from ledger.book import Book
from ledger.reading.ranking.parts import CompanyParts, company_parts
from tests.tales import Tale


@pytest.fixture
def tale(place: str) -> Iterator[Tale]:
    """A company with a round in each of five years."""
    told = Tale(place)
    for number in range(5):
        on = f"{2015 + number}-01-10"
        told.reported(f"halcyon/r{number}", f"{number + 1}B", by="herald", on=on)
    with told.book:
        yield told


def rounds_of(book: Book, last: int = 1) -> set[str | None]:
    """The rounds of what belongs together with the last entries."""
    end = book.log.head().seq
    found = CompanyParts(book.log, "halcyon", end)
    read = found.read(found.since(end - last))
    return {entry.data.get("round") for entry in read}


def with_the_newest(book: Book) -> int:
    """How many entries belong together with the last."""
    end = book.log.head().seq
    return len(CompanyParts(book.log, "halcyon", end).since(end - 1))


def test_a_report_belongs_to_its_round(tale: Tale) -> None:
    tale.reported("halcyon/r2", "3B", by="gazette", on="2017-02-01")
    assert rounds_of(tale.book) == {"halcyon/r2"}


def test_an_answer_belongs_to_what_it_answers(tale: Tale) -> None:
    tale.denied("halcyon/r3", by="halcyon-co", on="2018-02-02")
    assert rounds_of(tale.book) == {"halcyon/r3"}


def test_a_merger_of_rounds_joins_them(tale: Tale) -> None:
    tale.say(
        "rounds.merged",
        round="halcyon/r1",
        into="halcyon/r0",
        source="herald",
        published="2020-01-01",
    )
    tale.reported("halcyon/r0", "1B", by="gazette", on="2020-02-01")
    assert rounds_of(tale.book) == {"halcyon/r0", "halcyon/r1"}


def test_prices_outside_of_rounds_belong_together(tale: Tale) -> None:
    tale.valued("halcyon", "5B", "tender", by="herald", on="2018-05-05")
    tale.valued("halcyon", "6B", "tender", by="gazette", on="2019-05-05")
    assert rounds_of(tale.book) == {None}
    assert rounds_of(tale.book, 7) == {None, *(f"halcyon/r{x}" for x in range(5))}
    assert with_the_newest(tale.book) == 2


def test_an_ending_belongs_to_purchases(tale: Tale) -> None:
    tale.reported(
        "halcyon/r9", "9B", by="herald", on="2020-05-05", round_type="acquisition"
    )
    tale.say(
        "company.ended", company="halcyon", ended="shut_down", published="2021-05-05"
    )
    assert rounds_of(tale.book) == {None, "halcyon/r9"}


def test_a_correction_joins_what_it_moves(tale: Tale) -> None:
    moved = tale.reported("halcyon/r4", "9B", by="gazette", on="2019-02-01")
    tale.say(
        "entry.corrected",
        target=moved,
        set={"round": "halcyon/r2"},
        reason="a slip of the keyboard",
    )
    assert rounds_of(tale.book) >= {"halcyon/r4", "halcyon/r2"}


def test_what_does_not_read_is_left_to_the_whole_fold(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, end = tale.book.log, tale.book.log.head().seq
    stored = [(7, b"", "round.reported", b"{}")]
    monkeypatch.setattr(type(log), "bodies_of", lambda *_: iter(stored))
    assert company_parts(log, "halcyon", end) is None
