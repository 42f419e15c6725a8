"""What the live claims of a round come to, kept up claim by claim.

A round of thousands of claims is told event by event, and an event touches few of its
claims: so what standing, types and origins rest on is counted, and a claim that is
another now is taken out and put in again. Claims *count* that are under no open denial
of the whole or of the stage, if there are any; else all do.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from ledger.projections.claims import Claim
from ledger.projections.denials import is_firm
from ledger.projections.stated import money_in

if TYPE_CHECKING:
    from ledger.projections.rows import EventOrder

T = TypeVar("T")
Counts: TypeAlias = dict[T, int]
"""How many there are of each thing. Making a `Counter` takes thirty times as long."""

_FIRST: Final = itemgetter(0)


class Tally:
    """The live claims of one round, counted."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Claim, bool, bool]] = {}
        self._types: Counts[str | None] = {}
        self._instruments: Counts[str | None] = {}
        self._replaced: Counts[str] = {}
        self._currencies: dict[str | None, InCurrency] = {}
        self._denied, self._undenied = _AlikeClaims(), _AlikeClaims()
        self._money: Counts[tuple[str, bool]] = {}
        self._first, self._last = list[int](), list[int]()

    def put(
        self, claim: Claim, *, denied: bool = False, principal: bool = False
    ) -> None:
        """Count a live claim; `denied` says whether its stage is under a denial, and
        `principal` whether the company says it, or anyone as entitled.
        """
        self._held[claim.id] = claim, denied, principal
        self._count(claim, 1, denied=denied, principal=principal)

    def take(self, id_: str) -> None:
        """Count a claim no more, if it was counted."""
        held = self._held.pop(id_, None)
        if held is not None:
            claim, denied, principal = held
            self._count(claim, -1, denied=denied, principal=principal)

    def _count(self, claim: Claim, sign: int, *, denied: bool, principal: bool) -> None:
        _add(self._types, claim.said.round_type, sign)
        _add(self._instruments, claim.said.instrument, sign)
        figures = [item.figure for item in claim.raised]
        figures += [price.figure for price in claim.valuation]
        for code in {figure.currency for figure in figures}:
            self._currencies.setdefault(code, InCurrency()).count(claim, sign)
        for name in claim.said.supersedes:
            _add(self._replaced, name, sign)
        money = money_in(claim)
        if money is not None:
            _add(self._money, (money, principal), sign)
        _move(self._first, claim.days.first, sign)
        _move(self._last, claim.days.last, sign)
        (self._denied if denied else self._undenied).count(claim, sign)

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day that the claims are about; None without claims."""
        return (self._first[0], self._last[-1]) if self._first else None

    def money(self, *, principal: bool) -> set[str]:
        """Give the kinds of money that principals speak of, else those of others."""
        return {kind for kind, by in self._money if by == principal}

    @property
    def types(self) -> frozenset[str | None]:
        """What the claims call the round; None, if one of them does not say."""
        return frozenset(self._types)

    @property
    def instruments(self) -> frozenset[str | None]:
        """What the claims say is sold; None, if one of them does not say."""
        return frozenset(self._instruments)

    @property
    def replaced(self) -> frozenset[str]:
        """The rounds that the claims say that the round replaces."""
        return frozenset(self._replaced)

    def in_currency(self, code: str | None) -> "InCurrency":
        """Give who speaks of it in a currency; None for no currency."""
        return self._currencies.get(code) or InCurrency()

    @property
    def all_denied(self) -> bool:
        """Whether no claim is left whose stage nobody denies."""
        return not self._undenied.stages

    @property
    def _counting(self) -> "_AlikeClaims":
        return self._denied if self.all_denied else self._undenied

    @property
    def stages(self) -> frozenset[str]:
        """The stages of the claims that count."""
        return frozenset(self._counting.stages)

    @property
    def seconded(self) -> bool:
        """Whether a claim that counts, at committed or later and with a figure, has
        more than one origin.
        """
        return self._counting.seconded > 0

    @property
    def firm(self) -> Iterator[Claim]:
        """The newest word of each source that counts, at committed or later."""
        return (told[-1][1] for told in self._counting.firm.values())


class InCurrency:
    """The claims that give a figure in one currency."""

    def __init__(self) -> None:
        self._sources: Counts[str] = {}
        self._said: list[tuple[int, int]] = []

    @property
    def origins(self) -> int:
        """How many sources speak in it."""
        return len(self._sources)

    @property
    def first(self) -> tuple[int, int] | None:
        """When an amount was first said by one of them."""
        return self._said[0] if self._said else None

    def count(self, claim: Claim, sign: int) -> None:
        """Let a claim come (1), or go (-1)."""
        _add(self._sources, claim.source, sign)
        _move(self._said, said_at(claim), sign)


class _AlikeClaims:
    """Claims that are alike under a denial of their stage, or under none."""

    def __init__(self) -> None:
        self.stages: Counts[str] = {}
        self.firm: dict[str, list[tuple[EventOrder, Claim]]] = {}
        """Source -> its claims at committed or later, in the order of folds."""
        self.seconded = 0

    def count(self, claim: Claim, sign: int) -> None:
        """Let a claim come (1), or go (-1)."""
        _add(self.stages, claim.stage, sign)
        if not is_firm(claim.stage):
            return
        if len(claim.origins("raised", "valuation")) > 1 and gives_figures(claim):
            self.seconded += sign
        told, entry = self.firm.setdefault(claim.source, []), (claim.row.key, claim)
        if sign > 0:
            insort(told, entry, key=_FIRST)
            return
        del told[bisect_left(told, entry[0], key=_FIRST)]
        if not told:
            del self.firm[claim.source]


def said_at(claim: Claim) -> tuple[int, int]:
    """Give the end and the start of the interval in which its amount was said."""
    when = claim.word("raised").when
    return when.hi, when.lo


def _add(counts: Counts[T], thing: T, sign: int) -> None:
    """Count one more or less; what is there no more is no key."""
    count = counts.get(thing, 0) + sign
    if count:
        counts[thing] = count
    else:
        del counts[thing]


def _move(every: list[Any], one: Any, sign: int) -> None:
    """Put something into a sorted list (1), or take it out (-1)."""
    if sign > 0:
        insort(every, one)
    else:
        del every[bisect_left(every, one)]


def gives_figures(claim: Claim) -> bool:
    """Tell whether a claim states an amount or a price with a number."""
    amounts = [item.figure for item in claim.raised]
    prices = [price.figure for price in claim.valuation]
    return any(figure.has_amount for figure in (*amounts, *prices))
