"""`sayso record void`: take an event out."""

import click

from ._options import Values, asked, event, writing
from ._recording import recording


@click.command
@event
@asked("--reason", metavar="TEXT", help="Why it should not have been recorded.")
@writing
def void(event: str, reason: str, writing: Values) -> None:
    """Take an event out, for good reason.

    We should not have recorded it at all: it stays on record, and counts for nothing
    as of any day. To void a voiding brings the event back.

    \b
    Example:
        sayso record void 12 --reason "the article is about another company"
    """
    with recording(writing) as recorder:
        target = recorder.event(event)["id"]
        recorder.record("entry.voided", {"target": target, "reason": reason})
