"""`sayso audit checkpoint`: the signed head, to be kept elsewhere."""

import click

from ._options import Values, opened, place, unheld
from ._passphrase import unlocking


@click.command
@click.option(
    "--accept-rollback",
    "reason",
    metavar="WHY",
    help="An older copy was put back on purpose: say so on record, and go on.",
)
@click.option("--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who does it.")
@place
def checkpoint(reason: str | None, actor: str | None, place: Values) -> None:
    """Sign the head, and print it.

    Three lines say which ledger, how many entries and which root; the signature
    follows, and those of witnesses that saw this head. Whoever keeps it can hold the
    ledger against it at any later time, with `sayso audit verify --since`.

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
