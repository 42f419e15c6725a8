"""What the live claims of one round state of money, kept up claim by claim.

An event touches few of the claims of a round, so each is read once, and again only when
it changed. Its amounts are kept by what they are about (`amountslots.py`). They count
once it has taken effect by the day asked about, unless it says that the round ended.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.figures import Figure
from ledger.claims.vocabulary import ENDS, STRENGTH
from ledger.projections.amountslots import Slot
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.claimsbyday import Dues
from ledger.projections.denials import COMMITTED
from ledger.projections.entitled import Entitlements
from ledger.projections.laststated import RoundPart, Stated, heard
from ledger.projections.pricedates import due
from ledger.projections.roundtally import said_at
from ledger.projections.stated import column_of, figures_of_part, shares_in, wholes_in
from ledger.projections.statementindex import StatementIndex

if TYPE_CHECKING:
    from ledger.projections.rows import EventOrder

TARGET: Final = "target"
"""The column of what is sought by claims at committed or later, apart from the rest."""

WHOLE: Final = "", ""
"""In place of a part: all of the round."""

_EMPTY: Final = Slot()
"""What is stated of a part of which nothing is stated."""

_ROW_KEY: Final = attrgetter("row.key")
_SAID: Final = itemgetter(0)


class _Entered(NamedTuple):
    """Where an amount was put."""

    slot: Slot
    stated: Stated
    place: int


class AmountIndex:
    """The live claims of one round by what they state of money on a day."""

    def __init__(self, basis: Basis, stated: StatementIndex, may: Entitlements) -> None:
        self._basis, self._stated, self._may = basis, stated, may
        self._due: dict[str, tuple[Claim, int | None]] = {}
        self._dues = Dues(basis.effective)
        self._slots: dict[str, dict[RoundPart, Slot]] = {}
        self._entered: dict[str, list[_Entered]] = {}
        self._numbers: dict[int, Claim] = {}
        self._conditions: set[str] = set()
        """The claims that call something conditional, or say what became of it."""
        self._bearing: dict[str, Claim] = {}
        """These, and those that speak of payments or of parts."""
        self._paid: list[tuple[tuple[int, int], EventOrder, Claim]] = []
        """The claims that speak of payments, by when."""

    def put(self, claim: Claim) -> None:
        """Let a live claim come."""
        day = due(claim, self._basis)
        self._due[claim.id] = claim, day
        if day is not None:
            self._dues.put(day, claim.id)
        self._enter(claim.id)

    def take(self, id_: str) -> None:
        """Let a claim go, if it is there."""
        if id_ in self._due:
            self._leave(id_)
            _, day = self._due.pop(id_)
            if day is not None:
                self._dues.take(day, id_)

    def go_to(self, day: int) -> None:
        """Go on or back to a day."""
        for id_ in self._dues.go_to(day):
            self._leave(id_)
            self._enter(id_)

    def _enter(self, id_: str) -> None:
        """Let what a claim states count, if it does on the day."""
        claim, day = self._due[id_]
        if claim.stage in ENDS or (day is not None and day > self._dues.day):
            return
        entered = self._entered[id_] = list(self._stated_in(claim))
        for slot, stated, place in entered:
            slot.put(stated, place)
        self._numbers[claim.seq] = claim
        bases = {item.basis for item in claim.raised}
        if "conditional" in bases or any(item.condition for item in claim.raised):
            self._conditions.add(id_)
        if "paid" in bases:
            insort(self._paid, (said_at(claim), claim.row.key, claim))
        parts = shares_in(claim, self._may.directory)
        if parts or id_ in self._conditions or "paid" in bases:
            self._bearing[id_] = claim

    def _leave(self, id_: str) -> None:
        """Let what a claim states count no more, if it did."""
        for slot, stated, place in self._entered.pop(id_, ()):
            slot.take(stated, place)
        claim, _ = self._due[id_]
        if self._numbers.pop(claim.seq, None) is None:
            return
        self._conditions.discard(id_)
        self._bearing.pop(id_, None)
        if any(item.basis == "paid" for item in claim.raised):
            del self._paid[bisect_left(self._paid, (said_at(claim), claim.row.key))]

    def _stated_in(self, claim: Claim) -> Iterator[_Entered]:
        """Give what a claim states, and where that belongs."""
        for column in ("paid", "committed", "sought"):
            for whole in wholes_in(claim, column):
                one = self.stated(claim, whole.figure, whole.basis)
                for slot in self._where(column, WHOLE, claim):
                    yield _Entered(slot, one, 0)
        parts: dict[tuple[str, RoundPart], list[Figure]] = {}
        for share in shares_in(claim, self._may.directory):
            column_ = column_of(share.basis, share.stage)
            if column_ is not None:
                part = share.basis, share.label
                parts.setdefault((column_, part), []).append(share.figure)
        for place, ((column, part), figures) in enumerate(parts.items()):
            for figure in figures_of_part(*part, figures):
                one = self.stated(claim, figure, part[0], part)
                for slot in self._where(column, part, claim):
                    yield _Entered(slot, one, place)

    def _where(self, column: str, part: RoundPart, claim: Claim) -> Iterator[Slot]:
        yield self._slot(column, part)
        if column == "sought" and STRENGTH.get(claim.stage, -1) >= COMMITTED:
            yield self._slot(TARGET, part)

    def _slot(self, column: str, part: RoundPart) -> Slot:
        parts = self._slots.setdefault(column, {})
        if part not in parts:
            parts[part] = Slot()
        return parts[part]

    def stated(
        self,
        claim: Claim,
        figure: Figure,
        basis: str = "",
        part: RoundPart | None = None,
    ) -> Stated:
        """Say when an amount of a claim was last said, and by whom."""
        word, settled = heard(claim, self._stated, self._may, part)
        return Stated(claim, figure, word, settled, basis)

    def whole(self, column: str) -> Slot:
        """Give what is stated of the whole round in a column."""
        return self.part(column, WHOLE)

    def part(self, column: str, part: RoundPart) -> Slot:
        """Give what is stated of a part in a column."""
        return self._slots.get(column, {}).get(part, _EMPTY)

    def parts(self, column: str) -> Mapping[RoundPart, Slot]:
        """Give what is stated of each part in a column, in the order of folds."""
        slots = self._slots.get(column, {}).items()
        there = [(part, slot) for part, slot in slots if slot and part != WHOLE]
        return dict(sorted(there, key=lambda one: one[1].first))

    def behind(self, numbers: Iterable[int]) -> list[Claim]:
        """Give the claims among some events, by their numbers."""
        return [self._numbers[x] for x in numbers if x in self._numbers]

    def paid_after(self, said: tuple[int, int]) -> Iterator[Claim]:
        """Give the claims that speak of payments, and were said later."""
        after = bisect_right(self._paid, said, key=_SAID)
        return (claim for _, _, claim in self._paid[after:])

    @property
    def conditional(self) -> bool:
        """Whether any claim calls something conditional, or says what became of it."""
        return bool(self._conditions)

    @property
    def bearing(self) -> list[Claim]:
        """The claims that bear on what is conditional, in the order of folds."""
        return sorted(self._bearing.values(), key=_ROW_KEY)
