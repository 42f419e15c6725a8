"""`sayso company`: companies, their names and their tags."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place, writing
from ._output import show
from ._recording import recording, warn
from ._words import WordGroup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

slug = click.argument("slug", type=_named.companies)


@click.group(cls=WordGroup)
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
@click.argument("slug", required=False, type=_named.companies)
@click.argument("tags", metavar="KEY=VALUE...", nargs=-1)
@click.option(
    "--from",
    "table",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A csv with a column company, and one per key, such as sector.",
)
@writing
def tag(
    slug: str | None, tags: tuple[str, ...], table: Path | None, writing: Values
) -> None:
    """Set the sector and country of a company, or keys of your own.

    A company has one value per key. A sector is a slug, a country the two letters of
    ISO 3166-1; other keys are free. KEY= removes a tag. `raised --by sector` and other
    commands use the newest tag that the ledger had recorded by --known-at; older
    answers stay.

    --from sets the tags of many companies at once, all or nothing: edit what `company
    list -o companies.csv` writes, and read it back. Empty cells change nothing.

    \b
    Example:
        sayso company tag mistral sector=ai-models country=FR
        sayso company tag xai sector=ai-models desk=growth
        sayso company tag xai desk=
        sayso company tag --from companies.csv
    """
    from ledger.claims.tags import parse_tags

    if table is not None:
        if slug is not None:
            raise click.UsageError("--from names the companies; leave others out")
        _tag_all(table, writing)
        return
    if slug is None or not tags:
        raise click.UsageError("name a company and its tags, or a table with --from")
    given, away = parse_tags(tags)
    _tag(slug, given, away, writing)


def _tag_all(table: Path, writing: Values) -> None:
    from ledger.recording.tagging import TAGGED, mistyped, read_table, taggings

    rows = read_table(table.read_bytes(), table.name)
    with recording(writing) as recorder:
        changes = taggings(recorder.book, rows)
        if changes:
            strange = mistyped(
                recorder.book, (key for x in changes for key in x["tags"])
            )
            recorder.record_all(TAGGED, changes)
            warn(strange)
        else:
            click.echo(f"{table}: nothing changes", err=True)


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
    from ledger.recording.tagging import TAGGED, mistyped, tagging

    with recording(writing) as recorder:
        strange = mistyped(recorder.book, tags)
        recorder.record(TAGGED, tagging(recorder.book, slug, tags, without))
        warn(strange)


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
