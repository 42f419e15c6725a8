"""Every field of the models of events and every word that a field may hold, as paths.

`set.raised.basis=target` is the word `target` in the field `basis` of `raised`, in
`set`.
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from ledger.claims.amounts import QUALIFIERS, Figure
from ledger.claims.events import MODELS
from ledger.claims.fields import EventPart
from ledger.claims.schemas import types_in


def paths(kind: str) -> list[str]:
    """Give all paths of a kind, in the order of its fields."""
    return list(_paths(MODELS[kind], ""))


def _paths(model: type[EventPart], before: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        path = f"{before}{info.alias or name}"
        yield path
        for type_ in types_in(info.annotation):
            if get_origin(type_) is Literal:
                yield from (f"{path}={word}" for word in get_args(type_))
            elif type_ is Figure:
                yield from (f"{path}.qualifier={word}" for word in QUALIFIERS)
            elif isinstance(type_, type) and issubclass(type_, EventPart):
                yield from _paths(type_, f"{path}.")


def at(path: str) -> dict[str, Any]:
    """Give data that hold nothing but what a path leads to."""
    names, _, word = path.partition("=")
    first, _, rest = names.partition(".")
    if not rest:
        return {first: word or "anything"}
    return {first: [at(path.partition(".")[2])]}
