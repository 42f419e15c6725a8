"""How far sources can be trusted: a table with a scale from 0 to 1 in each row."""

from collections.abc import Iterable
from typing import Final

from ledger.claims.names import Source
from ledger.credibility.scores import Score
from ledger.projections.prose import Prose
from ledger.rendering.beliefs import COARSE, number
from ledger.rendering.report.contents import Record
from ledger.rendering.report.markup import Html, joined, linked, tag
from ledger.rendering.trust import days_long

WIDTH: Final = 120
MIDDLE: Final = 6.5
TITLES: Final = (
    ("source", False),
    ("kind", False),
    ("90 % interval", False),
    ("5 %", True),
    ("score", True),
    ("95 %", True),
    ("settled", True),
    ("rated", False),
    ("lapses", True),
    ("lead", True),
)


def record_of(source: Source, score: Score) -> Record:
    """Give what a page says of a source in a role."""
    rated = score.label != "unrated"
    lead = days_long(score.lead)
    return Record(
        name=source.name,
        slug=source.slug,
        kind=source.kind,
        rated=score.label,
        settled=str(number(score.n, COARSE)),
        lapsed=f"{score.lapsed:.0%}",
        lead="" if lead is None else str(lead),
        events=tuple(sorted({one.row.event for one in score.rows})),
        score=(score.mean, *score.interval) if rated else None,
    )


def records_table(
    records: Iterable[Record], caption: str, known: frozenset[int]
) -> Html:
    """Draw a ranking."""
    heads = [
        tag("th", title, scope="col", class_="right" if right else None)
        for title, right in (*TITLES, ("from events", True))
    ]
    return tag(
        "table",
        tag("caption", caption, class_="unseen"),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *(_row(one, known) for one in records)),
        class_="records",
    )


def _row(one: Record, known: frozenset[int]) -> Html:
    numbers = ["", "", ""]
    if one.score is not None:
        mean, low, high = one.score
        numbers = [f"{x:.2f}" for x in (low, mean, high)]
    cells = (one.settled, one.rated, one.lapsed, one.lead)
    words = (one.kind, _scale(one), *numbers, *cells)
    drawn = [
        tag("td", word, class_="right" if right else None, data_label=title)
        for word, (title, right) in zip(words, TITLES[1:], strict=True)
    ]
    events = linked(Prose.listed(one.events, " "), "events", known)
    return tag(
        "tr",
        tag("th", joined([one.name]), scope="row"),
        *drawn,
        tag("td", events, class_="right events", data_label="from events"),
    )


def _scale(one: Record) -> Html:
    """Draw the interval and the score in it, between 0 and 1."""
    axis = tag("line", x1=0, x2=WIDTH, y1=MIDDLE, y2=MIDDLE, class_="axis")
    marks = [axis]
    label = f"{one.name}: unrated"
    if one.score is not None:
        mean, low, high = (round(x * WIDTH, 1) for x in one.score)
        marks.append(tag("line", x1=low, x2=high, y1=MIDDLE, y2=MIDDLE, class_="range"))
        marks.append(tag("circle", cx=mean, cy=MIDDLE, r=3.5))
        label = "{}: {:.2f}, between {:.2f} and {:.2f}".format(one.name, *one.score)
    return tag(
        "svg",
        *marks,
        viewBox=f"-4 0 {WIDTH + 8} 13",
        width=WIDTH + 8,
        height=13,
        role="img",
        aria_label=label,
        class_="scale",
    )
