"""The pictures in the documents are what the demo's ledger gives today.

With SAYSO_REWRITE=1 (`python3 run.py docs`) they are drawn again.
"""

import os
import re
from pathlib import Path
from typing import Final

import pytest

from ledger.book import Book
from ledger.charts.files import chart_file

PICTURES: Final = Path(__file__).parents[2] / "docs" / "pictures"
DRAWN: Final = {
    "xai.svg": ("valuation", "xai", "2024-06-30"),
    "openai.svg": ("valuation", "openai", "2026-06-30"),
}
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
BASIS: Final = re.compile(r"<desc>.*?</desc>")
NEAR: Final = 2.0
"""Pixels: fonts differ a little from machine to machine."""


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_in_the_documents_is_current(name: str, demo: Book) -> None:
    what, slug, day = DRAWN[name]
    basis = demo.basis(as_of=day)
    drawn = chart_file(
        demo.chart(what, basis, [slug]), demo.names(basis), "svg"
    ).decode()
    path = PICTURES / name
    if os.environ.get("SAYSO_REWRITE"):
        if not path.is_file() or not alike(path.read_text("utf-8"), drawn):
            path.write_text(drawn, "utf-8")
        return
    kept = path.read_text("utf-8")
    assert alike(kept, drawn), f"{name}: `python3 run.py docs` draws it anew"


def alike(one: str, other: str) -> bool:
    """Tell whether two pictures show the same, whatever ledger they are of."""
    texts = [BASIS.sub("", text) for text in (one, other)]
    if len({NUMBER.sub("0", text) for text in texts}) > 1:
        return False
    numbers = [[float(found) for found in NUMBER.findall(text)] for text in texts]
    return all(abs(x - y) <= NEAR for x, y in zip(*numbers, strict=True))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('<line x2="10.2"/>', '<line x2="11"/>', True),
        ('<line x2="10"/>', '<line x2="14"/>', False),
        ("<text>24B</text>", "<text>24M</text>", False),
        ("<desc>basis b2.a</desc><g/>", "<desc>basis b2.c</desc><g/>", True),
    ],
)
def test_pictures_are_compared_but_for_hairs(
    one: str, other: str, *, same: bool
) -> None:
    assert alike(one, other) is same
