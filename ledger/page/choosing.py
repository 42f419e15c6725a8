"""The day that is chosen: a date and a slider; its events and its basis; finding."""

from collections.abc import Sequence
from typing import Final

from ledger.claims.dates import show_day, show_instant
from ledger.page.contents import ReportContents
from ledger.page.markup import Html, tag
from ledger.rendering.basis import heading

LABELS: Final = 7
"""So many years are written below the slider, at most."""


def chooser(report: ReportContents) -> Html:
    """The day that is chosen; without the script, that of the report."""
    first, last = show_day(report.first), show_day(report.first + report.last)
    basis = report.basis
    day = tag("input", type="date", id="day", min=first, max=last, value=last)
    slider = tag(
        "input",
        type="range",
        id="slider",
        min=0,
        max=report.last,
        value=report.last,
        aria_label="As-of day",
        aria_valuetext=basis.as_of,
    )
    before, after = (
        tag("button", *words, type="button", id=id_, aria_label=label)
        for id_, label, words in (
            ("before", "event before", ("\u2190", tag("span", " event before"))),
            ("after", "next event", (tag("span", "next event "), "\u2192")),
        )
    )
    form = tag(
        "form",
        tag("div", tag("label", "As of ", day), before, after, class_="dates"),
        tag("div", slider, _ticks(report), class_="slide"),
        id="chooser",
        hidden=True,
    )
    stated = tag("output", heading(basis), id="stated", for_="slider day")
    return tag("section", form, stated, id="when", aria_label="As-of day")


def news(report: ReportContents) -> Html:
    """What came to be known on the day that is chosen, and the basis of that day."""
    basis = report.basis
    basis_of = tag(
        "p",
        "published before ",
        tag("time", show_instant(basis.cut), id="cut"),
        " · ",
        tag("code", "--basis ", tag("span", basis.token, class_="token")),
        class_="basis",
    )
    that_day = tag(
        "ul",
        id="that-day",
        aria_label="Events that became known on that day",
        hidden=True,
    )
    title = tag("h2", "New on this day", id="news-title")
    return tag(
        "section", title, that_day, basis_of, id="news", aria_labelledby="news-title"
    )


ORDERS: Final = (
    ("rank", "highest valuation"),
    ("name", "name"),
    ("news", "latest event"),
    ("events", "most events"),
)


def tools(parts: Sequence[tuple[str, str]]) -> Html:
    """Search, order and contents; the first two need the script."""
    links = [tag("li", tag("a", title, href=f"#{id_}")) for id_, title in parts]
    find = tag(
        "form",
        tag(
            "input",
            type="search",
            id="search",
            placeholder="Search companies, sources, events",
            aria_label="Search this page",
            autocomplete="off",
            spellcheck="false",
        ),
        tag(
            "select",
            *(tag("option", f"by {title}", value=name) for name, title in ORDERS),
            id="order",
            aria_label="Order of the companies",
        ),
        tag("output", id="found", for_="search", aria_live="polite"),
        id="finding",
        role="search",
        hidden=True,
    )
    contents = tag("nav", tag("ul", *links), class_="contents", aria_label="Contents")
    return tag("div", contents, find, class_="tools")


def _ticks(report: ReportContents) -> Html:
    """A stroke for each day with an event, and years below them."""
    last = max(report.last, 1)
    strokes = [
        tag("line", x1=f"{place / last:.2%}", x2=f"{place / last:.2%}", y1=1, y2=9)
        for place in sorted({event.place for event in report.events})
    ]
    years = [
        place
        for place in range(report.last + 1)
        if show_day(report.first + place).endswith("-01-01")
    ]
    every = -(-len(years) // LABELS) or 1
    words = [
        tag("text", show_day(report.first + place)[:4], x=f"{place / last:.2%}", y=22)
        for place in years[::every]
    ]
    return tag(
        "svg",
        *strokes,
        *words,
        class_="ticks",
        width="100%",
        height=26,
        aria_hidden="true",
    )
