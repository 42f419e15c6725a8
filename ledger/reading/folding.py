"""From a question to what folds read: the entries of the right companies.

A company is read together with all companies that an event links it to (a merger, a
claim that was moved), through an index; all companies are read one after the other,
so that memory holds one at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import merge
from itertools import groupby, islice, takewhile
from operator import itemgetter
from typing import Final, Generic, NamedTuple, TypeVar, overload

from ledger.claims.entry import Entry, Stored
from ledger.errors import found_all
from ledger.projections.basis import Answer, Basis
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.visible import View, apply_corrections, published_rows, select
from ledger.reading.directories import Directories
from ledger.reading.entries import STUMBLED, entries_of, tolerant, valid
from ledger.store.log import Log

T = TypeVar("T")
SMALL: Final = 5_000
"""Entries: a ledger with fewer is read as a whole once, and kept."""

Group = tuple[tuple[str, ...], list[Entry]]
"""Companies that belong together, and all entries about them."""

Links = dict[str, list[str]]
"""Each company that is linked to others -> itself and these, by name."""


def clusters(linked: Sequence[Stored]) -> Links:
    """Group companies that events link; a company in no link is in no group."""
    group: Links = {}
    for stored in linked:
        one, other = stored.company, stored.other
        if one is None or other is None:
            continue
        joined = sorted({one, other, *group.get(one, ()), *group.get(other, ())})
        for slug in joined:
            group[slug] = joined
    return group


class Cluster(NamedTuple):
    """What a ledger holds about companies that are linked, or one company, parsed."""

    slugs: tuple[str, ...]
    published: bool
    """Whether anything about them was ever recorded that somebody published."""
    entries: list[Entry]
    """With our own mistakes corrected."""
    rows: list[Row]
    """The published ones, in the order of folds."""

    def view(self, basis: Basis) -> View:
        """Give what counts at a basis."""
        view = select(self.rows, basis)
        view.recorded = self.entries
        return view


def parsed(slugs: tuple[str, ...], entries: Sequence[Entry]) -> Cluster:
    """Parse the entries of a group."""

    def parse(entries: Sequence[Entry]) -> Cluster:
        applied = apply_corrections(entries).entries
        published = any("published" in entry.data for entry in entries)
        return Cluster(slugs, published, applied, published_rows(applied))

    return tolerant(parse, entries)


def _sound(fold: Callable[[Cluster], T], cluster: Cluster) -> T:
    """Fold a cluster; where data that were slipped in are in the way, without these."""
    try:
        return fold(cluster)
    except STUMBLED:
        sound = valid(cluster.entries)
        if len(sound) == len(cluster.entries):
            raise
        return fold(parsed(cluster.slugs, sound))


def itself(company: CompanyAt) -> CompanyAt:
    """Give a company, where all of it is asked for."""
    return company


@dataclass(slots=True)
class _SmallLedger:
    """All that a small ledger said of companies by its last entry."""

    head: str
    groups: list[Cluster]
    folded: tuple[tuple[int, bool], dict[str, CompanyAt]] | None = None
    """A cut, and the companies as they are there."""

    def at(self, basis: Basis) -> dict[str, CompanyAt]:
        """Give what is folded at the cut of a basis; one cut is remembered."""
        asked, found = (basis.cut, basis.possible), self.folded
        if found is None or found[0] != asked:
            found = self.folded = asked, {}
        return found[1]


class Folding:
    """Folds companies of one ledger at a basis.

    Each thing is read once for one basis: who is registered, and the whole of a ledger
    that is small. One that only folds need not know what companies are called
    (`companies`), and holds less: folds ask who sources are.
    """

    def __init__(
        self, log: Log, *, companies: bool = True, looked_up: bool = True
    ) -> None:
        self.log = log
        self.names = Directories(log, companies=companies, looked_up=looked_up)
        self._links: tuple[str, Links] = "", {}
        self._whole: _SmallLedger | None = None

    def groups(self, wanted: Sequence[str], upto: int) -> Iterator[Group]:
        """Read some companies (slugs), or all, each with those linked to it.

        Of all companies citations may be left out: folds do not read them.
        """
        self.names.read()
        return self._groups(wanted, upto, clusters(self.log.linked(upto)))

    def _groups(
        self,
        wanted: Sequence[str],
        upto: int,
        linked: Links,
        *,
        evidence: bool = False,
    ) -> Iterator[Group]:
        if wanted:
            together = {tuple(linked.get(slug, (slug,))) for slug in wanted}
        else:
            together = {tuple(group) for group in linked.values()}
        held: dict[str, list[Entry]] = {}
        if not wanted:
            read = self.log.by_company(upto, evidence=evidence)
            stream = groupby(read, key=lambda x: x.company or "")
            for slug, stored in stream:
                if slug not in linked:
                    entries = list(entries_of(stored))
                    yield (slug,), entries + self.names.renamings((slug,), upto)
                elif upto < SMALL:
                    held[slug] = list(entries_of(stored))
        for slugs in sorted(together):
            if held:
                entries = [one for slug in slugs for one in held.get(slug, ())]
                entries.sort(key=lambda entry: entry.seq)
                yield slugs, entries + self.names.renamings(slugs, upto)
            else:
                yield slugs, self._entries(slugs, upto)

    def _entries(self, slugs: Sequence[str], upto: int) -> list[Entry]:
        read = self.log.read(company=slugs, upto=upto)
        return [*entries_of(read), *self.names.renamings(slugs, upto)]

    def one_by_one(
        self, wanted: Sequence[str], upto: int, *, evidence: bool = False
    ) -> Iterator[tuple[str, list[Entry]]]:
        """Read companies in order of slugs, each with those linked to it.

        One that is linked is read again for each of its own, so that memory holds
        one company at a time. Without `evidence` citations may be left out.
        """
        self.names.read()
        linked = clusters(self.log.linked(upto))
        apart = sorted(set(wanted) or linked)
        joined = ((x, self._entries(linked.get(x, (x,)), upto)) for x in apart)
        if wanted:
            return joined
        stream = self._groups((), upto, linked, evidence=evidence)
        lone = takewhile(lambda group: group[0][0] not in linked, stream)
        single = ((slugs[0], entries) for slugs, entries in lone)
        return merge(single, joined, key=itemgetter(0))

    def through(self, basis: Basis) -> Iterator[CompanyAt]:
        """Fold all companies about which anything is visible, in order of slugs.

        One at a time is held: so each linked one is read with its own once more.
        """
        self.names.hold(basis)
        for slug, entries in self.one_by_one((), basis.known_at):

            def fold(cluster: Cluster, slug: str = slug) -> CompanyAt | None:
                view = cluster.view(basis)
                return self.at(slug, view) if view.rows else None

            found = _sound(fold, parsed((slug,), entries))
            if found is not None and found.rows and found.slug == slug:
                yield found

    def read(self, wanted: Sequence[str], basis: Basis) -> Iterable[Cluster]:
        """Read and parse what was recorded by a basis, of some companies or of all."""
        self.names.hold(basis)
        whole = self._kept(basis)
        if whole is not None:
            if not wanted:
                return whole.groups
            asked = frozenset(wanted)
            found = [one for one in whole.groups if not asked.isdisjoint(one.slugs)]
            if asked <= {slug for one in found for slug in one.slugs}:
                return found
        keep = not wanted and basis.known_at < SMALL and bool(basis.head)
        linked = self._linked(basis)
        groups = self._groups(wanted, basis.known_at, linked, evidence=keep)
        read = (parsed(*group) for group in groups)
        if not keep:
            return read
        whole = self._whole = _SmallLedger(basis.head, list(read))
        return whole.groups

    def _linked(self, basis: Basis) -> Links:
        """Read which companies are linked, once for the last entry of a basis."""
        found = self._links
        if not basis.head or found[0] != basis.head:
            found = basis.head, clusters(self.log.linked(basis.known_at))
            self._links = found
        return found[1]

    def _kept(self, basis: Basis) -> _SmallLedger | None:
        whole = self._whole
        known = whole is not None and basis.head and whole.head == basis.head
        return whole if known else None

    def at(self, slug: str, view: View) -> CompanyAt:
        """Fold one company of a view."""
        basis = view.basis
        whole = self._kept(basis)
        folded = {} if whole is None else whole.at(basis)
        if slug not in folded:
            names = self.names.at(basis)
            folded[slug] = company_at(slug, view.rows, names, basis.cut, view.recorded)
        return folded[slug]

    def company(self, text: str, basis: Basis) -> Answer[CompanyAt]:
        """Fold one company, named as people type it."""
        slug = self.names.slug(text, basis)
        (cluster,) = self.read([slug], basis)

        def fold(cluster: Cluster) -> tuple[View, CompanyAt]:
            view = cluster.view(basis)
            return view, self.at(slug, view)

        view, found = _sound(fold, cluster)
        empty = None
        if not found.rows:
            said = "published" if cluster.published else "recorded"
            empty = f"{slug}: nothing {said} by that date"
        return Answer(basis, found, view.late, view.straddling, empty)

    def companies(
        self,
        texts: Sequence[str],
        basis: Basis,
        ask: Callable[[CompanyAt], T],
        *,
        unseen: bool = False,
    ) -> Answer[list[T]]:
        """Ask each company, or all that anything visible is about, in order of slugs.

        With `unseen`, also those about which nothing is visible yet.
        """
        if texts:
            slugs = found_all(texts, partial(self.names.slug, basis=basis))
            answers = [self.company(slug, basis) for slug in slugs]
            views = [View(basis, [], x.late, x.possible) for x in answers]
            found = {
                x.value.slug: ask(x.value) for x in answers if unseen or not x.empty
            }
            empty = "; ".join(x.empty for x in answers if x.empty) or None
            return _answer_by_company(basis, found, views, empty)
        groups = self.read((), basis)
        # Reading all names takes less than looking up each one that is used.
        self.names.read_all(basis)
        return answer_of_all(basis, self.asked(groups, basis, ask, unseen=unseen))

    def asked(
        self,
        groups: Iterable[Cluster],
        basis: Basis,
        ask: Callable[[CompanyAt], T],
        *,
        unseen: bool = False,
    ) -> "FoldedCompanies[T]":
        """Ask every company of some groups."""
        done = FoldedCompanies[T]()
        for cluster in groups:
            done.there |= cluster.published

            def fold(cluster: Cluster) -> tuple[View, dict[str, T]]:
                view, found = cluster.view(basis), dict[str, T]()
                for slug in cluster.slugs if view.rows or unseen else ():
                    company = self.at(slug, view)
                    done.spoken |= bool(company.rows)
                    if company.rows or unseen:
                        found[company.slug] = ask(company)
                return view, found

            view, found = _sound(fold, cluster)
            done.found |= found
            done.views.append(View(basis, [], view.late, view.straddling))
        return done


class Through(Sequence[CompanyAt]):
    """The companies of a large ledger: folded again each time they are gone through."""

    def __init__(self, folding: Folding, basis: Basis, count: int) -> None:
        self._folding, self._basis, self._count = folding, basis, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[CompanyAt]:
        return self._folding.through(self._basis)

    @overload
    def __getitem__(self, at: int) -> CompanyAt: ...
    @overload
    def __getitem__(self, at: slice) -> list[CompanyAt]: ...
    def __getitem__(self, at: int | slice) -> CompanyAt | list[CompanyAt]:
        if isinstance(at, slice):
            return list(self)[at]
        place = at + self._count if at < 0 else at
        found = next(islice(self, max(place, 0), None), None)
        if found is None or place < 0:
            raise IndexError(at)
        return found


class FoldedCompanies(Generic[T]):
    """What became of asking many companies."""

    __slots__ = ("found", "spoken", "there", "views")

    def __init__(self) -> None:
        self.found: dict[str, T] = {}
        self.views: list[View] = []
        self.there = False
        """Whether anything that was published is on record."""
        self.spoken = False
        """Whether anything of it is visible."""


def answer_of_all(basis: Basis, asked: FoldedCompanies[T]) -> Answer[list[T]]:
    """Make the answer about all companies from their own answers."""
    empty = f"nothing {'published' if asked.there else 'recorded'} by that date"
    return _answer_by_company(
        basis, asked.found, asked.views, None if asked.spoken else empty
    )


def _answer_by_company(
    basis: Basis, found: dict[str, T], views: Sequence[View], empty: str | None
) -> Answer[list[T]]:
    return Answer(
        basis,
        [found[slug] for slug in sorted(found)],
        sum(view.late for view in views),
        sum(view.straddling for view in views),
        empty,
    )
