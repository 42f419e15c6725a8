"""An append into a large company folds the part that it touches, and reads the rest."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.growth import of_one
from ledger.book import Book
from ledger.projections.rounds import CompanyAt
from ledger.reading.folding import Group
from ledger.reading.ranking.checking import check_ranking
from ledger.reading.ranking.offered import OtherParts
from ledger.reading.ranking.packing import LINES
from ledger.store.connection import located, open_engine
from ledger.store.ranking import PARTS, ranking_state
from tests.reading.test_ranking import agrees
from tests.tales import Tale


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every company is so large that what its parts offer is kept."""
    for room in ("packing", "keeping"):
        monkeypatch.setattr(f"ledger.reading.ranking.{room}.LARGE", 1)


@pytest.mark.usefixtures("large")
def test_an_append_folds_the_part_that_it_touches(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale.book.rebuild()
    folded: list[str] = []

    def groups_of(_: object, slugs: Iterable[str], __: int) -> Iterator[Group]:
        folded.extend(slugs)
        return iter(())

    monkeypatch.setattr("ledger.reading.ranking.keeping.groups_of", groups_of)
    tale.reported("halcyon/series-d", "40B", by="gazette", on="2026-02-02")
    assert not folded
    last = tale.book.log.head()
    assert ranking_state(tale.book.log, PARTS).told == last.seq
    compared = check_ranking(tale.book.log, "UTC", last.recorded, whole=True)
    assert compared is not None
    assert not compared.wrong
    agrees(tale.book)


@pytest.mark.usefixtures("large")
def test_one_more_report_of_an_old_round_folds_no_round_that_is_another_deal(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale.reported("halcyon/old", raised="1B", by="the-wire", on="2025-02-03")
    tale.reported("halcyon/new", raised="4B", by="the-wire", on="2026-02-02")
    tale.reported("halcyon/other", raised="5B", by="gazette", on="2026-02-03")
    tale.book.rebuild()
    folded: list[int] = []
    whole = OtherParts._folded

    def fold(others: OtherParts, event: int, cut: int) -> CompanyAt:
        folded.append(event)
        return whole(others, event, cut)

    monkeypatch.setattr(OtherParts, "_folded", fold)
    tale.reported("halcyon/old", raised="2B", by="the-wire", on="2026-02-04")
    rounds = tale.book.company("halcyon").value.rounds
    assert {*folded} == {rounds["halcyon/other"].claims[0].seq}
    compared = check_ranking(
        tale.book.log, "UTC", tale.book.log.head().recorded, whole=True
    )
    assert compared is not None
    assert not compared.wrong
    agrees(tale.book)


def test_a_name_counts_once_something_is_said_of_its_company(tale: Tale) -> None:
    tale.say("company.registered", slug="merlin", name="Merlin")
    tale.book.rebuild()
    tale.say("company.renamed", slug="merlin", name="Owl", published="2026-01")
    tale.reported("merlin/seed", "5M", by="herald", on="2026-01")
    agrees(tale.book)
    compared = check_ranking(
        tale.book.log, "UTC", tale.book.log.head().recorded, whole=True
    )
    assert compared is not None
    assert not compared.wrong


@pytest.mark.usefixtures("large")
def test_prices_alone_are_one_part_in_whatever_order_they_are_recorded(
    tale: Tale,
) -> None:
    tale.valued("halcyon", "5B", "mark", by="herald", on="2024-01-11")
    tale.book.rebuild()
    tale.valued("halcyon", "5B", "mark", by="gazette", on="2024-01-05")
    compared = check_ranking(
        tale.book.log, "UTC", tale.book.log.head().recorded, whole=True
    )
    assert compared is not None
    assert not compared.wrong
    agrees(tale.book)


@pytest.mark.parametrize("labels", ["d", "de", "def"])
@pytest.mark.parametrize("voided", [False, True])
def test_a_company_comes_to_be_large_by_its_own_entries(
    tale: Tale, monkeypatch: pytest.MonkeyPatch, labels: str, *, voided: bool
) -> None:
    """Names, and mistakes of ours, do not decide in the middle what is kept of it."""
    for room in ("packing", "keeping"):
        monkeypatch.setattr(f"ledger.reading.ranking.{room}.LARGE", 4)
    tale.say("company.renamed", slug="halcyon", name="Owl", published="2024-01")
    tale.book.rebuild()
    for label in labels:
        said = tale.reported(f"halcyon/{label}", "4B", by="herald", on="2026-02-02")
    if voided:
        tale.say("entry.voided", target=said, reason="duplicate")
    compared = check_ranking(
        tale.book.log, "UTC", tale.book.log.head().recorded, whole=True
    )
    assert compared is not None
    assert not compared.wrong
    agrees(tale.book)


CHANGED = {
    "a part left out": "DELETE FROM ranking_line WHERE company LIKE 'halcyon/%'",
    "one of several": (
        "DELETE FROM ranking_line WHERE company = (SELECT min(company)"
        " FROM ranking_line WHERE company LIKE 'halcyon/%')"
    ),
    "one of the past": (
        "DELETE FROM ranking_line WHERE company LIKE 'halcyon/%'"
        " AND until < 2000000000000000"
    ),
    "other marks": "UPDATE ranking_line SET mark = 0 WHERE company LIKE 'halcyon/%'",
    "other days": (
        "UPDATE ranking_line SET start = start + 1 WHERE company LIKE 'halcyon/%'"
    ),
}


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("on", ["2026-02-02", "2024-12-01"])
@pytest.mark.parametrize("attack", CHANGED.values(), ids=CHANGED)
def test_parts_that_were_changed_are_not_used_and_are_found(
    tale: Tale, place: str, attack: str, on: str
) -> None:
    tale.reported("halcyon/series-b", "9B", by="herald", on="2024-03-03")
    tale.book.rebuild()
    engine = open_engine(located(place))
    with engine.begin() as connection:
        connection.execute(text(attack))
    engine.dispose()
    last = tale.book.log.head().recorded
    compared = check_ranking(tale.book.log, "UTC", last, whole=True)
    assert compared is not None
    assert compared.wrong
    tale.reported("halcyon/series-d", "40B", by="gazette", on=on)
    agrees(tale.book)


def test_a_large_company_is_kept_as_it_is_folded_whatever_is_recorded_late(
    tmp_path: Path,
) -> None:
    lines = [one.line() for one in of_one(430)]
    with Book.create(str(tmp_path / "large.db"), actor="ann") as book:
        book.import_lines(lines[:400], name="before")
        book.rebuild()
        for first in range(400, len(lines), 3):
            book.import_lines(lines[first : first + 3], name="after")
        last = book.log.head()
        assert {ranking_state(book.log, x).told for x in LINES} == {last.seq}
        compared = check_ranking(book.log, book.zone, last.recorded, whole=True)
        assert compared is not None
        assert not compared.wrong
