"""`sayso company`: companies, their names and their tags."""

from typing import TYPE_CHECKING

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place, writing
from ._output import show
from ._recording import recording
from ._words import Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

slug = click.argument("slug", shell_complete=_completing.companies)


@click.group(cls=Group)
def company() -> None:
    """Manage companies: names, sectors and countries.

    A name is registered once and then matches in any script and case; an unknown name
    is rejected, never matched to the nearest one. Tags give the sector and country of a
    company.

    \b
    Example:
        sayso company add xai --name xAI --alias X.AI
        sayso company tag xai sector=ai-models country=US
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


@company.command
@slug
@click.argument("tags", metavar="KEY=VALUE...", nargs=-1, required=True)
@writing
def tag(slug: str, tags: tuple[str, ...], writing: Values) -> None:
    """Set the sector and country of a company, or keys of your own.

    A company has one value per key. A sector is a slug, a country the two letters of
    ISO 3166-1; other keys are free. KEY= removes a tag. `raised --by sector` and other
    commands use the newest tag that the ledger had recorded by --known-at; older
    answers stay.

    \b
    Example:
        sayso company tag mistral sector=ai-models country=FR
        sayso company tag xai sector=ai-models desk=growth
        sayso company tag xai desk=
    """
    from ledger.claims.tags import parse_tags

    given, away = parse_tags(tags)
    _tag(slug, given, away, writing)


@company.command
@slug
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@writing
def untag(slug: str, keys: tuple[str, ...], writing: Values) -> None:
    """Remove tags of a company.

    \b
    Example:
        sayso company untag xai desk
    """
    _tag(slug, {}, keys, writing)


def _tag(
    slug: str, tags: "Mapping[str, str]", without: "Sequence[str]", writing: Values
) -> None:
    from ledger.recording.tagging import TAGGED, tagging

    with recording(writing) as recorder:
        recorder.record(TAGGED, tagging(recorder.book, slug, tags, without))


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
