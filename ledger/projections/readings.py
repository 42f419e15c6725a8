"""One round read for its prices: which claims count by a day, and rows of their words.

A price takes effect on the first day on which its round stood at committed or later at
that price; so later tranches and closings at one price do not date it again. What is
asked is as old as its first saying, and in force since its last.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from ledger.claims.dates import Days
from ledger.claims.vocabulary import ENDS, PRIMARY_KINDS, STRENGTH
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.dated import (
    applies,
    asked_by,
    claims_of,
    effect,
    first_said,
    spoke,
    stating,
)
from ledger.projections.denials import is_firm
from ledger.projections.entitled import PRINCIPAL
from ledger.projections.hulls import (
    Given,
    Hull,
    Word,
    after_money,
    amount_in,
    hulls_of,
    newest,
    primary_words,
)
from ledger.projections.making import row_of
from ledger.projections.rounds import SETTLED, Round, price_standing
from ledger.projections.valued import AGREED, FROM_TALKS, Place, Valued

ASKED: Final = PRIMARY_KINDS | {"sought"}
"""Kinds under which a price of a primary round is asked."""

SIGNED: Final = frozenset({"terms_agreed", "loi_signed"})
"""Stages below committed at which a price has been signed."""

Words = list[Word]


class Reading:
    """One round at a basis: what of it has taken effect, and rows of its words."""

    def __init__(self, found: Round, basis: Basis) -> None:
        self.found, self.basis = found, basis
        self._denied: dict[str, bool] = {}
        self._firm: list[Claim] | None = None
        self._talks: dict[bool, Words] | None = None
        self._there = self._stood(found.counting)

    def _stood(self, claims: Iterable[Claim]) -> list[tuple[Days, Claim]]:
        """Give the claims at committed or later that have taken effect, and when."""
        return [
            (days, claim)
            for claim in claims
            if is_firm(claim.stage)
            and applies(claim, self.basis)
            and (days := effect(claim)) is not None
        ]

    def stood(self) -> tuple[Place | None, int]:
        """Give when the round first stood at committed or later, and was told to."""
        there = [(days, claim.row) for days, claim in self._there]
        if not there:
            return None, 0
        told = min(row.when.day.last for _, row in there)
        days, row = min(there, key=lambda pair: (pair[0].last, pair[1].key[:2]))
        return (days.last, row.key[0], row.key[1]), told

    def since(self) -> Days | None:
        """Give the first days on which it stood at committed or later, as stated."""
        there = [(days, claim.row.key[:2]) for days, claim in self._there]
        first = min(there, key=lambda pair: (pair[0].last, pair[1]), default=None)
        return None if first is None else first[0]

    def denied(self, claim: Claim) -> bool:
        if claim.id not in self._denied:
            against = self.found.disputes(claim, "valuation", "stage")
            self._denied[claim.id] = bool(against)
        return self._denied[claim.id]

    def agreed(self, claim: Claim) -> bool:
        """Tell whether a claim has a signed price that takes effect only later.

        It is one below committed, too, as long as the round itself is no further.
        """
        if not claim.dated or applies(claim, self.basis) or self.denied(claim):
            return False
        found = self.found
        signed = {claim.stage, found.stage} <= SIGNED and found.standing != "expired"
        return signed or is_firm(claim.stage)

    def firm(self) -> Sequence[Claim]:
        """Give the claims at committed or later that have taken effect."""
        if self._firm is None:
            self._firm = [
                claim
                for claim in self.found.live
                if is_firm(claim.stage) and applies(claim, self.basis)
            ]
        return self._firm

    def talks(self, *, denied: bool) -> Words:
        """Give the words from talks that are under an open denial, or are not."""
        if self._talks is None:
            self._talks = {True: [], False: []}
            for claim in self.found.live:
                if claim.stage in ENDS or is_firm(claim.stage) or self.agreed(claim):
                    continue
                if asked_by(claim, self.basis):
                    words = primary_words(claim, ASKED)
                    self._talks[self.denied(claim)] += words
        return self._talks[denied]

    def made(
        self,
        name: str,
        words: Iterable[Word],
        *marks: str,
        after: bool = False,
        disputed: bool = False,
    ) -> list[Valued]:
        """Make rows of the newest words of each origin, the main currency first."""
        rows: list[Valued] = []
        for same in self.by_currency(newest(words, spoke)):
            amount = self.amount(same[0].figure.currency)
            posts = [after_money(word, amount) for word in same] if after else same
            hulls = hulls_of(posts, amount)
            rows += self.rows(name, hulls, *marks, disputed=disputed)
        return rows

    def by_currency(self, words: Iterable[Word]) -> list[Words]:
        """Group words by currency, that of the round first."""
        groups: dict[str, Words] = {}
        for word in words:
            groups.setdefault(word.figure.currency or "", []).append(word)
        if len(groups) <= 1:  # nothing to be ordered
            return list(groups.values())
        own = self._currencies()
        order = sorted(
            groups, key=lambda code: (-own.get(code, 0), -len(groups[code]), code)
        )
        return [groups[code] for code in order]

    def _currencies(self) -> dict[str, int]:
        """Count in which currencies money is raised, an entitled party's word first."""
        weights: dict[str, int] = {}
        for claim in self.found.live:
            weight = 1 + 1000 * self.found.may.of(claim)
            for code in {item.figure.currency for item in claim.raised} - {None}:
                weights[code or ""] = weights.get(code or "", 0) + weight
        return weights

    def amount(self, currency: str | None) -> Given | None:
        """Give the newest amount of the round that an entitled party states.

        Of several who state it at once it is the first; none if they disagree.
        """
        stated = [
            (statement.key[:2], statement.rank, amount, statement.claim)
            for statement in self.found.firm_statements
            if "raised" in statement.fields and applies(statement.claim, self.basis)
            if (amount := amount_in(statement.claim, currency)) is not None
        ]
        last = max(((key, rank) for key, rank, *_ in stated), default=None)
        newest = [(amount, x) for *at, amount, x in stated if tuple(at) == last]
        if len({amount for amount, _ in newest}) != 1:
            return None
        return min(newest, key=lambda pair: pair[1].row.key)

    def rows(
        self, name: str, hulls: Iterable[Hull], *marks: str, disputed: bool = False
    ) -> list[Valued]:
        """Make a row of each hull."""
        return [self._row(name, hull, marks, disputed=disputed) for hull in hulls]

    def _row(
        self, name: str, hull: Hull, marks: tuple[str, ...], *, disputed: bool
    ) -> Valued:
        found, claims = self.found, claims_of(hull.words)
        effective, since = self._days(name, hull, marks)
        stage = found.stage
        if disputed:
            stage = max((claim.stage for claim in claims), key=STRENGTH.__getitem__)
        asked = name == "sought" and AGREED not in marks
        expires = (name == "sought" or disputed) and found.expires
        against = (
            denial
            for claim in claims
            for denial in found.denied(claim, "valuation", "stage")
        )
        last = _last(claims) if asked else None
        return row_of(name, hull, against, effective, last, marks)._replace(
            standing="disputed" if disputed else price_standing(found, claims),
            stage=stage,
            disputed=disputed,
            round=found.name,
            since=since,
            until=found.deadline if expires else None,
        )

    def _days(self, name: str, hull: Hull, marks: tuple[str, ...]) -> tuple[Days, int]:
        """Give the day on which a price took effect, and that of its first saying."""
        if name == "sought" and AGREED not in marks:
            said = first_said(self.found.live, hull.core)
            return said, said.last
        if AGREED in marks:
            days = max(
                (x.claim.effective for x in hull.words), key=lambda day: day.last
            )
            said = first_said(self.found.live, hull.core)
            return days, said.last
        days = self._effective(hull.core)
        if FROM_TALKS in marks:
            said = first_said(self.found.live, hull.core)
            firm = (claim for claim in self.firm() if not self.denied(claim))
            dated = any(claim.dated for claim in firm)
            late = said.last > days.last and not dated
            return said if late else days, said.last
        return days, days.last

    def _effective(self, words: Sequence[Word]) -> Days:
        """Give the first day on which the round stood at committed at this price.

        That is when it first stood there at all, unless who states the price says from
        which day on, or it had another price before. What others tell late of a round
        that had closed does not date it again.
        """
        counted = {claim.id for _, claim in self._there}
        own = {word.claim.id: word.claim for word in words}
        more = (claim for id_, claim in own.items() if id_ not in counted)
        there = [*self._there, *self._stood(more)]
        stood = _first(days for days, _ in there)
        states = stating(words)
        same = [pair for pair in there if states(pair[1].said)]
        if not same:
            return stood
        first = _first(days for days, _ in same)
        if any(claim.dated for _, claim in same):
            return first
        before = [claim for days, claim in there if days.last < first.last]
        another = any(primary_words(claim, PRIMARY_KINDS) for claim in before)
        late = any(claim.stage in SETTLED for claim in before) and not any(
            self.found.may.of(claim) >= PRINCIPAL for _, claim in same
        )
        return first if another and not late else stood


def _last(claims: Iterable[Claim]) -> Days:
    """Give the day on which a price was last said."""
    row = max((claim.word("valuation") for claim in claims), key=lambda row: row.key)
    return row.when.day


def _first(days: Iterable[Days]) -> Days:
    """Give the day that comes first, the more precise of equals."""
    return min(days, key=lambda day: (day.last, -day.first))
