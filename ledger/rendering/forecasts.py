"""The table of past beliefs, and how they fared."""

from collections.abc import Iterator
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.credibility.forecasts import Forecast, ForecastRecord, record_of
from ledger.credibility.settling import NAMES, SILENT
from ledger.projections.basis import Answer
from ledger.rendering.basis import answer_table
from ledger.rendering.beliefs import (
    FINE,
    figure_at,
    figures_of,
    likely,
    number,
    rounded,
)
from ledger.rendering.columns import Column, Columns
from ledger.rendering.graded import ended
from ledger.rendering.tables import Table
from ledger.rendering.trust import about_claims

TOO_HIGH: Final = "P(real) tends to be too high: by about 0.03 in simulated worlds"
"""The mean over the twelve kinds of worlds in docs/credibility.md."""

ALL_REAL: Final = (
    "every scored round was real: here a higher P(real) always scores better"
)


def forecasts_table(
    answer: Answer[list[Forecast]], after: int, *, brief: bool
) -> Table:
    """One row a forecast, in the order of time; the sums below."""
    what = f"forecasts, {after} days after the first claim"
    notes = [*_sums(record_of(answer.value))]
    if not answer.value and not answer.empty:
        notes[:1] = [f"no round was open {after} days after its first claim"]
    if answer.value:
        notes.append(TOO_HIGH)
    notes = [*about_claims(answer), *notes]
    return answer_table(answer, FORECASTS, answer.value, what, notes, brief=brief)


def _came(one: Forecast) -> str:
    if one.tier is None:
        return "open"
    if one.tier in SILENT:
        return NAMES[one.tier]
    return f"{'real' if one.real else 'not real'}, {NAMES[one.tier]}"


def _yes_or_no(one: Forecast, _: Directory) -> str | None:
    return None if one.held is None else "yes" if one.held else "no"


def _interval(one: Forecast) -> Figure | None:
    return figures_of(one.price, one.currency).interval


FORECASTS: Final[Columns[Forecast]] = (
    Column("company", of=lambda x: x.company),
    Column("round", "round", lambda x: x.round, wide=True),
    ended("made_on", "made on", lambda x: x.made),
    rounded("p_real", "P(real)", lambda x: x.chance, likely),
    Column("base_rate", of=lambda x: number(x.share, FINE), kind="exact"),
    Column("real", of=lambda x: x.real, kind="flag"),
    Column(
        "outcome",
        "outcome",
        lambda x: "open" if x.tier is None else NAMES[x.tier],
        lambda x, _: _came(x),
        wide=True,
    ),
    Column("decided_by", of=lambda x: x.event, kind="event"),
    ended("decided_on", None, lambda x: x.settled),
    Column("brier", of=lambda x: number(x.brier, FINE), kind="exact"),
    Column("log_score", of=lambda x: number(x.nats, FINE), kind="exact"),
    Column(
        "consensus", of=lambda x: figures_of(x.price, x.currency).median, kind="figure"
    ),
    Column("consensus_90", "90 % of price", _interval, kind="figure", right=True),
    Column(
        "truth",
        "price",
        lambda x: None if x.truth is None else figure_at(x.truth, x.currency),
        kind="figure",
        right=True,
    ),
    Column("log_error", of=lambda x: number(x.off, FINE), kind="exact"),
    Column("held", "held", lambda x: x.held, _yes_or_no, kind="flag"),
)


def _sums(record: ForecastRecord) -> Iterator[str]:
    """Say how the forecasts fared, and how much that is worth."""
    if record.brier is not None and record.blind is not None:
        yield (
            f"{record.scored} scored, {record.real} of them real: Brier"
            f" {record.brier:.3f}, log score {record.nats:.3f}"
        )
        yield (
            "for comparison, the share of reports that had come true by each date:"
            f" Brier {record.blind:.3f}"
        )
        yield (
            "both are weighted to represent all rounds: one of a kind that seldom"
            " becomes known counts more"
        )
        if record.real == record.scored:
            yield ALL_REAL
    if record.held is not None:
        prices = "1 price" if record.priced == 1 else f"{record.priced} prices"
        yield (
            f"{prices}: mean log error {record.off:.3f}, and"
            f" {record.held:.0%} inside the 90 % interval"
        )
    yield f"not scored: {record.lapsed} never settled, {record.open} open"
