"""The rows of panels about companies: figures, rounds, claims.

The same answers as `valuations`, `rounds`, `raised` and `explain` print, one row a
figure, a round or a claim. A company of which something is known has at least one row
in a panel of figures: a price that is not there is told, not left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ledger.claims.dates import show_day
from ledger.claims.figures import Price, Raised
from ledger.claims.rates import Unit
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim, origin_of
from ledger.projections.denials import Denial
from ledger.projections.endings import BOUGHT
from ledger.projections.evidence import GONE, EvidenceText, ShownEvidence
from ledger.projections.explain import Explanation, Reason
from ledger.projections.prose import Prose
from ledger.projections.raised import RaisedLine
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.valuations import Valuation
from ledger.projections.valued import Ended
from ledger.reading.citations import EvidenceReader
from ledger.rendering import figures, money_in, raised, rounds
from ledger.rendering.cells import (
    ASKED,
    TRACED,
    Trace,
    id_of,
    names_of,
    short_id,
    traced,
)
from ledger.rendering.claimed import claim_state
from ledger.rendering.columns import Column, Columns, join_columns, part
from ledger.rendering.evidence import EVIDENCE
from ledger.rendering.figures import EFFECTIVE, FIGURE
from ledger.rendering.raised import DEBT, DISPUTED, MONEY
from ledger.rendering.rounds import ROUND
from ledger.rendering.units import DatedFigure, in_unit


@dataclass(slots=True)
class AskedOf:
    """A company at a basis: what every row begins with."""

    company: CompanyAt
    basis: Basis


BEGIN: Final[Columns[AskedOf]] = (
    Column("company", of=lambda x: x.company.slug),
    *ASKED,
)

# -- figures -------------------------------------------------------------------


@dataclass(slots=True)
class PanelFigure(AskedOf):
    """One figure, or its absence."""

    valuation: Valuation
    line: figures.FigureRow | None = None
    trace: Trace | None = None
    events: tuple[str, ...] | None = None


def figure_rows(
    company: CompanyAt, valuation: Valuation, basis: Basis
) -> Iterator[PanelFigure]:
    """One row a figure; one without a figure where there is none."""
    lines = list(figures.rows_of(valuation, basis.effective))
    if not lines:
        yield PanelFigure(company, basis, valuation)
    for line in lines:
        key = ("behind", line.valued.events)
        if key not in company.kept:
            company.kept[key] = _events_behind(line.valued.events, company)
        deciding, behind, ids = company.kept[key]
        trace = traced(deciding, behind, basis.cut)
        yield PanelFigure(company, basis, valuation, line, trace, ids)


def _events_behind(
    events: tuple[int, ...], company: CompanyAt
) -> tuple[Row, list[Row], tuple[str, ...]]:
    """Give the newest event that states a figure (a claim, or a listing), all that are
    behind it, and the names of those that it rests on.
    """
    told: list[Row] = []
    behind: list[Row] = []
    against: list[Row] = []
    stated: list[Row] = []
    for held in company.holding(events):
        claims = [x for x in held.claims.values() if x.seq in events]
        told += [claim.row for claim in claims]
        behind += [row for claim in claims for row in _claim_events(claim, held)]
        against += [x.row for x in held.denials if x.row.seq in events]
        stated += [row for row in held.rows if row.seq in events]
    deciding = max(told or stated, key=lambda row: row.key)
    ids = (*names_of(told or [deciding]), *names_of(against))
    return deciding, [deciding, *behind, *against], ids


def _claim_events(claim: Claim, company: CompanyAt) -> Iterator[Row]:
    """Give the events that make a claim what it is: its own, and what stands by it."""
    yield claim.row
    yield from claim.revised
    yield from claim.moved
    yield from (row for row in (claim.retracted, claim.copied) if row is not None)
    found = company.rounds.get(claim.round or "")
    if found is not None:
        yield from (x.row for x in found.statements if x.claim is claim)


def _ended(row: PanelFigure) -> Ended | None:
    return row.valuation.ended


ENDED: Final[Columns[Ended]] = (
    Column("merged_into", of=lambda x: x.into),
    Column(
        "merged_on",
        of=lambda x: show_day(x.on) if x.how == BOUGHT else None,
        kind="day",
    ),
    Column("ended", of=lambda x: x.how),
    Column("ended_on", of=lambda x: show_day(x.on), kind="day"),
)
VALUATIONS: Final[Columns[PanelFigure]] = join_columns(
    BEGIN,
    part((*FIGURE, EFFECTIVE), lambda x: x.line),
    part(TRACED, lambda x: x.trace),
    (Column("events", of=lambda x: x.events, kind="texts"),),
    part(ENDED, _ended),
)

# -- rounds --------------------------------------------------------------------


@dataclass(slots=True)
class PanelRound(AskedOf):
    """One round, with the money raised in it and the first that was said of it."""

    line: rounds.RoundRow
    trace: Trace
    money: raised.RaisedRow | None = None
    first: Row | None = None


def round_rows(
    company: CompanyAt, lines: Sequence[RaisedLine], basis: Basis
) -> Iterator[PanelRound]:
    """One row a round by name, those that were merged away included."""
    money = {line.round: raised.line_of(line) for line in lines}
    identity = company.identity
    found = {
        line.name: line
        for line in rounds.company_round_rows(company)
        if line.merged_by is None
        or identity.company(line.name.split("/", 1)[0]) == company.slug
    }
    for name, line in sorted(found.items()):
        if line.merged_by is not None:  # its claims stand under the other name
            trace = traced(line.news, [line.news], basis.cut)
            yield PanelRound(company, basis, line, trace)
        else:
            first = min(line.events, key=lambda row: row.key)
            trace = traced(line.news, behind_of(company, name), basis.cut)
            yield PanelRound(company, basis, line, trace, money.get(name), first)


def behind_of(company: CompanyAt, name: str) -> Iterator[Row]:
    """Give all events that make a round what it is."""
    found = company.rounds[name]
    for claim in found.claims:
        yield from _claim_events(claim, company)
    yield found.news
    yield from (denial.row for denial in found.denials)


FIRST: Final[Columns[Row]] = (
    Column("first_published", of=lambda x: x.when.text),
    Column("first_recorded", of=lambda x: x.recorded, kind="instant"),
)
ROUNDS: Final[Columns[PanelRound]] = join_columns(
    BEGIN,
    part(ROUND, lambda x: x.line),
    part((DEBT, *MONEY, DISPUTED), lambda x: x.money),
    part(FIRST, lambda x: x.first),
    part(TRACED, lambda x: x.trace),
    (Column("events", of=lambda x: names_of(x.line.events), kind="texts"),),
)


def priced_in(unit: Unit) -> dict[str, Columns[Any]]:
    """Give, by table, the columns of those that can be had in one currency, too."""

    def stated(line: figures.FigureRow) -> DatedFigure:
        return figures.stated(line.valued, line.day)

    prices: Columns[PanelFigure] = part(in_unit(unit, stated), lambda x: x.line)
    money: Columns[PanelRound] = part(money_in.raised_in(unit), lambda x: x.money)
    return {"valuations": (*VALUATIONS, *prices), "rounds": (*ROUNDS, *money)}


# -- claims --------------------------------------------------------------------


@dataclass(slots=True)
class ClaimRow(AskedOf):
    """One claim, counted or set aside, and the denials that are open on it.

    A price before the money stands in the columns only where there is no other.
    """

    reason: Reason
    against: list[Denial]
    trace: Trace
    read: tuple[ShownEvidence, ...] = ()
    """Its evidence with the words, if they were looked up."""

    @property
    def claim(self) -> Claim:
        return self.reason.claim

    @property
    def price(self) -> Price | None:
        prices = self.claim.valuation
        return min(prices, key=lambda x: x.kind == "pre_money", default=None)

    @property
    def raised(self) -> Raised | None:
        return next(iter(self.claim.raised), None)


def claim_rows(
    company: CompanyAt, explanation: Explanation, basis: Basis
) -> Iterator[ClaimRow]:
    """One row a claim, in the order of folds."""
    for reason in explanation.reasons:
        claim = reason.claim
        against = [x for x in company.denials if x.row.seq in reason.against]
        behind = [*_claim_events(claim, company), *(x.row for x in against)]
        trace = traced(claim.row, behind, basis.cut)
        yield ClaimRow(company, basis, reason, against, trace)


def _source_kind(row: ClaimRow) -> str | None:
    known = row.company.may.directory.sources.get(row.claim.source)
    return None if known is None else known.kind


def _copy_of(row: ClaimRow) -> str | None:
    """Name the claim that it is a copy of."""
    if row.claim.copied is None:
        return None
    found = origin_of(row.claim, row.company.claims)
    return None if found is row.claim else short_id(found.id)


def _figures_typed(row: ClaimRow) -> tuple[str, ...]:
    """Give all figures that it states, as typed."""
    return tuple(map(str, (*row.claim.raised, *row.claim.valuation)))


def _leads(row: ClaimRow) -> tuple[str, ...]:
    return tuple(x.name for x in row.claim.said.investors if x.leads)


def _investors(row: ClaimRow) -> tuple[str, ...]:
    return tuple(x.name for x in row.claim.said.investors)


def _denied_by(row: ClaimRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(denial.source for denial in row.against))


def _with_ids(reason: Prose, company: CompanyAt) -> str:
    """Name events in a reason by their ids, which every ledger shares."""
    if not reason.events:
        return str(reason)
    ends = [x for one in company.claims.values() for x in (one.retracted, one.copied)]
    told = (*company.rows, *(row for row in ends if row is not None))
    ids = {row.seq: row.id for row in told}
    return reason.naming(lambda number: short_id(ids[number]))


PRICE: Final[Columns[Price]] = (
    Column("price", of=lambda x: x.figure, kind="figure"),
    Column("price_kind", of=lambda x: x.kind),
)
RAISED: Final[Columns[Raised]] = (
    Column("raised", of=lambda x: x.figure, kind="figure"),
    Column("raised_basis", of=lambda x: x.basis),
)
CLAIM: Final[Columns[ClaimRow]] = (
    Column("round", of=lambda x: x.claim.round),
    Column("type", of=lambda x: x.claim.row.type),
    Column("source", of=lambda x: x.claim.source),
    Column("source_kind", of=_source_kind),
    Column("state", of=lambda x: claim_state(x.claim)),
    Column("stage", of=lambda x: x.claim.stage),
    Column("round_type", of=lambda x: x.claim.said.round_type),
    Column("instrument", of=lambda x: x.claim.said.instrument),
)
REASON: Final[Columns[ClaimRow]] = (
    Column("says", of=_figures_typed, kind="texts"),
    Column("leads", of=_leads, kind="texts"),
    Column("investors", of=_investors, kind="texts"),
    Column(
        "effective",
        of=lambda x: x.claim.days.text if x.claim.dated else None,
        kind="days",
    ),
    Column("counted_for", of=lambda x: x.reason.counted, kind="texts"),
    Column("reason", of=lambda x: _with_ids(x.reason.reason, x.company)),
    Column("denied_by", of=_denied_by, kind="texts"),
    Column("denials", of=lambda x: names_of(y.row for y in x.against), kind="texts"),
    Column("revised_by", of=lambda x: names_of(x.claim.revised), kind="texts"),
    Column("retracted_by", of=lambda x: id_of(x.claim.retracted)),
    Column("copied_by", of=lambda x: id_of(x.claim.copied)),
    Column("copy_of", of=_copy_of),
)


def worded_rows(
    shelf: Callable[[], EvidenceReader],
) -> Callable[..., Iterator[ClaimRow]]:
    """Give claims as `claim_rows` does, each with the words of its evidence.

    Texts are held for one company at a time.
    """
    held = shelf(), ""

    def rows(
        company: CompanyAt, explanation: Explanation, basis: Basis
    ) -> Iterator[ClaimRow]:
        nonlocal held
        if held[1] != company.slug:
            held = shelf(), company.slug
        for row in claim_rows(company, explanation, basis):
            yield replace(row, read=held[0].read(row.reason.evidence))

    return rows


def _words_of(row: ClaimRow) -> Iterator[EvidenceText]:
    return (x for one in row.read for x in one.words)


def _quotes(row: ClaimRow) -> tuple[str, ...]:
    found = (x.text for x in _words_of(row) if x.what == "quote")
    return tuple(dict.fromkeys(x for x in found if x is not None))


def _erased_by(row: ClaimRow) -> tuple[int, ...]:
    found = {x.erased_by for x in _words_of(row)} - {None, GONE}
    return tuple(sorted(x for x in found if x is not None))


READ: Final[Columns[ClaimRow]] = join_columns(
    part(EVIDENCE, lambda x: x.reason.evidence),
    (
        Column("quotes", of=_quotes, kind="texts"),
        Column("erased_by", of=_erased_by, kind="wholes"),
    ),
)
CLAIMS: Final[Columns[ClaimRow]] = join_columns(
    BEGIN,
    CLAIM,
    part(PRICE, lambda x: x.price),
    part(RAISED, lambda x: x.raised),
    REASON,
    READ,
    part(TRACED, lambda x: x.trace),
)
