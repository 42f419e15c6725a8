"""Plain data to a checked event and back, with every problem told at once."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ledger.claims.events import MODELS, AnyEvent, EntryCorrected
from ledger.claims.fields import Part
from ledger.claims.figures import Figure, figure_data
from ledger.claims.names import near, shown
from ledger.errors import BadInput, Problem

_LISTED: Final = 500
"""Characters: a longer list of words is not read to its end."""
_QUOTED: Final = 60
_WORD: Final = re.compile("'([^']+)'")
_CALLED: Final = {
    "a valid tuple": "a list",
    "Tuple should": "List should",
    "a valid dictionary": "an object",
}
"""What pydantic names after Python, as JSON calls it."""
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
    model = MODELS.get(type_)
    if model is None:
        raise NotAnEvent(
            (Problem(0, "type", f'there is no event type "{type_}"'),),
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
        what, more = _told(found)
        problems.append(Problem(0, field, what[:1].lower() + what[1:]))
        hint = hint or more
    return NotAnEvent(tuple(problems), hint or FIELDS)


def _told(found: ErrorDetails) -> tuple[str, str | None]:
    """Say what is wrong with a field, and what would help.

    Of a long list of words only those are named that look like what was given.
    """
    context = found.get("ctx", {})
    if found["type"] == "literal_error" and len(context["expected"]) > _LISTED:
        words, given = _WORD.findall(context["expected"]), str(found["input"])
        close = near(given, words)
        perhaps = f"; perhaps {', '.join(close)}" if close else ""
        what = f"'{shown(given[:_QUOTED])}' is none of its {len(words)} words{perhaps}"
        return what, None
    what = found["msg"].removeprefix("Value error, ")
    for word, ours in _CALLED.items():
        what = what.replace(word, ours)
    return what, context.get("hint") or None


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
    for model in MODELS.values()
    for name, info in model.model_fields.items()
    if info.alias
}
_stored = lru_cache(maxsize=1 << 12)(figure_data)
