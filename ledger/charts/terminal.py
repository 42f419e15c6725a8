"""A chart in characters: the same lines and marks, for a terminal of any width.

Amounts stand on a log scale, probabilities on one from 0 to 1; of belief, each round
is a row of blocks. A line is told by its sign, and its amount stands where it begins
and, at the as-of cut, where it ends.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from ledger.charts.axes import amount_label, day_labels, day_ticks
from ledger.charts.canvas import Canvas, padded
from ledger.charts.colours import (
    AGAINST,
    DISPUTED,
    PLAIN,
    POST,
    PRE,
    SIGNS,
    LineStyle,
    Style,
    looks_of,
    looks_together,
)
from ledger.charts.labels import CELLS, PanelFrame
from ledger.charts.panels import (
    FULL,
    RIDGED,
    Scene,
    room_behind,
    scenes_of,
    shown_since,
)
from ledger.charts.rows import chart_rows, label_of, subtitle, titles
from ledger.charts.shapes import ChartRow, ends_in
from ledger.charts.values import Chart
from ledger.charts.vega import panel_titles
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.rendering.tables import laid_out

HEIGHT: Final = 15
LEFT: Final = 7
"""Cells for the amounts of the axis."""

NARROWEST: Final = 40
NAMED: Final = 20
"""Cells for the names of rounds, at most."""

TICK: Final = 9
"""Cells between two labels of time."""

APART: Final = 3
"""Rows between two labels of amounts."""

BLOCKS: Final = "▁▂▃▄▅▆▇█"
QUARTERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
SHADE: Final = "░"
FAINT: Final = "dim"
UNDER: Final = frozenset({SHADE, DISPUTED.sign})
"""What a line is drawn over."""

SIGN_OF: Final = {sign.word: sign for sign in SIGNS}


def plot(
    answer: Answer[Chart],
    names: Directory,
    *,
    width: int = 80,
    colour: bool = False,
    style: Style = PLAIN,
) -> Iterator[str]:
    """Give the lines of a chart in characters; none if there is nothing to draw.

    Of a style its title, scale and beginning count.
    """
    steps, marks = (
        shown_since(rows, style.since) for rows in chart_rows(answer, names)
    )
    if not steps:
        return
    chart = answer.value
    width = max(width, NARROWEST)
    left = LEFT
    if chart.what == RIDGED:
        longest = max(cell_len(label_of(row["round"])) for row in steps)
        left = min(longest, NAMED) + 1
    size = (float(width - left), float(HEIGHT), room_behind(steps, CELLS))
    scenes = scenes_of(chart.what, steps, marks, chart.cut / 1000, size, CELLS, style)
    looks = looks_of(chart.what, {row["figure"] for row in steps})
    if chart.together:
        looks = looks_together(titles(answer, names).values())
    called = panel_titles(answer, names, style, len(scenes))
    said = subtitle(answer)
    if style.title and len(scenes) > 1 and not chart.together:
        yield from laid_out(Text(style.title, "bold"), width, colour=colour)
        yield ""
    for scene in scenes:
        title = called[scene.subject]
        yield from laid_out(Text(title, "bold"), width, colour=colour)
        below = ", ".join(x for x in (scene.about, said) if x)
        yield from laid_out(Text(below), width, colour=colour)
        for line in _panel(scene, looks, left):
            yield from laid_out(line, width, colour=colour)
        yield ""
    words = {word for scene in scenes for word in scene.words}
    words.discard(POST.word)  # and PRE: the labels say it
    words.discard(PRE.word)
    for line in _legend(chart.what, looks, words, width):
        yield from laid_out(line, width, colour=colour)
    floor = next((scene.floor for scene in scenes if scene.floor), "")
    if floor:
        yield from laid_out(Text(floor), width, colour=colour)


def _panel(scene: Scene, looks: Sequence[LineStyle], left: int) -> Iterator[Text]:
    if scene.lanes:
        axis = {row: label_of(lane) for row, lane in enumerate(scene.lanes)}
        canvas = _ridges(scene)
    else:
        axis = _axis(scene)
        canvas = _drawn(scene, looks)
    for row, line in enumerate(canvas.rows()):
        label = padded(set_cell_size(axis.get(row, ""), left - 1).strip(), left - 1)
        yield Text(f"{label} ", FAINT) + line
    yield from _times(scene.place, left)


def _axis(scene: Scene) -> dict[int, str]:
    """Give the labels of amounts, by rows."""
    place = scene.place
    if scene.money:
        ticks = scene.ticks(int(place.height // APART) + 1)
        return {int(place.y(tick)): amount_label(tick) for tick in ticks}
    return {min(int(place.y(x)), int(place.height) - 1): f"{x:.2f}" for x in QUARTERS}


def _drawn(scene: Scene, looks: Sequence[LineStyle]) -> Canvas:
    """Draw a panel of lines: bands first, marks last."""
    place, by_name = scene.place, {look.name: look for look in looks}
    canvas = Canvas(int(place.width), int(place.height))
    order = [look.name for look in looks]
    end = _cut_column(place)
    for y in range(canvas.height):
        canvas.put(end, y, "│", FAINT)
    for row in scene.bands:
        _fill(canvas, place, row, by_name[row["line"]].style)
    for row in sorted(scene.edges, key=lambda row: order.index(row["line"])):
        _draw(canvas, place, row, by_name[row["line"]])
    for row in scene.risers:
        top, bottom = _row(place, row["high"]), _row(place, row["low"])
        for y in range(top + 1, bottom):
            canvas.put_below(_column(place, row["at"]), y, "┊", FAINT)
    _mark(canvas, scene)
    for row in scene.labels:
        look = by_name.get(row["line"])  # a mark that stands on no line has none
        _label(canvas, place, row, "" if look is None else look.style)
    return canvas


def _draw(canvas: Canvas, place: PanelFrame, row: ChartRow, look: LineStyle) -> None:
    """Draw a level line; where another one is, both are seen, and so is a hatch."""
    y = _row(place, row["y"])
    for x in _columns(place, row):
        if row["disputed"] and x % 2:
            canvas.put(x, y, DISPUTED.sign, look.style)
        elif x % 2 == 0 or canvas.cells.get((x, y), (SHADE, ""))[0] in UNDER:
            canvas.put(x, y, look.sign, look.style)


def _mark(canvas: Canvas, scene: Scene) -> None:
    """Draw the marks: what speaks against something lies over what it is about."""
    order = [sign.word for sign in SIGNS]
    rows = [*scene.opens, *scene.marks]
    for row in sorted(rows, key=lambda row: (_weight(row), order.index(row["word"]))):
        sign = SIGN_OF[row["word"]]
        style = "bold red" if sign.name in AGAINST else "bold"
        x, y = _column(scene.place, row["at"]), _row(scene.place, row["y"])
        canvas.put(x, y, sign.sign, style)


def _weight(row: ChartRow) -> int:
    """Give which of two marks in one cell lies above the other."""
    return 0 if "mark" not in row else 2 if row["mark"] in AGAINST else 1


def _label(canvas: Canvas, place: PanelFrame, row: ChartRow, style: str) -> None:
    """Write an amount next to its line, if nothing is there."""
    behind = row["at"] > place.cut
    x = _cut_column(place) + 1 if behind else int(place.x(row["at"]))
    y = _row(place, row["y"])
    if behind or canvas.is_free(x - 1, y, len(row["text"]) + 2):
        canvas.write(x, y, row["text"], style)


def _fill(canvas: Canvas, place: PanelFrame, row: ChartRow, style: str) -> None:
    top, bottom = _row(place, row["high"]), _row(place, row["low"])
    for x in _columns(place, row):
        for y in range(top + 1, bottom):
            sign = "/" if row["disputed"] and (x + y) % 2 else SHADE
            canvas.put_below(x, y, sign, style)


def _ridges(scene: Scene) -> Canvas:
    """Draw a row of blocks for each round, with the marks over them, and a row below
    for marks of no round.
    """
    place, count = scene.place, len(scene.lanes)
    canvas = Canvas(int(place.width), count + bool(scene.floor))
    end = _cut_column(place)
    for row in scene.edges:
        y = scene.lanes.index(row["lane"])
        level = (row["y"] - (count - 1 - y)) / FULL
        block = BLOCKS[min(int(level * len(BLOCKS)), len(BLOCKS) - 1)]
        for x in _columns(place, row):
            canvas.put(x, y, block, "blue")
        if row["until"] >= place.cut:
            canvas.write(end + 1, y, str(row["amount"]), "blue")
    for row in scene.marks:
        sign = SIGN_OF[row["word"]]
        style = "bold red" if sign.name in AGAINST else "bold"
        y = scene.lanes.index(row["round"]) if ends_in(row) else count
        canvas.put(_column(place, row["at"]), y, sign.sign, style)
    for y in range(canvas.height):
        canvas.put_below(end, y, "│", FAINT)
    return canvas


def _row(place: PanelFrame, amount: float) -> int:
    return min(int(place.y(amount)), int(place.height) - 1)


def _cut_column(place: PanelFrame) -> int:
    """Give the column of the as-of cut."""
    return round(place.x(place.cut))


def _column(place: PanelFrame, instant: float) -> int:
    return min(int(place.x(instant)), _cut_column(place) - 1)


def _columns(place: PanelFrame, row: ChartRow) -> range:
    """Give the columns of a step: at least one."""
    first = _column(place, row["from"])
    return range(first, max(round(place.x(row["until"])), first + 1))


def _times(place: PanelFrame, left: int) -> Iterator[Text]:
    """Give the axis of time: a line, and one or two lines of labels."""
    first, last = (
        datetime.fromtimestamp(x / 1000, UTC) for x in (place.first, place.cut)
    )
    ticks = day_ticks(first, last, int(place.width // TICK))
    canvas = Canvas(int(place.width), 3)
    end = _cut_column(place)
    canvas.write(0, 0, "─" * end + "┘", FAINT)
    for tick, labels in zip(ticks, day_labels(ticks), strict=True):
        x = int(place.x(tick.timestamp() * 1000))
        canvas.put(x, 0, "┬", FAINT)
        for y, words in enumerate(labels, 1):
            start = max(0, x - len(words) // 2)
            if words and canvas.is_free(max(0, start - 1), y, len(words) + 1):
                canvas.write(start, y, words, FAINT)
    for line in canvas.rows():
        if line.plain.strip():
            yield Text(" " * left) + line


def _legend(
    what: str, looks: Sequence[LineStyle], words: set[str], width: int
) -> Iterator[Text]:
    """Give the legend in as many lines as it needs."""
    items = (
        []
        if what == RIDGED
        else [(3 * x.sign, x.name.replace("_", " "), x.style) for x in looks]
    )
    if what == RIDGED:
        items = [(f"{BLOCKS[0]}{BLOCKS[3]}{BLOCKS[-1]}", "from 0 to 1", "blue")]
    line = Text()
    signs = [(x.sign, x.word, "") for x in SIGNS if x.word in words]
    for sign, word, style in (*items, *signs):
        sign_ = "///" if word == DISPUTED.word else sign
        item = Text(sign_, style) + Text(f" {word}   ")
        if cell_len(line.plain) + cell_len(item.plain.rstrip()) > width:
            line.rstrip()
            yield line
            line = Text()
        line += item
    line.rstrip()
    yield line
