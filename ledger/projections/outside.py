"""Prices outside primary rounds, and prices alone.

A *secondary* price is one outside a primary round at committed or later: of a tender, a
secondary sale, a merger; a fund's mark, a 409A, what a stake implies, or a price alone.
Below committed it is *sought*, and a price alone expires 365 days after its last word.
In a round that sells old shares a price of a kind not said is of the round's own. A
*cap* of a SAFE or a note is no price of the company, and a price in a SAFE is its cap.
A bid (an offer) is in the timeline only.

Prices alone of one kind that were published in one interval and hold for the same days
are one hull, and a count. A price that is only told again took effect, and counts its
age, from when it was first told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final

from ledger.claims.dates import Days
from ledger.claims.vocabulary import (
    DEBT_TYPES,
    ENDS,
    PRIMARY_KINDS,
    PURCHASE_TYPES,
    SECONDARY_KINDS,
    SECONDARY_TYPES,
    STRENGTH,
)
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import SETTLED, Denial, is_firm
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.hulls import (
    ClaimedPrice,
    hulls_of,
    newest_words,
    primary_words,
    words_of,
)
from ledger.projections.pricedates import (
    applies,
    asked_by,
    effect,
    interval,
    spoke,
)
from ledger.projections.pricerows import backed, row_of
from ledger.projections.readings import price_standing
from ledger.projections.rounds import (
    EXPIRY,
    CompanyAt,
    Round,
    is_primary,
)
from ledger.projections.valued import Valued

CAP: Final = "cap"
ANY_KIND: Final = PRIMARY_KINDS | SECONDARY_KINDS
IPO: Final = "ipo"
ALONE: Final = ANY_KIND | {"sought", CAP, IPO}


def is_capped(found: Round) -> bool:
    """Tell whether a round sells SAFEs alone, whose price is a cap."""
    named = found.types - {None}, found.instruments - {None}
    return {"safe"} in named


def outside_of(found: Round, basis: Basis) -> list[Valued]:
    """Give the prices outside a primary round that a round's claims state."""
    if found.types & (DEBT_TYPES | PURCHASE_TYPES):
        return []
    words: dict[tuple[bool, bool, str, str], list[ClaimedPrice]] = {}
    for claim in _claims_outside(found):
        if not (claim.valuation and _counts(found, claim, basis)):
            continue
        for word in _outside_words(found, claim):
            denied = claim.id in found.index.denied
            key = denied, is_firm(claim.stage), word.kind, word.figure.currency or ""
            words.setdefault(key, []).append(word)
    return [
        row
        for (denied, firm, kind, _), same in sorted(words.items(), key=itemgetter(0))
        for row in _rows(
            found, kind, newest_words(same, spoke), firm=firm, denied=denied
        )
    ]


def _claims_outside(found: Round) -> Sequence[Claim]:
    """Give the live claims that may state such a price: in a primary round few do."""
    only_outside = is_primary(found) and not is_capped(found)
    return found.index.outside if only_outside else found.live


def _counts(found: Round, claim: Claim, basis: Basis) -> bool:
    if claim.stage in ENDS:
        return False
    if is_firm(claim.stage):
        return applies(claim, basis) and found.standing != "expired"
    in_talks = not is_firm(found.stage) and found.standing != "expired"
    return in_talks and asked_by(claim, basis)


def _outside_words(found: Round, claim: Claim) -> list[ClaimedPrice]:
    """Give the prices of a claim that are outside a primary round, and caps."""
    words = words_of(claim, SECONDARY_KINDS | {CAP})
    if is_capped(found):
        inside = primary_words(claim, PRIMARY_KINDS)
        return words + [word._replace(kind=CAP, original=word.said) for word in inside]
    if is_primary(found):
        return words
    own = min((x for x in found.types if x in SECONDARY_TYPES), default=None)
    primary = primary_words(claim, PRIMARY_KINDS | {"sought"})
    if words or own is None:
        return words or primary
    return [word._replace(kind=own, original=word.said) for word in primary]


def _rows(
    found: Round, kind: str, words: Sequence[ClaimedPrice], *, firm: bool, denied: bool
) -> Iterator[Valued]:
    name = "secondary" if firm else "sought"
    if kind in {CAP, IPO} and firm:
        name = kind
    for one in map(backed, hulls_of(words)):
        claims = one.claims
        effective = found.index.first_said(one)
        if firm:
            days = (day for claim in claims if (day := effect(claim)) is not None)
            effective = min(days, key=_day_order)
        stage = found.stage
        if denied:
            stage = max((x.stage for x in claims), key=STRENGTH.__getitem__)
        against = found.denying(claims, "valuation", "stage")
        last = None if firm else _last_said(claims)
        yield row_of(name, one, against, effective, last)._replace(
            standing="disputed" if denied else price_standing(found, claims),
            stage=stage,
            disputed=denied,
            round=found.name,
            until=found.deadline if found.expires and (denied or not firm) else None,
        )


def _last_said(claims: Iterable[Claim]) -> Days:
    words = (claim.word("valuation") for claim in claims)
    return max(words, key=lambda row: row.key).when.day


def _day_order(days: Days) -> tuple[int, int]:
    return days.last, -days.first


def told_alone(company: CompanyAt) -> dict[tuple[object, ...], list[ClaimedPrice]]:
    """Give the prices that stand outside every round, and who told each again."""
    told: dict[tuple[object, ...], list[ClaimedPrice]] = {}
    for claim in company.prices:
        for word in words_of(claim, ALONE) if claim.live else ():
            told.setdefault(_same(word), []).append(word)
    return told


def ran_out(
    claim: Claim, told: Mapping[tuple[object, ...], Sequence[ClaimedPrice]]
) -> int | None:
    """Give when the last price that a claim asks expires, unless it is said again.

    None if it asks for none.
    """
    asked = [word for word in words_of(claim, ALONE) if _asks(word)]
    return max((_runs_out(told[_same(word)]) for word in asked), default=None)


def alone(company: CompanyAt, basis: Basis) -> list[Valued]:
    """Give the prices that stand outside every round and count."""
    told = told_alone(company)
    groups: dict[tuple[bool, bool, str, str, int, int], list[ClaimedPrice]] = {}
    for words in told.values():
        for word in words:
            if _counts_now(word, words, basis):
                days = _effective(word, words)
                key = _asks(word), _denied_in_full(company, word.claim), word.kind
                code = word.figure.currency or ""
                groups.setdefault((*key, code, days.last, days.first), []).append(word)
    return [
        row
        for key, words in sorted(groups.items(), key=lambda one: one[0])
        for row in _lone(company, newest_words(words, spoke), told)
    ]


def _same(word: ClaimedPrice) -> tuple[object, ...]:
    """Say which word it repeats: one of the same figure, kind and firmness."""
    return word.figure, word.kind, _asks(word)


def _asks(word: ClaimedPrice) -> bool:
    """Tell whether a price is only asked."""
    stage = word.claim.stage
    planned = word.kind == IPO and stage not in SETTLED
    return word.kind == "sought" or planned or not is_firm(stage)


def _counts_now(
    word: ClaimedPrice, words: Sequence[ClaimedPrice], basis: Basis
) -> bool:
    """Tell whether a price counts: it has taken effect, or is still asked."""
    claim = word.claim
    if claim.stage in ENDS:
        return False
    if _asks(word):
        return asked_by(claim, basis) and _runs_out(words) > basis.cut
    return applies(claim, basis)


def _runs_out(words: Iterable[ClaimedPrice]) -> int:
    return max(interval(word.claim)[0] for word in words) + EXPIRY


def _effective(word: ClaimedPrice, words: Sequence[ClaimedPrice]) -> Days:
    """Give the day of a price: its own, else that on which it was first told.

    That of one that is asked is when it was last said, which keeps it in force.
    """
    claim = word.claim
    if _asks(word):
        return claim.word("valuation").when.day
    if claim.dated:
        return claim.effective
    others = (effect(x.claim) for x in words if not x.claim.dated)
    return min((day for day in others if day is not None), key=_day_order)


def _denied_in_full(company: CompanyAt, claim: Claim) -> bool:
    return bool(_against(company, claim, by_anybody=False))


def _against(
    company: CompanyAt, claim: Claim, *, by_anybody: bool = True
) -> list[Denial]:
    """Give the open denials of a price alone; or of those that take it away."""
    rank = company.may.of(claim)
    return [
        denial
        for denial in company.denials
        if not denial.open_on(claim).isdisjoint({"valuation", "stage"})
        if by_anybody
        or rank < PRINCIPAL
        or company.may.rank(denial.source, claim.company, None) >= rank
    ]


def _lone(
    company: CompanyAt,
    words: Sequence[ClaimedPrice],
    told: dict[tuple[object, ...], list[ClaimedPrice]],
) -> Iterator[Valued]:
    """Make rows of prices alone, of one kind and of one day."""
    for hull in hulls_of(words):
        claims = list({word.claim.id: word.claim for word in hull.words}.values())
        word, claim = hull.words[0], claims[0]
        asks, denied = _asks(word), _denied_in_full(company, claim)
        again = [one for x in hull.words for one in told[_same(x)]]
        said = min((x.claim.row.when.day for x in again), key=_day_order)
        effective = _effective(word, told[_same(word)])
        name = "sought" if asks else "secondary"
        if word.kind in {CAP, IPO} and not asks:
            name = word.kind
        entitled = any(company.may.of(one) >= PRINCIPAL for one in claims)
        firm = "confirmed" if entitled else "reported"
        against = [x for one in claims for x in _against(company, one)]
        day = said if asks else effective
        last = claim.word("valuation").when.day if asks else None
        yield row_of(name, backed(hull), against, day, last)._replace(
            standing="disputed" if denied else "rumoured" if asks else firm,
            stage=max((x.stage for x in claims), key=STRENGTH.__getitem__),
            disputed=denied,
            until=_runs_out(again) if asks else None,
            number=len(hull.words),
        )
