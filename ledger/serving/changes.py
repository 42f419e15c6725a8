"""What changed between another day and the one that is asked about, on either clock."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ledger.claims.dates import day_of, show_day
from ledger.errors import BadInput
from ledger.page.markup import Html, tag
from ledger.serving.frame import document, hidden
from ledger.serving.site import Site
from ledger.serving.tables import SiteTables

if TYPE_CHECKING:
    from ledger.projections.basis import Basis
    from ledger.serving.views import Path

MONTH: Final = 30
"""Days: how far back is compared, where nothing else is asked for."""

CLOCKS: Final = (
    ("published", "what was published since"),
    ("recorded", "what this ledger was told since"),
)


def changes(site: Site, _: "Path") -> str:
    """Draw what changed since a day, and which events did each change."""
    day = day_of(site.basis.cut - 1, site.basis.zone)
    since = site.query.get("since") or show_day(day - MONTH)
    clock = site.query.get("clock") or CLOCKS[0][0]
    before = since_day(site, since, clock)
    answer = site.book.diff(before, site.basis)
    told = SiteTables(site).told(answer, first=f"Since {since}")
    if not answer.value:
        told.append(tag("p", "Nothing changed."))
    return document(site, "What changed", _form(site, since, clock), *told)


def since_day(site: Site, since: str, clock: str) -> "Basis":
    """Give the basis before: at the end of a day, on one of the two clocks."""
    basis, book = site.basis, site.book
    try:
        if clock == "recorded":
            then = book.basis(known_at=since, tz=basis.zone)
            told = min(then.known_at, basis.known_at)
            return replace(basis, known_at=told, head=then.head, root=then.root)
        if clock == "published":
            cut = book.basis(as_of=since, tz=basis.zone).cut
            return basis.at(min(cut, basis.cut))
    except BadInput as error:
        error.rename({"as_of": "since", "known_at": "since"})
        raise
    raise BadInput(f"clock: '{clock}' is none of its values", "published or recorded")


def _form(site: Site, since: str, clock: str) -> Html:
    choices = [
        tag(
            "label",
            tag("input", type="radio", name="clock", value=name, checked=name == clock),
            f" {words}",
        )
        for name, words in CLOCKS
    ]
    return tag(
        "form",
        *hidden(site.clocks),
        tag("label", "Since ", tag("input", type="date", name="since", value=since)),
        *choices,
        tag("button", "Compare"),
        action=site.here,
        class_="dates",
    )
