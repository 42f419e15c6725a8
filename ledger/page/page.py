"""The whole page: one file, no server, and no request to anywhere.

Its policy allows the styles and scripts in it by their hashes, and nothing else:
no address, no inline handler, no eval.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final

import orjson

from ledger.claims.dates import show_day
from ledger.claims.figures import Figure
from ledger.claims.names import inert_json
from ledger.page import sections
from ledger.page.choosing import chooser, news, tools
from ledger.page.contents import Pictured, ReportContents, Section
from ledger.page.darkness import darkened
from ledger.page.markup import Html, join_markup, opening_tag, tag
from ledger.page.moving import RowDrawer, packed
from ledger.page.sparklines import HEIGHT, WIDTH, sparkline
from ledger.rendering.basis import day_suffix

FEW: Final = 3
"""So many companies stand in the title, at most."""

LINKED: Final = "Every figure links to the event behind it."
PARTS: Final = 4
"""Points in a token up to what is the same for all days."""


@dataclass(frozen=True, slots=True)
class Assets:
    """What a page is drawn with."""

    style: str
    scripts: Sequence[str]
    """Modules; the last one moves the page."""
    draw: Callable[[str, Pictured], str]
    """Makes of a company and its chart SVG, as of the last day."""


def document(report: ReportContents, assets: Assets) -> Iterator[Html]:
    """Write the page, part by part: that of a large ledger is never held as a whole."""
    trends = {
        one.slug: sparkline(one.trend, _trend_label(one), report.last)
        for one in report.sections
        if one.trend is not None
    }
    drawn = RowDrawer(report, trends)
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
    yield Html(
        f"<!doctype html>\n{opening_tag('html', lang='en')}{head}{opening_tag('body')}"
    )
    yield tag("a", "To the ranking table", href="#ranking", class_="skip")
    yield join_markup([_past(), _header(report, title), chooser(report)])
    yield join_markup([tools(_contents(report)), opening_tag("main")])
    yield sections.ranking(report, drawn)
    yield join_markup([news(report), sections.disputed(report, drawn)])
    yield from sections.companies(report, drawn, assets.draw)
    yield join_markup(sections.sources(report, drawn.known))
    yield from sections.events(report, drawn.known)
    yield join_markup([sections.verifying(report), Html("</main>")])
    yield tag("template", *_trend_drawings(trends), id="trends")
    yield from _data(report)
    for script in assets.scripts:
        yield tag("script", Html(script), type="module")
    yield Html("</body></html>\n")


def _contents(report: ReportContents) -> list[tuple[str, str]]:
    """Give the parts of a page, each by its id and what it is called."""
    return [
        ("ranking", "Ranking"),
        ("news", "New on this day"),
        ("disputed", "Disputed"),
        ("companies", f"Companies ({len(report.sections):,})"),
        ("sources", "Sources"),
        ("deniers", "Deniers"),
        ("events", f"Events ({len(report.events):,})"),
        ("verify", "How to verify"),
    ]


def _title(report: ReportContents) -> str:
    named = [one.name for one in report.sections]
    if report.wanted and 0 < len(named) <= FEW:
        who = ", ".join(named[:-1]) + " and " + named[-1] if named[1:] else named[0]
    else:
        who = "companies"
    verb = "is" if report.wanted and len(named) == 1 else "are"
    return f"What {who} {verb} said to be worth"


def _header(report: ReportContents, title: str) -> Html:
    count, days = len(report.events), report.bases
    told = "Nothing was published by that date, so there is nothing to show."
    if count:
        what = f"{count:,} published {'event' if count == 1 else 'events'}"
        companies = len(report.sections)
        about = f"{companies:,} {'company' if companies == 1 else 'companies'}"
        asked = f"as of {days[-1].as_of}"
        if report.last:
            asked = f"for every day from {days[0].as_of} to {days[-1].as_of}"
        told = f"{what} about {about}, {asked}. {LINKED}"
    return tag(
        "header",
        tag("p", "sayso · ", report.proof.origin, class_="kicker"),
        tag("h1", title, tag("span", ", and by whom", class_="also")),
        tag("p", told, class_="standfirst"),
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
    seen = [point.amount for point in section.trend.points if point.amount]
    code = section.trend.currency
    low, high = (Figure(code, x, x, "exact").brief() for x in (min(seen), max(seen)))
    return f"{section.name}: from {low} to {high}"


def _trend_drawings(trends: Mapping[str, Html]) -> list[Html]:
    return [tag("div", line, data_for=slug) for slug, line in trends.items()]


def _data(report: ReportContents) -> Iterator[Html]:
    """What the script looks up: nothing in it is worked out there."""
    yield opening_tag("script", type="application/json", id="data")
    for part in _json(report):
        yield Html(inert_json(part).replace("<", "\\u003c"))
    yield Html("</script>")


def _json(report: ReportContents) -> Iterator[str]:
    """Write one object, part by part: of the days, of each table and of each chart."""
    basis = report.basis
    tokens = [one.token.split(".", PARTS) for one in report.bases]
    days = {
        "first": show_day(report.first),
        "last": basis.as_of,
        "stated": day_suffix(basis),
        "days": [".".join(token[1:-1]) for token in tokens],
        "token": [tokens[-1][0] + ".", "." + tokens[-1][-1]],
        "notes": [[x.first, x.end, x.rows[0][0]] for x in report.notes.spans],
    }
    yield f'{_dumped(days)[:-1]},"tables":{{'
    for table, comma in zip(report.tables(), chain([""], repeat(",")), strict=False):
        yield f"{comma}{_dumped(table.name)}:{_dumped(packed(table))}"
    yield '},"specs":{'
    charts = report.charts.items()
    for (slug, chart), comma in zip(charts, chain([""], repeat(",")), strict=False):
        yield f"{comma}{_dumped(slug)}:[{chart.wide},{chart.narrow}]"
    yield "}}"


def _dumped(value: object) -> str:
    return orjson.dumps(value).decode()


def _policy(scripts: Sequence[str], style: str) -> str:
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))};"
        f" style-src {_hash(style)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
