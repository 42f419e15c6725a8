"""What an event says, in one line of plain words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ledger.claims.figures import figure_from
from ledger.claims.items import investor_from, price_from, raised_from
from ledger.claims.names import Directory
from ledger.claims.numerals import plain
from ledger.rendering import snapshots

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
    """Say what an event says, without who and when.

    `numbers` gives the numbers of events by id; others are named by their ids.
    """
    words = _SAID.get(type_)
    if words is None:
        return type_
    text = words(data)
    for id_ in named_in(data):
        if numbers and id_ in numbers:
            text = text.replace(_short(id_), f"event {numbers[id_]}")
    return text


def named_in(data: Mapping[str, Any]) -> Iterator[str]:
    """Give the ids of the events that an event is about."""
    for field in ("claim", "copy", "target"):
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
    if told := [item for item in data.get("investors", ()) if item.keys() & _OWN]:
        parts.append("with " + ", ".join(_investor(item) for item in told))
    if data.get("stage"):
        parts.append(f"[{data['stage']}]")
    return " ".join(parts)


def _investor(item: Mapping[str, Any]) -> str:
    """Name an investor whose own part is told, with that part."""
    found = investor_from(item)
    amount = found.amount and found.amount.brief()
    stake = found.stake and f"{plain(found.stake)}%"
    stage = found.stage and f"[{found.stage}]"
    return " ".join(x for x in (found.name, amount, stake, stage) if x)


def _raised(item: Mapping[str, Any]) -> str:
    raised = raised_from(item)
    basis = "" if raised.basis == "round_total" else f" {raised.basis}"
    part = f" ({raised.part})" if raised.part else ""
    ended = raised.condition in {"met", "dropped"}
    condition = f", condition {raised.condition}" if ended else ""
    return f"{raised.figure.brief()}{basis}{part}{condition}".replace("_", " ")


def _price(item: Mapping[str, Any]) -> str:
    price = price_from(item)
    word = PRICE_WORDS.get(price.kind, price.kind)
    part = f" ({price.part})" if price.part else ""
    return f"{price.figure.brief()} {word}".strip() + part


def _reported(data: Mapping[str, Any]) -> str:
    return f"reports {data['round']}: {terms(data)}"


def _valued(data: Mapping[str, Any]) -> str:
    return f"puts {data['company']} {terms(data)}"


def _revised(data: Mapping[str, Any]) -> str:
    changed = terms(data["set"])
    others = [x for x in data["set"] if x not in {"raised", "valuation", "stage"}]
    named = ", ".join(others)
    return f"revises {_short(data['claim'])}: {changed} {named}".rstrip()


def _short(event_id: str) -> str:
    return f"event {event_id[:8]}"


def _about(data: Mapping[str, Any]) -> str:
    if "round" in data:
        return str(data["round"])
    return ", ".join(_short(claim) for claim in data.get("claims", ()))


def _denied(data: Mapping[str, Any]) -> str:
    scope = ", ".join(data["scope"])
    return f"denies {_about(data)} ({scope}; {data['form'].replace('_', ' ')})"


def _relayed(data: Mapping[str, Any]) -> str:
    if "copy" in data:
        return f"{_short(data['copy'])} is a copy of {_short(data['claim'])}"
    return f"carries {_short(data['claim'])} ({data['form']})"


def _merged(data: Mapping[str, Any]) -> str:
    how = "is bought by" if data["form"] == "acquired" else "is the same as"
    return f"{data['company']} {how} {data['into']}"


def _ended(data: Mapping[str, Any]) -> str:
    day = f" on {data['effective']}" if "effective" in data else ""
    price = f" at {figure_from(data['price']).brief()}" if "price" in data else ""
    how = "is listed" if data["ended"] == "listed" else "shuts down"
    return f"{data['company']} {how}{day}{price}"


def _corrected(data: Mapping[str, Any]) -> str:
    fields = ", ".join(data["set"])
    return f"corrects {fields} of {_short(data['target'])}: {data['reason']}"


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


_SAID: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "ledger.opened": lambda data: f"opens the ledger {data['origin']}",
    "company.registered": _named,
    "company.alias_added": _alias,
    "source.registered": _named,
    "source.alias_added": _alias,
    "round.reported": _reported,
    "valuation.reported": _valued,
    "claim.revised": _revised,
    "claim.retracted": lambda data: f"retracts {_short(data['claim'])}",
    "claim.denied": _denied,
    "claim.confirmed": lambda data: (
        f"confirms {_short(data['claim'])} ({', '.join(data['scope'])})"
    ),
    "claim.commented": lambda data: (
        f"comments on {_about(data)} ({data['form'].replace('_', ' ')})"
    ),
    "claim.relayed": _relayed,
    "claim.moved": lambda data: f"{_short(data['claim'])} is about {data['to']}",
    "rounds.merged": lambda data: f"{data['round']} is the same as {data['into']}",
    "companies.merged": _merged,
    "rounds.kept_apart": lambda data: (
        f"keeps {data['round']} apart from {data['other']}: {data['reason']}"
    ),
    "companies.kept_apart": lambda data: (
        f"keeps {data['company']} apart from {data['other']}: {data['reason']}"
    ),
    "company.ended": _ended,
    "company.renamed": lambda data: f"{data['slug']} is now called {data['name']}",
    "snapshot.taken": snapshots.taken,
    "snapshot.column_seen": snapshots.column_seen,
    "snapshot.row_seen": snapshots.row_seen,
    "snapshot.row_changed": snapshots.row_changed,
    "snapshot.row_gone": snapshots.row_gone,
    "entry.corrected": _corrected,
    "entry.voided": lambda data: f"voids {_short(data['target'])}: {data['reason']}",
    "payload.erased": lambda data: f"erases payload {data['commitment'][:8]}",
    "key.rotated": lambda data: f"replaces the signing key {data['old']}",
}
