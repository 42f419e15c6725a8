"""`sayso credibility`: how far each source can be trusted."""

from typing import TYPE_CHECKING

import click

from . import _completing
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show_all

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.rendering.tables import Table


@click.command
@click.argument("source", required=False, shell_complete=_completing.sources)
@click.option("--deniers", is_flag=True, help="Records of denials alone.")
@click.option("--relays", is_flag=True, help="Records of what was passed on alone.")
@click.option(
    "--model",
    type=click.Choice(["beta", "em"]),
    default="beta",
    show_default=True,
    help="em: a second opinion, from outcomes and agreement together.",
)
@click.option(
    "--half-life",
    type=click.FloatRange(min=1),
    metavar="DAYS",
    help="Let a claim count half after so many days. [it never does]",
)
@click.option(
    "--false-copies",
    is_flag=True,
    help="Hold sources that share false figures for one origin.",
)
@cuts
@form
@place
def credibility(
    *,
    source: str | None,
    deniers: bool,
    relays: bool,
    model: str,
    half_life: float | None,
    false_copies: bool,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """How far each source can be trusted, by what became of its claims.

    Sources are ranked by the lower end of the interval that holds 90 %, never by the
    mean. With fewer than one settled claim a source is unrated, with fewer than five
    provisional; a claim that only lapsed is not settled. Of one SOURCE: its scores by
    role and field, and every claim behind them; the prior and the rows add up to the
    score.

    \b
    Example:
        sayso credibility --as-of 2026-01-31
        sayso credibility elon-musk --as-of 2024-06-01
        sayso credibility --deniers -f csv
    """
    if deniers and relays:
        raise click.UsageError("--deniers and --relays are two questions")
    if model == "em" and (deniers or relays):
        raise click.UsageError("model em has reports only; leave --deniers out")
    role = "denial" if deniers else "relay" if relays else None
    settings = {"half_life": half_life, "false_copies": false_copies}
    with opened(place) as book:
        show_all(tables(book, cuts, source, role, model, settings, form), form)


def tables(
    book: "Book",
    cuts: Values,
    source: str | None,
    role: str | None,
    model: str,
    settings: Values,
    form: str,
) -> list["Table"]:
    """What is asked: a ranking, or all that there is of one source."""
    from ledger.credibility.settings import ROLES
    from ledger.rendering.em import joint_table
    from ledger.rendering.trust import ranking_table, source_tables

    basis, brief = basis_of(book, cuts), form == "table"
    names = book.names(basis)
    slug = None if source is None else names.source(source)
    if model == "em":
        joint = book.believing.joint(basis, **settings)
        named = None if slug is None else names.sources[slug]
        return [joint_table(joint, names, named, brief=brief)]
    answer = book.believing.moment(basis, **settings)
    if slug is None:
        return [ranking_table(answer, names, role or "original", brief=brief)]
    roles = ROLES if role is None else (role,)
    return source_tables(answer, names.sources[slug], roles, brief=brief)
