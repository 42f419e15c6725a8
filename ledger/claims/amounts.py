"""An amount of money as it was stated, and how such amounts meet and add up.

A figure holds what was said: a number, about a number, a range, a floor, a ceiling,
or no number at all. It has the currency that was stated; nothing here converts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ledger.claims.currencies import CURRENCIES
from ledger.claims.names import shown
from ledger.claims.numerals import (
    EXACT,
    ceiled,
    checked_amount,
    floored,
    plain_number,
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

CURRENCY_HINT: Final = "write the ISO 4217 code: USD, EUR, GBP, JPY, CNY"

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
                f"'{self.qualifier}' does not fit {self.min} to {self.max}",
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
        return None if self.min is None else plain_number(self.min)

    @property
    def amount_max(self) -> str | None:
        """The upper end in plain digits."""
        return None if self.max is None else plain_number(self.max)

    @property
    def has_amount(self) -> bool:
        """Whether a number was said at all."""
        return self.qualifier not in _NO_AMOUNT

    def __str__(self) -> str:
        return _in_short(self)

    def brief(self) -> str:
        """Print for people: in words, with at most four significant digits."""
        return _written(self, scaled, rounded, _IN_WORDS)

    def said(self) -> str:
        """Print for people: in words, and not rounded."""
        return _written(self, shortest, lambda amount: amount, _IN_WORDS)

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


@lru_cache(maxsize=1 << 12)
def _in_short(figure: Figure) -> str:
    return _written(figure, shortest, lambda amount: amount, _FRAMES)


def _written(
    figure: Figure,
    show: Callable[[Decimal], str],
    amount: Callable[[Decimal], Decimal],
    frames: Mapping[str, tuple[str, str]],
) -> str:
    ends = dict.fromkeys(amount(x) for x in (figure.min, figure.max) if x is not None)
    if figure.qualifier == "range" and len(ends) == 1:
        return str(figure)  # rounding made its ends the same
    texts = [show(end) for end in ends]
    if not all(text[-1].isalpha() for text in texts):
        # A suffix at the right end alone would be read as that of both.
        texts = [plain_number(end) for end in ends]
    body = "..".join(texts)
    code = figure.currency or ""
    if code == "USD" and not body[-1:].isdigit():
        code = ""
    before, after = frames[figure.qualifier]
    return f"{before}{code}{body}{after}"


def figure_data(figure: Figure) -> dict[str, str]:
    """Give a figure as it is stored, in plain digits; what is not known is left out."""
    parts = {
        "currency": figure.currency,
        "max": None if figure.max is None else plain_number(figure.max),
        "min": None if figure.min is None else plain_number(figure.min),
        "qualifier": figure.qualifier,
    }
    return {key: part for key, part in parts.items() if part is not None}


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
_IN_WORDS: Final = {**_FRAMES, "nearly": ("nearly ", ""), "up_to": ("up to ", "")}


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
        raise Refused("there is no figure")
    if len(stated) == 1:
        return stated.pop()
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
    """Add two figures end by end, as `total` does.

    Without a number on one side there is no sum: the looser figure is given back.
    Refused if currencies differ.
    """
    _common_currency([f for f in (a, b) if f.currency is not None])
    loose = max(a, b, key=_looseness)
    return total((a, b)) if loose.has_amount else loose


def total(figures: Iterable[Figure]) -> Figure:
    """Add up figures with a number; their order changes nothing.

    The sum holds the sum of any amounts that the figures can mean, and keeps both
    ends: 10B and at most 5B are 10B..15B. Exact figures and about add up to about.
    Refused if currencies differ, or if there is no figure.
    """
    parts = list(figures)
    if not parts:
        raise Refused("there is nothing to add up")
    currency = _common_currency(parts)
    sums = RunningTotal()
    for figure in parts:
        sums.put(1, figure)
    return sums.figure(currency)


class RunningTotal:
    """The total of figures with a number, of one currency, that come and go.

    Decimals are added and taken away exactly, so that nothing is left of what went.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, int] = {}
        self._stated = self._low = self._high = _ZERO
        self._open = 0
        """Figures without an upper end."""

    def put(self, sign: int, figure: Figure) -> None:
        """Let a figure come (1), or go (-1)."""
        do = EXACT.add if sign > 0 else EXACT.subtract
        low, high = figure.bounds()
        self._kinds[figure.qualifier] = self._kinds.get(figure.qualifier, 0) + sign
        self._stated = do(self._stated, figure.max or _ZERO)
        self._low = do(self._low, low or _ZERO)
        self._high = do(self._high, high or _ZERO)
        self._open += sign if high is None else 0

    def figure(self, currency: str | None) -> Figure:
        """Give the total of all that came and did not go, as `total` does."""
        kinds = {kind for kind, count in self._kinds.items() if count}
        for kind in ("exact", "about", "nearly", "up_to"):
            if kinds == {kind} or (kind == "about" and kinds <= _ONE_AMOUNT):
                return _qualified(kind, currency, self._stated)
        return between(currency, self._low, self.most)

    @property
    def most(self) -> Decimal | None:
        """The most that all of it can be: each about reaches 10 % up, not the sum."""
        return None if self._open else self._high


def minus(a: Figure, b: Figure) -> Figure | None:
    """Take a part away from the whole; None if nothing can be left.

    Refused if currencies differ.
    """
    currency = _common_currency([a, b])
    if b.qualifier == "exact" and a.qualifier in _ONE_AMOUNT | _CEILINGS:
        left = max(EXACT.subtract(a.max or _ZERO, b.max or _ZERO), _ZERO)
        return _qualified(a.qualifier, currency, left) if left else None
    (low, high), (less, most) = a.bounds(), b.bounds()
    left = _ZERO
    if low is not None and most is not None:
        left = max(EXACT.subtract(low, most), _ZERO)
    if high is None:
        return between(currency, left, None)
    high = EXACT.subtract(high, less or _ZERO)
    return between(currency, left, high) if high > 0 else None


def between(currency: str | None, low: Decimal, high: Decimal | None) -> Figure:
    """Give the figure that runs from one amount to another, or is open above."""
    low = floored(low)
    if high is None:
        return Figure(currency, low, None, "over")
    high = ceiled(high)
    if not low < high:
        return Figure(currency, high, high, "exact")
    if not low:
        return Figure(currency, None, high, "up_to")
    return Figure(currency, low, high, "range")


def _qualified(qualifier: str, currency: str | None, amount: Decimal) -> Figure:
    low = amount if qualifier in _ONE_AMOUNT else None
    return Figure(currency, low, amount, qualifier)


def _as_said(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    if figure.qualifier == "nearly":
        return figure.max, figure.max
    return figure.min, figure.max


def _common_currency(figures: list[Figure]) -> str | None:
    codes = sorted({figure.currency or "" for figure in figures})
    if len(codes) > 1:
        raise Refused(
            f"amounts in {' and '.join(codes)} do not go together",
            "nothing is converted unless you ask for it",
        )
    return codes[0] if codes else None


def _looseness(figure: Figure) -> int:
    return QUALIFIERS.index(figure.qualifier)
