"""A claim of a draft on one screen: its passage, its fields, what it may do."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ledger.claims.names import shown
from ledger.drafting.gist import Item, investor_text, price_text, raised_text

KEYS: Final = "a accept, e edit, r reject, s skip, b back, q stop"
_WIDTH: Final = 11
_FIGURE: Final = "\ufffc"
"""Stands for a figure in the words that gave another one its role."""
_LISTS: Final = {
    "raised": raised_text,
    "valuation": price_text,
    "investors": investor_text,
}


def screen(claim: Item, at: int, of: int, mark: Callable[[str], str]) -> Iterator[str]:
    """Give the lines of a claim; `mark` marks the quote of its evidence.

    `at` is its number among `of` claims.
    """
    tier = claim.get("tier") or "no tier"
    yield f"{at} of {of}: {claim['id']}, {tier}, {claim.get('decision')}"
    yield ""
    yield _passage(claim, mark)
    yield ""
    for field, text in _fields(claim):
        yield f"  {field:<{_WIDTH}} {shown(text)}"
    reasons = [_on_one_line(reason) for reason in claim.get("reasons") or ()]
    if reasons:
        yield f"  {'because':<{_WIDTH}} {'; '.join(reasons)}"
    for number, offer in enumerate(claim.get("ledger") or (), 1):
        took = " (taken)" if offer.get("take") is True else ""
        what = f"{offer['may']} {str(offer['event'])[:12]}: {offer['because']}"
        yield f"  {number} {shown(what)}{took}"


def _passage(claim: Item, mark: Callable[[str], str]) -> str:
    passage = claim.get("evidence") or {}
    before, behind = (_on_one_line(passage.get(key)) for key in ("before", "behind"))
    quote = _on_one_line(passage.get("quote"))
    return f"  {before}{mark(quote.strip())}{behind}"


def _fields(claim: Item) -> Iterator[tuple[str, str]]:
    for field in ("kind", "company", "round", "stage", "round_type"):
        if claim.get(field):
            yield field, _text(claim[field])
    for field, text in _LISTS.items():
        for item in claim.get(field) or ():
            quote = item.get("quote")
            words = (
                f'  "{_on_one_line(quote)}"' if quote and field != "investors" else ""
            )
            ask = f"  {item['ask']}" if item.get("ask") else ""
            yield field, f"{text(item)}{words}{ask}"
    for field in ("effective", "denies", "scope", "form", "source", "via"):
        if claim.get(field):
            yield field, _text(claim[field])


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        if value.get("id"):
            return str(value["id"])
        near = ", ".join(value.get("near") or ())
        return f"{value.get('text')} (not on record{f'; near: {near}' if near else ''})"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)


def _on_one_line(text: object) -> str:
    """Give a passage on one line, its blanks at the ends kept as one."""
    found = str(text or "").replace(_FIGURE, "")
    lead = " " if found[:1].isspace() else ""
    tail = " " if found[-1:].isspace() and found.strip() else ""
    return f"{lead}{shown(' '.join(found.split()))}{tail}"
