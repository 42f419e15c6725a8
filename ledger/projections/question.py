"""A question with an end: did a figure of a company reach an amount by a day?

    openai confirmed post_money >= 900B by 2026-12-31[America/New_York]
    openai valuation >= 500B by 2025-Q4
    xai raised paid >= 6B by 2024-06-30

The grammar is closed: a company, a figure, a comparison (>=, >, =, <, <=), one amount,
`by`, a date. Nothing else is guessed. The figure is one of

- `valuation`: the headline;
- a row of `valuations` (confirmed, reported, sought, secondary, cap, deal_value, ipo),
  of a kind where one is named behind it (`confirmed post_money`);
- a kind of price alone (`post_money`): of whatever row, but for what is sought;
- `raised`: the committed total of equity, or its `paid` or `conditional` one.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from ledger.claims.dates import MAX_US, When, parse_when
from ledger.claims.figures import Figure, parse_figure
from ledger.claims.names import near, shown
from ledger.claims.vocabulary import PRICE_KINDS
from ledger.errors import BadInput
from ledger.projections.valued import FIGURES

COLUMNS: Final = ("paid", "committed", "conditional")
COMPARISONS: Final = (">=", "<=", ">", "<", "=")
GRAMMAR: Final = (
    "COMPANY FIGURE COMPARISON AMOUNT by DATE; FIGURE is valuation, a row"
    f" ({', '.join(FIGURES)}), a kind (post_money, ...), both, or raised (also raised"
    f" {', raised '.join(COLUMNS)}); COMPARISON is one of {' '.join(COMPARISONS)}"
)
_FORM: Final = re.compile(
    r"(?P<company>.+?)\s+(?P<figure>[^\s<>=]+(?:\s+[^\s<>=]+)?)\s*(?P<how>>=|<=|>|<|=)\s*"
    r"(?P<amount>.+?)\s+by\s+(?P<date>.+)",
    re.IGNORECASE,
)
_LOOSE: Final = {
    ">=": ("≥", "=>", "at least", "or more", "reaches", "reach", "hits", "hit"),
    "<=": ("≤", "=<", "at most", "up to"),
    ">": ("more than", "above", "over", "exceeds", "greater than"),
    "<": ("less than", "below", "under"),
}
"""What people write for a comparison: it is understood in a hint, never taken."""
_SYNONYMS: Final = {
    **dict.fromkeys(("worth", "valued", "value", "priced"), "valuation"),
    **dict.fromkeys(("raise", "raises", "raising", "funding"), "raised"),
}
_DATED: Final = re.compile(
    r"\b\d{4}(?:-(?:\d{2}(?:-\d{2})?|[QH]\d))?(?:\[\S+\])?\s*$", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\d")
_MAX: Final = 300


class Question(NamedTuple):
    """A question that can be settled."""

    company: str
    """As it was typed."""
    raised: str | None
    """The column of money raised; None for a price."""
    row: str | None
    """A row of `valuations`, `headline`, or None for any but what is sought."""
    kind: str | None
    how: str
    amount: Figure
    by: When

    def __str__(self) -> str:
        if self.raised is not None:
            figure = f"raised {self.raised}"
        elif self.row == "headline":
            figure = "valuation"
        else:
            figure = " ".join(word for word in (self.row, self.kind) if word)
        return f"{self.company} {figure} {self.how} {self.amount} by {self.by}"


def parse_question(
    text: str, zone: str = "UTC", known: Callable[[str], bool] = bool
) -> Question:
    """Read a question; BadInput, with the grammar and the nearest form, if that fails.

    A date without a zone is one in `zone`. `known` tells whether a name is a company's.
    """
    typed = " ".join(text.split())
    match = _FORM.fullmatch(typed) if len(typed) <= _MAX else None
    if match is None:
        raise _refused(typed, "is not a question that can be settled", known)
    company, words = match["company"], match["figure"].lower().split()
    if len(words) > 1 and not all(map(_is_word, words)):
        # The first of two words belongs to the company: Safe Superintelligence raised.
        joined = f"{company} {match['figure'].split()[0]}"
        if known(company) and not known(joined):
            raise _refused(
                typed, f"asks about '{' '.join(words)}', which is not a figure", known
            )
        company, words = joined, words[1:]
    column, row, kind = _figure(words, typed, known)
    return Question(
        company,
        column,
        row,
        kind,
        match["how"],
        _amount(match["amount"], typed),
        _date(match["date"], zone),
    )


_PRICES: Final = ("valuation", "price", "headline")
_WORDS: Final = (*_PRICES, "raised", *FIGURES, *PRICE_KINDS, *COLUMNS)


def _is_word(word: str) -> bool:
    return word in _WORDS


def _figure(
    words: Sequence[str], typed: str, known: Callable[[str], bool]
) -> tuple[str | None, str | None, str | None]:
    """Read the figure: a column of money raised, or the row and the kind of a price."""
    first, second = words[0], words[1] if len(words) > 1 else None
    if first == "raised":
        if second is None or second in COLUMNS:
            return second or "committed", None, None
        raise _refused(typed, f"asks for money raised that is '{second}'", known)
    if first in _PRICES and second is None:
        return None, "headline", None
    if first in FIGURES and (second is None or second in PRICE_KINDS):
        return None, first, second
    if first in PRICE_KINDS and second is None:
        return None, None, first
    raise _refused(
        typed, f"asks about '{' '.join(words)}', which is not a figure", known
    )


def _amount(text: str, typed: str) -> Figure:
    try:
        figure = parse_figure(text)
    except BadInput as error:
        raise BadInput(
            f"'{_with_quotes(typed)}': {error.message}", error.hint
        ) from None
    if figure.qualifier != "exact":
        raise BadInput(
            f"'{_with_quotes(typed)}' asks about {figure}, which is not one amount",
            "ask about one amount: >= 900B",
        )
    return figure


def _date(text: str, zone: str) -> When:
    when = parse_when(text, zone)
    if when.hi == MAX_US:
        raise BadInput(f"by {text} has no end", "name the last day of it")
    return when


def _refused(typed: str, what: str, known: Callable[[str], bool]) -> BadInput:
    return BadInput(
        f"'{_with_quotes(typed)}' {what}",
        f"perhaps: {_nearest(typed, known)}\nthe grammar: {GRAMMAR}",
    )


def _nearest(typed: str, known: Callable[[str], bool]) -> str:
    """Write the question that was probably meant, with a name for each missing part."""
    date = _DATED.search(typed)
    rest = typed[: date.start()] if date else typed
    how, at = _comparison(rest.lower())
    told = rest[:at].split()
    company = next((word for word in told if known(word) and not _is_word(word)), None)
    amounts = [word for word in rest[at:].split() if _NUMBER.search(word)]
    amount = amounts[0].upper() if amounts else "AMOUNT"
    when = date[0].strip() if date else "DATE"
    figure = _figure_meant(word for word in told if word != company)
    return f"{company or 'COMPANY'} {figure} {how} {amount} by {when}"


def _comparison(text: str) -> tuple[str, int]:
    """Find the comparison that comes first, in signs or in words, and where."""
    found = [
        (text.find(words), -len(words), sign)
        for sign in COMPARISONS
        for words in (sign, *_LOOSE.get(sign, ()))
        if words in text
    ]
    at, _, sign = min(found, default=(len(text), 0, ">="))
    return sign, at


def _figure_meant(told: Iterable[str]) -> str:
    """Write the figure that some words are likely to mean; else the valuation."""
    found = []
    for word in told:
        close = near(word, _WORDS, n=1) if len(word) > len("was") else []
        found.append(_SYNONYMS.get(word.lower(), close[0] if close else ""))
    if "raised" in found:
        column = next((word for word in found if word in COLUMNS), "")
        return f"raised {column}".strip()
    rows = [word for word in found if word in FIGURES][:1]
    rows += [word for word in found if word in PRICE_KINDS and word not in rows][:1]
    return "valuation" if set(_PRICES) & set(found) else " ".join(rows) or "valuation"


def _with_quotes(text: str) -> str:
    return shown(text if len(text) <= _MAX else text[:_MAX] + "...")
