"""The answer of a basis: all that can be observed, as plain values to compare.

Events are named by their ids, since a law may record them in another order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledger.claims.entry import Entry
from ledger.projections.basis import Basis
from ledger.projections.diff import FactValues, facts_at
from ledger.projections.explain import explanation_at
from ledger.projections.links import links_at
from ledger.projections.lint.lint import lint_at
from ledger.projections.names import directory_of
from ledger.projections.raised import raised_at
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.sums import totals
from ledger.projections.timeline import timeline_at
from ledger.projections.valuations import Valuation, valuation_at
from ledger.projections.visible import apply_corrections, published_rows, seen
from tests.laws.strategies import COMPANIES


def companies(entries: Sequence[Entry], basis: Basis) -> dict[str, CompanyAt]:
    """Fold all entries, naively, into every company: no index, no clusters."""
    applied = apply_corrections(
        [entry for entry in entries if entry.seq <= basis.known_at]
    )
    rows = published_rows(applied.entries)
    there = seen(rows, basis.cut, possible=basis.possible)
    directory = directory_of(
        [entry for entry in applied.entries if "company" not in entry.data], there
    )
    told = applied.entries
    found = (company_at(slug, there, directory, basis.cut, told) for slug in COMPANIES)
    return {company.slug: company for company in found}


def known_names(entries: Sequence[Entry], basis: Basis) -> dict[str, str]:
    """Give the names of all companies at a basis."""
    found = next(iter(companies(entries, basis).values())).may.directory
    return {slug: company.name for slug, company in found.companies.items()}


def facts(entries: Sequence[Entry], basis: Basis) -> FactValues:
    """Give the facts of all companies."""
    found: FactValues = {}
    for company in companies(entries, basis).values():
        found |= facts_at(company, basis)
    return found


def answer(entries: Sequence[Entry], basis: Basis) -> dict[str, Any]:
    """Give everything observable at a basis."""
    numbers = {entry.seq: entry.id for entry in entries}
    told: dict[str, Any] = {"names": known_names(entries, basis)}
    for slug, company in companies(entries, basis).items():
        told[slug] = observed(company, basis, numbers)
    return told


def observed(
    company: CompanyAt, basis: Basis, numbers: Mapping[int, str]
) -> dict[str, Any]:
    """Give everything observable about one company."""
    lines = raised_at(company, basis)
    return {
        "facts": facts_at(company, basis),
        "valuation": _valuation(valuation_at(company, basis), numbers),
        "rounds": [
            (x.name, x.standing, x.stage, x.contested, x.origins, x.superseded_by)
            for x in company.rounds.values()
        ],
        "links": [
            (x.round.name, x.into.name, x.best.order, x.movable and x.movable.id)
            for x in links_at(company).links
        ],
        "flags": [
            (numbers[x.event], x.name, x.field)
            for x in lint_at(company, basis).flags
            if x.name != "published-in-future"  # it reads the clock of the ledger
        ],
        "denials": [
            (x.row.id, x.open, sorted(x.ids)) for x in company.denials if x.ids
        ],
        "reasons": [
            (x.claim.id, x.counted, x.reason.naming(lambda seq: numbers[seq][:6]))
            for x in explanation_at(company, basis).reasons
        ],
        "timeline": [
            (x.row.id, x.round, x.standing, _valuation(x.believed, numbers))
            for x in timeline_at(company, company.may.directory, basis)
        ],
        "raised": [
            (x.round, x.standing, x.debt, sorted(x.counted), _amounts(x, numbers))
            for x in lines
        ],
        "totals": totals(lines),
    }


def _amounts(line: Any, numbers: Mapping[int, str]) -> list[Any]:
    return [
        (column, replace(amount, events=tuple(_ids(amount.events, numbers))))
        for column, amount in sorted(line.amounts.items())
    ]


def _valuation(valuation: Valuation, numbers: Mapping[int, str]) -> list[Any]:
    head = valuation.headline
    assert head is None or head in valuation.rows
    rows = [*valuation.rows, *([] if head is None else [head]), *valuation.newer]
    named = [(row._replace(events=()), _ids(row.events, numbers)) for row in rows]
    return [valuation.ended, valuation.before, *named]


def _ids(events: Sequence[int], numbers: Mapping[int, str]) -> list[Any]:
    return sorted(numbers[seq] for seq in events)
