"""From what was typed to cuts on three clocks.

Defaults cascade: known-at is the last entry; as-of is now, or known-at if only that
is given; effective is the calendar day of as-of. So known-at alone reprints what the
ledger would have printed then. A date is the whole day, in the zone that is asked for
or the ledger's; the host's zone never counts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, Protocol, TypeAlias, TypedDict, Unpack

from ledger.claims.dates import (
    MAX_DAY,
    MAX_US,
    check_zone,
    day_of,
    day_start,
    parse_days,
    parse_when,
    resolve_relative,
)
from ledger.errors import BadInput, Refused, naming_parameter
from ledger.projections.basis import Basis, read_token
from ledger.reading.parameters import check_names, question
from ledger.store.log import Log
from ledger.store.tree import Tree

YEAR_DIGITS: Final = 4
_NUMBER: Final = re.compile(r"(?:seq:)?(\d{1,18})")


class Clocked(Protocol):
    """An open ledger that knows what time it is."""

    log: Log
    zone: str

    def clock(self) -> int:
        """Give now, in microseconds since 1970."""


DateInput: TypeAlias = str | date
"""What people type, a date, or a datetime with its zone."""


class InUnit(TypedDict, total=False):
    """A currency in which amounts are given, too, and rates of one's own."""

    unit: str | None
    rates: Sequence[str]


class Cuts(InUnit, total=False):
    """What a question may say of the three clocks, in place of a basis."""

    as_of: DateInput | None
    known_at: DateInput | int | None
    effective: DateInput | None
    tz: str | None
    possible: bool
    token: str | None


def resolved(ledger: Clocked, given: Basis | None, cuts: Mapping[str, Any]) -> Basis:
    """Give the basis of a question: the one that it names, or what it says of clocks.

    BadInput if it does both; TypeError for a word that is not one of `Cuts`.
    """
    check_names(cuts, Cuts.__annotations__)
    if given is None:
        return basis(ledger, **cuts)
    if not isinstance(given, Basis):
        raise BadInput(
            f"basis: {given!r} is not a basis",
            "give what book.basis(...) gives, or write as_of='2024-01-19'; names of"
            " companies follow as companies=[...]",
            ("basis",),
        )
    _check_alone("basis", cuts)
    return given


def side(ledger: Clocked, parameter: str, given: Basis | DateInput | None) -> Basis:
    """Give one side of a comparison: a basis, a day to ask as of, or now."""
    if isinstance(given, Basis):
        return given
    try:
        return basis(ledger, as_of=given)
    except BadInput as error:
        error.rename({"as_of": parameter})
        error.parameters = (parameter,)
        raise


@question
def basis(
    ledger: Clocked,
    *,
    as_of: DateInput | None = None,
    known_at: DateInput | int | None = None,
    effective: DateInput | None = None,
    tz: str | None = None,
    possible: bool = False,
    token: str | None = None,
    **money: Unpack[InUnit],
) -> Basis:
    """Resolve three clocks; each default follows from the one before.

    With a `unit` amounts are given in that currency, too, by the rates of the European
    Central Bank and by `rates` such as TWD=0.031. A `token` contains all of this.
    BadInput names the parameter that cannot be read.
    """
    if token is not None:
        clocks = {"as_of": as_of, "known_at": known_at, "effective": effective}
        _check_alone("token", {**clocks, "tz": tz, "possible": possible, **money})
        with naming_parameter("token"):
            return _replayed(ledger.log, _typed(token))
    with naming_parameter("tz"):
        zone = ledger.zone if tz is None else check_zone(_typed(tz))
    now = ledger.clock()
    with naming_parameter("known_at"):
        seq, told = _known_at(ledger.log, known_at, now, zone)
    cut = told
    if as_of is not None:
        with naming_parameter("as_of"):
            cut = _last_instant(_date_text(as_of), now, zone)
    day = day_of(cut - 1, zone)
    if effective is not None:
        with naming_parameter("effective"):
            day = _last_day(resolve_relative(_date_text(effective), now, zone))
    asked = Basis(
        cut=cut,
        known_at=seq,
        effective=day,
        zone=zone,
        told=told,
        dated=effective is not None,
        possible=possible,
    )
    return priced(_with_hashes(ledger.log, asked), **money)


def on(log: Log, day: int, basis: Basis, *, recorded: bool) -> Basis:
    """Give the basis as it was at the end of an earlier day, by one clock."""
    there = basis.at(min(day_start(day + 1, basis.zone), basis.cut))
    return then(log, there) if recorded else there


def pinned(log: Log, basis: Basis) -> Basis:
    """Give a basis as if its last entry had been named; it forgets when it was
    asked, so that the same question has the same token tomorrow.
    """
    if basis.known_at < 0:
        return basis
    return replace(basis, told=log.head_at(basis.known_at).recorded + 1)


def then(log: Log, basis: Basis) -> Basis:
    """Give a basis with what the ledger had been told by its own as-of."""
    seq = min(log.seq_at(basis.cut), basis.known_at)
    return _with_hashes(log, replace(basis, known_at=seq, told=basis.cut))


def priced(basis: Basis, unit: str | None = None, rates: Sequence[str] = ()) -> Basis:
    """Give the basis with the currency that is asked for, if one is."""
    if unit is None and not rates:
        return basis
    from ledger.reading.rates import priced_in  # only where money is converted

    if unit is None:
        what = "rates: nothing is converted"
        raise BadInput(what, "give the currency with `unit`", ("rates", "unit"))
    with naming_parameter("unit"):
        found = priced_in(basis, _typed(unit))
    with naming_parameter("rates"):
        given = [rates] if isinstance(rates, str) else rates
        if not (isinstance(given, Sequence) and all(isinstance(x, str) for x in given)):
            raise BadInput(f"{rates!r} is not a list of rates", "write ['TWD=0.031']")
        return priced_in(basis, unit, given) if given else found


def _check_alone(whole: str, cuts: Mapping[str, Any]) -> None:
    """Refuse a clock next to a basis or token, which contains all of them."""
    for name, given in cuts.items():
        if given not in (None, False, ()):
            raise BadInput(
                f"`{whole}` contains all clocks and their options;"
                f" it cannot be combined with `{name}`",
                f"leave one of them out, `{whole}` or `{name}`",
                (whole, name),
            )


def _date_text(given: object) -> str:
    """Give as text what Python has as a date or a datetime."""
    if isinstance(given, datetime) and given.tzinfo is None:
        raise BadInput(
            f"{given} has no zone", "give it one: datetime(..., tzinfo=timezone.utc)"
        )
    if isinstance(given, date):
        return given.isoformat()
    return _typed(given, "text such as '2024-01-19', a date, or a datetime with a zone")


def _typed(given: object, wanted: str = "text") -> str:
    if not isinstance(given, str):
        raise BadInput(f"{given!r} is {type(given).__name__}", f"give {wanted}")
    return given


def _known_at(
    log: Log, given: DateInput | int | None, now: int, zone: str
) -> tuple[int, int]:
    """Give the last entry that counts, and the instant that it stands for."""
    if given is None:
        return log.head().seq, now + 1
    if isinstance(given, int) and not isinstance(given, bool):
        return _entry(log, given)
    text = _date_text(given)
    number = _NUMBER.fullmatch(text.strip())
    if number and (len(text.strip()) != YEAR_DIGITS):
        return _entry(log, int(number[1]))
    if re.match(r"b\d+\.", text):
        found = _replayed(log, text)
        return found.known_at, found.told
    try:
        cut = _last_instant(text, now, zone)
    except BadInput as error:
        if number:
            error.say(error.message, f"entry {text} is written seq:{text}")
        raise
    return log.seq_at(cut), min(cut, now + 1)


def _entry(log: Log, seq: int) -> tuple[int, int]:
    last = log.head().seq
    if not 0 <= seq <= last:
        raise BadInput(
            f"there is no entry {seq}; the last one is {last}",
            "leave it out to use everything recorded",
        )
    return seq, log.head_at(seq).recorded + 1


def _replayed(log: Log, token: str) -> Basis:
    basis = read_token(token)
    if basis.known_at > log.head().seq:
        raise Refused(
            "it has more entries than this ledger",
            "it belongs to another ledger, or this one was rolled back",
        )
    marked = _with_hashes(log, basis)
    if not marked.head.startswith(basis.head):
        raise Refused(
            "it belongs to another ledger",
            "open the ledger that it came from with `place`",
            ("place",),
        )
    check_zone(basis.zone)
    return marked


def _with_hashes(log: Log, basis: Basis) -> Basis:
    """Say which entries count: by the hash of the last one, and by the tree."""
    if basis.known_at < 0:
        return replace(basis, head="", root="")
    last = log.head_at(basis.known_at)
    root = Tree(log.rows, basis.known_at + 1).root()
    return replace(basis, head=last.leaf, root=root.hex())


def _last_instant(text: str, now: int, zone: str) -> int:
    when = parse_when(resolve_relative(text, now, zone), zone)
    if when.hi == MAX_US:
        raise BadInput(f"'{text}' has no end", "name the last day of it")
    return when.hi


def _last_day(text: str) -> int:
    days = parse_days(text)
    if days.last == MAX_DAY:
        raise BadInput(f"'{text}' has no end", "name the last day of it")
    return days.last
