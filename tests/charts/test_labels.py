"""Labels of charts: none lies over another one, over a mark or over a line."""

import random
from collections.abc import Iterator
from html import escape
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.book import Book
from ledger.charts.colours import FONT, PLAIN, Style
from ledger.charts.labels import PIXELS, PanelFrame, spread, stroke
from ledger.charts.layers import SMALL
from ledger.charts.panels import Scene, scenes_of
from ledger.charts.rows import chart_rows
from tests.charts.conftest import missing_extra
from tests.tales import Tale, told

Box = tuple[float, float, float, float]

SIZES = ((688.0, 280.0, 70.0), (730.0, 240.0, 150.0), (280.0, 180.0, 70.0))
KINDS = ("post_money", "pre_money", "unspecified", "offer")
MONTHS = ("2023-01", "2024-01", "2024-02", "2025-03", "2026-01", "2026-03")
SOURCES = ("the-wire", "herald", "gazette", "halcyon-co")


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than a hair."""
    hair = 0.01
    return (
        one[0] < other[2] - hair
        and other[0] < one[2] - hair
        and one[1] < other[3] - hair
        and other[1] < one[3] - hair
    )


def boxes_of(scene: Scene) -> list[tuple[str, Box]]:
    """Give the room of each label in pixels, as its words need it."""
    place, found = scene.place, []
    for row in scene.labels:
        left, middle = place.x(row["at"]), place.y(row["y"])
        half = PIXELS.line / 2
        right = left + PIXELS.extent(row["text"])
        found.append((row["text"], (left, middle - half, right, middle + half)))
    return found


def lines_of(scene: Scene) -> Iterator[Box]:
    """Give the room of each line, level or upright."""
    for row in scene.edges:
        yield stroke(scene.place, row["from"], row["until"], row["y"], row["y"])
    for row in scene.risers:
        yield stroke(scene.place, row["at"], row["at"], row["low"], row["high"])


def check(scene: Scene) -> None:
    """Hold a panel against the rule."""
    place, boxes = scene.place, boxes_of(scene)
    for (one, here), (other, there) in combinations(boxes, 2):
        assert not meet(here, there), (one, other)
    for words, box in boxes:
        assert box[1] >= -PIXELS.line, words
        assert box[3] <= place.height + PIXELS.line, words
        if box[0] > place.x(place.cut):
            continue  # behind the cut, where no line and no mark is
        assert box[0] >= 0, words
        assert box[2] <= place.x(place.cut) + 0.01, words
        for row in (*scene.marks, *scene.opens):
            x, y = place.x(row["at"]), place.y(row["y"])
            assert not meet(box, (x - 3.9, y - 3.9, x + 3.9, y + 3.9)), words
        for line in lines_of(scene):
            assert not meet(box, line), words


def scenes(
    book: Book, names: list[str], *, together: bool, style: Style
) -> list[Scene]:
    """Give the panels of a chart in each size."""
    answer = book.chart("valuation", names=names, as_of="2027", together=together)
    steps, marks = chart_rows(answer, book.names(answer.basis))
    if not steps:
        return []
    cut = answer.value.cut / 1000
    return [
        scene
        for size in SIZES
        for scene in scenes_of("valuation", steps, marks, cut, size, style=style)
    ]


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a ledger that is told a story."""
    with told(tmp_path) as made:
        yield made


def invent(tale: Tale, seed: int) -> None:
    """Tell of rounds of two companies, many of them in few weeks."""
    made = random.Random(seed)
    for number in range(made.randint(4, 30)):
        company = made.choice(("halcyon", "kestrel"))
        low = made.choice((0.4, 1, 1.1, 9, 10, 14.5, 61.5, 183, 300))
        price = made.choice((f"{low}B", f"{low}B..{low * 1.4:.1f}B", f"{low}B+"))
        claim = tale.reported(
            *(f"{company}/r{number // 2}", price),
            by=made.choice(SOURCES),
            on=f"{made.choice(MONTHS)}-{made.randint(10, 28)}",
            kind=made.choice(KINDS),
            stage=made.choice(("in_talks", "committed", "closed")),
        )
        if made.random() < 0.2:
            day = f"2026-05-{made.randint(10, 28)}"
            tale.denied(claim, by="stranger", on=day, company=company)


@pytest.mark.parametrize("seed", range(12))
def test_labels_of_made_charts_never_meet(tale: Tale, seed: int) -> None:
    invent(tale, seed)
    seen = 0
    for together in (False, True):
        for style in (PLAIN, Style(linear=True)):
            names = ["halcyon", "kestrel"]
            for scene in scenes(tale.book, names, together=together, style=style):
                check(scene)
                seen += len(scene.labels)
    assert seen


def test_labels_of_the_demo_never_meet(demo: Book) -> None:
    labels = 0
    for slug in sorted(demo.names().companies):
        for scene in scenes(demo, [slug], together=False, style=PLAIN):
            check(scene)
            labels += len(scene.labels)
    assert labels > 100


@given(st.lists(st.floats(0, 300), max_size=12).map(sorted))
def test_what_stands_behind_the_cut_is_spread(wanted: list[float]) -> None:
    found = spread(wanted, 13)
    assert len(found) == len(wanted)
    assert all(b - a >= 13 - 1e-6 for a, b in pairwise(found))
    if all(b - a >= 13 for a, b in pairwise(wanted)):
        assert found == pytest.approx(wanted)


LETTERS: dict[str, Any] = {
    "amounts": "27B..29B 852B post 150B pre c.118.2B ..18.4B 120B+ 97.4B bid",
    "names": "Thinking Machines Lab committed 12B",
    "wide": "WWWWWWWW MMMMMM mmmm wwww @@@",
    "capitals": "ABCDEFGHIJKLMNOPQRSTUVWXYZ AI&Q",
    "small": "abcdefghijklmnopqrstuvwxyz",
    "signs": "0123456789 <>=~+()[]/!|.,:;'-&#$€£",
}


@pytest.mark.parametrize("words", LETTERS.values(), ids=LETTERS)
def test_words_are_never_longer_than_they_are_taken_for(words: str) -> None:
    missing_extra()
    import vl_convert as vega  # an extra

    whole = cut_at(vega, words, 900)
    assert cut_at(vega, words, PIXELS.extent(words)) == whole
    assert cut_at(vega, words, PIXELS.extent(words) / 2) != whole


def cut_at(vega: Any, words: str, width: float) -> bytes:
    """Draw words within so many pixels: what is beyond them is not seen."""
    made: bytes = vega.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="30">'
        f'<svg x="0" y="0" width="{width}" height="30" overflow="hidden">'
        f'<text x="0" y="20" font-size="{SMALL}" font-family="{escape(FONT)}">'
        f"{escape(words)}</text></svg></svg>"
    )
    return made


def test_a_place_gives_back_what_it_is_given() -> None:
    for logarithmic in (True, False):
        place = PanelFrame(100, 100, 0, 1000, 1, 100, logarithmic=logarithmic, cut=900)
        for amount in (1, 5, 100):
            assert place.amount(place.y(amount)) == pytest.approx(amount)
