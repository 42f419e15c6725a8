"""`sayso init`: an empty ledger."""

import click

from ._failures import fail
from ._options import PLACE, clock
from ._places import LEDGER


@click.command
@click.argument("path", required=False)
@PLACE
@click.option(
    "--tz",
    metavar="ZONE",
    default="UTC",
    show_default=True,
    help="The zone in which this ledger's days begin and end; fixed for good.",
)
@click.option("--origin", metavar="TEXT", help="A name for this ledger.")
@click.option("--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who makes it.")
@click.option(
    "--unsigned", is_flag=True, help="Make no key; `sayso audit key new` can later."
)
def init(
    path: str | None,
    db: str | None,
    tz: str,
    origin: str | None,
    actor: str | None,
    unsigned: bool,
) -> None:
    """Make an empty ledger.

    PATH, or --db PATH, is a file (sayso.db if none is given) or a database URL; one
    that exists already is refused. A key is made for it in your own folder, and signs
    whatever is recorded (see `sayso audit`).

    \b
    Example:
        sayso init
        sayso init funding.db --tz America/New_York
    """
    from ledger.audit.places import Home
    from ledger.book import Book

    source = click.get_current_context().get_parameter_source("db")
    if path is not None and source is click.core.ParameterSource.COMMANDLINE:
        fail("name the ledger once: PATH or --db PATH")
    home = None if unsigned else Home.of_user()
    with Book.create(
        path or db or LEDGER,
        clock=clock,
        zone=tz,
        origin=origin,
        actor=actor,
        home=home,
    ) as book:
        click.echo(
            f"Created {book.place} (days in {book.zone}, no events)."
            "\nNext: sayso company add, sayso source add."
        )
