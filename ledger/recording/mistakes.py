"""Our own corrections and voidings, remembered by the company that they are about."""

from collections.abc import Iterable, Sequence
from typing import Final

from ledger.claims.entry import Entry
from ledger.reading.entries import entry_of, standing
from ledger.store.log import Writer

MOST_COMPANIES: Final = 2000
"""Our own mistakes are remembered for at most this many companies."""


class Mistakes:
    """What we corrected or voided, fetched once for each company."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._found: dict[str | None, list[Entry]] = {}
        self._targets: set[str] = set()
        self._since = writer.head.seq + 1

    def today(self, entry: Entry) -> Entry:
        """Give an entry as it stands today, our own corrections applied."""
        company = entry.data.get("company")
        if company not in self._found and entry.seq >= self._since:
            return entry  # what corrects it would be here, too
        ours = self._about(company)
        # What is not meant itself stands as it was recorded.
        return standing(entry, ours if entry.id in self._targets else [])

    def _about(self, company: str | None) -> list[Entry]:
        if company not in self._found:
            self._found[company] = []
            for stored in self._writer.ours(company):
                self._note(company, entry_of(stored))
        return self._found[company]

    def _note(self, company: str | None, entry: Entry) -> None:
        self._found[company].append(entry)
        self._targets.add(entry.data["target"])

    def expect(self, companies: Iterable[str | None]) -> None:
        """Fetch those about several companies in one statement."""
        fresh: Sequence[str] = sorted({x for x in companies if x} - self._found.keys())
        self._found |= {company: [] for company in fresh}
        for stored in self._writer.ours_of(fresh) if fresh else ():
            self._note(stored.company, entry_of(stored))

    def answer(self, company: str | None, event_id: str) -> bool:
        """Tell whether an event about a company was corrected or voided by us."""
        self._about(company)
        return event_id in self._targets

    def add(self, company: str | None, entry: Entry) -> None:
        """Note a correction or voiding that is about to be written."""
        self._about(company)
        self._note(company, entry)

    def forget(self, upcoming: int) -> None:
        """Forget all where too many companies are remembered: what waits is written
        next, and found again. `upcoming` is the number of the next entry.
        """
        if len(self._found) > MOST_COMPANIES:
            self._found.clear()
            self._targets.clear()
            self._since = upcoming
