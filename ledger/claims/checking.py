"""Plain data to a checked event and back, with every problem told at once."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ledger.claims.events import MODELS, AnyEvent, EntryCorrected
from ledger.claims.fields import EVENT_ID, MEDIA_TYPE
from ledger.claims.names import near, shown
from ledger.errors import BadInput, Problem

_LISTED: Final = 500
"""Characters: a longer list of words is not read to its end."""
_QUOTED: Final = 60
_WORD: Final = re.compile("'([^']+)'")
FIELDS: Final = "types and their fields are listed in docs/concepts/events.md"


class NotAnEvent(BadInput):
    """Data that no event can be made of; `problems` has all that is wrong.

    `further` is what of the hint does not stand with a problem already, in lines.
    """

    def __init__(
        self,
        problems: tuple[Problem, ...],
        hint: str | None,
        further: str | None = None,
    ) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        where = f"{first.field}: " if first.field else ""
        super().__init__(f"{where}{first.message}{more}", hint)
        self.problems = problems
        self.further = hint if further is None else further


def event_from(type_: str, data: Mapping[str, Any], zone: str = "UTC") -> AnyEvent:
    """Check data against the model of its type.

    `zone` is what a published date without a zone means. NotAnEvent lists every
    field that is wrong, with the hints of all.
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
    problems, hints = [], dict[str, None]()
    every = error.errors(include_url=False)
    for found in every:
        # A list whose items are wrong is not too short as well.
        if found["type"] == "too_short" and any(_is_in(x, found) for x in every):
            continue
        field = ".".join(str(step) for step in found["loc"])
        what, more = _problem_of(found)
        problems.append(Problem(0, field, what))
        hints |= {more: None} if more else {}
    return NotAnEvent(
        tuple(problems), "; ".join(hints) or FIELDS, "\n".join(hints) or FIELDS
    )


def _is_in(inner: ErrorDetails, outer: ErrorDetails) -> bool:
    """Tell whether one problem lies within the place of another."""
    depth = len(outer["loc"])
    return len(inner["loc"]) > depth and inner["loc"][:depth] == outer["loc"]


_WORDS: Final = {
    "missing": "is missing",
    "extra_forbidden": "no such field",
    "string_type": "is not text: write it in quotes",
    "string_too_short": "is empty",
    "string_too_long": "at most {max_length} characters",
    "tuple_type": "is not a list: write [...], even for one item",
    "too_long": "at most {max_length} of them",
    "too_short": "at least {min_length} of them",
    "model_type": "is not an object: write {{...}} with its fields",
    "model_attributes_type": "is not an object: write {{...}} with its fields",
    "dict_type": "is not an object: write {{...}} with its fields",
    "int_type": "is not a whole number: write digits without quotes, such as 12",
    "bool_type": "is neither true nor false",
    "greater_than": "is no more than {gt}",
    "greater_than_equal": "is less than {ge}",
    "less_than": "is no less than {lt}",
}
"""What pydantic finds, in words for people."""
_FORMS: Final = {
    r"\S": "is blank",
    EVENT_ID: "is not the id of an event: 64 of the digits 0-9 and letters a-f",
    MEDIA_TYPE: "is not a media type, such as text/html",
}
"""The same of text that does not match its pattern."""


def _problem_of(found: ErrorDetails) -> tuple[str, str | None]:
    """Say what is wrong with a field, and what would help."""
    context = found.get("ctx", {})
    if found["type"] == "literal_error":
        return _no_such_word(context["expected"], str(found["input"])), None
    words_of_ours = _WORDS.get(found["type"]) or _FORMS.get(context.get("pattern", ""))
    if words_of_ours is not None:
        return words_of_ours.format(**context), None
    what = found["msg"].removeprefix("Value error, ")
    return what[:1].lower() + what[1:], context.get("hint") or None


def _no_such_word(expected: str, given: str) -> str:
    """Say which words there are, and which of them look like what was given.

    Of a long list only these are named.
    """
    words = _WORD.findall(expected)
    close = near(given, words)
    perhaps = f"; perhaps {', '.join(close)}" if close else ""
    among = f"its {len(words)} words" if len(expected) > _LISTED else ", ".join(words)
    return f"'{shown(given[:_QUOTED])}' is not one of {among}{perhaps}"


def event_data(event: AnyEvent) -> dict[str, Any]:
    """Give an event's data as it is stored: absent fields are absent, never null."""
    data = _without_empty(
        event.model_dump(mode="json", by_alias=True, exclude_none=True)
    )
    if isinstance(event, EntryCorrected):
        data["set"] = dict(event.set)  # here a null says: take the field away
    return data


def _without_empty(part: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing: empty lists, and a False, which is the default."""
    kept: dict[str, Any] = {}
    for name, value in part.items():
        if isinstance(value, dict):
            kept[name] = _without_empty(value)
        elif isinstance(value, list):
            if value:
                kept[name] = [
                    _without_empty(x) if isinstance(x, dict) else x for x in value
                ]
        elif value is not False:
            kept[name] = value
    return kept
