"""A part of a company that grows event by event: what one event changes, and no more.

The fold of a part (`company_at`) reads all its events. Where one more is later than all
of them, and of a kind that says or answers something, most of the fold stays: one claim
is new or another, its round has one more answer, and the claims whose word that gives
or takes away are counted again. A claim that has changed is a new object; lists, and
what is counted, go on, so that a company holds until the next event enters.

All else is folded again: moves, merges, ends and copies, an event that another named
before it came, one that is told late, and one that makes somebody entitled.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final

from ledger.claims.kinds import KINDS, values_named
from ledger.claims.vocabulary import PURCHASE_TYPES
from ledger.projections.claims import (
    Claim,
    claim_of,
    is_second,
    retractions_in,
    revise,
)
from ledger.projections.denials import (
    confirmed_in,
    denial_of,
    stated_in,
)
from ledger.projections.entitled import ARRANGER, entitlements
from ledger.projections.folded import FoldedPart
from ledger.projections.rounds import CompanyAt
from ledger.projections.rows import CLAIMS, SNAPSHOTS, Row, Said
from ledger.projections.standing import NO_NEWS, answered_in, is_about


class Growing(FoldedPart):
    """What belongs together, as its events come to be known in the order of folds."""

    def __init__(self, found: CompanyAt, rows: Sequence[Row]) -> None:
        super().__init__(found)
        self._last = rows[-1].key
        self._ids = {row.id for row in rows}
        self._awaited = {x for row in rows for x in _named_events(row)} - self._ids
        """What events have named that had not come."""
        self._retractions = retractions_in(rows)
        self._denials = {denial.row.id: denial for denial in found.denials}
        self._copies: set[str] = set()
        """What is called a copy, or has one."""
        self._covered: dict[str, int] = {}
        """Round -> the end of the last interval in which a denial covers it."""
        for row in rows:
            if "copy" in row.data:
                self._copies |= {row.data["claim"], row.data["copy"]}
            if row.type == "claim.denied":
                self._cover(row)

    def grown(self, rows: Iterable[Row], cut: int) -> CompanyAt | None:
        """Let events enter, and give the part at a cut; None if it must be folded."""
        for row in sorted(rows, key=attrgetter("key")):
            if row.key < self._last or row.id in self._awaited:
                return None
            enter = _ENTER.get(row.type)
            if enter is None or not enter(self, row):
                return None
            self._last = row.key
            self._ids.add(row.id)
            self._awaited |= set(_named_events(row)) - self._ids
            self._list(row)
        return self.at(cut)

    def _list(self, row: Row) -> None:
        """Add an event to the company's, and mark what it is about as changed."""
        now = self.now
        if not is_about(row, now.slug, now.identity, now.claims):
            return
        self.rows.append(row)
        if row.id in now.claims or row.type in NO_NEWS:
            return
        for name in answered_in(row, now):
            if name in now.rounds:
                self.news(name, row)

    def claimed(self, row: Row) -> bool:
        """Let a claim be made."""
        now = self.now
        claim = claim_of(row, now.identity)
        name = claim.round
        if claim.company != now.slug:
            return False
        self.claims[claim.id] = claim
        self.date(claim)
        if name is None:
            now.prices.append(claim)
            return True
        if row.when.hi <= self._covered.get(name, -1):
            return False
        found = now.rounds.get(name) or self.begun(name, row)
        found.claims.append(claim)
        found.live.append(claim)
        found.news = row
        if _takes_part(claim.said):
            if claim.said.round_type in PURCHASE_TYPES:
                return False
            now.may.let_in(claim)
            if now.may.stale():
                return False
        self.touch(claim)
        rank = now.may.of(claim)
        for statement in stated_in(claim, rank) if rank >= ARRANGER else ():
            self.state(found, statement)
        return True

    def revised(self, row: Row) -> bool:
        """Let a claim be revised, if its own source does it."""
        claim = self.now.claims.get(row.data["claim"])
        said = row.said
        if claim is None or said is None or claim.source != row.source:
            return True
        bought = said.round_type and claim.said.round_type in PURCHASE_TYPES
        if bought or claim.id in self._copies or _takes_part(said):
            return False
        confirmed = self.unstate(claim)
        new = self.replaced(claim)
        revise(new, row)
        self.wholes.pop(claim.id, None)
        self.undate(claim)
        self.date(new)
        self.restate(new, confirmed)
        return True

    def retracted(self, row: Row) -> bool:
        """Let a claim or a denial be taken back, if its own source does it."""
        target, source = row.data["claim"], row.source
        claim, denial = self.now.claims.get(target), self._denials.get(target)
        first = self._retractions.setdefault((target, source), row) is row
        if claim is not None:
            if first and claim.source == source:
                return self._take_back(claim, row)
            return True
        if denial is not None:
            if first and denial.source == source:
                denial.taken_back = row
                self.touch(*denial.claims)
            return True
        return target not in self._ids

    def _take_back(self, claim: Claim, row: Row) -> bool:
        if claim.id in self._copies:
            return False
        self.unstate(claim)
        new = self.replaced(claim)
        new.retracted = row
        if claim.round is not None:
            found = self.now.rounds[claim.round]
            found.live.remove(new)
        now = self.now
        if _takes_part(claim.said):
            may = entitlements(now.may.directory, now.claims.values(), now.may.buyers)
            now.may.parties, now.may.purchases = may.parties, may.purchases
            return not now.may.stale()
        return True

    def confirmed(self, row: Row) -> bool:
        """Let somebody stand by a claim."""
        now = self.now
        claim = now.claims.get(row.data["claim"])
        if claim is None:
            return True
        if is_second(claim, row, now.may.directory):
            claim = self.replaced(claim)
            claim.seconds = (*claim.seconds, row)
        if claim.round is not None:
            for statement in confirmed_in(row, claim, now.may):
                self.state(now.rounds[claim.round], statement)
        return True

    def denied(self, row: Row) -> bool:
        """Let somebody deny claims."""
        now = self.now
        name = None if row.round is None else now.identity.round(row.round)
        on_round = now.rounds[name].claims if name in now.rounds else ()
        denial = denial_of(row, now.claims, on_round)
        denial.wholes, denial.statements = self.wholes, self.statements
        now.denials.append(denial)
        self._denials[row.id] = denial
        for target in row.data.get("claims", ()):
            if target in self._denials and target != row.id:
                self._denials[target].denied_by.append(row)
        self._cover(row)
        for name in dict.fromkeys(claim.round for claim in denial.claims):
            if name is not None:
                self.now.rounds[name].deny(denial)
        self.touch(*denial.claims)
        return True

    def _cover(self, row: Row) -> None:
        if row.round is not None:
            name = self.now.identity.round(row.round)
            self._covered[name] = max(self._covered.get(name, -1), row.when.hi)

    def relayed(self, row: Row) -> bool:
        """Let somebody carry a claim."""
        claim = self.now.claims.get(row.data["claim"])
        if "copy" in row.data:
            return False
        if claim is not None and "carrier" in row.data:
            new = self.replaced(claim)
            new.carriers = (*new.carriers, row)
        return True


def _takes_part(said: Said) -> bool:
    """Tell whether something said may make somebody entitled."""
    purchase = said.round_type in PURCHASE_TYPES
    return purchase or bool(said.investors or said.arrangers)


def _named_events(row: Row) -> Iterable[str]:
    return values_named(row.data, KINDS[row.type].events)


def _listed(_: Growing, __: Row) -> bool:
    """Let an event enter that changes no claim."""
    return True


_ENTER: Final[Mapping[str, Callable[[Growing, Row], bool]]] = {
    **dict.fromkeys(CLAIMS, Growing.claimed),
    **dict.fromkeys(SNAPSHOTS, _listed),
    "claim.revised": Growing.revised,
    "claim.retracted": Growing.retracted,
    "claim.confirmed": Growing.confirmed,
    "claim.denied": Growing.denied,
    "claim.relayed": Growing.relayed,
    "claim.commented": _listed,
    "company.renamed": _listed,
}
"""Kind -> what it changes; whether that is all."""
