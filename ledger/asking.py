"""From a question to what folds read: the entries of the right companies.

A company is read together with all companies that an event links it to (a merger, a
claim that was moved), through an index; all companies are read one after the other,
so that memory holds one at a time.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Final, Generic, NamedTuple, TypeVar

from ledger.claims.canonical import parse_entry
from ledger.claims.dates import MAX_US
from ledger.claims.known import OnRecord
from ledger.claims.names import Directory
from ledger.claims.upcasting import upcast
from ledger.errors import BadInput, Damaged
from ledger.logs import warn
from ledger.projections.basis import Answer, Basis
from ledger.projections.names import directory_of
from ledger.projections.rows import Entry, Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.visible import (
    CORRECTED,
    VOIDED,
    View,
    mend,
    published_rows,
    seen,
    visible,
)
from ledger.store.entries import UnreadEntry, damaged, unread
from ledger.store.log import Log, Stored
from ledger.store.payloads import payload_of
from ledger.store.reading import Reader

T = TypeVar("T")
KEPT: Final = 64
"""So many directories are remembered for one ledger, until it grows."""

STUMBLED: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(TypeError, ValueError),
    BadInput,
)
"""What a fold comes to where an entry holds data that no event of its type has."""

NONE_READ: Final = -2
"""The head of a ledger of which nothing was read."""

CALLED: Final = frozenset({"company.registered", "company.alias_added"})
"""What companies are called; who was renamed changes its story, too."""

Group = tuple[tuple[str, ...], list[Entry]]
"""Companies that belong together, and all entries about them."""


def entry_of(stored: Stored) -> Entry:
    """Read a stored entry, its data in today's shape.

    Damaged if it stands under another company than its bytes say.
    """
    try:
        parsed = parse_entry(stored.body)
        type_ = parsed["type"]
        data = upcast(type_, parsed["schema"], parsed["data"])
        company = data.get("company")
    except (Damaged, BadInput, KeyError, TypeError, AttributeError):
        raise unread(stored.seq) from None
    if company != stored.company:
        raise damaged(stored.seq, "company")
    return Entry(
        stored.seq, stored.id, type_, stored.recorded, data, parsed.get("actor", "")
    )


def entries_of(several: Iterable[Stored]) -> Iterator[Entry]:
    """Read stored entries; leave out, with a warning, what never was one."""
    for stored in several:
        try:
            yield entry_of(stored)
        except UnreadEntry as error:
            warn(f"entry {error.seq} is left out: {error.what}; {error.hint}")


def valid(entries: Sequence[Entry]) -> list[Entry]:
    """Leave out, with a warning, entries with data that no event of their type has.

    It takes long, so it is done only where such data were stumbled on.
    """
    from ledger.claims.checking import event_from  # noqa: PLC0415 - only in trouble

    found = []
    for entry in entries:
        try:
            event_from(entry.type, entry.data)
        except BadInput as error:
            what = f"entry {entry.seq} is left out: its data are no {entry.type}"
            warn(f"{what} ({error.message}); `sayso record void {entry.seq}`")
        else:
            found.append(entry)
    return found


def tolerant(fold: Callable[[Sequence[Entry]], T], entries: Sequence[Entry]) -> T:
    """Fold entries; where data that were slipped in are in the way, without these."""
    try:
        return fold(entries)
    except STUMBLED:
        sound = valid(entries)
        if len(sound) == len(entries):
            raise
        return fold(sound)


def standing(entry: Entry, ours: Sequence[Entry]) -> OnRecord:
    """Tell how an entry stands after our corrections and voidings."""
    if not ours:
        company = entry.data.get("company")
        return OnRecord(entry.seq, entry.id, entry.type, entry.data, None, company)
    mended = mend([entry, *(one for one in ours if one.seq > entry.seq)])
    voided_by = mended.voided.get(entry.id)
    now = next((one for one in mended.entries if one.id == entry.id), entry)
    recorded_under = entry.data.get("company")
    return OnRecord(
        entry.seq, entry.id, entry.type, now.data, voided_by, recorded_under
    )


class Attached(NamedTuple):
    """One text of an event, as it is today."""

    what: str
    commitment: str
    media_type: str
    text: str | None
    """None once it is erased."""
    erased_by: int | None
    """The event that says so."""


def commitments(stored: Stored) -> list[bytes]:
    """Give the commitments to texts that an entry holds, in its order."""
    if b'"commitment":"' not in stored.body or stored.type == "payload.erased":
        return []
    items = entry_of(stored).data.get("payloads", ())
    return [bytes.fromhex(item["commitment"]) for item in items]


def attached(reader: Reader, event_id: str) -> list[Attached]:
    """Give the texts that came with an event, in its order."""
    entry = entry_of(reader.get(event_id))
    items = entry.data.get("payloads", ())
    if not items:
        return []
    erased = {
        other.data["commitment"]: other.seq
        for other in map(entry_of, reader.read(names=True))
        if other.type == "payload.erased"
    }
    found = []
    for item in items:
        commitment = item["commitment"]
        one = payload_of(reader, bytes.fromhex(commitment))
        text = None if one is None else one.body.decode("utf-8", "replace")
        found.append(
            Attached(
                item["what"],
                commitment,
                item["media_type"],
                text,
                erased.get(commitment),
            )
        )
    return found


def clusters(linked: Sequence[Stored]) -> dict[str, list[str]]:
    """Group companies that events link; a company in no link is in no group."""
    group: dict[str, list[str]] = {}
    for stored in linked:
        one, other = stored.company, stored.other
        if one is None or other is None:
            continue
        joined = sorted({one, other, *group.get(one, ()), *group.get(other, ())})
        for slug in joined:
            group[slug] = joined
    return group


class Folding:
    """Folds companies of one ledger at a basis.

    One that only folds need not know what companies are called (`companies`), and
    holds less: folds ask who sources are.
    """

    def __init__(self, log: Log, *, companies: bool = True) -> None:
        self._log = log
        self._left_out = frozenset() if companies else CALLED
        self._head = NONE_READ
        self._names: list[Entry] = []
        self._renamed: dict[str, list[Entry]] = {}
        self._ours: list[Entry] = []
        self._mended: dict[int, tuple[list[Entry], list[Row]]] = {}
        self._directories: dict[tuple[int, ...], Directory] = {}

    def _names_now(self) -> list[Entry]:
        """Read registrations once, and what came since when the ledger has grown."""
        head = self._log.head().seq
        if head < self._head:
            self._names, self._renamed, self._ours, self._head = [], {}, [], NONE_READ
        if head != self._head:
            after = None if self._head < 0 else self._head
            read = self._log.read(names=True, after=after, upto=head)
            fresh = list(entries_of(x for x in read if x.type not in self._left_out))
            for entry in fresh:
                if entry.type == "company.renamed":
                    self._renamed.setdefault(entry.data["slug"], []).append(entry)
                elif entry.type in {CORRECTED, VOIDED}:
                    self._ours.append(entry)
            if fresh:
                self._names += fresh
                self._mended.clear()
                self._directories.clear()
            self._head = head
        return self._names

    def directory(self, basis: Basis | None = None) -> Directory:
        """Give who is registered, under the names known at a basis, or now."""
        try:
            return self._directory(basis)
        except STUMBLED:
            sound = valid(self._names)
            if len(sound) == len(self._names):
                raise
            self._names = sound
            self._mended.clear()
            return self._directory(basis)

    def _directory(self, basis: Basis | None) -> Directory:
        names, upto, cut, possible = self._names_now(), self._head, MAX_US, False
        if basis is not None:
            upto, cut, possible = basis.known_at, basis.cut, basis.possible
        told = bisect_right(names, upto, key=lambda entry: entry.seq)
        if told not in self._mended:
            mended = mend(names[:told]).entries
            self._mended = {told: (mended, published_rows(mended))}
        entries, renamings = self._mended[told]
        rows = seen(renamings, cut, possible=possible)
        # Days between which nobody was renamed share one, however many are asked for.
        asked = (told, *(row.seq for row in rows))
        if asked not in self._directories:
            if len(self._directories) >= KEPT:
                self._directories.clear()
            self._directories[asked] = directory_of(entries, rows)
        return self._directories[asked]

    def _renamings(self, slugs: Sequence[str], upto: int) -> list[Entry]:
        """Find what a company's story lacks: its new names, and our mistakes there."""
        renamed = [x for slug in slugs for x in self._renamed.get(slug, ())]
        if not renamed:
            return []
        return [entry for entry in (*renamed, *self._ours) if entry.seq <= upto]

    def groups(self, wanted: Sequence[str], upto: int) -> Iterator[Group]:
        """Read some companies (slugs), or all, each with those linked to it."""
        self._names_now()
        linked = clusters(self._log.linked(upto))
        if wanted:
            together = {tuple(linked.get(slug, (slug,))) for slug in wanted}
        else:
            together = {tuple(group) for group in linked.values()}
            lone = (x for x in self._log.by_company(upto) if x.company not in linked)
            for slug, kept in groupby(lone, key=lambda stored: stored.company or ""):
                yield (slug,), [*entries_of(kept), *self._renamings((slug,), upto)]
        for slugs in sorted(together):
            yield slugs, self._entries(slugs, upto)

    def _entries(self, slugs: Sequence[str], upto: int) -> list[Entry]:
        read = self._log.read(company=slugs, upto=upto)
        return [*entries_of(read), *self._renamings(slugs, upto)]

    def one_by_one(
        self, wanted: Sequence[str], upto: int
    ) -> Iterator[tuple[str, list[Entry]]]:
        """Read companies in order of slugs, each with those linked to it.

        One that is linked is read again for each of its own, so that memory holds
        one company at a time.
        """
        self._names_now()
        linked = clusters(self._log.linked(upto))
        apart = sorted(set(wanted) or linked)
        joined = ((x, self._entries(linked.get(x, (x,)), upto)) for x in apart)
        if wanted:
            return joined
        stream = self.groups((), upto)
        lone = takewhile(lambda group: group[0][0] not in linked, stream)
        single = ((slugs[0], entries) for slugs, entries in lone)
        return merge(single, joined, key=itemgetter(0))

    def company(self, text: str, basis: Basis) -> Answer[CompanyAt]:
        """Fold one company, named as people type it."""
        slug = self.directory().company(text)
        ((_, entries),) = self.groups([slug], basis.known_at)
        names = self.directory(basis)

        def fold(entries: Sequence[Entry]) -> tuple[View, CompanyAt]:
            view = visible(entries, basis)
            return view, company_at(slug, view.rows, names, basis.cut, view.recorded)

        view, found = tolerant(fold, entries)
        empty = None
        if not found.rows:
            there = any("published" in entry.data for entry in entries)
            empty = f"{slug}: nothing {'published' if there else 'recorded'} by then"
        return Answer(basis, found, view.late, view.straddling, empty)

    def companies(
        self,
        texts: Sequence[str],
        basis: Basis,
        ask: Callable[[CompanyAt], T],
        *,
        unseen: bool = False,
    ) -> Answer[list[T]]:
        """Ask each company, or all of which anything is visible, in order of slugs.

        With `unseen`, those too of which nothing is visible yet.
        """
        if texts:
            answers = [self.company(text, basis) for text in texts]
            views = [View(basis, [], x.late, x.possible) for x in answers]
            found = {
                x.value.slug: ask(x.value) for x in answers if unseen or not x.empty
            }
            empty = "; ".join(x.empty for x in answers if x.empty) or None
            return _joined(basis, found, views, empty)
        asked = self.asked(self.groups((), basis.known_at), basis, ask, unseen=unseen)
        empty = f"nothing {'published' if asked.there else 'recorded'} by then"
        return _joined(basis, asked.found, asked.views, None if asked.spoken else empty)

    def asked(
        self,
        groups: Iterable[Group],
        basis: Basis,
        ask: Callable[[CompanyAt], T],
        *,
        unseen: bool = False,
    ) -> "Asked[T]":
        """Ask every company of some groups."""
        directory, done = self.directory(basis), Asked[T]()
        for slugs, entries in groups:
            done.there |= any("published" in entry.data for entry in entries)

            def fold(
                entries: Sequence[Entry], slugs: Sequence[str] = slugs
            ) -> tuple[View, dict[str, T]]:
                view, found = visible(entries, basis), dict[str, T]()
                for slug in slugs if view.rows or unseen else ():
                    company = company_at(
                        slug, view.rows, directory, basis.cut, view.recorded
                    )
                    done.spoken |= bool(company.rows)
                    if company.rows or unseen:
                        found[company.slug] = ask(company)
                return view, found

            view, found = tolerant(fold, entries)
            done.found |= found
            done.views.append(View(basis, [], view.late, view.straddling))
        return done


class Asked(Generic[T]):
    """What became of asking many companies."""

    __slots__ = ("found", "spoken", "there", "views")

    def __init__(self) -> None:
        self.found: dict[str, T] = {}
        self.views: list[View] = []
        self.there = False
        """Whether anything that was published is on record."""
        self.spoken = False
        """Whether anything of it is visible."""


def _joined(
    basis: Basis, found: dict[str, T], views: Sequence[View], empty: str | None
) -> Answer[list[T]]:
    return Answer(
        basis,
        [found[slug] for slug in sorted(found)],
        sum(view.late for view in views),
        sum(view.straddling for view in views),
        empty,
    )
