"""What a company is at all times, as stretches of one answer each.

Along the published clock, the effective day being that of the cut, an answer changes
when an event comes to be known, when the time of a round runs out, and when a day
arrives on which something that was said takes effect; at no other instant. A stretch
`[start, until)` holds the cuts between two of these: a cut itself is the first instant
that is *not* known, so an event whose interval ends at `hi` counts from cut `hi` on.

A company has one stretch of figures at a cut. Of money raised it has one for each round
that says anything of it, so that the news of one round repeats no other, and one that
says that the company is there.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from ledger.claims.dates import MAX_US
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.choosing import Chosen, choices
from ledger.projections.links import KEPT_APART
from ledger.projections.raised import RaisedLine, raised_at
from ledger.projections.rounds import CompanyAt
from ledger.projections.story import Story, all_along
from ledger.projections.valuations import offers_at
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading.folding import Group
from ledger.store.statements import ALWAYS

T = TypeVar("T")

END: Final = MAX_US
"""The end of a stretch that goes on."""

HERE: Final = ""
"""What a company has one of: its figures, its being there."""


class Stretch(NamedTuple, Generic[T]):
    """The cuts in [start, until) at which something is the same."""

    start: int
    until: int
    value: T


class Told(Protocol, Generic[T]):
    """What is told of a company at each cut at which it changes, as stretches."""

    def turn(self, at: Basis, company: CompanyAt) -> None:
        """Let the company be so from a cut on."""

    def ended(self) -> list[Stretch[T]]:
        """End them all, and give them in the order in which they end."""


class Figures:
    """The figures of a company. No two stretches that are alike touch."""

    def __init__(self, slug: str) -> None:
        self._slug, self._open = slug, _Open[Chosen]()
        self.ended = self._open.ended

    def turn(self, at: Basis, company: CompanyAt) -> None:
        """Let the company be so from a cut on."""
        there = company.slug == self._slug and not company.empty
        made = choices(self._slug, offers_at(company, at)) if there else None
        self._open.turn(at.cut, {} if made is None else {HERE: made})


class Money:
    """The same of what each of its rounds raised; None for its being there."""

    def __init__(self, slug: str) -> None:
        self._slug, self._open = slug, _Open[RaisedLine | None]()
        self.ended = self._open.ended

    def turn(self, at: Basis, company: CompanyAt) -> None:
        """Let the company be so from a cut on."""
        there = company.slug == self._slug and not company.empty
        lines = {x.round: x for x in raised_at(company, at)} if there else {}
        self._open.turn(at.cut, {HERE: None, **lines} if there else {})


class ByPart(Generic[T]):
    """What each part of a company is, as it is written: no two are written alike.

    What has changed is a new object, and only that is looked at.
    """

    def __init__(self, slug: str, write: Callable[[CompanyAt, Basis], T]) -> None:
        self._slug, self._write = slug, write
        self._open: dict[int, tuple[CompanyAt, int, T]] = {}
        self._ended: list[Stretch[T]] = []

    def turn(self, at: Basis, company: CompanyAt) -> None:
        """Let the company be so from a cut on."""
        there = company.parts if company.slug == self._slug else ()
        now, open_ = {id(part): part for part in there}, self._open
        gone = {}
        for key in open_.keys() - now.keys():
            _, start, value = open_.pop(key)
            gone[value] = start
        for key in now.keys() - open_.keys():
            value = self._write(now[key], at)
            open_[key] = now[key], gone.pop(value, at.cut), value
        self._ended += [Stretch(start, at.cut, value) for value, start in gone.items()]

    def ended(self) -> list[Stretch[T]]:
        """End them all, and give them."""
        last = [Stretch(start, END, value) for _, start, value in self._open.values()]
        return self._ended + last


def last_of(zone: str) -> Basis:
    """Give the basis up to which stretches go."""
    return Basis(END - 1, -1, 0, zone, END)


class ToldGroup:
    """Companies that belong together, as they are told from a cut on."""

    def __init__(self, group: Group, directory: Directory, zone: str) -> None:
        self.slugs, entries = self.group = group
        self.recorded = apply_corrections(list(entries)).entries
        self.rows = published_rows(self.recorded)
        """All that is published about them."""
        self.directory, self._zone = directory, zone

    def steps(self, since: int = ALWAYS) -> Iterator[tuple[Basis, list[CompanyAt]]]:
        """Give them at each cut at which one of them changes; one that is as it was is
        the same object.
        """
        judged = [entry for entry in self.recorded if entry.type == KEPT_APART]
        stories = [Story(slug, self.directory, judged) for slug in self.slugs]
        return all_along(stories, self.rows, last_of(self._zone), since)


class _Open(Generic[T]):
    """Stretches that go on, by what they are of, and those that ended."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[int, T]] = {}
        self._ended: list[Stretch[T]] = []

    def turn(self, cut: int, now: Mapping[str, T]) -> None:
        """Say what there is from a cut on."""
        for name, (start, value) in list(self._open.items()):
            if name not in now or not _are_alike(now[name], value):
                self._ended.append(Stretch(start, cut, value))
                del self._open[name]
        for name, value in now.items():
            self._open.setdefault(name, (cut, value))

    def ended(self) -> list[Stretch[T]]:
        """End them all, and give them."""
        self.turn(END, {})
        return self._ended


def _are_alike(one: object, other: object) -> bool:
    return one is other or one == other
