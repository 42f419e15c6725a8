"""Which companies may be one: those whose names differ in their legal form alone.

`Halcyon`, `Halcyon, Inc.` and `HALCYON GmbH` share a name; so may aliases. Companies
that are one already are not proposed, nor those that somebody keeps apart
(`companies.kept_apart`; it acts by sequence, on every as-of).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ledger.claims.names import Company, Directory, fold
from ledger.projections.rounds import CompanyAt

COMPANIES_APART: Final = "companies.kept_apart"

LEGAL: Final = frozenset(
    {"inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited"}
    | {"llc", "llp", "lp", "plc", "pbc", "gmbh", "ag", "ug", "kg", "se", "sa", "sas"}
    | {"sarl", "srl", "spa", "bv", "nv", "ab", "as", "asa", "aps", "oy", "oyj", "kk"}
    | {"pte", "pty", "pvt"}
)
"""Words for a legal form, as they stand at the end of a name."""

_MARKS: Final = re.compile(r"[.,'\u2019()]")
_FORMS: Final = ("股份有限公司", "有限责任公司", "有限公司", "公司", "株式会社")
"""The same in Chinese and Japanese, the longest first, after folding."""

Twins = Mapping[str, tuple[str, ...]]
"""Company -> those that share a name with it."""


class CompanyLink(NamedTuple):
    """Two companies that may be one."""

    company: str
    """The one that would go: registered later."""
    into: str
    name: str
    """What both are called, without a legal form."""
    events: tuple[int, ...]
    """The registrations of both."""


def twins_in(directory: Directory) -> Twins:
    """Give the companies that share a name with another."""
    by: dict[str, set[str]] = {}
    for company in directory.companies.values():
        for name in bare_names(company):
            by.setdefault(name, set()).add(company.slug)
    found: dict[str, set[str]] = {}
    for slugs in by.values():
        for slug in slugs if len(slugs) > 1 else ():
            found.setdefault(slug, set()).update(slugs - {slug})
    return {slug: tuple(sorted(others)) for slug, others in found.items()}


def bare_names(company: Company) -> set[str]:
    """Give the names of a company without a legal form."""
    return {without_legal_form(name) for name in (company.name, *company.aliases)}


def without_legal_form(name: str) -> str:
    """Give a folded name without a legal form at its end; never nothing."""
    folded = fold(name)
    words = _MARKS.sub("", folded).split()
    while len(words) > 1 and words[-1] in LEGAL:
        words.pop()
    text = " ".join(words) or folded
    for form in map(fold, _FORMS):
        if text.endswith(form) and text != form:
            return text.removesuffix(form)
    return text


def company_links(company: CompanyAt, twins: Twins) -> Iterator[CompanyLink]:
    """Propose the companies that may be one with a company."""
    known, identity = company.may.directory.companies, company.identity
    apart = apart_from(company)
    for slug in twins.get(company.slug, ()):
        one, other = known[company.slug], known[slug]
        if slug in apart or identity.company(slug) == company.slug:
            continue
        stays, goes = sorted((one, other), key=lambda x: (x.seq, x.slug))
        (name, *_) = sorted(bare_names(one) & bare_names(other))
        yield CompanyLink(goes.slug, stays.slug, name, (stays.seq, goes.seq))


def apart_from(company: CompanyAt) -> dict[str, int]:
    """Give the companies that are kept apart from a company, and by which event."""
    found: dict[str, int] = {}
    for entry in company.recorded:
        if entry.type == COMPANIES_APART:
            slugs = (entry.data["company"], entry.data["other"])
            names = {company.identity.company(slug) for slug in slugs}
            for slug in names - {company.slug} if company.slug in names else ():
                found.setdefault(slug, entry.seq)
    return found
