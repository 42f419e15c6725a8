"""One figure out of what several say of one price.

Each origin speaks with its newest word; words of one interval are equally new. The
figure is the hull of the exact figures and ranges among the words. What is said to be
"about", "nearly", "at least" or "at most" does not widen it if the exact ones satisfy
it; without exact ones, the numbers that are about or nearly make the hull, and without
those, floors and ceilings that go together make one figure. A word that the figure does
not satisfy stands for itself, as a figure of its own.

Pre- and post-money do not mix: a price before the money becomes one after it by the
amount of the round that its own claim gives, else by that of an entitled party, and is
*derived*; where nobody gives an amount the two stand apart. A price of unknown kind
goes with either. A price before the money at or above a floor satisfies the floor,
whatever the kind of that one.

Figures of different currencies are never hulled. Prices of one kind in one claim are
*tiers* of the round, each with its part and, where the claim gives it, its amount; the
figure is their hull. Where amounts of tiers are known the *blended* price is money over
the shares that it bought, as if one price had been paid: the sum of the amounts over
the sum of amount / price. Words more than 1.25 apart *differ*.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, NamedTuple

from ledger.claims.amounts import Figure, add, hull
from ledger.claims.names import fold
from ledger.projections.claims import Claim

AMOUNTS: Final = ("round_total", "committed", "raised_to_date")
"""What may be added to a pre-money price, in this order of preference."""

ORDER: Final = ("post_money", "unspecified", "pre_money", "sought")
"""The kinds of a primary price, in the order in which a claim's own is chosen."""

UNKNOWN: Final = frozenset({"unspecified", "sought"})
"""Kinds that leave open whether the new money is counted."""

APART: Final = Decimal("1.25")

_EXACT: Final = frozenset({"exact", "range"})
_NUMBERED: Final = frozenset({"about", "nearly"})
_BLENDED: Final = Context(prec=60, rounding=ROUND_HALF_UP)


class Tier(NamedTuple):
    """One price of a round that was sold at several."""

    part: str | None
    figure: Figure
    amount: Figure | None
    """The money raised at it, if its claim says."""


class ClaimedPrice(NamedTuple):
    """What one claim says of the price, in one currency and of one kind."""

    claim: Claim
    figure: Figure
    kind: str
    tiers: tuple[Tier, ...] = ()
    """If the claim gives several prices of this kind, or says of which part one is."""
    original: tuple[Figure, str] | None = None
    """The figure and its kind as the claim states it, if that was another."""
    giver: Claim | None = None
    """The claim that gives the amount which was added to it, if it is another claim."""

    @property
    def said(self) -> tuple[Figure, str]:
        """The figure and its kind as the claim states it."""
        return self.original or (self.figure, self.kind)

    @property
    def derived(self) -> bool:
        """Whether the amount of the round was added to it."""
        return self.figure != self.said[0]

    @property
    def parts(self) -> frozenset[str]:
        """The parts of the round that it names; none if it may be about all of it."""
        if any(tier.part is None for tier in self.tiers):
            return frozenset()
        return frozenset(fold(tier.part or "") for tier in self.tiers)


Prices = Sequence[ClaimedPrice]
GivenAmount = tuple[Figure, Claim]
"""An amount of the whole round, and the claim that gives it."""


class Hull(NamedTuple):
    """One figure, and the words that it is made of or that it satisfies."""

    figure: Figure
    kind: str
    words: tuple[ClaimedPrice, ...]
    core: tuple[ClaimedPrice, ...]
    """Those of the words that the figure is made of; it satisfies the others."""
    derived: bool
    differ: bool
    tiers: tuple[Tier, ...]
    blended: Figure | None


def primary_words(claim: Claim, kinds: Iterable[str]) -> list[ClaimedPrice]:
    """Give a claim's price of a primary round: after the money, if it gives both.

    There is a word for each currency in which it gives it.
    """
    wanted = frozenset(kinds)
    said = {price.kind for price in claim.valuation}
    for kind in ORDER:
        if kind in wanted and kind in said and (words := words_of(claim, [kind])):
            return words
    return []


def words_of(claim: Claim, kinds: Iterable[str]) -> list[ClaimedPrice]:
    """Give a claim's prices of these kinds, one word for each kind and currency."""
    if not claim.valuation:
        return []
    wanted = frozenset(kinds)
    found: dict[tuple[str, str], list[Tier]] = {}
    for price in claim.valuation:
        figure = price.figure
        if price.kind in wanted and figure.has_amount:
            tier = Tier(price.part, figure, _tier_amount(claim, price.part))
            found.setdefault((price.kind, figure.currency or ""), []).append(tier)
    return [
        _claimed_price(claim, kind, tiers) for (kind, _), tiers in sorted(found.items())
    ]


def _claimed_price(claim: Claim, kind: str, tiers: list[Tier]) -> ClaimedPrice:
    """Make one word of the prices of one kind, whatever their order."""
    every = _in_order(tiers)
    figures = [tier.figure for tier in every]
    if len(set(figures)) == 1:
        named = len(every) > 1 or every[0].part is not None
        return ClaimedPrice(claim, figures[0], kind, every if named else ())
    return ClaimedPrice(claim, span(figures), kind, every)


def _in_order(tiers: Collection[Tier]) -> tuple[Tier, ...]:
    """Give tiers, each once, the lowest price first."""
    return tuple(sorted(set(tiers), key=_by_amount) if len(tiers) > 1 else tiers)


def _by_amount(tier: Tier) -> tuple[Decimal, Decimal, str, str]:
    figure = tier.figure
    low, high = figure.min or Decimal(0), figure.max or figure.min or Decimal(0)
    return low, high, fold(tier.part or ""), str(tier)


def _tier_amount(claim: Claim, part: str | None) -> Figure | None:
    """Give the money that a claim says was raised in one part."""
    if part is None:
        return None
    label = fold(part)
    amounts = [
        item.figure
        for item in claim.raised
        if item.part is not None and fold(item.part) == label and item.figure.has_amount
    ]
    return _one_figure(amounts)


def amount_in(claim: Claim, currency: str | None) -> Figure | None:
    """Give the amount of the whole round that a claim states in a currency."""
    for basis in AMOUNTS:
        amounts = [
            item.figure
            for item in claim.raised
            if item.basis == basis
            and item.part is None
            and item.figure.currency == currency
            and item.figure.has_amount
        ]
        if amounts:
            return hull(amounts)
    return None


def _one_figure(amounts: Sequence[Figure]) -> Figure | None:
    """Make one figure of amounts of one currency; none of several currencies."""
    if len({figure.currency for figure in amounts}) != 1:
        return None
    return hull(amounts)


def newest_words(
    words: Iterable[ClaimedPrice], spoke: Callable[[ClaimedPrice], tuple[int, ...]]
) -> list[ClaimedPrice]:
    """Keep the newest words of each origin: those of its last interval.

    What it said before of other parts of the round stands next to them.
    """
    found: dict[str, list[tuple[tuple[int, ...], ClaimedPrice]]] = {}
    for word in words:
        found.setdefault(word.claim.source, []).append((spoke(word), word))
    return [word for told in found.values() for word in latest(told)]


def latest(told: Sequence[tuple[tuple[int, ...], ClaimedPrice]]) -> list[ClaimedPrice]:
    """Give the words told last, and of those told before the parts that they leave out.

    A word about the whole round leaves out nothing.
    """
    if len(told) <= 1:
        return [word for _, word in told]
    last = max(at for at, _ in told)
    kept = {place: word for place, (at, word) in enumerate(told) if at == last}
    if not all(word.parts for word in kept.values()):
        return list(kept.values())
    newest_first = sorted(enumerate(told), key=lambda one: one[1][0], reverse=True)
    for place, (_, word) in newest_first[len(kept) :]:
        rest = _without_parts(word, {y for x in kept.values() for y in x.parts})
        if rest is not None:
            kept[place] = rest
    return [kept[place] for place in sorted(kept)]


def _without_parts(word: ClaimedPrice, parts: Collection[str]) -> ClaimedPrice | None:
    """Give what a word says of other parts of the round; None if it says nothing."""
    if not word.parts.isdisjoint(parts):
        tiers = [tier for tier in word.tiers if fold(tier.part or "") not in parts]
        return _claimed_price(word.claim, word.kind, tiers) if tiers else None
    return word if word.parts else None


def _other_parts(words: Iterable[ClaimedPrice]) -> bool:
    """Tell whether each of several words is about parts that no other names."""
    seen: set[str] = set()
    for word in words:
        if not word.parts or word.parts & seen:
            return False
        seen |= word.parts
    return True


def after_money(word: ClaimedPrice, given: GivenAmount | None) -> ClaimedPrice:
    """Add the amount of the round to a price before the money; nothing if unknown.

    No tier is converted: its price is that of a part of the money.
    """
    if word.kind != "pre_money" or word.tiers:
        return word
    own = amount_in(word.claim, word.figure.currency)
    amount, giver = (own, word.claim) if own else given or (None, None)
    if amount is None:
        return word
    if amount.currency != word.figure.currency:
        return word
    return word._replace(
        figure=add(word.figure, amount),
        kind="post_money",
        original=word.said,
        giver=None if giver is word.claim else giver,
    )


def hulls_of(words: Prices, amount: GivenAmount | None = None) -> list[Hull]:
    """Make figures of words in one currency; the one that most of them are first."""
    kinds = {word.kind for word in words}
    if "pre_money" in kinds and "post_money" in kinds:
        words = [after_money(word, amount) for word in words]
        before = [word for word in words if word.kind == "pre_money"]
        if before:
            rest = [word for word in words if word.kind != "pre_money"]
            return hulls_of(rest) + hulls_of(before)
    core, kind = _core(words)
    figure = span([word.figure for word in core])
    inside = [word for word in words if _satisfied(word, figure, kind, core)]
    outside = [word for word in words if word not in inside]
    found = [_hull(figure, kind, inside, core)]
    if outside:
        found += hulls_of(outside)
        if any(apart([x.figure for x in (*core, word)]) for word in outside):
            found = [one._replace(differ=True) for one in found]
    return found


def _core(words: Prices) -> tuple[list[ClaimedPrice], str]:
    """Give the tightest words there are, and their kind."""
    for qualifiers in (_EXACT, _NUMBERED):
        core = [word for word in words if word.figure.qualifier in qualifiers]
        if core:
            break
    else:
        core = _compatible(words)
    kinds = {word.kind for word in core}
    known = kinds - UNKNOWN
    if len(kinds) == 1:
        return core, next(iter(kinds))
    if len(known) == 1 and len({word.figure for word in core}) == 1:
        return core, next(iter(known))
    return core, "unspecified"


def _compatible(words: Prices) -> list[ClaimedPrice]:
    """Give floors and ceilings that go together: all of them, or all of one side."""
    lows = [word for word in words if word.figure.max is None]
    highs = [word for word in words if word.figure.max is not None]
    if not lows or not highs:
        return list(words)
    low = max(_least_end(word.figure.min) for word in lows)
    high = min(_least_end(word.figure.max) for word in highs)
    return list(words) if low <= high else lows


def _least_end(end: Decimal | None) -> Decimal:
    assert end is not None
    return end


def span(figures: Sequence[Figure]) -> Figure:
    """Give the hull of the exact figures and ranges, if there are any; else of what is
    about or nearly; else what floors and ceilings leave open together.
    """
    if len(figures) == 1:
        return figures[0]
    for qualifiers in (_EXACT, _NUMBERED):
        tight = [figure for figure in figures if figure.qualifier in qualifiers]
        if tight:
            return hull(tight)
    currency = figures[0].currency
    lows = [x.min for x in figures if x.min is not None]
    highs = [x.max for x in figures if x.max is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is None or high is None:
        return Figure(currency, low, high, "up_to" if low is None else "over")
    if low > high:
        return Figure(currency, low, None, "over")
    return Figure(currency, low, high, "exact" if low == high else "range")


def _satisfied(word: ClaimedPrice, figure: Figure, kind: str, core: Prices) -> bool:
    """Tell whether a figure of this kind satisfies a word."""
    if word in core:
        return True
    if word.figure.qualifier == "over" and kind == "pre_money":
        return figure.min is not None and figure.min >= _least_end(word.figure.min)
    goes = word.kind == kind or not UNKNOWN.isdisjoint({word.kind, kind})
    return goes and word.figure.overlaps(figure)


def apart(figures: Iterable[Figure]) -> bool:
    """Tell whether what some of the figures can mean is more than 1.25 apart."""
    several = list(figures)
    if len(several) <= 1:
        return False
    bounds = [figure.bounds() for figure in several]
    lows = [low for low, _ in bounds if low is not None]
    highs = [high for _, high in bounds if high is not None]
    return bool(lows and highs) and max(lows) > APART * min(highs)


def _hull(figure: Figure, kind: str, words: Prices, core: Prices) -> Hull:
    tiers = {tier for word in core for tier in word.tiers}
    return Hull(
        figure=figure,
        kind=kind,
        words=tuple(words),
        core=tuple(core),
        derived=any(word.derived for word in core),
        differ=apart([word.figure for word in core]) and not _other_parts(core),
        tiers=_in_order(tiers),
        blended=_blended(core),
    )


def _blended(core: Iterable[ClaimedPrice]) -> Figure | None:
    """Give money over the shares that it bought, by the tiers that are told of.

    None if no two tiers have a single price and a single amount in its currency, or if
    several sources tell of one tier differently.
    """
    told = {word.tiers: word for word in core if word.tiers}
    if not told or (len(told) != 1 and not _other_parts(told.values())):
        return None
    tiers = [tier for one in told for tier in one]
    known = [
        (tier.amount.max, tier.figure.max)
        for tier in tiers
        if tier.amount is not None
        and tier.amount.max is not None
        and tier.amount.min == tier.amount.max
        and tier.figure.max
        and tier.figure.min == tier.figure.max
        and tier.amount.currency == tier.figure.currency
    ]
    shares = [_BLENDED.divide(amount, price) for amount, price in known]
    if len(known) <= 1 or not sum(shares):  # one tier is no blend
        return None
    money = sum((amount for amount, _ in known), Decimal(0))
    price = _BLENDED.divide(money, sum(shares, Decimal(0)))
    whole = price.quantize(Decimal(1), context=_BLENDED)
    return Figure(tiers[0].figure.currency, whole, whole, "exact")
