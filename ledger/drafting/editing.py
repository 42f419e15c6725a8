"""What a person changes of a claim: a field, typed as it is typed elsewhere.

Several values of a list are separated by semicolons; `none` empties a field. A figure
keeps its quote as long as its amount stays; another amount is the person's own reading.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, Final

from ledger.claims.figures import parse_figure, parse_price, parse_raised
from ledger.claims.investors import parse_investor
from ledger.claims.names import proposed_slug, split_round
from ledger.claims.round_types import round_type_of
from ledger.claims.vocabulary import DENIAL_FORMS, SCOPE_FIELDS, STAGES
from ledger.drafting.accepting import CONFIRMATION, DENIAL, KINDS, REPORT
from ledger.errors import BadInput

DraftDict = dict[str, Any]
"""A draft as it is reviewed."""

EditableClaim = MutableMapping[str, Any]
"""A claim of a draft; a decision on it and corrections are set in it."""

NONE: Final = "none"
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": KINDS,
    "stage": STAGES,
    "form": DENIAL_FORMS,
}
_ROUND: Final = {"round", "round_type", "raised", "investors"}
_REPORTED: Final = {*_ROUND, "stage", "valuation", "effective"}
_MONTH: Final = 7
"""Characters of a year and a month: 2024-01."""


def fields_of(claim: EditableClaim) -> list[str]:
    """Name the fields that a claim of its kind has."""
    kind = claim.get("kind")
    if kind in {DENIAL, CONFIRMATION}:
        others = _REPORTED if kind == DENIAL else {*_REPORTED, "denies", "form"}
    else:
        others = {"denies", "scope", "form"}
        others |= set() if kind == REPORT else _ROUND
    return [field for field in FIELDS if field not in others]


def edit(claim: EditableClaim, field: str, text: str) -> None:
    """Set a field of a claim to what was typed; BadInput if it cannot be that."""
    if field not in fields_of(claim):
        options = ", ".join(fields_of(claim))
        raise BadInput(f"no field {field!r} of {claim.get('kind')}", options)
    claim[field] = FIELDS[field](claim, field, text.strip())
    if field == "kind":
        for other in FIELDS.keys() - set(fields_of(claim)):
            claim.pop(other, None)


def round_for(claim: Mapping[str, Any], draft: Mapping[str, Any], offered: str) -> str:
    """Propose a round: that of an offer, by its type, or by its month; else nothing.

    `offered` is the round of the first claim on record that is offered, or nothing.
    Two claims without a type are not put into one round: a person says which it is.
    """
    company = claim.get("company") or {}
    slug = company.get("id") or proposed_slug(str(company.get("text") or ""))
    if offered.startswith(f"{slug}/"):
        return offered
    type_ = claim.get("round_type")
    others = [one for one in draft["claims"] if one is not claim and one.get("round")]
    for other in others:
        same = type_ is not None and other.get("round_type") == type_
        if same and str(other["round"]).startswith(f"{slug}/"):
            return str(other["round"])
    day = claim.get("effective") or draft["document"].get("published")
    label = proposed_slug(str(type_ or str(day or "")[:_MONTH]).replace("_", "-"))
    found = f"{slug}/{label}" if slug and label else ""
    taken = type_ is None and any(one["round"] == found for one in others)
    return "" if taken else found


def _word(_: EditableClaim, field: str, text: str) -> str:
    if text not in _WORDS[field]:
        raise BadInput(
            f"{text!r} is not a {field}", f"one of {', '.join(_WORDS[field])}"
        )
    return text


def _name(_: EditableClaim, __: str, text: str) -> dict[str, Any] | None:
    return None if text == NONE else {"id": None, "text": text}


def _names(_: EditableClaim, __: str, text: str) -> list[dict[str, Any]]:
    return [{"id": None, "text": one} for one in _split_list(text)]


def _round(_: EditableClaim, __: str, text: str) -> str:
    return "/".join(split_round(text))


def _round_type(_: EditableClaim, __: str, text: str) -> str | None:
    found = None if text == NONE else round_type_of(text)
    if found is None and text != NONE:
        raise BadInput(
            f"{text!r} is not a type of round", "such as seed, series_b, debt"
        )
    return found


def _text_or_none(_: EditableClaim, __: str, text: str) -> str | None:
    return None if text == NONE else text


def _scope(_: EditableClaim, __: str, text: str) -> list[str]:
    found = _split_list(text)
    for one in found:
        if one not in SCOPE_FIELDS:
            raise BadInput(
                f"{one!r} is not a scope", f"one of {', '.join(SCOPE_FIELDS)}"
            )
    return found


def _denied(_: EditableClaim, __: str, text: str) -> list[str]:
    return _split_list(text)


def _raised(claim: EditableClaim, field: str, text: str) -> list[dict[str, Any]]:
    found = []
    for one in _split_list(text):
        read = parse_raised(one if ":" in one else f"round_total:{one}")
        item = {"basis": read.basis, "part": read.part, "condition": read.condition}
        found.append(_with_quote(item, str(read.figure), claim.get(field) or ()))
    return found


def _prices(claim: EditableClaim, field: str, text: str) -> list[dict[str, Any]]:
    found = []
    for one in _split_list(text):
        read = parse_price(one if ":" in one else f"unspecified:{one}")
        item = {"kind": read.kind, "part": read.part}
        found.append(_with_quote(item, str(read.figure), claim.get(field) or ()))
    return found


def _investors(claim: EditableClaim, field: str, text: str) -> list[dict[str, Any]]:
    before = {one.get("name"): one for one in claim.get(field) or ()}
    found = []
    for one in _split_list(text):
        read = parse_investor(one)
        amount = None if read.amount is None else str(read.amount)
        old = before.get(read.name, {})
        place = {key: old[key] for key in ("quote", "start", "end") if key in old}
        item = {"name": read.name, "id": old.get("id"), "lead": bool(read.leads)}
        found.append({**item, "amount": amount, **place})
    return found


def _with_quote(
    item: Mapping[str, Any], figure: str, before: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Give an item with its figure, and the quote of the same amount before."""
    kept = {key: value for key, value in item.items() if value is not None}
    kept["figure"] = figure
    for old in before:
        if old.get("figure") is not None and _amount_key(old["figure"]) == _amount_key(
            figure
        ):
            place = {key: old[key] for key in ("quote", "start", "end") if key in old}
            return {**kept, **place}
    return kept


def _amount_key(figure: object) -> object:
    read = parse_figure(str(figure))
    return read.currency, read.min, read.max


def _split_list(text: str) -> list[str]:
    found = [part.strip() for part in text.split(";")]
    return [] if text == NONE else [part for part in found if part]


FIELDS: Final[Mapping[str, Callable[[EditableClaim, str, str], Any]]] = {
    "kind": _word,
    "company": _name,
    "round": _round,
    "stage": _word,
    "round_type": _round_type,
    "raised": _raised,
    "valuation": _prices,
    "investors": _investors,
    "effective": _text_or_none,
    "source": _name,
    "via": _names,
    "denies": _denied,
    "scope": _scope,
    "form": _word,
}
"""What can be edited, in the order in which it is shown."""
