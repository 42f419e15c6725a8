"""Columns of a figure that stands inside another thing: a headline, a tier, a sale."""

from typing import Final

from ledger.claims.dates import Days, show_day
from ledger.claims.vocabulary import PRICE_KINDS, STANDINGS
from ledger.projections.hulls import Tier
from ledger.projections.valued import FIGURES, MARKS, Valued
from ledger.rendering.columns import Column, Columns


def sold(tier: Tier) -> str:
    """Write what was sold at which price, for eyes."""
    amount = f"{tier.amount.brief()} at " if tier.amount is not None else ""
    return f"{tier.part or ''} {amount}{tier.figure.brief()}".strip()


def tier_typed(tier: Tier) -> str:
    """Write the price of a part of a round, as it is typed, and the amount behind."""
    part = f"{tier.part}:" if tier.part else ""
    amount = f" {tier.amount}" if tier.amount is not None else ""
    return f"{part}{tier.figure}{amount}"


def effective(valued: Valued) -> str:
    """Give the days on which a figure took effect, as text."""
    return days_told(valued.effective)


def days_told(days: Days) -> str:
    """Write days as they were stated; of days that nobody stated, the last one."""
    return days.text or show_day(days.last)


NEWER: Final[Columns[Valued]] = (
    Column("kind", of=lambda x: x.kind, words=PRICE_KINDS),
    Column("amount", of=lambda x: x.figure, kind="figure"),
)
TIERS: Final[Columns[Tier]] = (
    Column("part", of=lambda x: x.part),
    Column("price", of=lambda x: x.figure, kind="figure"),
    Column("amount", of=lambda x: x.amount, kind="figure"),
)
INSTEAD: Final[Columns[Valued]] = (
    Column("figure", of=lambda x: x.name, words=FIGURES),
    Column("amount", of=lambda x: x.figure, kind="figure"),
    Column("kind", of=lambda x: x.kind, words=PRICE_KINDS),
    Column("standing", of=lambda x: x.standing, words=STANDINGS),
    Column("derived", of=lambda x: x.derived, kind="flag"),
    Column("marks", of=lambda x: x.marks, kind="texts", words=MARKS),
    Column("effective", of=effective, kind="days"),
    Column("events", of=lambda x: x.events, kind="events"),
)


HEADLINE: Final[Columns[Valued]] = (
    Column("believed_kind", of=lambda x: x.kind, words=PRICE_KINDS),
    Column("believed_standing", of=lambda x: x.standing, words=STANDINGS),
    Column("believed_derived", of=lambda x: x.derived, kind="flag"),
    Column("believed_marks", of=lambda x: x.marks, kind="texts", words=MARKS),
    Column("believed_effective", of=effective, kind="days"),
    Column("believed_events", of=lambda x: x.events, kind="events"),
)
"""What is said of the headline after an event of a story."""
