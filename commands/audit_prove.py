"""`sayso audit prove`: that one event is on record."""

import click

from ._options import Values, event, opened, place


@click.command
@event
@place
def prove(event: str, place: Values) -> None:
    """Prove that one event is on record.

    Prints a tlog-proof: the entry, its path up the tree, and a signed head. Whoever
    has the ledger's key checks it without the ledger.

    \b
    Example:
        sayso audit prove 12 > event-12.tlog-proof
        sayso audit verify event-12.tlog-proof --key sayso.vkey
    """
    with opened(place) as book:
        proof = book.trail.prove(event)
    click.echo(bytes(proof), nl=False)
