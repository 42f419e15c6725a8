"""What of a company can be folded apart, as its events come to be known.

Two events belong together if they name the same round, or if one names the other,
directly or through others: an answer and its claim, a move and where it goes, a round
and what it supersedes. All purchases and endings are read together. Prices alone belong
together if one repeats the other, or if days that they were said on, or are of, end
together. All else that a fold looks at is in the directory, stands in the event itself,
or is who bought the company. So each component folds as if it were the whole company,
and what is printed is chosen among what all of them offer. Once two companies turned
out to be one, so did their rounds of one label.
"""

from bisect import insort
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Final

from ledger.claims.kinds import KINDS, values_named
from ledger.claims.vocabulary import PURCHASE_TYPES
from ledger.projections.claims import Identity
from ledger.projections.rows import Row, Said

ENDING: Final = frozenset({"companies.merged", "company.ended"})
"""Events that are read with every other of them, and with purchases."""

_KEY: Final = attrgetter("key")


class Components:
    """Rows that are told one by one, by what belongs together."""

    def __init__(self) -> None:
        self.identity = Identity()
        """Which companies are one; rounds that are one are so by what names both."""
        self._parents: dict[str, str] = {}
        self.found: dict[str, list[Row]] = {}
        """Component, under the name of one of its events or rounds -> its rows."""
        self._prices: set[str] = set()
        """The ids of prices alone."""
        self._revisions: dict[str, list[Row]] = {}
        """The id of a claim -> what revises it."""

    def add(self, row: Row) -> tuple[str, list[str]]:
        """Put a row into its component; name it, and others that are in it now."""
        if row.type == "valuation.reported":
            self._prices.add(row.id)
        elif row.type == "claim.revised":
            self._revisions.setdefault(row.data["claim"], []).append(row)
        top, gone = self.top(row.id), list[str]()
        for name in self._named(row):
            other = self.top(name)
            if other == top:
                continue
            if len(self.found.get(other, ())) > len(self.found.get(top, ())):
                top, other = other, top
            self._parents[other] = top
            if other in self.found:
                gone.append(other)
        rows = self.found.setdefault(top, [])
        for other in gone:
            rows += self.found.pop(other)
        if gone:
            rows.sort(key=_KEY)
        insort(rows, row, key=_KEY)
        return top, gone

    def remove(self, row: Row) -> list[Row]:
        """Take a component apart that holds a row; give its other rows."""
        rows = self.found.pop(self.top(row.id))
        for one in rows:
            for name in (one.id, *self._named(one)):
                self._parents.pop(name, None)
        for one in rows:
            self._prices.discard(one.id)
            self._revisions.pop(one.data.get("claim", ""), None)
        return [one for one in rows if one is not row]

    def top(self, name: str) -> str:
        """Name the component of an event (by its id), or of a round."""
        parents = self._parents
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = name = parents[parent]
        return name

    def _named(self, row: Row) -> Iterator[str]:
        """Name the rounds (with a slash), the events (ids), and what else it shares."""
        kind = KINDS[row.type]
        yield from values_named(row.data, kind.events)
        for name in values_named(row.data, kind.rounds):
            company, label = name.split("/", 1)
            yield f"{self.identity.company(company)}/{label}"
        if row.type in ENDING or (row.said is not None and _sells(row.said)):
            yield ""
        if row.id in self._prices:
            for said in (row, *self._revisions.get(row.id, ())):
                yield from _alone(said)
        elif row.type == "claim.revised" and row.data["claim"] in self._prices:
            yield from _alone(row)


def _sells(said: Said) -> bool:
    """Tell whether something said is about a purchase, or may be."""
    return said.round_type in PURCHASE_TYPES


def _alone(row: Row) -> Iterator[str]:
    """Name what a price alone, or a revision of one, hangs together with others by."""
    said = row.said
    assert said is not None
    days = [row.when.day] if said.effective is None else [row.when.day, said.effective]
    yield from (f"day {day.last}" for day in days)
    yield from (f"price {price.kind} {price.figure}" for price in said.valuation)


def concerns(slug: str, rows: Iterable[Row], identity: Identity) -> bool:
    """Tell whether a component may hold anything about a company."""
    return any(
        slug == identity.company(name)
        for row in rows
        for name in (
            row.company,
            row.data.get("to", "").split("/")[0],
            row.data.get("into", "").split("/")[0],
        )
    )
