"""Laws of the sums behind beliefs: what is kept of them answers as a replay does."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.book import Book
from ledger.charts.believed import belief_steps
from ledger.claims.names import Directory
from ledger.credibility.settings import FIELDS
from ledger.credibility.sweeping import Moment
from ledger.credibility.worth import of_company, of_one_round
from ledger.projections.basis import Basis
from ledger.reading.beliefs import Believing
from ledger.reading.sums.answering import KeptSums
from ledger.reading.sums.checking import check_sums
from ledger.reading.sums.keeping import drop
from ledger.store.ranking import BELIEFS, ranking_state
from tests.laws.strategies import CUTS, NAMES, History, histories
from tests.laws.test_ledger import ON_DISK, opened

if TYPE_CHECKING:
    from ledger.credibility.cases import Denied, SourceClaim


def observed(moment: Moment, slug: str, names: Directory) -> list[Any]:
    """Give all that may be shown of a company's rounds, and of who speaks of them."""
    rounds = moment.company(slug)
    told: list[Any] = [rounds, of_company(rounds, moment.scores, moment.cut)]
    told += [of_one_round(found, rounds, moment.scores) for found in rounds]
    for found in rounds:
        spoken: list[SourceClaim | Denied] = [*found.case.told, *found.case.denied]
        for one in spoken:
            told.append(moment.scores.denier(one.party))
            kind = names.sources[one.source].kind
            for role in ("original", "denial"):
                for field in FIELDS:
                    told.append(moment.scores.score(one.source, kind, role, field))
    return told


def agrees(book: Book, basis: Basis, *, always: bool) -> None:
    """Ask of each company by the sums that are kept, and by a replay.

    They answer `always` at the last entry, and mostly at those before it.
    """
    names = book.names(basis)
    once = Believing(book.folding).moment(basis).value
    for slug in names.companies:
        kept = KeptSums(book.folding).moment(basis, [slug])
        if kept is None:
            assert not always
            continue
        for company in {slug, book.company(slug, basis).value.slug}:
            assert observed(kept, company, names) == observed(once, company, names)


def stories(book: Book, basis: Basis) -> list[Any]:
    """Give what was to be believed along the stories of all companies, and how past
    beliefs fared.
    """
    told: list[Any] = [
        Believing(book.folding).forecasts(basis, companies, after)
        for companies in ((), ("ash",))
        for after in (0, 21)
    ]
    for slug in book.names(basis).companies:
        believing = Believing(book.folding)
        rows = book.company(slug, basis).value.rows
        told.append(believing.along(slug, rows, basis))
        steps, marks, heard = belief_steps(book.folding, believing, slug, basis)
        told += [steps, [(mark.at, mark.amount) for mark in marks], heard]
    return told


@ON_DISK
@given(
    histories(size=14),
    st.integers(0, 14),
    st.integers(0, 8),
    st.lists(CUTS, min_size=1, max_size=3),
)
def test_sums_that_are_kept_answer_as_a_replay_does(
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
        last = book.log.head()
        assert ranking_state(book.log, BELIEFS).told == last.seq
        for cut in cuts:
            for known_at in (last.seq, max(last.seq - back, 0)):
                plain = book.basis(known_at=f"seq:{known_at}")
                basis = replace(plain, cut=cut).at(cut)
                agrees(book, basis, always=known_at == last.seq)
        compared = check_sums(book.log, "UTC", last.recorded, whole=True)
        assert compared is not None
        assert not compared.wrong
        basis = replace(book.basis(), cut=cuts[0]).at(cuts[0])
        kept = stories(book, basis)
        drop(book.log)
        assert stories(book, basis) == kept
