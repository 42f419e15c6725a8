"""A company's claims accounted for at one of its bases after the other.

Why a claim counts, or is set aside, rests on the part that it belongs to, on the
figures that rest on claims of that part, and on what all parts have in common: how the
company ended, which figures took effect before the headline, and which denials ("not
raising now") came before a round of another part (`closing.py`). A part is accounted
for again only where one of these changed. Reasons that name the figures of the whole
are kept as what they are (`explain.Common`), and put into words for each basis: these
words change with every headline, for all claims before it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from ledger.projections.basis import Basis
from ledger.projections.candidates import every
from ledger.projections.explain import PRICED, Common, Reason, reasons_of
from ledger.projections.rounds import CompanyAt
from ledger.projections.valuations import offers_of, valuation_at
from ledger.projections.valued import Ended, Valuation, Valued

Figures = tuple[tuple[str, Valued], ...]
"""Figures by their labels."""


class _RestsOn(NamedTuple):
    """What the reasons of a part rest on, apart from the part itself."""

    figures: Figures
    """Those that rest on its claims."""
    ended: Ended | None
    earlier: int
    """How many of its figures took effect before the headline."""
    closed: int
    """How many of its denials that nobody raises now came before a round elsewhere."""


@dataclass(frozen=True, slots=True)
class PartAccount:
    """What became of the claims of one part of a company."""

    reasons: list[Reason]
    """Those that are common have the words of the basis at which they were found."""
    commons: frozenset[Common]
    on: _RestsOn
    days: list[int]
    """When figures took effect that may be earlier than the headline, in order."""
    waiting: list[int]
    """When denials were published that a round of another part may close, in order."""
    happened: int
    """The last day on which a primary round of it happened."""
    part: CompanyAt


@dataclass(frozen=True, slots=True)
class CompanyAccount:
    """The figures of a company, and what became of each of its claims."""

    company: CompanyAt
    valuation: Valuation
    parts: Mapping[object, PartAccount]
    """The same objects as at the basis before, where nothing changed."""
    day: int
    """The day of the world that is asked about, as an ordinal."""

    @property
    def commons(self) -> set[Common]:
        """Give the reasons that claims of it have in common."""
        return set().union(*(part.commons for part in self.parts.values()))


class Accounts:
    """Accounts for the claims of one company, forward along its bases."""

    def __init__(self) -> None:
        self._parts: dict[object, PartAccount] = {}
        self._homes: dict[int, object] = {}
        """Which part each claim belongs to, by the number of the claim."""

    def at(self, company: CompanyAt, basis: Basis) -> CompanyAccount:
        """Account for all claims as they are at a basis."""
        valuation = valuation_at(company, basis)
        before, held = self._parts, company.held(basis)
        for key in held.keys() - before.keys():
            numbers = [claim.seq for claim in held[key].claims.values()]
            self._homes |= dict.fromkeys(numbers, key)
        figures = self._figures(valuation)
        happened = {
            key: before[key].happened if key in before else _happened(part)
            for key, part in held.items()
        }
        latest = nlargest(2, happened, key=happened.__getitem__)
        most, second = (*map(happened.__getitem__, latest), 0, 0)[:2]
        contexts = {
            key: _PartContext(
                valuation, figures.get(key, ()), second if key in latest[:1] else most
            )
            for key in (*figures, *latest[:1])
        }
        other = _PartContext(valuation, (), most)  # that of nearly all parts
        made = {}
        for key, part in held.items():
            whole = contexts.get(key, other)
            kept = before.get(key)
            if kept is None or kept.on != whole.under(kept.days, kept.waiting):
                kept = _part_account(part, whole, basis)
            made[key] = kept
        self._parts = made
        return CompanyAccount(company, valuation, made, basis.effective)

    def _figures(self, valuation: Valuation) -> dict[object, Figures]:
        """Give the figures that rest on claims of each part."""
        found: dict[object, Figures] = {}
        for label, row in valuation.labelled():
            homes = (self._homes.get(event) for event in row.events)
            for key in dict.fromkeys(homes):
                found[key] = (*found.get(key, ()), (label, row))
        return found


class _PartContext(NamedTuple):
    """What there is to a part of a company apart from itself."""

    valuation: Valuation
    figures: Figures
    """Those that rest on its claims."""
    elsewhere: int
    """The last day on which a primary round of another part happened."""

    def under(self, days: Sequence[int], waiting: Sequence[int]) -> _RestsOn:
        """Give what the account of a part rests on, by two of its lists."""
        head = self.valuation.headline
        earlier = 0 if head is None else bisect_left(days, head.effective.last)
        closed = bisect_left(waiting, self.elsewhere)
        return _RestsOn(self.figures, self.valuation.ended, earlier, closed)


def _part_account(part: CompanyAt, whole: _PartContext, basis: Basis) -> PartAccount:
    """Account for the claims of a part."""
    valuation = whole.valuation
    rows = every(part.once("offers", basis, offers_of))
    aside = tuple(row for row in rows if row not in valuation.rows)
    reasons = reasons_of(part, valuation._replace(set_aside=aside), basis)
    days = sorted(row.effective.last for row in aside if row.name not in PRICED)
    waiting = sorted(
        denial.row.when.day.last for denial in part.denials if denial.not_raising_now
    )
    return PartAccount(
        reasons,
        frozenset(reason.common for reason in reasons if reason.common),
        whole.under(days, waiting),
        days,
        waiting,
        _happened(part),
        part,
    )


def _happened(part: CompanyAt) -> int:
    """Give the last day on which a primary round of a part happened; 0 if none did."""
    return max((found.happened_on for found in part.rounds.values()), default=0)
