"""How claims of one company are held against each other: types, days, figures.

*Types* go together if one of them is unknown or both are of one family: unlabelled
equity (series_unknown, growth, strategic) fits every series; seed, pre-seed and angel
are one; so are notes and SAFEs, debts, sales of old shares, purchases, and letters of
intent. Where no claim on a round names its type, the label of the round does if it
begins with one (`series-b-2`).

*Days* are as far apart as the nearest days that two claims can mean. A date longer
than a year says nothing.

*Figures* are alike if they have one currency and their ends overlap, about and nearly
being as wide as everywhere. An open end reaches a quarter further: `60B+` may be 75B,
and is no claim of 7T. Amounts meet as a whole (target, committed, conditional, raised
to date, total) or as the same part. Prices meet by kind; an unspecified one is before
or after the money; a price sought may be either.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from ledger.claims.figures import Figure, Price, Raised
from ledger.claims.names import fold
from ledger.claims.numerals import EXACT
from ledger.claims.vocabulary import (
    PURCHASE_TYPES,
    ROUND_TYPES,
    SERIES,
)
from ledger.projections.claims import Claim
from ledger.projections.standing import Round

WINDOW: Final = 90
"""Days: claims that are further apart are of two rounds."""

YEAR: Final = 366
"""Days: a longer date says nothing."""

WHOLES: Final = frozenset(
    {"target", "committed", "conditional", "paid", "raised_to_date", "round_total"}
)
"""Bases under which the amount is that of the round."""

_EARLY: Final = frozenset({"pre_seed", "seed", "angel"})
_UNLABELLED: Final = frozenset({"series_unknown", "growth", "strategic", "extension"})
_FAMILIES: Final = (
    _UNLABELLED,
    _EARLY,
    frozenset({"convertible", "safe"}),
    frozenset({"debt", "credit_facility"}),
    frozenset({"secondary", "tender"}),
    PURCHASE_TYPES,
    frozenset({"loi_commitment", "vendor_financing", "strategic"}),
)
_PLUS: Final = frozenset({"pre_seed_plus", "seed_plus"})
_EQUITY: Final = SERIES | _EARLY | _PLUS | {"convertible", "safe", "pipe"}
"""What unlabelled equity may turn out to be."""

_PRIMARY: Final = {
    "pre_money": {"pre_money", "unspecified", "sought"},
    "post_money": {"post_money", "unspecified", "sought"},
    "unspecified": {"pre_money", "post_money", "unspecified", "sought"},
    "sought": {"pre_money", "post_money", "unspecified", "sought"},
}

MONEY: Final = ("vendor_financing", "grant", "debt", "equity", "mixed")
"""Kinds of money, the least certain to be equity first."""

_DOWN, _UP = Decimal("0.75"), Decimal("1.25")

ComparedField = Literal["raised", "valuation"]


@dataclass(frozen=True, slots=True)
class Match:
    """Two figures of one field, of two claims, that may be the same."""

    field: ComparedField
    one: Figure
    other: Figure

    @property
    def exact(self) -> bool:
        return self.one == self.other

    @property
    def same(self) -> bool:
        """Whether they have the same ends, in whatever words."""
        one, other = self.one, self.other
        return (one.min, one.max) == (other.min, other.max)


def types_of(found: Round) -> frozenset[str]:
    """Give the types of a round that are known: as claimed, else by its label."""
    said = found.types - {None}
    if said:
        return frozenset(x for x in said if x is not None)
    label = found.name.split("/", 1)[1].replace("-", "_")
    named = [x for x in ROUND_TYPES if label == x or label.startswith(f"{x}_")]
    return frozenset([max(named, key=len)] if named else [])


def money_of(found: Round) -> str | None:
    """Tell what kind of money a round brings; None if no claim says anything of it.

    Entitled parties go before others. Both equity and debt are mixed, and so is what
    one source calls the one and another the other.
    """
    tally = found.tally
    kinds = tally.money(principal=True) or tally.money(principal=False)
    if not kinds:
        return None
    if "mixed" in kinds or kinds >= {"equity", "debt"}:
        return "mixed"
    return min(kinds, key=MONEY.index)


def types_fit(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether rounds of these types may be one."""
    if not ones or not others:
        return True
    return any(_fit(one, other) for one in ones for other in others)


def _fit(one: str, other: str) -> bool:
    if one == other or any({one, other} <= family for family in _FAMILIES):
        return True
    return (one in _UNLABELLED and other in _EQUITY) or (
        other in _UNLABELLED and one in _EQUITY
    )


def dated(claim: Claim) -> bool:
    """Tell whether a claim says well enough which days it is about."""
    return claim.days.last - claim.days.first <= YEAR


def days_apart(one: Claim, other: Claim) -> int:
    """Count the days between two claims; 0 where they can mean the same day."""
    first, second = one.days, other.days
    return max(first.first - second.last, second.first - first.last, 0)


def near(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Give every two claims that are near enough, the one that begins earlier first.

    In the order of their first days each is held against its neighbours alone.
    """
    ordered = sorted(claims, key=lambda claim: (claim.days.first, claim.row.key))
    begins = [claim.days.first for claim in ordered]
    for place, one in enumerate(ordered):
        end = bisect_right(begins, one.days.last + WINDOW)
        yield from ((one, other) for other in ordered[place + 1 : end])


@lru_cache(maxsize=1 << 14)
def matches(one: Claim, other: Claim) -> tuple[Match, ...]:
    """Give for each field the figures that are alike, the closest pair of each.

    A story asks for the same two claims each time that another is made on their rounds.
    """
    found: list[Match] = []
    for field, pairs in comparable(one, other):
        alike = [Match(field, a, b) for a, b in pairs if may_be_same(a, b)]
        if alike:
            found.append(min(alike, key=_unlike))
    return tuple(found)


def _unlike(match: Match) -> tuple[object, ...]:
    """Order pairs of figures, the closest first, whichever was typed first."""
    ends = [str(end) for x in (match.one, match.other) for end in x.bounds()]
    return not match.exact, not match.same, ends


def conflicts(one: Claim, other: Claim) -> bool:
    """Tell whether a field that both state has no figures that are alike."""
    return any(
        pairs and not any(may_be_same(a, b) for a, b in pairs)
        for _, pairs in comparable(one, other)
    )


def comparable(
    one: Claim, other: Claim
) -> Iterator[tuple[ComparedField, list[tuple[Figure, Figure]]]]:
    """Give the figures that can be compared, field by field."""
    amounts = [(a, b) for a in one.raised for b in other.raised if _same_amount(a, b)]
    yield "raised", [(a.figure, b.figure) for a, b in amounts]
    prices = [
        (a, b) for a in one.valuation for b in other.valuation if _same_kind(a, b)
    ]
    yield "valuation", [(a.figure, b.figure) for a, b in prices]


def _same_amount(one: Raised, other: Raised) -> bool:
    if not (one.figure.has_amount and other.figure.has_amount):
        return False
    if one.basis in WHOLES and other.basis in WHOLES:
        return one.part is None or other.part is None or _same_part(one, other)
    return one.basis == other.basis and _same_part(one, other)


def _same_part(one: Raised, other: Raised) -> bool:
    if one.part is None or other.part is None:
        return False
    return fold(one.part) == fold(other.part)


def _same_kind(one: Price, other: Price) -> bool:
    if not (one.figure.has_amount and other.figure.has_amount):
        return False
    return one.kind == other.kind or other.kind in _PRIMARY.get(one.kind, ())


def may_be_same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures with a number may be one amount."""
    if one.currency != other.currency:
        return False
    (low, high), (other_low, other_high) = _reach(one), _reach(other)
    return low <= other_high and other_low <= high


def _reach(figure: Figure) -> tuple[Decimal, Decimal]:
    low, high = figure.bounds()
    if low is None:
        assert high is not None
        return EXACT.multiply(high, _DOWN), high
    return low, EXACT.multiply(low, _UP) if high is None else high
