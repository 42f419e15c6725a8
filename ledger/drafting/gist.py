"""A proposal in short, kept next to the claim, and what a person changed of it.

The gist stands in the draft as `proposed`: one line, never edited. So what was proposed
and what is recorded can be compared later, whether a claim was edited in the review or
in the file. Names that were not on record are compared by their text: registering a
company is no change.
"""

from collections.abc import Mapping
from typing import Any

Item = Mapping[str, Any]
"""A draft, or a part of one: a claim, a name, an amount."""


def gist(claim: Item) -> dict[str, Any]:
    """Give what a claim of a draft says, without passages, empty fields left out."""
    found = {
        "kind": claim.get("kind"),
        "company": _name(claim.get("company")),
        "source": _name(claim.get("source")),
        "stage": claim.get("stage"),
        "round_type": claim.get("round_type"),
        "raised": [raised_text(item) for item in claim.get("raised") or ()],
        "valuation": [price_text(item) for item in claim.get("valuation") or ()],
        "investors": [investor_text(item) for item in claim.get("investors") or ()],
        "effective": _text(claim.get("effective")),
        "scope": list(claim.get("scope") or ()),
        "form": claim.get("form"),
    }
    return {key: value for key, value in found.items() if value}


def changed_fields(claim: Item) -> list[str]:
    """Name the fields that differ from what was proposed, in the order of the gist."""
    proposed = claim.get("proposed")
    if not isinstance(proposed, Mapping):
        return []
    now = gist(claim)
    fields = dict.fromkeys([*proposed, *now])
    return [field for field in fields if not _same_value(field, proposed, now, claim)]


def fields_line(proposed: Item, fields: list[str]) -> str:
    """Give some fields of a proposal as one line of text."""
    return "; ".join(f"{field}: {_list_gist(proposed.get(field))}" for field in fields)


def raised_text(item: Item) -> str:
    """Give money raised as it can be typed: `per_investor:NVIDIA:2B`."""
    words = [item.get("basis"), item.get("part"), item.get("figure")]
    return ":".join(str(word) for word in words if word is not None)


def price_text(item: Item) -> str:
    """Give a price as it can be typed: `post_money:24B`."""
    words = [item.get("kind"), item.get("part"), item.get("figure")]
    return ":".join(str(word) for word in words if word is not None)


def investor_text(item: Item) -> str:
    """Give an investor as it can be typed: `NVIDIA:lead:2B`."""
    lead = "lead" if item.get("lead") else None
    words = [item.get("name"), lead, item.get("amount")]
    return ":".join(str(word) for word in words if word is not None)


def _same_value(field: str, proposed: Item, now: Item, claim: Item) -> bool:
    if proposed.get(field) == now.get(field):
        return True
    named = claim.get(field)
    return (
        field in {"company", "source"}
        and isinstance(named, Mapping)
        and proposed.get(field) == named.get("text")
    )


def _name(named: Item | None) -> str | None:
    return None if not named else named.get("id") or named.get("text")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _list_gist(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
