"""`sayso report`: one page to hand to somebody else."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import _named
from ._files import FORCE
from ._options import (
    Values,
    basis_of,
    belief,
    beliefs_wanted,
    cuts,
    opened,
    place,
)

MEGABYTE = 1_000_000
HEAVY = 20 * MEGABYTE
"""A page of more bytes opens slowly."""

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.projections.basis import Basis


@click.command
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--company",
    "companies",
    multiple=True,
    metavar="COMPANY",
    type=_named.companies,
    help="Only this company; repeat for others. [all]",
)
@FORCE
@belief
@cuts
@place
def report(
    *,
    target: Path,
    companies: tuple[str, ...],
    force: bool,
    belief: bool | None,
    cuts: Values,
    place: Values,
) -> None:
    """Write a report: one HTML page with a slider for any day.

    It contains the ranking, charts, explanations and timelines of every day up to the
    as-of day, open denials, how reliable the sources are, and every event behind a
    figure. It needs no server and sends nothing anywhere. For each day it shows what
    `sayso valuations --as-of` prints.

    \b
    Example:
        sayso report report.html
        sayso report xai.html --company xai --tz America/New_York
        sayso report then.html --as-of 2024-05-28 --force
    """
    from ledger.audit.verdicts import many
    from ledger.page.pictures import check_engine
    from ledger.page.writing import page_parts
    from ledger.panels.writing import check_target, whole

    check_engine()
    with opened(place) as book:
        check_target(target, book.place, force=force)
        basis = basis_of(book, whole_days(cuts))
        if not companies:
            check_no_company(book, basis, str(target))
        believed = beliefs_wanted(basis, belief)
        found = book.report(basis, companies, believed=believed)
    with whole(target, force=force) as file:
        length = sum(map(file.write, page_parts(found)))
    count, days = len(found.events), len(found.bases)
    held = many(count, "event", "events"), many(days, "day", "days")
    click.echo(f"{target}: {', '.join(held)}", err=True)
    click.echo(f"basis: {found.basis.token}", err=True)
    if length > HEAVY:
        size = length / MEGABYTE
        click.echo(
            f"note: {size:,.0f} MB open slowly; `--company` chooses some companies, and"
            " `sayso serve` shows the same page by page",
            err=True,
        )


def check_no_company(book: "Book", basis: "Basis", file: str) -> None:
    """BadInput if a file is called as a company is: its page was meant."""
    from ledger.errors import BadInput

    if meant := book.names(basis).companies_meant(file):
        raise BadInput(
            f"'{file}' is a company; give the FILE to write first",
            f"sayso report {meant[0]}.html --company {meant[0]}",
        )


def whole_days(cuts: Values) -> Values:
    """Ask as of today, unless something else is asked for: pages go by days."""
    if cuts["as_of"] or cuts["known_at"] or cuts["basis"]:
        return cuts
    return {**cuts, "as_of": "today"}
