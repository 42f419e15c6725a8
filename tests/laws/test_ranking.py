"""Laws of the ranking: its stretches are the fold, at every cut (L5, L17, L18)."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.book import Book
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.choosing import Chosen
from ledger.projections.names import directory_of
from ledger.projections.raised import raised_at
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.valuations import HEADLINES, valuation_at
from ledger.projections.visible import apply_corrections, published_rows, seen
from ledger.reading.ranking.packing import LINES, LineMaker, StoredLine
from ledger.reading.ranking.stretches import END, Figures, Money, Stretch, ToldGroup
from ledger.rendering.figures import ordered
from ledger.store.ranking import ranking_state
from ledger.store.statements import ALWAYS
from tests.laws.strategies import COMPANIES, CUTS, DAY, LAWS, NAMES, History, histories
from tests.laws.test_ledger import ON_DISK, opened

ZONES = ("UTC", "America/New_York", "Asia/Tokyo")
Cuts = st.lists(CUTS, min_size=1, max_size=5)
T = TypeVar("T")


def folded(
    slug: str,
    entries: Sequence[Entry],
    directory: Directory,
    basis: Basis,
) -> CompanyAt | None:
    """A company at a basis, folded from nothing."""
    there = seen(published_rows(entries), basis.cut, possible=False)
    company = company_at(slug, there, directory, basis.cut, entries)
    return company if company.slug == slug and company.rows else None


def at(found: Sequence[Stretch[T]], cut: int) -> list[T]:
    """What holds at a cut."""
    return [one.value for one in found if one.start <= cut < one.until]


def holds(slug: str, entries: Sequence[Entry], zone: str, cuts: Sequence[int]) -> None:
    """Compare at some cuts, and around all ends of stretches."""
    applied = apply_corrections(entries).entries
    directory = directory_of([x for x in applied if "company" not in x.data])
    making = Figures(slug), Money(slug)
    told = ToldGroup(((slug,), [*entries]), directory, zone)
    for step, (turned,) in told.steps():
        for one in making:
            one.turn(step, turned)
    kept, raised = making[0].ended(), making[1].ended()
    starts = [one.start for one in kept]
    assert starts == sorted(set(starts))
    ends = {cut for several in (kept, raised) for one in several for cut in one[:2]}
    around = [cut + step for cut in ends - {END} for step in (-1, 0, 1, DAY)]
    for cut in {*cuts, *around}:
        plain = Basis(cut=cut, known_at=10**6, effective=0, zone=zone, told=cut)
        basis = plain.at(cut)
        company = folded(slug, applied, directory, basis)
        chosen, there = at(kept, cut), at(raised, cut)
        if company is None:
            assert not chosen
            assert not there
            continue
        every = [valuation_at(company, basis, headline=x) for x in HEADLINES]
        assert chosen == [Chosen(*every)]
        lines = sorted((x for x in there if x is not None), key=lambda x: x.round)
        assert lines == raised_at(company, basis)
        assert there.count(None) == 1


def about(history: History, slug: str) -> list[Entry]:
    """What a history says of one company alone; answers may lack what they answer."""
    return [
        entry
        for entry in history.entries
        if entry.data.get("company", slug) == slug
        and entry.data.get("to", slug).split("/")[0] == slug
        and entry.type != "companies.merged"
        and (entry.type != "company.renamed" or entry.data["slug"] == slug)
    ]


@LAWS
@given(histories(size=20), st.sampled_from(ZONES), Cuts)
def test_a_company_alone_is_at_every_cut_what_its_stretches_say(
    history: History, zone: str, cuts: list[int]
) -> None:
    holds("ash", about(history, "ash"), zone, cuts)


@LAWS
@given(histories(), st.sampled_from(COMPANIES), st.sampled_from(ZONES), Cuts)
def test_a_company_among_others_is_at_every_cut_what_its_stretches_say(
    history: History, slug: str, zone: str, cuts: list[int]
) -> None:
    holds(slug, history.entries, zone, cuts)


@LAWS
@given(histories(), st.sampled_from(COMPANIES), CUTS)
def test_stretches_from_a_cut_on_are_the_rest_of_all(
    history: History, slug: str, since: int
) -> None:
    applied = apply_corrections(history.entries).entries
    directory = directory_of([x for x in applied if "company" not in x.data])
    told = ToldGroup(((slug,), [*history.entries]), directory, "UTC")
    for which in LINES:
        whole, rest = (lines_of(which, told, x) for x in (ALWAYS, since))
        assert from_cut(whole, since) == from_cut(rest, ALWAYS)


def lines_of(which: str, told: ToldGroup, since: int) -> list[StoredLine]:
    """The lines of one company of something that is kept."""
    maker = LineMaker(which, told.slugs[0])
    for step, (company,) in told.steps(since):
        maker.turn(step, company)
    return maker.lines()


def from_cut(found: Sequence[StoredLine], since: int) -> list[StoredLine]:
    """What of some stretches there is from a cut on, in one order."""
    rest = [x._replace(start=max(x.start, since)) for x in found if x.until > since]
    return sorted(rest, key=repr)


def kept_of(book: Book) -> list[list[Any]]:
    """All that answers in the ranking: its lines, and its counts."""
    found = []
    with closing(sqlite3.connect(book.place)) as file:
        for which in LINES:
            one = ranking_state(book.log, which)
            kept, counts = (
                file.execute(f"SELECT * FROM {x} WHERE generation = {one.generation}")
                for x in ("ranking_line", "ranking_count")
            )
            sums = [row[1:] for row in counts if any(row[3:])]
            found.append([sorted((row[1:] for row in kept), key=repr), sorted(sums)])
    return found


@contextmanager
def behind(*, left: bool) -> Iterator[None]:
    """Let the ranking stay as it is while something is recorded."""
    with pytest.MonkeyPatch.context() as patched:
        if left:
            patched.setattr("ledger.recording.writing.kept_in", lambda _: False)
        yield


@contextmanager
def large(least: int) -> Iterator[None]:
    """Keep the parts of companies of so many events."""
    with pytest.MonkeyPatch.context() as patched:
        for room in ("packing", "keeping"):
            patched.setattr(f"ledger.reading.ranking.{room}.LARGE", least)
        yield


@ON_DISK
@given(
    histories(size=14),
    st.integers(0, 14),
    st.sets(st.integers(0, 14)),
    st.integers(0, 8),
    st.sampled_from((1, 4, 300)),
    st.lists(CUTS, min_size=1, max_size=4),
)
def test_the_ranking_that_is_kept_is_the_fold_and_the_ranking_made_again(
    history: History,
    begun: int,
    left: set[int],
    back: int,
    least: int,
    cuts: list[int],
) -> None:
    """It follows after any of the entries that are recorded, several at once or not."""
    with opened() as ledger, large(least):
        book = ledger.book
        told = history.entries[len(NAMES) :]
        for number, entry in enumerate(told):
            if number == begun:
                book.rebuild()
            with behind(left=number in left):
                ledger.tell(entry)
        if begun >= len(told):
            book.rebuild()
        book.keep()
        kept = kept_of(book)
        last = book.log.head().seq
        assert {ranking_state(book.log, x).told for x in LINES} == {last}
        for cut in cuts:
            for known_at in (last, max(last - back, 0)):
                basis = replace(book.basis(known_at=f"seq:{known_at}"), cut=cut).at(cut)
                ask = partial(valuation_at, basis=basis)
                folded = book.folding.companies((), basis, ask)
                assert book.ranking.valuations(basis) == folded
                highest = book.ranking.valuations(basis, top=2)
                assert highest is not None
                assert ordered(highest.value)[:2] == ordered(folded.value)[:2]
                told_of = partial(raised_at, basis=basis)
                raised = book.folding.companies((), basis, told_of)
                assert book.ranking.raised(basis) == raised
        book.rebuild()
        assert kept_of(book) == kept
