"""An amount of money as it was stated, and how such amounts meet and add up.

A figure holds what was said: a number, about a number, a range, a floor, a ceiling,
or no number at all. It has the currency that was stated; nothing here converts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ledger.claims.currencies import CURRENCIES
from ledger.claims.names import shown
from ledger.claims.numerals import (
    EXACT,
    checked_amount,
    floored,
    plain,
    rounded,
    scaled,
    shortest,
)
from ledger.errors import BadInput, Refused

QUALIFIERS: Final = (
    "exact",
    "about",
    "nearly",
    "range",
    "up_to",
    "over",
    "hundreds-of-millions-unspecified",
    "millions-unspecified",
    "billions-unspecified",
    "undecided",
    "undisclosed",
)
"""From tight to loose."""

MAGNITUDES: Final = {
    "hundreds-of-millions": "hundreds-of-millions-unspecified",
    "millions": "millions-unspecified",
    "billions": "billions-unspecified",
}
"""What is typed and printed where somebody said how large, but no number."""

CURRENCY_HINT: Final = "a currency is its ISO 4217 code: USD, EUR, GBP, JPY, CNY"

_ONE_AMOUNT: Final = frozenset({"exact", "about"})
_CEILINGS: Final = frozenset({"nearly", "up_to"})
_NO_CURRENCY: Final = frozenset({"undecided", "undisclosed"})
_NO_AMOUNT: Final = _NO_CURRENCY | frozenset(MAGNITUDES.values())
_ABOUT: Final = (Decimal("0.9"), Decimal("1.1"))
_NEARLY: Final = Decimal("0.85")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as stated; an end that is None is open, or was not said.

    exact and about have equal ends; a range has two; over has no upper end; nearly
    and up_to have no lower end; the other qualifiers have no ends at all.
    """

    currency: str | None
    min: Decimal | None
    max: Decimal | None
    qualifier: str

    def __post_init__(self) -> None:
        for end in ("min", "max"):
            value = getattr(self, end)
            if value is not None:
                object.__setattr__(self, end, checked_amount(value))
        if not _ends_fit(self.qualifier, self.min, self.max):
            raise BadInput(
                f"'{self.qualifier}' does not go with {self.min} to {self.max}",
                "a range runs from the smaller to the larger amount; exact and about "
                "have one; over has a min; up_to and nearly have a max",
            )
        if self.qualifier not in _NO_CURRENCY:
            check_currency(self.currency or "")
        elif self.currency is not None:
            raise BadInput(f"an {self.qualifier} amount has no currency")

    @property
    def amount_min(self) -> str | None:
        """The lower end in plain digits."""
        return None if self.min is None else plain(self.min)

    @property
    def amount_max(self) -> str | None:
        """The upper end in plain digits."""
        return None if self.max is None else plain(self.max)

    @property
    def has_amount(self) -> bool:
        """Whether a number was said at all."""
        return self.qualifier not in _NO_AMOUNT

    def __str__(self) -> str:
        return self._text(shortest, lambda amount: amount)

    def brief(self) -> str:
        """Print for tables, with at most four significant digits."""
        if self.qualifier == "range" and rounded(self._low) == rounded(self._high):
            return str(self)
        return self._text(scaled, rounded)

    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Give the ends that count when figures are compared; None is open.

        `about` reaches 10 % to each side, `nearly` 15 % down.
        """
        if self.qualifier == "about":
            low, high = (EXACT.multiply(self._low, factor) for factor in _ABOUT)
            return low, high
        if self.qualifier == "nearly":
            return EXACT.multiply(self._high, _NEARLY), self._high
        return self.min, self.max

    def overlaps(self, other: "Figure") -> bool:
        """Whether both may be the same amount; without a number, never."""
        if not (self.has_amount and other.has_amount):
            return False
        if self.currency != other.currency:
            return False
        (low, high), (other_low, other_high) = self.bounds(), other.bounds()
        return _reaches(low, other_high) and _reaches(other_low, high)

    @property
    def _low(self) -> Decimal:
        assert self.min is not None
        return self.min

    @property
    def _high(self) -> Decimal:
        assert self.max is not None
        return self.max

    def _text(
        self, show: Callable[[Decimal], str], amount: Callable[[Decimal], Decimal]
    ) -> str:
        ends = dict.fromkeys(amount(x) for x in (self.min, self.max) if x is not None)
        texts = [show(end) for end in ends]
        if not all(text[-1].isalpha() for text in texts):
            # A suffix at the right end alone would be read as that of both.
            texts = [plain(end) for end in ends]
        body = "..".join(texts)
        code = self.currency or ""
        if code == "USD" and not body[-1:].isdigit():
            code = ""
        before, after = _FRAMES[self.qualifier]
        return f"{before}{code}{body}{after}"


_FRAMES: Final = {
    "exact": ("", ""),
    "about": ("c.", ""),
    "nearly": ("nearly.", ""),
    "range": ("", ""),
    "up_to": ("..", ""),
    "over": ("", "+"),
    **{qualifier: ("", word) for word, qualifier in MAGNITUDES.items()},
    "undecided": ("", "undecided"),
    "undisclosed": ("", "undisclosed"),
}


def check_currency(code: str) -> str:
    """Give an ISO 4217 code back; BadInput if it is none."""
    if code not in CURRENCIES:
        raise BadInput(f"'{shown(code[:40])}' is not a currency", CURRENCY_HINT)
    return code


def _ends_fit(qualifier: str, low: Decimal | None, high: Decimal | None) -> bool:
    if qualifier in _ONE_AMOUNT:
        return low is not None and low == high
    if qualifier == "range":
        return low is not None and high is not None and low < high
    if qualifier == "over":
        return low is not None and high is None
    if qualifier in _CEILINGS:
        return low is None and high is not None
    if qualifier in _NO_AMOUNT:
        return low is None and high is None
    raise BadInput(
        f"'{shown(str(qualifier)[:40])}' is not a qualifier",
        f"one of {', '.join(QUALIFIERS)}",
    )


def _reaches(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high


def hull(figures: Iterable[Figure]) -> Figure:
    """Give the smallest figure that spans all amounts as they were stated.

    `about` and `nearly` count as the number that was said, and one figure alone
    stays as it is. What has no number is left out, unless there is nothing else.
    Refused if currencies differ, or if there is no figure.
    """
    stated = set(figures)
    if not stated:
        raise Refused("there is no figure to span")
    numbers = [figure for figure in stated if figure.has_amount]
    if len(numbers) <= 1:
        return min(numbers or stated, key=lambda f: (_looseness(f), f.currency or ""))
    currency = _common_currency(numbers)
    ends = [_as_said(figure) for figure in numbers]
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    low = min(lows) if len(lows) == len(ends) else None
    high = max(highs) if len(highs) == len(ends) else None
    if high is None:
        return Figure(currency, low or _ZERO, None, "over")
    if low is None:
        return Figure(currency, None, high, "up_to")
    return Figure(currency, low, high, "exact" if low == high else "range")


def add(a: Figure, b: Figure) -> Figure:
    """Add two figures end by end; the sum is as loose as the looser of both.

    Without a number on one side there is no sum: the looser figure is given back.
    Refused if currencies differ.
    """
    currency = _common_currency([f for f in (a, b) if f.currency is not None])
    loose = max(a, b, key=_looseness)
    if not loose.has_amount:
        return loose
    qualifier = loose.qualifier
    low = EXACT.add(_floor(a), _floor(b))
    if qualifier == "over":
        return Figure(currency, low, None, qualifier)
    high = EXACT.add(a.max or _ZERO, b.max or _ZERO)
    if qualifier == "range":
        return Figure(currency, low, high, qualifier)
    return Figure(currency, None if qualifier in _CEILINGS else high, high, qualifier)


def _as_said(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    if figure.qualifier == "nearly":
        return figure.max, figure.max
    return figure.min, figure.max


def _floor(figure: Figure) -> Decimal:
    """Give the least that a figure may stand for in a sum."""
    if figure.qualifier == "nearly":
        return floored(figure.bounds()[0] or _ZERO)
    return figure.min or _ZERO


def _common_currency(figures: list[Figure]) -> str | None:
    codes = sorted({figure.currency or "" for figure in figures})
    if len(codes) > 1:
        raise Refused(
            f"amounts in {' and '.join(codes)} do not go together",
            "nothing is converted unless it is asked for",
        )
    return codes[0] if codes else None


def _looseness(figure: Figure) -> int:
    return QUALIFIERS.index(figure.qualifier)
