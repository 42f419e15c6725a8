"""The clocks of a question that comes over HTTP or from an agent."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.book import Book
from ledger.claims.dates import parse_when, resolve_relative
from ledger.errors import BadInput
from ledger.projections.basis import Basis
from ledger.reading.rates import priced_in
from ledger.serving.parameters import Parameter, ParameterValues

AS_OF: Final = Parameter(
    "as_of", "text", "what had been published by the end of this day: 2024-05-28"
)
KNOWN_AT: Final = Parameter(
    "known_at",
    "text",
    "only what this ledger had recorded by a day, or by an event number",
)
EFFECTIVE: Final = Parameter(
    "effective", "text", "the day in the world that is asked about: 2024-05-28"
)
TZ: Final = Parameter("tz", "text", "the zone of the days: Europe/Paris")
POSSIBLE: Final = Parameter(
    "possible", "flag", "count what may have been published by that date, too"
)
BASIS: Final = Parameter(
    "basis", "text", "the basis token of an earlier answer, in place of other clocks"
)
CLOCKS: Final = (AS_OF, KNOWN_AT, EFFECTIVE, TZ, POSSIBLE, BASIS)
IN: Final = Parameter("in", "text", "a currency to give amounts in, too: USD")
RATE: Final = Parameter(
    "rate", "texts", "what one of a currency is worth in it: TWD=0.031"
)
MONEY: Final = (IN, RATE)

AXES: Final[Mapping[str, str]] = {
    "published": "as_of",
    "recorded": "known_at",
    "effective": "effective",
}
"""The clock on which two days lie, and what says it."""


def basis_at(book: Book, given: ParameterValues) -> Basis:
    """Give the basis that is asked for; BadInput names what cannot be read."""
    try:
        basis = book.basis(
            as_of=given.get("as_of"),
            known_at=given.get("known_at"),
            effective=given.get("effective"),
            tz=given.get("tz"),
            possible=bool(given.get("possible")),
            token=given.get("basis"),
        )
    except BadInput as error:
        error.rename({"token": "basis"})
        raise
    return _priced(basis, given)


def basis_again(book: Book, token: str, name: str) -> Basis:
    """Give the basis of a token; BadInput names the parameter that held it."""
    try:
        return book.basis(token=token)
    except BadInput as error:
        error.rename({"token": name})
        raise


def pinned(given: ParameterValues, basis: Basis) -> ParameterValues:
    """Give what is asked with the basis of an earlier page of the same answer."""
    if "after" not in given:
        clocks = dict.fromkeys((one.name for one in CLOCKS), None)
        return {**given, **clocks, "basis": basis.token}
    known = {} if given["axis"] == "recorded" else {"known_at": f"seq:{basis.known_at}"}
    return {**given, **known, "after": basis.token}


def _priced(basis: Basis, given: ParameterValues) -> Basis:
    """Give the basis with the currency that is asked for, if one is."""
    code, rates = given.get("in"), given.get("rate", ())
    if code is None and not rates:
        return basis
    if code is None:
        raise BadInput("rate: nothing is converted", "say into what with `in`")
    found = priced_in(basis, code, rates)
    if basis.money is None:
        return found
    if found.money is None or found.money.alike(basis.money):
        return basis
    raise BadInput("in: the basis has another currency", "leave one of them out")


def side(book: Book, name: str, given: ParameterValues) -> Basis:
    """Give one side of a comparison: a token, a day on the axis, or now."""
    text, clock = given[name], AXES[given["axis"]]
    clocks: dict[str, Any] = {one.name: given.get(one.name) for one in CLOCKS}
    if text is None:
        return basis_at(book, clocks)
    if is_token(text):
        clocks = {"basis": text}
    elif clocks[clock] is not None:
        what = f"{clock}: it is what before and after say on this axis"
        raise BadInput(what, f"leave {clock} out")
    else:
        clocks[clock] = text
    try:
        return basis_at(book, clocks)
    except BadInput as error:
        error.rename({clock: name, "basis": name})
        raise


def is_token(text: str) -> bool:
    """Tell a basis token from a day."""
    return text.startswith("b") and text.count(".") > 1


def first_of(book: Book, text: str | None, zone: str) -> int | None:
    """Give the first microsecond of a day; None for none."""
    if text is None:
        return None
    day = resolve_relative(text, book.clock(), zone)
    return parse_when(day, zone).lo
