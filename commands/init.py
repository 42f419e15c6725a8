"""`sayso init`: an empty ledger."""

import click

from ._options import LEDGER, clock


@click.command
@click.argument("path", required=False, envvar="SAYSO_DB", default=LEDGER)
@click.option(
    "--tz",
    metavar="ZONE",
    default="UTC",
    show_default=True,
    help="The zone in which this ledger's days begin and end; fixed for good.",
)
@click.option("--origin", metavar="TEXT", help="A name for this ledger.")
@click.option("--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who makes it.")
def init(path: str, tz: str, origin: str | None, actor: str | None) -> None:
    """Make an empty ledger.

    PATH is a file (sayso.db if none is given) or a database URL; one that exists
    already is refused.

    \b
    Example:
        sayso init
        sayso init funding.db --tz America/New_York
    """
    from ledger.book import Book

    with Book.create(path, clock=clock, zone=tz, origin=origin, actor=actor) as book:
        click.echo(
            f"Created {book.place} (days in {book.zone}, no events)."
            "\nNext: sayso company add, sayso source add."
        )
