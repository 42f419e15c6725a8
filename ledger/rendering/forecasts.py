"""The table of past beliefs, and how they fared."""

from collections.abc import Iterator
from typing import Final

from ledger.claims.dates import show_instant
from ledger.credibility.forecasts import Forecast, Record, record_of
from ledger.credibility.settling import LAPSED, NAMES
from ledger.projections.basis import Answer
from ledger.rendering.basis import CLAIMS_ONLY, facts, footnotes, heading
from ledger.rendering.beliefs import FINE, figures_of, likely, number
from ledger.rendering.tables import Cell, Column, Table
from ledger.rendering.trust import price_of

BRIEF: Final = (
    Column("round", "round", wide=True),
    Column("made", "made on", firm=True),
    Column("p_real", "P(real)", right=True),
    Column("outcome", "what came", wide=True),
    Column("consensus_90", "90 % of price", right=True),
    Column("truth", "price", right=True),
    Column("held", "held"),
)
EXACT: Final = (
    Column("company", "company"),
    Column("round", "round"),
    Column("made_on", "made on"),
    Column("p_real", "P(real)"),
    Column("real", "real"),
    Column("outcome", "outcome"),
    Column("decided_by", "decided by"),
    Column("decided_on", "decided on"),
    Column("brier", "brier"),
    Column("log_score", "log score"),
    Column("consensus", "consensus", figure=True),
    Column("consensus_90", "90 %", figure=True),
    Column("truth", "truth", figure=True),
    Column("log_error", "log error"),
    Column("held", "held"),
)


def forecasts_table(
    answer: Answer[list[Forecast]], after: int, *, brief: bool
) -> Table:
    """One row a forecast, in the order of time; the sums below."""
    rows = [_brief(one) if brief else _exact(one) for one in answer.value]
    title = heading(answer.basis, f"forecasts, {after} days after the first claim")
    notes = [*_sums(record_of(answer.value)), *footnotes(answer)]
    if not answer.value and not answer.empty:
        notes[:1] = [f"no round was open {after} days after its first claim"]
    if answer.basis.apart:
        notes.insert(0, CLAIMS_ONLY)
    return Table(title, BRIEF if brief else EXACT, rows, facts(answer), tuple(notes))


def _day(instant: int | None) -> str | None:
    return None if instant is None else show_instant(instant - 1)[:10]


def _came(one: Forecast) -> str:
    if one.tier is None:
        return "open"
    if one.tier == LAPSED:
        return "lapsed"
    return f"{'real' if one.real else 'not real'}, {NAMES[one.tier]}"


def _brief(one: Forecast) -> tuple[Cell, ...]:
    held = None if one.held is None else "yes" if one.held else "no"
    _, spread = figures_of(one.price, one.currency)
    return (
        one.round,
        _day(one.made),
        likely(one.chance),
        _came(one),
        spread,
        price_of(one.truth, one.currency),
        held,
    )


def _exact(one: Forecast) -> tuple[Cell, ...]:
    middle, spread = figures_of(one.price, one.currency)
    return (
        one.company,
        one.round,
        show_instant(one.made - 1),
        number(one.chance, FINE),
        one.real,
        "open" if one.tier is None else NAMES[one.tier],
        one.event,
        None if one.settled is None else show_instant(one.settled - 1),
        number(one.brier, FINE),
        number(one.nats, FINE),
        middle,
        spread,
        price_of(one.truth, one.currency),
        number(one.off, FINE),
        one.held,
    )


def _sums(record: Record) -> Iterator[str]:
    """Say how the forecasts fared, and how much that is worth."""
    if record.brier is not None and record.blind is not None:
        yield (
            f"{record.scored} scored, {record.real} of them real: Brier"
            f" {record.brier:.3f}, log score {record.nats:.3f}"
        )
        yield f"that share, said of each of them, has Brier {record.blind:.3f}"
    if record.held is not None:
        yield (
            f"{record.priced} prices: mean log error {record.off:.3f}, and"
            f" {record.held:.0%} inside the 90 % interval"
        )
    yield f"not scored: {record.lapsed} lapsed, {record.open} open"
    if record.scored:
        yield "real rounds come to be known more often: a favourable sample"
