"""`sayso record void`: take an event out."""

import click

from ._options import Values, asked, writing
from ._output import put
from ._recording import Recorder, recording


@click.command
@click.argument("event", required=False)
@click.option(
    "--import",
    "imported",
    metavar="FILE|NUMBER",
    help="Void all of one import: its file, or an event of it.",
)
@asked("--reason", metavar="TEXT", help="Reason.")
@writing
def void(event: str | None, imported: str | None, reason: str, writing: Values) -> None:
    """Void an event, or all of an import (reason required).

    Use it for an event that should not have been recorded at all: it stays on record
    and does not count, as of any day. Voiding a void brings the event back. An import
    is voided in one transaction; the names that it registered stay.

    \b
    Example:
        sayso record void 12 --reason "the article is about another company"
        sayso record void --import unicorns.csv --reason "these were billions"
        sayso record void --import 950 --reason "these were billions"
    """
    if (event is None) == (imported is None):
        raise click.UsageError(
            "give an event, or --import FILE|NUMBER", click.get_current_context()
        )
    with recording(writing) as recorder:
        if event is not None:
            target = recorder.event(event)["id"]
            recorder.record("entry.voided", {"target": target, "reason": reason})
        else:
            assert imported is not None
            void_import(recorder, imported, reason)


def void_import(recorder: Recorder, named: str, reason: str) -> None:
    """Voids all that an import recorded, and says what stays."""
    from ._acts import imported
    from ._acts import void as void_act

    act = imported(recorder.book, named)
    put(void_act(recorder.book, act, reason, dry_run=recorder.dry_run), exact=False)
