"""Laws of the ranking: its stretches are the fold, at every cut (L5, L17, L18)."""

import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.book import Book
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.choosing import Chosen
from ledger.projections.names import directory_of
from ledger.projections.standing import company_at
from ledger.projections.valuations import HEADLINES, valuation_at
from ledger.projections.visible import mend, published_rows, seen
from ledger.reading.ranking.stretches import Turn, turns
from ledger.rendering.figures import ordered
from ledger.store.ranking import state
from tests.laws.strategies import COMPANIES, CUTS, DAY, LAWS, NAMES, History, histories
from tests.laws.test_ledger import ON_DISK, opened

ZONES = ("UTC", "America/New_York", "Asia/Tokyo")
Cuts = st.lists(CUTS, min_size=1, max_size=5)


def folded(
    slug: str,
    entries: Sequence[Entry],
    directory: Directory,
    basis: Basis,
) -> Chosen | None:
    """The figures of a company at a basis, folded from nothing."""
    there = seen(published_rows(entries), basis.cut, possible=False)
    company = company_at(slug, there, directory, basis.cut, entries)
    if company.slug != slug or not company.rows:
        return None
    return Chosen(*(valuation_at(company, basis, headline=x) for x in HEADLINES))


def looked_up(found: Sequence[Turn], cut: int) -> Chosen | None:
    """The figures of a company at a cut, by its turns."""
    place = bisect_right(found, cut, key=lambda turn: turn[0])
    return found[place - 1][1] if place else None


def holds(slug: str, entries: Sequence[Entry], zone: str, cuts: Sequence[int]) -> None:
    """Compare at some cuts, and around all turns."""
    mended = mend(entries).entries
    directory = directory_of([x for x in mended if "company" not in x.data])
    found = turns(slug, published_rows(mended), directory, zone, mended)
    starts = [cut for cut, _ in found]
    assert starts == sorted(set(starts))
    around = [cut + step for cut in starts for step in (-1, 0, 1, DAY)]
    for cut in {*cuts, *around}:
        plain = Basis(cut=cut, known_at=10**6, effective=0, zone=zone, told=cut)
        basis = plain.at(cut)
        assert looked_up(found, cut) == folded(slug, mended, directory, basis)


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
def test_a_company_alone_is_at_every_cut_what_its_turns_say(
    history: History, zone: str, cuts: list[int]
) -> None:
    holds("ash", about(history, "ash"), zone, cuts)


@LAWS
@given(histories(), st.sampled_from(COMPANIES), st.sampled_from(ZONES), Cuts)
def test_a_company_among_others_is_at_every_cut_what_its_turns_say(
    history: History, slug: str, zone: str, cuts: list[int]
) -> None:
    holds(slug, history.entries, zone, cuts)


def lines(book: Book) -> tuple[list[Any], list[Any]]:
    """All that answers in the ranking: its lines, and its counts."""
    generation = state(book.log).generation
    with closing(sqlite3.connect(book.place)) as file:
        kept, counts = (
            file.execute(f"SELECT * FROM {table} WHERE generation = {generation}")
            for table in ("ranking_line", "ranking_count")
        )
        sums = [row[1:] for row in counts if any(row[3:])]
        return sorted((row[1:] for row in kept), key=repr), sorted(sums)


@ON_DISK
@given(
    histories(size=14),
    st.integers(0, 14),
    st.integers(0, 8),
    st.lists(CUTS, min_size=1, max_size=4),
)
def test_the_ranking_that_is_kept_is_the_fold_and_the_ranking_made_anew(
    history: History, begun: int, back: int, cuts: list[int]
) -> None:
    with opened() as ledger:
        book = ledger.book
        told = history.entries[len(NAMES) :]
        for number, entry in enumerate(told):
            if number == begun:
                book.rebuild()
            ledger.tell(entry)
        if begun >= len(told):
            book.rebuild()
        kept = lines(book)
        last = book.log.head().seq
        assert state(book.log).told == last
        for cut in cuts:
            for known_at in (last, max(last - back, 0)):
                basis = replace(book.basis(known_at=f"seq:{known_at}"), cut=cut).at(cut)
                ask = partial(valuation_at, basis=basis)
                folded = book.folding.companies((), basis, ask)
                assert book.ranking.valuations(basis) == folded
                highest = book.ranking.valuations(basis, top=2)
                assert highest is not None
                assert ordered(highest.value)[:2] == ordered(folded.value)[:2]
        book.rebuild()
        assert lines(book) == kept
