"""The whole page: one file, no server, and no request to anywhere.

Its policy allows the styles and scripts in it by their hashes, and nothing else:
no address, no inline handler, no eval.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import orjson

from ledger.claims.dates import show_day, show_instant
from ledger.claims.figures import Figure
from ledger.claims.names import inert_json
from ledger.rendering.basis import heading
from ledger.rendering.report import sections
from ledger.rendering.report.contents import Report, Section
from ledger.rendering.report.darkness import darkened
from ledger.rendering.report.markup import Html, joined, tag
from ledger.rendering.report.moving import Drawn, packed
from ledger.rendering.report.sparklines import HEIGHT, WIDTH, sparkline

LABELS: Final = 7
"""So many years are written below the slider, at most."""

FEW: Final = 3
"""So many companies stand in the title, at most."""

PARTS: Final = 4
"""Points in a token up to what is the same for all days."""


@dataclass(frozen=True, slots=True)
class Assets:
    """What a page is drawn with."""

    style: str
    scripts: Sequence[str]
    """Modules; the last one moves the page."""
    charts: Mapping[str, str] = field(default_factory=dict)
    """By company: SVG, as of the last day."""


def document(report: Report, assets: Assets) -> str:
    """Write the page."""
    trends = {
        one.slug: sparkline(one.trend, _trend_label(one), report.last)
        for one in report.sections
        if one.trend is not None
    }
    drawn = Drawn(report, trends)
    charts = {slug: Html(drawing) for slug, drawing in assets.charts.items()}
    style = assets.style + darkened()
    title = _title(report)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content=_policy(assets.scripts, style),
        ),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(style)),
    )
    body = tag(
        "body",
        tag("a", "To the league table", href="#league", class_="skip"),
        _past(),
        _header(report, title),
        _when(report),
        tag(
            "main",
            sections.league(report, drawn),
            sections.disputed(report, drawn),
            sections.companies(report, drawn, charts),
            *sections.sources(report, drawn.known),
            sections.events(report, drawn.known),
            sections.verifying(report),
        ),
        tag("template", *_kept(trends), id="trends"),
        _data(report),
        *(tag("script", Html(one), type="module") for one in assets.scripts),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _title(report: Report) -> str:
    named = [one.name for one in report.sections]
    if report.wanted and 0 < len(named) <= FEW:
        who = ", ".join(named[:-1]) + " and " + named[-1] if named[1:] else named[0]
    else:
        who = "companies"
    verb = "is" if report.wanted and len(named) == 1 else "are"
    return f"What {who} {verb} said to be worth"


def _header(report: Report, title: str) -> Html:
    count, days = len(report.events), report.bases
    if count:
        told = (
            f"{count:,} published {'event' if count == 1 else 'events'} about"
            f" {len(report.sections):,}"
            f" {'company' if len(report.sections) == 1 else 'companies'}, asked as of"
            f" every day from {days[0].as_of} to {days[-1].as_of}."
            " Every figure links to the event behind it."
        )
    else:
        told = "Nothing was published by then, so there is nothing to show."
    return tag(
        "header",
        tag("p", "sayso · ", report.proof.origin, class_="kicker"),
        tag("h1", title, tag("span", ", and on whose say-so", class_="also")),
        tag("p", told, class_="standfirst"),
    )


def _when(report: Report) -> Html:
    """The day that is chosen, and its basis; without the script, that of the report."""
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
    before = tag(
        "button", "\u2190", tag("span", " event before"), type="button", id="before"
    )
    after = tag(
        "button", tag("span", "next event "), "\u2192", type="button", id="after"
    )
    chooser = tag(
        "form",
        tag("div", tag("label", "As of ", day), before, after, class_="dates"),
        tag("div", slider, _ticks(report), class_="slide"),
        id="chooser",
        hidden=True,
    )
    stated = tag("output", heading(basis), id="stated", for_="slider day")
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
        aria_label="Events that came to be known on that day",
        tabindex=0,
        hidden=True,
    )
    chosen = tag("section", chooser, stated, id="when", aria_label="As-of day")
    return joined([chosen, basis_of, that_day])


def _ticks(report: Report) -> Html:
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


def _past() -> Html:
    """What all small lines are cut to: the days up to the one that is chosen."""
    cut = tag("rect", id="past-days", x=0, y=0, width=WIDTH, height=HEIGHT)
    return tag(
        "svg",
        tag("clipPath", cut, id="past"),
        width=0,
        height=0,
        class_="unseen",
        aria_hidden="true",
    )


def _trend_label(section: Section) -> str:
    """Say in words what a small line shows."""
    assert section.trend is not None
    seen = [amount for _, amount, _ in section.trend.points if amount]
    code = section.trend.currency
    low, high = (Figure(code, x, x, "exact").brief() for x in (min(seen), max(seen)))
    return f"{section.name}: from {low} to {high}"


def _kept(trends: Mapping[str, Html]) -> list[Html]:
    return [tag("div", line, data_for=slug) for slug, line in trends.items()]


def _data(report: Report) -> Html:
    """What the script looks up: nothing in it is worked out there."""
    basis = report.basis
    tokens = [one.token.split(".", PARTS) for one in report.bases]
    stated = heading(basis).removeprefix(f"as of {basis.as_of}")
    data = {
        "first": show_day(report.first),
        "last": basis.as_of,
        "stated": stated,
        "days": [".".join(token[1:-1]) for token in tokens],
        "token": [tokens[-1][0] + ".", "." + tokens[-1][-1]],
        "homes": dict(report.homes),
        "notes": [[x.first, x.end, x.rows[0][0]] for x in report.notes.spans],
        "tables": {table.name: packed(table) for table in report.tables()},
        "specs": {slug: [x.wide, x.narrow] for slug, x in report.charts.items()},
    }
    text = inert_json(orjson.dumps(data).decode()).replace("<", "\\u003c")
    return tag("script", Html(text), type="application/json", id="data")


def _policy(scripts: Sequence[str], style: str) -> str:
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))};"
        f" style-src {_hash(style)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
