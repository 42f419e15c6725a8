"""A grammar of ASCII letters is not read out of letters that only fold to them."""

import pytest

from ledger.claims.figures import parse_figure
from ledger.errors import BadInput
from ledger.importers.kit.cells import column_unit

KELVIN, LONG_S, DOTLESS, DOTTED = "\u212a", "\u017f", "\u0131", "\u0130"


@pytest.mark.parametrize(
    "text",
    [
        f"5{KELVIN}",
        f"USD 5{KELVIN}",
        f"{LONG_S}ek5M",
        f"5 b{DOTLESS}llion",
        f"5 B{DOTTED}LLION",
        f"b{DOTLESS}llions",
        f"bill{DOTLESS}on{LONG_S}",
        f"5M..6{KELVIN}",
    ],
)
def test_no_figure(text: str) -> None:
    with pytest.raises(BadInput):
        parse_figure(text)


@pytest.mark.parametrize("text", [KELVIN, f"{LONG_S}EK", f"{LONG_S}ekM", "\ufb05"])
def test_no_unit(text: str) -> None:
    with pytest.raises(BadInput):
        column_unit(text)
