"""What a question is asked with, over HTTP and by agents: names, kinds, words.

An address carries texts, a tool JSON. Both are read here, by one list of parameters,
and what cannot be read is told by the name of its parameter.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, TypeAlias

from ledger.claims.names import near
from ledger.errors import BadInput

ParameterKind: TypeAlias = Literal["text", "texts", "whole", "number", "flag"]

MOST_NAMES: Final = 100
"""So many names may stand in one list."""
LARGEST: Final = 1_000_000_000
"""No number is larger: to write out 1e999999999 would take all there is."""
DIGITS: Final = 10
YES: Final = frozenset({"1", "true", "yes", "on"})
NO: Final = frozenset({"0", "false", "no", "off"})
WANTED: Final[Mapping[ParameterKind, str]] = {
    "text": "text",
    "texts": "a list of texts",
    "whole": "a whole number",
    "number": "a number",
    "flag": "true or false",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a question is asked with."""

    name: str
    kind: ParameterKind
    about: str
    words: tuple[str, ...] = ()
    """The words that it may be; all of them if there are none here."""
    default: str | None = None
    """The word that is meant where it is not given."""
    required: bool = False
    least: int | None = None
    """The smallest number that it may be."""

    def schema(self) -> dict[str, Any]:
        """Give what it may be as JSON Schema."""
        one: dict[str, Any] = {"type": "string"}
        if self.words:
            one = {"type": "string", "enum": list(self.words)}
        match self.kind:
            case "texts":
                return {"type": "array", "items": one, "maxItems": MOST_NAMES}
            case "whole" | "number":
                kind = "integer" if self.kind == "whole" else "number"
                least = {} if self.least is None else {"minimum": self.least}
                return {"type": kind, **least, "maximum": LARGEST}
            case "flag":
                return {"type": "boolean"}
        return one | ({} if self.default is None else {"default": self.default})

    def nothing(self) -> object:
        """Give its value where it is not given."""
        return () if self.kind == "texts" else self.default


ParameterValues: TypeAlias = Mapping[str, Any]
"""The values of all parameters of a question, by their names."""


def read_typed(
    parameters: Sequence[Parameter], given: Mapping[str, object]
) -> ParameterValues:
    """Read values as JSON has them; BadInput names each that is wrong, and says why."""
    known = {one.name: one for one in parameters}
    found = {name: one.nothing() for name, one in known.items()}
    wrong = [_unknown(name, known) for name in given if name not in known]
    for name, value in given.items():
        if name not in known:
            continue
        try:
            found[name] = value if value is None else _checked(known[name], value)
        except BadInput as error:
            wrong.append(error)
    wrong += _missing(parameters, found.keys() - given.keys())
    if wrong:
        raise _as_one_error(wrong)
    return found


def read_texts(
    parameters: Sequence[Parameter], pairs: Iterable[tuple[str, str]]
) -> ParameterValues:
    """Read values as addresses have them, where a name may stand several times.

    A name may be written with hyphens, as an option is; one without a value counts as
    not given, as a form leaves it.
    """
    known = {one.name: one for one in parameters}
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        texts.setdefault(name.replace("-", "_"), []).append(text)
    typed = {
        name: _from_texts(known[name], several) if name in known else several
        for name, several in texts.items()
    }
    return read_typed(parameters, typed)


def _unknown(name: str, known: Mapping[str, Parameter]) -> BadInput:
    """Tell the name of a parameter that a question does not have."""
    close = near(name, known) or list(known)
    what = f"{name[:100]}: there is no such parameter"
    return BadInput(what, f"perhaps {', '.join(close)}", (name[:100],))


def _from_texts(one: Parameter, texts: Sequence[str]) -> object:
    """Give the value of a parameter in an address."""
    full = [text for text in texts if text]
    if one.kind == "texts":
        return full
    if len(texts) > 1:
        raise BadInput(f"{one.name}: it is given twice", "give it once", (one.name,))
    if not full:
        return True if one.kind == "flag" else None
    text = full[0]
    match one.kind:
        case "whole" | "number":
            return _number(text)
        case "flag" if text.lower() in YES | NO:
            return text.lower() in YES
    return text


def _number(text: str) -> object:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    if not found.is_finite():
        return text
    if found.adjusted() > DIGITS:
        return LARGEST + 1
    return int(found) if found == found.to_integral_value() else float(found)


def _checked(one: Parameter, value: object) -> object:
    """Give the value of a parameter; BadInput if it is none that it takes."""
    if not _fits(one, value):
        raise BadInput(
            f"{one.name}: {str(value)[:100]!r} is not {WANTED[one.kind]}",
            f"give {WANTED[one.kind]}",
            (one.name,),
        )
    texts = value if isinstance(value, list) else [value]
    for text in texts if one.words else ():
        if text not in one.words:
            raise BadInput(
                f"{one.name}: {str(text)[:100]!r} is none of its values",
                f"one of {', '.join(one.words)}",
                (one.name,),
            )
    if one.kind in {"whole", "number"}:
        _check_size(one, value)
    return tuple(texts) if one.kind == "texts" else value


def _check_size(one: Parameter, value: Any) -> None:
    """Raise BadInput for a number that is too small or too large."""
    if value > LARGEST:
        what = f"{one.name}: the number is too large"
        raise BadInput(what, f"give {LARGEST:,} or less", (one.name,))
    if one.least is not None and value < one.least:
        what = f"{one.name}: {value} is less than {one.least}"
        raise BadInput(what, f"give {one.least} or more", (one.name,))


def _fits(one: Parameter, value: object) -> bool:
    match one.kind:
        case "texts":
            if not isinstance(value, list) or len(value) > MOST_NAMES:
                return False
            return all(isinstance(x, str) for x in value)
        case "whole":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "flag":
            return isinstance(value, bool)
    return isinstance(value, str)


def _missing(
    parameters: Sequence[Parameter], left: Collection[str]
) -> Iterator[BadInput]:
    """Tell each parameter that must be given and is not."""
    for one in parameters:
        if one.required and one.name in left:
            yield BadInput(f"{one.name}: not given", one.about, (one.name,))


def _as_one_error(wrong: Sequence[BadInput]) -> BadInput:
    """Tell all that is wrong at once."""
    if len(wrong) == 1:
        return wrong[0]
    return BadInput(
        "; ".join(one.message for one in wrong),
        "; ".join(f"{one.parameters[0]}: {one.hint}" for one in wrong),
        tuple(one.parameters[0] for one in wrong),
    )
