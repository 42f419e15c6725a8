"""What an event says, in one line of plain words."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any, Final, NamedTuple

from ledger.claims.figures import figure_from, price_from, raised_from
from ledger.claims.investors import investor_from
from ledger.claims.kinds import KINDS, Kind
from ledger.claims.names import Directory
from ledger.claims.numerals import plain_number
from ledger.claims.vocabulary import DEBT_TYPES, PURCHASE_TYPES, SECONDARY_TYPES
from ledger.projections.prose import Prose
from ledger.rendering import snapshots

SentenceText = str | tuple[str | int, ...]
"""What an event says; a number is that of an event that it names."""

PRICE_WORDS: Final = {
    "pre_money": "pre-money",
    "post_money": "post-money",
    "unspecified": "",
    "409a": "409A",
    "deal_value": "deal value",
}
_SUBJECTS: Final = ("source", "carrier")
_OWN: Final = frozenset({"amount", "stage", "stake"})
"""What is said of an investor's own part in a round."""
_UNLIKE_EQUITY: Final = (
    DEBT_TYPES
    | SECONDARY_TYPES
    | PURCHASE_TYPES
    | {"grant", "vendor_financing", "loi_commitment"}
    | {"mixed", "in_kind", "warrant"}
)
"""Types of rounds, and instruments, that nobody may take for new equity."""

_SHORT: Final = 8
"""Characters of an id that stand for it."""


def sentence(
    type_: str,
    data: Mapping[str, Any],
    names: Directory,
    numbers: Mapping[str, int] | None = None,
) -> str:
    """Say who says what, with the publication date."""
    words = [subject(data, names), said(type_, _by_name(type_, data, names), numbers)]
    published = data.get("published")
    if published is not None:
        words.append(f"(published {published})")
    return " ".join(word for word in words if word)


def subject(data: Mapping[str, Any], names: Directory) -> str:
    """Name who speaks, as registered."""
    for field in _SUBJECTS:
        slug = data.get(field)
        if slug is not None:
            known = names.sources.get(slug)
            return slug if known is None else known.name
    return ""


def _by_name(
    type_: str, data: Mapping[str, Any], names: Directory
) -> Mapping[str, Any]:
    """Put the name of a tagged company, or of a publisher, where its slug stands."""
    match type_:
        case "company.tagged" if company := names.companies.get(data["slug"]):
            return {**data, "slug": company.name}
        case "document.recorded" if source := names.sources.get(
            data.get("publisher", "")
        ):
            return {**data, "publisher": source.name}
    return data


def said(
    type_: str, data: Mapping[str, Any], numbers: Mapping[str, int] | None = None
) -> str:
    """Say what an event says, without who and when, as one text."""
    return "".join(map(str, _sentence_parts(type_, data, numbers or {})))


def sentence_of(
    type_: str,
    data: Mapping[str, Any],
    numbers: Mapping[str, int] | None = None,
    *,
    within: str = "",
) -> Prose:
    """Say what an event says, without who and when.

    `numbers` gives the numbers of events by id; others are named by their ids. The
    rounds of the company `within` go by their labels alone.
    """
    return Prose.of(*_sentence_parts(type_, data, numbers or {}, within))


def _sentence_parts(
    type_: str, data: Mapping[str, Any], numbers: Mapping[str, int], within: str = ""
) -> tuple[str | int, ...]:
    kind = KINDS.get(type_)
    if kind is None:
        return (type_,)
    shown = _labelled(_numbered(data, kind, numbers), kind, within)
    words = TOLD.get(type_)
    if words is None:
        return tuple(_filled(kind, shown)) or (type_,)
    found = words(shown)
    return (found,) if isinstance(found, str) else found


def _numbered(
    data: Mapping[str, Any], kind: Kind, numbers: Mapping[str, int]
) -> dict[str, Any]:
    """Name events by number, or by how their ids begin, before a word is said."""

    def name(id_: str) -> int | str:
        return numbers.get(id_, id_[:_SHORT])

    there = {x: data[x] for x in kind.events if x in data}
    changed = {
        x: name(ids) if isinstance(ids, str) else [name(id_) for id_ in ids]
        for x, ids in there.items()
    }
    return {**data, **changed}


def _labelled(data: dict[str, Any], kind: Kind, company: str) -> dict[str, Any]:
    if not company:
        return data
    there = [x for x in kind.rounds if isinstance(data.get(x), str)]
    return data | {x: data[x].removeprefix(f"{company}/") for x in there}


class _Slot(NamedTuple):
    """A part of a template: text, and the field that stands behind it."""

    text: str
    field: str | None
    spec: str
    as_words: bool


@cache
def _slots(template: str) -> tuple[_Slot, ...]:
    return tuple(
        _Slot(text, field, spec or "", conversion == "w")
        for text, field, spec, conversion in Formatter().parse(template)
    )


def _filled(kind: Kind, data: Mapping[str, Any]) -> Iterator[str | int]:
    """Fill in the first template of a kind whose fields are all there."""
    for template in kind.says:
        slots = _slots(template)
        if all(slot.field is None or slot.field in data for slot in slots):
            for slot in slots:
                yield slot.text
                if slot.field is not None:
                    yield from _value(slot, data[slot.field], kind)
            return


def _value(slot: _Slot, value: Any, kind: Kind) -> Iterator[str | int]:
    several = value if isinstance(value, list | tuple | Mapping) else [value]
    for place, one in enumerate(several):
        yield ", " if place else ""
        if slot.field in kind.events:
            yield "event "
            yield one
        else:
            text = format(one, slot.spec)
            yield spaced(text) if slot.as_words else text


def terms(data: Mapping[str, Any]) -> str:
    """Say what a claim states of stage, money and price; what is not equity says so.

    A price that is of the same kind says it already: 29B tender.
    """
    parts = []
    if data.get("raised"):
        parts.append(", ".join(_raised(item) for item in data["raised"]))
    if data.get("valuation"):
        parts.append("at " + ", ".join(_price(item) for item in data["valuation"]))
    priced = {item.get("kind") for item in data.get("valuation") or ()}
    if (kind := _unlike_equity(data)) and kind not in priced:
        parts.append(f"as {spaced(kind)}")
    if own := [item for item in data.get("investors", ()) if item.keys() & _OWN]:
        parts.append("with " + ", ".join(map(_investor, own)))
    if data.get("stage"):
        parts.append(f"[{data['stage']}]")
    return " ".join(parts)


def _unlike_equity(data: Mapping[str, Any]) -> str | None:
    """Name what kind of deal it is, if it is no plain sale of new shares."""
    kinds = (data.get("round_type"), data.get("instrument"))
    return next((kind for kind in kinds if kind in _UNLIKE_EQUITY), None)


def _investor(item: Mapping[str, Any]) -> str:
    """Name an investor whose own part is told, with that part."""
    found = investor_from(item)
    amount = found.amount and found.amount.brief()
    stake = found.stake and f"{plain_number(found.stake)}%"
    stage = found.stage and f"[{found.stage}]"
    return " ".join(x for x in (found.name, amount, stake, stage) if x)


def _raised(item: Mapping[str, Any]) -> str:
    raised = raised_from(item)
    basis = "" if raised.basis == "round_total" else f" {raised.basis}"
    part = f" ({raised.part})" if raised.part else ""
    ended = raised.condition in {"met", "dropped"}
    condition = f", condition {raised.condition}" if ended else ""
    words = (raised.figure.brief(), basis, part, condition)
    return "".join(spaced(word) for word in words)


def spaced(word: str) -> str:
    """Write a word of the vocabulary, or several, for people."""
    for price in ("pre_money", "post_money"):
        word = word.replace(price, PRICE_WORDS[price])
    return word.replace("_", " ")


def _price(item: Mapping[str, Any]) -> str:
    price = price_from(item)
    word = PRICE_WORDS.get(price.kind, price.kind)
    part = f" ({price.part})" if price.part else ""
    return f"{price.figure.brief()} {word}".strip() + part


def _reported(data: Mapping[str, Any]) -> str:
    return f"reports {data['round']}: {terms(data)}"


def _valued(data: Mapping[str, Any]) -> str:
    return f"puts {data['company']} {terms(data)}"


def _revised(data: Mapping[str, Any]) -> SentenceText:
    changed = terms(data["set"])
    others = [x for x in data["set"] if x not in {"raised", "valuation", "stage"}]
    named = ", ".join(others)
    return "revises event ", data["claim"], f": {changed} {named}".rstrip()


def _merged(data: Mapping[str, Any]) -> str:
    how = "is bought by" if data["form"] == "acquired" else "is the same as"
    return f"{data['company']} {how} {data['into']}"


def _ended(data: Mapping[str, Any]) -> str:
    day = f" on {data['effective']}" if "effective" in data else ""
    price = f" at {figure_from(data['price']).brief()}" if "price" in data else ""
    how = "is listed" if data["ended"] == "listed" else "shuts down"
    return f"{data['company']} {how}{day}{price}"


def _registration(data: Mapping[str, Any]) -> str:
    also = ", ".join(data.get("aliases", ()))
    kind = f", {data['kind']}" if "kind" in data else ""
    speaks = ", ".join(data.get("speaks_for", ()))
    return (
        f"{data['slug']} is {data['name']}{kind}"
        + (f", speaks for {speaks}" if speaks else "")
        + (f", also {also}" if also else "")
    )


def _document(data: Mapping[str, Any]) -> str:
    title = data.get("title") or data.get("url") or f"text {data['text_sha256'][:8]}"
    by = f", published by {data['publisher']}" if "publisher" in data else ""
    return f"document: {title}{by}"


def _cited(data: Mapping[str, Any]) -> SentenceText:
    words: list[str | int] = ["evidence of event ", data["claim"], ":"]
    if "document" in data:
        words += [" document event ", data["document"]]
    if "start" in data:
        words.append(f", characters {data['start']} to {data['end']}")
    rest = [data[x] for x in ("locator", "url", "note") if x in data]
    rest += [x["what"] for x in data.get("payloads", ())]
    comma = "," if "document" in data and rest else ""
    return (*words, f"{comma} {', '.join(rest)}".rstrip())


def _tagged(data: Mapping[str, Any]) -> SentenceText:
    given = [f"{key}={value}" for key, value in data["tags"].items()]
    given += [f"without {key}" for key in data.get("without", ())]
    words = f"tags {data['slug']}: {', '.join(given)}"
    return (words, ", after event ", data["after"]) if "after" in data else words


TOLD: Final[Mapping[str, Callable[[Mapping[str, Any]], SentenceText]]] = {
    "company.registered": _registration,
    "company.tagged": _tagged,
    "source.registered": _registration,
    "round.reported": _reported,
    "valuation.reported": _valued,
    "claim.revised": _revised,
    "companies.merged": _merged,
    "company.ended": _ended,
    "document.recorded": _document,
    "claim.cited": _cited,
    "snapshot.column_seen": snapshots.column_seen,
    "snapshot.row_seen": snapshots.row_seen,
    "snapshot.row_changed": snapshots.row_changed,
}
"""The kinds that no template can describe; the others have theirs in `kinds`."""
