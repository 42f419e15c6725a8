"""The frame of every page: where one can go, which day it is about, how to cite it."""

import json
from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from ledger.claims.dates import day_of, show_day
from ledger.page.markup import Child, Html, join_markup, tag
from ledger.rendering.basis import heading
from ledger.serving.failing import HTML, Failure
from ledger.serving.site import Site

PLACES: Final = (
    ("/", "Ranking"),
    ("/rounds", "Rounds"),
    ("/investors", "Investors"),
    ("/sources", "Sources"),
    ("/documents", "Documents"),
    ("/disputed", "Disputed"),
    ("/changes", "What changed"),
)
"""The pages that are always one step away."""

RECORD: Final = ("/record", "Record")

HTMX: Final = json.dumps(
    {
        "allowEval": False,
        "historyCacheSize": 0,
        "includeIndicatorStyles": False,
        "refreshOnHistoryMiss": True,
        "selfRequestsOnly": True,
    }
)
"""What the script may do: ask this server for pages, and no more."""
YEAR: Final = 365


def document(site: Site, title: str, *content: Child, days: Sequence[int] = ()) -> str:
    """Write a page about a basis; `days` are those on which something was published."""
    return _html_page(
        f"{title} · {site.basis.as_of}",
        tag("a", "To the answer", href="#answer", class_="skip"),
        _masthead(site),
        _when(site, days),
        tag("main", tag("h1", title), *content, id="answer"),
        _cite(site),
    )


def plain(site: Site, title: str, *content: Child) -> str:
    """Write a page that is about no day: where something is recorded."""
    return _html_page(
        title,
        tag("a", "To the answer", href="#answer", class_="skip"),
        _masthead(site),
        tag("main", tag("h1", title), *content, id="answer"),
    )


def _masthead(site: Site) -> Html:
    kicker = tag("p", "sayso · ", site.book.opening["origin"], class_="kicker")
    return tag("header", kicker, _navigation(site), class_="masthead")


def _html_page(title: str, *body: Child) -> str:
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="htmx-config", content=HTMX),
        tag("title", title),
        tag("link", rel="icon", href="/static/icon.svg"),
        tag("link", rel="stylesheet", href="/static/style.css"),
        tag("script", src="/static/htmx.js", defer=True),
    )
    page = tag("html", head, tag("body", *body), lang="en")
    return f"<!doctype html>\n{page}\n"


def _navigation(site: Site) -> Html:
    links = [
        tag(
            "a",
            name,
            href=site.to(path),
            aria_current="page" if path == site.path else None,
        )
        for path, name in _open_to(site)
    ]
    search = tag(
        "form",
        *hidden(site.clocks),
        tag("input", type="search", name="q", aria_label="Search", required=True),
        tag("button", "Search"),
        action="/search",
        role="search",
    )
    return tag("nav", *links, search, id="places", aria_label="Pages")


def _open_to(site: Site) -> Sequence[tuple[str, str]]:
    return PLACES if site.actor is None else (*PLACES, RECORD)


def _when(site: Site, days: Sequence[int]) -> Html:
    """Which day, and how to choose another one."""
    return tag(
        "section",
        tag("div", _day_heading(site, days), id="day"),
        _slider(site, days),
        id="when",
        aria_label="As-of day",
    )


def _day_heading(site: Site, days: Sequence[int]) -> Html:
    basis = site.basis
    day = day_of(basis.cut - 1, basis.zone)
    rest = _other_fields(site, "tz")
    form = tag(
        "form",
        *hidden(rest),
        tag("label", "As of ", _input("date", "as_of", show_day(day))),
        tag(
            "label",
            "known at entry ",
            _input("text", "known_at", str(basis.known_at), size=8),
        ),
        tag("button", "Show"),
        action=site.here,
        class_="dates",
    )
    before = next((x for x in reversed(days) if x < day), None)
    after = next((x for x in days if x > day), None)
    steps = [
        _step(site, "\u2190 {} before", before, day - 1),
        _step(site, "next {} \u2192", after, day + 1),
        tag("a", "newest", href=site.newest),
    ]
    return join_markup(
        [
            form,
            tag("p", join_markup(steps, " "), class_="steps"),
            tag("p", tag("output", heading(basis), id="stated"), class_="stated"),
        ]
    )


def _step(site: Site, words: str, event: int | None, day: int) -> Html:
    """Lead to the day of an event, or, where there is none, to the day next to it."""
    kind, there = ("day", day) if event is None else ("event", event)
    return tag("a", words.format(kind), href=site.on(as_of=show_day(there)))


def _slider(site: Site, days: Sequence[int]) -> Html:
    """The day as a slider; without a script it has a button."""
    basis = site.basis
    day = day_of(basis.cut - 1, basis.zone)
    newest = day_of(site.book.clock(), basis.zone)
    first = min(days[0] if days else newest - 5 * YEAR, day)
    rest = _other_fields(site, "known_at", "tz")
    return tag(
        "form",
        *hidden(rest),
        tag(
            "input",
            type="range",
            name="day",
            min=first,
            max=max(newest, day),
            value=day,
            aria_label="As-of day",
            aria_describedby="stated",
        ),
        tag("noscript", tag("button", "Show the day of the slider")),
        action=site.here,
        class_="slide",
        hx_get=site.here,
        hx_trigger="input delay:200ms, submit",
        hx_target="#answer",
        hx_select="#answer",
        hx_swap="outerHTML",
        # The slider itself stays, and keeps the focus.
        hx_select_oob="#places,#day,#cite",
        hx_push_url="true",
        hx_sync="this:replace",
    )


def _cite(site: Site) -> Html:
    """The address and the token that show the same next year."""
    token = site.basis.token
    link = tag("a", "Link to this page", href=site.on(), class_="permanent")
    return tag(
        "footer",
        tag("p", link, ": it shows the same next year."),
        tag(
            "p",
            "The same in a terminal: ",
            tag("code", "--basis ", tag("span", token, class_="token")),
        ),
        id="cite",
    )


def _input(kind: str, name: str, value: str, **more: float) -> Html:
    return tag("input", type=kind, name=name, value=value, required=True, **more)


def _other_fields(site: Site, *clocks: str) -> dict[str, str]:
    """Give what a form that moves the day leaves as it is."""
    kept = {key: site.clocks[key] for key in clocks if key in site.clocks}
    return {**site.query, **kept}


def hidden(fields: dict[str, str]) -> list[Html]:
    """Write fields that a form sends along."""
    return [
        tag("input", type="hidden", name=name, value=value)
        for name, value in fields.items()
    ]


def failed(failure: Failure) -> Response:
    """Write what went wrong as a page."""
    hint = failure.hint
    body = _html_page(
        f"{failure.status} {failure.title}",
        tag(
            "header",
            tag("p", "sayso", class_="kicker"),
            tag("nav", tag("a", "Ranking", href="/"), id="places"),
            class_="masthead",
        ),
        tag(
            "main",
            tag("h1", failure.title),
            tag("p", failure.message, class_="standfirst"),
            None if hint is None else tag("p", tag("b", "hint: "), hint),
        ),
    )
    return Response(body, failure.status, media_type=HTML)
