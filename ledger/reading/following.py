"""A company at one basis after the other, folded anew only where it may have changed.

Between two bases an answer changes because an event came to be known (published or
recorded), because somebody was registered or renamed, because the time of a round ran
out, or because a day arrived on which something takes effect. Where none of that
happened, the answer is the one of the basis before.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from ledger.claims.dates import MAX_DAY, MAX_US, MIN_US, day_start
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.visible import mend, published_rows, seen

T = TypeVar("T")


class Following(Generic[T]):
    """One company, and the answer to one question about it, forward along all clocks.

    `entries` are all about it and about those linked to it. Its bases are given in
    order: no clock goes back.
    """

    def __init__(
        self,
        slug: str,
        entries: Sequence[Entry],
        ask: Callable[[CompanyAt, Basis], T],
    ) -> None:
        self._slug, self._ask = slug, ask
        self._entries = sorted(entries, key=lambda entry: entry.seq)
        self._told = 0
        self._rows: list[Row] = []
        self._recorded: list[Entry] = []
        self._seen = 0
        self._deadline, self._turn = MAX_US, MAX_DAY
        self._directory: Directory | None = None
        self._found: tuple[CompanyAt, T] | None = None

    def at(self, basis: Basis, directory: Directory) -> tuple[CompanyAt, T] | None:
        """Give company and answer at a basis; None if nothing about it is visible."""
        changed = self._tell(basis.known_at) or directory is not self._directory
        rows = seen(self._rows, basis.cut, possible=basis.possible)
        if changed or len(rows) != self._seen or basis.cut >= self._deadline:
            self._directory, self._seen = directory, len(rows)
            company = self._folded(rows, directory, basis.cut)
            self._found = None if company is None else self._asked(company, basis)
        elif self._found is not None and basis.effective >= self._turn:
            self._found = self._asked(self._found[0], basis)
        return self._found

    def along(
        self,
        basis: Basis,
        directory: Callable[[Basis], Directory],
        start: int | None = None,
    ) -> Iterator[tuple[Basis, CompanyAt, T]]:
        """Give company and answer at each cut up to a basis where they may change.

        Between two cuts the answer is that of the first; what is known at them all is
        that of the basis. Nothing is given while nothing is visible. With a `start`
        that is the first cut.
        """
        self._tell(basis.known_at)
        cut = start
        if cut is None:
            cut = self._published(MIN_US, possible=basis.possible)
        while cut <= basis.cut:
            at = basis.at(cut)
            found = self.at(at, directory(at))
            if found is not None:
                yield at, *found
            cut = self._next(at)

    def _next(self, basis: Basis) -> int:
        """Give the first later cut at which the answer may be another."""
        turn = MAX_US
        if not basis.dated and self._turn < MAX_DAY:
            turn = day_start(self._turn, basis.zone) + 1  # the first cut on that day
        said = self._published(basis.cut, possible=basis.possible)
        return min(said, self._deadline, turn)

    def _published(self, cut: int, *, possible: bool) -> int:
        """Give the first cut after one at which more is published."""
        ahead = (row.when.lo + 1 if possible else row.when.hi for row in self._rows)
        return min((known for known in ahead if known > cut), default=MAX_US)

    def _tell(self, known_at: int) -> bool:
        """Read what the ledger had been told; say whether that is more than before."""
        told = bisect_right(self._entries, known_at, key=lambda entry: entry.seq)
        if told == self._told:
            return False
        self._told = told
        self._recorded = mend(self._entries[:told]).entries
        self._rows = published_rows(self._recorded)
        return True

    def _folded(
        self, rows: Sequence[Row], directory: Directory, cut: int
    ) -> CompanyAt | None:
        if not rows:
            self._deadline = MAX_US
            return None
        company = company_at(self._slug, rows, directory, cut, self._recorded)
        if not company.rows:
            self._deadline = MAX_US
            return None
        ahead = company.runs_out(cut)
        self._deadline = MAX_US if ahead is None else ahead
        return company

    def _asked(self, company: CompanyAt, basis: Basis) -> tuple[CompanyAt, T]:
        """Ask, and see on which day of the world the answer may change next."""
        turn = company.turns(basis.effective)
        self._turn = MAX_DAY if turn is None else turn
        return company, self._ask(company, basis)
