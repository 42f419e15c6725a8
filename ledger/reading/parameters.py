"""Whether a question is asked with what its parameters take.

The types that a parameter is annotated with are the rule. What is of another type is
told by the name of the parameter, before anything is read.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import wraps
from inspect import Parameter, signature
from types import UnionType
from typing import Final, ParamSpec, TypeAlias, TypeVar, get_args

from ledger.claims.names import near
from ledger.errors import BadInput
from ledger.projections.basis import Basis

P = ParamSpec("P")
R = TypeVar("R")

EventName: TypeAlias = str | int
"""The number of an event, or the beginning of its id."""

WANTED: Final[Mapping[type, str]] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    Basis: "what book.basis(...) gives",
    type(None): "None",
}
"""Type of a parameter -> what is to be given."""

OFTEN_MEANT: Final = ("companies", "names", "source", "question", "name")
"""Parameters that are often meant where a basis stands first."""


def question(ask: Callable[P, R]) -> Callable[P, R]:
    """Let a question check what it is asked with; BadInput names the parameter.

    A parameter that it does not have is a TypeError that lists those it has.
    """
    parameters = signature(ask).parameters
    taken = {name: _types(one) for name, one in parameters.items()}

    @wraps(ask)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if not kwargs.keys() <= taken.keys():
            check_names(kwargs, _known(parameters))
        given = {**dict(zip(taken, args, strict=False)), **kwargs}
        for name, value in given.items():
            types = taken.get(name, ())
            if types and not _fits(value, types):
                raise _misfit(name, value, types, parameters)
        return ask(*args, **kwargs)

    return checked


def check_names(given: Iterable[str], known: Collection[str]) -> None:
    """Raise TypeError for the name of a parameter that is not known."""
    for name in given:
        if name not in known:
            close = near(name, known)
            perhaps = f"perhaps {' or '.join(close)}; " if close else ""
            what = f"no parameter {name!r}; {perhaps}there are {', '.join(known)}"
            raise TypeError(what)


def _known(parameters: Mapping[str, Parameter]) -> list[str]:
    """Name all parameters of a question, those of the clocks last."""
    several = (
        (name,) if one.kind is not Parameter.VAR_KEYWORD else _unpacked(one)
        for name, one in list(parameters.items())[1:]
    )
    return [name for some in several for name in some]


def _unpacked(clocks: Parameter) -> tuple[str, ...]:
    """Name the words of `**cuts: Unpack[Cuts]`."""
    (words,) = get_args(clocks.annotation)
    return tuple(words.__annotations__)


def _types(one: Parameter) -> tuple[type, ...]:
    """Give the types that a parameter takes; none where they are not plain ones."""
    wanted = one.annotation
    types = get_args(wanted) if isinstance(wanted, UnionType) else (wanted,)
    plain = all(isinstance(x, type) and x in WANTED for x in types)
    return types if plain and one.kind is not Parameter.VAR_KEYWORD else ()


def _fits(given: object, types: tuple[type, ...]) -> bool:
    """Tell whether a value is of one of the types; True is no number."""
    if isinstance(given, bool):
        return bool in types
    return isinstance(given, types) or (float in types and isinstance(given, int))


def _misfit(
    name: str,
    given: object,
    types: tuple[type, ...],
    parameters: Mapping[str, Parameter],
) -> BadInput:
    """Give the error for a value of another type than a parameter takes."""
    wanted = " or ".join(WANTED[one] for one in types if one is not type(None))
    if Basis not in types:
        what = f"{name}: {given!r} is {type(given).__name__}"
        return BadInput(what, f"give {wanted}", (name,))
    hint = f"give {wanted}, or as_of='2024-01-19' in its place"
    meant = next((x for x in OFTEN_MEANT if x in parameters), None)
    if meant is not None and isinstance(given, str | list | tuple):
        hint = f"write {meant}={given!r} if that is meant; else {hint}"
    return BadInput(f"{name}: {given!r} is not a basis", hint, (name,))


def path_text(place: object) -> str:
    """Give where a ledger is as text; BadInput if that is neither a path nor a URL."""
    if isinstance(place, str | bytes | os.PathLike):
        return os.fsdecode(place)
    raise BadInput(
        f"place: {place!r} is {type(place).__name__}",
        "give a path or a URL, such as 'sayso.db'",
        ("place",),
    )
