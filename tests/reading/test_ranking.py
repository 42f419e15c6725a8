"""The ranking on both databases: it answers as folding does, and never half-made."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ledger.book import Book
from ledger.claims.dates import parse_when
from ledger.errors import Refused
from ledger.projections.basis import RULES, Answer, Basis
from ledger.projections.raised import RaisedLine, raised_at
from ledger.projections.valuations import (
    HEADLINES,
    Headline,
    Valuation,
    valuation_at,
)
from ledger.projections.valued import Ended, Valued
from ledger.reading.ranking.answering import FORMAT, version
from ledger.reading.ranking.keeping import LineKeeper, rebuild
from ledger.reading.ranking.packing import Pick
from ledger.rendering.figures import ordered
from ledger.store.ranking import (
    Generation,
    Making,
    RankingLine,
    RankingState,
    ranking_state,
)
from tests.tales import Tale

DAYS = ("2025-01-01", "2025-03-03", "2025-03-04", "2025-07-01", "2026-12-31")


def folded(
    book: Book, basis: Basis, *, headline: Headline = "newest"
) -> Answer[list[Valuation]]:
    """All companies at a basis, without the ranking."""
    ask = partial(valuation_at, basis=basis, headline=headline)
    return book.folding.companies((), basis, ask)


def raised(book: Book, basis: Basis) -> Answer[list[list[RaisedLine]]]:
    """What all companies raised at a basis, without the ranking."""
    return book.folding.companies((), basis, partial(raised_at, basis=basis))


def agrees(book: Book, back: Sequence[int] = (0, 1, 3)) -> None:
    """Hold that the ranking answers, and as folding does, on many days."""
    last = book.log.head().seq
    for day in DAYS:
        for known in (last - step for step in back):
            basis = book.basis(as_of=day, known_at=f"seq:{known}")
            found = book.ranking.valuations(basis)
            assert found is not None
            assert found == folded(book, basis) == book.valuations(basis)
            money = book.ranking.raised(basis)
            assert money == raised(book, basis) == book.raised(basis)
            for headline in HEADLINES:
                kept = book.ranking.valuations(basis, headline=headline)
                assert kept == folded(book, basis, headline=headline)


def test_a_new_ledger_has_no_ranking_and_folds(tale: Tale) -> None:
    basis = tale.book.basis()
    assert ranking_state(tale.book.log) == RankingState(0, 0, "", -1)
    assert tale.book.ranking.valuations(basis) is None
    assert len(tale.book.valuations(basis).value) == 2


def test_a_ranking_that_was_made_answers(tale: Tale) -> None:
    assert tale.book.rebuild() == 2
    agrees(tale.book)


def test_it_follows_what_is_recorded(tale: Tale) -> None:
    tale.book.rebuild()
    made = ranking_state(tale.book.log)
    tale.reported("halcyon/series-d", "20B", by="herald", on="2025-06-01")
    tale.say("company.renamed", slug="kestrel", name="Falcon", published="2025-05-01")
    tale.say(
        "companies.merged",
        company="kestrel",
        into="halcyon",
        form="acquired",
        published="2025-07-01",
    )
    now = ranking_state(tale.book.log)
    assert (now.generation, now.told) == (made.generation, tale.book.log.head().seq)
    agrees(tale.book)


def test_an_investor_who_registers_later_changes_whom_it_leads(tale: Tale) -> None:
    tale.say(
        "round.reported",
        company="kestrel",
        round="kestrel/series-b",
        source="herald",
        stage="closed",
        published="2025-06-30",
        valuation=[{"figure": "3B", "kind": "post_money"}],
        investors=[{"name": "Late Capital", "lead": True}],
    )
    tale.book.rebuild()
    late = {"slug": "late-capital", "name": "Late Capital", "kind": "investor"}
    tale.say("source.registered", **late)
    tale.say(
        "round.reported",
        company="kestrel",
        round="kestrel/series-b",
        source="late-capital",
        stage="closed",
        published="2025-06-30",
        valuation=[{"figure": "4B", "kind": "post_money"}],
    )
    agrees(tale.book)


def test_who_a_source_is_may_be_corrected(tale: Tale) -> None:
    tale.book.rebuild()
    sources = [x for x in tale.book.events() if x.type == "source.registered"]
    (co,) = [x for x in sources if b'"slug":"halcyon-co"' in x.body]
    tale.say(
        "entry.corrected", target=co.id, set={"kind": "press"}, reason="it is a paper"
    )
    assert tale.book.ranking.valuations(tale.book.basis()) is None
    tale.reported("kestrel/series-b", "2B", by="herald", on="2025-07-30")
    tale.book.keep()
    agrees(tale.book, back=[0, 1])
    earlier = tale.book.basis(known_at=f"seq:{tale.book.log.head().seq - 2}")
    assert tale.book.ranking.valuations(earlier) is None


def test_other_questions_are_folded(tale: Tale) -> None:
    tale.book.rebuild()
    ranking = tale.book.ranking
    for asked in (
        {"effective": "2025-03-03"},
        {"possible": True},
        {"tz": "America/New_York"},
    ):
        basis = tale.book.basis(as_of="2025-03-03", **asked)
        assert ranking.valuations(basis) is None
        assert tale.book.valuations(basis) == folded(tale.book, basis)
    assert ranking.valuations(tale.book.basis(as_of="2025-03-03", effective=None))


def test_before_anything_was_said_it_says_which_nothing_it_is(tale: Tale) -> None:
    tale.book.rebuild()
    for basis in (tale.book.basis(as_of="2020"), tale.book.basis(known_at="seq:3")):
        found = tale.book.ranking.valuations(basis)
        assert found == folded(tale.book, basis)
        assert found is not None
        assert found.empty in {
            "nothing published by that date",
            "nothing recorded by that date",
        }


def test_lines_of_other_rules_do_not_count(tale: Tale) -> None:
    tale.book.rebuild()
    with tale.book.log.ranking() as making:
        making.set(making.state()._replace(version="0.1 UTC"))
    assert tale.book.ranking.valuations(tale.book.basis()) is None
    tale.reported("kestrel/series-b", "2B", by="herald", on="2025-07-30")
    assert ranking_state(tale.book.log).version == "0.1 UTC"
    tale.book.rebuild()
    agrees(tale.book)


class Wider(NamedTuple):
    """A line as a later version may have them: one field more."""

    rows: tuple[Valued, ...] = ()
    picks: tuple[Pick, ...] = ()
    ended: Ended | None = None
    listed: Valued | None = None


@pytest.mark.parametrize(
    ("what", "now"),
    [
        ("ledger.reading.ranking.answering.RULES", RULES + 1),
        ("ledger.reading.ranking.answering.FORMAT", FORMAT + 1),
        ("ledger.reading.ranking.packing.Held", Wider),
    ],
    ids=["rules", "format", "shape"],
)
def test_lines_that_were_made_otherwise_are_never_read(
    tale: Tale, monkeypatch: pytest.MonkeyPatch, what: str, now: object
) -> None:
    tale.book.rebuild()
    basis = tale.book.basis()
    monkeypatch.setattr("ledger.reading.ranking.answering.unpacked", unreadable)
    with pytest.raises(AssertionError, match="was read"):
        tale.book.valuations(basis)
    monkeypatch.setattr(what, now)
    assert tale.book.ranking.valuations(basis) is None
    assert tale.book.valuations(basis) == folded(tale.book, basis)


def unreadable(company: str, *_: object, **__: object) -> Valuation:
    """Stand for the lines of another version: nobody may look at them."""
    raise AssertionError(f"the line of {company} was read")


def test_the_old_ranking_answers_while_a_new_one_is_made(tale: Tale) -> None:
    tale.book.rebuild()
    old = ranking_state(tale.book.log)
    seen = []

    def look(done: int) -> None:
        """Ask, and record, half-way through."""
        seen.append(done)
        assert ranking_state(tale.book.log).generation == old.generation
        agrees(tale.book)
        if done == 1:
            tale.reported("halcyon/series-d", "30B", by="gazette", on="2025-06-02")

    rebuild([LineKeeper(tale.book.log, tale.book.zone)], look)
    assert seen == [1, 2]
    new = ranking_state(tale.book.log)
    assert new.generation > old.generation
    assert new[1:4] == (0, old.version, tale.book.log.head().seq)
    assert not Generation(tale.book.log, old.generation).at(tale.book.basis().cut)
    agrees(tale.book)


def test_two_may_follow_at_once_while_a_third_rebuilds(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale.book.rebuild()
    with tale.book.log.ranking() as making:
        making.set(making.state()._replace(building=9))
    with monkeypatch.context() as patched:
        patched.setattr("ledger.recording.writing.kept_in", lambda _: False)
        tale.reported("halcyon/series-d", "20B", by="herald", on="2025-06-01")
    first = LineKeeper(tale.book.log, "UTC")
    turned, others = first._turned, [LineKeeper(tale.book.log, "UTC")]

    def interrupted(*asked: Any) -> bool:  # whatever it is asked
        """Let another one follow between looking and writing."""
        if others:
            others.pop().follow()
        return turned(*asked)

    monkeypatch.setattr(first, "_turned", interrupted)
    first.follow()
    assert ranking_state(tale.book.log).building == 9
    agrees(tale.book)


def test_of_two_who_rebuild_the_first_gives_way(tale: Tale, place: str) -> None:
    tale.book.rebuild()

    def begin(done: int) -> None:
        if done == 1:
            with Book.open(place, clock=lambda: tale.now, actor="ben") as other:
                other.rebuild()

    with pytest.raises(Refused, match="someone else is rebuilding"):
        tale.book.rebuild(begin)
    agrees(tale.book)
    assert tale.book.rebuild() == 2


def test_one_that_was_left_half_made_is_swept_away(tale: Tale) -> None:
    tale.book.rebuild()
    with tale.book.log.ranking() as making:
        making.set(making.state()._replace(building=7))
        making.add_lines(7, [RankingLine.made(("halcyon", 0, 9, None, None, b""))])
        making.add_names(7, [("fund", "halcyon")])
    agrees(tale.book)
    tale.book.rebuild()
    assert ranking_state(tale.book.log).generation == 8
    assert not Generation(tale.book.log, 7).at(5)
    assert not Generation(tale.book.log, 7).named(["fund"])


def test_lines_that_change_while_they_are_read_are_read_again(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale.book.rebuild()
    basis = tale.book.basis()
    read: list[int] = []
    whole = Generation.counts

    def disturbed(shelf: Generation, cut: int) -> tuple[int, int, int]:
        """Record something between the lines and the counts, once."""
        if not read:
            read.append(cut)
            tale.reported("halcyon/series-e", "40B", by="herald", on="2025-08-01")
        return whole(shelf, cut)

    monkeypatch.setattr(Generation, "counts", disturbed)
    found = tale.book.ranking.valuations(basis)
    assert read
    assert found == folded(tale.book, basis)


def test_a_record_stands_though_the_ranking_cannot_follow(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale.book.rebuild()

    def refused(*_: object) -> None:
        raise Refused("not today")

    with monkeypatch.context() as patched:
        patched.setattr(Making, "set", refused)
        tale.reported("halcyon/series-d", "20B", by="herald", on="2025-06-01")
    behind = ranking_state(tale.book.log).told
    assert behind < tale.book.log.head().seq
    agrees(tale.book)
    tale.reported("halcyon/series-e", "21B", by="herald", on="2025-06-02")
    assert ranking_state(tale.book.log).told == tale.book.log.head().seq
    agrees(tale.book)


def test_an_import_makes_it_in_a_large_ledger(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = b'{"type": "company.registered", "data": {"slug": "osprey", "name": "O"}}'
    tale.book.import_lines([line], name="lines")
    assert ranking_state(tale.book.log).version == ""
    monkeypatch.setattr("ledger.store.ranking.LARGE", 10)
    tale.reported("halcyon/series-d", "20B", by="herald", on="2025-06-01")
    assert ranking_state(tale.book.log).version == ""
    seen: list[int] = []
    tale.book.import_lines([line.replace(b"osprey", b"kite")], name="lines")
    tale.book.keep(seen.append)
    assert (ranking_state(tale.book.log).version, seen) == (version("UTC"), [])
    agrees(tale.book)


def test_more_than_it_wants_to_hold_is_made_anew_by_an_import(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale.book.rebuild()
    before = ranking_state(tale.book.log)
    monkeypatch.setattr("ledger.reading.ranking.keeping.MANY", 0)
    tale.reported("halcyon/series-d", "20B", by="herald", on="2025-06-01")
    assert ranking_state(tale.book.log) == before
    agrees(tale.book)
    tale.book.keep()
    assert ranking_state(tale.book.log).generation > before.generation
    agrees(tale.book)


def test_a_ledger_that_may_not_be_written_answers_by_what_it_has(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sayso.db"
    told = Tale(str(path))
    told.reported("halcyon/series-c", "15B", by="the-wire", on="2025-03-03")
    told.book.rebuild()
    told.book.close()
    path.chmod(0o444)
    with Book.open(str(path), clock=lambda: told.now) as book:
        agrees(book)


def test_it_knows_the_highest_in_their_order(tale: Tale) -> None:
    book = tale.book
    for number, figure in enumerate(("9B", "EUR99B", "12B", "12B", "..30B", "JPY1T")):
        slug = f"c{number}"
        tale.say("company.registered", slug=slug, name=slug)
        tale.reported(f"{slug}/a", figure, by="the-wire", on="2025-08-01")
    book.rebuild()
    basis = book.basis()
    every = ordered(folded(book, basis).value)
    for top in range(1, 9):
        found = book.ranking.valuations(basis, top=top)
        assert found is not None
        assert ordered(found.value)[:top] == every[:top]


def test_the_time_of_a_round_runs_out_between_events(tale: Tale) -> None:
    tale.book.rebuild()
    expires = parse_when("2026-06-30").hi
    for cut in (expires - 1, expires, expires + 1):
        basis = tale.book.basis().at(cut)
        found = tale.book.ranking.valuations(basis)
        assert found == folded(tale.book, basis)
