"""`sayso audit checkpoint`: the signed head, to be kept elsewhere."""

import click

from ._options import Values, opened, place, unheld
from ._passphrase import unlocking


@click.command
@click.option(
    "--accept-rollback",
    "reason",
    metavar="WHY",
    help="An older copy was restored on purpose: log the rollback and continue.",
)
@click.option("--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who records it.")
@place
def checkpoint(reason: str | None, actor: str | None, place: Values) -> None:
    """Sign the head, and print it.

    Three lines give the ledger, the number of entries and the root; then come the
    signature and those of witnesses that saw this head. Anyone who keeps it can compare
    the ledger with it at any later time, with `sayso audit verify --since`.

    \b
    Example:
        sayso audit checkpoint > monday.checkpoint
    """
    values = {**place, "actor": actor}
    if reason is None:
        with opened(values) as book:
            note = book.trail.witnessing.cosigned(unlocking(book.trail.sign))
    else:
        with unheld(values) as book:
            trail = book.trail
            note = unlocking(lambda words: trail.accept_rollback(reason, words))
    click.echo(bytes(note), nl=False)
