"""`sayso show`: one thing, whole."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show as put

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.projections.basis import Basis
    from ledger.rendering.tables import Table

EVENT = re.compile(r"\d{1,18}|[0-9a-f]{8,64}")


@click.command
@click.argument("thing", shell_complete=_completing.rounds)
@cuts
@form
@place
def show(thing: str, cuts: Values, form: str, place: Values) -> None:
    """One thing, whole: a company, a round, a source or an event.

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
    from ledger.rendering import things
    from ledger.rendering.sentences import named_in

    def numbers(events: Iterable[Mapping[str, Any]]) -> dict[str, int]:
        about = {named for data in events for named in named_in(data)}
        return {named: book.event(named).seq for named in about}

    names = book.names(basis)
    if thing.startswith("source:"):
        slug = names.source(thing)
        answer = book.statements(slug, basis)
        known = numbers(row.data for row in answer.value)
        return things.source_card(answer, slug, names, known)
    if "/" in thing:
        company, found = book.round(thing, basis)
        return things.round_card(company, found, names)
    if EVENT.fullmatch(thing) and names.find_company(thing) is None:
        story = book.story(thing)
        stored = parse_entry(story.stored.body)
        leaf = story.stored.leaf.hex()
        known = numbers([story.today.data])
        table = things.event_card(
            stored, leaf, story.today, story.answers, names, known
        )
        return things.with_texts(table, story.texts)
    return things.company_card(book.company(thing, basis), names)
