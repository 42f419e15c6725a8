"""Search: what `sayso search` finds, each thing with a link to its page."""

from typing import TYPE_CHECKING, Final

from ledger.page.markup import Html, tag
from ledger.serving.frame import document
from ledger.serving.site import Site

if TYPE_CHECKING:
    from ledger.projections.search import Hit
    from ledger.serving.views import Path

MOST: Final = 200
"""Hits that are listed."""


def search(site: Site, _: "Path") -> str:
    """List what holds the words of a text."""
    text = site.query.get("q", "")
    if not text.strip():
        return document(site, "Search", tag("p", "Type a word above."))
    hits = site.book.search(text, site.basis).value
    lines = [_hit_item(site, one) for one in hits[:MOST]]
    told = tag("ul", *lines, class_="hits")
    if not hits:
        told = tag("p", f"Nothing is called '{text}', and no text holds it.")
    more = len(hits) - MOST
    rest = tag("p", f"{more:,} more; add a word.") if more > 0 else None
    return document(site, f"Search: {text}", told, rest)


def _hit_item(site: Site, hit: "Hit") -> Html:
    part = hit.part
    name, address = _name_and_address(site, hit)
    passage = "" if hit.passage == name else f"{part.within}: {hit.passage}"
    return tag(
        "li",
        tag("span", part.kind, class_="kind"),
        " ",
        tag("a", name, href=address),
        tag("small", " ", passage) if passage else None,
    )


def _name_and_address(site: Site, hit: "Hit") -> tuple[str, str]:
    """Give the name of what was found, and the address of its page."""
    names, name = site.names, hit.part.name
    match hit.part.kind:
        case "company" if name in names.companies:
            return names.companies[name].name, site.company(name)
        case "source" if name in names.sources:
            return names.sources[name].name, site.source(name)
        case "round" if site.has_round(name):
            return name, site.round_(name)
        case "investor":
            return name, site.investor(name)
    return name or f"event {hit.event}", site.event(hit.event)
