"""The pages that read: each asks the book what the command line asks, and draws it.

/                ranking          valuations
/company/NAME    a company        valuations, rounds, explain, timeline, chart, show
/round/NAME      a round          show, explain, timeline
/rounds          all rounds       rounds
/source/NAME     a source         show, credibility
/sources         all sources      credibility
/investor?name=  an investor      investors, show
/investors       all investors    investors
/event/N         an event, or a document with its claims marked
/documents       all documents
/disputed        open denials     disputed
/changes         what changed     diff
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ledger.claims.dates import MAX_US, day_of
from ledger.claims.evidence import DOCUMENT
from ledger.credibility.settings import AT_ONCE
from ledger.errors import BadInput, UnknownName
from ledger.page.markup import Child, Html, tag
from ledger.projections.basis import Answer
from ledger.serving.charts import picture
from ledger.serving.frame import document
from ledger.serving.marking import marked
from ledger.serving.records import answer_forms, mistake_forms
from ledger.serving.site import Site, number_in
from ledger.serving.tables import SiteTables

Path = Mapping[str, str]
"""What the address names."""


def ranking(site: Site, _: Path) -> str:
    """Draw all companies, the highest headline first."""
    answer = site.book.valuations(site.basis, beliefs=believed(site))
    told = SiteTables(site).told(first_of(site, answer))
    return document(
        site, "What companies are said to be worth", *told, days=days_of(site)
    )


def company(site: Site, path: Path) -> str:
    """Draw a company: its figures, a chart, its rounds, its story, and why."""
    book, basis, drawing = site.book, site.basis, SiteTables(site)
    slug = site.names.company(path["name"])
    name = site.names.companies[slug].name
    beliefs = believed(site)
    figures = book.valuations(basis, [slug], beliefs=beliefs)
    story = book.timeline(slug, basis, beliefs=beliefs)
    why = book.explain(slug, basis, beliefs=beliefs)
    return document(
        site,
        name,
        tag("p", slug, class_="kicker"),
        *drawing.told(figures, first="Figures"),
        picture(site, slug, name) if any(x.rows for x in figures.value) else None,
        *drawing.told(book.rounds(basis, [slug]), first="Rounds"),
        *drawing.told(story, first="Timeline"),
        folded("Why: every claim, counted or set aside", drawing.told(why)),
        folded("On record", drawing.told(book.show(f"company:{slug}", basis))),
        days=days_of(site, slug),
    )


def round_(site: Site, path: Path) -> str:
    """Draw a round: what is known of it, its story, and why."""
    book, basis, drawing = site.book, site.basis, SiteTables(site)
    name = path["name"]
    card = book.show(name, basis)
    story = book.timeline(name, basis)
    why = book.explain(name, basis, beliefs=believed(site))
    slug = card.value.slug
    owner = tag("a", site.names.companies[slug].name, href=site.company(slug))
    return document(
        site,
        name,
        tag("p", "A round of ", owner, class_="kicker"),
        *drawing.told(card),
        *drawing.told(story, first="Timeline"),
        folded("Why: every claim, counted or set aside", drawing.told(why)),
        days=days_of(site, slug),
    )


def rounds(site: Site, _: Path) -> str:
    """Draw all rounds."""
    told = SiteTables(site).told(first_of(site, site.book.rounds(site.basis)))
    return document(site, "Rounds", *told, days=days_of(site))


def source(site: Site, path: Path) -> str:
    """Draw a source: who it is, what it said, and how often it was right."""
    book, basis, drawing = site.book, site.basis, SiteTables(site)
    slug = site.names.source(path["name"])
    card = book.show(f"source:{slug}", basis)
    record: Sequence[Child] = [tag("p", LARGE, class_="note")]
    if believed(site):
        record = drawing.told(book.credibility(basis, slug))
    return document(
        site,
        site.names.sources[slug].name,
        tag("p", f"source:{slug}", class_="kicker"),
        *drawing.told(card),
        tag("h2", "How often it was right"),
        *record,
        days=days_of(site),
    )


ROWS: Final = 500
"""Rows of a page about a large ledger, unless its address says otherwise."""

LARGE: Final = (
    "Left out, as the ledger is large: `sayso credibility` works it out in a terminal."
)


def sources(site: Site, _: Path) -> str:
    """Draw how far sources can be trusted, and those who deny."""
    book, basis, drawing = site.book, site.basis, SiteTables(site)
    if not believed(site):
        told = drawing.told(book.sources_list(basis))
    else:
        reports = drawing.told(book.credibility(basis))
        denials = drawing.told(book.credibility(basis, role="denial"))
        told = [*reports, tag("h2", "Deniers"), *denials]
    return document(site, "Sources", *told, days=days_of(site))


def investors(site: Site, _: Path) -> str:
    """Draw who put what into whom."""
    told = SiteTables(site).told(first_of(site, site.book.investors(site.basis)))
    return document(site, "Investors", *told, days=days_of(site))


def investor(site: Site, _: Path) -> str:
    """Draw what one investor put into whom."""
    name = site.query.get("name", "")
    if not name:
        raise BadInput("name: whom?", "name an investor: /investor?name=...", ("name",))
    told = SiteTables(site).told(site.book.investors(site.basis, name))
    return document(site, name, *told, days=days_of(site))


def event(site: Site, path: Path) -> str:
    """Draw an event; of a document also its text, with its claims marked in it."""
    drawing = SiteTables(site)
    answer = site.book.show(check_event(site, path["name"]), site.basis)
    stored = site.book.event(path["name"])
    text: Sequence[Child] = ()
    title = kicker = f"Event {stored.seq}"
    if stored.type == DOCUMENT:
        found = site.book.document(stored.id, site.basis.known_at)
        kicker = f"Document {stored.seq}"
        title = found.entry.data.get("title") or kicker
        text = (*marked(site, found), tag("h2", "On record"))
    return document(
        site,
        title,
        tag("p", kicker, class_="kicker") if title != kicker else None,
        *text,
        *drawing.told(answer),
        *_answers(site, stored.seq, stored.type),
    )


def _answers(site: Site, event: int, kind: str) -> Sequence[Child]:
    """Draw what can be recorded about an event, where anything can."""
    if site.actor is None:
        return ()
    claim = kind in {"round.reported", "valuation.reported"}
    forms = answer_forms if claim else mistake_forms
    return (tag("h2", "Record"), *forms(site, event))


def check_event(site: Site, text: str) -> str:
    """Raise UnknownName for an event that was not on record at the basis."""
    stored = site.book.event(text)
    if stored.seq > site.basis.known_at:
        raise UnknownName(
            f"event {stored.seq} was not on record at entry {site.basis.known_at}",
            "choose a later entry, or `newest`",
        )
    return stored.id


def documents(site: Site, _: Path) -> str:
    """List the documents that were on record."""
    from ledger.reading.entries import entry_of

    stored = [x for x in site.book.log.documents() if x.seq <= site.basis.known_at]
    lines = []
    for entry in reversed([entry_of(x) for x in stored]):
        data = entry.data
        known = site.names.sources.get(data.get("publisher", ""))
        words = [known.name if known else "", str(data.get("published") or "")]
        link = tag("a", data.get("title") or "untitled", href=site.event(entry.seq))
        small = tag("small", " ", ", ".join(filter(None, words)))
        lines.append(tag("li", link, small))
    told = tag("ul", *lines, class_="hits") if lines else tag("p", "None on record.")
    return document(site, "Documents", told)


def disputed(site: Site, _: Path) -> str:
    """Draw the denials that are open."""
    answer = site.book.disputed(site.basis, beliefs=believed(site))
    told = SiteTables(site).told(answer)
    return document(site, "Disputed", *told, days=days_of(site))


def first_of(site: Site, answer: Answer[Any]) -> Answer[Any]:
    """Give the first rows of an answer about a whole ledger; all, if it is small.

    `limit` in the address says how many.
    """
    text = site.query.get("limit", "")
    limit = number_in(text) if text else ROWS
    if not limit:
        raise BadInput("limit: it is no number of rows", "limit=2000", ("limit",))
    return answer if believed(site) else answer.pick(limit=limit)


def folded(title: str, content: Iterable[Child]) -> Html:
    """Write what is there for who asks for it."""
    return tag("details", tag("summary", title), *content)


def believed(site: Site) -> bool:
    """Tell whether beliefs are worked out: as the command line does by itself."""
    return site.basis.known_at < AT_ONCE


def days_of(site: Site, *slugs: str) -> list[int]:
    """Give the days on which anything of some companies, or of all, was published.

    They are those after the as-of day, too. Of all companies of a large ledger there
    are none, since that would read it as a whole.
    """
    if not (slugs or believed(site)):
        return []
    clusters = site.book.folding.read(slugs, site.basis)
    ends = {row.when.hi for cluster in clusters for row in cluster.rows}
    return sorted({day_of(end - 1, site.basis.zone) for end in ends if end < MAX_US})
