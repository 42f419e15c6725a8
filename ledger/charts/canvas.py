"""A sheet of characters to draw on: cells with a colour, then lines of text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from rich.cells import cell_len
from rich.text import Text

EMPTY: Final = (" ", "")


@dataclass(slots=True)
class Canvas:
    """Cells, `width` by `height`; the first row is the highest."""

    width: int
    height: int
    cells: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def put(self, x: int, y: int, sign: str, style: str = "") -> None:
        """Draw over what is in a cell; what lies outside is left out."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.cells[x, y] = sign, style

    def put_below(self, x: int, y: int, sign: str, style: str = "") -> None:
        """Draw in a cell that is still empty."""
        if (x, y) not in self.cells:
            self.put(x, y, sign, style)

    def write(self, x: int, y: int, words: str, style: str = "") -> None:
        """Write words of single-width letters from a cell on."""
        for place, letter in enumerate(words):
            self.put(x + place, y, letter, style)

    def is_free(self, x: int, y: int, room: int) -> bool:
        """Tell whether some cells next to each other are inside, and all empty."""
        inside = x >= 0 and x + room <= self.width and 0 <= y < self.height
        return inside and not any((x + n, y) in self.cells for n in range(room))

    def rows(self) -> Iterator[Text]:
        """Give the lines, from the top."""
        for y in range(self.height):
            line = Text()
            row = (self.cells.get((x, y), EMPTY) for x in range(self.width))
            for style, run in groupby(row, key=lambda cell: cell[1]):
                line.append("".join(sign for sign, _ in run), style)
            line.rstrip()
            yield line


def padded(words: str, room: int) -> str:
    """Give words right-aligned in so many cells; Chinese letters take two."""
    return " " * (room - cell_len(words)) + words
