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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from ledger.claims.dates import MAX_US
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.choosing import Chosen, choices
from ledger.projections.links import KEPT_APART
from ledger.projections.raised import RaisedLine, raised_at
from ledger.projections.rounds import CompanyAt
from ledger.projections.rows import Row
from ledger.projections.story import Story, along
from ledger.projections.valuations import offers_at
from ledger.store.statements import ALWAYS

T = TypeVar("T")

END: Final = MAX_US
"""The end of a stretch that goes on."""

HERE: Final = ""
"""What a company has one of: its figures, its being there."""


CompanyStep = tuple[Basis, CompanyAt]
"""A company, and where it is so."""


class Stretch(NamedTuple, Generic[T]):
    """The cuts in [start, until) at which something is the same."""

    start: int
    until: int
    value: T


def figures(slug: str, steps: Iterable[CompanyStep]) -> list[Stretch[Chosen]]:
    """Give the figures of a company from the first step on, in the order in which they
    end. No two stretches that are alike touch.
    """
    found = _Open[Chosen]()
    for at, company in steps:
        there = company.slug == slug and not company.empty
        chosen = {HERE: choices(slug, offers_at(company, at))} if there else {}
        found.turn(at.cut, chosen)
    return found.ended()


def money(slug: str, steps: Iterable[CompanyStep]) -> list[Stretch[RaisedLine | None]]:
    """Give the same of what each of its rounds raised; None for its being there."""
    found = _Open[RaisedLine | None]()
    for at, company in steps:
        there = company.slug == slug and not company.empty
        lines = {x.round: x for x in raised_at(company, at)} if there else {}
        found.turn(at.cut, {HERE: None, **lines} if there else {})
    return found.ended()


def by_part(
    slug: str, steps: Iterable[CompanyStep], write: Callable[[CompanyAt, Basis], T]
) -> list[Stretch[T]]:
    """Give what each part of a company is, as it is written: no two are written alike.

    What has changed is a new object, and only that is looked at.
    """
    open_: dict[int, tuple[CompanyAt, int, T]] = {}
    ended: list[Stretch[T]] = []
    for at, company in steps:
        there = company.parts if company.slug == slug else ()
        now = {id(part): part for part in there}
        gone = {}
        for key in open_.keys() - now.keys():
            _, start, value = open_.pop(key)
            gone[value] = start
        for key in now.keys() - open_.keys():
            value = write(now[key], at)
            open_[key] = now[key], gone.pop(value, at.cut), value
        ended += [Stretch(start, at.cut, value) for value, start in gone.items()]
    ended += [Stretch(start, END, value) for _, start, value in open_.values()]
    return ended


def last_of(zone: str) -> Basis:
    """Give the basis up to which stretches go."""
    return Basis(END - 1, -1, 0, zone, END)


def steps_of(
    slug: str,
    rows: Sequence[Row],
    directory: Directory,
    zone: str,
    recorded: Sequence[Entry] = (),
    since: int = ALWAYS,
) -> Iterator[CompanyStep]:
    """Give a company at each cut at which it changes, from a cut on.

    `rows` are all that is published about it and about those that events link to it;
    `recorded` holds what was judged of its rounds.
    """
    judged = [entry for entry in recorded if entry.type == KEPT_APART]
    return along(Story(slug, directory, judged), rows, last_of(zone), since)


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
