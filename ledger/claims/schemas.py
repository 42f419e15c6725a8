"""The schema number at which an event is written: the lowest that can express it.

It is the highest of the numbers with which its fields and words came, and at least
that of its kind's shape. So an event that uses nothing new has the same bytes and the
same id under every later version.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

from ledger.claims import kinds, vocabulary
from ledger.claims.events import MODELS
from ledger.claims.fields import EventPart
from ledger.claims.figures import Figure

_QUALIFIER: Final = "Qualifier"
"""How `SINCE` calls the list of words in every figure."""

_LISTS: Final[Mapping[object, str]] = {
    words: name
    for name, words in vars(vocabulary).items()
    if get_origin(words) is Literal
}


class Newer(NamedTuple):
    """A field that came late, or in which something may stand that did."""

    since: int
    """0 for a field that was always there."""
    words: Mapping[str, int]
    inner: "Mapping[str, Newer]"


def schema_of(type_: str, data: Mapping[str, Any]) -> int:
    """Give the number for the checked data of an event."""
    return max(kinds.KINDS[type_].shape, used_in(type_, data))


def used_in(type_: str, data: Mapping[str, Any]) -> int:
    """Give the highest number that the fields of a kind use; 0 if nothing is new."""
    return _used(data, newer(MODELS[type_]))


def highest_schema(type_: str) -> int:
    """Give the highest number that an event of a kind can get, by its model."""
    return max((kinds.KINDS[type_].shape, *_numbers_of_words(newer(MODELS[type_]))))


def _used(data: Mapping[str, Any], fields: Mapping[str, Newer]) -> int:
    most = 0
    for name, value in data.items():
        field = fields.get(name)
        if field is None or value is None:  # most are old, and hold nothing new
            continue
        most = max(most, field.since)
        for one in value if type(value) is list else (value,):
            if type(one) is str:
                most = max(most, field.words.get(one, 0))
            elif isinstance(one, dict):
                most = max(most, _used(one, field.inner))
    return most


def _numbers_of_words(fields: Mapping[str, Newer]) -> Iterator[int]:
    for field in fields.values():
        yield field.since
        yield from field.words.values()
        yield from _numbers_of_words(field.inner)


@cache
def newer(model: type[EventPart]) -> Mapping[str, Newer]:
    """Find the fields of a model in which anything new may stand."""
    found: dict[str, Newer] = {}
    for name, info in model.model_fields.items():
        since = max(_since(base.__name__).get(name, 0) for base in model.__mro__)
        words, inner = dict[str, int](), dict[str, Newer]()
        for type_ in types_in(info.annotation):
            words |= _since(_LISTS.get(type_, ""))
            if type_ is Figure and (qualifiers := _since(_QUALIFIER)):
                inner["qualifier"] = Newer(0, qualifiers, {})
            elif isinstance(type_, type) and issubclass(type_, EventPart):
                inner |= newer(type_)
        if since or words or inner:
            found[info.alias or name] = Newer(since, words, inner)
    return found


def _since(name: str) -> dict[str, int]:
    """Give the numbers with which the members of a model or list of words came."""
    return {
        member: number
        for number, came in kinds.SINCE.items()
        for member in came.get(name, ())
    }


def types_in(annotation: object) -> Iterator[object]:
    """Give what an annotation is made of: classes, and lists of words whole."""
    if get_origin(annotation) in {None, Literal}:
        yield annotation
        return
    for one in get_args(annotation):
        yield from types_in(one)
