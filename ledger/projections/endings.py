"""How the line of a company ends, and on which day.

A company that was *bought* has no price of its own from the day on which its purchase
is closed; one that *listed* has that of the market, which is out of scope; one that
*shut down* has none. Each is known from the day on which it was published, and counts
from the day on which it took effect. Where several sources tell of one ending, the
newest word counts; prices of a listing that were told in one interval are one hull.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ledger.claims.dates import Days, parse_days
from ledger.claims.figures import Figure, figure_from
from ledger.projections.claims import Identity, done_by
from ledger.projections.hulls import span
from ledger.projections.rows import Row

BOUGHT: Final = "bought"
LISTED: Final = "listed"
SHUT_DOWN: Final = "shut_down"
ENDINGS: Final = (LISTED, SHUT_DOWN, BOUGHT)
"""Of endings of one day the last one here counts."""


class End(NamedTuple):
    """One way in which a company's own line ended."""

    how: str
    row: Row
    days: Days
    into: str | None = None
    """The company that bought it."""
    price: Figure | None = None
    """What it was worth at the price of its listing, if anybody said."""
    entitled: bool = False
    """Whether the company, or somebody else who is entitled, says so."""


def ends_at(slug: str, rows: Iterable[Row], identity: Identity) -> tuple[End, ...]:
    """Find how a company ended, each way at its newest word, in the order of folds."""
    told: dict[str, list[End]] = {}
    for row in rows:
        end = _end(row, slug, identity)
        if end is not None:
            told.setdefault(end.how, []).append(end)
    newest = (_newest_end(ends) for ends in told.values())
    return tuple(sorted(newest, key=lambda end: end.row.key))


def bought_by(ends: Iterable[End]) -> list[str]:
    """Name the companies that bought it, by the mergers on record."""
    return [end.into for end in ends if end.into is not None]


def in_force(ends: Iterable[End], day: int) -> End | None:
    """Give the end that holds on a day: of several the one that took effect last."""
    return last_end(end for end in ends if end.days.last <= day)


def last_end(ends: Iterable[End]) -> End | None:
    """Give the end that took effect last; of equals a purchase, then a closure."""
    return max(ends, key=_end_order, default=None)


def _end_order(end: End) -> tuple[int, int, int, int]:
    hi, lo, *_ = end.row.key
    return end.days.last, hi, lo, ENDINGS.index(end.how)


def _end(row: Row, slug: str, identity: Identity) -> End | None:
    data = row.data
    bought = row.type == "companies.merged" and data["form"] == "acquired"
    if not (bought or row.type == "company.ended"):
        return None
    if identity.company(row.company) != slug:
        return None
    said = data.get("effective")
    told = row.when.day
    days = told if said is None else done_by(parse_days(said), told)
    if bought:
        return End(BOUGHT, row, days, into=identity.company(data["into"]))
    price = data.get("price")
    figure = None if price is None else figure_from(price)
    return End(data["ended"], row, days, price=figure)


def _newest_end(ends: Sequence[End]) -> End:
    """Give the newest word of one ending; no order chooses among words of one time."""
    interval = ends[-1].row.key[:2]
    told = [end for end in ends if end.row.key[:2] == interval]
    last = min(told, key=lambda end: (end.days.last, -end.days.first, end.into or ""))
    prices = [end.price for end in told if end.price is not None]
    if len({figure.currency for figure in prices}) != 1:
        return last
    return last._replace(price=span(prices))
