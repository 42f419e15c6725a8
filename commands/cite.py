"""`sayso cite`: a footnote, BibTeX or CSL-JSON."""

import click

from . import _named
from ._options import Values, basis_of, cuts, opened, place
from ._output import exactly, put, show

FIGURES = (
    *("headline", "confirmed", "reported", "sought", "secondary"),
    *("cap", "deal_value", "ipo"),
)


@click.command
@click.argument("thing", type=_named.shown)
@click.option(
    "--figure",
    type=click.Choice(FIGURES),
    default="headline",
    show_default=True,
    help="Of a company: which of its figures.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "bibtex", "csl", "json", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="A footnote, BibTeX, CSL-JSON (Zotero, pandoc), or the document of an answer.",
)
@cuts
@place
def cite(thing: str, figure: str, form: str, cuts: Values, place: Values) -> None:
    """Cite an event, a round, or what stands behind a figure of a company.

    Each event has its source, title, publisher, address, dates and quotation, as far as
    they are on record, and the basis token, with which a reader can ask the same again.
    Events are named by the beginnings of their ids, which are the same in every ledger.

    \b
    Example:
        sayso cite 73
        sayso cite xai --as-of 2024-05-28
        sayso cite openai --figure secondary -f bibtex > openai.bib
        sayso cite xai/series-b -f csl > xai.json
    """
    from ledger.rendering.works import bibtex, csl, footnote

    with opened(place) as book:
        answer = book.cite(thing, basis_of(book, cuts), figure=figure)
        stated, works = answer.value
        if form == "bibtex":
            exactly(bibtex(works, stated))
        elif form == "csl":
            exactly(csl(works))
        elif form == "text":
            put([*stated, *map(footnote, works)], exact=False)
        else:
            show(answer, form)
