"""Search over names: companies, rounds, sources, investors, and titles of documents."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.names import Company, Source, fold
from ledger.credibility.reach import AT_ONCE
from ledger.page.markup import tag
from ledger.reading.entries import entry_of
from ledger.rendering.sentences import spaced
from ledger.serving.frame import document
from ledger.serving.site import Site

if TYPE_CHECKING:
    from ledger.serving.views import Path

MOST: Final = 200
"""Hits that are listed."""


class Hit(NamedTuple):
    """One thing that was found."""

    kind: str
    name: str
    address: str
    also: str = ""
    """What else is to be said of it."""


def search(site: Site, _: "Path") -> str:
    """List what is called by a text, or by something that holds it."""
    text = site.query.get("q", "")
    hits = list(found(site, text)) if text.strip() else []
    lines = [
        tag(
            "li",
            tag("span", one.kind, class_="kind"),
            " ",
            tag("a", one.name, href=one.address),
            tag("small", " ", one.also) if one.also else None,
        )
        for one in hits[:MOST]
    ]
    told = tag("ul", *lines, class_="hits")
    if not hits:
        told = tag("p", f"Nothing is called '{text}'.")
    more = len(hits) - MOST
    rest = tag("p", f"{more:,} more; name more of it.") if more > 0 else None
    return document(site, f"Search: {text}", told, rest)


def found(site: Site, text: str) -> Iterator[Hit]:
    """Find what was registered, and in a small ledger also what events name."""
    wanted = fold(text)
    for one in site.names.companies.values():
        if _called(one, wanted):
            yield Hit("company", one.name, site.company(one.slug), one.slug)
    for who in site.names.sources.values():
        if _called(who, wanted):
            yield Hit("source", who.name, site.source(who.slug), who.kind)
    if site.basis.known_at < AT_ONCE:
        yield from _rounds(site, wanted)
        yield from _investors(site, wanted)
    for entry in map(entry_of, site.book.log.documents(site.basis.known_at)):
        title = entry.data.get("title") or ""
        if wanted in fold(title):
            yield Hit("document", title, site.event(entry.seq))


def _called(one: Company | Source, wanted: str) -> bool:
    names = (one.slug, one.name, *one.aliases)
    return any(wanted in fold(name) for name in names)


def _rounds(site: Site, wanted: str) -> Iterator[Hit]:
    for company in site.book.companies(site.basis).value:
        for label, one in company.rounds.items():
            name = f"{company.slug}/{label}"
            if wanted in fold(name):
                yield Hit("round", name, site.round_(name), spaced(one.standing))


def _investors(site: Site, wanted: str) -> Iterator[Hit]:
    from ledger.reading.funding import investors

    names = {one.who.name for one in investors(site.book, site.basis).value}
    for name in sorted(names):
        if wanted in fold(name):
            yield Hit("investor", name, site.investor(name))
