"""How far sources can be trusted: a table with a scale from 0 to 1 in each row."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from ledger.claims.names import Source
from ledger.credibility.posterior import Score
from ledger.page.contents import SourceRecord
from ledger.page.markup import Child, Html, join_markup, linked, tag
from ledger.projections.prose import Prose
from ledger.rendering.beliefs import coarse
from ledger.rendering.trust import days_long

WIDTH: Final = 120
MIDDLE: Final = 6.5


class SourceColumn(NamedTuple):
    """A column of the page: its title, and what is drawn of a record."""

    title: str
    of: Callable[[SourceRecord], Child]
    right: bool = False


def record_of(source: Source, score: Score) -> SourceRecord:
    """Give what a page says of a source in a role."""
    rated = score.label != "unrated"
    lead = days_long(score.lead)
    return SourceRecord(
        name=source.name,
        slug=source.slug,
        kind=source.kind,
        rated=score.label,
        settled=str(coarse(score.n)),
        lapsed=f"{score.lapsed:.0%}",
        lead="" if lead is None else str(lead),
        events=tuple(sorted({one.row.event for one in score.rows})),
        score=(score.mean, *score.interval) if rated else None,
    )


def records_table(
    records: Iterable[SourceRecord], caption: str, known: frozenset[int]
) -> Html:
    """Draw a ranking."""
    titles = [(one.title, one.right) for one in COLUMNS]
    heads = [
        tag("th", title, scope="col", class_="right" if right else None)
        for title, right in (("source", False), *titles, ("from events", True))
    ]
    return tag(
        "table",
        tag("caption", caption, class_="unseen"),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *(_row(one, known) for one in records)),
        class_="records",
    )


def _row(record: SourceRecord, known: frozenset[int]) -> Html:
    drawn = [
        tag(
            "td",
            one.of(record),
            class_="right" if one.right else None,
            data_label=one.title,
        )
        for one in COLUMNS
    ]
    events = linked(Prose.listed(record.events, " "), "events", known)
    return tag(
        "tr",
        tag("th", join_markup([record.name]), scope="row"),
        *drawn,
        tag("td", events, class_="right events", data_label="from events"),
    )


def _scale(one: SourceRecord) -> Html:
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


def _bound(one: SourceRecord, place: int) -> str:
    """Write a number of the score: its mean, its lower end, its upper end."""
    return "" if one.score is None else f"{one.score[place]:.2f}"


COLUMNS: Final = (
    SourceColumn("kind", lambda x: x.kind),
    SourceColumn("90 % interval", _scale),
    SourceColumn("5 %", lambda x: _bound(x, 1), right=True),
    SourceColumn("score", lambda x: _bound(x, 0), right=True),
    SourceColumn("95 %", lambda x: _bound(x, 2), right=True),
    SourceColumn("settled", lambda x: x.settled, right=True),
    SourceColumn("rated", lambda x: x.rated),
    SourceColumn("lapses", lambda x: x.lapsed, right=True),
    SourceColumn("lead", lambda x: x.lead, right=True),
)
"""Between the name of a source and the events that its score rests on."""
