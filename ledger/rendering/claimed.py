"""Columns of a claim for programs: what it states now, field by field."""

from typing import Final

from ledger.claims.figures import Price, Raised
from ledger.claims.investors import Investor
from ledger.claims.vocabulary import (
    BASES,
    CONDITIONS,
    INSTRUMENTS,
    PRICE_KINDS,
    ROUND_TYPES,
    STAGES,
)
from ledger.projections.claims import Claim
from ledger.rendering.columns import Cell, Column, Columns, Thing

STATES: Final = ("live", "retracted", "copy")
"""What became of a claim."""


def claim_state(claim: Claim) -> str:
    """Say whether a claim stands, or what took it out."""
    if claim.retracted is not None:
        return "retracted"
    return "live" if claim.copied is None else "copy"


def _ended(claim: Claim) -> int | None:
    row = claim.retracted or claim.copied
    return None if row is None else row.seq


def _things(several: tuple[Raised | Price | Investor, ...]) -> tuple[Cell, ...]:
    return tuple(Thing(one, str(one)) for one in several)


MONEY: Final[Columns[Raised]] = (
    Column("basis", of=lambda x: x.basis, words=BASES),
    Column("part", of=lambda x: x.part),
    Column("condition", of=lambda x: x.condition, words=CONDITIONS),
    Column("amount", of=lambda x: x.figure, kind="figure"),
)
PRICE: Final[Columns[Price]] = (
    Column("kind", of=lambda x: x.kind, words=PRICE_KINDS),
    Column("part", of=lambda x: x.part),
    Column("amount", of=lambda x: x.figure, kind="figure"),
)
INVESTOR: Final[Columns[Investor]] = (
    Column("name", of=lambda x: x.name),
    Column("lead", of=lambda x: x.leads, kind="flag"),
    Column("amount", of=lambda x: x.amount, kind="figure"),
    Column("stage", of=lambda x: x.stage, words=STAGES),
    Column("stake", of=lambda x: x.stake, kind="exact"),
)
STATED: Final[Columns[Claim]] = (
    Column("published", of=lambda x: x.row.when.text, kind="when"),
    Column("effective", of=lambda x: x.days.text if x.dated else None, kind="days"),
    Column("stage", of=lambda x: x.said.stage, words=STAGES),
    Column("raised", of=lambda x: _things(x.raised), kind="things", parts=MONEY),
    Column("valuation", of=lambda x: _things(x.valuation), kind="things", parts=PRICE),
    Column("round_type", of=lambda x: x.said.round_type, words=ROUND_TYPES),
    Column("instrument", of=lambda x: x.said.instrument, words=INSTRUMENTS),
    Column(
        "investors",
        of=lambda x: _things(x.said.investors),
        kind="things",
        parts=INVESTOR,
    ),
    Column("state", of=claim_state, words=STATES),
    Column("ended_by", of=_ended, kind="event"),
    Column("revised_by", of=lambda x: tuple(y.seq for y in x.revised), kind="events"),
    Column("carried_by", of=lambda x: tuple(y.seq for y in x.carriers), kind="events"),
)
"""What a claim states after its revisions, and what became of it."""
