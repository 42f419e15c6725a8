"""One amount out of what several sources state of the same money.

An entitled party's figure, or one that it stands by, goes before everybody else's;
among entitled parties the newest: the later day first, on one day the more entitled,
then the later hour. Of its own part an investor is entitled to speak that does not
lead. Among all others it is the hull of the origins, each at its newest word, without
those that are under an open denial of the amount or the stage, unless all are. Words
of one moment and rank are a hull, too: neither goes first by chance. "At least", "at
most" and "about" do not widen a hull of exact figures and ranges that satisfies them.

A number goes before words such as "billions" or "undisclosed". Nothing is converted:
of several currencies the one counts in which most origins speak of the round, then the
one that was said first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.claims.amounts import Figure, between, hull, total
from ledger.claims.dates import MIN_US, day_of
from ledger.claims.rates import Unit
from ledger.projections.claims import Claim
from ledger.projections.entitled import OWN_PART
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, Round
from ledger.projections.tally import said_at

Part = tuple[str, str]
"""The basis of a part, and which tranche or whose share it is."""
Stated = tuple[Claim, Figure]

ZERO: Final = Decimal(0)
OWN: Final = frozenset({"per_investor", "conditional"})
"""The bases of parts that may be named for an investor."""


class Word(NamedTuple):
    """When something was said, and how entitled the speaker is."""

    day: int
    rank: int
    hi: int
    lo: int

    @property
    def when(self) -> tuple[int, int]:
        return self.hi, self.lo


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of a round under one basis, with what it rests on."""

    figure: Figure
    disputed: bool
    sources: tuple[str, ...]
    events: tuple[int, ...]
    said: tuple[int, int] = (0, 0)
    """The end and the start of the interval in which it was last said."""

    @property
    def vague(self) -> bool:
        """Whether it has no number at all ("billions", "undisclosed")."""
        return not self.figure.has_amount

    @property
    def said_on(self) -> int:
        """The day on which it was last said, as an ordinal."""
        end, start = self.said
        return day_of(start if start > MIN_US else end - 1, "UTC")


def changed(amounts: Mapping[str, Amount], unit: Unit) -> dict[str, Amount]:
    """Give amounts in one currency, each at the rate of its own day.

    One that has no rate is left out; the unit remembers that.
    """
    found = {}
    for column, amount in amounts.items():
        figure = unit.figure(amount.figure, amount.said_on)
        if figure is not None:
            found[column] = replace(amount, figure=figure)
    return found


def chosen(
    found: Round,
    company: CompanyAt,
    stated: Iterable[Stated],
    part: Part | None = None,
) -> Amount | None:
    """Choose among those who state an amount; None if nobody does."""
    pairs = list(stated)
    pairs = [pair for pair in pairs if pair[1].has_amount] or pairs
    if not pairs:
        return None
    settled = settled_in(found, company, (claim for claim, _ in pairs), part)
    entitled = [pair for pair in pairs if pair[0].id in settled]
    if entitled:
        return made(found, newest(entitled, lambda claim: settled[claim.id]), settled)
    by: dict[str, list[Stated]] = {}
    for pair in pairs:
        by.setdefault(pair[0].source, []).append(pair)
    pairs = [x for said in by.values() for x in newest(said, _heard)]
    undenied = [x for x in pairs if not found.disputes(x[0], "raised", "stage")]
    return made(found, undenied or pairs)


def newest(pairs: Sequence[Stated], word: Callable[[Claim], Word]) -> list[Stated]:
    """Give what was said last; more than one if nothing tells which was."""
    last = max(word(claim) for claim, _ in pairs)
    return [pair for pair in pairs if word(pair[0]) == last]


def _heard(claim: Claim) -> Word:
    return _word(claim.word("raised"), 0)


def _word(row: Row, rank: int) -> Word:
    return Word(row.when.day.last, rank, row.when.hi, row.when.lo)


def settled_in(
    found: Round, company: CompanyAt, claims: Iterable[Claim], part: Part | None = None
) -> dict[str, Word]:
    """Give the claims whose amount an entitled party states, and when it last did."""
    settled = {}
    for claim in claims:
        stated = found.stated.amounts(claim)
        if stated:
            settled[claim.id] = max(_word(one.row, one.rank) for one in stated)
        elif _is_own(part, claim, company) and company.may.of(claim) == OWN_PART:
            settled[claim.id] = _word(claim.word("raised"), OWN_PART)
    return settled


def _is_own(part: Part | None, claim: Claim, company: CompanyAt) -> bool:
    """Tell whether a part is that of its source, or of whom its source speaks for."""
    if part is None or part[0] not in OWN:
        return False
    known = company.may.directory.sources.get(claim.source)
    return part[1] in {claim.source, *(known.speaks_for if known else ())}


def made(
    found: Round, pairs: Sequence[Stated], settled: Mapping[str, Word] | None = None
) -> Amount:
    """Make one amount of figures that go together, in the currency that counts."""
    currency = currency_of(found, {figure.currency for _, figure in pairs})
    pairs = [pair for pair in pairs if pair[1].currency == currency]
    claims = sorted({c.id: c for c, _ in pairs}.values(), key=lambda c: c.row.key)
    denied = [found.disputes(claim, "raised", "stage") for claim in claims]
    said = [settled[claim.id].when if settled else said_at(claim) for claim in claims]
    against = {denial.row.seq for denials in denied for denial in denials}
    return Amount(
        figure=spanned([figure for _, figure in pairs]),
        disputed=all(denied),
        sources=tuple(dict.fromkeys(claim.source for claim in claims)),
        events=(*sorted(claim.seq for claim in claims), *sorted(against)),
        said=max(said),
    )


def spanned(figures: Sequence[Figure]) -> Figure:
    """Give the hull of figures; what the tightest ones satisfy does not widen it."""
    for qualifiers in ({"exact", "range"}, {"about", "nearly"}):
        tight = [figure for figure in figures if figure.qualifier in qualifiers]
        if tight:
            core = hull(tight)
            others = [x for x in figures if x not in tight and x.has_amount]
            return hull([core, *(x for x in others if not x.overlaps(core))])
    return hull(figures)


def currency_of(found: Round, among: Iterable[str | None]) -> str | None:
    """Choose a currency: that of most origins, then of the first word, then by code."""

    def order(code: str | None) -> tuple[bool, int, tuple[int, int], str]:
        said = found.tally.in_currency(code)
        return code is None, -said.origins, said.first or (0, 0), code or ""

    return min(among, key=order)


def summed(found: Round, amounts: Sequence[Amount]) -> Amount | None:
    """Add up the undisputed parts of one currency, if any is undisputed.

    A part without a number makes the sum a floor.
    """
    parts = [amount for amount in amounts if not amount.disputed] or list(amounts)
    numbers = [amount for amount in parts if not amount.vague]
    if not numbers:
        return parts[0] if parts else None
    currency = currency_of(found, {amount.figure.currency for amount in numbers})
    same = [amount for amount in numbers if amount.figure.currency == currency]
    figure = total(amount.figure for amount in same)
    if len(numbers) < len(parts):
        figure = between(currency, figure.bounds()[0] or ZERO, None)
    return Amount(
        figure=figure,
        disputed=parts[0].disputed,
        sources=tuple(dict.fromkeys(x for amount in same for x in amount.sources)),
        events=tuple(sorted({x for amount in same for x in amount.events})),
        said=max(amount.said for amount in same),
    )


def larger(one: Amount | None, other: Amount | None) -> Amount | None:
    """Give the larger of two amounts; the first if neither is."""
    if one is None or other is None:
        return one or other
    return other if _least(other.figure) > _least(one.figure) else one


def including(one: Amount | None, part: Amount) -> Amount:
    """Give the larger of an amount and what is a part of it: at least that part."""
    whole = larger(one, part)
    assert whole is not None, "of two amounts one is an amount"
    if whole is part or whole.disputed or whole.vague or part.vague:
        return whole
    low, high = whole.figure.bounds()
    least_, most = part.figure.bounds()
    same = whole.figure.currency == part.figure.currency
    if not same or least_ is None or (low is not None and low >= least_):
        return whole
    if most is not None and high is not None and most > high:
        return whole
    return replace(
        whole,
        figure=between(whole.figure.currency, least_, high),
        sources=tuple(dict.fromkeys((*whole.sources, *part.sources))),
        events=tuple(sorted({*whole.events, *part.events})),
    )


def _least(figure: Figure) -> tuple[object, ...]:
    return (figure.max or figure.min or 0, figure.min or 0)


def least(one: Figure, other: Figure) -> Figure:
    """Give the figure that reaches less far; the first if neither does."""
    high, most = one.bounds()[1], other.bounds()[1]
    return one if most is None or (high is not None and high <= most) else other


def below(one: Figure, other: Figure) -> bool:
    """Tell whether all that one figure can mean is below all that another can."""
    if one.currency != other.currency:
        return False
    high, low = one.bounds()[1], other.bounds()[0]
    return high is not None and low is not None and high < low
