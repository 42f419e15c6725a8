"""Old payload shapes to today's, one small function a step, on read only.

Stored bytes never change: an entry keeps the schema number that it was recorded
with, and whoever reads it lifts its data here, step by step, to `SCHEMAS`. The id of
an old entry stays the hash of its old shape.

round.reported 1 -> 2: schema 1 held one amount with its basis (`amount`, `basis`)
and one post-money price (`post_money`); schema 2 holds lists, since one report may
state what was raised *and* what was aimed at, and a price before the money too.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.errors import BadInput, NeedsUpgrade

Lift = Callable[[dict[str, Any]], dict[str, Any]]

SCHEMAS: Final[Mapping[str, int]] = {
    "ledger.opened": 1,
    "company.registered": 1,
    "company.alias_added": 1,
    "source.registered": 1,
    "source.alias_added": 1,
    "round.reported": 2,
    "valuation.reported": 1,
    "claim.revised": 1,
    "claim.retracted": 1,
    "claim.denied": 1,
    "claim.confirmed": 1,
    "claim.commented": 1,
    "claim.relayed": 1,
    "claim.moved": 1,
    "rounds.merged": 1,
    "companies.merged": 1,
    "company.renamed": 1,
    "company.ended": 1,
    "rounds.kept_apart": 1,
    "companies.kept_apart": 1,
    "snapshot.taken": 1,
    "snapshot.column_seen": 1,
    "snapshot.row_seen": 1,
    "snapshot.row_changed": 1,
    "snapshot.row_gone": 1,
    "entry.corrected": 1,
    "entry.voided": 1,
    "payload.erased": 1,
    "key.rotated": 1,
    "rollback.accepted": 1,
}
"""Every type of event, with the schema number of today's shape."""


def _round_reported_2(data: dict[str, Any]) -> dict[str, Any]:
    amount = data.pop("amount", None)
    basis = data.pop("basis", "round_total")
    post_money = data.pop("post_money", None)
    if amount is not None:
        data["raised"] = [{"basis": basis, "figure": amount}]
    if post_money is not None:
        data["valuation"] = [{"figure": post_money, "kind": "post_money"}]
    return data


_STEPS: Final[Mapping[tuple[str, int], Lift]] = {
    ("round.reported", 1): _round_reported_2,
}


def upcast(type_: str, schema: int, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the data in today's shape; NeedsUpgrade if it comes from a newer sayso."""
    today = SCHEMAS.get(type_)
    if schema == today:
        return data
    if today is None or schema > today:
        raise NeedsUpgrade(
            f"an entry is a {type_}, schema {schema}, which this program cannot read",
            "install a newer sayso",
        )
    if schema < 1:
        raise BadInput(f"schema {schema} of {type_} never was", "schemas begin at 1")
    lifted = dict(data)
    for step in range(schema, today):
        lifted = _STEPS[type_, step](lifted)
    return lifted
