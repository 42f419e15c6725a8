"""`sayso company`: companies and their other names."""

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place, writing
from ._output import show
from ._recording import recording
from ._words import Group

slug = click.argument("slug", shell_complete=_completing.companies)


@click.group(cls=Group)
def company() -> None:
    """Manage companies and their other names.

    A name is registered once and then matches in any script and case; an unknown name
    is rejected, never matched to the nearest one.

    \b
    Example:
        sayso company add xai --name xAI --alias X.AI
        sayso company list
    """


@company.command
@click.argument("slug")
@click.option("--name", metavar="TEXT", help="Its name. [the slug]")
@click.option("--alias", multiple=True, metavar="TEXT", help="Another name.")
@writing
def add(slug: str, name: str | None, alias: tuple[str, ...], writing: Values) -> None:
    """Register a company.

    \b
    Example:
        sayso company add xai --name xAI --alias X.AI
        sayso company add nvidia --name NVIDIA --alias 英伟达
    """
    with recording(writing) as recorder:
        data = {"slug": slug, "name": name or slug, "aliases": list(alias)}
        recorder.record("company.registered", data)


@company.command
@slug
@click.argument("name")
@writing
def alias(slug: str, name: str, writing: Values) -> None:
    """Give a company another name.

    \b
    Example:
        sayso company alias nvidia 輝達
    """
    with recording(writing) as recorder:
        recorder.record("company.alias_added", {"slug": slug, "alias": name})


@company.command("list")
@cuts
@form
@place
def list_(cuts: Values, form: str, place: Values) -> None:
    """List the companies.

    \b
    Example:
        sayso company list -f csv
    """
    with opened(place) as book:
        show(book.companies_list(basis_of(book, cuts)), form)
