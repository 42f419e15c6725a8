"""Rows of figures made by hand, for tests of the folds that choose among them."""

from datetime import date
from typing import Any

from ledger.claims.dates import Days, parse_days
from ledger.claims.figures import parse_figure
from ledger.projections.valued import Valued

DAYS: Days = parse_days("2024-01-10")
ON = date(2024, 1, 10).toordinal()


def valued(figure: str = "5B", **more: Any) -> Valued:  # fields of a row
    """Give a reported price of the 10th of January 2024 about which nothing is odd."""
    plain = Valued(
        name="reported",
        figure=parse_figure(figure),
        kind="post_money",
        standing="reported",
        stage="closed",
        disputed=False,
        derived=False,
        marks=(),
        round="halcyon/a",
        sources=("the-wire",),
        number=1,
        published="2024-01-10",
        effective=DAYS,
        since=ON,
        until=None,
        by=(),
        tiers=(),
        blended=None,
        deniers=(),
        events=(1,),
        place=(ON, 20, 10),
    )
    return plain._replace(**more)
