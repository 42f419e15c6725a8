"""From what was typed to cuts on three clocks.

Defaults cascade: known-at is the last entry; as-of is now, or known-at if only that
is given; effective is the calendar day of as-of. So known-at alone reprints what the
ledger would have printed then. A date is the whole day, in the zone that is asked for
or the ledger's; the host's zone never counts.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

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
from ledger.errors import BadInput, Refused
from ledger.projections.basis import Basis, read_token
from ledger.store.log import Log
from ledger.store.tree import Tree

YEAR_DIGITS: Final = 4
_NUMBER: Final = re.compile(r"(?:seq:)?(\d{1,18})")


class Clocked(Protocol):
    """An open ledger that knows what time it is."""

    log: Log
    zone: str
    clock: Callable[[], int]


def basis(
    ledger: Clocked,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    effective: str | None = None,
    tz: str | None = None,
    possible: bool = False,
    token: str | None = None,
) -> Basis:
    """Resolve three clocks; each default follows from the one before."""
    if token is not None:
        return _replayed(ledger.log, token)
    zone = ledger.zone if tz is None else check_zone(tz)
    now = ledger.clock()
    seq, told = _known_at(ledger.log, known_at, now, zone)
    cut = told
    if as_of is not None:
        cut = _cut("--as-of", as_of, now, zone)
    day = day_of(cut - 1, zone)
    if effective is not None:
        day = _day(resolve_relative(effective, now, zone))
    asked = Basis(
        cut=cut,
        known_at=seq,
        effective=day,
        zone=zone,
        told=told,
        dated=effective is not None,
        possible=possible,
    )
    return _marked(ledger.log, asked)


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
    return _marked(log, replace(basis, known_at=seq, told=basis.cut))


def _known_at(log: Log, text: str | None, now: int, zone: str) -> tuple[int, int]:
    """Give the last entry that counts, and the instant that it stands for."""
    if text is None:
        return log.head().seq, now + 1
    number = _NUMBER.fullmatch(text.strip())
    if number and (len(text.strip()) != YEAR_DIGITS):
        seq = int(number[1])
        last = log.head().seq
        if seq > last:
            raise BadInput(
                f"--known-at {text}: the last entry is {last}",
                "leave it out for all that is recorded",
            )
        return seq, log.head_at(seq).recorded + 1
    if re.match(r"b\d+\.", text):
        found = _replayed(log, text)
        return found.known_at, found.told
    cut = _cut("--known-at", text, now, zone)
    return log.seq_at(cut), min(cut, now + 1)


def _replayed(log: Log, token: str) -> Basis:
    basis = read_token(token)
    if basis.known_at > log.head().seq:
        raise Refused(
            "the token knows more entries than this ledger has",
            "it was printed over another ledger, or this one was rolled back",
        )
    marked = _marked(log, basis)
    if not marked.head.startswith(basis.head):
        raise Refused(
            "the token was printed over another ledger",
            "name the ledger that it came from with --db",
        )
    check_zone(basis.zone)
    return marked


def _marked(log: Log, basis: Basis) -> Basis:
    """Say which entries count: by the hash of the last one, and by the tree."""
    if basis.known_at < 0:
        return replace(basis, head="", root="")
    last = log.head_at(basis.known_at)
    root = Tree(log.rows, basis.known_at + 1).root()
    return replace(basis, head=last.leaf, root=root.hex())


def _cut(option: str, text: str, now: int, zone: str) -> int:
    try:
        when = parse_when(resolve_relative(text, now, zone), zone)
    except BadInput as error:
        raise BadInput(f"{option}: {error.message}", error.hint) from None
    if when.hi == MAX_US:
        raise BadInput(f"{option} {text} has no end", "name the last day of it")
    return when.hi


def _day(text: str) -> int:
    try:
        days = parse_days(text)
    except BadInput as error:
        raise BadInput(f"--effective: {error.message}", error.hint) from None
    if days.last == MAX_DAY:
        raise BadInput(f"--effective {text} has no end", "name the last day of it")
    return days.last
