"""`sayso record undo`: take your own last act back."""

import click

from ._options import Values, writing
from ._output import put
from ._recording import recording


@click.command
@click.option(
    "--reason", metavar="TEXT", default="undone", show_default=True, help="Why."
)
@writing
def undo(reason: str, writing: Values) -> None:
    """Void what you recorded last: one event, or all of one import.

    Only your own events, in one transaction. They stay on record and no longer count.
    Undo the undo to bring them back. Registered names stay.

    \b
    Example:
        sayso record undo
        sayso record undo --reason "the wrong file"
    """
    from ._acts import last_of, void

    with recording(writing) as recorder:
        act = last_of(recorder.book, recorder.book.actor())
        told = void(recorder.book, act, reason, dry_run=recorder.dry_run)
    put(told, exact=False)
