"""What is said of the price of one primary round.

- *confirmed*: what an entitled party states at committed or later, effective by the
  day asked about: its newest word, of words of one interval the more entitled. Where
  that is a price before the money, and entitled parties gave the amount of the round,
  the sum, derived.
- *reported*: the others' price at committed or later, where no entitled party states
  one; next to a confirmed price only what is said in another currency.
- *from talks*: where nobody whose word is undisputed names a price once the round is at
  committed, the last undenied price from its talks, as it was asked, unless a price of
  the round that is denied is newer. It can be a headline if it was said at most 180
  days before the round first stood at committed.
- *disputed*: a price at committed or later that is under an open denial of the price
  or of the stage. Who is less entitled disputes no entitled party's price.
- *asked*: a price before committed, of a round that is not; and a price at committed
  or later, or under agreed terms or a letter of intent, that takes effect only after
  the day asked about, *agreed*.

A price takes effect on the first day on which its round stood at committed or later at
that price; so later tranches and closings at one price do not date it again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ledger.claims.vocabulary import PRIMARY_KINDS, STRENGTH
from ledger.projections.basis import Basis
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.hulls import (
    ClaimedPrice,
    after_money,
    hulls_of,
    latest,
    primary_words,
)
from ledger.projections.pricedates import interval
from ledger.projections.pricerows import backed
from ledger.projections.pricesat import ASKED
from ledger.projections.readings import ClaimedPrices, RoundReading
from ledger.projections.rounds import CONFIRMED, Round
from ledger.projections.valued import AGREED, FROM_TALKS, RowPlace, Valued

StatementTime = tuple[int, int, int]
"""When something was stated: its interval, and how entitled who stated it is."""

CURRENT: Final = 180
"""Days: an older price from talks is no headline once the round is committed."""


@dataclass(slots=True)
class RoundPrices:
    """The prices of one primary round, as candidates for the rows of its company."""

    found: Round
    stood: RowPlace | None
    """When it first stood at committed or later; None if it does not, by the day."""
    told: int
    """The day (an ordinal) on which that was first published."""
    confirmed: list[Valued] = field(default_factory=list)
    reported: list[Valued] = field(default_factory=list)
    current: bool = True
    """Whether what is reported can be a headline."""
    disputed: list[Valued] = field(default_factory=list)
    asked: list[Valued] = field(default_factory=list)
    cast_off: list[Valued] = field(default_factory=list)
    """What was said of it and counts no more, or stands behind its other figures."""

    @property
    def price(self) -> Valued | None:
        """Its price: an entitled party's, else what others report."""
        rows = self.confirmed or self.reported
        return rows[0] if rows else None

    def aged(self, since: int) -> "RoundPrices":
        """Give the same with a price that is as old as that of the round before it."""
        if self.confirmed:
            return replace(self, confirmed=_first_since(self.confirmed, since))
        return replace(self, reported=_first_since(self.reported, since))


def _first_since(rows: Sequence[Valued], since: int) -> list[Valued]:
    first, *rest = rows
    return [first._replace(since=since), *rest]


def priced(found: Round, basis: Basis) -> RoundPrices:
    """Give what is said of the price of a primary round that still counts."""
    reading = RoundReading(found, basis)
    stood, told = reading.stood()
    prices = RoundPrices(found, stood, told)
    asked = _prices_sought(reading)
    if found.standing == "expired" or not _in_talks(found):
        asked, prices.cast_off = [], asked
    prices.asked = asked + _agreed(reading)
    prices.disputed = _disputed(reading)
    if stood is None or not found.happened:
        return prices
    prices.confirmed = _confirmed(reading)
    reported = _reported(reading, prices.confirmed)
    if prices.confirmed:
        codes = {row.figure.currency for row in prices.confirmed}
        prices.cast_off += [x for x in reported if x.figure.currency in codes]
        prices.reported = [x for x in reported if x.figure.currency not in codes]
    elif reported:
        prices.reported = reported
    else:
        _from_talks(prices, reading)
    return prices


def best_priced(found: Round, basis: Basis) -> list[Valued]:
    """Give the best of these: confirmed, reported, asked, disputed, or what counts no
    more. The others are not worked out where entitled parties state one.
    """
    reading = RoundReading(found, basis)
    if found.happened and reading.stood()[0] is not None:
        confirmed = _confirmed(reading)
        if confirmed:
            return confirmed
    one = priced(found, basis)
    return one.reported or one.asked or one.disputed or one.cast_off


def _from_talks(prices: RoundPrices, reading: RoundReading) -> None:
    """Let the last price from talks stand, as far as it can."""
    rows = _take_talks(reading)
    if any(newer_denied(reading.found, row) for row in rows):
        prices.cast_off += rows
        return
    prices.reported = rows
    assert prices.stood is not None
    prices.current = all(prices.stood[0] - row.since <= CURRENT for row in rows)


def _confirmed(reading: RoundReading) -> list[Valued]:
    """Give the prices that entitled parties state."""
    if reading.found.standing not in CONFIRMED:
        return []
    rows: list[Valued] = []
    for words in reading.by_currency(_newest_stated(reading)):
        amount = reading.amount(words[0].figure.currency)
        after = [after_money(word, amount) for word in words]
        hulls = hulls_of(_unmixed(after, reading), amount)
        rows += reading.rows("confirmed", map(backed, hulls))
    return rows


def _reported(reading: RoundReading, confirmed: Sequence[Valued]) -> list[Valued]:
    """Give the prices of others at committed or later that nobody denies."""
    stated = {event for row in confirmed for event in row.events}
    words = reading.at.words("firm")
    return reading.made("reported", words, without=stated, after=True)


def _disputed(reading: RoundReading) -> list[Valued]:
    """Give the prices at committed or later that are denied."""
    if reading.found.standing == "expired":
        return []
    words = reading.at.words("firm", denied=True)
    return reading.made("reported", words, after=True, disputed=True)


def _take_talks(reading: RoundReading) -> list[Valued]:
    """Give the last undenied price from talks."""
    _, kept = reading.at.words("talks").last()
    rows: list[Valued] = []
    for words in reading.by_currency(kept):
        rows += reading.rows("reported", map(backed, hulls_of(words)), FROM_TALKS)
    return rows


def newer_denied(found: Round, row: Valued) -> bool:
    """Tell whether a price of the round that is denied is newer than its talks' row."""
    return any(
        interval(claim) > row.place[1:]
        for claim in found.index.denied.values()
        if primary_words(claim, ASKED)
    )


def _prices_sought(reading: RoundReading) -> list[Valued]:
    """Give what was asked in talks, undenied first."""
    undenied, denied = (reading.at.words("talks", denied=x) for x in (False, True))
    rows = reading.made("sought", undenied)
    return rows + reading.made("sought", denied, disputed=True)


def _agreed(reading: RoundReading) -> list[Valued]:
    """Give signed prices that take effect only after the day asked about."""
    words = reading.at.words("agreed")
    return reading.made("sought", words, AGREED, after=True)


def _in_talks(found: Round) -> bool:
    return STRENGTH.get(found.stage, len(STRENGTH)) < STRENGTH["committed"]


def _entitled_words(
    reading: RoundReading,
) -> Iterator[tuple[StatementTime, ClaimedPrice]]:
    """Give the words of entitled parties at committed, and when: the newest first."""
    for statement in reading.stated():
        if statement.rank >= PRINCIPAL and not reading.denied(statement.claim):
            for word in reversed(primary_words(statement.claim, PRIMARY_KINDS)):
                yield (*statement.key[:2], statement.rank), word


def _newest_stated(reading: RoundReading) -> ClaimedPrices:
    """Keep what was stated last, and of one interval by the most entitled.

    What was stated before matters only where the last words are about parts.
    """
    told: list[tuple[StatementTime, ClaimedPrice]] = []
    for said, word in _entitled_words(reading):
        if told and said[:2] < told[-1][0][:2] and not _all_of_parts(told):
            break
        told.append((said, word))
    return list(dict.fromkeys(latest(told[::-1])))


def _all_of_parts(told: Sequence[tuple[StatementTime, ClaimedPrice]]) -> bool:
    """Tell whether what was stated last leaves out parts of the round."""
    last = max(said for said, _ in told)
    return all(word.parts for said, word in told if said == last)


def _unmixed(words: ClaimedPrices, reading: RoundReading) -> ClaimedPrices:
    """Prefer what an entitled party said after the money to the sum, if they agree.

    A price before the money whose amount nobody gives stands behind one after it.
    """
    if any(word.kind != "pre_money" and not word.derived for word in words):
        return [x for x in words if x.kind != "pre_money" and not x.derived]
    currency = words[0].figure.currency
    agreeing = [
        (said[:2], word)
        for said, word in _entitled_words(reading)
        if word.kind != "pre_money" and word.figure.currency == currency
        if all(not x.derived or x.figure.overlaps(word.figure) for x in words)
    ]
    last = max((said for said, _ in agreeing), default=None)
    return [word for said, word in reversed(agreeing) if said == last] or words
