"""What an append bears on in a large company: its own part is folded, the others are
read as they are kept.

Everything is read once, whatever is kept of the company.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.projections.claims import Identity
from ledger.projections.links import KEPT_APART
from ledger.projections.namedparts import NamedParts
from ledger.projections.rounds import CompanyAt
from ledger.projections.rows import Row
from ledger.projections.story import Story, along
from ledger.projections.together import Together
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading.folding import Folding, Links, clusters
from ledger.reading.ranking.offered import OtherParts, held_in
from ledger.reading.ranking.packing import LINES, LineMaker, Paired, StoredLine
from ledger.reading.ranking.parts import CompanyParts, company_parts
from ledger.reading.ranking.stretches import END, last_of
from ledger.reading.ranking.touched import named_between
from ledger.store.log import Log
from ledger.store.ranking import (
    PARTS,
    RAISED,
    Generation,
    RankingLine,
    RankingState,
    leaf_at,
    ranking_state,
)
from ledger.store.statements import ALWAYS


@dataclass(slots=True)
class TouchedCompany:
    """A company in which an append bears on a part, told from a cut on."""

    rows: list[Row]
    """What belongs together with the new entries, in the order of folds."""
    lines: list[RankingLine]
    """The lines of the part, as it was."""
    made: Mapping[str, list[StoredLine]]
    """Its lines as it is now, of all that is kept."""


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
        self._parts: dict[tuple[str, int], CompanyParts | None] = {}
        self._touched: dict[tuple[str, int, int, int], TouchedCompany | None] = {}

    def alone(self, moved: Iterable[str], now: RankingState, upto: int) -> list[str]:
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

    def parts(self, company: str, upto: int) -> CompanyParts | None:
        """See what belongs together in a company; None as above."""
        key = company, upto
        if key not in self._parts:
            self._parts[key] = company_parts(self._log, company, upto)
        return self._parts[key]

    def touched(
        self, company: str, since: int, after: int, upto: int, directory: Directory
    ) -> TouchedCompany | None:
        """Fold the part of a company that new entries bear on, from a cut on, and put
        it together with the others; None where these are not kept.
        """
        key = company, since, after, upto
        if key not in self._touched:
            self._touched[key] = self._made(*key, directory)
        return self._touched[key]

    def _made(
        self, company: str, since: int, after: int, upto: int, directory: Directory
    ) -> TouchedCompany | None:
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
        rows = published_rows(apply_corrections(parts.read(sorted(numbers))).entries)
        others = OtherParts(company, rest, parts, directory, last_of(self._zone))
        story = Story(company, directory)
        turns = others.turns(since)
        steps = along(story, rows, last_of(self._zone), since, turns)
        return TouchedCompany(
            rows=rows,
            lines=[line for line, one in held if one.event in numbers],
            made=_made(company, steps, others, self._paired(company, since, after)),
        )

    def _paired(self, company: str, since: int, after: int) -> Paired | None:
        """Read which of its rounds may be one, as far as that is kept."""
        shelf = self._shelf(RAISED, after)
        lines = [] if shelf is None else shelf.story(company, since)
        return Paired(lines) if lines and all(line.holds for line in lines) else None

    def _shelf(self, which: str, after: int) -> Generation | None:
        """Give what is kept if it was made as of an entry."""
        now = ranking_state(self._log, which)
        made = now.version == self._version and now.told == after
        holds = made and now.holds(leaf_at(self._log, now.told))
        return Generation(self._log, now.generation) if holds else None

    def _lines(self, company: str, since: int, after: int) -> list[RankingLine]:
        """Read the parts of a company from a cut on; nothing if they were not made as
        of the same entry, or are not as they were made.

        Sums are compared where a line that was taken out would leave a gap.
        """
        now, shelf = ranking_state(self._log, PARTS), self._shelf(PARTS, after)
        if shelf is None:
            return []
        lines = shelf.within(company, since)
        cuts = {since, END - 1, *_gaps(lines, since)}
        whole = all(shelf.marks(cut) == shelf.counts(cut)[2] for cut in cuts)
        sound = whole and all(line.holds for line in lines)
        return lines if sound and ranking_state(self._log, PARTS) == now else []


def _made(
    company: str,
    steps: Iterable[tuple[Basis, CompanyAt]],
    others: OtherParts,
    paired: Paired | None,
) -> dict[str, list[StoredLine]]:
    """Make the lines of a company of which one part is told, of all that is kept."""
    shared: dict[tuple[object, ...], Any] = {}
    named = NamedParts[CompanyAt]()
    makers = {which: LineMaker(which, company) for which in LINES}
    for at, part in steps:
        named.become((*part.parts, *others.at(at.cut)))
        whole = _whole(part, named, shared, at.effective)
        if paired is not None:
            paired.turn(at, whole)
        for which, maker in makers.items():
            maker.turn(at, part if which == PARTS else whole)
    return {which: maker.lines() for which, maker in makers.items()}


def _whole(
    part: CompanyAt,
    named: NamedParts[CompanyAt],
    shared: dict[tuple[object, ...], Any],
    day: int,
) -> Together:
    """Give the company of which these are the parts that are told, and the others."""
    directory = part.may.directory
    whole = Together(part.slug, named, directory, Identity(), (), shared, day)
    whole.kept[KEPT_APART,] = {}
    return whole


def _gaps(lines: Iterable[RankingLine], since: int) -> Iterator[int]:
    """Give a cut, after one, in each time that a part has no line, next to one."""
    starts = {(line.company, line.start) for line in lines}
    ends = {(line.company, line.until) for line in lines}
    for _, end in ends - starts:
        yield min(end, END - 1)
    for _, start in starts - ends:
        yield max(start - 1, since)
