"""A company at one basis after the other, folded anew only where it may have changed.

Between two bases an answer changes because an event came to be known (published or
recorded), because somebody was registered or renamed, or because the time of a round
ran out. Where none of that happened the company is the one of the basis before; what
a day of the world changes, projections read off the basis itself.
"""

from bisect import bisect_right
from collections.abc import Sequence

from ledger.claims.dates import MAX_US
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.rows import Entry, Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.visible import mend, published_rows, seen


class Following:
    """One company, followed forward along both clocks.

    `entries` are all about it and about those linked to it. Its bases are given in
    order: neither clock goes back.
    """

    def __init__(self, slug: str, entries: Sequence[Entry]) -> None:
        self._slug = slug
        self._entries = sorted(entries, key=lambda entry: entry.seq)
        self._told = 0
        self._rows: list[Row] = []
        self._seen = 0
        self._deadline = MAX_US
        self._directory: Directory | None = None
        self._company: CompanyAt | None = None

    def at(self, basis: Basis, directory: Directory) -> CompanyAt | None:
        """Give the company at a basis; None if nothing about it is visible."""
        changed = self._tell(basis.known_at) or directory is not self._directory
        rows = seen(self._rows, basis.cut, possible=basis.possible)
        if changed or len(rows) != self._seen or basis.cut >= self._deadline:
            self._directory, self._seen = directory, len(rows)
            self._fold(rows, directory, basis.cut)
        return self._company

    def _tell(self, known_at: int) -> bool:
        """Read what the ledger had been told; say whether that is more than before."""
        told = bisect_right(self._entries, known_at, key=lambda entry: entry.seq)
        if told == self._told:
            return False
        self._told = told
        self._rows = published_rows(mend(self._entries[:told]).entries)
        return True

    def _fold(self, rows: Sequence[Row], directory: Directory, cut: int) -> None:
        self._company, self._deadline = None, MAX_US
        if not rows:
            return
        company = company_at(self._slug, rows, directory, cut)
        if not company.rows:
            return
        ahead = [x.deadline for x in company.rounds.values() if x.deadline > cut]
        self._company, self._deadline = company, min(ahead, default=MAX_US)
