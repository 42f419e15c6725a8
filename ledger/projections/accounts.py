"""A company's claims accounted for at one of its bases after the other.

Why a claim counts, or is set aside, rests on the part that it belongs to, on the
figures that rest on claims of that part, and on what all parts have in common: how the
company ended, and which figures took effect before the headline. A part is accounted
for again only where one of these is another. Reasons that name the figures of the whole
are kept as what they are (`explain.Common`), and put into words for each basis: these
words change with every headline, for all claims before it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class PartAccount:
    """What became of the claims of one part of a company."""

    reasons: list[Reason]
    """Those that are common have the words of the basis at which they were found."""
    commons: frozenset[Common]
    waits: bool
    """Whether another part may close a denial of its claims (`closing.py`)."""
    on: _RestsOn
    days: list[int]
    """When figures took effect that may be earlier than the headline, in order."""
    part: CompanyAt


@dataclass(frozen=True, slots=True)
class Account:
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

    def at(self, company: CompanyAt, basis: Basis) -> Account:
        """Account for all claims as they are at a basis."""
        valuation = valuation_at(company, basis)
        before, held = self._parts, company.held(basis)
        for key in held.keys() - before.keys():
            numbers = [claim.seq for claim in held[key].claims.values()]
            self._homes |= dict.fromkeys(numbers, key)
        figures = self._figures(valuation)
        self._parts = {
            key: _kept(before.get(key), figures.get(key, ()), valuation)
            or _made(part, figures.get(key, ()), valuation, basis)
            for key, part in held.items()
        }
        return Account(company, valuation, self._parts, basis.effective)

    def _figures(self, valuation: Valuation) -> dict[object, Figures]:
        """Give the figures that rest on claims of each part."""
        found: dict[object, Figures] = {}
        for label, row in valuation.labelled():
            homes = (self._homes.get(event) for event in row.events)
            for key in dict.fromkeys(homes):
                found[key] = (*found.get(key, ()), (label, row))
        return found


def _kept(
    account: PartAccount | None, figures: Figures, valuation: Valuation
) -> PartAccount | None:
    """Give the account of a part as it was, if all that it rests on is the same."""
    if account is None:
        return None
    on = _RestsOn(figures, valuation.ended, _earlier(account.days, valuation))
    return account if account.on == on else None


def _made(
    part: CompanyAt, figures: Figures, valuation: Valuation, basis: Basis
) -> PartAccount:
    """Account for the claims of a part."""
    rows = every(part.once("offers", basis, offers_of))
    aside = tuple(row for row in rows if row not in valuation.rows)
    reasons = reasons_of(part, valuation._replace(set_aside=aside), basis)
    days = sorted(row.effective.last for row in aside if row.name not in PRICED)
    return PartAccount(
        reasons,
        frozenset(reason.common for reason in reasons if reason.common),
        any(denial.not_raising_now and denial.open for denial in part.denials),
        _RestsOn(figures, valuation.ended, _earlier(days, valuation)),
        days,
        part,
    )


def _earlier(days: Sequence[int], valuation: Valuation) -> int:
    """Count the figures that took effect before the headline."""
    head = valuation.headline
    return 0 if head is None else bisect_left(days, head.effective.last)
