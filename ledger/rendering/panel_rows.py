"""The rows of panels about companies: figures, rounds, claims.

The same answers as `valuations`, `rounds`, `raised` and `explain` print, one row a
figure, a round or a claim. A company of which something is known has at least one row
in a panel of figures: a price that is not there is told, not left out.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.claims.dates import show_day
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim, origin_of
from ledger.projections.explain import Explanation, Reason, figures_of
from ledger.projections.prose import Prose
from ledger.projections.raised import COLUMNS, RaisedLine
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, Round
from ledger.projections.valuations import Valuation, Valued
from ledger.rendering.panels import (
    ASKED,
    TRACED,
    Cells,
    Field,
    asked,
    figure_cells,
    figure_fields,
    named,
    names_of,
    traced,
)

VALUATIONS: Final = (
    Field("company"),
    *ASKED,
    Field("figure"),
    Field("headline", "flag"),
    *figure_fields("amount"),
    Field("kind"),
    Field("standing"),
    Field("disputed", "flag"),
    Field("derived", "flag"),
    Field("stage"),
    Field("round"),
    Field("sources", "texts"),
    Field("origins", "whole"),
    Field("denied_by", "texts"),
    Field("effective"),
    *TRACED,
    Field("events", "texts"),
    Field("merged_into"),
    Field("merged_on"),
)
ROUNDS: Final = (
    Field("company"),
    *ASKED,
    Field("round"),
    Field("stage"),
    Field("standing"),
    Field("contested", "flag"),
    Field("superseded_by"),
    Field("ended_by"),
    Field("merged_by"),
    Field("sources", "texts"),
    Field("origins", "whole"),
    Field("open_denials", "texts"),
    Field("open_fields", "texts"),
    Field("debt", "flag"),
    *(field for column in COLUMNS for field in figure_fields(column)),
    Field("disputed", "flag"),
    Field("first_published"),
    Field("first_recorded", "instant"),
    *TRACED,
    Field("events", "texts"),
)
CLAIMS: Final = (
    Field("company"),
    *ASKED,
    Field("round"),
    Field("type"),
    Field("source"),
    Field("source_kind"),
    Field("state"),
    Field("stage"),
    Field("round_type"),
    Field("instrument"),
    *figure_fields("price"),
    Field("price_kind"),
    *figure_fields("raised"),
    Field("raised_basis"),
    Field("says", "texts"),
    Field("leads", "texts"),
    Field("investors", "texts"),
    Field("effective"),
    Field("counted_for", "texts"),
    Field("reason"),
    Field("denied_by", "texts"),
    Field("denials", "texts"),
    Field("revised_by", "texts"),
    Field("retracted_by"),
    Field("copied_by"),
    Field("copy_of"),
    *TRACED,
)

# -- figures -------------------------------------------------------------------


def valuation_rows(
    company: CompanyAt, valuation: Valuation, basis: Basis
) -> Iterator[Cells]:
    """One row a figure; one without a figure where there is none."""
    begin = (company.slug, *asked(basis))
    figures = figures_of(valuation)
    end = _ended(valuation)
    for name, valued in figures.items():
        told = _valued(company, valued, basis.cut)
        yield (*begin, name, valued is valuation.headline, *told, *end)
    if not figures:
        nothing = len(VALUATIONS) - len(begin) - len(end)
        yield (*begin, *(None,) * nothing, *end)


def _ended(valuation: Valuation) -> Cells:
    if valuation.ended is None or valuation.ended_on is None:
        return None, None
    return valuation.ended, show_day(valuation.ended_on)


def _valued(company: CompanyAt, valued: Valued, cut: int) -> Cells:
    claims = sorted(
        (x for x in company.claims.values() if x.seq in valued.events),
        key=lambda claim: claim.row.key,
    )
    against = [x.row for x in company.denials if x.row.seq in valued.events]
    behind = [row for claim in claims for row in _words(claim, company)]
    events = (*names_of(x.row for x in claims), *names_of(against))
    deciding = company.claims[valued.key[1][3]].row
    return (
        *figure_cells(valued.figure),
        valued.kind,
        valued.standing,
        valued.disputed,
        valued.derived,
        valued.stage,
        valued.round,
        valued.sources,
        len(valued.sources),
        valued.deniers,
        valued.effective.text or show_day(valued.effective.last),
        *traced(deciding, [*behind, *against], cut),
        events,
    )


def _words(claim: Claim, company: CompanyAt) -> Iterator[Row]:
    """Give the events that make a claim what it is: its own, and what stands by it."""
    yield claim.row
    yield from claim.revised
    yield from claim.moved
    yield from (row for row in (claim.retracted, claim.copied) if row is not None)
    found = company.rounds.get(claim.round or "")
    if found is not None:
        yield from (x.row for x in found.statements if x.claim is claim)


# -- rounds --------------------------------------------------------------------


def round_rows(
    company: CompanyAt, lines: Sequence[RaisedLine], basis: Basis
) -> Iterator[Cells]:
    """One row a round by name, those that were merged away included."""
    begin = (company.slug, *asked(basis))
    raised = {line.round: line for line in lines}
    rows = {
        name: _round(found, company, raised.get(name), basis.cut)
        for name, found in company.rounds.items()
    }
    identity = company.identity
    for name, row in identity.merged.items():
        if identity.company(name.split("/", 1)[0]) == company.slug:
            rows[name] = _merged(name, identity.round(name), row, basis.cut)
    for name in sorted(rows):
        yield (*begin, *rows[name])


def _round(
    found: Round, company: CompanyAt, line: RaisedLine | None, cut: int
) -> Cells:
    first = min((claim.row for claim in found.claims), key=lambda row: row.key)
    behind = [row for claim in found.claims for row in _words(claim, company)]
    open_ = found.open_denials
    fields = {
        name
        for x in open_
        for claim in x.claims
        if claim.live
        for name in x.open_on(claim)
    }
    return (
        found.name,
        found.stage or None,
        found.standing,
        found.contested,
        found.superseded_by,
        None if found.ended_by is None else named(found.ended_by.id),
        None,
        found.origins,
        len(found.origins),
        names_of(denial.row for denial in open_),
        tuple(sorted(fields)),
        *_money(line),
        first.when.text,
        first.recorded,
        *traced(
            found.news, [*behind, found.news, *(x.row for x in found.denials)], cut
        ),
        names_of(claim.row for claim in found.claims),
    )


def _money(line: RaisedLine | None) -> Cells:
    """Give whether it is debt, what was raised by column, and whether any is denied."""
    amounts = {} if line is None else line.amounts
    cells = [
        cell
        for column in COLUMNS
        for cell in figure_cells(amounts[column].figure if column in amounts else None)
    ]
    disputed = any(amount.disputed for amount in amounts.values())
    return (None, *cells, None) if line is None else (line.debt, *cells, disputed)


def _merged(name: str, into: str, row: Row, cut: int) -> Cells:
    """A round that is one with another: its claims stand there."""
    return (
        *(name, None, "superseded", False, into, None, named(row.id)),
        *((), 0, (), ()),
        *_money(None),
        *(None, None),
        *traced(row, [row], cut),
        names_of([row]),
    )


# -- claims --------------------------------------------------------------------


def claim_rows(
    company: CompanyAt, explanation: Explanation, basis: Basis
) -> Iterator[Cells]:
    """One row a claim, in the order of folds."""
    begin = (company.slug, *asked(basis))
    for reason in explanation.reasons:
        yield (*begin, *_claim(reason, company, basis.cut))


def _claim(reason: Reason, company: CompanyAt, cut: int) -> Cells:
    claim = reason.claim
    known = company.may.directory.sources.get(claim.source)
    against = [x for x in company.denials if x.row.seq in reason.against]
    behind = [*_words(claim, company), *(x.row for x in against)]
    return (
        claim.round,
        claim.row.type,
        claim.source,
        None if known is None else known.kind,
        _state(claim),
        claim.stage,
        claim.said.round_type,
        claim.said.instrument,
        *_said(claim),
        claim.days.text if claim.dated else None,
        reason.counted,
        _named(reason.reason, company),
        tuple(dict.fromkeys(x.source for x in against)),
        names_of(x.row for x in against),
        names_of(claim.revised),
        *_gone(claim, company),
        *traced(claim.row, behind, cut),
    )


def _state(claim: Claim) -> str:
    if claim.retracted is not None:
        return "retracted"
    return "live" if claim.copied is None else "copy"


def _gone(claim: Claim, company: CompanyAt) -> Cells:
    """Give what retracted it, what calls it a copy, and of which claim."""
    origin = None
    if claim.copied is not None:
        found = origin_of(claim, company.claims)
        origin = None if found is claim else named(found.id)
    rows = (claim.retracted, claim.copied)
    return (*(None if row is None else named(row.id) for row in rows), origin)


def _said(claim: Claim) -> Cells:
    """Give one price and one amount in columns, and all that it says as typed.

    A price before the money stands in the columns only where there is no other.
    """
    price = min(claim.valuation, key=lambda x: x.kind == "pre_money", default=None)
    raised = next(iter(claim.raised), None)
    return (
        *figure_cells(None if price is None else price.figure),
        None if price is None else price.kind,
        *figure_cells(None if raised is None else raised.figure),
        None if raised is None else raised.basis,
        tuple(map(str, (*claim.raised, *claim.valuation))),
        tuple(x.name for x in claim.said.investors if x.leads),
        tuple(x.name for x in claim.said.investors),
    )


def _named(reason: Prose, company: CompanyAt) -> str:
    """Name events in a reason by their ids, which every ledger shares."""
    ids = {row.seq: row.id for row in company.rows} if reason.events else {}
    return reason.naming(lambda number: named(ids[number]))
