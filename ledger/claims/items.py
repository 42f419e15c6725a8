"""From what stands in the lists of a stored claim to values, standard library only.

The data were checked when they were recorded; fields that are absent were not said.
"""

from collections.abc import Mapping
from typing import Any

from ledger.claims.figures import Price, Raised, figure_from
from ledger.claims.investors import Investor, stake_from


def raised_from(item: Mapping[str, Any]) -> Raised:
    """Give money raised out of an item of `raised`."""
    return Raised(
        figure_from(item["figure"]),
        item["basis"],
        item.get("part"),
        item.get("condition"),
    )


def price_from(item: Mapping[str, Any]) -> Price:
    """Give a price out of an item of `valuation`."""
    return Price(figure_from(item["figure"]), item["kind"], item.get("part"))


def investor_from(item: Mapping[str, Any]) -> Investor:
    """Give who takes part in a round out of an item of `investors`."""
    amount, stake = item.get("amount"), item.get("stake")
    return Investor(
        name=item["name"],
        leads=item.get("lead", False),
        amount=None if amount is None else figure_from(amount),
        stage=item.get("stage"),
        stake=None if stake is None else stake_from(stake),
    )
