"""A company and its rounds at a cut, as folds hand them on."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ledger.claims.dates import MAX_DAY, MIN_DAY
from ledger.claims.entry import Entry
from ledger.claims.vocabulary import (
    DEBT_TYPES,
    DENIABLE,
    PURCHASE_TYPES,
    SECONDARY_TYPES,
)
from ledger.projections.amountindex import AmountIndex
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim, Identity
from ledger.projections.denials import Denial, Statement, is_firm
from ledger.projections.endings import End
from ledger.projections.entitled import ARRANGER, PRINCIPAL, Entitlements
from ledger.projections.priceindex import PriceIndex
from ledger.projections.pricesat import SIGNED, LiveClaim, PricesAt
from ledger.projections.roundtally import Tally
from ledger.projections.rows import Row
from ledger.projections.statementindex import StatementIndex

if TYPE_CHECKING:
    from ledger.projections.namedparts import NamedParts

T = TypeVar("T")

DAY: Final = 86_400_000_000
EXPIRY: Final = 365 * DAY
"""Microseconds without news after which a round that nobody settled expires."""

CONFIRMED: Final = frozenset({"confirmed", "confirmed_after_denial"})
HAPPENED: Final = CONFIRMED | {"corroborated", "reported"}
"""The standings of a round that has happened, if it is at committed or later."""
NOT_PRIMARY: Final = (
    DEBT_TYPES | SECONDARY_TYPES | PURCHASE_TYPES | {"grant", "vendor_financing"}
)
"""The types of rounds that bring no new equity at a price of the whole company."""

GONE: Final = frozenset({"retracted", "superseded", "failed", "withdrawn", "expired"})
"""Standings under which a round's figures do not count any more."""


@dataclass(slots=True, eq=False)
class Round:
    """A round at a cut: its claims, what answers them, and its standing."""

    name: str
    claims: list[Claim]
    live: list[Claim]
    stage: str
    standing: str
    statements: list[Statement]
    denials: list[Denial]
    news: Row
    """The newest event about it."""
    may: Entitlements
    tally: Tally = field(default_factory=Tally)
    """Its live claims, counted."""
    replaces: frozenset[str] = frozenset()
    """The rounds that its claims say that it replaces, under today's names."""
    ended_by: Row | None = None
    superseded_by: str | None = None
    ones: dict["Round", bool] = field(default_factory=dict)
    """Whether it may be one with other rounds, once that was looked up."""
    prices: PriceIndex | None = None
    """What its live claims say of prices, once that was looked up."""
    amounts: dict[tuple[bool, bool], AmountIndex] = field(default_factory=dict)
    """What they state of money, once that was looked up: by days asked for, and by
    whether what is possible counts.
    """
    denied_by: dict[str, list[Denial]] | None = None
    """The denials of each claim, once that was looked up."""
    stating: StatementIndex | None = None
    """What entitled parties state of it, once that was looked up."""
    side: Any = None
    """What is held against other rounds to tell that, once it was looked up."""
    _days: tuple[int, int] | None = None
    _happened_on: int | None = None
    _counting: list[Claim] | None = None

    @property
    def deadline(self) -> int:
        """Microseconds: when it expires unless something new is published."""
        return self.news.when.hi + EXPIRY

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day (ordinals) that its live claims are about."""
        if self._days is None:
            self._days = self.tally.days or (MIN_DAY, MAX_DAY)
        return self._days

    @property
    def origins(self) -> tuple[str, ...]:
        said = (source for claim in self.live for source in claim.origins(*DENIABLE))
        return tuple(dict.fromkeys(said))

    @property
    def expires(self) -> bool:
        """Whether time alone ends it: talks, and what is disputed."""
        if self.standing in CONFIRMED:
            return not is_firm(self.stage)
        return self.standing in {"rumoured", "disputed"}

    @property
    def happened(self) -> bool:
        """Whether it is at committed or later, and nobody's denial stands alone."""
        return self.standing in HAPPENED and is_firm(self.stage)

    @property
    def happened_on(self) -> int:
        """The last day (an ordinal) on which it took effect, if it is a primary round
        that has happened; a day before all others if not.
        """
        if self._happened_on is None:
            firm = [
                claim.effective.last
                for claim in (self.counting if self.happened else ())
                if is_firm(claim.stage)
            ]
            there = firm and is_primary(self)
            self._happened_on = max(firm) if there else MIN_DAY - 1
        return self._happened_on

    @property
    def open_denials(self) -> list[Denial]:
        return [denial for denial in self.denials if denial.open]

    @property
    def firm_statements(self) -> list[Statement]:
        """What entitled parties state at committed or later."""
        return [statement for statement in self.statements if statement.firm]

    def denied(self, claim: Claim, *fields: str) -> list[Denial]:
        """Give the open denials of any of these fields of a claim."""
        return [
            denial
            for denial in self.against.get(claim.id, ())
            if not denial.open_on(claim).isdisjoint(fields)
        ]

    def denying(self, claims: Iterable[Claim], *fields: str) -> list[Denial]:
        """Give the open denials of any of these fields of some claims."""
        denied = self.against
        there = [claim for claim in claims if claim.id in denied]
        return [denial for claim in there for denial in self.denied(claim, *fields)]

    @property
    def against(self) -> dict[str, list[Denial]]:
        """The denials of each claim that is denied, by its id, open or not."""
        if self.denied_by is None:
            self.denied_by = {}
            for denial in self.denials:
                for id_ in denial.ids:
                    self.denied_by.setdefault(id_, []).append(denial)
        return self.denied_by

    @property
    def types(self) -> frozenset[str | None]:
        """What its live claims call it; None, if one of them does not say."""
        return self.tally.types

    @property
    def instruments(self) -> frozenset[str | None]:
        """What its live claims say is sold; None, if one of them does not say."""
        return self.tally.instruments

    def disputes(self, claim: Claim, *fields: str) -> list[Denial]:
        """Give the open denials that take a claim's word in these fields away.

        The word of an entitled party stands against everybody who is less entitled.
        """
        denied = self.denied(claim, *fields) if self.denials else []
        if not denied:
            return []
        rank = self.may.of(claim)
        return [
            denial
            for denial in denied
            if rank < ARRANGER
            or self.may.rank(denial.source, claim.company, claim.round) >= rank
        ]

    def held(self, claim: Claim) -> LiveClaim:
        """Give a live claim with what others make of it."""
        denied = bool(self.disputes(claim, "valuation", "stage"))
        on_stage = denied and bool(self.disputes(claim, "stage"))
        return LiveClaim(claim, self.may.of(claim), denied, on_stage)

    def deny(self, denial: Denial) -> None:
        """Let claims on it be denied by one more."""
        against = self.against
        self.denials.append(denial)
        for id_ in denial.ids:
            against.setdefault(id_, []).append(denial)

    def recount(self, claim: Claim) -> None:
        """Count a claim again that has changed."""
        self.tally.take(claim.id)
        if self.prices is not None:
            self.prices.take(claim.id)
        for amounts in self.amounts.values():
            amounts.take(claim.id)
        if claim.live:
            self.count(claim, self.tally)
            if self.prices is not None:
                self.prices.put(self.held(claim))
            for amounts in self.amounts.values():
                amounts.put(claim)

    def count(self, claim: Claim, tally: Tally) -> None:
        """Count a live claim."""
        denied = bool(self.disputes(claim, "stage"))
        tally.put(claim, denied=denied, principal=self.may.of(claim) >= PRINCIPAL)

    def amounts_at(self, basis: Basis) -> AmountIndex:
        """Give what its claims state of money at a basis; kept from day to day."""
        key = basis.dated, basis.possible
        found = self.amounts.get(key)
        if found is None:
            found = self.amounts[key] = AmountIndex(basis, self.stated, self.may)
            for claim in self.live:
                found.put(claim)
        found.go_to(basis.effective)
        return found

    @property
    def stated(self) -> StatementIndex:
        """What entitled parties state of it."""
        if self.stating is None:
            self.stating = StatementIndex(self.statements)
        return self.stating

    @property
    def index(self) -> PriceIndex:
        """What its live claims say of prices."""
        if self.prices is None:
            self.prices = PriceIndex()
            for claim in self.live:
                self.prices.put(self.held(claim))
        return self.prices

    def prices_at(self, basis: Basis) -> PricesAt:
        """Give which of its claims count for its price at a basis."""
        signed = self.stage in SIGNED and self.standing != "expired"
        denied = self.tally.all_denied
        return self.index.at(basis, signed=signed, all_denied=denied)

    @property
    def counting(self) -> list[Claim]:
        """The live claims that count for its stage: the undenied, if there are any."""
        if self._counting is None:
            live = self.live
            undenied = [claim for claim in live if not self.disputes(claim, "stage")]
            self._counting = undenied or live
        return self._counting

    @property
    def contested(self) -> bool:
        touched = [
            any(denial.open_on(claim) for denial in self.against.get(claim.id, ()))
            for claim in self.live
        ]
        return any(touched) and not all(touched)


@dataclass(slots=True)
class CompanyAt:
    """A company at a cut: its rounds, its prices outside rounds, its end."""

    slug: str
    rows: Sequence[Row]
    rounds: dict[str, Round]
    prices: list[Claim]
    """Prices outside a round, in the order of folds."""
    denials: list[Denial]
    claims: Mapping[str, Claim]
    may: Entitlements
    identity: Identity
    ends: tuple[End, ...] = ()
    """How its own line ended, if it did."""
    recorded: Sequence[Entry] = ()
    """What is recorded of it and of those linked to it, already published or not."""
    parts: Sequence["CompanyAt"] = ()
    """What it was put together from, if it was: parts that share no round."""
    named: "NamedParts[CompanyAt] | None" = None
    """The same by name, as a story keeps them; none if it was folded as a whole."""
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What was worked out of it for one stretch of days, or another."""
    shared: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What a story hands on from one of its companies to the next."""
    day: int | None = None
    """The day of the world at which a story tells it, if it does: until then each part
    has stayed as it was folded.
    """
    told: int = 0
    """How many of its events a story had told of it before: those that come first."""

    @property
    def apart(self) -> Sequence["CompanyAt"]:
        """Its parts; itself, if it was folded as a whole."""
        return self.parts or (self,)

    @property
    def empty(self) -> bool:
        """Whether nothing of it is visible."""
        return all(part.empty for part in self.parts) if self.parts else not self.rows

    def held(self, basis: Basis) -> dict[object, "CompanyAt"]:
        """Give its parts by what tells on a day whether one is as it was: each by its
        id, and by its stretch of days if a story has not kept it up to date.
        """
        if self.day == basis.effective and not basis.dated:
            return dict(zip(map(id, self.parts), self.parts, strict=True))
        return {(id(part), part.stretch(basis)): part for part in self.apart}

    def holding(self, events: Iterable[int]) -> list["CompanyAt"]:
        """Give the parts that hold one of some events, by their numbers."""
        wanted, key = frozenset(events), ("numbers",)
        return [
            part
            for part in self.apart
            if not wanted.isdisjoint(part.kept.get(key) or part.numbers)
        ]

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its events."""
        key = ("numbers",)
        if key not in self.kept:
            rows = [*self.rows, *(claim.row for claim in self.claims.values())]
            rows += [denial.row for denial in self.denials]
            self.kept[key] = frozenset([row.seq for row in rows])
        found: frozenset[int] = self.kept[key]
        return found

    def once(
        self, name: str, basis: Basis, make: Callable[["CompanyAt", Basis], T]
    ) -> T:
        """Work something out that days alone change, once for each stretch of these."""
        key = (name, self.stretch(basis), basis.dated, basis.possible)
        if key not in self.kept:
            self.kept[key] = make(self, basis)
        found: T = self.kept[key]
        return found

    def stretch(self, basis: Basis) -> int:
        """Number the stretch of days in which nothing changes an answer by itself."""
        return bisect_right(self.days(dated=basis.dated), basis.effective)

    def days(self, *, dated: bool) -> list[int]:
        """Give the days on which an answer may change, if no more is published: on
        which something said takes effect, or, if days are asked for, was said.
        """
        key = ("days", dated)
        if key not in self.kept:
            said = [x.effective for x in self.claims.values() if x.dated or dated]
            said += [end.days for end in self.ends]
            for claim in self.claims.values() if dated else ():
                said += [row.when.day for row in (claim.row, *claim.revised)]
            self.kept[key] = sorted({x for day in said for x in (day.first, day.last)})
        found: list[int] = self.kept[key]
        return found

    def turned(self) -> "CompanyAt":
        """Give the same as another: a day came on which something takes effect."""
        return replace(
            self, kept={x: self.kept[x] for x in self.kept if x[0] == "days"}
        )

    def runs_out(self, cut: int) -> int | None:
        """Give the next instant after a cut at which time alone may change an answer:
        a round or a price that is asked expires.
        """
        ahead = [found.deadline for found in self.rounds.values()]
        ahead += [
            claim.word("valuation").when.hi + EXPIRY
            for claim in self.prices
            if claim.live
        ]
        return min((at for at in ahead if at > cut), default=None)

    def turns(self, day: int) -> int | None:
        """Give the next day, after one, on which something said takes effect."""
        days = self.days(dated=False)
        place = bisect_right(days, day)
        return days[place] if place < len(days) else None


def is_primary(found: Round) -> bool:
    """Tell whether a round brings new equity into the company."""
    return found.types.isdisjoint(NOT_PRIMARY) and found.instruments != {"debt"}
