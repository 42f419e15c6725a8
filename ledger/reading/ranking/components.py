"""What of a company can be folded apart.

Two events belong together if they name the same round, or if one names the other,
directly or through others: an answer and its claim, a move and where it goes, a round
and what it supersedes; and so do all purchases, endings and prices alone. All else that
a fold looks at is in the directory or stands in the event itself. So each component
folds as if it were the whole company, and what is printed is chosen among what all of
them offer. Only where two companies turned out to be one, rounds have other names
after that.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ledger.claims.kinds import KINDS, named
from ledger.claims.vocabulary import PURCHASE_TYPES
from ledger.projections.rows import Row, Said

ENDING: Final = frozenset({"companies.merged", "company.ended", "valuation.reported"})
"""Events that are read with every other of them: endings, and prices alone."""


def components(rows: Sequence[Row]) -> list[list[Row]]:
    """Split rows in which no two companies turn out to be one, order kept.

    Rows that name nothing (somebody was renamed) are components of their own.
    """
    parents: dict[str, str] = {}

    def top(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = name = parents[parent]
        return name

    for row in rows:
        own = top(row.id)
        for name in _named(row):
            other = top(name)
            if other != own:
                parents[other] = own
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(top(row.id), []).append(row)
    return list(found.values())


def _named(row: Row) -> Iterator[str]:
    """Name the rounds (with a slash) and the events (ids) that a row speaks of."""
    kind = KINDS[row.type]
    yield from named(row.data, kind.events + kind.rounds)
    if row.type in ENDING or (row.said is not None and _sells(row.said)):
        yield ""


def _sells(said: Said) -> bool:
    """Tell whether something said is about a purchase, or may be."""
    return said.round_type in PURCHASE_TYPES


def concerns(slug: str, rows: Iterable[Row]) -> bool:
    """Tell whether a component may hold anything about a company."""
    return any(
        slug
        in {row.company, row.data.get("to", "").split("/")[0], row.data.get("into")}
        for row in rows
    )


def identified(rows: Iterable[Row]) -> bool:
    """Tell whether two companies turn out to be one."""
    return any(
        row.type == "companies.merged" and row.data["form"] == "identical"
        for row in rows
    )
