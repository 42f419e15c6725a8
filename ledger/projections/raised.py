"""Money raised, per round and company: which rounds have a line, and what counts.

Each round has one amount a column: paid, committed, conditional, sought (`columns.py`
has the rule, `amount.py` says who is believed). Equity, debt, and both where nobody
says the split (*mixed*) are kept apart, in lines and sums. Grants and vendor financing
have lines, and enter no sum. Secondary sales and purchases never enter. Disputed
amounts, and rounds that are retracted, superseded, withdrawn or failed, enter no sum;
of an expired round only what was paid does. What is only sought was not raised.

`sums.py` adds them up. Two rounds in one sum that `links` proposes as one, and nobody
has judged, *may count twice*.

A story asks at each of its events: what is said of one round is worked out again only
where its part of the company has changed (`story.py`).
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from ledger.claims.dates import MIN_DAY
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import PURCHASE_TYPES, SECONDARY_TYPES
from ledger.projections.amount import Amount, amounts_in
from ledger.projections.basis import Basis
from ledger.projections.columns import amounts_of, asked_on
from ledger.projections.comparing import WINDOW, money_of
from ledger.projections.links import RoundPair, kept_apart, may_be_one
from ledger.projections.parts import PartByPart
from ledger.projections.standing import GONE, CompanyAt, Round
from ledger.projections.stated import COLUMNS
from ledger.projections.valuations import offers_at

__all__ = [
    "COLUMNS",
    "SUMMED",
    "SUMS",
    "UNSUMMED",
    "Amount",
    "ChangedLines",
    "RaisedLine",
    "moved_at",
    "raised_at",
]

SUMMED: Final = frozenset({"paid", "committed", "conditional"})
"""What is only sought was not raised, and is in no sum."""
SUMS: Final = ("equity", "debt", "mixed")
"""The kinds of money that are summed, each for itself."""
UNSUMMED: Final = frozenset({"grant", "vendor_financing"})
"""Kinds of money that enter no sum."""


@dataclass(frozen=True, slots=True)
class RaisedLine:
    """What one round raised; each column may be empty."""

    company: str
    round: str
    standing: str
    stage: str
    money: str
    """What kind: equity, debt, mixed, grant or vendor_financing."""
    counted: frozenset[str]
    """The columns whose amounts, unless disputed, enter the sums."""
    amounts: dict[str, Amount]
    may_be: tuple[str, ...] = ()
    """Rounds in the same sums that `links` proposes as one with it."""
    in_sums: dict[str, Amount] = field(init=False, compare=False, repr=False)
    """The amounts that enter the sums, by column."""

    def __post_init__(self) -> None:
        summed_up = {
            column: amount
            for column, amount in self.amounts.items()
            if column in self.counted and column in SUMMED and not amount.disputed
        }
        object.__setattr__(self, "in_sums", summed_up)

    def changed(self, unit: Unit) -> "RaisedLine":
        """Give the line in one currency, each amount at the rate of its own day."""
        return replace(self, amounts=amounts_in(self.amounts, unit))

    @property
    def debt(self) -> bool:
        return self.money == "debt"


def raised_at(company: CompanyAt, basis: Basis) -> list[RaisedLine]:
    """Give a line for every round of a company that says anything of money."""
    lines = moved_at(company, basis).lines
    return [lines[name] for name in sorted(lines)]


class ChangedLines(NamedTuple):
    """The lines of a company by their rounds, and which a story has changed."""

    lines: Mapping[str, RaisedLine]
    changed: AbstractSet[str]
    """Rounds whose line came, went or changed since it was asked before."""


def moved_at(company: CompanyAt, basis: Basis) -> ChangedLines:
    """Give the lines of a company, and which of them are new in its story."""
    key = ("raised", basis.dated, basis.possible)
    lines: CompanyLines = company.shared.setdefault(key, CompanyLines())
    lines.go_to(company, basis)
    day = offers_at(company, basis).overtaken if lines.asking else MIN_DAY
    return lines.marked(day, kept_apart(company))


KnownAsOne = Callable[[Round], Collection[str] | None]
"""A round -> which others may be one with it, of those that are known, too; None if it
is not known.
"""


def remember(company: CompanyAt, known: KnownAsOne) -> None:
    """Let a story know of rounds which others may be one with them."""
    company.shared["raised", False, False] = CompanyLines(known)


class OwnLine(NamedTuple):
    """A line as its round alone tells it."""

    found: Round
    line: RaisedLine
    rest: RaisedLine
    """The same without money that is only sought."""
    asked: int | None
    """The last day on which money was asked that a later price overtakes."""

    @classmethod
    def of(cls, found: Round, line: RaisedLine, asked: int | None) -> "OwnLine":
        """Take what is only sought out of a line, if it was asked on some day."""
        return cls(found, line, line if asked is None else _unsought(line), asked)

    def holds(self, day: int) -> bool:
        """Tell whether all of it holds if a price overtakes what was asked before."""
        return self.asked is None or self.asked >= day


def _unsought(line: RaisedLine) -> RaisedLine:
    amounts = {column: x for column, x in line.amounts.items() if column != "sought"}
    return replace(line, amounts=amounts)


def own_lines(company: CompanyAt, basis: Basis) -> list[OwnLine]:
    """Give the line of each round of a company, or of a part of it, as it stands
    without the others.
    """
    lines = []
    for found in company.rounds.values():
        if not found.live or found.types & (SECONDARY_TYPES | PURCHASE_TYPES):
            continue
        amounts = amounts_of(found, basis)
        if amounts:
            money = money_of(found) or "equity"
            line = RaisedLine(
                company=company.slug,
                round=found.name,
                standing=found.standing,
                stage=found.stage,
                money=money,
                counted=_counted(found, amounts, money),
                amounts=amounts,
            )
            sought = amounts.get("sought")
            asked = None if sought is None else asked_on(found, sought, basis)
            lines.append(OwnLine.of(found, line, asked))
    return lines


def _counted(found: Round, amounts: Mapping[str, Amount], money: str) -> frozenset[str]:
    """Name the columns that enter the sums: of an expired round, what was paid."""
    if money in UNSUMMED:
        return frozenset()
    if found.standing == "expired":
        paid, committed = amounts.get("paid"), amounts.get("committed")
        return frozenset({"paid", "committed"} if paid == committed else {"paid"})
    return frozenset() if found.standing in GONE else frozenset(COLUMNS)


class CompanyLines:
    """The lines of a company: they come and go with the parts that tell them.

    A line is held against others that stand in one sum with it, since they may be one
    round, when it comes, unless that is known of both.
    """

    def __init__(self, known: KnownAsOne | None = None) -> None:
        self._known = known
        self._unknown: set[str] = set()
        """The rounds that are not known, if any are."""
        self._parts = PartByPart[list[OwnLine]]()
        self._told: dict[str, OwnLine] = {}
        self._lines: dict[str, RaisedLine] = {}
        """What of it holds, by round."""
        self._marked: dict[str, RaisedLine] = {}
        self._apart: Mapping[RoundPair, int] = {}
        self._may_be: dict[str, set[str]] = {}
        self._near = _Near()
        self._day: int | None = None
        """The day before which what was asked is overtaken."""
        self._due: set[str] = set()
        """Rounds that are told otherwise than when they were marked."""
        self.asking: set[str] = set()
        """Rounds whose line depends on that day."""

    def go_to(self, company: CompanyAt, basis: Basis) -> None:
        """Hold what the rounds of a company tell on a day, and nothing else."""
        gone, come = self._parts.go_to(
            company, basis, lambda part: part.once("raised", basis, own_lines)
        )
        for name in (one.line.round for found in gone for one in found):
            self._due.add(name)
            self.asking.discard(name)
            self._unknown.discard(name)
            del self._told[name]
        for one in (one for found in come for one in found):
            name = one.line.round
            self._told[name] = one
            self._due.add(name)
            if one.asked is not None:
                self.asking.add(name)
            if self._known is not None and self._known(one.found) is None:
                self._unknown.add(name)

    def marked(self, day: int, apart: Mapping[RoundPair, int]) -> ChangedLines:
        """Give the lines, and mark those that may be one round with others.

        What was asked before the day is overtaken; pairs that are kept apart are two.
        """
        due = self._due
        if apart != self._apart:
            self._apart = dict(apart)
            due = self._lines.keys() | self._told.keys()
        if day != self._day:
            before, self._day = self._day, day
            due |= {name for name in self.asking if self._turns(name, before, day)}
        self._due = set()
        return ChangedLines(self._marked, self._mark(due) if due else due)

    def _turns(self, name: str, before: int | None, day: int) -> bool:
        """Tell whether what holds of a line is another from one day to another."""
        told = self._told[name]
        return before is None or told.holds(before) != told.holds(day)

    def _mark(self, due: set[str]) -> set[str]:
        """Mark lines again that may be others now, and name those that are.

        Only these are held against others.
        """
        before = {name: self._marked.get(name) for name in due}
        stale = self._forget(due) - due
        before |= {name: self._marked.get(name) for name in stale}
        held = {name: self._holding(name) for name in due}
        now = {name: line for name, line in held.items() if line is not None}
        self._lines |= now
        fresh = [name for name, line in now.items() if line.in_sums]
        for name in fresh:
            self._near.put(name, self._told[name].found.days)
        for name in fresh:
            for other in self._ones(name):
                before.setdefault(other, self._marked.get(other))
                self._may_be.setdefault(name, set()).add(other)
                self._may_be.setdefault(other, set()).add(name)
        for name in before.keys() & self._lines.keys():
            may_be = tuple(sorted(self._may_be.get(name, ())))
            known = self._marked.get(name, self._lines[name])
            if known.may_be != may_be:
                known = replace(known, may_be=may_be)
            self._marked[name] = known
        return {name for name, x in before.items() if self._marked.get(name) is not x}

    def _holding(self, name: str) -> RaisedLine | None:
        """Give what holds of a line on the day; None if nothing does."""
        told, day = self._told.get(name), self._day
        assert day is not None
        if told is None:
            return None
        line = told.line if told.holds(day) else told.rest
        return line if line.amounts else None

    def _forget(self, names: Iterable[str]) -> set[str]:
        """Take lines out, and name all that may have been one with them."""
        stale: set[str] = set()
        for name in names:
            self._near.take(name)
            self._lines.pop(name, None)
            self._marked.pop(name, None)
            for other in self._may_be.pop(name, ()):
                self._may_be.get(other, set()).discard(name)
                stale.add(other)
        return stale

    def _ones(self, name: str) -> Iterator[str]:
        """Name the rounds that may be one with one."""
        found = self._told[name].found
        known = None if self._known is None else self._known(found)
        if known is None:
            others: Iterable[str] = self._near.of(name)
        else:
            others = self._unknown
            yield from (x for x in known if x in self._lines and x not in others)
        for other in others:
            there = other != name and other in self._lines
            if there and self._may_be_one(name, other):
                yield other

    def _may_be_one(self, name: str, other: str) -> bool:
        pair = min(name, other), max(name, other)
        if pair in self._apart or not _meet(*(self._lines[x] for x in pair)):
            return False
        return may_be_one(*(self._told[x].found for x in pair))


class _Near:
    """Rounds by their days, to find those that are near enough to be one."""

    def __init__(self) -> None:
        self._timed: list[tuple[int, int, str]] = []
        self._days: dict[str, tuple[int, int]] = {}
        self._longest = 0
        """Days from the first to the last of any round that was ever put in."""

    def put(self, name: str, days: tuple[int, int]) -> None:
        first, last = self._days[name] = days
        insort(self._timed, (first, last, name))
        self._longest = max(self._longest, last - first)

    def take(self, name: str) -> None:
        if name in self._days:
            at = bisect_left(self._timed, (*self._days.pop(name), name))
            del self._timed[at]

    def of(self, name: str) -> list[str]:
        """Name the rounds that are near enough to one; it is one of them."""
        first, last = self._days[name]
        begin = bisect_left(self._timed, (first - WINDOW - self._longest,))
        end = bisect_left(self._timed, (last + WINDOW + 1,))
        return [
            other
            for _, until, other in self._timed[begin:end]
            if first - until <= WINDOW
        ]


def _meet(one: RaisedLine, other: RaisedLine) -> bool:
    """Tell whether two lines stand in one sum."""
    if one.money != other.money:
        return False
    return any(
        column in other.in_sums
        and not amount.vague
        and amount.figure.currency == other.in_sums[column].figure.currency
        for column, amount in one.in_sums.items()
    )
