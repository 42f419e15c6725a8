"""What is on record, in the order of recording.

Everything is read in pages, each its own short statement that begins after the last
entry of the page before: no transaction stays open while somebody thinks, memory
does not grow, and since entries never change the pages fit together.
"""

import heapq
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.entry import Stored
from ledger.claims.names import quoted
from ledger.errors import Damaged, UnknownName
from ledger.logs import warn
from ledger.store.entries import (
    NOTHING,
    QUARANTINE,
    RESTORE,
    Head,
    LostEntry,
    UnreadEntry,
    glance,
    same_end,
)

if TYPE_CHECKING:
    from ledger.store.session import Rows, Values
    from ledger.store.statements import Query

BATCH: Final = 1000
SHORTEST_PREFIX: Final = 4
MAX_SEQ: Final = 2**63 - 1
"""No entry has a higher number."""

MANY: Final = 500
"""So many companies, or numbers of entries, a statement."""


class Reader(ABC):
    """The questions that both a ledger and an open transaction answer."""

    @abstractmethod
    def rows(self, name: "Query", values: "Values") -> "Rows":
        """Ask by the name of a statement; give all rows."""

    def _end(self) -> Head:
        rows = self.rows("head", {})
        if len(rows) != 1:
            raise Damaged("the ledger has no head", RESTORE)
        (seq, leaf, recorded), last = rows[0][:3], rows[0][3:]
        end = Head(seq, leaf.hex(), recorded)
        empty = last[0] is None
        same_end(end, NOTHING if empty else Head(last[0], last[1].hex(), last[2]))
        return end

    def ends(self) -> tuple[int | None, int]:
        """Give where the head row says that the ledger ends, and the last number there.

        None if there is no head row, -1 if there are no entries; nothing is checked.
        """
        rows = self.rows("ends", {})
        return (rows[0][0], -1 if rows[0][1] is None else rows[0][1])

    def read(
        self,
        *,
        company: str | Sequence[str] | None = None,
        names: bool = False,
        upto: int | None = None,
        after: int | None = None,
        batch: int = BATCH,
    ) -> Iterator[Stored]:
        """Give entries in sequence, those in (after, upto].

        All of them; or those of one or more companies; and with `names` those of no
        company: who is registered, and the ledger's own. Rows of tables and documents
        are neither.
        """
        companies = (company,) if isinstance(company, str) else company
        bounds = {"after": -1 if after is None else after, "batch": batch}
        bounds["upto"] = self._end().seq if upto is None else upto
        if companies is None:
            return self._pages("entries_of_names" if names else "entries", bounds)
        slugs = list(dict.fromkeys(companies))
        streams = [
            self._pages(
                "entries_of_companies",
                {**bounds, "companies": slugs[first : first + MANY]},
            )
            for first in range(0, len(slugs), MANY)
        ]
        if names:
            streams.append(self._pages("entries_of_names", bounds))
        return heapq.merge(*streams, key=_seq)

    def tables(
        self, upto: int | None = None, *, batch: int = BATCH
    ) -> Iterator[Stored]:
        """Give what became of tables, row by row, and all of our own mistakes."""
        end = self._end().seq if upto is None else upto
        return self._pages(
            "entries_of_tables", {"after": -1, "upto": end, "batch": batch}
        )

    def documents(
        self, upto: int | None = None, *, batch: int = BATCH
    ) -> Iterator[Stored]:
        """Give the documents, in sequence."""
        end = self._end().seq if upto is None else upto
        return self._pages(
            "entries_of_documents", {"after": -1, "upto": end, "batch": batch}
        )

    def citations(
        self, upto: int | None = None, *, batch: int = BATCH
    ) -> Iterator[Stored]:
        """Give the evidence of all events, in sequence, out of all entries."""
        end = self._end().seq if upto is None else upto
        return self._pages(
            "entries_of_citations", {"after": -1, "upto": end, "batch": batch}
        )

    def citations_of(self, companies: Sequence[str], upto: int) -> list[Stored]:
        """Give the evidence of what was said of some companies, up to a number."""
        found: list[Stored] = []
        for first in range(0, len(companies), MANY):
            among = {"companies": list(companies[first : first + MANY]), "upto": upto}
            found += self.sound(self.rows("citations_among", among))
        return found

    def published_of(self, company: str) -> "Rows":
        """Give number, type, first and last instant of what was said of a company."""
        return self.rows("published_of", {"company": company})

    def bodies_of(
        self, company: str, upto: int, *, batch: int = BATCH
    ) -> "Iterator[Sequence[Any]]":
        """Give number, id, type and bytes of the entries of a company, in sequence;
        citations, which do nothing, are left out.

        They are not held against their hashes: what is used of them is read again.
        """
        values = {"company": company, "upto": upto, "after": -1, "batch": batch}
        while True:
            rows = self.rows("bodies_of", values)
            yield from rows
            if len(rows) < batch:
                return
            values["after"] = rows[-1][0]

    def by_company(
        self, upto: int | None = None, *, evidence: bool = True, batch: int = BATCH
    ) -> Iterator[Stored]:
        """Give the entries of all companies, one company after the other.

        Without `evidence`, citations are left out.
        """
        bounds = {"company": "", "after": -1, "batch": batch}
        bounds["upto"] = self._end().seq if upto is None else upto
        if evidence:
            return self._pages("entries_by_company", bounds)
        return self._pages("entries_by_company_without_citations", bounds)

    def linked(self, upto: int | None = None) -> list[Stored]:
        """Give the entries that are about a second company too."""
        rows = self.rows("entries_linked", {"upto": MAX_SEQ if upto is None else upto})
        return sorted(self.sound(rows), key=_seq)

    def companies_between(self, after: int, upto: int) -> dict[str, int]:
        """Name the companies that entries in (after, upto] are about, each with the
        first instant at which one of these acts; citations do nothing.
        """
        bounds, found = {"after": after, "upto": upto}, dict[str, int]()
        one = self.rows("companies_between", bounds)
        for slug, since in (*one, *self.rows("others_between", bounds)):
            found[slug] = min(since, found.get(slug, since))
        return found

    def any_published(self, upto: int) -> bool:
        """Tell whether something that was published about a company is on record."""
        return bool(self.rows("first_published", {"upto": upto}))

    def ours(self, company: str | None) -> list[Stored]:
        """Give our corrections and voidings of what is about a company, or none."""
        if company is not None:
            return self.ours_of([company])
        return list(self.sound(self.rows("entries_of_ours", {})))

    def ours_of(self, companies: Sequence[str]) -> list[Stored]:
        """Give our corrections and voidings of what is about some companies."""
        among = {"companies": list(companies)}
        return list(self.sound(self.rows("entries_of_ours_among", among)))

    def several(self, ids: Sequence[str]) -> list[Stored]:
        """Give those entries, among these whole ids, that are on record."""
        raw = [bytes.fromhex(one) for one in ids]
        return list(self.sound(self.rows("entries_among", {"ids": raw})))

    def numbered(self, numbers: Sequence[int]) -> list[Stored]:
        """Give those entries, among these numbers, that are on record, in sequence."""
        chunks = (numbers[x : x + MANY] for x in range(0, len(numbers), MANY))
        found = (self.rows("entries_numbered", {"seqs": list(x)}) for x in chunks)
        return sorted((one for rows in found for one in self.sound(rows)), key=_seq)

    def get(self, which: int | str, upto: int | None = None) -> Stored:
        """Give one entry by its number or by the beginning of its id."""
        limit = MAX_SEQ if upto is None else min(upto, MAX_SEQ)
        text = str(which).strip().lower()
        if re.fullmatch("0|[1-9][0-9]{0,17}", text) and int(text) <= limit:
            rows = self.rows("entry", {"seq": int(text)})
            if rows:
                return stored(rows[0])
        if not re.fullmatch(f"[0-9a-f]{{{SHORTEST_PREFIX},64}}", text):
            raise _unknown(text)
        return self._by_prefix(text, limit)

    def head_at(self, seq: int) -> Head:
        """Give the head of the ledger when an entry was its last one.

        It need not read, but it must be as it was put in. UnknownName if there is none.
        """
        rows = self.rows("entry", {"seq": seq})
        if not rows:
            raise _unknown(str(seq))
        with suppress(UnreadEntry):
            stored(rows[0])
        return Head(seq, rows[0][8].hex(), rows[0][7])

    def _by_prefix(self, text: str, limit: int) -> Stored:
        low, high = (bytes.fromhex(text.ljust(64, end)) for end in "0f")
        rows = self.rows(
            "entries_with_prefix", {"low": low, "high": high, "upto": limit}
        )
        match list(self.sound(rows)):
            case []:
                raise _unknown(text)
            case [one]:
                return one
            case several:
                raise UnknownName(
                    f"more than one event has an id that begins with {text}",
                    "give more of it: "
                    + ", ".join(f"{one.id[: len(text) + 4]}" for one in several),
                )

    def _pages(self, name: "Query", values: dict[str, Any]) -> Iterator[Stored]:
        while True:
            rows = self.rows(name, values)
            yield from self.sound(rows)
            if len(rows) < values["batch"]:
                return
            values = {**values, "after": rows[-1][0]}
            if "company" in values:
                values["company"] = rows[-1][3]

    def sound(self, rows: "Rows | Sequence[Stored]") -> Iterator[Stored]:
        """Make entries of rows; leave out, with a warning, what never was one.

        Anyone who slips in something that does not read shall not stop all answers: it
        says nothing, so nothing is missing without it.
        """
        for row in rows:
            try:
                yield stored(row)
            except UnreadEntry as error:
                if error.seq not in self._unread:
                    self._unread.add(error.seq)
                    warn(f"entry {error.seq} is left out: {error.what}; {QUARANTINE}")

    @cached_property
    def _unread(self) -> set[int]:
        """The entries that do not read and were told."""
        return set()

    def _last_before(self, cut: int, end: int) -> int:
        """Find the last of the entries 0..end that was recorded before an instant."""
        low, high = -1, end
        while low < high:
            middle = (low + high + 1) // 2
            rows = self.rows("recorded", {"seq": middle})
            if not rows:
                raise LostEntry(middle)
            if rows[0][0] < cut:
                low = middle
            else:
                high = middle - 1
        return low


_seq: Callable[[Stored], int] = attrgetter("seq")


def stored(row: Sequence[Any]) -> Stored:
    """Make an entry of a row, and see at a glance whether it was touched."""
    found = (
        row
        if isinstance(row, Stored)
        else Stored._make((row[0], row[1].hex(), *row[2:]))
    )
    glance(found)
    return found


def _unknown(text: str) -> UnknownName:
    return UnknownName(
        f"there is no event {quoted(text)}",
        "give its number or the first 8 characters of its id",
    )
