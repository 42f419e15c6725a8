"""Questions about who funded whom: they read all companies, for any question."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ledger.claims.dates import day_of, day_start
from ledger.claims.tags import KEYS
from ledger.errors import one_of
from ledger.projections import investors as folds
from ledger.projections.basis import Answer, Basis
from ledger.projections.investors import asked_for, investments_at
from ledger.projections.rounds import CompanyAt
from ledger.projections.visible import published_rows
from ledger.reading import cuts
from ledger.reading.following import Following
from ledger.reading.questions import Ledger, names, replace_value

if TYPE_CHECKING:
    from ledger.claims.names import Directory
    from ledger.claims.rates import Unit
    from ledger.projections.flows import Circle, Flow
    from ledger.projections.investors import Investment
    from ledger.projections.totals import By, CompanyTotal, PeriodTotal, Total, TotalKey


def investors(
    ledger: Ledger, basis: Basis, name: str | None = None
) -> "Answer[list[Investment]]":
    """Give who put what into whom: of one investor, or of all, by investor and round.

    UnknownName for a name that could be two, and for one that nobody is known by.
    """
    answer = ledger.folding.companies(
        (), basis, lambda company: investments_at(company, basis)
    )
    found = folds.all_investments(answer.value)
    if name is None:
        return replace_value(answer, found)
    who, found = asked_for(name, found, names(ledger, basis))
    empty = None if found else f"{who.name} is not named as an investor by that date"
    if empty and who.company is not None:
        empty += f"; `sayso rounds {who.company}` names those who invested in it"
    return Answer(basis, found, answer.late, answer.possible, answer.empty or empty)


def flows(
    ledger: Ledger, basis: Basis, name: str | None = None, unit: "Unit | None" = None
) -> "Answer[list[Flow]]":
    """Give money from investors to companies, by stage: of one investor, or of all.

    In a `unit` what was stated in other currencies is summed once more.
    """
    from ledger.projections.flows import flows_into, flows_of, flows_together

    if name is not None:
        answer = investors(ledger, basis, name)
        return replace_value(answer, list(flows_of(answer.value, unit)))
    ask = partial(flows_into, basis=basis, unit=unit)
    summed = ledger.folding.companies((), basis, ask)
    return replace_value(summed, flows_together(summed.value, unit))


def circles(ledger: Ledger, basis: Basis) -> "tuple[Answer[list[Circle]], bool]":
    """Give the circles of companies that fund each other, the short ones first, and
    whether these are all.
    """
    from itertools import islice

    from ledger.projections.flows import MOST_CIRCLES, circles_of

    answer = investors(ledger, basis)
    found = circles_of(answer.value)
    listed = list(islice(found, MOST_CIRCLES))
    return replace_value(answer, listed), next(found, None) is None


def totals(
    ledger: Ledger,
    basis: Basis,
    companies: Sequence[str] = (),
    *,
    every: str = "quarter",
    by: "By | None" = None,
    unit: "Unit | None" = None,
) -> "Answer[list[Total]]":
    """Give what was raised by period, of some companies or of all, with vintages.

    `every` is quarter, month or year; `by` groups by investor, type, currency, sector
    or country. BadInput for any other. In a `unit` there are sums over all
    currencies, too.
    """
    from ledger.projections.totals import BY, EVERY, ordered, period_totals

    one_of("every", every, EVERY)
    one_of("by", by, BY, none=True)
    ask = partial(_period_sums, names(ledger, basis), every, by, unit)
    answer = ledger.folding.companies(
        companies, basis, lambda company: (company.slug, ask(company, basis))
    )
    parts = [part for _, some in answer.value for part in some]
    last = day_of(basis.cut - 1, basis.zone)
    over = last if day_start(last + 1, basis.zone) <= basis.cut else last - 1
    slugs = [slug for slug, _ in answer.value]
    then = _vintages(ledger, basis, slugs if companies else (), every, ask, over)
    return replace_value(answer, ordered(period_totals(parts, then, every, over), by))


def _period_sums(
    known: "Directory",
    every: str,
    by: "By | None",
    unit: "Unit | None",
    company: CompanyAt,
    basis: Basis,
) -> "list[CompanyTotal]":
    """Give what a company raised by period, in the group of its tag if `by` is one."""
    from ledger.projections.totals import in_group, parts_at

    found = parts_at(company, basis, every, by, unit)
    if by not in KEYS:
        return found
    tagged = known.companies.get(company.slug)
    return in_group(found, "" if tagged is None else tagged.tags.get(by, ""))


def _vintages(
    ledger: Ledger,
    basis: Basis,
    slugs: Sequence[str],
    every: str,
    ask: "Callable[[CompanyAt, Basis], list[CompanyTotal]]",
    over: int,
) -> "dict[TotalKey, PeriodTotal]":
    """Give the sum of each period as it was known at its end, company by company."""
    from ledger.projections.totals import PeriodTotal, period_end

    sums: dict[TotalKey, PeriodTotal] = {}
    bases: dict[int, tuple[Basis, Directory]] = {}
    for slug, entries in ledger.folding.one_by_one(slugs, basis.known_at):
        following = Following(slug, entries, ask)
        first = min((x.when.day.first for x in published_rows(entries)), default=None)
        end = over + 1 if first is None else period_end(first, every)
        while end <= over:
            if end not in bases:
                at = cuts.on(ledger.log, end, basis, recorded=False)
                bases[end] = at, names(ledger, at)
            found = following.at(*bases[end])
            if found is not None and found[0].slug == slug:
                for part in found[1]:
                    if part.key[0] == end:
                        sums.setdefault(part.key, PeriodTotal()).add(part)
            end = period_end(end + 1, every)
    return sums
