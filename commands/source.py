"""`sayso source`: sources, and for which companies they speak."""

import click

from ledger.claims.vocabulary import SOURCE_KINDS

from . import _named
from ._options import Values, asked, basis_of, cuts, form, opened, place, writing
from ._output import show
from ._recording import recording
from ._typed import WordType
from ._words import WordGroup


@click.group(cls=WordGroup)
def source() -> None:
    """Manage sources, and the companies for which they may speak.

    A company is its own source; so are a newspaper, a regulator, and a person, who may
    speak for a company.

    \b
    Example:
        sayso source add bloomberg --name Bloomberg --kind press
        sayso source add elon-musk --name "Elon Musk" --kind person --speaks-for xai
    """


@source.command
@click.argument("slug")
@click.option("--name", metavar="TEXT", help="Its name. [the slug]")
@asked("--kind", type=WordType(SOURCE_KINDS), help="Kind of source.", waits=True)
@click.option(
    "--speaks-for",
    multiple=True,
    metavar="COMPANY",
    type=_named.companies,
    help="A company for which it may speak.",
)
@click.option("--alias", multiple=True, metavar="TEXT", help="Another name.")
@writing
def add(
    *,
    slug: str,
    name: str | None,
    kind: str,
    speaks_for: tuple[str, ...],
    alias: tuple[str, ...],
    writing: Values,
) -> None:
    """Register a source.

    \b
    Example:
        sayso source add bloomberg --name Bloomberg --kind press
        sayso source add xai --name xAI --kind company --speaks-for xai
    """
    with recording(writing) as recorder:
        recorder.record(
            "source.registered",
            {
                "slug": slug,
                "name": name or slug,
                "kind": kind,
                "speaks_for": list(speaks_for),
                "aliases": list(alias),
            },
        )


@source.command
@click.argument("slug", type=_named.sources)
@click.argument("name")
@writing
def alias(slug: str, name: str, writing: Values) -> None:
    """Give a source another name.

    \b
    Example:
        sayso source alias bloomberg 彭博社
    """
    with recording(writing) as recorder:
        recorder.record("source.alias_added", {"slug": slug, "alias": name})


@source.command("list")
@cuts
@form
@place
def list_(cuts: Values, form: str, place: Values) -> None:
    """List the sources.

    \b
    Example:
        sayso source list
    """
    with opened(place) as book:
        show(book.sources_list(basis_of(book, cuts)), form)
