"""What came with schema 3: it raises the number of an event that uses it, and no other.

That nothing older moved is held by tests/test_kept.py.
"""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from ledger.claims.checking import event_data, event_from
from ledger.claims.kinds import KINDS, SINCE
from ledger.claims.schemas import schema_of

SAID: Final = {"company": "xai", "source": "bloomberg", "published": "2026-01-06"}
ROUND: Final = {**SAID, "round": "xai/series-e", "stage": "closed"}
RAISED: Final = {"figure": "20B", "basis": "conditional"}
PRICE: Final = {"figure": "230B", "kind": "post_money"}
OLD: Final[dict[str, Any]] = {
    "raised": [RAISED, {"figure": "billions", "basis": "target"}],
    "valuation": [PRICE],
    "round_type": "series_c_plus",
    "instrument": "equity",
    "investors": [{"name": "Valor", "lead": True}, {"name": "paid"}],
}
"""A claim that 0.4.0 could record."""

VALOR: Final = {"name": "Valor"}
NEW: Final[Mapping[str, dict[str, Any]]] = {
    "arrangers": {"arrangers": ["Morgan Stanley"]},
    "own_sourcing": {"own_sourcing": True},
    "condition": {"raised": [{**RAISED, "condition": "dropped"}]},
    "part": {"valuation": [{**PRICE, "part": "first"}]},
    "amount": {"investors": [{**VALOR, "amount": "2B"}]},
    "stage": {"investors": [{**VALOR, "stage": "withdrawn"}]},
    "stake": {"investors": [{**VALOR, "stake": "2.5"}]},
    "paid": {"raised": [{"figure": "1.25B", "basis": "paid"}]},
    "ipo": {"valuation": [{"figure": "19B", "kind": "ipo"}]},
    "cap": {"valuation": [{"figure": "20M", "kind": "cap"}]},
    "mixed": {"instrument": "mixed"},
    **{word: {"round_type": word} for word in SINCE[3]["RoundType"]},
    **{
        f"{size}-unspecified": {"raised": [{"figure": size, "basis": "round_total"}]}
        for size in ("millions", "hundreds-of-millions")
    },
}
"""By what is new in it: a claim that 0.4.0 could not record."""

ABSENT: Final[Mapping[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "own sourcing": ({"own_sourcing": False}, {}),
    "an open condition": (
        {"raised": [{**RAISED, "condition": "open"}]},
        {"raised": [RAISED]},
    ),
    "arrangers": ({"arrangers": []}, {}),
    "a part": ({"valuation": [{**PRICE, "part": None}]}, {"valuation": [PRICE]}),
}
"""What says nothing new, and the same without it."""


def number(kind: str, data: dict[str, Any]) -> int:
    """Give the schema number at which an event is written."""
    return schema_of(kind, event_data(event_from(kind, data)))


def revised(fields: dict[str, Any]) -> dict[str, Any]:
    """Give a revision that sets fields."""
    return {**SAID, "claim": "a" * 64, "set": fields}


def test_every_field_and_word_of_schema_3_is_tried() -> None:
    assert {word for words in SINCE[3].values() for word in words} == NEW.keys()


@pytest.mark.parametrize("new", NEW)
def test_what_is_new_raises_the_number_of_the_event_that_uses_it(new: str) -> None:
    assert number("round.reported", {**ROUND, **OLD, **NEW[new]}) == 3
    assert number("claim.revised", revised({**OLD, **NEW[new]})) == 3


@pytest.mark.parametrize("nothing", ABSENT)
def test_what_says_nothing_new_moves_no_id(nothing: str) -> None:
    said, unsaid = (
        event_data(event_from("round.reported", {**ROUND, **OLD, **fields}))
        for fields in ABSENT[nothing]
    )
    assert said == unsaid
    assert schema_of("round.reported", said) == 2


def test_prices_outside_rounds_and_what_becomes_known() -> None:
    price = {**SAID, "valuation": [PRICE]}
    assert number("valuation.reported", price) == 1
    assert number("valuation.reported", {**price, "own_sourcing": True}) == 3
    listed = {"company": "xai", "published": "2026", "ended": "listed"}
    assert number("company.ended", {**listed, "price": "19B"}) == 1
    assert number("company.ended", {**listed, "price": "millions"}) == 3
    denied = {**SAID, "round": "xai/series-e", "form": "not_raising_now"}
    assert number("claim.denied", denied) == KINDS["claim.denied"].schema == 1
