"""What in a company's claims cannot be quite right: seventeen flags.

A flag is no refusal and changes no answer; what it points to may be true. The rules
stand with their families: prices (`prices.py`), dates (`dates.py`), sums
(`sums.py`), what sums may count twice (`twice.py`), what is too small
(`small.py`), what one source says twice (`ties.py`), and the scale of the
whole ledger (`scale.py`) and names (`names.py`), for which all companies are
looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.claims.names import Directory
from ledger.claims.vocabulary import FLAGS
from ledger.projections.basis import Basis
from ledger.projections.lint.dates import (
    closed_after_report,
    closed_before_report,
    date_implausible,
    published_in_future,
    sold_after_filing,
)
from ledger.projections.lint.flags import Flag
from ledger.projections.lint.names import names_alike
from ledger.projections.lint.prices import (
    currency_missing,
    post_below_pre,
    price_below_amount,
    price_equals_amount,
)
from ledger.projections.lint.scale import (
    Large,
    Scale,
    large_in,
    merge_scales,
    out_of_scale,
    scale_at,
)
from ledger.projections.lint.small import amount_too_small, price_too_small
from ledger.projections.lint.sums import parts_exceed_total, sum_below_round
from ledger.projections.lint.ties import two_values_one_day
from ledger.projections.lint.twice import may_count_twice
from ledger.projections.standing import CompanyAt

CHECKS: Final = (
    price_below_amount,
    price_equals_amount,
    closed_before_report,
    closed_after_report,
    post_below_pre,
    currency_missing,
    parts_exceed_total,
    sum_below_round,
    amount_too_small,
    price_too_small,
    date_implausible,
    sold_after_filing,
    two_values_one_day,
)
"""The rules that need nothing but one company."""

_ORDER: Final = {name: place for place, name in enumerate(FLAGS)}


@dataclass(frozen=True, slots=True)
class Linted:
    """The flags of one company, and what it says of the scale of all."""

    flags: tuple[Flag, ...]
    large: tuple[Large, ...]
    """Amounts that may be out of scale."""
    scale: Scale
    company: str
    merged: frozenset[str]
    """Slugs that stand for a company by now that had one of its own."""


def lint_at(company: CompanyAt, basis: Basis) -> Linted:
    """Look at everything that is known of a company at a basis."""
    flags = [flag for check in CHECKS for flag in check(company)]
    flags += published_in_future(company, basis)
    flags += may_count_twice(company, basis)
    scale = scale_at(company)
    return Linted(
        tuple(flags),
        tuple(large_in(company, scale)),
        scale,
        company.slug,
        frozenset(company.identity.companies),
    )


def flags_of(
    linted: Sequence[Linted], scales: Iterable[Scale], names: Directory
) -> list[Flag]:
    """Give all flags in order, with the scale and the names of the whole ledger."""
    found = [flag for one in linted for flag in one.flags]
    scale = merge_scales(scales)
    found += out_of_scale((large for one in linted for large in one.large), scale)
    asked = {one.company for one in linted}
    gone = {slug for one in linted for slug in one.merged}
    found += names_alike(names, asked, gone)
    return sorted(found, key=lambda x: (x.company, x.event, _ORDER[x.name], x.field))
