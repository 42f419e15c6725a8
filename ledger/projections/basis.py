"""What an answer rests on: the cuts on three clocks, and a token that replays them.

Published: `cut` is the first instant that is *not* known any more. Recorded:
`known_at` is the last entry that counts. Effective: `effective` is the day of the
world that is asked about. Cuts are resolved once, by the book; folds only compare.
"""

from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from ledger.claims.dates import day_of, day_start, show_day, show_instant
from ledger.errors import BadInput, Refused

RULES: Final = 3
"""The version of the rules in this package; it is raised when an answer changes."""

T_co = TypeVar("T_co", covariant=True)

PARTS: Final = 8
"""So many parts, between dots, has a token."""

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Basis:
    """Resolved cuts; two equal bases over one ledger give the same answer."""

    cut: int
    """Microseconds: an event counts as published if its interval ends by then."""
    known_at: int
    """The sequence number of the newest entry that counts; -1 for none."""
    effective: int
    """A calendar day, as an ordinal."""
    zone: str
    told: int
    """Microseconds: until when this ledger had been told."""
    dated: bool = False
    """Whether the effective day was asked for, rather than follow from the cut."""
    possible: bool = False
    """Whether an event counts from the start of its interval on."""
    head: str = ""
    """The leaf hash (hex) of entry `known_at`, which chains all before it."""
    root: str = ""
    """The root (hex) of the tree over the entries that count: what `audit` signs."""
    asked_under: int = RULES
    """The rules of the token that it was read from; the answer is under today's."""

    @property
    def as_of(self) -> str:
        """The published cut for people: a day, or an instant within one."""
        last = day_of(self.cut - 1, self.zone)
        if day_start(last + 1, self.zone) == self.cut:
            return show_day(last)
        return show_instant(self.cut - 1, self.zone)

    @property
    def provisional(self) -> bool:
        """Whether the as-of day was not over when the ledger had last been told."""
        last = day_of(self.cut - 1, self.zone)
        return day_start(last + 1, self.zone) > self.told

    @property
    def apart(self) -> bool:
        """Whether it asks about another day of the world than that of the cut."""
        return self.dated and self.effective != day_of(self.cut - 1, self.zone)

    @property
    def token(self) -> str:
        """Text that stands for this basis and replays it; needs no quoting."""
        flags = ("d" if self.dated else "") + ("p" if self.possible else "") or "s"
        parts = (self.cut, self.known_at + 1, self.effective, self.told)
        numbers = ".".join(_base36(part) for part in parts)
        return f"b{RULES}.{numbers}.{flags}.{self.head[:12]}.{self.zone}"

    def at(self, cut: int) -> "Basis":
        """Give the same question at another published cut."""
        day = self.effective if self.dated else day_of(cut - 1, self.zone)
        return replace(self, cut=cut, effective=day)

    def on(self, day: int) -> "Basis":
        """Give the same question about another day of the world."""
        return replace(self, effective=day, dated=True)


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """What was asked, and what it rests on."""

    basis: Basis
    value: T_co
    late: int = 0
    """Events used that were recorded after the as-of cut."""
    possible: int = 0
    """Events whose published interval holds the cut."""
    empty: str | None = None
    """Why there is nothing to say, if there is nothing."""


def read_token(token: str) -> Basis:
    """Read what `Basis.token` writes.

    A token of older rules is asked again at its cuts under today's, and the basis says
    under which it was printed. Refused if a newer program made it.
    """
    parts = token.strip().split(".", 7)
    made, *numbers = parts[:5]
    rules = made[1:]
    if len(parts) != PARTS or not made.startswith("b") or not _is_number(rules):
        raise BadInput(
            f"{token[:40]!r} is no basis token", "paste the one an answer printed"
        )
    if int(rules) > RULES:
        raise Refused(
            f"it was made under rules {rules}; this program has {RULES}",
            "ask with the program that printed it, or a newer one",
        )
    try:
        cut, known_at, effective, told = (int(text, 36) for text in numbers)
    except ValueError:
        raise BadInput(f"{token[:40]!r} is no basis token") from None
    flags, head, zone = parts[5:]
    return Basis(
        cut=cut,
        known_at=known_at - 1,
        effective=effective,
        zone=zone,
        told=told,
        dated="d" in flags,
        possible="p" in flags,
        head=head,
        asked_under=int(rules),
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and text != "0"


def _base36(number: int) -> str:
    if number < 0:
        return "-" + _base36(-number)
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
