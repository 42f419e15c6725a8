"""Old payload shapes to today's, one small function a step, on read only.

Stored bytes never change: an entry keeps the schema number that it was recorded
with, and its data are lifted here on read, step by step, to today's shape. The id
of an old entry stays the hash of its old shape. Numbers from `shape` to `schema` of a
kind (`ledger.claims.kinds`) differ only in the fields and words that they may use: such
data have today's shape already.

round.reported 1 -> 2: schema 1 held one amount with its basis (`amount`, `basis`)
and one post-money price (`post_money`); schema 2 holds lists, since one report may
state what was raised *and* what was aimed at, and a price before the money too.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.claims.kinds import KINDS
from ledger.errors import BadInput, NeedsUpgrade

Lift = Callable[[dict[str, Any]], dict[str, Any]]


def _round_reported_2(data: dict[str, Any]) -> dict[str, Any]:
    amount = data.pop("amount", None)
    basis = data.pop("basis", "round_total")
    post_money = data.pop("post_money", None)
    if amount is not None:
        data["raised"] = [{"basis": basis, "figure": amount}]
    if post_money is not None:
        data["valuation"] = [{"figure": post_money, "kind": "post_money"}]
    return data


STEPS: Final[Mapping[tuple[str, int], Lift]] = {
    ("round.reported", 1): _round_reported_2,
}
"""Kind and number -> what lifts data of that number to the next shape."""


def upcast(type_: str, schema: int, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the data in today's shape; NeedsUpgrade if it comes from a newer sayso."""
    kind = KINDS.get(type_)
    if kind is None or schema > kind.schema:
        raise NeedsUpgrade(
            f"an entry is a {type_}, schema {schema}, which this program cannot read",
            "install a newer sayso",
        )
    if schema >= kind.shape:
        return data
    if schema < 1:
        raise BadInput(
            f"schema {schema} of {type_} never existed", "schemas begin at 1"
        )
    lifted = dict(data)
    for step in range(schema, kind.shape):
        lifted = STEPS[type_, step](lifted)
    return lifted
