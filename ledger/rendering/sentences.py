"""What an event says, in one line of plain words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ledger.claims.figures import Price, Raised, figure_from
from ledger.claims.names import Directory
from ledger.projections.prose import Prose
from ledger.rendering import snapshots

Words = str | tuple[str | int, ...]
"""What an event says; a number is that of an event that it names."""

PRICE_WORDS: Final = {
    "pre_money": "pre-money",
    "post_money": "post-money",
    "unspecified": "",
    "409a": "409A",
    "deal_value": "deal value",
}
_SUBJECTS: Final = ("source", "carrier")
_ONE: Final = ("claim", "copy", "target")
"""The fields that hold the id of an event; `claims` holds several."""
_SHORT: Final = 8
"""Characters of an id that stand for it."""
_ROUNDS: Final = ("round", "other", "into", "to")
"""The fields that may hold the name of a round."""


def sentence(
    type_: str,
    data: Mapping[str, Any],
    names: Directory,
    numbers: Mapping[str, int] | None = None,
) -> str:
    """Say who says what, with the publication date."""
    words = [subject(data, names), said(type_, data, numbers)]
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


def said(
    type_: str, data: Mapping[str, Any], numbers: Mapping[str, int] | None = None
) -> str:
    """Say what an event says, without who and when, as `told` does, as one text."""
    return str(told(type_, data, numbers))


def told(
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
    words = _SAID.get(type_)
    if words is None:
        return Prose.of(type_)
    found = words(_labelled(_numbered(data, numbers or {}), within))
    return Prose.of(found) if isinstance(found, str) else Prose(found)


def _numbered(data: Mapping[str, Any], numbers: Mapping[str, int]) -> dict[str, Any]:
    """Name events by number, or by how their ids begin, before a word is said."""
    named = {id_: numbers.get(id_, id_[:_SHORT]) for id_ in named_in(data)}
    changed: dict[str, Any] = {x: named[data[x]] for x in _ONE if x in data}
    if "claims" in data:
        changed["claims"] = [named[id_] for id_ in data["claims"]]
    return {**data, **changed}


def _labelled(data: dict[str, Any], company: str) -> dict[str, Any]:
    if not company:
        return data
    names = {x: data[x].removeprefix(f"{company}/") for x in _ROUNDS if x in data}
    return data | names


def named_in(data: Mapping[str, Any]) -> Iterator[str]:
    """Give the ids of the events that an event is about."""
    for field in _ONE:
        if field in data:
            yield data[field]
    yield from data.get("claims", ())


def terms(data: Mapping[str, Any]) -> str:
    """Say what a claim states of stage, money and price."""
    parts = []
    if data.get("raised"):
        parts.append(", ".join(_raised(item) for item in data["raised"]))
    if data.get("valuation"):
        parts.append("at " + ", ".join(_price(item) for item in data["valuation"]))
    if data.get("stage"):
        parts.append(f"[{data['stage']}]")
    return " ".join(parts)


def _raised(item: Mapping[str, Any]) -> str:
    raised = Raised(figure_from(item["figure"]), item["basis"], item.get("part"))
    basis = "" if raised.basis == "round_total" else f" {raised.basis}"
    part = f" ({raised.part})" if raised.part else ""
    return "".join(_spaced(x) for x in (raised.figure.brief(), basis, part))


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _price(item: Mapping[str, Any]) -> str:
    price = Price(figure_from(item["figure"]), item["kind"])
    word = PRICE_WORDS.get(price.kind, price.kind)
    return f"{price.figure.brief()} {word}".strip()


def _reported(data: Mapping[str, Any]) -> str:
    return f"reports {data['round']}: {terms(data)}"


def _valued(data: Mapping[str, Any]) -> str:
    return f"puts {data['company']} {terms(data)}"


def _revised(data: Mapping[str, Any]) -> Words:
    changed = terms(data["set"])
    others = [x for x in data["set"] if x not in {"raised", "valuation", "stage"}]
    named = ", ".join(others)
    return "revises event ", data["claim"], f": {changed} {named}".rstrip()


def _about(data: Mapping[str, Any]) -> Iterator[str | int]:
    if "round" in data:
        yield data["round"]
        return
    for place, claim in enumerate(data.get("claims", ())):
        yield ", event " if place else "event "
        yield claim


def _denied(data: Mapping[str, Any]) -> Words:
    scope = ", ".join(data["scope"])
    return "denies ", *_about(data), f" ({scope}; {_spaced(data['form'])})"


def _relayed(data: Mapping[str, Any]) -> Words:
    if "copy" in data:
        return "event ", data["copy"], " is a copy of event ", data["claim"]
    return "carries event ", data["claim"], f" ({data['form']})"


def _merged(data: Mapping[str, Any]) -> str:
    how = "is bought by" if data["form"] == "acquired" else "is the same as"
    return f"{data['company']} {how} {data['into']}"


def _corrected(data: Mapping[str, Any]) -> Words:
    fields = ", ".join(data["set"])
    return f"corrects {fields} of event ", data["target"], f": {data['reason']}"


def _named(data: Mapping[str, Any]) -> str:
    also = ", ".join(data.get("aliases", ()))
    kind = f", {data['kind']}" if "kind" in data else ""
    speaks = ", ".join(data.get("speaks_for", ()))
    return (
        f"{data['slug']} is {data['name']}{kind}"
        + (f", speaks for {speaks}" if speaks else "")
        + (f", also {also}" if also else "")
    )


def _alias(data: Mapping[str, Any]) -> str:
    return f"{data['slug']} is also {data['alias']}"


_SAID: Final[Mapping[str, Callable[[Mapping[str, Any]], Words]]] = {
    "ledger.opened": lambda data: f"opens the ledger {data['origin']}",
    "company.registered": _named,
    "company.alias_added": _alias,
    "source.registered": _named,
    "source.alias_added": _alias,
    "round.reported": _reported,
    "valuation.reported": _valued,
    "claim.revised": _revised,
    "claim.retracted": lambda data: ("retracts event ", data["claim"]),
    "claim.denied": _denied,
    "claim.confirmed": lambda data: (
        "confirms event ",
        data["claim"],
        f" ({', '.join(data['scope'])})",
    ),
    "claim.commented": lambda data: (
        "comments on ",
        *_about(data),
        f" ({_spaced(data['form'])})",
    ),
    "claim.relayed": _relayed,
    "claim.moved": lambda data: ("event ", data["claim"], f" is about {data['to']}"),
    "rounds.merged": lambda data: f"{data['round']} is the same as {data['into']}",
    "companies.merged": _merged,
    "rounds.kept_apart": lambda data: (
        f"keeps {data['round']} apart from {data['other']}: {data['reason']}"
    ),
    "company.renamed": lambda data: f"{data['slug']} is now called {data['name']}",
    "snapshot.taken": snapshots.taken,
    "snapshot.column_seen": snapshots.column_seen,
    "snapshot.row_seen": snapshots.row_seen,
    "snapshot.row_changed": snapshots.row_changed,
    "snapshot.row_gone": snapshots.row_gone,
    "entry.corrected": _corrected,
    "entry.voided": lambda data: (
        "voids event ",
        data["target"],
        f": {data['reason']}",
    ),
    "payload.erased": lambda data: f"erases payload {data['commitment'][:8]}",
    "key.rotated": lambda data: f"replaces the signing key {data['old']}",
}
