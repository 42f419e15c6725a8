"""Values as JSON and back, by the names and types of their fields.

A record (a NamedTuple or a dataclass) is written as an array of its fields, a Decimal
as text. How it is read follows from its annotations alone, so a new field needs nothing
here; a type that cannot be read back is a TypeError as soon as it is asked for. The
shape of a type names all of its fields and their types: what was written under one
shape must not be read under another.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import sha256
from types import NoneType
from typing import Any, Final, NamedTuple, get_args, get_origin, get_type_hints

import orjson

FieldReader = Callable[[Any], Any]

_PLAIN: Final = frozenset({str, int, bool, float, NoneType})
"""What JSON gives back as it was."""


class TypeCodec(NamedTuple):
    """How values of a type are told from others, and read."""

    shape: str
    read: FieldReader | None = None
    """None where they are what JSON gives."""
    scalar: bool = False
    """Whether JSON has them as one text, number or word."""

    @property
    def digest(self) -> str:
        """A short name of the shape: 12 hexadecimal digits."""
        return sha256(self.shape.encode()).hexdigest()[:12]


def encode_value(value: object) -> bytes:
    """Write a value as JSON; lists and dicts may hold it."""
    return orjson.dumps(value, _plain_value, orjson.OPT_PASSTHROUGH_DATACLASS)


def _plain_value(value: Any) -> object:  # orjson hands over what it cannot write
    if isinstance(value, tuple):
        return tuple(value)
    if isinstance(value, Decimal):
        return str(value)
    return tuple(getattr(value, one.name) for one in fields(value))


@cache
def form_of(type_: Any) -> TypeCodec:  # unions and tuples are no classes
    """Give the form of a type; TypeError if its values could not be read back."""
    if type_ in _PLAIN:
        return TypeCodec(type_.__name__, scalar=True)
    if type_ is Decimal:
        return TypeCodec("Decimal", Decimal, scalar=True)
    if get_origin(type_) is tuple:
        return _tuple(*get_args(type_))
    match [one for one in get_args(type_) if one is not NoneType]:
        case [one] if NoneType in get_args(type_):
            return _optional(form_of(one))
    parts = field_codecs(type_)
    if not parts:
        raise TypeError(f"{type_} cannot be kept: no form of it is known")
    return _record(type_, parts)


@cache
def field_codecs(type_: type) -> dict[str, TypeCodec]:
    """Give the form of each field of a record, in their order; of others, nothing."""
    names = getattr(type_, "_fields", ())
    if is_dataclass(type_):
        names = tuple(one.name for one in fields(type_))
    hints = get_type_hints(type_) if names else {}
    return {name: form_of(hints[name]) for name in names}


def _optional(form: TypeCodec) -> TypeCodec:
    read = form.read
    there = None if read is None else lambda said: None if said is None else read(said)
    return TypeCodec(f"{form.shape}?", there, form.scalar)


def _tuple(*types: Any) -> TypeCodec:  # as above
    if types[-1] is Ellipsis:
        form = form_of(types[0])
        one = form.read
        if one is None:
            return TypeCodec(f"({form.shape}...)", tuple)
        return TypeCodec(f"({form.shape}...)", lambda said: tuple(map(one, said)))
    forms = [form_of(one) for one in types]
    shape = f"({', '.join(form.shape for form in forms)})"
    return TypeCodec(shape, _each(forms, tuple))


def _record(type_: Any, parts: dict[str, TypeCodec]) -> TypeCodec:  # as above
    said = ", ".join(f"{name}: {form.shape}" for name, form in parts.items())
    make = getattr(type_, "_make", None) or (lambda values: type_(*values))
    read = _each(parts.values(), make)
    if all(form.scalar for form in parts.values()):
        read = _once(read)
    return TypeCodec(f"{type_.__name__}({said})", read)


def _once(read: FieldReader) -> FieldReader:
    """Make equal small records once: many values have the same day or figure."""
    made = lru_cache(maxsize=1 << 14)(lambda *said: read(list(said)))
    return lambda said: made(*said)


def _each(forms: Iterable[TypeCodec], make: FieldReader) -> FieldReader:
    """Read the parts that JSON does not give as they were, and put all together."""
    readers = [(place, x.read) for place, x in enumerate(forms) if x.read is not None]

    def read(said: list[Any]) -> object:
        for place, one in readers:
            said[place] = one(said[place])
        return make(said)

    return read
