"""`sayso record erase`: take away a text that came with an event."""

import click

from ledger.claims.vocabulary import PAYLOAD_KINDS

from ._options import PLACE, Values, asked, bundle, event
from ._recording import recording

writing = bundle(
    "writing",
    PLACE,
    click.option(
        "--actor",
        metavar="NAME",
        envvar="SAYSO_ACTOR",
        help="Who records it. [SAYSO_ACTOR; else your login name]",
    ),
)


@click.command
@event
@click.option(
    "--what",
    "kinds",
    multiple=True,
    type=click.Choice(PAYLOAD_KINDS),
    help="Only quotes, articles or personal data. [all of them]",
)
@asked("--reason", metavar="TEXT", help="Reason of the erasure.")
@writing
def erase(event: str, kinds: tuple[str, ...], reason: str, writing: Values) -> None:
    """Erase an attached quote, article or personal data.

    The event stays, and another event says what was erased and why. The text and its
    salt are deleted for good, also from the file. Copies and backups made before are
    not reached.

    \b
    Example:
        sayso record erase 12 --reason "the person asked for it"
        sayso record erase 12 --what article --reason "its licence has ended"
    """
    with recording({**writing, "dry_run": False}) as recorder:
        for seq in recorder.book.erase(event, kinds, reason):
            click.echo(f"{seq}  a text of event {event} is erased: {reason}")
