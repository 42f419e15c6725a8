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
    help="Time zone of this ledger's days; cannot be changed later.",
)
@click.option("--origin", metavar="TEXT", help="A name for this ledger.")
@click.option("--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who creates it.")
@click.option(
    "--unsigned",
    is_flag=True,
    help="Create no key; `sayso audit key new` does so later.",
)
def init(
    path: str | None,
    db: str | None,
    tz: str,
    origin: str | None,
    actor: str | None,
    unsigned: bool,
) -> None:
    """Create an empty ledger.

    PATH, or --db PATH, is a file (sayso.db by default) or a database URL; an existing
    one is never overwritten. A key is created in your own folder, and signs whatever is
    recorded (see `sayso audit`).

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
