"""Plain data to a checked event and back, with every problem told at once."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from ledger.claims.events import KINDS, AnyEvent, EntryCorrected
from ledger.claims.fields import Part
from ledger.claims.figures import Figure, figure_data
from ledger.errors import BadInput, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FIELDS: Final = "types and their fields are listed in docs/concepts/events.md"


class NotAnEvent(BadInput):
    """Data that no event can be made of; `problems` has all that is wrong."""

    def __init__(self, problems: tuple[Problem, ...], hint: str | None) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        where = f"{first.field}: " if first.field else ""
        super().__init__(f"{where}{first.message}{more}", hint)
        self.problems = problems


def event_from(type_: str, data: Mapping[str, Any], zone: str = "UTC") -> AnyEvent:
    """Check data against the model of its type.

    `zone` is what a published date without a zone means. NotAnEvent lists every
    field that is wrong, with the hint of the first.
    """
    model = KINDS.get(type_)
    if model is None:
        raise NotAnEvent(
            (Problem("", "type", f'there is no event type "{type_}"'),),
            FIELDS,
        )
    try:
        # `model_validate` is this, and a fifth slower.
        event: AnyEvent = model.__pydantic_validator__.validate_python(
            data, context={"zone": zone}
        )
    except ValidationError as error:
        raise _not_an_event(error) from None
    return event


def _not_an_event(error: ValidationError) -> NotAnEvent:
    problems, hint = [], None
    for found in error.errors(include_url=False):
        field = ".".join(str(step) for step in found["loc"])
        problems.append(Problem("", field, _told(found)))
        hint = hint or found.get("ctx", {}).get("hint") or None
    return NotAnEvent(tuple(problems), hint or FIELDS)


_WORDS: Final = {
    "missing": "is missing",
    "extra_forbidden": "extra field: there is none of this name",
    "string_type": "is no text",
    "string_too_short": "is empty",
    "string_pattern_mismatch": "is not of the pattern that it must have",
    "string_too_long": "at most {max_length} characters",
    "literal_error": "input should be {expected}",
    "tuple_type": "is no list",
    "too_long": "at most {max_length} of them",
    "too_short": "at least {min_length} of them",
    "model_type": "is no object",
    "model_attributes_type": "is no object",
    "dict_type": "is no object",
    "int_type": "is no whole number",
    "bool_type": "is neither true nor false",
    "greater_than": "is no more than {gt}",
    "greater_than_equal": "is less than {ge}",
    "less_than": "is no less than {lt}",
}
"""What pydantic finds, in words for people."""


def _told(found: "ErrorDetails") -> str:
    """Say what is wrong with a field; our own words stay as they are."""
    words = _WORDS.get(found["type"])
    if words is not None:
        return words.format(**found.get("ctx", {}))
    what = found["msg"].removeprefix("Value error, ")
    return what[:1].lower() + what[1:]


def event_data(event: AnyEvent) -> dict[str, Any]:
    """Give an event's data as it is stored: absent fields are absent, never null.

    It is the profile of `canonical` already, but for what a correction sets.
    """
    data = _plain(event)
    for name, alias in _ALIASES.items():
        if name in data:
            data[alias] = data.pop(name)
    if event.type == EntryCorrected.type:
        assert isinstance(event, EntryCorrected)
        data["set"] = dict(event.set)  # here a null says: take the field away
    return data


def _plain(part: Part) -> dict[str, Any]:
    """Give what pydantic would dump, in a quarter of the time, without what is absent.

    A False is a field that was left out, too.
    """
    kept: dict[str, Any] = {}
    for name, value in part.__dict__.items():
        kind = type(value)
        if kind is str:  # most are
            kept[name] = value
        elif kind is tuple:
            if value:
                kept[name] = [x if type(x) is str else _value(x) for x in value]
        elif value is not None and value is not False:
            kept[name] = _value(value)
    return kept


def _value(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    kind = type(value)
    if kind is Figure:
        return _stored(value).copy()
    return value if kind in _BARE else _plain(value)


_BARE: Final = frozenset({int, bool, dict})
_ALIASES: Final = {
    name: info.alias
    for model in KINDS.values()
    for name, info in model.model_fields.items()
    if info.alias
}
_stored = lru_cache(maxsize=1 << 12)(figure_data)
