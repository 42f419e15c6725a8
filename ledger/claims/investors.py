"""Who takes part in a round, as people type it: who leads, with how much, how far.

    NVIDIA
    NVIDIA:2B                   puts in 2B
    SoftBank:lead:30B:10%       leads, puts in 30B and holds a tenth
    Apple:withdrawn             left the talks; the round goes on without it

What stands behind the name may come in any order, each at most once. A colon in a
name is followed by a blank, so that it is none of these; that of `source:fund` is part
of the name, too.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from ledger.claims.amounts import Figure, figure_data
from ledger.claims.figures import figure_from, parse_figure
from ledger.claims.names import quoted
from ledger.claims.numerals import from_digits, plain_number
from ledger.claims.vocabulary import STAGES
from ledger.errors import BadInput

_PARTS: Final = re.compile(r"(?<!^source):(?! )", re.IGNORECASE)
_PER_CENT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")
_WHOLE: Final = Decimal(100)
_LEAD: Final = "lead"
HINT: Final = (
    "after the name come lead, an amount, a stage or a stake, as in"
    " SoftBank:lead:30B:committed:10%; put a blank after a colon in a name"
)


class Investor(NamedTuple):
    """Somebody who takes part in a round, and what is said of that part.

    `stage` is this investor's own, if it differs from the round's; `stake` is its share
    of the company in per cent.
    """

    name: str
    leads: bool = False
    amount: Figure | None = None
    stage: str | None = None
    stake: Decimal | None = None

    def __str__(self) -> str:
        said = (
            self.name,
            _LEAD if self.leads else None,
            self.amount and str(self.amount),
            self.stage,
            self.stake and f"{plain_number(self.stake)}%",
        )
        return ":".join(part for part in said if part)


def investor_data(found: Investor) -> dict[str, Any]:
    """Give who takes part in a round as it is stored; what is not known is left out."""
    said = {
        "name": found.name,
        "lead": found.leads or None,
        "amount": found.amount and figure_data(found.amount),
        "stage": found.stage,
        "stake": found.stake and plain_number(found.stake),
    }
    return {key: value for key, value in said.items() if value is not None}


def investor_from(item: Mapping[str, Any]) -> Investor:
    """Give who takes part in a round out of an item of `investors` in a stored event.

    The event was checked when it was recorded; what is absent was not said.
    """
    amount, stake = item.get("amount"), item.get("stake")
    return Investor(
        name=item["name"],
        leads=item.get("lead", False),
        amount=None if amount is None else figure_from(amount),
        stage=item.get("stage"),
        stake=None if stake is None else stake_from(stake),
    )


def parse_investor(text: str, default_currency: str | None = None) -> Investor:
    """Read `NAME[:lead][:AMOUNT][:STAGE][:STAKE%]`; BadInput for anything else."""
    name, *parts = (part.strip() for part in _PARTS.split(text))
    if not name:
        raise BadInput(f"'{quoted(text)}' names no investor", HINT)
    found: dict[str, Any] = {}
    for part in parts:
        key, value = _meaning(part, text, default_currency)
        if key in found:
            raise BadInput(f"'{quoted(text)}' gives two values for its {key}", HINT)
        found[key] = value
    return Investor(name, **found)


def _meaning(part: str, text: str, default_currency: str | None) -> tuple[str, Any]:
    """Tell what stands behind a name, by how it looks."""
    word = part.lower()
    if word == _LEAD:
        return "leads", True
    if word in STAGES:
        return "stage", word
    if word.endswith("%"):
        return "stake", stake_from(word)
    try:
        return "amount", parse_figure(part, default_currency)
    except BadInput as error:
        raise BadInput(f"'{quoted(text)}': {error.message}", HINT) from None


def stake_from(text: str) -> Decimal:
    """Read a share in per cent, `27` or `27%`; BadInput unless it is 0 to 100."""
    digits = text.strip().removesuffix("%").strip()
    stake = from_digits(digits) if _PER_CENT.fullmatch(digits) else None
    if stake is None or not 0 < stake <= _WHOLE:
        raise BadInput(
            f"'{quoted(text)}' is not a stake in per cent",
            "a stake is more than 0 and at most 100: 27, 2.5",
        )
    return Decimal(plain_number(stake))
