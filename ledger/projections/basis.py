"""What an answer rests on: the cuts on three clocks, and a token that replays them.

Published: `cut` is the first instant that is *not* known any more. Recorded:
`known_at` is the last entry that counts. Effective: `effective` is the day of the
world that is asked about. Cuts are resolved once, by the book; folds only compare.
"""

from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, Generic, Protocol, Self, TypeVar

from ledger.claims.dates import day_of, day_start, show_day, show_instant
from ledger.errors import BadInput, Refused

RULES: Final = 3
"""The version of the rules in this package; it is raised when an answer changes."""

T_co = TypeVar("T_co", covariant=True)

PRINTED: Final = 100
"""Columns of the tables that `print` shows."""

PARTS: Final = 8
"""So many parts, between dots, has a token."""

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Basis:
    """Resolved cuts; two equal bases over one ledger give the same answer."""

    cut: int
    """Microseconds: an event counts as published if its interval ends by that time."""
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
    money: "Money | None" = None
    """The currency in which amounts are given, too."""

    def __repr__(self) -> str:
        return f"<Basis {self.token}>"

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
        if self.money is not None:
            flags += f",{self.money}"
        numbers = ".".join(_base36(part) for part in parts)
        return f"b{RULES}.{numbers}.{flags}.{self.head[:12]}.{self.zone}"

    def at(self, cut: int) -> "Basis":
        """Give the same question at another published cut."""
        day = self.effective if self.dated else day_of(cut - 1, self.zone)
        return replace(self, cut=cut, effective=day)

    def on(self, day: int) -> "Basis":
        """Give the same question about another day of the world."""
        return replace(self, effective=day, dated=True)


class Telling(Protocol):
    """How an answer is told; what is made of it is above this room."""

    @property
    def question(self) -> str:
        """Name the question."""

    def as_dict(self) -> dict[str, Any]:
        """Give it as one document."""

    def json_text(self) -> Iterator[str]:
        """Write the document, in pieces."""

    def object_text(self) -> Iterator[str]:
        """Write it as jsonl, in pieces."""

    def exact(self) -> Any:
        """Give the table of its rows for programs."""

    def drawn(self, width: int) -> Iterable[Any]:
        """Give its tables for people, for a terminal of a width."""

    def pick(self, **wanted: Any) -> "Telling":
        """Give the same with some of its rows and columns; see `Answer.pick`."""

    def picked(self, pick: Any) -> "Telling":
        """Give the same by what was made of these words."""

    def as_text(self, width: int) -> str:
        """Write these tables."""

    def as_html(self) -> str:
        """Write these tables as HTML."""

    def to_arrow(self) -> Any:
        """Give its rows as a `pyarrow.Table`."""

    def to_pandas(self) -> Any:
        """Give its rows as a `pandas.DataFrame`."""

    def to_polars(self) -> Any:
        """Give its rows as a `polars.DataFrame`."""


@dataclass(frozen=True, slots=True)
class Money:
    """A currency, and by which rates amounts are given in it."""

    code: str
    last: int | None
    """The last day of the table of rates, as an ordinal; None without a table."""
    given: tuple[tuple[str, Decimal], ...] = ()
    """Rates that were given, by currency."""

    def alike(self, other: "Money") -> bool:
        """Tell whether both ask for the same, by whatever table."""
        return (self.code, self.given) == (other.code, other.given)

    def __str__(self) -> str:
        last = "" if self.last is None else _base36(self.last)
        rates = (f"{code}={_pointless(rate)}" for code, rate in self.given)
        return ",".join((self.code, last, *rates))


def _pointless(rate: Decimal) -> str:
    """Write a number without a point, which divides the parts of a token."""
    _, digits, exponent = rate.as_tuple()
    return f"{''.join(map(str, digits))}e{exponent}"


def _read_money(text: str) -> Money | None:
    """Read what `Money` writes; ValueError for anything else."""
    if not text:
        return None
    code, last, *rates = text.split(",")
    given = tuple(
        (other, Decimal(number))
        for other, _, number in (x.partition("=") for x in rates)
    )
    return Money(code, int(last, 36) if last else None, given)


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
    told: Telling | None = field(default=None, compare=False, repr=False)
    """How it is told to programs and to people; see `ledger.answers`."""

    def as_dict(self) -> dict[str, Any]:
        """Give the answer as the one document that docs/answers.md describes.

        It reads the events that the answer names, so the book must be open. BadInput
        for an answer that was not asked of a book.
        """
        return self._telling.as_dict()

    def as_json(self) -> str:
        """Give the same as JSON text: what `-f json` prints, byte for byte."""
        return "".join(self._telling.json_text()).removesuffix("\n")

    def pick(
        self,
        where: Iterable[str] = (),
        sort: str | None = None,
        columns: Iterable[str] = (),
        limit: int | None = None,
        *,
        desc: bool = False,
    ) -> Self:
        """Give the answer with some of its rows and columns, in every form.

        `where` are conditions that must all hold: `amount>=10B`, `standing!=disputed`,
        `company~ai`. Rows are sorted by the column `sort`, and at most `limit` are
        kept. The value stays whole. The ledger must be open. UnknownName and BadInput
        name all columns and values that do not fit.
        """
        wanted = {"where": where, "sort": sort, "columns": columns, "limit": limit}
        return replace(self, told=self._telling.pick(**wanted, desc=desc))

    def to_arrow(self) -> Any:
        """Give the rows as a `pyarrow.Table`, under the columns of csv.

        Amounts are decimals, days dates, instants in UTC; see docs/python.md. Refused
        if pyarrow is not installed.
        """
        return self._telling.to_arrow()

    def to_pandas(self) -> Any:
        """Give the same as a `pandas.DataFrame`; Refused if it is not installed."""
        return self._telling.to_pandas()

    def to_polars(self) -> Any:
        """Give the same as a `polars.DataFrame`; Refused if it is not installed."""
        return self._telling.to_polars()

    def __repr__(self) -> str:
        """Say what it is about in a line; `print` shows its tables."""
        name = "" if self.told is None else f"{self.told.question} "
        day = "" if self.basis.known_at < 0 else f"as of {self.basis.as_of}"
        return f"<Answer {name}{day}".rstrip() + f": {_size(self.value)}>"

    def __str__(self) -> str:
        """Give the tables that the command line prints, 100 columns wide."""
        return repr(self) if self.told is None else self.told.as_text(PRINTED)

    def _repr_html_(self) -> str | None:
        """Give the tables for a notebook."""
        return None if self.told is None else self.told.as_html()

    @property
    def _telling(self) -> Telling:
        if self.told is None:
            raise BadInput(
                "this answer is a value alone", "ask the book: book.valuations(...)"
            )
        return self.told


def _size(value: object) -> str:
    """Say how large a value is, or what it is."""
    if isinstance(value, Iterator):
        return "a stream, read once"
    kind = type(value).__name__
    return f"{kind} of {len(value):,}" if isinstance(value, Sized) else kind


def read_token(token: str) -> Basis:
    """Read what `Basis.token` writes.

    A token of older rules is asked again at its cuts under today's, and the basis says
    under which it was printed. Refused if a newer program made it.
    """
    parts = token.strip().split(".", 7)
    made, *numbers = parts[:5]
    rules = made[1:]
    if len(parts) != PARTS or not made.startswith("b") or not _is_number(rules):
        raise BadInput(f"{token[:40]!r} is not a basis token", "copy it from an answer")
    if int(rules) > RULES:
        raise Refused(
            f"it was made under rules {rules}; this program has {RULES}",
            "ask with the program that printed it, or a newer one",
        )
    try:
        cut, known_at, effective, told = (int(text, 36) for text in numbers)
    except ValueError:
        raise BadInput(f"{token[:40]!r} is not a basis token") from None
    words, head, zone = parts[5:]
    flags, _, text = words.partition(",")
    try:
        money = _read_money(text)
    except (ValueError, ArithmeticError):
        raise BadInput(f"{token[:40]!r} is not a basis token") from None
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
        money=money,
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
