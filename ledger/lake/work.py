"""What is folded of a lake, one unit after the other, by whichever process has it.

A *work* is what is asked of companies: one question of each, or the rows of a table at
some bases. It is sent to processes and machines, so it is made of plain values. It
folds with the same code as a ledger does, and gives what comes out as (company, bytes).
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from ledger.claims.entry import Stored
from ledger.lake.copied import Lake, NamesLog
from ledger.panels.panel import COMPANIES
from ledger.projections.basis import Basis
from ledger.projections.standing import CompanyAt
from ledger.reading.entries import entries_of
from ledger.reading.folding import Folding, Group, clusters, parsed

T = TypeVar("T")

CompanyResult = tuple[str, bytes]
"""A company, and what was found of it."""

SUMMED: Final = ""
"""In place of a company: what was found of all together."""


class LakeJob(Protocol):
    """What is asked of companies."""

    @property
    def upto(self) -> int:
        """The last entry that counts."""

    def found(
        self, folding: Folding, groups: Iterable[Group]
    ) -> Iterator[CompanyResult]:
        """Fold groups of companies; give what is found of each, in any order."""


Engine = Callable[[Lake, LakeJob], AbstractContextManager[Iterator[CompanyResult]]]
"""Does a work on a lake, and gives what was found in the order of companies."""


class Summed(NamedTuple):
    """What many companies add up to."""

    late: int
    possible: int
    there: bool
    spoken: bool


@dataclass(frozen=True, slots=True)
class CompanyQuestion(Generic[T]):
    """One question of every company at a basis."""

    basis: Basis
    ask: Callable[[CompanyAt], T]
    unseen: bool

    @property
    def upto(self) -> int:
        """The last entry that counts."""
        return self.basis.known_at

    def found(
        self, folding: Folding, groups: Iterable[Group]
    ) -> Iterator[CompanyResult]:
        """Give the pickled answer of each company, and a `Summed`."""
        clusters = (parsed(*group) for group in groups)
        asked = folding.asked(clusters, self.basis, self.ask, unseen=self.unseen)
        for slug, answer in asked.found.items():
            yield slug, pickle.dumps(answer)
        late = sum(view.late for view in asked.views)
        possible = sum(view.straddling for view in asked.views)
        yield SUMMED, pickle.dumps(Summed(late, possible, asked.there, asked.spoken))


@dataclass(frozen=True, slots=True)
class CompanyRows:
    """The rows of a table about companies, at some bases."""

    table: str
    bases: tuple[Basis, ...]

    @property
    def upto(self) -> int:
        """The last entry that counts."""
        return self.bases[-1].known_at

    def found(
        self, folding: Folding, groups: Iterable[Group]
    ) -> Iterator[CompanyResult]:
        """Give the pickled rows of each company that has any."""
        days = [(one, folding.names.voices(one)) for one in self.bases]
        kind = COMPANIES[self.table]
        for slugs, entries in groups:
            for slug in slugs:
                made = kind.made([(slug, entries)], days, frozenset())
                if rows := [row for _, row in made]:
                    yield slug, pickle.dumps(rows)


def done(
    work: LakeJob, voices: Sequence[Stored], units: Iterable[Sequence[Stored]]
) -> Iterator[CompanyResult]:
    """Do a work on units, each all entries about companies that belong together.

    `voices` are the entries that tell who sources are. Damaged names an entry that is
    not what was recorded.
    """
    log = NamesLog(voices)
    folding = Folding(log, companies=False)
    folding.names.read()

    def groups() -> Iterator[Group]:
        for unit in units:
            known = [one for one in log.sound(unit) if one.seq <= work.upto]
            yield from _groups(known, folding, work.upto)

    yield from work.found(folding, groups())


def _groups(known: Sequence[Stored], folding: Folding, upto: int) -> Iterator[Group]:
    """Give the linked companies of a unit at that entry, and the others alone."""
    linked = clusters([one for one in known if one.other is not None])
    together = {tuple(group) for group in linked.values()}
    alone = {one.company for one in known if one.company not in linked}
    together |= {(slug,) for slug in alone if slug is not None}
    for slugs in sorted(together):
        entries = list(entries_of(x for x in known if x.company in slugs))
        yield slugs, [*entries, *folding.names.renamings(slugs, upto)]


def pickled(found: bytes) -> Any:
    """Give back what a work found."""
    return pickle.loads(found)  # noqa: S301 - made here, by our own processes
