"""The sums behind beliefs: they answer as a replay does, and damage is found."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from ledger.book import Book
from ledger.credibility.sweeping import Moment
from ledger.errors import Refused
from ledger.projections.basis import Basis
from ledger.reading.beliefs import Believing
from ledger.reading.ranking.counting import ChangeCounts
from ledger.reading.ranking.keeping import DROPPED
from ledger.reading.sums.answering import DAMAGED, KeptSums
from ledger.reading.sums.checking import check_sums
from ledger.reading.sums.keeping import SumsKeeper
from ledger.reading.sums.packing import SUMS
from ledger.store.connection import located, open_engine
from ledger.store.ranking import BELIEFS, NOTHING, RankingLine, ranking_state
from tests.tales import Tale

HABIT = 34
"""Rounds on which two papers agree, more than it takes to see that they copy."""


@pytest.fixture
def tale(place: str) -> Iterator[Tale]:
    """Two companies, some of whose rounds were settled, lapsed or denied."""
    told = Tale(place)
    for number in range(6):
        name, year = f"halcyon/r{number}", 2015 + number
        told.reported(name, f"{number + 1}B", by="herald", on=f"{year}-01-10")
        told.reported(name, "2B", by="gazette", on=f"{year}-02-01", stage="in_talks")
    told.reported("halcyon/r2", "3B", by="halcyon-co", on="2017-03-01", stage="closed")
    told.denied("halcyon/r3", by="halcyon-co", on="2018-02-02")
    told.reported("kestrel/series-a", "1B", by="herald", on="2020-06-30")
    with told.book:
        yield told


def replayed(book: Book, basis: Basis) -> Moment:
    """Replay the whole ledger."""
    return Believing(book.folding).moment(basis).value


def agrees(book: Book) -> None:
    """Hold that the sums answer, and as a replay does, on some days."""
    for day in ("2016-01-01", "2018-06-01", "2021-01-01", "2026-12-31"):
        basis = book.basis(as_of=day)
        once = replayed(book, basis)
        for slug in ("halcyon", "kestrel"):
            kept = KeptSums(book.folding).moment(basis, [slug])
            assert kept is not None
            assert kept.company(slug) == once.company(slug)
            speak = {
                x.source: x.kind for one in once.company(slug) for x in one.case.told
            }
            for source, kind in speak.items():
                known = once.scores.score(source, kind)
                assert kept.scores.score(source, kind) == known


def test_they_are_made_with_the_ranking_and_follow_what_is_recorded(
    tale: Tale,
) -> None:
    basis = tale.book.basis()
    assert KeptSums(tale.book.folding).moment(basis, ["halcyon"]) is None
    tale.book.rebuild()
    agrees(tale.book)
    before = ranking_state(tale.book.log, BELIEFS)
    tale.reported("halcyon/r9", "9B", by="gazette", on="2024-04-04")
    after = ranking_state(tale.book.log, BELIEFS)
    assert (after.generation, after.told) == (before.generation, before.told + 1)
    agrees(tale.book)


def test_what_was_recorded_since_is_folded(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale.book.rebuild()
    with monkeypatch.context() as patched:
        patched.setattr("ledger.recording.writing.kept_in", lambda _: False)
        tale.reported("kestrel/series-a", "1B", by="the-wire", on="2020-08-01")
    assert ranking_state(tale.book.log, BELIEFS).told < tale.book.log.head().seq
    agrees(tale.book)


def test_possible_events_are_replayed(tale: Tale) -> None:
    tale.book.rebuild()
    basis = tale.book.basis(possible=True)
    assert KeptSums(tale.book.folding).moment(basis, ["halcyon"]) is None


def never(*_: object) -> None:
    """Stand where nothing may come."""
    raise AssertionError


def test_past_beliefs_are_scored_from_the_sums(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    basis = tale.book.basis()
    once = Believing(tale.book.folding).forecasts(basis, ())
    assert once.value
    tale.book.rebuild()
    monkeypatch.setattr(Believing, "sweep", never)
    assert Believing(tale.book.folding).forecasts(basis, ()) == once
    few = Believing(tale.book.folding).forecasts(basis, ("kestrel",))
    assert few.value == [x for x in once.value if x.company == "kestrel"]


def test_a_year_that_was_taken_out_is_noticed_before_past_beliefs_are_scored(
    tale: Tale, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    basis = tale.book.basis()
    once = Believing(tale.book.folding).forecasts(basis, ())
    tale.book.rebuild()
    engine = open_engine(located(place))
    with engine.begin() as connection:
        first = "SELECT min(start) FROM ranking_line WHERE company = 'sums'"
        which = f"company = 'sums' AND start = ({first})"
        connection.execute(text(f"DELETE FROM ranking_line WHERE {which}"))
    engine.dispose()
    assert Believing(tale.book.folding).forecasts(basis, ()) == once
    assert DAMAGED in capsys.readouterr().err


def habitual(tale: Tale, rounds: range) -> None:
    """Let the gazette say what the herald says, every time: copying is the rule."""
    for number in rounds:
        name, on = f"halcyon/x{number}", f"{1980 + number}-0"
        tale.reported(name, "7.31B", by="herald", on=on + "1-01", stage="in_talks")
        tale.reported(name, "7.31B", by="gazette", on=on + "2-01", stage="in_talks")


def test_who_copies_as_a_habit_is_in_the_sums(tale: Tale) -> None:
    habitual(tale, range(HABIT))
    tale.book.rebuild()
    basis = tale.book.basis()
    once = replayed(tale.book, basis)
    assert once.replay.habits
    kept = KeptSums(tale.book.folding).moment(basis, ["halcyon"])
    assert kept is not None
    assert kept.replay.habits == once.replay.habits
    agrees(tale.book)


def test_where_a_habit_appears_sums_are_left_behind_until_they_are_made_again(
    tale: Tale,
) -> None:
    tale.book.rebuild()
    habitual(tale, range(HABIT))
    basis = tale.book.basis()
    assert replayed(tale.book, basis).replay.habits
    assert ranking_state(tale.book.log, BELIEFS).told < tale.book.log.head().seq
    with pytest.raises(Refused, match="copy others as a habit now"):
        SumsKeeper(tale.book.log, "UTC").follow()
    assert KeptSums(tale.book.folding).moment(basis, ["halcyon"]) is None
    tale.book.rebuild()
    agrees(tale.book)


CHANGED = {
    "no lines": "DELETE FROM ranking_line",
    "a source left out": (
        "DELETE FROM ranking_line WHERE company = 'sums source herald'"
    ),
    "the sums of another source": (
        "UPDATE ranking_line SET body = (SELECT body FROM ranking_line WHERE"
        " company = 'sums source gazette' ORDER BY start DESC LIMIT 1)"
        " WHERE company = 'sums source herald'"
    ),
    "a line twice": (
        "INSERT INTO ranking_line SELECT * FROM ranking_line WHERE company = 'sums'"
    ),
    "marks that were forgotten": "UPDATE ranking_line SET mark = 0",
    "no counts": "DELETE FROM ranking_count",
    "another end": "UPDATE ranking SET told = told - 1",
}


@pytest.mark.parametrize("attack", CHANGED.values(), ids=CHANGED)
def test_what_was_changed_answers_nobody(
    tale: Tale, place: str, attack: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tale.book.rebuild()
    basis = tale.book.basis()
    once = replayed(tale.book, basis).company("halcyon")
    engine = open_engine(located(place))
    with engine.begin() as connection:
        connection.execute(text(attack))
    engine.dispose()
    compared = check_sums(tale.book.log, "UTC", basis.cut, whole=True)
    assert compared is not None
    assert compared.wrong
    believing = Believing(tale.book.folding)
    assert believing.about(basis, ["halcyon"]).company("halcyon") == once
    assert DAMAGED in capsys.readouterr().err
    assert ranking_state(tale.book.log, BELIEFS) == NOTHING


WRITTEN_OVER = {
    "a year left out": (
        "DELETE FROM ranking_line WHERE company = 'sums' AND start ="
        " (SELECT min(start) FROM ranking_line WHERE company = 'sums'"
        " AND start > 1500000000000000)"
    ),
    "a body that does not read": (
        "UPDATE ranking_line SET body = :nothing WHERE company = 'sums'"
    ),
    "the sums of another source": CHANGED["the sums of another source"],
}


@pytest.mark.parametrize("attack", WRITTEN_OVER.values(), ids=WRITTEN_OVER)
def test_what_was_changed_is_dropped_before_others_are_made_of_it(
    tale: Tale, place: str, attack: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tale.book.rebuild()
    altered(place, attack)
    tale.reported("halcyon/r0", "3B", by="herald", on="2015-03-01")
    assert ranking_state(tale.book.log, BELIEFS) == NOTHING
    assert DROPPED in capsys.readouterr().err
    tale.book.rebuild()
    agrees(tale.book)


def test_habits_that_do_not_read_answer_nobody(
    tale: Tale, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    habitual(tale, range(HABIT))
    tale.book.rebuild()
    basis = tale.book.basis()
    altered(
        place, "UPDATE ranking_line SET body = :nothing WHERE company = 'sums habit'"
    )
    once = Believing(tale.book.folding).forecasts(basis, ())
    assert DAMAGED in capsys.readouterr().err
    assert ranking_state(tale.book.log, BELIEFS) == NOTHING
    assert Believing(tale.book.folding).forecasts(basis, ()) == once


def altered(place: str, statement: str) -> None:
    """Change the database past the program."""
    engine = open_engine(located(place))
    values = {"nothing": b""} if ":nothing" in statement else {}
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def test_a_line_that_was_forged_with_all_its_marks_is_found_by_making_it_again(
    tale: Tale,
) -> None:
    tale.book.rebuild()
    with tale.book.log.ranking(BELIEFS) as making:
        generation, counts = making.state().generation, ChangeCounts()
        gone = making.forget(generation, [SUMS])
        made = [RankingLine.made((*x[:5], gone[0].body)) for x in gone]
        counts.mark(gone, -1)
        counts.mark(made)
        making.add_lines(generation, made)
        making.add_counts(generation, counts.taken())
    last = tale.book.log.head().recorded
    quick = check_sums(tale.book.log, "UTC", last)
    assert quick is not None
    assert not quick.wrong
    whole = check_sums(tale.book.log, "UTC", last, whole=True)
    assert whole is not None
    assert whole.wrong == ["they say something else under sums"]
