"""What an append bears on in a large company: its own part is folded, the others are
read as they are kept.

Everything is read once, whatever is kept of the company.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.claims import Identity
from ledger.projections.links import KEPT_APART
from ledger.projections.rows import Row
from ledger.projections.story import Story, along
from ledger.projections.together import Together
from ledger.projections.visible import mend, published_rows
from ledger.reading.folding import Folding, Links, clusters
from ledger.reading.ranking.offered import Others, held_in
from ledger.reading.ranking.parts import Parts, parts_of
from ledger.reading.ranking.stretches import END, Step, last_of
from ledger.reading.ranking.touched import named_between
from ledger.store.log import Log
from ledger.store.ranking import PARTS, Generation, Line, State, leaf_at, state
from ledger.store.statements import ALWAYS


@dataclass(slots=True)
class Touched:
    """A company in which an append bears on a part."""

    rows: list[Row]
    """What belongs together with the new entries, in the order of folds."""
    own: list[Step]
    """That part alone, at each cut at which it changes."""
    steps: list[Step]
    """The whole company, at each cut at which it changes."""
    lines: list[Line]
    """The lines of the part, as it was."""


class Appends:
    """What was recorded since some entry, read once for all that is kept."""

    def __init__(self, log: Log, zone: str, version: str) -> None:
        """`version` says how lines are made that can be used."""
        self._log, self._zone, self._version = log, zone, version
        self.folding = Folding(log, companies=False)
        self.forget()

    def forget(self) -> None:
        """Forget what was read, but for who sources are."""
        self._linked: dict[int, Links] = {}
        self._parts: dict[tuple[str, int], Parts | None] = {}
        self._touched: dict[tuple[str, int, int, int], Touched | None] = {}

    def alone(self, moved: Iterable[str], now: State, upto: int) -> list[str]:
        """Leave out companies that are read as a whole: they are linked to others, or
        named again since what is kept was made.
        """
        named = Generation(self._log, now.generation).named
        known = named_between(self._log, now.told, upto, named) or set()
        linked = self._clusters(upto)
        return [slug for slug in moved if slug not in known and slug not in linked]

    def fresh(self, company: str, after: int, upto: int) -> bool:
        """Tell whether more of a company counts than what was read of it up to an
        entry: only its name was on record then, or it was linked to others since.
        """
        linked = self._clusters(upto).get(company)
        if linked is not None:
            return self._clusters(after).get(company) != linked
        parts = self.parts(company, upto)
        return parts is None or parts.first > after

    def _clusters(self, upto: int) -> Links:
        if upto not in self._linked:
            self._linked[upto] = clusters(self._log.linked(upto))
        return self._linked[upto]

    def entries(self, company: str, after: int, upto: int) -> list[Entry] | None:
        """Read what belongs together with new entries about a company; None where it
        cannot be told from the rest.
        """
        parts = self.parts(company, upto)
        return None if parts is None else parts.read(parts.since(after))

    def parts(self, company: str, upto: int) -> Parts | None:
        """See what belongs together in a company; None as above."""
        key = company, upto
        if key not in self._parts:
            self._parts[key] = parts_of(self._log, company, upto)
        return self._parts[key]

    def touched(
        self, company: str, since: int, after: int, upto: int, directory: Directory
    ) -> Touched | None:
        """Fold the part of a company that new entries bear on, from a cut on, and put
        it together with the others; None where these are not kept.
        """
        key = company, since, after, upto
        if key not in self._touched:
            self._touched[key] = self._made(*key, directory)
        return self._touched[key]

    def _made(
        self, company: str, since: int, after: int, upto: int, directory: Directory
    ) -> Touched | None:
        lines = self._lines(company, since, after) if since != ALWAYS else []
        parts = self.parts(company, upto) if lines else None
        if parts is None or parts.judged:
            return None
        held = [(line, held_in(line)) for line in lines]
        numbers = set(parts.since(after))
        for _, one in held:
            if not one.plain and one.event not in numbers:
                numbers.update(parts.with_(one.event))
        rest = [pair for pair in held if pair[1].event not in numbers]
        rows = published_rows(mend(parts.read(sorted(numbers))).entries)
        last = last_of(self._zone)
        own = list(along(Story(company, directory), rows, last, since))
        others = Others(company, rest, parts, directory, last)
        return Touched(
            rows=rows,
            own=own,
            steps=list(_together(company, own, others, directory)),
            lines=[line for line, one in held if one.event in numbers],
        )

    def _lines(self, company: str, since: int, after: int) -> list[Line]:
        """Read the parts of a company from a cut on; nothing if they were not made as
        of the same entry, or are not as they were made.
        """
        now = state(self._log, PARTS)
        made = now.version == self._version and now.told == after
        if not made or not now.holds(leaf_at(self._log, now.told)):
            return []
        shelf = Generation(self._log, now.generation)
        lines = shelf.within(company, since)
        whole = all(
            shelf.marks(cut) == shelf.counts(cut)[2] for cut in (since, END - 1)
        )
        sound = whole and all(line.holds for line in lines)
        return lines if sound and state(self._log, PARTS) == now else []


def _together(
    company: str, own: Sequence[Step], others: Others, directory: Directory
) -> Iterator[Step]:
    """Put a part together with the others, at each cut at which one of them changes."""
    shared: dict[tuple[object, ...], Any] = {}
    since = own[0][0].cut
    turns = sorted({*others.turns(since), END})
    ends = [at.cut for at, _ in own[1:]]
    for (at, found), end in zip(own, [*ends, END], strict=True):
        within = [cut for cut in turns if at.cut < cut < end]
        for cut in (at.cut, *within):
            basis = at.at(cut)
            parts = (*found.parts, *others.at(cut))
            whole = Together(
                company, parts, directory, Identity(), (), shared, basis.effective
            )
            whole.kept[KEPT_APART,] = {}
            yield basis, whole
