"""`sayso show`: one thing, whole."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show as put

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.entry import Entry
    from ledger.projections.basis import Basis
    from ledger.projections.rows import Row
    from ledger.rendering.tables import Table

EVENT = re.compile(r"\d{1,18}|[0-9a-f]{8,64}")


@click.command
@click.argument("thing", shell_complete=_completing.rounds)
@cuts
@form
@place
def show(thing: str, cuts: Values, form: str, place: Values) -> None:
    """One thing, whole: a company, a round, a source, a document or an event.

    An event is named by its number or the beginning of its id, a source as
    source:bloomberg.

    \b
    Example:
        sayso show xai
        sayso show xai/series-b --as-of 2024-05-28
        sayso show source:bloomberg
        sayso show 73
    """
    with opened(place) as book:
        table = card(book, thing, basis_of(book, cuts))
    put(table, form)


def card(book: "Book", thing: str, basis: "Basis") -> "Table":
    """The table of whatever was named; companies go before ids of events."""
    from ledger.claims.canonical import parse_entry
    from ledger.claims.evidence import DOCUMENT
    from ledger.claims.kinds import answered
    from ledger.rendering import documents, things

    def numbers(events: Iterable["Row | Entry"]) -> dict[str, int]:
        about = {one for event in events for one in answered(event.type, event.data)}
        return {named: book.event(named).seq for named in about}

    names = book.names(basis)
    if thing.startswith("source:"):
        slug = names.source(thing)
        answer = book.statements(slug, basis)
        known = numbers(answer.value)
        return things.source_card(answer, slug, names, known)
    if "/" in thing:
        company, found = book.round(thing, basis)
        return things.round_card(company, found, names)
    if EVENT.fullmatch(thing) and names.find_company(thing) is None:
        story = book.story(thing)
        if story.today.type == DOCUMENT:
            return documents.document_card(book.document(thing), names)
        stored = parse_entry(story.stored.body)
        leaf = story.stored.leaf.hex()
        known = numbers([story.today])
        table = things.event_card(
            stored, leaf, story.today, story.answers, names, known
        )
        shown = book.evidence(thing)
        return documents.with_evidence(table, shown, story.today.seq)
    return things.company_card(book.company(thing, basis), names)
